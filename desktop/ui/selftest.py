"""Proves that an installed window is whole: fonts, icons, French, a printed page."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSize
from PySide6.QtGui import QFontInfo, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QDialogButtonBox

from desktop.bootstrap import Carnet
from desktop.errors import UserError
from desktop.paths import resource
from desktop.ui import app, theme
from desktop.ui.main_window import MainWindow
from desktop.ui.widgets.pdf_view import PdfDocument

_ICON = QSize(24, 24)
_DPI = 72


def steps(carnet: Carnet) -> Iterator[str]:
    """Open the window on an open carnet; yield the French name of each check that passed.

    Raises:
        UserError: the first check that did not pass.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = app.make_application(carnet)
    family = QFontInfo(application.font()).family()
    _expect(passed=family == theme.FAMILIES[0], what=f"la police affichée est « {family} »")
    yield "polices"
    names = sorted(path.stem for path in resource("icones").glob("*.svg"))
    blank = [name for name in names if not _is_drawn(name)]
    _expect(passed=bool(names) and not blank, what=f"icônes vides : {', '.join(blank) or 'toutes'}")
    yield f"icônes : {len(names)}"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    word = box.buttons()[0].text().replace("&", "")
    box.deleteLater()
    _expect(passed=word == "Annuler", what=f"un bouton dit « {word} »")
    yield "boutons en français"
    window = MainWindow(carnet)
    try:
        window.show()
        app.settle(window)
        shown = window.tab_area is not None and not window.grab().isNull()
        _expect(passed=shown, what="la fenêtre ne s’ouvre pas")
        count = len(window.tab_area.plans) if window.tab_area is not None else 0
        yield f"fenêtre : {count} onglets"
    finally:
        window.context.tasks.close()
        window.hide()
        window.deleteLater()
    with tempfile.TemporaryDirectory(prefix="carnet-auto-test-") as folder:
        page = _print_page(Path(folder) / "page.pdf")
    document = PdfDocument(page)
    image = document.render(0, 2.0)
    document.close()
    dark = any(
        image.pixelColor(x, y).lightness() < 128  # noqa: PLR2004 - half way from black to white
        for x in range(image.width())
        for y in range(image.height())
    )
    _expect(passed=dark, what="la page PDF affichée est blanche")
    yield "page PDF écrite et relue"


def _is_drawn(name: str) -> bool:
    image = theme.icon(name).pixmap(_ICON).toImage()
    return any(
        image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
    )


def _print_page(path: Path) -> bytes:
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(20, 20, 20, 20),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter(writer)
    painter.drawText(20, 40, "Carnet de quartier : œuvre, été, 1 930,00 €")
    painter.end()
    return path.read_bytes()


def _expect(*, passed: bool, what: str) -> None:
    if not passed:
        raise UserError(
            "Programme incomplet",
            f"Vérification de la fenêtre : {what}.",
            "Réinstallez l’application ; si le défaut revient, signalez-le.",
        )
