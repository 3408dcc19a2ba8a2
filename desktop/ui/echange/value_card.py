"""One of the values between which a person chooses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.conflits import Morceau
from desktop.domain.records import ValeurConcurrente
from desktop.texts import NON_RENSEIGNE
from desktop.ui.echange.words import written_by
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card, Pill
from desktop.ui.widgets.marked_text import MarkedText
from desktop.ui.widgets.plain import plain_label


class ValueCard(Card):
    """A value with its author and its key; emits `kept` when it is chosen.

    `pieces` shows a text with what differs from the other one marked.
    """

    kept = Signal()

    def __init__(
        self,
        valeur: ValeurConcurrente,
        rank: int,
        *,
        shown: bool,
        pieces: Sequence[Morceau] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        who = written_by(valeur.auteur, valeur.poste, valeur.modifie_ms)
        text = valeur.valeur or NON_RENSEIGNE
        mark = Pill("Affichée maintenant" if shown else "Autre valeur", _tone(shown=shown))
        value: QWidget = MarkedText(pieces) if pieces else _plain_value(text)
        value.setObjectName("valeur")
        value.setAccessibleName(f"Texte de la valeur {rank}")
        keep = secondary_button(f"Garder cette valeur   {rank}")
        keep.setObjectName(f"garder_{rank}")
        keep.setAccessibleName(f"Garder la valeur {rank}")
        keep.setAccessibleDescription(f"{text} · {who}")
        keep.clicked.connect(self.kept)
        self.setAccessibleName(f"Valeur {rank}")
        self.body.addWidget(mark)
        self.body.addWidget(value)
        self.body.addStretch()
        self.body.addWidget(plain_label(who, "discret", wrap=True))
        self.body.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)


def _plain_value(text: str) -> QWidget:
    value = plain_label(text, wrap=True)
    value.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    value.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return value


def _tone(*, shown: bool) -> str:
    return "information" if shown else "neutre"
