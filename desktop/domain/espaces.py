"""The espaces of decision 1: where a row lives, for life."""

from __future__ import annotations

from enum import StrEnum


class Espace(StrEnum):
    """Kind of espace. The values name folders and travel in export files: never rename one."""

    TERRAIN = "terrain"
    RELOGEMENT = "relogement"
