"""The fiche de clôture: what a relogement changed for one ménage (relogement 4.3, 13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, Spacer

from desktop import formats, texts
from desktop.domain.relogement.codes import EtatDossier, NatureRelogement
from desktop.domain.relogement.drafts_offre import EnqueteSatisfactionDraft
from desktop.domain.relogement.records_suite import SuiteRecord, SuiviRecord
from desktop.reports.grand import framed, say, signatures
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import Words, facts, table, yes_no
from desktop.reports.user_text import Paragraph, escape
from desktop.texts import suite as words
from desktop.texts.satisfaction import QUESTIONS, Saisie

CONFIDENTIALITY: Final = "Document confidentiel — relogement"
_NOT_CLOSED: Final = "Ce dossier n’est pas clos : cette fiche en montre l’état du jour."


def render_fiche_cloture(
    record: SuiteRecord,
    motif: str,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the bilan of a ménage as a PDF; `motif` is why the dossier was closed, or ""."""
    title = f"Fiche de clôture {record.menage.reference}"
    write_pdf(
        out,
        list(_story(record, motif, edited_on.date())),
        title=title,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _story(record: SuiteRecord, motif: str, today: date) -> Iterator[Flowable]:
    style, menage = styles(), record.menage
    yield Paragraph(CONFIDENTIALITY, style["secret"])
    yield say("Votre relogement, avant et après", "titre")
    yield say(f"{menage.reference} · {menage.nom or 'Titulaire à renseigner'}", "gras")
    if menage.etat is not EtatDossier.CLOS:
        yield say(_NOT_CLOSED, "petit")
    move = record.actuel
    if move is not None and move.draft.nature is NatureRelogement.TEMPORAIRE:
        yield framed(say(words.TEMPORAIRE, "gras"), alert=True)
    yield from _compare(record)
    yield from _course(record, motif)
    yield from _visits(record)
    yield from _survey(record.satisfaction.draft if record.satisfaction is not None else None)
    yield from _works(record)
    yield Paragraph("Points de clôture", style["section"])
    yield facts((words.POINT[one.point], words.controle(one, record)) for one in record.controles)
    yield Paragraph(escape(_sources(record, today)), style["muted"])
    yield signatures("Le ménage, s’il le souhaite", "L’équipe")


def _compare(record: SuiteRecord) -> Iterator[Flowable]:
    lines = words.comparatif(record)
    if not lines:
        yield say("Aucun relogement n’est enregistré : il n’y a rien à comparer.")
        return
    move = record.actuel
    yield Spacer(0, 4)
    yield table(
        ["", "Avant", "Après", "Écart"],
        [
            [
                say(line.libelle, "gras" if line.grande else "petit"),
                *(
                    say(value, "gras" if line.grande else "petit")
                    for value in (line.avant, line.apres, line.ecart)
                ),
            ]
            for line in lines
        ],
        [2.5, 1.5, 1.5, 1.2],
    )
    if move is not None:
        yield Paragraph(escape(words.apl_note(move.draft)), styles()["muted"])


def _course(record: SuiteRecord, motif: str) -> Iterator[Flowable]:
    yield Paragraph("Le parcours", styles()["section"])
    move, keys = record.actuel, record.remise_cles
    draft = move.draft if move is not None else None
    yield facts(
        [
            ("Enquête", _day(record.menage.draft.date_enquete)),
            ("Nature", texts.label(draft.nature) if draft and draft.nature else ""),
            ("Bail", _day(draft.date_bail) if draft else ""),
            ("Bailleur", move.bailleur if move is not None else ""),
            ("Entrée", _day(draft.date_entree) if draft else ""),
            ("Adresse", draft.adresse if draft else ""),
            ("Clés rendues", _day(keys)),
            ("Périmètre", texts.label(draft.perimetre) if draft and draft.perimetre else ""),
            ("Motif de clôture", motif),
            (
                "Produit",
                texts.label(draft.classe_produit) if draft and draft.classe_produit else "",
            ),
        ]
    )


def _visits(record: SuiteRecord) -> Iterator[Flowable]:
    if not record.suivis:
        return
    yield Paragraph("Visites après l’emménagement", styles()["section"])
    yield table(
        ["Visite", "Faite le", "Loyer", "APL", "Énergie", "Voisinage", "École"],
        [_visit(one) for one in record.suivis],
        [1.4, 2.4, 1.1, 0.7, 0.9, 1, 0.8],
    )


def _visit(one: SuiviRecord) -> list[object]:
    draft = one.draft
    done = _day(draft.date_faite) or (
        f"N’a pas eu lieu : {draft.non_faite_motif}" if draft.non_faite_motif else "À faire"
    )
    return [
        words.echeance(draft),
        Words(done),
        texts.label(draft.paiement_loyer) if draft.paiement_loyer else "—",
        *(
            yes_no(answer) or "—"
            for answer in (draft.apl_ok, draft.energie_ok, draft.voisinage_ok, draft.ecole_ok)
        ),
    ]


def _survey(draft: EnqueteSatisfactionDraft | None) -> Iterator[Flowable]:
    yield Paragraph("Ce qu’en dit le ménage", styles()["section"])
    if draft is None or draft.refusee:
        said = "n’a pas encore été faite" if draft is None else "n’a pas été souhaitée"
        yield Paragraph(escape(f"L’enquête de satisfaction {said}."), styles()["body"])
        return
    answered = [
        [texts.CHAMPS["enquete_satisfaction", one.champ], one.reponses[value]]
        for one in QUESTIONS
        if one.saisie is Saisie.CHOIX
        and one.champ not in {"tranche_ressources", "verbatim_accord", "refusee"}
        and (value := getattr(draft, one.champ)) is not None
    ]
    if answered:
        yield table(["Question", "Réponse"], answered, [2, 1])
    if draft.verbatim_accord and draft.verbatim.strip():
        yield say(f"« {draft.verbatim.strip()} »")


def _works(record: SuiteRecord) -> Iterator[Flowable]:
    if not record.travaux:
        return
    yield Paragraph("Travaux et investissements déclarés", styles()["section"])
    yield table(
        ["Logement", "Objet", "Payés par", "Montant"],
        [
            [
                texts.label(one.draft.lieu) if one.draft.lieu else "—",
                Words(one.draft.objet),
                "Le ménage, déclaré"
                if one.draft.investissement_prive
                else (texts.label(one.draft.prise_en_charge) if one.draft.prise_en_charge else "—"),
                formats.amount(one.draft.montant) if one.draft.montant is not None else "—",
            ]
            for one in record.travaux
        ],
        [1.3, 2.6, 1.4, 1],
    )


def _sources(record: SuiteRecord, today: date) -> str:
    return (
        f"Établie le {formats.full_date(today)} d’après "
        f"{formats.plural(len(record.relogements), 'relogement')}, "
        f"{formats.plural(len(record.suivis), 'visite')}, "
        f"{formats.plural(len(record.demenagements), 'déménagement')} et "
        f"{formats.plural(len(record.travaux), 'ligne')} de travaux."
    )


def _day(day: date | None) -> str:
    return formats.full_date(day) if day is not None else ""
