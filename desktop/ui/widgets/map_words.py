"""What a map says in words: under the pointer, and to who does not see it."""

from __future__ import annotations

from collections.abc import Collection

from desktop import texts
from desktop.domain.carte import CarteRecord, ConstatCarte
from desktop.formats import plural

KEYS = (
    ("Flèches", "déplacer"),
    ("+ −", "zoomer"),
    ("0", "tout voir"),
    ("C", "voir la sélection"),
    ("Maj+flèches", "constat voisin"),
    ("Page ↓ ↑", "suivant, précédent"),
    ("L", "légende"),
)
"""The keys of the map and what they do, for whoever shows them."""


def constat_words(one: ConstatCarte) -> str:
    """Return what a pointer or a screen reader is told of a constat."""
    parts = [one.numero, texts.constat.ETAT_CONSTAT[one.etat], one.theme_libelle or "sans thème"]
    if one.qpv is not None:
        parts.append(texts.constat.POSITION_QPV[one.qpv].lower())
    words = " · ".join(parts)
    return "\n".join(filter(None, (words, one.lieu, " ".join(one.texte.split())[:120])))


def summary(carte: CarteRecord, chosen: Collection[ConstatCarte]) -> str:
    """Return a map in one sentence or two."""
    counts = [plural(len(carte.constats), "constat"), plural(len(carte.arrets), "arrêt")]
    counts.append(plural(len(carte.photos), "photo"))
    said = [f"{', '.join(counts)} sur la carte."]
    if carte.sans_position:
        said.append(f"{plural(carte.sans_position, 'constat')} sans position.")
    if len(chosen) == 1:
        said.append(f"Choisi : {constat_words(next(iter(chosen)))}".replace("\n", ", "))
    elif chosen:
        said.append(f"{plural(len(chosen), 'constat choisi', 'constats choisis')}.")
    return " ".join(said)
