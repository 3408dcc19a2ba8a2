"""The fiche ménage, A4 recto-verso (document 1): the enquête as it stands, in its order.

The variant for a partner leaves out expenses and debts, needs, and support (V14).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether

from desktop import formats, texts
from desktop.domain.relogement import deductions, dossier_calculs
from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.codes import NatureRessource
from desktop.domain.relogement.enquete_plan import bloc
from desktop.domain.relogement.records_enquete import DossierRecord, LigneRecord
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import Words, facts, table
from desktop.reports.user_text import Paragraph, escape, paragraphs
from desktop.texts import calculs as words
from desktop.texts.relogement import CHAMPS

CONFIDENTIALITY: Final = "Document confidentiel — relogement"
FOR_PARTNER: Final = (
    "Version pour un partenaire : sans dépenses ni dettes, sans besoins, sans suivi"
)

_UNSAID: Final = ("logement_id", "impaye_bloquant")
_PARTNER_UNSAID: Final = frozenset(
    {
        *("notes", "personne_contact", "droit_motif", "complement_joint", "impaye_bloquant"),
        *("date_information_rgpd", "support_information", "referent_id", "motif"),
    }
)


def render_dossier_menage(
    record: DossierRecord,
    *,
    partenaire: bool = False,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the fiche of a ménage as a PDF; `out` receives everything at the end, or nothing."""
    menage, style = record.menage, styles()
    title = f"Fiche ménage {menage.reference}"
    drawn = _Fiche(record, edited_on, partenaire=partenaire)
    story: list[Flowable] = [
        Paragraph(CONFIDENTIALITY, style["secret"]),
        *([Paragraph(FOR_PARTNER, style["muted"])] if partenaire else []),
        Paragraph(escape(title), style["title"]),
        *paragraphs(
            " · ".join(filter(None, (menage.nom or "Titulaire à renseigner", menage.logement))),
            style["subtitle"],
        ),
        *drawn.parts(),
    ]
    write_pdf(
        out,
        story,
        title=title,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


class _Fiche:
    def __init__(self, record: DossierRecord, edited_on: datetime, *, partenaire: bool) -> None:
        self._record = record
        self._today = edited_on.date()
        self._partner = partenaire

    def parts(self) -> Iterator[Flowable]:
        """Yield the parts of the fiche, in the order of the enquête."""
        record, partner = self._record, self._partner
        menage = record.menage.draft
        yield from self._asked("dossier", menage)
        yield from self._asked("enquete", menage)
        yield from self._occupants()
        yield from self._asked("foyer", menage)
        if record.logement is not None:
            yield from self._asked("logement", record.logement.draft)
        yield from self._ressources()
        yield from self._asked("avis", menage)
        if not partner:
            yield from self._expenses()
            yield from self._needs()
        for one in record.souhaits[:1]:
            yield from self._asked("souhait", one.draft)
        if not partner:
            yield from self._asked("cible", menage)
        for demande in record.demandes[:1]:
            yield from self._asked("demande_logement", demande.draft)
        if not partner:
            for recours in record.recours:
                yield from self._asked("recours_dalo", recours.draft)
            yield from self._support()
        yield from self._computed()
        yield Paragraph(escape(self._sources()), styles()["muted"])

    # --- parts --------------------------------------------------------------------------

    def _asked(self, code: str, draft: Any) -> Iterator[Flowable]:
        """Yield what is answered of a block, then what is not, in one line."""
        plan = bloc(code)
        said, missing = [], []
        for name in plan.champs:
            if name in _UNSAID or (self._partner and name in _PARTNER_UNSAID):
                continue
            value = self._value(plan.entity, name, draft)
            label = CHAMPS[plan.entity][name]
            (said.append((label, value)) if value else missing.append(label))
        block: list[Flowable] = [_section(plan.titre)]
        if plan.aide and plan.entity == "besoin_adaptation":
            block.append(Paragraph(escape(plan.aide), styles()["caption"]))
        if said:
            block.append(facts(said))
        if missing:
            listed = ", ".join(_small(label) for label in missing)
            block.append(
                Paragraph(escape(formats.typo(f"Non renseigné : {listed}.")), styles()["caption"])
            )
        yield KeepTogether(block)

    def _occupants(self) -> Iterator[Flowable]:
        rows = [
            [
                Words(f"{one.draft.nom.upper()} {one.draft.prenom}".strip()),
                Words(texts.label(one.draft.lien)),
                Words(self._birth(one.draft)),
                Words(texts.label(one.draft.activite)),
            ]
            for one in self._record.occupants
        ]
        yield _section("Les occupants")
        if rows:
            yield table(
                ["Nom et prénom", "Lien", "Naissance", "Activité"], rows, [2, 1.2, 1.4, 1.3]
            )
        else:
            yield Paragraph("Aucun occupant n’est enregistré.", styles()["body"])

    def _ressources(self) -> Iterator[Flowable]:
        rows = []
        for one in self._record.ressources:
            draft = one.draft
            if self._partner and draft.nature is NatureRessource.ALLOCATION_SPECIFIQUE:
                draft = replace(draft, nature=NatureRessource.AUTRE)
            rows.append(
                [
                    Words(texts.label(draft.nature)),
                    Words(self._who(draft.occupant_id)),
                    _amount(draft.montant),
                    Words("" if draft.periode is None else texts.label(draft.periode)),
                ]
            )
        yield _section("Les ressources")
        if rows:
            yield table(["Nature", "Personne", "Montant", "Période"], rows, [2, 1.6, 1, 1])
        else:
            yield Paragraph("Aucune ressource n’est notée.", styles()["body"])

    def _expenses(self) -> Iterator[Flowable]:
        lines = [
            ("Dépenses", self._listed(self._record.depenses, "depense", "nature", "montant")),
            ("Dettes", self._listed(self._record.dettes, "dette", "nature", "solde")),
        ]
        yield KeepTogether([_section("Les dépenses et les dettes"), facts(lines, columns=1)])

    def _needs(self) -> Iterator[Flowable]:
        for one in self._record.besoins[:1]:
            yield from self._asked("besoin_adaptation", one.draft)

    def _support(self) -> Iterator[Flowable]:
        record = self._record
        lines = [
            ("Difficultés", self._listed(record.fragilites, "fragilite", "domaine", "niveau")),
            ("Mesures", self._listed(record.mesures, "mesure", "type", "etat")),
        ]
        if any(said for _name, said in lines):
            yield KeepTogether([_section("L’accompagnement"), facts(lines, columns=1)])

    def _computed(self) -> Iterator[Flowable]:
        record, today = self._record, self._today
        found = dossier_calculs.synthese_of(record, today)
        shown: list[Calcul[Any]] = [
            deductions.droit(record.menage.draft, record.regles, today),
            found.menage.type_menage,
            *dossier_calculs.demande(record, today),
            found.droits.typologies_cibles,
            found.menage.ressources,
            found.droits.pour_cent_plus,
        ]
        if found.actuel is not None:
            now = found.actuel
            shown += [now.rac, now.taux_effort_net, now.sous_occupation, now.peuplement]
            if not self._partner:
                shown += [now.reste_par_uc, *dossier_calculs.rents(found)]
        if not self._partner:
            shown += dossier_calculs.support(record, today)
        rows = [[Words(one.libelle), Words(_checked(one)), Words(_how(one))] for one in shown]
        yield _section("Ce qui est calculé")
        yield table(["Calcul", "Valeur", "Comment"], rows, [1.5, 1.2, 2.6])

    # --- words --------------------------------------------------------------------------

    def _value(self, entity: str, name: str, draft: Any) -> str:
        value = getattr(draft, name)
        if value is None or value == "":
            return ""
        if name.endswith("_id"):
            return self._record.membres.get(value, "")
        return texts.value_text(entity, name, _stored(value))

    def _birth(self, draft: Any) -> str:
        if draft.date_naissance is not None:
            return formats.numeric_date(draft.date_naissance)
        return f"en {draft.annee_naissance}" if draft.annee_naissance is not None else "—"

    def _who(self, occupant_id: str | None) -> str:
        for one in self._record.occupants:
            if one.id == occupant_id:
                return one.draft.prenom or one.draft.nom
        return "Le ménage"

    def _listed(self, rows: Iterable[LigneRecord[Any]], entity: str, *names: str) -> str:
        said = []
        for one in rows:
            values = [self._value(entity, name, one.draft) for name in names]
            if getattr(one.draft, "periode", None) is not None:
                values.append(texts.label(one.draft.periode).lower())
            said.append(" ".join(filter(None, values)))
        return formats.typo(" ; ".join(said))

    def _sources(self) -> str:
        record = self._record
        counts: Sequence[tuple[int, str]] = (
            (len(record.occupants), "occupant"),
            (len(record.ressources), "ressource"),
            *(() if self._partner else ((len(record.depenses), "dépense"),)),
            *(() if self._partner else ((len(record.dettes), "dette"),)),
            (len(record.souhaits), "souhait"),
            (len(record.demandes), "demande"),
        )
        return formats.typo(
            "Établie à partir de : "
            + ", ".join(formats.plural(count, word) for count, word in counts)
            + "."
        )


def _section(title: str) -> Paragraph:
    style = ParagraphStyle(
        "part", styles()["section"], fontSize=11, leading=14, spaceBefore=7, spaceAfter=3
    )
    return Paragraph(escape(title), style)


def _small(label: str) -> str:
    """Return a label inside a sentence: « APL » stays as it is."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _amount(value: Any) -> Words:
    return Words("—" if value is None else formats.amount(value))


def _checked(one: Calcul[Any]) -> str:
    said = words.valeur(one)
    return f"{said} ({words.A_VERIFIER})" if one.a_verifier else said


def _how(one: Calcul[Any]) -> str:
    formula = words.formule(one) if one.valeur is not None else ""
    return " ".join(filter(None, (formula, words.manque(one))))


def _stored(value: Any) -> Any:
    if hasattr(value, "value"):
        return value.value
    return value.isoformat() if hasattr(value, "isoformat") else value
