"""The life of a dossier as data: sixteen states, what leads from one to the other, with what.

Relogement 1.5. What the table does not name is refused. A line names the motives that it may
give and the guards that it has to pass; the guards are in `etats_gardes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any, Final

from desktop.domain.checks import check_day, check_texts
from desktop.domain.relogement.codes import EtatDossier, MotifEtat
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.errors import FieldError

MOTIF_MIN: Final = 10
"""Characters of the words that explain « Autre », or why a dossier is opened again."""

_E, _M = EtatDossier, MotifEtat


class Garde(Enum):
    """A condition that a dossier has to meet before a transition."""

    TENTATIVES = auto()
    RENDEZ_VOUS = auto()
    ENQUETE = auto()
    PRET = auto()
    OUVERTE = auto()
    SANS_OUVERTE = auto()
    ACCEPTEE = auto()
    SANS_ENGAGEE = auto()
    CALEOL = auto()
    BAIL = auto()
    ENTREE = auto()
    ECHEANCES = auto()
    TROISIEME = auto()
    TEMPORAIRE = auto()
    DEFINITIF = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Etape:
    """One line of the table: `exige` are fields of `EtapeDraft`, `motifs` what it may say.

    A line with `motifs` asks for one. `explique`: the words of the motive are asked for too.
    """

    de: frozenset[EtatDossier]
    vers: EtatDossier
    motifs: tuple[MotifEtat, ...] = ()
    exige: tuple[str, ...] = ()
    explique: bool = False
    gardes: tuple[Garde, ...] = ()

    @property
    def champs(self) -> tuple[str, ...]:
        """The fields of `EtapeDraft` that a form shows for this line."""
        motive = ("motif_etat", "motif_texte") if self.motifs else ()
        return ("date_etat", *motive, *(name for name in self.exige if name != "date_etat"))


def _from(*states: EtatDossier) -> frozenset[EtatDossier]:
    return frozenset(states)


_DEPARTS: Final = (
    _M.DECES, _M.DEPART_VOLONTAIRE, _M.ACCESSION, _M.ETABLISSEMENT, _M.EXPULSION, _M.PARC_PRIVE,
)  # fmt: skip

ETAPES: Final = (
    Etape(
        de=_from(_E.A_CONTACTER, _E.INJOIGNABLE, _E.ENQUETE_REFUSEE),
        vers=_E.RDV_ENQUETE,
        gardes=(Garde.RENDEZ_VOUS,),
    ),
    Etape(
        de=_from(_E.A_CONTACTER, _E.RDV_ENQUETE), vers=_E.INJOIGNABLE, gardes=(Garde.TENTATIVES,)
    ),
    Etape(
        de=_from(_E.A_CONTACTER, _E.INJOIGNABLE, _E.RDV_ENQUETE),
        vers=_E.ENQUETE_FAITE,
        gardes=(Garde.ENQUETE,),
    ),
    Etape(
        de=_from(_E.A_CONTACTER, _E.RDV_ENQUETE), vers=_E.ENQUETE_REFUSEE, exige=("date_etat",)
    ),
    Etape(de=_from(_E.ENQUETE_FAITE), vers=_E.PRET, gardes=(Garde.PRET,)),
    Etape(de=_from(_E.PRET), vers=_E.ENQUETE_FAITE, motifs=(_M.DOSSIER_PERIME,)),
    Etape(
        de=_from(_E.ENQUETE_REFUSEE, _E.PRET, _E.CONTENTIEUX),
        vers=_E.PROPOSITION,
        gardes=(Garde.OUVERTE,),
    ),
    Etape(
        de=_from(_E.PROPOSITION, _E.CONTENTIEUX), vers=_E.ACCEPTE, gardes=(Garde.ACCEPTEE,)
    ),
    Etape(
        de=_from(_E.PROPOSITION),
        vers=_E.PRET,
        motifs=(_M.REFUS, _M.SANS_REPONSE, _M.OFFRE_RETIREE),
        gardes=(Garde.SANS_OUVERTE,),
    ),
    Etape(de=_from(_E.PROPOSITION), vers=_E.CONTENTIEUX, gardes=(Garde.TROISIEME,)),
    Etape(de=_from(_E.ACCEPTE), vers=_E.ATTRIBUE, gardes=(Garde.CALEOL,)),
    Etape(
        de=_from(_E.ACCEPTE),
        vers=_E.PRET,
        motifs=(_M.NON_ATTRIBUTION, _M.DESISTEMENT),
        gardes=(Garde.SANS_ENGAGEE,),
    ),
    Etape(de=_from(_E.ATTRIBUE), vers=_E.BAIL_SIGNE, gardes=(Garde.BAIL,)),
    Etape(
        de=_from(_E.ATTRIBUE),
        vers=_E.PRET,
        motifs=(_M.DESISTEMENT,),
        gardes=(Garde.SANS_ENGAGEE,),
    ),
    Etape(de=_from(_E.BAIL_SIGNE), vers=_E.EMMENAGE, gardes=(Garde.ENTREE,)),
    Etape(
        de=_from(_E.BAIL_SIGNE), vers=_E.PRET, motifs=(_M.BAIL_ROMPU,), gardes=(Garde.SANS_ENGAGEE,)
    ),
    Etape(de=_from(_E.EMMENAGE), vers=_E.SUIVI, gardes=(Garde.ECHEANCES,)),
    Etape(
        de=_from(_E.EMMENAGE), vers=_E.CLOS, motifs=(_M.SANS_SUIVI,), gardes=(Garde.DEFINITIF,)
    ),
    Etape(de=_from(_E.SUIVI), vers=_E.CLOS, motifs=(_M.FIN_SUIVI,), gardes=(Garde.DEFINITIF,)),
    Etape(
        de=_from(_E.SUIVI), vers=_E.ENQUETE_FAITE, motifs=(_M.RETOUR,), gardes=(Garde.TEMPORAIRE,)
    ),
    Etape(
        de=_from(_E.ENQUETE_FAITE, _E.PRET, _E.PROPOSITION),
        vers=_E.SUSPENDU,
        motifs=(_M.ABSENCE_LONGUE, _M.LITIGE, _M.AUTRE),
        exige=("date_reprise",),
    ),
    Etape(de=_from(_E.SUSPENDU), vers=_E.ENQUETE_FAITE),
    Etape(de=_from(_E.SUSPENDU), vers=_E.PRET),
    Etape(de=_from(_E.SUSPENDU), vers=_E.PROPOSITION),
    Etape(
        de=_from(
            _E.A_CONTACTER, _E.INJOIGNABLE, _E.RDV_ENQUETE, _E.ENQUETE_REFUSEE, _E.ENQUETE_FAITE,
            _E.PRET, _E.PROPOSITION, _E.ACCEPTE, _E.ATTRIBUE, _E.BAIL_SIGNE, _E.CONTENTIEUX,
        ),
        vers=_E.SORTI,
        motifs=_DEPARTS,
    ),
    Etape(
        de=_from(_E.SORTI), vers=_E.A_CONTACTER, motifs=(_M.ERREUR, _M.REOUVERTURE), explique=True
    ),
    Etape(de=_from(_E.CLOS), vers=_E.SUIVI, motifs=(_M.REOUVERTURE,), explique=True),
)  # fmt: skip

FINAUX: Final = frozenset({_E.CLOS, _E.SORTI})
"""States of a dossier that is no longer worked on."""


def line_of(
    current: EtatDossier, wanted: EtatDossier, suspended: EtatDossier | None = None
) -> Etape | None:
    """Return the line of the table between two states; None: it is forbidden.

    `suspended` is the state before SUSPENDU, the only one that a suspended dossier takes up
    again. When it is not known (a newer version wrote it), that is ENQUETE_FAITE.
    """
    if current is _E.SUSPENDU and wanted is not (suspended or _E.ENQUETE_FAITE):
        return None
    return next((one for one in ETAPES if current in one.de and one.vers is wanted), None)


def onward(current: EtatDossier, suspended: EtatDossier | None = None) -> tuple[Etape, ...]:
    """Return what may come after a state, in the order of the states."""
    found = (line_of(current, wanted, suspended) for wanted in EtatDossier)
    return tuple(line for line in found if line is not None)


def check_draft(line: Etape, draft: EtapeDraft, today: date) -> Iterator[FieldError]:
    """Yield what a change of state lacks, before any guard."""
    if "date_etat" in line.exige and draft.date_etat is None:
        yield FieldError("date_etat", "Indiquez la date du refus de l’enquête.")
    yield from check_day("date_etat", draft.date_etat, today, past=True)
    if line.motifs and draft.motif_etat not in line.motifs:
        yield FieldError(
            "motif_etat",
            "Choisissez le motif."
            if draft.motif_etat is None
            else "Ce motif ne convient pas à ce changement d’état : choisissez-en un autre.",
        )
    wordy = line.explique or draft.motif_etat is _M.AUTRE
    if line.motifs and wordy and len(draft.motif_texte.strip()) < MOTIF_MIN:
        yield FieldError("motif_texte", f"Expliquez le motif en {MOTIF_MIN} signes au moins.")
    if "date_reprise" in line.exige:
        if draft.date_reprise is None:
            yield FieldError("date_reprise", "Indiquez quand le dossier sera repris.")
        elif draft.date_reprise <= today:
            yield FieldError("date_reprise", "La date de reprise est passée : choisissez-en une.")
        yield from check_day("date_reprise", draft.date_reprise, today)
    yield from check_texts(draft)


def written(line: Etape, draft: EtapeDraft, current: EtatDossier, today: date) -> dict[str, Any]:
    """Return the columns that a change of state writes; those that no longer hold are emptied."""
    suspends = line.vers is _E.SUSPENDU
    return {
        "etat": line.vers,
        "date_etat": draft.date_etat or today,
        "motif_etat": draft.motif_etat if line.motifs else None,
        "motif_texte": draft.motif_texte.strip() if line.motifs else None,
        "date_reprise": draft.date_reprise if suspends else None,
        "etat_suspendu": current if suspends else None,
    }
