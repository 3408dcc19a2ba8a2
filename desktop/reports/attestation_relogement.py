"""The attestation de relogement: what a ménage shows to the CAF, a school, the FSL (4.3, 6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, Spacer

from desktop import formats
from desktop.domain.relogement.codes import NatureRelogement
from desktop.domain.relogement.records_suite import RelogementRecord, SuiteRecord
from desktop.reports.grand import boxes, pairs, say, signatures
from desktop.reports.page import Edition, write_pdf

CONFIDENTIALITY: Final = "Document remis au ménage, qui choisit à qui le montrer"
_FOR: Final = ("CAF", "École", "FSL", "Employeur", "Autre")


def render_attestation(
    record: SuiteRecord,
    move: RelogementRecord,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the attestation of a relogement as a PDF; `out` receives everything or nothing.

    Args:
        record: The ménage.
        move: The relogement attested, definitive or temporary.
        out: Open binary file.
        edited_on: Moment of printing.
        editor: Who prints.
        invariant: Two runs give the same bytes; for tests.
    """
    title = "Attestation de relogement"
    if move.draft.nature is NatureRelogement.TEMPORAIRE:
        title += " temporaire"
    write_pdf(
        out,
        list(_story(record, move, title, edited_on)),
        title=f"{title} {record.menage.reference}",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _story(
    record: SuiteRecord, move: RelogementRecord, title: str, edited_on: datetime
) -> Iterator[Flowable]:
    rules, draft = record.regles, move.draft
    yield say(rules.operation, "petit")
    yield say(title, "titre")
    yield Spacer(0, 14)
    yield say(
        f"{rules.operateur}, chargée de l’accompagnement des habitants (MOUS) pour l’opération "
        f"{rules.operation}, atteste que le ménage ci-dessous est relogé dans le cadre de cette "
        "opération."
    )
    yield Spacer(0, 6)
    persons = ", ".join(
        f"{one.draft.nom.upper()} {one.draft.prenom}".strip() for one in record.occupants
    )
    yield pairs([("Ménage", record.menage.nom), ("Personnes", persons)])
    yield say("Ancien logement", "partie")
    keys = record.remise_cles
    old = [("Logement", record.logement.libelle if record.logement is not None else "")]
    if keys is not None:
        old.append(("Clés rendues le", formats.full_date(keys)))
    yield pairs(old)
    yield say("Nouveau logement", "partie")
    yield pairs(_new(move))
    if draft.nature is NatureRelogement.TEMPORAIRE:
        yield say(
            "Ce relogement est temporaire : le ménage reste à reloger définitivement.", "gras"
        )
    yield say("Attestation demandée pour", "partie")
    yield boxes(_FOR)
    yield Spacer(0, 10)
    yield say(
        f"Fait le {formats.full_date(edited_on.date())}, pour servir et valoir ce que de droit."
    )
    yield signatures("Nom, qualité et signature", "Cachet")


def _new(move: RelogementRecord) -> list[tuple[str, str]]:
    draft = move.draft
    rows = [
        ("Adresse", ", ".join(filter(None, (draft.residence, draft.adresse, draft.commune)))),
        ("Bailleur", move.bailleur),
        ("Bail signé le", formats.full_date(draft.date_bail) if draft.date_bail else ""),
        ("Entrée le", formats.full_date(draft.date_entree) if draft.date_entree else ""),
    ]
    if draft.date_retour is not None:
        rows.append(("Retour le", formats.full_date(draft.date_retour)))
    return rows
