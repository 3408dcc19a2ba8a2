"""Photo import against plain Pillow, on the same photos and the same cores, A B A B.

    .venv/bin/python tests/benchmarks/bench_photos.py [--rounds 3] [--photos 24]

« Carnet » is what the program does: read, hash, EXIF, rendition of 2000 px, thumbnail,
encryption, two files on the disk, each photo flushed to it, rows and changes in the encrypted
database. « Pillow simple » is what a
script does: open, decode in full, turn, resize to 2048 px and to 320 px, save both as plain
files. « Plancher » is the least work a rendition costs: decode at half size and encode once.

Each way runs in its own process. A ratio is the median over the rounds of the ratios of two
neighbouring runs; above 1, Carnet is faster. « Processeur » is the same for the processor
time: it moves less on a busy machine. Fails below the target.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TARGET = 8.0
WIDTH, HEIGHT = 4000, 3000
WORKERS = 2


# --- the ways: each gets ready, then returns the work to be timed ---------------------------


def carnet(paths: list[Path], out: Path) -> Callable[[], int]:
    """Import through the service: hash, EXIF, rendition, encryption, rows and change log."""
    from datetime import date

    from desktop.domain.drafts import MarcheDraft
    from tests.carnets import make_carnet, open_carnet

    make_carnet(out / "carnet")
    opened = open_carnet(out / "carnet")
    quartier = opened.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 22))
    marche = opened.diagnostics.save_marche(draft).valeur

    def work() -> int:
        bilan = opened.photos.import_files(paths, marche_id=marche.id).valeur
        opened.close()
        return bilan.importees

    return work


def carnet_threads(paths: list[Path], out: Path) -> Callable[[], int]:
    """Measure the way of a packed program, which prepares in threads."""
    work = carnet(paths, out)
    sys.frozen = True  # type: ignore[attr-defined]  # what a packed program has
    return work


def simple(paths: list[Path], out: Path) -> Callable[[], int]:
    return lambda: sum(simple_one((path, number, out)) for number, path in enumerate(paths))


def simple_two(paths: list[Path], out: Path) -> Callable[[], int]:
    def work() -> int:
        jobs = [(path, number, out) for number, path in enumerate(paths)]
        with get_context("spawn").Pool(WORKERS) as pool:
            return sum(pool.imap_unordered(simple_one, jobs))

    return work


def simple_one(job: tuple[Path, int, Path]) -> int:
    from PIL import Image, ImageOps

    path, number, out = job
    with Image.open(path) as source:
        upright = ImageOps.exif_transpose(source)
    for side, quality in ((2048, 85), (320, 80)):
        scale = side / max(upright.size)
        size = (round(upright.width * scale), round(upright.height * scale))
        picture = upright.resize(size, Image.Resampling.LANCZOS)
        picture.save(out / f"{number}-{side}.jpg", "JPEG", quality=quality)
    return 1


def plancher(paths: list[Path], out: Path) -> Callable[[], int]:
    from PIL import Image

    def work() -> int:
        for path in paths:
            with Image.open(path) as source:
                source.draft("RGB", (source.width // 2, source.height // 2))
                source.load()
                source.save(io.BytesIO(), "JPEG", quality=85)
        return len(paths)

    return work


WAYS: dict[str, Callable[[list[Path], Path], Callable[[], int]]] = {
    "carnet": carnet,
    "carnet-fils": carnet_threads,
    "simple": simple,
    "simple-2": simple_two,
    "plancher": plancher,
}
TITLES = {
    "carnet": "Carnet (2 processus)",
    "carnet-fils": "Carnet (2 fils, programme empaqueté)",
    "simple": "Pillow simple, 1 processus",
    "simple-2": "Pillow simple, 2 processus",
    "plancher": "Plancher : demi-décodage et un encodage",
}


# --- measuring ------------------------------------------------------------------------------


def make_photos(folder: Path, count: int) -> None:
    """Write photos of about 3 MB with orientation and position."""
    from PIL import Image, ImageChops, ImageFilter

    chance = random.Random(20261122)  # noqa: S311 - pictures, not secrets
    blur = ImageFilter.GaussianBlur(0.7)
    noise = Image.effect_noise((WIDTH, HEIGHT), 40).filter(blur)
    gradient = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    for number in range(count):
        layers = []
        for _ in range(3):
            across, down = chance.randrange(WIDTH), chance.randrange(HEIGHT)
            grain = ImageChops.offset(noise, across, down)
            layers.append(Image.blend(ImageChops.offset(gradient, down, across), grain, 0.4))
        exif = Image.Exif()
        exif[0x0112] = chance.choice([1, 1, 3, 6, 8])
        exif.get_ifd(0x8769)[0x9003] = f"2026:11:20 10:{number % 60:02}:00"
        exif.get_ifd(0x8825).update({1: "N", 2: (43.0, 31.0, 46.0), 3: "E", 4: (5.0, 26.0, 42.0)})
        picture = Image.merge("RGB", layers)
        picture.save(folder / f"photo-{number:03}.jpg", quality=88, exif=exif)


def measure(way: str, photos: list[Path]) -> dict[str, float]:
    """Run one way in a fresh process and return its seconds and its peak memory."""
    with tempfile.TemporaryDirectory(prefix="bench-photos-") as out:
        command = [sys.executable, __file__, "--way", way, "--out", out, *map(str, photos)]
        finished = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603 - this very script
    result: dict[str, float] = json.loads(finished.stdout)
    return result


def run_way(way: str, out: Path, paths: list[Path]) -> None:
    timed = WAYS[way](paths, out)
    before = os.times()
    start = time.perf_counter()
    done = timed()
    seconds = time.perf_counter() - start
    used = os.times()
    work = sum(used[:4]) - sum(before[:4])
    if done != len(paths):
        raise SystemExit(f"{way}: {done} photos out of {len(paths)}")
    sys.stdout.write(json.dumps({"seconds": seconds, "work": work} | _peaks()))


def _peaks() -> dict[str, float]:
    """Return the peak of this process and of its largest child, in MB (zero on Windows)."""
    try:
        import resource
    except ImportError:
        return {"own": 0, "child": 0}
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"own": own, "child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def compare(photos: list[Path], rounds: int) -> dict[str, float]:
    """Run each peer beside Carnet and return the median ratio of time by peer."""
    pairs: dict[str, list[tuple[dict[str, float], dict[str, float]]]] = {}
    for _ in range(rounds):
        for way in WAYS:
            if way != "carnet":
                pairs.setdefault(way, []).append((measure("carnet", photos), measure(way, photos)))
    say(f"{'':<40}{'ms/photo':>9}{'rapport':>9}  {'étendue':<14}{'processeur':>10}{'rapport':>9}")
    every_carnet = [mine for found in pairs.values() for mine, _ in found]
    say(
        f"{TITLES['carnet']:<40}{_middle(every_carnet, 'seconds', photos)}"
        f"{'':<25}{_middle(every_carnet, 'work', photos)}"
    )
    medians = {}
    for way, found in pairs.items():
        times = [other["seconds"] / mine["seconds"] for mine, other in found]
        works = [other["work"] / mine["work"] for mine, other in found]
        medians[way] = statistics.median(times)
        others = [other for _, other in found]
        spread = f"{min(times):.1f} à {max(times):.1f}"
        say(
            f"{TITLES[way]:<40}{_middle(others, 'seconds', photos)}{medians[way]:>8.1f}x"
            f"  {spread:<14}{_middle(others, 'work', photos)}{statistics.median(works):>9.1f}x"
        )
    return medians


def _middle(results: list[dict[str, float]], measured: str, photos: list[Path]) -> str:
    median = statistics.median(result[measured] for result in results)
    return f"{1000 * median / len(photos):>9.0f}"


def compare_memory(photos: list[Path]) -> None:
    say("\nMémoire au plus haut, en Mo : principal + plus gros ouvrier")
    half = photos[: max(1, len(photos) // 2)]
    for batch in (half, photos):
        for way in ("carnet", "carnet-fils"):
            peaks = measure(way, batch)
            say(f"  {len(batch):>3} photos, {way:<12}{peaks['own']:>6.0f} + {peaks['child']:.0f}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Import de photos, face à Pillow employé simplement"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--photos", type=int, default=24)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("paths", type=Path, nargs="*", help=argparse.SUPPRESS)
    options: Any = parser.parse_args()
    if options.way:
        run_way(options.way, options.out, options.paths)
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-photos-") as name:
        folder = Path(name)
        # in a child: what it needs would count in the peak of every later child
        maker = get_context("spawn").Process(target=make_photos, args=(folder, options.photos))
        maker.start()
        maker.join()
        photos = sorted(folder.iterdir())
        # modules are compiled once, as they are once installed
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        for way in WAYS:
            measure(way, photos[:2])
        weight = statistics.mean(path.stat().st_size for path in photos) / 1e6
        say(f"{len(photos)} photos de {WIDTH}x{HEIGHT}, {weight:.1f} Mo, {os.cpu_count()} cœurs")
        ratios = compare(photos, options.rounds)
        compare_memory(photos)
    enough = ratios["simple"] >= TARGET
    say(f"\nObjectif : {TARGET:.0f} fois Pillow simple — {'atteint' if enough else 'MANQUÉ'}")
    return 0 if enough else 1


if __name__ == "__main__":
    raise SystemExit(main())
