"""What screens and commands show of tracks, cameras, and the photos they place."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.diagnostics.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceRecord:
    """A track kept with a marche, simplified."""

    id: str
    marche_id: str
    nom: str
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class AppareilRecord:
    """A camera of a marche and its dated photos; `appareil` "" stands for those that name none.

    `decalage_s` is the correction its photos have, None when they do not agree on one.
    """

    appareil: str
    nb_photos: int
    decalage_s: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRecord:
    """What a track or a correction of a clock did: photos placed by time, and those it could not.

    `nouvelle`: the track was not there before. `corrigees`: photos whose moment was corrected.
    """

    nom: str = ""
    nouvelle: bool = False
    corrigees: int = 0
    placees: int = 0
    sans_position: int = 0
