"""Tokens of `resources/theme/jetons.toml` as colours, sizes, style sheet and icons.

`apply` installs one theme for the whole application and may be called again at any moment:
style sheet, palette, pills and icons follow by themselves, since they ask `current()` when
they paint. Nothing here is read from the data of an espace.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Template
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.paths import resource
from desktop.ui.collector import Collector

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

NAMES = ("clair", "sombre", "contraste")
FAMILIES = ("Noto Sans", "DejaVu Sans")
"""The second family only lends the signs that the first lacks (→ ≥ ✓)."""

PILL_SHARE = 0.12
"""How much of a state colour stands behind its own word."""

STYLE = "Fusion"
_STYLED = "style_pose"
_LINEAR_BELOW = 0.04045
_FIRST_FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
_OTHER_FONTS = ("NotoSans-Italic.ttf", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
"""Fonts that the first window does without: they are read once it is painted."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of tokens: `colours`, state and tone colours by code, `sizes` in pixels."""

    name: str
    colours: Mapping[str, str]
    states: Mapping[str, str]
    sizes: Mapping[str, int]

    @classmethod
    def load(cls, name: str = "clair", *, terrain: bool = False, zoom: int = 100) -> Theme:
        """Read the tokens of one theme.

        Args:
            name: One of `NAMES`.
            terrain: Large type and targets, for outside and for gloves.
            zoom: Percentage that multiplies type and control sizes, not spacings.
        """
        tokens = _tokens()
        theme = tokens["themes"][name]
        colours = {key: value for key, value in theme.items() if isinstance(value, str)}
        type_sizes = tokens["tailles"]["terrain" if terrain else "bureau"]
        sizes = dict(tokens["espacements"])
        sizes.update({key: round(value * zoom / 100) for key, value in type_sizes.items()})
        return cls(name, colours, {**theme["tons"], **theme["etats"]}, sizes)

    def colour(self, token: str) -> QColor:
        """Return the colour of a token such as `surface`, `muted` or `primary`."""
        return QColor(self.colours[token])

    def state_colour(self, code: str) -> QColor:
        """Return the text colour of a constat state or of a tone.

        Tones are `information`, `succes`, `alerte`, `erreur` and `neutre`.
        """
        return QColor(self.states[code])

    def pill_background(self, code: str) -> QColor:
        """Return the opaque colour behind the word of `state_colour(code)`."""
        return mix(self.state_colour(code), self.colour("surface"), PILL_SHARE)

    def size(self, token: str) -> int:
        """Return a size or spacing in pixels: `base`, `rangee`, `s`, `rayon`."""
        return self.sizes[token]

    def font(self, size: str = "base", *, bold: bool = False) -> QFont:
        """Return the shipped font at one of the type sizes."""
        font = QFont(list(FAMILIES))
        font.setPixelSize(self.sizes[size])
        font.setBold(bold)
        return font

    def style_sheet(self) -> str:
        """Fill the style sheet; an unknown placeholder raises `KeyError`."""
        template = resource("theme", "carnet.qss").read_text(encoding="utf-8")
        tones = {f"ton_{code}": colour for code, colour in self.states.items()}
        backgrounds = {f"fond_{code}": self.pill_background(code).name() for code in self.states}
        boxes = self._box_heights()
        sizes = {key: f"{value}px" for key, value in self.sizes.items() if key not in boxes}
        return Template(template).substitute(
            theme=self.name,
            **self.colours,
            **tones,
            **backgrounds,
            **sizes,
            **boxes,
        )

    def _box_heights(self) -> dict[str, str]:
        """Inner heights: Qt adds borders, and the focus ring is one pixel thicker."""
        control, line = self.sizes["controle"], self.sizes["ligne"]
        heights = {
            "controle": control - 2,
            "champ": control - 2,
            "filtre": self.sizes["filtre"] - 2,
            "grande_recherche": control + 12,
        }
        focused = {f"{key}_focus": height - 2 for key, height in heights.items()}
        plain = {
            "rayon_filtre": self.sizes["filtre"] // 2,
            "onglet": control,
            "outil": line - 10,
            "menu": (line - self.sizes["base"] * 4 // 3) // 2,
            "entete": self.sizes["rangee"] - 4,
        }
        return {key: f"{value}px" for key, value in {**heights, **focused, **plain}.items()}

    def palette(self) -> QPalette:
        """Return the palette of what no style sheet rule reaches."""
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "background",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "hover",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ToolTipBase: "surface",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.PlaceholderText: "muted",
            QPalette.ColorRole.Highlight: "primary_tint",
            QPalette.ColorRole.HighlightedText: "text",
            QPalette.ColorRole.Link: "primary",
            QPalette.ColorRole.Mid: "border",
        }
        for role, token in roles.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("muted"))
        return palette


class _Shown:
    """The theme of the running application, and the window that bears its style sheet, if any."""

    theme: Theme | None = None
    window: QWidget | None = None
    sheet: str = ""


def current() -> Theme:
    """Return the theme last applied, or « clair » when none was (a widget under test)."""
    if _Shown.theme is None:
        _Shown.theme = Theme.load()
    return _Shown.theme


def apply(
    app: QApplication,
    name: str = "clair",
    *,
    terrain: bool = False,
    zoom: int = 100,
    sheet: bool = True,
) -> Theme:
    """Dress the whole application; also the way to change theme, mode terrain or zoom.

    Args:
        app: The application.
        name: One of `NAMES`.
        terrain: Large type and targets.
        zoom: Percentage that multiplies type and control sizes.
        sheet: Whether the style sheet comes now. Before a window is built it costs: Qt styles
            a whole tree again each time it is put into a parent. `dress_window` brings it after.
    """
    Collector.stand()  # Qt goes through all its widgets here
    theme = Theme.load(name, terrain=terrain, zoom=zoom)
    _Shown.theme = theme
    _load_fonts(_FIRST_FONTS)
    if app.property(_STYLED) is None:
        app.setStyle(STYLE)
        app.setProperty(_STYLED, True)  # noqa: FBT003 - Qt property
    app.setFont(theme.font())
    app.setPalette(theme.palette())
    if sheet:
        lay_sheet(app)
    return theme


def lay_sheet(app: QApplication) -> None:
    """Lay the style sheet of the theme in the place of the one before.

    It is never taken off: Qt would then forget to watch the end of every widget that was styled
    and not yet shown, keep its address, and end the process at the next style sheet.
    """
    QDir.setSearchPaths("theme", [str(resource("theme", "images"))])
    window = _Shown.window
    bearer = window if window is not None and isValid(window) else app
    _Shown.sheet = current().style_sheet()
    bearer.setStyleSheet(_Shown.sheet)


def dress_window(app: QApplication, window: QWidget) -> None:
    """Let a window bear the style sheet, now and at each change, for itself and its dialogs.

    Given a sheet, the application styles every widget once for each of its ancestors, fifteen
    times over for the whole window, and freezes for seconds; a window styles each of them once.
    What has no parent, such as the list of a completer, is dressed by `dress_alone`.
    """
    _Shown.window = window
    lay_sheet(app)


def dress_alone(widget: QWidget) -> None:
    """Dress what has no parent to be dressed by; to be called each time before it is shown."""
    if widget.styleSheet() != _Shown.sheet:
        widget.setStyleSheet(_Shown.sheet)


def start(arguments: Sequence[str]) -> QApplication:
    """Return a new application in the style of every theme.

    The style is named on its command line: `setStyle` returns it to Python, which then loads
    all the names of `QStyle`, a tenth of the time to the first window.
    """
    app = QApplication([*arguments, "-style", STYLE])
    Collector.stand()
    app.setProperty(_STYLED, True)  # noqa: FBT003 - Qt property
    return app


def load_other_fonts() -> None:
    """Read the fonts that the first window does without, once it is painted."""
    _load_fonts(_OTHER_FONTS)


def icon(name: str, colour: str = "text") -> QIcon:
    """Return an icon of `resources/icones`, painted in a token's colour of the shown theme.

    Args:
        name: Name of the file without suffix: `accueil`, `photo`, `verrou`, `conflit`…
        colour: A colour token or the code of a state or tone.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    from desktop.ui import icons

    return icons.make(name, colour)


def mix(front: QColor, back: QColor, share: float) -> QColor:
    """Lay `share` of a colour over another, opaque."""
    return QColor(
        *(
            round(f * share + b * (1 - share))
            for f, b in zip(front.getRgb()[:3], back.getRgb()[:3], strict=True)  # type: ignore[index]  # stub says object
        )
    )


def contrast(one: QColor, other: QColor) -> float:
    """Return the WCAG 2 contrast ratio of two opaque colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= _LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def _tokens() -> dict[str, Any]:
    return tomllib.loads(resource("theme", "jetons.toml").read_text(encoding="utf-8"))


@cache
def _load_fonts(names: tuple[str, ...]) -> None:
    """Add fonts to the application, once."""
    for name in names:
        QFontDatabase.addApplicationFont(str(resource("polices", name)))
