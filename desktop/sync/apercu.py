"""What a verified file would do, told before anything is written (step 6 of an import)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from desktop.domain.echange import Apercu, HorlogeEnAvance, LettrePartagee
from desktop.domain.espaces import Espace
from desktop.models import entities
from desktop.storage.journal import Reading
from desktop.storage.queries import echange as query
from desktop.sync.paquets import Manifeste
from desktop.sync.plan import Outcome
from desktop.sync.verification import Constate

_DAY_MS = 86_400_000
_MASS_RECORDS = 10
_MASS_SHARE = 0.10
_PEOPLE_SEE = frozenset(
    {
        "marche", "constat", "photo", "micro_site", "equipement", "quartier", "structure",
        "batiment", "logement", "menage", "occupant", "contact",
    }
)  # fmt: skip


def apercu_of(
    connection: Reading,
    manifeste: Manifeste,
    constate: Constate,
    found: Outcome,
    *,
    name: str,
    now: int,
    wanted: Iterable[str],
    damaged: Iterable[str],
    awaited: Iterable[str],
    cle_remplacee: bool,
    doublons: int,
) -> Apercu:
    """Put together what people read before they accept a file."""
    hidden = sum(_visible(found.hidden).values())
    shown = query.shown_rows(connection, seen_entities(manifeste.espace))
    known = query.postes(connection)
    return Apercu(
        fichier=name,
        espace=manifeste.espace,
        expediteur=manifeste.label,
        cree_ms=manifeste.created_ms,
        changements=len(constate.arrivees),
        nouvelles=_visible(found.created),
        modifiees=_visible(found.modified),
        masquees=hidden,
        masquees_par=_visible(found.hidden),
        retablies=sum(_visible(found.revived).values()),
        retablies_par=_visible(found.revived),
        conflits=found.conflicts,
        avis=found.notices,
        photos_nouvelles=len(set(wanted)),
        photos_reparees=len(set(damaged)),
        photos_attendues=len(set(awaited)),
        incompris=constate.incompris,
        horloges=_clocks(manifeste, constate, known, now),
        lettres=_letters(manifeste, constate, known),
        suppression_massive=hidden > _MASS_RECORDS and hidden > shown * _MASS_SHARE,
        version=manifeste.app_version,
        volume=manifeste.volume,
        cle_remplacee=cle_remplacee,
        doublons=doublons,
    )


def seen_entities(espace: Espace) -> frozenset[str]:
    """Return the entities whose rows people count as records."""
    return _PEOPLE_SEE & entities(espace).keys()


def _visible(counter: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counter.items()) if name in _PEOPLE_SEE and count}


def _clocks(
    manifeste: Manifeste, constate: Constate, known: dict[str, tuple[str, str]], now: int
) -> tuple[HorlogeEnAvance, ...]:
    """Name the postes whose stamps lie more than a day ahead, the furthest first."""
    named = {**known, **constate.postes}

    def label(replica: str) -> str:
        if named.get(replica, ("", ""))[1]:
            return named[replica][1]
        return manifeste.label if replica == manifeste.replica else f"poste {replica[:4]}"

    days: dict[str, int] = {}
    for replica, ms in constate.latest.items():
        if ms > now + _DAY_MS:
            poste = label(replica)
            days[poste] = max(days.get(poste, 0), (ms - now) // _DAY_MS)
    ordered = sorted(days.items(), key=lambda one: (-one[1], one[0]))
    return tuple(HorlogeEnAvance(poste, count) for poste, count in ordered)


def _letters(
    manifeste: Manifeste, constate: Constate, known: dict[str, tuple[str, str]]
) -> tuple[LettrePartagee, ...]:
    """Name the letters that the file gives to a second poste.

    A poste that was restored goes on under a new replica, with its letter and its label: that
    is one poste, and no double.
    """
    labels: dict[str, set[str]] = {}
    for letter, label in {**known, **constate.postes}.values():
        if letter:
            labels.setdefault(letter, set()).add(label)
    brought = {letter for letter, _ in constate.postes.values()} | {manifeste.lettre}
    return tuple(
        LettrePartagee(letter, tuple(sorted(found)))
        for letter, found in sorted(labels.items())
        if len(found) > 1 and letter in brought
    )
