"""Under the form of the dépouillement: the constat that photos would join, and « plus tard »."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.diagnostics.groupes import ConstatProche
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.records import PhotoRecord
from desktop.formats import plural
from desktop.ui.diagnostics.constat_picker import ConstatPicker
from desktop.ui.diagnostics.words import near_words, short_number
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_tooltip

_SPACING = 8


class JoinBar(QWidget):
    """« Joindre à B017   Maj+Entrée » and « Plus tard »."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target = ""
        """The constat that « Joindre » means; "" when none is near."""
        self._words, self._key = "", ""
        self.join = secondary_button("")
        self.join.setObjectName("joindre")
        self.join.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.later = secondary_button("")
        self.later.setObjectName("plus_tard")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        row.addWidget(self.join, 1)
        row.addWidget(self.later)
        self.show_target(None, None)
        self.show_sorted(sorted_=False)

    def show_target(self, constat: ConstatRecord | None, near: ConstatProche | None) -> None:
        """Name the constat that Maj+Entrée joins, and say how near it is."""
        self.target = constat.id if constat is not None else ""
        if constat is None:
            self._words, self._key = "Joindre à…", "K"
            self._fit()
            self.join.setAccessibleName("Joindre à un constat")
            self.join.setToolTip("Choisir un constat de la marche (K)")
            return
        if constat.numero:
            self._words, name = f"Joindre à {short_number(constat.numero)}", constat.numero
        else:  # it is being written, and bears no number yet
            self._words, name = "Joindre au précédent", "précédent"
        self._key = "Maj+Entrée"
        self._fit()
        self.join.setAccessibleName(f"Joindre au constat {name}")
        parts = (constat.numero, constat.titre, constat.endroit, near_words(near))
        self.join.setToolTip(plain_tooltip(" · ".join(filter(None, parts))))

    def show_sorted(self, *, sorted_: bool) -> None:
        """Say what the second button does with the photos."""
        self.later.setText("Remettre à classer" if sorted_ else "Plus tard")
        self.later.setAccessibleName("Remettre à classer" if sorted_ else "À classer plus tard")
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the key beside the words if there is room for both."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the key out in large type: it stands under the photo, the words nowhere else."""
        self.join.setText(f"{self._words}   {self._key}")
        if self.join.sizeHint().width() > self.width() - self.later.sizeHint().width() - _SPACING:
            self.join.setText(self._words)

    @staticmethod
    def picker(
        shown: Depouillement, photos: Sequence[PhotoRecord], parent: QWidget
    ) -> ConstatPicker:
        """Return the list of the constats of the marche, the likeliest first."""
        near = {one.id: one for one in shown.proches(photos)}
        rest = sorted(shown.constats.values(), key=lambda one: one.numero, reverse=True)
        ordered = [shown.constats[row] for row in near if row in shown.constats]
        ordered += [one for one in rest if one.id not in near]
        choices = [
            (one.id, " · ".join(filter(None, _words(one, near.get(one.id))))) for one in ordered
        ]
        title = f"Joindre {plural(len(photos), 'photo')} à un constat"
        return ConstatPicker(title, choices, parent)


def _words(constat: ConstatRecord, near: ConstatProche | None) -> tuple[str, ...]:
    return (
        short_number(constat.numero),
        constat.titre or constat.theme_libelle or "à qualifier",
        constat.endroit,
        near_words(near),
    )
