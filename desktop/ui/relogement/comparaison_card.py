"""« Avant, après »: what a proposed dwelling changes, RAC raw and at périmètre constant."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel

from desktop import formats
from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.synthese import Synthese
from desktop.texts import calculs
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label, set_property

_HEADS = ("", "Actuel", "Proposé", "Écart")
Line = tuple[str, str, str, str]


class ComparaisonCard(Card):
    """A small table of two dwellings; a line that cannot be compared is grey and says why."""

    def __init__(self) -> None:
        super().__init__("Avant, après")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._cells: list[list[QLabel]] = []
        for column, head in enumerate(_HEADS):
            label = plain_label(head, "discret")
            label.setAlignment(_side(column))
            self._grid.addWidget(label, 0, column)
        self.missing = plain_label(role="discret", wrap=True)
        self.missing.setObjectName("manque_comparaison")
        self.body.addLayout(self._grid)
        self.body.addWidget(self.missing)

    def show_nothing(self, words: str) -> None:
        """Say why there is nothing to compare."""
        self._fill(())
        self.missing.setText(words)
        self.missing.show()

    def show_synthese(self, found: Synthese) -> None:
        """Show the two dwellings side by side."""
        self._fill(comparison_lines(found))
        lacks = comparison_lacks(found)
        self.missing.setText(lacks)
        self.missing.setVisible(bool(lacks))

    def texts(self) -> dict[str, tuple[str, ...]]:
        """Return what is shown, by line."""
        return {
            row[0].text(): tuple(cell.text() for cell in row[1:])
            for row in self._cells
            if not row[0].isHidden()
        }

    def _fill(self, lines: Iterable[Line]) -> None:
        shown = list(lines)
        while len(self._cells) < len(shown):
            row = [plain_label("", "discret" if not column else "") for column in range(4)]
            for column, cell in enumerate(row):
                cell.setAlignment(_side(column))
                self._grid.addWidget(cell, len(self._cells) + 1, column)
            self._cells.append(row)
        for index, row in enumerate(self._cells):
            line = shown[index] if index < len(shown) else ("", "", "", "")
            for cell, text in zip(row, line, strict=True):
                cell.setText(text)
                cell.setVisible(index < len(shown))
                set_property(cell, "role", "discret" if text in {line[0], calculs.INCONNU} else "")
            row[0].setAccessibleName(" ; ".join(filter(None, line)))


def comparison_lines(found: Synthese) -> tuple[Line, ...]:
    """Return the lines of the comparison, in the order of the fiche de proposition."""
    old, new, both = found.actuel, found.propose, found.comparaison
    if old is None or new is None or both is None:
        return ()
    return (
        ("Reste à charge", _value(old.rac), _value(new.rac), _gap(both.ecart_brut,
                                                                both.ecart_brut_pour_cent)),
        (
            "RAC à périmètre constant",
            _value(both.rac_actuel_constant),
            _value(both.rac_propose_constant),
            _gap(both.ecart_constant, both.ecart_constant_pour_cent),
        ),
        ("Taux d’effort net", _value(old.taux_effort_net), _value(new.taux_effort_net), ""),
        (
            "Taux d’effort à périmètre constant",
            _value(both.taux_effort_actuel_constant),
            _value(both.taux_effort_propose_constant),
            "",
        ),
        ("Taux d’effort brut", _value(old.taux_effort_brut), _value(new.taux_effort_brut), ""),
        ("Reste pour vivre, jour et UC", _value(old.reste_par_uc), _value(new.reste_par_uc), ""),
        ("Loyer au m²", _value(old.loyer_m2), _value(new.loyer_m2), _value(both.ecart_loyer_m2)),
        ("Reste à charge au m²", _value(old.rac_m2), _value(new.rac_m2), _value(both.ecart_rac_m2)),
        ("Surface", "", "", calculs.formule(both.ecart_surface) or calculs.INCONNU),
    )  # fmt: skip


def comparison_lacks(found: Synthese) -> str:
    """Return why the RAC are not compared, "" when they are."""
    if found.comparaison is None:
        return "Le logement d’origine n’est pas renseigné : rien à comparer."
    return calculs.manque(found.comparaison.ecart_constant)


def _value(one: Calcul[Any]) -> str:
    return calculs.valeur(one)


def _gap(euros: Calcul[Decimal], share: Calcul[Decimal]) -> str:
    if euros.valeur is None:
        return calculs.INCONNU
    percent = f" ({calculs.valeur(share)})" if share.valeur is not None else ""
    return f"{calculs.valeur(euros)}{percent}".replace(" (", f"{formats.NBSP}(")


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
