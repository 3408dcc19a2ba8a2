"""Time and size of a compte rendu against bare reportlab writing the same photos.

    python tests/benchmarks/bench_rapport.py [pairs]

60 constats at eight rated stops, 120 photos of 1200 px, the route map and what became of 60
constats of the marche before. Each run is a process of its own; runs go A B A B and the
median of the ratios of neighbours is printed. Four bare peers:

- `document`, the target: the report that plain reportlab platypus makes of the same constats,
  texts and photos (headings, paragraphs, photos as files, captions, a table, headers), as the
  floor of the library study was measured; nothing of ours in it.
- `captioned`: the same photos as files, on as many pages, with the same font embedded and the
  caption of each photo. It lays nothing out: no paragraph, no constat, no table, no outline.
- `files`: the photos alone, which reportlab copies without looking at them, and no text.
- `bytes`: the photos alone, as the photo store gives them; reportlab decodes each to name it.

Goals: at most 1.5 times the time of `document`, 1.1 times the bytes of the photos, 150 MB. The
other peers say what reportlab's own layout costs.
"""

# ruff: noqa: T201, S603 - a script that prints, and starts itself
from __future__ import annotations

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
CONSTATS, PHOTOS = 60, 120
KINDS = ("report", "document", "captioned", "files", "bytes")
PER_PAGE = 5
CAPTION = "Vue depuis l’arrêt · 24 novembre 2026 à 14 h 30"


def make_photos(folder: Path) -> None:
    """Write photos with the grain of a real one, so that they weigh as much."""
    from PIL import Image, ImageFilter

    for rank in range(PHOTOS):
        grain = [Image.effect_noise((600, 450), 40 + rank % 20) for _ in range(3)]
        image = Image.merge("RGB", grain).filter(ImageFilter.GaussianBlur(1.2))
        image.resize((1200, 900)).save(folder / f"{rank:03}.jpg", quality=82)


def bare(folder: Path, kind: str) -> Callable[[BinaryIO], None]:
    """Return a writer of the photos, with nothing else or with a line under each."""
    from reportlab import rl_config
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0

    def write(out: BinaryIO) -> None:
        canvas = Canvas(out)
        if kind == "captioned":
            for name in ("Regular", "Bold"):
                font = ROOT / "resources" / "polices" / f"NotoSans-{name}.ttf"
                pdfmetrics.registerFont(TTFont(name, str(font)))
        for rank, path in enumerate(sorted(folder.glob("*.jpg"))):
            source = ImageReader(io.BytesIO(path.read_bytes())) if kind == "bytes" else str(path)
            x, y = 50 + 250 * (rank % 2), 60 + 200 * (rank % PER_PAGE // 2)
            canvas.drawImage(source, x, y, 240, 180)
            if kind == "captioned":
                canvas.setFont("Bold" if rank % 2 else "Regular", 8)
                canvas.drawString(x, y - 10, CAPTION)
            if rank % PER_PAGE == PER_PAGE - 1:
                canvas.showPage()
        canvas.save()

    return write


def document(folder: Path) -> Callable[[BinaryIO], None]:
    """Return a writer of the same constats and photos with plain platypus."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reports")]
    from rapports import constat
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import (
        Flowable,
        Image,
        Paragraph,
        SimpleDocTemplate,
        Spacer,
        Table,
    )

    rl_config.useA85 = 0

    def decorate(canvas: Canvas, doc: SimpleDocTemplate) -> None:
        canvas.setFont("Regular", 8)
        canvas.drawString(50, 810, "Compte rendu — BEI-2026-1")
        canvas.drawRightString(545, 25, f"Page {doc.page}")

    def write(out: BinaryIO) -> None:
        for name in ("Regular", "Bold"):
            font = ROOT / "resources" / "polices" / f"NotoSans-{name}.ttf"
            pdfmetrics.registerFont(TTFont(name, str(font)))
        head = ParagraphStyle("head", fontName="Bold", fontSize=11, leading=16)
        body = ParagraphStyle("body", fontName="Regular", fontSize=9, leading=12)
        small = ParagraphStyle("small", fontName="Regular", fontSize=8, leading=10)
        photos = sorted(folder.glob("*.jpg"))
        story: list[Flowable] = []
        constats = [constat(rank) for rank in range(1, CONSTATS + 1)]
        for rank, found in enumerate(constats):
            story += [
                Paragraph(found.numero, head),
                Paragraph(f"{found.theme_libelle} · {found.lieu} · {found.gestionnaire}", small),
                Paragraph(found.texte, body),
            ]
            pair = [Image(str(path), 240, 180) for path in photos[2 * rank : 2 * rank + 2]]
            story += [Table([pair, [Paragraph(CAPTION, small)] * 2]), Spacer(0, 8)]
        rows = [
            [Paragraph(text, small) for text in (one.numero, one.theme_libelle, one.lieu)]
            for one in constats
        ]
        story.append(Table([["N°", "Thème", "Lieu"], *rows], colWidths=[90, 160, 240]))
        SimpleDocTemplate(out, pagesize=A4).build(
            story, onFirstPage=decorate, onLaterPages=decorate
        )

    return write


def report(folder: Path) -> Callable[[BinaryIO], None]:
    """Return a writer of the compte rendu, as the application does it.

    It is a whole one: route map, eight stops with their notes, and a marche before.
    """
    sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reports")]
    from rapports import compte_rendu, constat, photo, whole

    from desktop.reports.compte_rendu import render_compte_rendu

    paths = {f"{path.stem:0>64}": path for path in sorted(folder.glob("*.jpg"))}
    photos = [
        photo(rank, blob=name, constat_id=f"constat-{rank // 2 + 1}", legende="Vue depuis l’arrêt")
        for rank, name in enumerate(paths)
    ]
    constats = [constat(rank) for rank in range(1, CONSTATS + 1)]

    def write(out: BinaryIO) -> None:
        render_compte_rendu(
            whole(compte_rendu(*constats, photos=photos)),
            photo=lambda photo: paths[photo.blob].read_bytes(),
            out=out,
            edited_on=datetime(2026, 11, 24, tzinfo=UTC),
            editor="Camille ESSAI",
        )

    return write


def child(kind: str, folder: Path, out: Path) -> None:
    """Run one writer and print what it took: with its imports, and alone."""
    start = time.perf_counter()
    made = {"report": report, "document": document}
    write = made[kind](folder) if kind in made else bare(folder, kind)
    loaded = time.perf_counter()
    with out.open("wb") as file:
        write(file)
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken = {"s": end - start, "alone": end - loaded, "mb": peak, "bytes": out.stat().st_size}
    print(json.dumps(taken))


def packed(folder: Path) -> dict[str, str]:
    """Return an environment in which modules are compiled once, as they are once installed."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def run(kind: str, folder: Path) -> dict[str, float]:
    """Run one writer in a fresh process."""
    out = folder / f"{kind}.pdf"
    command = [sys.executable, __file__, "--child", kind, str(folder), str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=packed(folder))
    return dict(json.loads(done.stdout))


def main(pairs: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_photos(folder)
        weight = sum(path.stat().st_size for path in folder.glob("*.jpg"))
        for kind in KINDS:
            run(kind, folder)  # warm the file cache, compile the modules
        rows = [{kind: run(kind, folder) for kind in KINDS} for _ in range(pairs)]
        for peer in KINDS[1:]:
            for key, words in (("s", "with imports"), ("alone", "alone")):
                ratio = statistics.median(row["report"][key] / row[peer][key] for row in rows)
                seconds = statistics.median(row[peer][key] for row in rows)
                print(f"report / bare handed {peer}, {words}: {ratio:.2f} (bare {seconds:.2f} s)")
        size = rows[0]["report"]["bytes"]
        for key in ("s", "alone"):
            print(f"report, {key}: {statistics.median(row['report'][key] for row in rows):.2f} s")
        print(f"size: {size / 1e6:.2f} MB for {weight / 1e6:.2f} MB of photos: {size / weight:.3f}")
        peaks = {kind: round(max(row[kind]["mb"] for row in rows)) for kind in KINDS}
        print(f"peak MB: {peaks}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5)
