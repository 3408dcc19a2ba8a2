"""Who may read what: the one place where the three profiles of a document are applied.

A profile is the reader of a document: `PUBLIC` (habitants), `PARTENAIRES`, `INTERNE`
(gusp-microsites 6). It never opens the photo gate of `masques`, which holds for all three.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from desktop.domain.carte import CarteRecord, ConstatListe
from desktop.domain.codes import Confidentialite, EtatConstat, SourceParole
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.diagnostics.rules import default_title
from desktop.domain.geo import Position
from desktop.domain.records import Trace

ConstatListeT = TypeVar("ConstatListeT", bound=ConstatListe)

TRANQUILLITE: Final = "TRA"
"""Thème « Tranquillité et sûreté » (gusp-microsites 2.8)."""

SERVICES_RESERVES: Final = frozenset({"801", "802", "803"})
"""Services of the grid that never leave for the public (gusp-microsites 5.1 and 6)."""

PUBLIC_STEP_E7: Final = 1000
"""The fourth decimal of a degree, about ten metres: the finest place that the public reads."""

CHAMPS_RESERVES: Final = frozenset(
    {
        *("batiment", "levee_par", "destinataire", "source_parole", "ref_externe"),
        *("fiche_papier", "fichier"),
    }
)
"""Fields that a public document leaves empty: whose home it is, who said or did what, and the
names that paper and telephones give."""

_NOT_READY: Final = frozenset({EtatConstat.BROUILLON, EtatConstat.A_QUALIFIER})
_RANK: Final = {
    Confidentialite.PUBLIC: 0,
    Confidentialite.PARTENAIRES: 1,
    Confidentialite.INTERNE: 2,
}


class Reserve(StrEnum):
    """Why a constat stays out of a document."""

    TRANQUILLITE = "TRANQUILLITE"
    CONFIDENTIEL = "CONFIDENTIEL"
    NON_QUALIFIE = "NON_QUALIFIE"


@dataclass(frozen=True, slots=True)
class Tri:
    """The constats that leave, in their order, and why each of the others stays."""

    partent: tuple[ConstatRecord, ...]
    restent: tuple[tuple[ConstatRecord, Reserve], ...]

    def counts(self) -> dict[Reserve, int]:
        """Return how many stay, by reason, in the order of the reasons."""
        found = [reason for _, reason in self.restent]
        return {reason: found.count(reason) for reason in Reserve if reason in found}


def confidentialite(constat: ConstatRecord) -> Confidentialite:
    """Return who may read a constat: what a person chose, else the default of its kind.

    Remarks of the police are internal, thème TRA is for the partners (gusp-microsites 2.6, 6).
    """
    draft = constat.draft
    if draft.confidentialite is not None:
        return draft.confidentialite
    if draft.source_parole is SourceParole.POLICE:
        return Confidentialite.INTERNE
    return Confidentialite.PARTENAIRES if constat.theme == TRANQUILLITE else Confidentialite.PUBLIC


def reserve(
    constat: ConstatRecord, profil: Confidentialite, *, service_code: str = ""
) -> Reserve | None:
    """Return why a constat may not enter a document of a profile; None lets it enter.

    Args:
        constat: The constat as it stands.
        profil: Who will read.
        service_code: Code of the service of its item; "" when it has no item.
    """
    if profil is Confidentialite.PUBLIC:
        if service_code in SERVICES_RESERVES or (
            constat.theme == TRANQUILLITE and not service_code
        ):
            return Reserve.TRANQUILLITE
        if constat.etat in _NOT_READY:
            return Reserve.NON_QUALIFIE
    if _RANK[confidentialite(constat)] > _RANK[profil]:
        return Reserve.TRANQUILLITE if constat.theme == TRANQUILLITE else Reserve.CONFIDENTIEL
    return None


def sort_out(
    constats: Iterable[ConstatRecord],
    profil: Confidentialite,
    services: dict[str, str],
) -> Tri:
    """Part the constats that may enter a document from the others, as its reader may read them.

    Args:
        constats: In the order of the document.
        profil: Who will read.
        services: Code of the item (« TRA-01 ») → code of its service (« 801 »).
    """
    leaving: list[ConstatRecord] = []
    staying: list[tuple[ConstatRecord, Reserve]] = []
    for one in constats:
        reason = reserve(one, profil, service_code=services.get(one.draft.item or "", ""))
        if reason is None:
            leaving.append(redacted(one, profil))
        else:
            staying.append((one, reason))
    return Tri(tuple(leaving), tuple(staying))


def redacted(constat: ConstatRecord, profil: Confidentialite) -> ConstatRecord:
    """Return a constat as a reader may read it: for the public, without the reserved fields.

    A title that was made of the building is made anew without it; the place is coarse.
    """
    if profil is not Confidentialite.PUBLIC:
        return constat
    draft = constat.draft
    where = place(draft.lat_e7, draft.lon_e7, profil)
    titre = constat.titre
    if not draft.titre.strip() and draft.batiment.strip() and not constat.lieu.strip():
        titre = default_title(constat.item_libelle or constat.theme_libelle, constat.arret)
    return replace(
        constat,
        titre=titre,
        draft=replace(
            draft,
            batiment="",
            source_parole=None,
            ref_externe="",
            fiche_papier="",
            lat_e7=where.lat_e7 if where is not None else None,
            lon_e7=where.lon_e7 if where is not None else None,
        ),
        etapes=replace(
            constat.etapes,
            levee_par="",
            destinataire="",
            motif_contestation="",
            levee_motif="",
            motif_texte="",
            motif_reouverture="",
        ),
        trace=Trace(auteur="", poste="", modifie_ms=constat.trace.modifie_ms),
    )


def place(lat_e7: int | None, lon_e7: int | None, profil: Confidentialite) -> Position | None:
    """Return where something is, as finely as a profile may know it; None when nobody knows."""
    if lat_e7 is None or lon_e7 is None:
        return None
    if profil is Confidentialite.PUBLIC:
        return Position(_coarse(lat_e7), _coarse(lon_e7))
    return Position(lat_e7, lon_e7)


def carte(
    whole: CarteRecord, leaving: Iterable[ConstatRecord], profil: Confidentialite
) -> CarteRecord:
    """Return a map as its reader may see it.

    Args:
        whole: What the screen shows.
        leaving: The constats that leave, as `sort_out` gives them: their words are the map's.
        profil: Who will read; only the team is shown where its photos were taken.
    """
    readable = {one.id: one for one in leaving}

    def reads(one: ConstatListeT) -> ConstatListeT:
        record = readable[one.id]
        return replace(one, lieu=record.lieu, texte=record.texte or record.titre)

    placed = [
        replace(reads(one), position=where)
        for one in whole.constats
        if one.id in readable and (where := place(*one.position, profil)) is not None
    ]
    return replace(
        whole,
        constats=tuple(placed),
        a_placer=tuple(reads(one) for one in whole.a_placer if one.id in readable),
        photos=whole.photos if profil is Confidentialite.INTERNE else (),
    )


def decimals(profil: Confidentialite) -> int:
    """Return how many decimals of a degree a document of a profile writes."""
    return 4 if profil is Confidentialite.PUBLIC else 7


def shown(field: str, profil: Confidentialite) -> bool:
    """Say whether a document of a profile fills a field of a constat."""
    return profil is not Confidentialite.PUBLIC or field not in CHAMPS_RESERVES


def reserved_fields(fields: Sequence[str], profil: Confidentialite) -> tuple[str, ...]:
    """Return those of the fields that a document of a profile leaves empty."""
    return tuple(field for field in fields if not shown(field, profil))


def _coarse(value_e7: int) -> int:
    """Round half away from zero to the step of the public, exactly."""
    steps = (abs(value_e7) + PUBLIC_STEP_E7 // 2) // PUBLIC_STEP_E7
    return steps * PUBLIC_STEP_E7 * (1 if value_e7 >= 0 else -1)
