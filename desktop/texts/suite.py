"""French words of what follows a bail, shared by screens and documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from desktop.domain.relogement.calcul import Calcul, Unite
from desktop.domain.relogement.cloture import Controle, Point
from desktop.domain.relogement.drafts_offre import RelogementDraft, SuiviPostDraft
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_suite import SuiteRecord
from desktop.domain.relogement.synthese import SyntheseLogement
from desktop.formats import NBSP, amount, full_date, number, plural
from desktop.texts import calculs, label

TEMPORAIRE: Final = "Relogement temporaire : il ne compte pas comme définitif."
AUTRE_VISITE: Final = "Autre visite"
_TIRET: Final = "—"

_EFFACEES: Final[Mapping[str, tuple[str, ...]]] = {
    "fragilite": ("fragilité",),
    "mesure": ("mesure d’accompagnement", "mesures d’accompagnement"),
    "besoin_adaptation": ("besoin d’adaptation", "besoins d’adaptation"),
    "dette": ("dette",),
}

POINT: Final[Mapping[Point, str]] = {
    Point.RELOGEMENT: "Relogement définitif",
    Point.SUIVIS: "Visites de suivi",
    Point.CLES: "Anciennes clés rendues",
    Point.SATISFACTION: "Enquête de satisfaction",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneComparee:
    """A line « avant / après » in words; `detail` says how it was found, or what lacks.

    `grande`: among the few that a ménage looks at first.
    """

    id: str
    libelle: str
    avant: str
    apres: str
    ecart: str
    detail: str
    grande: bool = False


def comparatif(record: SuiteRecord) -> tuple[LigneComparee, ...]:
    """Return the old and the new dwelling side by side; empty while nothing is let."""
    move = record.actuel
    if move is None:
        return ()
    return tuple(_lines(record, move.draft))


def apl_retenue(draft: RelogementDraft) -> str:
    """Return the APL that the values are computed with, and whether it is real or estimated."""
    if draft.apl_reelle is not None:
        when = f", le {full_date(draft.date_apl_reelle)}" if draft.date_apl_reelle else ""
        return f"{amount(draft.apl_reelle)} (constatée{when})"
    if draft.apl_estimee is not None:
        return f"{amount(draft.apl_estimee)} (estimée)"
    return calculs.INCONNU


def apl_note(draft: RelogementDraft) -> str:
    """Return the line under the comparison; a star refers to an estimate in the table."""
    star = "* " if draft.apl_reelle is None and draft.apl_estimee is not None else ""
    return f"{star}APL {apl_retenue(draft)}"


def echeance(draft: SuiviPostDraft) -> str:
    """Return « M+3 », or what a visit outside the plan is called."""
    return label(draft.echeance) if draft.echeance is not None else AUTRE_VISITE


def controle(one: Controle, record: SuiteRecord) -> str:
    """Return where a point of the closing stands, in words."""
    words = {
        Point.RELOGEMENT: "enregistré" if one.fait else "à enregistrer",
        Point.SUIVIS: "faites ou expliquées" if one.fait else f"{one.reste} à faire",
        Point.CLES: f"le {full_date(record.remise_cles)}" if record.remise_cles else "à rendre",
        Point.SATISFACTION: "à faire",
    }[one.point]
    if one.point is Point.SUIVIS and one.fait is None:
        words = "aucune n’est prévue"
    if one.point is Point.CLES and one.fait is None:
        words = f"sans objet : {', '.join(record.restent)} y vit encore"
    if one.point is Point.SATISFACTION and one.fait and record.satisfaction is not None:
        words = "refusée" if record.satisfaction.draft.refusee else "faite"
    return words


def effacees(counts: tuple[tuple[str, int], ...]) -> str:
    """Return « 2 fragilités, 1 dette », "" when there is nothing."""
    return ", ".join(plural(count, *_EFFACEES[table]) for table, count in counts)


def notice_manques(regles: Regles) -> tuple[str, ...]:
    """Return what the notice on personal data lacks, in words (V2)."""
    asked = (
        ("le responsable de traitement", regles.responsable_traitement),
        ("le sous-traitant", regles.sous_traitant),
        ("le contact pour les données", regles.contact_donnees),
    )
    return tuple(words for words, value in asked if not value.strip())


def nouveau(text: str) -> str:
    """Return a sentence of `calculs` about a dwelling that is let, not proposed any more."""
    return text.replace("logement proposé", "nouveau logement").replace(
        "logement actuel", "ancien logement"
    )


# --- inside -------------------------------------------------------------------------------


def _lines(record: SuiteRecord, draft: RelogementDraft) -> Iterator[LigneComparee]:
    old = record.logement.draft if record.logement is not None else None
    found = record.synthese
    before, after, both = found.actuel, found.propose, found.comparaison
    for name, words in (("loyer", "Loyer"), ("charges", "Charges")):
        yield _amounts(name, words, getattr(old, name, None), getattr(draft, name))
    real = draft.apl_reelle if draft.apl_reelle is not None else draft.apl_estimee
    line = _amounts("apl", "APL", record.menage.draft.apl, real)
    yield LigneComparee(
        id="apl",
        libelle=line.libelle,
        avant=line.avant,
        apres=line.apres if draft.apl_reelle is not None or real is None else f"{line.apres} *",
        ecart=line.ecart,
        detail=f"APL du nouveau logement : {apl_retenue(draft)}.",
        grande=True,
    )
    if after is None:
        return
    yield _computed(
        "rac",
        "Reste à charge",
        before.rac if before is not None else None,
        after.rac,
        both.ecart_brut if both is not None else None,
        grande=True,
    )
    if both is not None:
        yield _computed(
            "rac_constant",
            "Reste à charge, périmètre constant",
            both.rac_actuel_constant,
            both.rac_propose_constant,
            both.ecart_constant,
            grande=True,
        )
    for name, words in (
        ("taux_effort_net", "Taux d’effort net"),
        ("reste_par_personne", "Reste pour vivre par jour et par personne"),
    ):
        yield _computed(name, words, _part(before, name), getattr(after, name), None)
    yield LigneComparee(
        id="surface",
        libelle="Surface",
        avant=_surface(old.surface if old is not None else None),
        apres=_surface(draft.surface),
        ecart=_surface_gap(old.surface if old is not None else None, draft.surface),
        detail="",
        grande=True,
    )
    for name, words, gap in (
        ("loyer_m2", "Loyer au m²", both.ecart_loyer_m2 if both is not None else None),
        ("peuplement", "Occupation (Insee)", None),
    ):
        yield _computed(name, words, _part(before, name), getattr(after, name), gap)


def _part(part: SyntheseLogement | None, name: str) -> Calcul[Any] | None:
    return getattr(part, name) if part is not None else None


def _amounts(name: str, words: str, old: Decimal | None, new: Decimal | None) -> LigneComparee:
    gap = _TIRET
    if old is not None and new is not None:
        change = Calcul(libelle=words, valeur=new - old, unite=Unite.ECART_EUROS)
        gap = calculs.valeur(change)
    return LigneComparee(
        id=name,
        libelle=words,
        avant=amount(old) if old is not None else calculs.INCONNU,
        apres=amount(new) if new is not None else calculs.INCONNU,
        ecart=gap,
        detail="",
        grande=True,
    )


def _computed(
    name: str,
    words: str,
    old: Calcul[Any] | None,
    new: Calcul[Any],
    gap: Calcul[Any] | None,
    *,
    grande: bool = False,
) -> LigneComparee:
    return LigneComparee(
        id=name,
        libelle=words,
        avant=calculs.valeur(old) if old is not None else calculs.INCONNU,
        apres=calculs.valeur(new),
        ecart=calculs.valeur(gap) if gap is not None and gap.valeur is not None else _TIRET,
        detail=_detail(old, new),
        grande=grande,
    )


def _detail(old: Calcul[Any] | None, new: Calcul[Any]) -> str:
    parts = []
    for words, one in (("Avant", old), ("Après", new)):
        if one is None:
            continue
        said = calculs.formule(one) or nouveau(calculs.manque(one))
        if said:
            parts.append(f"{words} : {said}")
        elif one.a_verifier:
            parts.append(f"{words} : {calculs.A_VERIFIER}")
    return "\n".join(parts)


def _surface(value: Decimal | None) -> str:
    return calculs.INCONNU if value is None else f"{number(value)}{NBSP}m²"


def _surface_gap(old: Decimal | None, new: Decimal | None) -> str:
    if old is None or new is None:
        return _TIRET
    return f"{'+' if new > old else ''}{number(new - old)}{NBSP}m²"
