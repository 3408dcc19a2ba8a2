"""F1 opens the guide in every dialog: the menus of the window do not reach behind a modal one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

GUIDE = "guide"
"""Object name of the dialog that shows the guide: F1 does nothing more there."""

_KEY = "F1"


class GuideKey(QObject):
    """Gives each dialog the key when the keyboard first comes to it; one that has it keeps its."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        dialog = new.window() if new is not None else None
        if isinstance(dialog, QDialog) and dialog.objectName() != GUIDE and not _has_key(dialog):
            _GuideShortcut(dialog)


class _GuideShortcut(QShortcut):
    """The key of one dialog."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(QKeySequence(_KEY), dialog)
        self.activated.connect(self._open)

    @Slot()
    def _open(self) -> None:
        from desktop.ui import aide

        dialog = self.parent()
        if isinstance(dialog, QWidget):
            aide.open_guide(dialog)


def _has_key(dialog: QDialog) -> bool:
    return any(one.key() == QKeySequence(_KEY) for one in dialog.findChildren(QShortcut))
