"""What a compte rendu lacks before it is printed, in sentences for screens and commands alike."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.domain.diagnostics.compte_rendu import Manques
from desktop.formats import plural, typo


def missing(manques: Manques) -> Iterator[str]:
    """Yield a sentence for each thing that somebody may want to finish first."""
    if manques.photos_a_verifier:
        words = plural(manques.photos_a_verifier, "photo")
        yield typo(f"{words} à vérifier : un cadre dit que la photo n’est pas diffusée.")
    if manques.photos_retenues:
        shown = "n’est pas montrée" if manques.photos_retenues == 1 else "ne sont pas montrées"
        yield f"{plural(manques.photos_retenues, 'autre photo', 'autres photos')} {shown}."
    if manques.constats_a_qualifier:
        yield f"{plural(manques.constats_a_qualifier, 'constat')} à qualifier."
    if manques.photos_a_classer:
        absent = "n’y figure pas" if manques.photos_a_classer == 1 else "n’y figurent pas"
        words = plural(manques.photos_a_classer, "photo")
        yield typo(f"{words} à classer : {absent}.")
    if manques.retenus:
        stay = "ne part pas" if manques.retenus == 1 else "ne partent pas"
        yield typo(f"{plural(manques.retenus, 'constat')} {stay} pour ce profil.")
