"""The volumes of one exchange file, given together, in any order, perhaps not all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.domain.echange import Apercu, BilanImport
from desktop.errors import FichierRefuse
from desktop.security.equipe import CleEquipe
from desktop.sync.container import open_container
from desktop.sync.paquets import Manifeste


def in_order(paths: Sequence[Path], cles: Mapping[int, CleEquipe], espace_id: str) -> list[Path]:
    """Return the volumes of one set by rank, each once; their manifests alone are read.

    Raises:
        FichierRefuse: one of them is refused, or they are not of one set.
    """
    found: dict[str, tuple[Path, Manifeste]] = {}
    for path in paths:
        with open_container(path, cles, espace_id=espace_id) as conteneur:
            found.setdefault(conteneur.manifeste.bundle_id, (path, conteneur.manifeste))
    (first, manifeste), *others = found.values()
    for path, other in others:
        if not other.volumes or other.volumes != manifeste.volumes:
            raise FichierRefuse(
                "Fichiers de deux envois",
                f"Le fichier « {path.name} », envoyé par {other.label}, et le fichier "
                f"« {first.name} », envoyé par {manifeste.label}, ne sont pas les volumes d’un "
                "même envoi. Rien n’a été modifié.",
                "Lisez-les l’un après l’autre, ou choisissez les volumes d’un seul envoi.",
            )
    ordered = sorted(found.values(), key=lambda one: one[1].volume)
    return [path for path, _ in ordered]


def preview_of(apercus: Sequence[Apercu]) -> Apercu:
    """Return what volumes would do together: the first one speaks of the log."""
    first, *others = apercus
    brought = sum(one.photos_nouvelles for one in others)
    ranks = {one.volume[0] for one in apercus}
    return replace(
        first,
        photos_nouvelles=first.photos_nouvelles + brought,
        photos_reparees=sum(one.photos_reparees for one in apercus),
        photos_attendues=max(0, first.photos_attendues - brought),
        volumes_manquants=tuple(
            rank for rank in range(1, first.volume[1] + 1) if rank not in ranks
        ),
    )


def report_of(bilans: Sequence[BilanImport]) -> BilanImport:
    """Return what reading volumes did, as one report."""
    first = bilans[0]
    return replace(
        first,
        apercu=preview_of([one.apercu for one in bilans]),
        photos_recues=sum(one.photos_recues for one in bilans),
        photos_refusees=sum(one.photos_refusees for one in bilans),
        sauvegarde=next((one.sauvegarde for one in bilans if one.sauvegarde), ""),
    )
