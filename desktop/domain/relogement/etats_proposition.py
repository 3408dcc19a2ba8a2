"""The life of a proposition as data: fourteen states (relogement 1.5), and what each asks for.

Besides the lines of 1.5, four follow from the states of the dossier: a ménage may withdraw
before the attribution (« ACCEPTE → PRET, désistement »), a bail may be broken before the entry
(« BAIL_SIGNE → PRET »), and an offer that was refused or left unanswered may be accepted late
(« CONTENTIEUX → ACCEPTE »). A visit is optional: an answer may come before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop.domain.checks import check_day, check_texts
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    ModeCaleol,
    MotifEtat,
    MotifRefus,
    ResultatCaleol,
)
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft
from desktop.domain.relogement.offres import ENGAGEES, Offre
from desktop.errors import FieldError

_P, _D, _M, _R = EtatProposition, EtatDossier, MotifEtat, ResultatCaleol
RANG_MAX: Final = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class EtapeProposition:
    """One line of the table: `exige` and `permet` are fields of `EtapePropositionDraft`.

    `resultats`: what the CALEOL may have decided; a single one is written without asking.
    `dossier` is the state that the dossier of the ménage takes, with its `motif`, when the
    table of `etats` allows it. `suit`: without it, the proposition itself does not change.
    """

    de: frozenset[EtatProposition]
    vers: EtatProposition
    exige: tuple[str, ...] = ()
    permet: tuple[str, ...] = ()
    efface: tuple[str, ...] = ()
    resultats: tuple[ResultatCaleol, ...] = ()
    dossier: EtatDossier | None = None
    motif: MotifEtat | None = None
    suit: bool = False

    @property
    def champs(self) -> tuple[str, ...]:
        """The fields that a form shows for this line."""
        return (*self.exige, *self.permet)


def _from(*states: EtatProposition) -> frozenset[EtatProposition]:
    return frozenset(states)


_AVANT_REPONSE: Final = _from(_P.NOTIFIEE, _P.VISITE_PREVUE, _P.VISITEE)
_REFUS: Final = ("motifs_refus", "refus_legitime", "decision_comite")

ETAPES: Final = (
    EtapeProposition(
        de=_from(_P.REPEREE),
        vers=_P.NOTIFIEE,
        exige=("date_notification", "mode_notification"),
        permet=("numero_recommande", "date_limite_reponse"),
        dossier=_D.PROPOSITION,
        suit=True,
    ),
    EtapeProposition(de=_from(_P.NOTIFIEE), vers=_P.VISITE_PREVUE, exige=("date_visite",)),
    EtapeProposition(
        de=_from(_P.VISITE_PREVUE),
        vers=_P.VISITEE,
        exige=("date_visite", "visite_resultat"),
        permet=("visite_note",),
    ),
    EtapeProposition(
        de=_from(*_AVANT_REPONSE, _P.REFUSEE, _P.SANS_REPONSE),
        vers=_P.ACCEPTEE,
        exige=("date_reponse",),
        efface=_REFUS,
        dossier=_D.ACCEPTE,
        suit=True,
    ),
    EtapeProposition(
        de=_AVANT_REPONSE,
        vers=_P.REFUSEE,
        exige=("date_reponse", "motifs_refus"),
        permet=("refus_legitime", "decision_comite"),
        dossier=_D.PRET,
        motif=_M.REFUS,
    ),
    EtapeProposition(
        de=_AVANT_REPONSE,
        vers=_P.SANS_REPONSE,
        permet=("motifs_refus",),
        dossier=_D.PRET,
        motif=_M.SANS_REPONSE,
    ),
    EtapeProposition(
        de=_AVANT_REPONSE, vers=_P.RETIREE, dossier=_D.PRET, motif=_M.OFFRE_RETIREE
    ),
    EtapeProposition(de=_from(_P.ACCEPTEE), vers=_P.CALEOL_ATTENTE, exige=("caleol_mode",)),
    EtapeProposition(
        de=_from(_P.CALEOL_ATTENTE, _P.AJOURNEE),
        vers=_P.ATTRIBUEE,
        exige=("date_caleol", "caleol_resultat"),
        permet=("caleol_rang",),
        resultats=(_R.ATTRIBUTION, _R.CLASSEE),
        dossier=_D.ATTRIBUE,
        suit=True,
    ),
    EtapeProposition(
        de=_from(_P.CALEOL_ATTENTE),
        vers=_P.AJOURNEE,
        exige=("date_caleol",),
        resultats=(_R.CONDITION,),
    ),
    EtapeProposition(
        de=_from(_P.CALEOL_ATTENTE, _P.AJOURNEE),
        vers=_P.NON_ATTRIBUEE,
        exige=("date_caleol", "caleol_resultat", "motif_non_attribution"),
        resultats=(_R.NON_ATTRIBUTION, _R.IRRECEVABILITE),
        dossier=_D.PRET,
        motif=_M.NON_ATTRIBUTION,
    ),
    EtapeProposition(
        de=_from(_P.ATTRIBUEE),
        vers=_P.BAIL,
        exige=("date_bail",),
        dossier=_D.BAIL_SIGNE,
        suit=True,
    ),
    EtapeProposition(
        de=_from(_P.ACCEPTEE, _P.CALEOL_ATTENTE, _P.AJOURNEE, _P.ATTRIBUEE),
        vers=_P.DESISTEMENT,
        dossier=_D.PRET,
        motif=_M.DESISTEMENT,
    ),
    EtapeProposition(
        de=_from(_P.BAIL),
        vers=_P.DESISTEMENT,
        dossier=_D.PRET,
        motif=_M.BAIL_ROMPU,
        suit=True,
    ),
)  # fmt: skip

_ASKED: Final = {
    "date_notification": "Indiquez la date de la notification : sans elle, ce n’est pas une offre.",
    "mode_notification": "Indiquez comment la proposition est notifiée.",
    "date_visite": "Indiquez la date de la visite.",
    "visite_resultat": "Indiquez ce qu’est devenue la visite.",
    "date_reponse": "Indiquez la date de la réponse du ménage.",
    "motifs_refus": "Choisissez au moins un motif ; « Sans motif exprimé » convient.",
    "caleol_mode": "Indiquez si la CALEOL décide, est informée, ou si c’est sans objet.",
    "date_caleol": "Indiquez la date de la CALEOL.",
    "caleol_resultat": "Choisissez le résultat de la CALEOL.",
    "motif_non_attribution": "Choisissez le motif de la non-attribution.",
    "date_bail": "Indiquez la date du bail.",
}
_FUTURE: Final = frozenset({"date_limite_reponse"})
_NOT_COLUMNS: Final = frozenset({"date_bail"})


def line_of(current: EtatProposition, wanted: EtatProposition) -> EtapeProposition | None:
    """Return the line of the table between two states; None: it is forbidden."""
    return next((one for one in ETAPES if current in one.de and one.vers is wanted), None)


def onward(current: EtatProposition) -> tuple[EtapeProposition, ...]:
    """Return what may come after a state, in the order of the table."""
    return tuple(one for one in ETAPES if current in one.de)


def check_etape(
    line: EtapeProposition,
    draft: EtapePropositionDraft,
    offre: Offre,
    others: tuple[Offre, ...],
    today: date,
) -> tuple[FieldError, ...]:
    """Return what is missing or wrong; `others` are the other propositions of the ménage."""
    return tuple(_problems(line, draft, offre, others, today))


def written(line: EtapeProposition, draft: EtapePropositionDraft) -> dict[str, Any]:
    """Return the columns that a change of state writes."""
    values: dict[str, Any] = dict.fromkeys(line.efface)
    for name in line.champs:
        if name in _NOT_COLUMNS:
            continue
        value = getattr(draft, name)
        typed = value.strip() if type(value) is str else value
        if name in line.exige or typed not in {None, ""}:
            values[name] = typed
    if len(line.resultats) == 1:
        values["caleol_resultat"] = line.resultats[0]
    values["etat"] = line.vers
    return values


def _problems(
    line: EtapeProposition,
    draft: EtapePropositionDraft,
    offre: Offre,
    others: tuple[Offre, ...],
    today: date,
) -> Iterator[FieldError]:
    for name in line.exige:
        if getattr(draft, name) in {None, ""} and not _needless(name, offre):
            yield FieldError(name, _ASKED[name])
    for name in line.champs:
        value = getattr(draft, name)
        if isinstance(value, date):
            ahead = name in _FUTURE or (name == "date_visite" and line.vers is _P.VISITE_PREVUE)
            yield from check_day(name, value, today, past=not ahead)
            yield from _not_before(name, value, offre)
    yield from _deadline(draft, line)
    yield from _motives(line, draft)
    yield from _caleol(line, draft)
    if line.vers in ENGAGEES and any(one.etat in ENGAGEES for one in others):
        yield FieldError(
            "vers",
            "Une autre proposition de ce ménage est déjà acceptée : notez d’abord ce qu’elle est "
            "devenue.",
        )
    yield from check_texts(draft)


def _needless(name: str, offre: Offre) -> bool:
    """Say whether a field is not asked for: a CALEOL « sans objet » has no date."""
    return name in {"date_caleol", "caleol_resultat"} and offre.caleol_mode is ModeCaleol.SANS_OBJET


def _not_before(name: str, value: date, offre: Offre) -> Iterator[FieldError]:
    start = offre.date_notification
    if name != "date_notification" and start is not None and value < start:
        yield FieldError(name, "Cette date est avant la notification : vérifiez-la.")


def _deadline(draft: EtapePropositionDraft, line: EtapeProposition) -> Iterator[FieldError]:
    start, end = draft.date_notification, draft.date_limite_reponse
    asked = "date_limite_reponse" in line.champs
    if asked and start is not None and end is not None and end < start:
        yield FieldError(
            "date_limite_reponse", "La réponse est attendue après la notification : vérifiez."
        )


def _motives(line: EtapeProposition, draft: EtapePropositionDraft) -> Iterator[FieldError]:
    given = set(draft.motifs_refus.split())
    if line.vers is _P.REFUSEE and MotifRefus.ABSENCE in given:
        yield FieldError(
            "motifs_refus",
            "Une absence n’est pas un refus : choisissez « Sans réponse », ou laissez la "
            "proposition ouverte.",
        )
    if line.vers is _P.SANS_REPONSE and given - {MotifRefus.ABSENCE}:
        yield FieldError(
            "motifs_refus", "Sans réponse, seul le motif « Absence » convient : vérifiez."
        )


def _caleol(line: EtapeProposition, draft: EtapePropositionDraft) -> Iterator[FieldError]:
    decided = draft.caleol_resultat
    if "caleol_resultat" in line.exige and decided is not None and decided not in line.resultats:
        yield FieldError("caleol_resultat", "Ce résultat ne mène pas à cet état : vérifiez-le.")
    if "caleol_rang" in line.permet:
        if decided is _R.CLASSEE and draft.caleol_rang is None:
            yield FieldError("caleol_rang", "Indiquez le rang du ménage.")
        elif draft.caleol_rang is not None and not 1 <= draft.caleol_rang <= RANG_MAX:
            yield FieldError("caleol_rang", f"Indiquez un rang entre 1 et {RANG_MAX}.")
