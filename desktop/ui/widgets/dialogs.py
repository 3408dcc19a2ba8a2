"""The few modal dialogs: a decision that cannot wait, an error with its remedy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.errors import UserError


def confirm(parent: QWidget | None, title: str, text: str, yes_label: str) -> bool:
    """Ask before something that is hard to take back; Échap and Entrée mean « Annuler »."""
    box = _box(parent, QMessageBox.Icon.Question, title, text)
    yes = box.addButton(yes_label, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton("Annuler", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.exec()
    return box.clickedButton() is yes


def show_error(parent: QWidget | None, error: UserError) -> None:
    """Show an error where the message bar cannot be seen, for instance in a dialog."""
    text = f"{error.message}\n\n{error.remedy}".strip()
    box = _box(parent, QMessageBox.Icon.Warning, error.title, text)
    close = box.addButton("Fermer", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(close)
    box.setEscapeButton(close)
    box.exec()


def _box(parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    return box
