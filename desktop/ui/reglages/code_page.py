"""The recovery code: shown once, printed or copied, then proven by its last group."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.errors import FieldError
from desktop.ui.reglages.step import Step
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_label

_SHEET = (
    "Ce code ouvre le carnet de ce poste si une phrase de passe est oubliée. "
    "Rangez cette feuille dans un lieu fermé, séparé de l’ordinateur."
)


class CodePage(Step):
    """Cannot be left before the last group was typed again from the paper."""

    next_label = "Ouvrir le &carnet"

    def __init__(self) -> None:
        super().__init__(
            "Votre code de secours",
            "Imprimez-le ou recopiez-le maintenant : il n’est montré qu’une fois. Il ouvre le "
            "carnet si une phrase de passe est oubliée.",
        )
        self._code = ""
        self._poste = ""
        self._shown = QLineEdit()
        self._shown.setReadOnly(True)
        self._shown.setObjectName("code")
        self._shown.setAccessibleName("Code de secours")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setBold(True)
        self._shown.setFont(font)
        print_button = secondary_button("&Imprimer…", icon="imprimer")
        print_button.clicked.connect(self._choose_printer)
        copy = secondary_button("Co&pier", icon="copier")
        copy.setObjectName("copier")
        copy.clicked.connect(self._copy)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(print_button)
        row.addWidget(copy)
        row.addStretch()
        self._told = plain_label(role="discret", wrap=True)
        self._last = QLineEdit(maxLength=12)
        self.add_widget(self._shown)
        self.add_widget(buttons)
        self.add_widget(self._told)
        self.add_field(
            "dernier_groupe", "&Retapez le dernier groupe, depuis votre feuille", self._last
        )

    def set_code(self, code: str, poste: str) -> None:
        """Show a code; `poste` is printed with it."""
        self._code = code
        self._poste = poste
        self._shown.setText(code)
        self._shown.setCursorPosition(0)

    def check(self) -> list[FieldError]:
        """The last group was read from the paper."""
        if self._last.text().strip().upper() == self._code.rpartition("-")[2]:
            return []
        return [
            FieldError(
                "dernier_groupe",
                "Ce n’est pas le dernier groupe du code : relisez votre feuille.",
            )
        ]

    def forget(self) -> None:
        """Take the code off the screen."""
        self.set_code("", "")

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self._told.setText("Code copié. Collez-le dans un lieu sûr, hors de cet ordinateur.")

    @Slot()
    def _choose_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            painter = QPainter(printer)
            draw_sheet(painter, QRectF(painter.viewport()), self._code, self._poste)
            painter.end()
            self._told.setText("Feuille envoyée à l’imprimante.")


def draw_sheet(painter: QPainter, page: QRectF, code: str, poste: str) -> None:
    """Draw the paper that is kept in the safe."""
    unit = page.height() / 60
    lines = (
        ("Carnet de quartier — code de secours", 1.6, True),
        (f"Poste : {poste}", 1.0, False),
        (code, 1.5, True),
        (_SHEET, 1.0, False),
    )
    top = page.top() + 4 * unit
    for text, size, bold in lines:
        font = QFont(painter.font())
        font.setPixelSize(max(1, round(size * unit)))
        font.setBold(bold)
        painter.setFont(font)
        box = QRectF(page.left() + 3 * unit, top, page.width() - 6 * unit, 6 * unit)
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), text)
        top += 4 * unit
