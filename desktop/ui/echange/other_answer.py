"""An answer that is none of the values: both texts together, another text, another code."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.domain.changes import TEXT_MAX, Value
from desktop.domain.conflits import Saisie, les_deux
from desktop.domain.records import ConflitRecord
from desktop.formats import typo
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField, Field, LongTextField, Raw, TextField, as_widget
from desktop.ui.widgets.plain import plain_label

BOTH_KEY = "B"
OTHER_KEY = "A"
_ROWS = 6
_EMPTY = typo("Écrivez la valeur à garder, ou choisissez une de celles du dessus.")


class OtherAnswer(Card):
    """Two buttons, then the editor that one of them opens; emits `given(value)`.

    What is typed is told by `raw`, so that it survives a list that is read again.
    """

    given = Signal(object)

    def __init__(self, conflit: ConflitRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._conflit = conflit
        self.setAccessibleName("Autre réponse")
        self._field = self._make_field()
        self._editor = as_widget(self._field)
        self._editor.setObjectName("autre_valeur")
        self._editor.setAccessibleName(f"{conflit.champ_libelle} à garder")
        self._problem = plain_label("", "erreur", wrap=True)
        self.both = _hinted("Garder les deux", BOTH_KEY, "garder_les_deux")
        self.both.clicked.connect(self.open_both)
        self.other = _hinted("Autre valeur…", OTHER_KEY, "autre")
        self.other.clicked.connect(self.open_other)
        label = "Garder ce texte" if self._is_long else "Garder cette valeur"
        self.confirm = _hinted(label, "Ctrl+Entrée", "confirmer")
        self.confirm.clicked.connect(self._give)
        self.give_up = quiet_button("Renoncer")
        self.give_up.clicked.connect(self.close_editor)
        self._lay_out()
        self.close_editor()

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        return not self._editor.isHidden()

    def raw(self) -> Raw:
        """Return what is typed; None when the editor is closed."""
        return self._field.raw() if self.is_open else None

    def restore(self, raw: Raw) -> None:
        """Open the editor on what was being typed."""
        self._open()
        self._field.set_raw(raw)

    @Slot()
    def open_both(self) -> None:
        """Offer both texts, one after the other, to be edited before they are kept."""
        if not self._is_long:
            return
        texts = (str(found.stockee or "") for found in self._conflit.valeurs)
        self._open()
        self._field.set_value(les_deux(texts))

    @Slot()
    def open_other(self) -> None:
        """Offer the shown value to be changed."""
        self._open()
        self._field.set_value(self._conflit.valeurs[0].stockee)

    @Slot()
    def close_editor(self) -> None:
        """Forget what is typed and offer the buttons again."""
        for widget in (self._editor, self._problem, self.confirm, self.give_up):
            widget.hide()
        self.both.setVisible(self._is_long)
        self.other.show()

    @property
    def _is_long(self) -> bool:
        return self._conflit.saisie == Saisie.TEXTE_LONG

    def _open(self) -> None:
        for widget in (self._editor, self.confirm, self.give_up):
            widget.show()
        self.both.hide()
        self.other.hide()
        self._editor.setFocus()

    @Slot()
    def _give(self) -> None:
        value: Value = self._field.value()
        problem = self._field.problem() or ("" if value not in (None, "") else _EMPTY)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if problem:
            self._editor.setFocus()
        else:
            self.given.emit(value)

    def _make_field(self) -> Field:
        if self._conflit.saisie == Saisie.CODE:
            return ChoiceField(
                {code: words for code, words in self._conflit.choix if code is not None}, None
            )
        return LongTextField(TEXT_MAX, _ROWS) if self._is_long else TextField()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.both, self.other, self.confirm, self.give_up):
            row.addWidget(button)
        row.addStretch()
        self.body.addWidget(self._editor)
        self.body.addWidget(self._problem)
        self.body.addLayout(row)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self._confirm_typed)

    @Slot()
    def _confirm_typed(self) -> None:
        if self.is_open:
            self._give()


def _hinted(label: str, key: str, name: str) -> QPushButton:
    """Return a button that tells a key handled elsewhere."""
    button = secondary_button(label)
    button.setText(f"{label}   {key}")
    button.setObjectName(name)
    return button
