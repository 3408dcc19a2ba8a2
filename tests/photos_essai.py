"""Photos of no place, imported into a carnet: pictures that nothing confuses with each other."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PIL import Image

from desktop.bootstrap import Carnet
from desktop.domain.drafts import ConstatDraft, MarcheDraft, MicroSiteDraft
from desktop.domain.records import PhotoRecord


def after(asked: int) -> Callable[[], bool]:
    """Return what is asked whether to stop, and answers so once it was asked that often."""
    answers = iter([False] * asked)
    return lambda: next(answers, True)


def scenery(folder: Path, count: int, *, seed: int = 0, size: tuple[int, int] = (480, 360)) -> Path:
    """Write `count` JPEGs of coloured blocks and return their folder."""
    folder.mkdir(exist_ok=True)
    for rank in range(count):
        draw = random.Random(f"{seed}-{rank}")  # noqa: S311 - repeatable pictures
        blocks = Image.frombytes("RGB", (6, 5), draw.randbytes(90))
        picture = blocks.resize(size, Image.Resampling.NEAREST)
        picture.save(folder / f"{seed}-{rank}.jpg", quality=92)
    return folder


def walk(carnet: Carnet, folder: Path, count: int = 4) -> list[PhotoRecord]:
    """Import photos into a new marche, all on one constat."""
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft, today=date(2026, 11, 12)).valeur
    bilan = carnet.photos.import_files([scenery(folder, count)], marche_id=marche.id).valeur
    constat = ConstatDraft(marche_id=marche.id)
    carnet.diagnostics.save_constat(constat, photo_ids=bilan.photo_ids)
    return carnet.diagnostics.photos(bilan.photo_ids)


def site(carnet: Carnet, folder: Path, count: int = 3) -> list[PhotoRecord]:
    """Import photos into a new micro-site."""
    made = carnet.microsites.save_site(MicroSiteDraft(nom="City-stade Essai")).valeur
    carnet.photos.import_files([scenery(folder, count, seed=1)], micro_site_id=made.id)
    return carnet.microsites.photos(made.id)
