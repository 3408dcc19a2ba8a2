"""Time of a compte rendu through the photo gate, against bare reportlab writing the same JPEGs.

    python tests/benchmarks/bench_diffusion.py [pairs]

A carnet of 60 constats and 120 photos of 12 megapixels, imported; a third of them carries two
zones and an arrow. Each run is a process of its own that opens the carnet first; runs go A B A B
and the median of the ratios of neighbours is printed:

- `warm`: the pictures for documents were made before, as the review does after each answer;
- `cold`: none was: each is decoded, hidden, shrunk and written again while the PDF is drawn.

The bare peer is `document` of bench_rapport, handed the very JPEGs that leave.
Both read the records from the encrypted base, which the peer does not; the time inside the gate
is told apart. Goals: the gate, warm, at most a quarter of `document`; peak at most 150 MB.
"""

# ruff: noqa: T201, S603 - a script that prints, and starts itself
from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "benchmarks")]

CONSTATS, PHOTOS = 60, 120


def fill(folder: Path, leaving: Path) -> str:
    """Make the carnet, answer about each photo, write what leaves; return the marche."""
    from PIL import Image, ImageFilter

    from desktop.domain.codes import FormeMasque, VerifPhoto
    from desktop.domain.diagnostics.masques import Annotation, Couches, Masque
    from desktop.domain.drafts import ConstatDraft, MarcheDraft
    from tests.carnets import make_carnet, open_carnet

    pictures = folder / "dcim"
    pictures.mkdir()
    for rank in range(PHOTOS):
        grain = [Image.effect_noise((1000, 750), 40 + rank % 20) for _ in range(3)]
        image = Image.merge("RGB", grain).filter(ImageFilter.GaussianBlur(1.2))
        image.resize((4000, 3000)).save(pictures / f"{rank:03}.jpg", quality=85)
    make_carnet(folder / "carnet")
    carnet = open_carnet(folder / "carnet")
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft, today=date(2026, 11, 12)).valeur
    ids = carnet.photos.import_files([pictures], marche_id=marche.id).valeur.photo_ids
    for rank in range(CONSTATS):
        carnet.diagnostics.save_constat(
            ConstatDraft(marche_id=marche.id, texte="Deux matelas contre la clôture."),
            photo_ids=ids[2 * rank : 2 * rank + 2],
        )
    zones = (
        Masque(x=1000, y=2000, l=900, h=1200),
        Masque(forme=FormeMasque.ELLIPSE, x=6000, y=3000, l=800, h=1100),
    )
    layers = Couches(zones, (Annotation(x=2000, y=8000, x2=5000, y2=6000),))
    for rank, row in enumerate(ids):
        if rank % 3:
            carnet.verification.set_verif([row], VerifPhoto.SANS_PERSONNE)
        else:
            carnet.verification.verify(row, VerifPhoto.FLOUTEE, layers)
    for rank, photo in enumerate(carnet.diagnostics.photos(ids)):
        left = carnet.diffusion.photo(photo)
        if not isinstance(left, bytes):
            raise TypeError(f"{photo.fichier} does not leave: {left}")
        (leaving / f"{rank:03}.jpg").write_bytes(left)
    carnet.close()
    return marche.id


def child(kind: str, folder: Path, leaving: Path, marche_id: str, out: Path) -> None:
    """Run one writer and print what it took, its imports included."""
    spent: list[float] = []
    if kind == "document":
        from bench_rapport import document

        start = time.perf_counter()
        with out.open("wb") as file:
            document(leaving)(file)
    else:
        from desktop.domain.espaces import Espace
        from tests.carnets import open_carnet

        carnet = open_carnet(folder / "carnet")
        if kind == "cold":
            shutil.rmtree(carnet.espace(Espace.TERRAIN).dossier / "photos" / "diffusees", True)
            for made in (folder / "carnet").rglob("diffusees"):
                shutil.rmtree(made)
        from desktop.services.diffusion import DiffusionService

        door = DiffusionService.photo

        def timed(*given: Any, **more: Any) -> Any:
            began = time.perf_counter()
            try:
                return door(*given, **more)
            finally:
                spent.append(time.perf_counter() - began)

        DiffusionService.photo = timed  # type: ignore[method-assign]  # a clock around the door
        start = time.perf_counter()
        out.write_bytes(carnet.rapports(Espace.TERRAIN).compte_rendu(marche_id))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"s": seconds, "gate": sum(spent), "mb": peak, "bytes": out.stat().st_size}))


def run(kind: str, folder: Path, leaving: Path, marche_id: str) -> dict[str, float]:
    """Run one writer in a fresh process."""
    out = folder / f"{kind}.pdf"
    from bench_rapport import packed

    command = [sys.executable, __file__, "--child", kind, str(folder), str(leaving), marche_id]
    done = subprocess.run(
        [*command, str(out)], check=True, capture_output=True, text=True, env=packed(folder)
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(pairs: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        leaving = folder / "sorties"
        leaving.mkdir()
        marche_id = fill(folder, leaving)
        given = (folder, leaving, marche_id)
        for kind in ("document", "warm"):
            run(kind, *given)
        rows = [
            {kind: run(kind, *given) for kind in ("document", "warm", "cold")} for _ in range(pairs)
        ]
        for kind in ("warm", "cold"):
            ratio = statistics.median(row[kind]["s"] / row["document"]["s"] for row in rows)
            seconds = statistics.median(row[kind]["s"] for row in rows)
            gate = statistics.median(row[kind]["gate"] for row in rows)
            share = statistics.median(row[kind]["gate"] / row["document"]["s"] for row in rows)
            print(f"{kind} / bare document: {ratio:.2f} ({seconds:.2f} s)")
            print(f"  of which the gate: {share:.2f} ({gate:.2f} s)")
        print(f"bare: {statistics.median(row['document']['s'] for row in rows):.2f} s")
        print(
            f"peak MB: { {kind: round(max(row[kind]['mb'] for row in rows)) for kind in rows[0]} }"
        )
        print(f"size: {rows[0]['warm']['bytes'] / 1e6:.2f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), sys.argv[5], Path(sys.argv[6]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5)
