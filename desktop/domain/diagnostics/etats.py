"""The lives of a constat as data: states, what leads from one to the other, and with what.

A faiblesse follows the fifteen transitions of gusp-microsites 1.3. Points forts, informations
and propositions have short lives of their own. What the table does not name is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from desktop.domain.codes import EtatConstat, Polarite

_E = EtatConstat

OUVERTS: Final = frozenset(
    {
        _E.OUVERT,
        _E.TRANSMIS,
        _E.CONTESTE,
        _E.PRIS_EN_CHARGE,
        _E.PROGRAMME,
        _E.EN_COURS,
        _E.REALISE_DECLARE,
    }
)
"""States of a faiblesse that somebody still has to mend; declared mended is one of them."""

A_COMPLETER: Final = frozenset({_E.BROUILLON, _E.A_QUALIFIER})
"""States before the qualification; a save alone opens what has become complete."""

CLOS: Final = frozenset({_E.LEVE, _E.SANS_SUITE})

VIES: Final = {
    Polarite.FAIBLE: frozenset({*A_COMPLETER, *OUVERTS, *CLOS, _E.FUSIONNE}),
    Polarite.FORT: frozenset({_E.RELEVE, _E.CONFIRME, _E.PERDU}),
    Polarite.NEUTRE: frozenset({_E.RELEVE, _E.TRANSMIS, _E.RETENU, _E.NON_RETENU}),
    Polarite.PROPOSITION: frozenset({_E.RELEVE, _E.TRANSMIS, _E.RETENU, _E.NON_RETENU}),
}
"""The states that each polarité may be in."""


class Effet(Enum):
    """What a transition does beyond the fields that it asks for."""

    OUVERTURE = auto()
    """Writes the day of the opening and works the délai cible out."""
    CLOTURE = auto()
    """Writes the day from which the delay of a reopening counts."""
    CONTESTATION = auto()
    """Counts one contestation, in the log."""
    CONTROLE_NEGATIF = auto()
    """Counts one check that found nothing mended, in the log."""
    REOUVERTURE = auto()
    """Possible for some days after the closing only."""
    REDIRECTION = auto()
    """Moves photos and links to the target, which is shown from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One line of the table; fields are those of `TransitionDraft`.

    `rang` is its number in gusp-microsites 1.3, 0 outside of it; `de` empty: the creation.
    `exige` must be given, `permet` may; `efface` are columns that no longer hold, and whose
    earlier values the log keeps. Qualification (3), photos (11, 12), the target (14) and the
    delay (15) have rules of their own besides, in `transitions`.
    """

    rang: int
    de: frozenset[EtatConstat]
    vers: EtatConstat
    polarites: frozenset[Polarite] = frozenset({Polarite.FAIBLE})
    exige: tuple[str, ...] = ()
    permet: tuple[str, ...] = ()
    efface: tuple[str, ...] = ()
    effets: frozenset[Effet] = frozenset()


_TRANSMISSION = ("date_transmission", "canal_transmission", "destinataire")
_REPONSE = ("motif_contestation", "date_reponse", "date_prevue", "date_travaux", "date_realise")
_CLOTURE = (
    "date_levee", "levee_par", "levee_mode", "levee_motif", "date_cloture", "motif_sans_suite",
    "motif_texte",
)  # fmt: skip
_IDEES: Final = frozenset({Polarite.NEUTRE, Polarite.PROPOSITION})
_FORT: Final = frozenset({Polarite.FORT})


def _from(*states: EtatConstat) -> frozenset[EtatConstat]:
    return frozenset(states)


TRANSITIONS: Final = (
    Transition(rang=1, de=_from(), vers=_E.BROUILLON),
    Transition(rang=2, de=_from(), vers=_E.A_QUALIFIER),
    Transition(rang=3, de=A_COMPLETER, vers=_E.OUVERT, effets=frozenset({Effet.OUVERTURE})),
    Transition(rang=4, de=_from(_E.OUVERT), vers=_E.TRANSMIS, exige=_TRANSMISSION),
    Transition(
        rang=5,
        de=_from(_E.TRANSMIS),
        vers=_E.CONTESTE,
        exige=("motif_contestation",),
        permet=("date_reponse",),
        effets=frozenset({Effet.CONTESTATION}),
    ),
    Transition(
        rang=6,
        de=_from(_E.CONTESTE),
        vers=_E.OUVERT,
        exige=("gestionnaire_id",),
        efface=(*_TRANSMISSION, *_REPONSE),
    ),
    Transition(rang=7, de=_from(_E.TRANSMIS), vers=_E.PRIS_EN_CHARGE, exige=("date_reponse",)),
    Transition(
        rang=8,
        de=_from(_E.TRANSMIS, _E.PRIS_EN_CHARGE),
        vers=_E.PROGRAMME,
        exige=("date_prevue",),
        permet=("date_reponse", "cout", "financement"),
    ),
    Transition(
        rang=9,
        de=_from(_E.TRANSMIS, _E.PRIS_EN_CHARGE, _E.PROGRAMME),
        vers=_E.EN_COURS,
        exige=("date_travaux",),
    ),
    Transition(
        # a contested one is left out: nobody has accepted to mend it
        rang=10,
        de=_from(_E.TRANSMIS, _E.PRIS_EN_CHARGE, _E.PROGRAMME, _E.EN_COURS),
        vers=_E.REALISE_DECLARE,
        exige=("date_realise",),
        permet=("photo_id",),
    ),
    Transition(
        rang=11,
        de=OUVERTS,
        vers=_E.LEVE,
        exige=("date_levee", "levee_par", "levee_mode"),
        permet=("photo_id", "sans_photo", "levee_motif"),
        efface=("motif_reouverture",),
        effets=frozenset({Effet.CLOTURE}),
    ),
    Transition(
        rang=12,
        de=_from(_E.REALISE_DECLARE),
        vers=_E.OUVERT,
        exige=("photo_id",),
        efface=(*_TRANSMISSION, *_REPONSE),
        effets=frozenset({Effet.CONTROLE_NEGATIF}),
    ),
    Transition(
        rang=13,
        de=OUVERTS,
        vers=_E.SANS_SUITE,
        exige=("motif_sans_suite", "motif_texte"),
        efface=("motif_reouverture",),
        effets=frozenset({Effet.CLOTURE}),
    ),
    Transition(
        rang=14,
        de=frozenset({*A_COMPLETER, *OUVERTS, *CLOS}),
        vers=_E.FUSIONNE,
        exige=("cible_id",),
        effets=frozenset({Effet.REDIRECTION}),
    ),
    Transition(
        rang=15,
        de=CLOS,
        vers=_E.OUVERT,
        exige=("motif_reouverture",),
        efface=(*_TRANSMISSION, *_REPONSE, *_CLOTURE),
        effets=frozenset({Effet.REOUVERTURE, Effet.OUVERTURE}),
    ),
    Transition(rang=0, de=_from(_E.RELEVE), vers=_E.CONFIRME, polarites=_FORT),
    Transition(rang=0, de=_from(_E.CONFIRME), vers=_E.PERDU, polarites=_FORT),
    Transition(
        rang=0, de=_from(_E.RELEVE), vers=_E.TRANSMIS, polarites=_IDEES, exige=_TRANSMISSION
    ),
    Transition(
        rang=0,
        de=_from(_E.TRANSMIS),
        vers=_E.RETENU,
        polarites=_IDEES,
        permet=("date_reponse", "date_prevue", "cout", "financement"),
    ),
    Transition(
        rang=0,
        de=_from(_E.TRANSMIS),
        vers=_E.NON_RETENU,
        polarites=_IDEES,
        exige=("motif_texte",),
        permet=("date_reponse",),
    ),
)


def transition(
    polarite: Polarite, current: EtatConstat | None, wanted: EtatConstat
) -> Transition | None:
    """Return the line of the table between two states; None: it is forbidden."""
    for line in TRANSITIONS:
        if polarite in line.polarites and line.vers is wanted and _leaves(line, current):
            return line
    return None


def onward(polarite: Polarite, current: EtatConstat) -> tuple[Transition, ...]:
    """Return what may come after a state, in the order of the table."""
    return tuple(line for line in TRANSITIONS if polarite in line.polarites and current in line.de)


def _leaves(line: Transition, current: EtatConstat | None) -> bool:
    return not line.de if current is None else current in line.de
