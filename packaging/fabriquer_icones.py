"""Writes the icons of the application as SVG outlines taken from QtAwesome's `mdi6` font.

Run from the root with QT_QPA_PLATFORM=offscreen; see resources/icones/README.md.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import qtawesome
from PySide6.QtGui import QGuiApplication, QPainterPath, QRawFont, QTransform

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
ICON_DIR = RESOURCES / "icones"
THEME = RESOURCES / "theme"
GRID = 24

ICONS = {
    "accueil": "view-dashboard-outline",
    "diagnostics": "walk",
    "relogement": "home-account",
    "microsites": "basketball",
    "photo": "image-outline",
    "photo-absente": "image-off-outline",
    "appareil": "camera-outline",
    "recherche": "magnify",
    "filtre": "filter-variant",
    "export": "tray-arrow-up",
    "import": "tray-arrow-down",
    "echange": "sync",
    "cle-usb": "usb-flash-drive-outline",
    "verrou": "lock-outline",
    "cle": "key-outline",
    "historique": "history",
    "annuler": "undo",
    "refaire": "redo",
    "ajouter": "plus",
    "modifier": "pencil-outline",
    "supprimer": "trash-can-outline",
    "enregistrer": "content-save-outline",
    "imprimer": "printer-outline",
    "document": "file-document-outline",
    "dossier": "folder-outline",
    "batiment": "office-building-outline",
    "personne": "account-outline",
    "telephone": "phone-outline",
    "lieu": "map-marker-outline",
    "calendrier": "calendar-blank-outline",
    "alerte": "alert-outline",
    "ok": "check-circle-outline",
    "coche": "check",
    "info": "information-outline",
    "erreur": "alert-circle-outline",
    "conflit": "call-split",
    "fermer": "close",
    "menu": "dots-vertical",
    "reglages": "cog-outline",
    "aide": "help-circle-outline",
    "copier": "content-copy",
    "actualiser": "refresh",
    "plein-ecran": "fullscreen",
    "agrandir": "magnify-plus-outline",
    "reduire": "magnify-minus-outline",
    "masquer": "eye-off-outline",
    "precedent": "chevron-left",
    "suivant": "chevron-right",
    "bas": "chevron-down",
    "haut": "chevron-up",
}
STYLE_SHEET_IMAGES = {"bas": "muted", "haut": "muted", "coche": "primary_text"}


def path_data(path: QPainterPath) -> str:
    """Return the `d` attribute of a path, rounded to a hundredth of a unit."""
    parts: list[str] = []
    i = 0
    while i < path.elementCount():
        element = path.elementAt(i)
        points = [element]
        letter = "M" if element.isMoveTo() else "L"
        if element.isCurveTo():
            points += [path.elementAt(i + 1), path.elementAt(i + 2)]
            letter = "C"
        parts.append(letter + " ".join(f"{p.x:.2f} {p.y:.2f}" for p in points))
        i += len(points)
    return "".join(parts) + "Z"


def svg(data: str, colour: str) -> str:
    """Return a whole SVG file of one outline."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{GRID}" height="{GRID}" '
        f'viewBox="0 0 {GRID} {GRID}"><path fill="{colour}" d="{data}"/></svg>\n'
    )


def main() -> None:
    """Write every icon, then the tinted images of the style sheet."""
    app = QGuiApplication([])
    fonts = Path(qtawesome.__file__).parent / "fonts"
    font_file = next(fonts.glob("materialdesignicons6-webfont-*.ttf"))
    glyphs = json.loads(next(fonts.glob("materialdesignicons6-webfont-charmap-*.json")).read_text())
    font = QRawFont(str(font_file), GRID)
    upright = QTransform().translate(0, font.ascent())
    outlines = {}
    for name, source in ICONS.items():
        glyph = font.glyphIndexesForString(chr(int(glyphs[source], 16)))[0]
        outlines[name] = path_data(upright.map(font.pathForGlyph(glyph)))
        (ICON_DIR / f"{name}.svg").write_text(svg(outlines[name], "#000"), encoding="utf-8")
    themes = tomllib.loads((THEME / "jetons.toml").read_text(encoding="utf-8"))["themes"]
    (THEME / "images").mkdir(exist_ok=True)
    for theme, tokens in themes.items():
        for name, token in STYLE_SHEET_IMAGES.items():
            target = THEME / "images" / f"{name}-{theme}.svg"
            target.write_text(svg(outlines[name], tokens[token]), encoding="utf-8")
    app.quit()


if __name__ == "__main__":
    main()
