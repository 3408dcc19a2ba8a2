"""What stands above the lists of a rapprochement: their actions, and whom they are about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.widgets.buttons import quiet_button, secondary_button

Act = Callable[[], None]


def list_buttons(
    *, printed: Act, exported: Act, history: Act, delete: Act
) -> tuple[QPushButton, ...]:
    """Return « Imprimer la liste », « Exporter… », « Historique » and « Supprimer… »."""
    made = (
        ("imprimer", secondary_button("Imprimer la liste", icon="imprimer"), printed),
        ("exporter", secondary_button("Exporter…", icon="export"), exported),
        (
            "historique",
            quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY),
            history,
        ),
        ("supprimer", secondary_button("Supprimer…", icon="supprimer"), delete),
    )
    for name, button, act in made:
        button.setObjectName(name)
        button.clicked.connect(act)
    return tuple(button for _name, button, _act in made)


def about_row(about: QLabel, every: Act) -> QWidget:
    """Return the row that names the only ménage shown, hidden, with the way to all of them."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(about)
    button = quiet_button("Voir tous les ménages")
    button.setObjectName("tous_les_menages")
    button.clicked.connect(every)
    line.addWidget(button)
    line.addStretch()
    row.hide()
    return row
