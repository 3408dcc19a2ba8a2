"""Which secteur of the wishes (relogement 2.7) a commune and a quartier typed by hand name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from desktop.domain.relogement.codes import Secteur

AIX: Final = "aix"
_WORDS: Final = (
    (Secteur.ENCAGNANE, ("encagnane",)),
    (Secteur.SEXTIUS, ("sextius", "mirabeau")),
    (Secteur.JAS, ("jas de bouffan",)),
    (Secteur.CORSY, ("corsy",)),
    (Secteur.BEISSON, ("beisson",)),
    (Secteur.CENTRE, ("centre ville", "centre")),
)
"""Words of the list of 2.7, as `plain` writes them."""


@lru_cache(maxsize=256)
def secteur_de(commune: str, quartier: str) -> Secteur | None:
    """Return the secteur of a dwelling; None when its commune is not typed.

    Outside Aix it is « autre commune » whatever the quartier is called: a « centre-ville » of
    another commune is not that of Aix.
    """
    town = plain(commune)
    words = plain(quartier)
    if town and not in_aix(commune):
        return Secteur.METROPOLE
    for code, names in _WORDS:
        if any(re.search(rf"\b{name}\b", words) for name in names):
            return code
    return Secteur.AUTRE_AIX if town and words else None


def in_aix(commune: str) -> bool:
    """Return whether a commune typed by hand is that of the operation."""
    return plain(commune).split()[:1] == [AIX]


def plain(text: str) -> str:
    """Return a text in lower case, without accents nor signs."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one for one in folded if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", kept))
