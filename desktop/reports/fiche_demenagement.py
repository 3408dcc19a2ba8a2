"""The fiche déménagement: who, when, what is to be done, what goes along (relogement 4.3, 10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, Spacer

from desktop import formats, texts
from desktop.domain.relogement.codes import NatureRelogement, PosteDemenagement
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_offre import DemenagementDraft, RelogementDraft
from desktop.domain.relogement.records_suite import SuiteRecord
from desktop.domain.relogement.suite_rules import reste_a_regler
from desktop.reports.grand import boxes, pairs, say, signatures
from desktop.reports.page import Edition, write_pdf
from desktop.reports.pieces import table

CONFIDENTIALITY: Final = "Document du ménage, de l’équipe et du déménageur — ne pas diffuser"
_ROOMS: Final = (
    "Entrée, couloir",
    "Séjour",
    "Cuisine",
    "Chambre 1",
    "Chambre 2",
    "Chambre 3",
    "Salle d’eau",
    "Cave, balcon",
    "",
    "",
)
_ROOM: Final = 24
"""Points left under the name of a room, to write by hand."""


def render_fiche_demenagement(
    record: SuiteRecord,
    draft: DemenagementDraft,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the fiche of a move as a PDF; `out` receives everything at the end, or nothing."""
    title = f"Fiche déménagement {record.menage.reference}"
    write_pdf(
        out,
        list(_story(record, draft)),
        title=title,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _story(record: SuiteRecord, draft: DemenagementDraft) -> Iterator[Flowable]:
    menage, move = record.menage, record.actuel
    yield say(f"{menage.reference} · {record.regles.operation}", "petit")
    yield say("Votre déménagement", "titre")
    if move is not None and move.draft.nature is NatureRelogement.TEMPORAIRE:
        yield say("Relogement temporaire", "gras")
    day = formats.full_date(draft.date_demenagement) if draft.date_demenagement else ""
    yield pairs(
        [
            ("Ménage", menage.nom),
            ("Jour", " · ".join(filter(None, (day, draft.creneau)))),
            ("De", _from(record)),
            ("Vers", _to(move.draft) if move is not None else ""),
            ("Avec", _with(draft)),
        ]
    )
    yield say("À joindre", "partie")
    phones = " · ".join(filter(None, (menage.draft.telephone_1, menage.draft.telephone_2)))
    yield pairs(
        [
            ("Le ménage", phones),
            ("Personne de contact", menage.draft.personne_contact),
            ("L’équipe", f"{record.regles.operateur}, {record.regles.permanence_lieu}"),
            ("Le déménageur", ""),
        ]
    )
    yield say("Ce qu’il y a à faire", "partie")
    yield from _tasks(draft)
    yield say("Ce que cela coûte", "partie")
    yield pairs(_costs(draft))
    if draft.precisions.strip():
        yield say(draft.precisions)
    yield say("Ce qui part, pièce par pièce", "partie")
    yield table(
        ["Pièce", "Meubles à emporter", "À démonter", "À jeter", "Cartons"],
        [[[say(room, "petit"), Spacer(0, _ROOM)], "", "", "", ""] for room in _ROOMS],
        [1.4, 2.6, 1.6, 1.6, 0.8],
    )
    yield signatures("Le ménage", "L’équipe", "Le déménageur")


def _tasks(draft: DemenagementDraft) -> Iterator[Flowable]:
    asked, done = draft.postes.split(), draft.postes_faits.split()
    rows = [
        [
            boxes([texts.label(one)], ticked=[one in asked]),
            boxes([""], ticked=[one in done]),
            "",
            "",
        ]
        for one in PosteDemenagement
    ]
    yield table(["À faire", "Fait", "Par qui", "Pour quand"], rows, [2.4, 0.6, 1.6, 1.2])
    yield Spacer(0, 2)


def _costs(draft: DemenagementDraft) -> list[tuple[str, str]]:
    left = reste_a_regler(draft)
    rows = [
        ("Pris en charge par", texts.label(draft.prise_en_charge) if draft.prise_en_charge else "")
    ]
    for name, value in (
        ("Devis", draft.montant_devis),
        ("Facture", draft.montant_facture),
        ("Déjà réglé", draft.reglements),
    ):
        if value is not None:
            rows.append((name, formats.amount(value)))
    if left is not None:
        amount, from_devis = left
        note = " (d’après le devis)" if from_devis else ""
        rows.append(("Reste à régler", f"{formats.amount(amount)}{note}"))
    return rows


def _from(record: SuiteRecord) -> str:
    if record.logement is None:
        return ""
    return " · ".join([record.logement.libelle, *_access(record.logement.draft)])


def _to(draft: RelogementDraft) -> str:
    where = ", ".join(filter(None, (draft.residence, draft.adresse, draft.commune)))
    floor = [formats.etage(draft.etage)] if draft.etage is not None else []
    return " · ".join(filter(None, [where, *floor, *_access(draft)]))


def _access(draft: LogementDraft | RelogementDraft) -> list[str]:
    if draft.ascenseur is None:
        return []
    return ["ascenseur" if draft.ascenseur else "sans ascenseur"]


def _with(draft: DemenagementDraft) -> str:
    mode = texts.label(draft.mode) if draft.mode else ""
    volume = f"{formats.number(draft.volume_m3)}{formats.NBSP}m³" if draft.volume_m3 else ""
    return " · ".join(filter(None, (draft.prestataire, mode, volume)))
