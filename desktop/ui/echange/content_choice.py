"""What a file carries, and for whom: four choices, the usual one first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.domain.envoi import Contenu, Destinataire, Envoi
from desktop.formats import typo
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

_LABELS = {
    Contenu.SANS_PHOTOS: "&Sans les photos (le choix habituel)",
    Contenu.PHOTOS_MANQUANTES: "Avec les photos qui &manquent à",
    Contenu.TOUTES_PHOTOS: "Avec t&outes les photos",
    Contenu.LEGER: "&Léger : seulement ce qui manque à",
}
_NAMES = {
    Contenu.PHOTOS_MANQUANTES: "Poste à qui il manque des photos",
    Contenu.LEGER: "Poste destinataire du fichier léger",
}
_EVERYONE = "tous les postes"
_NOBODY = "Aucun fichier d’un autre poste n’a été lu ici : un fichier léger n’est pas possible."
_LIGHT = (
    "Un fichier léger part du dernier fichier reçu de ce poste ; lui seul pourra le lire. "
    "Il est sans photos."
)


class ContentChoice(QWidget):
    """Four radio buttons; two of them with the poste that receives the file."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[Contenu, QRadioButton] = {}
        self.recipients: dict[Contenu, ChoiceField[str]] = {}
        self._hint = plain_label(role="discret", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(plain_label("Contenu du fichier", "titre-carte"))
        for contenu, label in _LABELS.items():
            column.addLayout(self._line(contenu, typo(label)))
        column.addWidget(self._hint)
        self.buttons[Contenu.SANS_PHOTOS].setChecked(True)
        self.set_recipients([])
        self._group.buttonToggled.connect(self._on_toggled)

    def set_recipients(self, postes: Sequence[Destinataire]) -> None:
        """Offer the other postes of the team; a light file needs one that sent a file."""
        names = {one.replica: _name(one) for one in postes}
        heard = {one.replica: names[one.replica] for one in postes if one.recu_ms is not None}
        self.recipients[Contenu.PHOTOS_MANQUANTES].set_labels(names)
        self.recipients[Contenu.LEGER].set_labels(heard)
        if not heard and self.buttons[Contenu.LEGER].isChecked():
            self.buttons[Contenu.SANS_PHOTOS].setChecked(True)
        self.buttons[Contenu.LEGER].setEnabled(bool(heard))
        self._follow()

    def choose_for(self, replica: str) -> None:
        """Propose the photos that one of the offered postes lacks."""
        self.recipients[Contenu.PHOTOS_MANQUANTES].set_value(replica)
        self.buttons[Contenu.PHOTOS_MANQUANTES].setChecked(True)

    def value(self) -> Envoi:
        """Return the choice."""
        contenu = next(one for one, button in self.buttons.items() if button.isChecked())
        recipient = self.recipients.get(contenu)
        return Envoi(contenu=contenu, pour=(recipient.value() or "") if recipient else "")

    def _line(self, contenu: Contenu, label: str) -> QHBoxLayout:
        button = QRadioButton(label)
        button.setObjectName(f"contenu_{contenu.value}")
        button.setAccessibleName(label.replace("&", ""))
        self._group.addButton(button)
        self.buttons[contenu] = button
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button)
        if contenu in _NAMES:
            everyone = _EVERYONE if contenu is Contenu.PHOTOS_MANQUANTES else None
            field: ChoiceField[str] = ChoiceField({}, empty=everyone)
            field.setAccessibleName(_NAMES[contenu])
            field.setMinimumContentsLength(22)
            field.edited.connect(self.changed)
            self.recipients[contenu] = field
            row.addWidget(field)
        row.addStretch()
        return row

    def _on_toggled(self, _button: object, checked: bool) -> None:  # noqa: FBT001 - Qt sends it by position
        if checked:
            self._follow()
            self.changed.emit()

    def _follow(self) -> None:
        for contenu, field in self.recipients.items():
            field.setEnabled(self.buttons[contenu].isChecked() and field.count() > 0)
        if self.buttons[Contenu.LEGER].isChecked():
            self._hint.setText(typo(_LIGHT))
        else:
            self._hint.setText("" if self.buttons[Contenu.LEGER].isEnabled() else typo(_NOBODY))
        self._hint.setVisible(bool(self._hint.text()))


def _name(poste: Destinataire) -> str:
    heard = "" if poste.recu_ms is not None else ", aucun fichier lu"
    return f"{poste.nom} ({poste.lettre}{heard})"
