"""Time and size of a compte rendu against bare reportlab writing the same photos.

    python tests/benchmarks/bench_rapport.py [pairs]

60 constats, 120 photos of 1200 px. Each run is a process of its own; runs go A B A B and the
median of the ratios of neighbours is printed. Two bare peers: one is handed files, which
reportlab copies without looking; the other is handed bytes, as the photo store gives them,
which reportlab decodes to find a name for each picture. Goals: at most 1.5 times the time of
the peer that is handed bytes, 1.1 times the bytes of the photos, 150 MB.
"""

from __future__ import annotations

import hashlib
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONSTATS, PHOTOS = 60, 120


def make_photos(folder: Path) -> None:
    """Write photos with the grain of a real one, so that they weigh as much."""
    from PIL import Image, ImageFilter

    for rank in range(PHOTOS):
        grain = [Image.effect_noise((600, 450), 40 + rank % 20) for _ in range(3)]
        image = Image.merge("RGB", grain).filter(ImageFilter.GaussianBlur(1.2))
        image.resize((1200, 900)).save(folder / f"{rank:03}.jpg", quality=82)


def bare(folder: Path, out: Path, *, from_bytes: bool) -> None:
    """Write four photos a page with nothing else."""
    from reportlab import rl_config
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0
    canvas = Canvas(str(out))
    for rank, path in enumerate(sorted(folder.glob("*.jpg"))):
        source = ImageReader(io.BytesIO(path.read_bytes())) if from_bytes else str(path)
        canvas.drawImage(source, 50 + 250 * (rank % 2), 100 + 200 * (rank // 2 % 2), 240, 180)
        if rank % 4 == 3:
            canvas.showPage()
    canvas.save()


def report(folder: Path, out: Path) -> None:
    """Write the compte rendu as the application does."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reports")]
    from rapports import compte_rendu, constat, photo

    from desktop.reports.compte_rendu import render_compte_rendu

    paths = {f"{path.stem:0>64}": path for path in sorted(folder.glob("*.jpg"))}
    photos = [
        photo(rank, blob=name, constat_id=f"constat-{rank // 2 + 1}", legende="Vue depuis l’arrêt")
        for rank, name in enumerate(paths)
    ]
    constats = [constat(rank) for rank in range(1, CONSTATS + 1)]
    with out.open("wb") as file:
        render_compte_rendu(
            compte_rendu(*constats, photos=photos),
            photo=lambda name: paths[name].read_bytes(),
            out=file,
            edited_on=datetime(2026, 11, 24, tzinfo=UTC),
            editor="Camille ESSAI",
        )


def child(kind: str, folder: Path, out: Path) -> None:
    """Run one writer and print what it took."""
    start = time.perf_counter()
    if kind == "report":
        report(folder, out)
    else:
        bare(folder, out, from_bytes=kind == "bytes")
    print(  # noqa: T201 - a script that prints
        json.dumps(
            {
                "s": time.perf_counter() - start,
                "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "bytes": out.stat().st_size,
            }
        )
    )


def run(kind: str, folder: Path) -> dict[str, float]:
    """Run one writer in a fresh process."""
    out = folder / f"{kind}.pdf"
    command = [sys.executable, __file__, "--child", kind, str(folder), str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def main(pairs: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_photos(folder)
        weight = sum(path.stat().st_size for path in folder.glob("*.jpg"))
        digest = hashlib.sha256((folder / "000.jpg").read_bytes()).hexdigest()[:8]
        run("report", folder)  # warm the file cache
        rows = [
            (run("report", folder), run("bytes", folder), run("files", folder))
            for _ in range(pairs)
        ]
        for peer, column in (("bytes", 1), ("files", 2)):
            ratio = statistics.median(row[0]["s"] / row[column]["s"] for row in rows)
            seconds = statistics.median(row[column]["s"] for row in rows)
            print(f"time, report / bare handed {peer}: {ratio:.2f} (bare {seconds:.2f} s)")  # noqa: T201
        ours = rows[-1][0]
        seconds = statistics.median(row[0]["s"] for row in rows)
        peak = max(row[0]["mb"] for row in rows)
        print(  # noqa: T201
            f"report: {seconds:.2f} s, {ours['bytes'] / 1e6:.2f} MB for {weight / 1e6:.2f} MB of "
            f"photos (first {digest}): {ours['bytes'] / weight:.3f}; peak {peak:.0f} MB "
            f"(bare {max(row[2]['mb'] for row in rows):.0f})"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5)
