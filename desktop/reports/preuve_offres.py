"""The evidence bundle: what was notified, checked, visited and answered, and who wrote it when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import BinaryIO, Final

from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from desktop import formats
from desktop.domain.records import HistoriqueLigne
from desktop.domain.relogement.offres import CONTROLES, Decompte, OffreJugee
from desktop.domain.relogement.records_propositions import DossierPreuve, PropositionRecord
from desktop.reports import proposition_mots as says
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import Words, facts, table
from desktop.reports.user_text import Paragraph, escape, paragraphs, shorten
from desktop.texts import CHAMPS
from desktop.texts import relogement as words

CONFIDENTIALITY: Final = "Document confidentiel — relogement, preuve des offres"
_ROOM: Final = 110
"""Points that a heading needs under it for its first lines."""


def render_preuve_offres(
    record: DossierPreuve,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the evidence bundle of a ménage as one PDF; `out` receives everything or nothing."""
    write_pdf(
        out,
        list(_story(record)),
        title=f"Preuve des offres {record.menage.reference}",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _story(record: DossierPreuve) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph(escape(CONFIDENTIALITY), style["secret"])
    yield Paragraph(escape(f"Preuve des offres {record.menage.reference}"), style["title"])
    yield from paragraphs(record.menage.nom or "Titulaire à renseigner", style["subtitle"])
    home = record.logement.libelle if record.logement is not None else ""
    yield facts(
        [("Logement d’origine", home), ("État", words.menage.ETAT_DOSSIER[record.menage.etat])]
    )
    yield from _counter(record)
    for told in record.contradictions:
        yield Paragraph(
            escape(f"À vérifier avant tout usage : {formats.typo(told)}"), style["body"]
        )
    yield from _history("Histoire du dossier", record.etapes)
    judged = {one.offre.id: one for one in record.compte.offres}
    for kept in record.propositions:
        yield PageBreak()
        yield from _proposition(kept, judged.get(kept.id), record)


def _counter(record: DossierPreuve) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Compteur d’offres", style["section"])
    yield Paragraph(
        escape(
            "Compte comme offre une proposition notifiée qui respecte l’article 13 bis de la loi "
            "du 1er septembre 1948, ou celle que l’équipe a décidé de compter. Une absence n’est "
            "pas un refus."
        ),
        style["body"],
    )
    yield table(
        ["N°", "Notifiée le", "Logement", "Étape", "Compteur", "Pourquoi"],
        [_line(one, record) for one in record.compte.offres if one.offre.date_notification],
        [0.4, 1.1, 2, 1.2, 1.2, 2],
    )
    count = record.compte
    if count.date_troisieme is None or count.decheance is None:
        said = f"Offres comptées : {len(count.comptees)} sur {count.maximum}. Aucun délai ne court."
    else:
        said = (
            f"{count.maximum}e offre comptée notifiée le {says.day(count.date_troisieme)} : le "
            f"délai de {record.regles.decheance_mois} mois finit le {says.day(count.decheance)} "
            "(article L442-6 du CCH)."
        )
        if count.acceptee is not None:
            said += (
                f" La proposition n°{formats.NBSP}{count.acceptee.numero} est acceptée : ce délai "
                "ne prive pas de son titre qui a accepté une offre."
            )
    yield Paragraph(escape(said), style["cell_bold"])


def _line(judged: OffreJugee, record: DossierPreuve) -> list[str]:
    offre = judged.offre
    kept = next(one for one in record.propositions if one.id == offre.id)
    counted = "à vérifier" if judged.decompte is Decompte.A_VERIFIER else "non comptée"
    if judged.rang is not None:
        counted = "1re offre" if judged.rang == 1 else f"{judged.rang}e offre"
    return [
        str(offre.numero),
        formats.numeric_date(offre.date_notification) if offre.date_notification else "",
        Words(says.address(kept.draft)),
        Words(words.offre.ETAT_PROPOSITION[offre.etat]),
        Words(counted),
        Words(judged.raison),
    ]


def _proposition(
    kept: PropositionRecord, judged: OffreJugee | None, record: DossierPreuve
) -> Iterator[Flowable]:
    style, step, draft = styles(), kept.etape, kept.draft
    yield Paragraph(escape(says.title(kept)), style["title"])
    yield from paragraphs(says.address(draft), style["subtitle"])
    yield facts(
        [
            ("Étape", words.offre.ETAT_PROPOSITION[kept.etat]),
            ("Compteur", formats.typo(judged.raison) if judged is not None else ""),
            ("Bailleur", kept.bailleur),
            ("Type, surface", f"{says.size(draft)}, {says.square(draft.surface)}"),
            ("Loyer", says.euros(says.rent(draft))),
            ("Charges", says.euros(draft.charges)),
            ("Étage", says.floor(draft.etage)),
            ("APL estimée", says.euros(draft.apl_estimee)),
        ]
    )
    yield Paragraph("Notification", style["section"])
    yield facts(
        [
            ("Notifiée le", says.day(step.date_notification)),
            (
                "Moyen",
                words.offre.MODE_NOTIFICATION[step.mode_notification]
                if step.mode_notification
                else "",
            ),
            ("N° recommandé", step.numero_recommande),
            ("Réponse avant le", says.day(step.date_limite_reponse)),
            ("Reste à charge ce jour", says.euros(kept.fige.rac)),
            ("À périmètre constant", says.euros(kept.fige.rac_constant)),
        ]
    )
    yield Paragraph("Contrôles de l’article 13 bis", style["section"])
    yield facts((CHAMPS["proposition", name], _check(kept, name)) for name in CONTROLES)
    if draft.compte_comme_offre is not None:
        decided = "compte" if draft.compte_comme_offre else "ne compte pas"
        yield Paragraph(
            escape(f"Décision de l’équipe : {decided}. {draft.motif_non_comptee}".strip()),
            style["body"],
        )
    yield Paragraph("Visite et réponse", style["section"])
    yield facts(
        [
            ("Visite le", says.day(step.date_visite)),
            (
                "Résultat",
                words.offre.RESULTAT_VISITE[step.visite_resultat] if step.visite_resultat else "",
            ),
            ("Réponse le", says.day(step.date_reponse)),
            ("Motifs", says.motives(step.motifs_refus)),
            (
                "Refus légitime",
                words.menage.REPONSE_AVIS[step.refus_legitime] if step.refus_legitime else "",
            ),
            ("Comité", step.decision_comite),
        ]
    )
    yield from paragraphs(step.visite_note, style["body"])
    yield Paragraph("Souhait du ménage ce jour-là", style["section"])
    wish = says.wishes(kept.souhait)
    if wish:
        yield facts(wish)
    else:
        yield Paragraph("Aucun souhait n’était exprimé.", style["body"])
    yield from _history("Histoire de la proposition", record.historiques.get(kept.id, ()))


def _check(kept: PropositionRecord, name: str) -> str:
    answer = getattr(kept.draft, name)
    return words.menage.REPONSE_AVIS[answer] if answer is not None else "sans réponse"


def _moment(ms: int) -> str:
    moment = formats.from_ms(ms)
    return f"{formats.numeric_date(moment.date())}, {formats.hour(moment)}"


def _history(title: str, lines: Sequence[HistoriqueLigne]) -> Iterator[Flowable]:
    """Yield who wrote what, an action a row: what it changed field by field."""
    style = styles()
    yield CondPageBreak(_ROOM)
    head = Paragraph(escape(title), style["section"])
    head.keepWithNext = False  # the table may begin here and go on
    yield head
    if not lines:
        yield Paragraph("Rien n’est écrit au journal.", style["body"])
        return
    acts = groupby(lines, key=lambda one: (_moment(one.modifie_ms), one.auteur or one.poste))
    rows = [
        [moment, Words(who), Paragraph("<br/>".join(map(_change, found)), style["cell"])]
        for (moment, who), found in acts
    ]
    yield table(["Quand", "Qui", "Ce qui est écrit"], rows, [1.5, 1.3, 4.8], together=2)


def _change(line: HistoriqueLigne) -> str:
    """Return the markup of « Étape : Repérée → Notifiée »."""
    after = shorten(line.apres or "—")
    told = f"{shorten(line.avant)} → {after}" if line.avant else after
    return f"{escape(line.champ)} : {escape(told)}"
