"""The bar under the tabs: what happened, what to do, « Annuler » and « Détails »."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.ui import theme
from desktop.ui.bus import Level, Message
from desktop.ui.widgets.buttons import icon_button, quiet_button
from desktop.ui.widgets.plain import plain_label, set_property

SHOWN_MS = 8000
"""How long information and success stay; warnings and errors stay until closed."""

_ICONS = {
    Level.INFORMATION: "info",
    Level.SUCCES: "ok",
    Level.ALERTE: "alerte",
    Level.ERREUR: "erreur",
}


class MessageBar(QFrame):
    """Shows the last message; an error is not hidden by a later success, which waits."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(parent)
        self.setProperty("role", "message")
        self._shown_ms = shown_ms
        self._message: Message | None = None
        self._waiting: Message | None = None
        self._came_from: QWidget | None = None
        self._icon = QLabel()
        self._text = plain_label(wrap=True)
        self._text.setObjectName("message")
        self._details = plain_label(role="discret", wrap=True)
        self._details.setObjectName("details")
        self._action = quiet_button("")
        self._action.setObjectName("action")
        self._action.clicked.connect(self._on_action)
        self._more = quiet_button("Détails")
        self._more.setObjectName("voir_details")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._details.setVisible)
        self._close = icon_button("fermer", "Fermer le message")
        self._close.setObjectName("fermer")
        self._close.clicked.connect(self.close_message)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.close_message)
        self._build_layout()
        self.hide()

    @Slot(object)
    def show_message(self, message: Message) -> None:
        """Show a message of the bus."""
        if self._stays(self._message) and not self._stays(message):
            self._waiting = message
            return
        self._show(message)

    def message(self) -> Message | None:
        """Return the message now shown."""
        return self._message

    @Slot()
    def take_focus(self) -> None:
        """Go to the message: Entrée does what it offers, Échap closes it and comes back."""
        if not self.isVisible():
            return
        came_from = QApplication.focusWidget()
        if came_from is not None and not self.isAncestorOf(came_from):
            self._came_from = came_from
        target = self._action if self._message and self._message.action else self._close
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def close_message(self) -> None:
        """Hide the bar, or go on to the message that waits."""
        came_from, self._came_from = self._came_from, None
        held = QApplication.focusWidget()
        if came_from is not None and isValid(came_from) and held and self.isAncestorOf(held):
            came_from.setFocus()
        waiting, self._waiting = self._waiting, None
        self._timer.stop()
        self._message = None
        if waiting is not None:
            self._show(waiting)
            return
        self.hide()
        self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap closes the bar when the focus is in it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_message()
            return
        super().keyPressEvent(event)

    @staticmethod
    def _stays(message: Message | None) -> bool:
        return message is not None and message.level in (Level.ALERTE, Level.ERREUR)

    def _show(self, message: Message) -> None:
        self._message = message
        set_property(self, "niveau", message.level.value)
        icon = theme.icon(_ICONS[message.level], message.level.value)
        self._icon.setPixmap(icon.pixmap(theme.current().size("icone")))
        spoken = f"{message.text} {message.remedy}".strip()
        self._text.setText(spoken)
        self._more.setChecked(False)
        self._more.setVisible(bool(message.details))
        self._details.setText(message.details)
        self._details.hide()
        self._action.setVisible(message.action is not None)
        if message.action is not None:
            self._action.setText(message.action.label)
            self._action.setAccessibleName(message.action.label.replace("&", ""))
        self.setAccessibleName(spoken)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if self._stays(message):
            self._timer.stop()
        else:
            self._timer.start(self._shown_ms)

    @Slot()
    def _on_action(self) -> None:
        action = self._message.action if self._message is not None else None
        self.close_message()
        if action is not None:
            action.trigger()

    def _build_layout(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for widget in (self._action, self._more, self._close):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 6, 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._details)
