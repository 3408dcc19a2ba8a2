"""Two records side by side: one choice for each field on which they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.fusion import ChampCompare, Comparaison, FicheComparee, ValeurFiche
from desktop.formats import typo
from desktop.texts import counted
from desktop.ui.echange.words import sentence, written_by
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

LATER = 2
"""The answer that leaves both values for « À relire »."""

_SAME = typo("Les deux fiches disent la même chose : il n’y a rien à choisir.")
_QUESTION = typo("Quelle valeur garder ?")
_LATER_MEANS = typo("« Plus tard » garde les deux valeurs : elles seront dans « À relire ».")
_LABEL_WIDTH = 90
_SHORT = 36


class MergeView(QScrollArea):
    """Shows a comparison; `choices` is what `merge` wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._groups: dict[str, QButtonGroup] = {}
        self.comparison: Comparaison | None = None

    def show_comparison(self, comparison: Comparaison | None) -> None:
        """Show two records, the proposed values chosen; None empties the view."""
        self.comparison = comparison
        self._groups = {}
        inside = QWidget()
        inside.setProperty("role", "defilant")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        if comparison is not None:
            column.addLayout(self._heads(comparison.fiches))
            if comparison.differents:
                column.addWidget(self._choices(comparison.differents))
            else:
                column.addWidget(plain_label(_SAME, "discret", wrap=True))
            column.addWidget(plain_label(_together(comparison.fiches), wrap=True))
            rest = [champ for champ in comparison.champs if not champ.differe]
            for title, champs in (
                ("Sur une seule fiche : gardé", [one for one in rest if _is_one_sided(one)]),
                ("Identique sur les deux", [one for one in rest if not _is_one_sided(one)]),
            ):
                if champs:
                    column.addWidget(_facts(title, champs))
        column.addStretch()
        self.setWidget(inside)

    def choices(self) -> dict[str, int]:
        """Return the record kept for each field; a field put off is left out."""
        chosen = {champ: group.checkedId() for champ, group in self._groups.items()}
        return {champ: side for champ, side in chosen.items() if side != LATER}

    def focus_choice(self) -> None:
        """Go to the first choice."""
        group = next(iter(self._groups.values()), None)
        chosen = group.checkedButton() if group else None
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.TabFocusReason)

    def _heads(self, fiches: Sequence[FicheComparee]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        for side, fiche in enumerate(fiches):
            card = Card(fiche.titre, _made(fiche))
            card.body.addWidget(plain_label(_hanging(fiche), "discret", wrap=True))
            grid.addWidget(card, 0, side)
            grid.setColumnStretch(side, 1)
        return grid

    def _choices(self, champs: Sequence[ChampCompare]) -> Card:
        card = Card(_QUESTION, _LATER_MEANS)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        for row, champ in enumerate(champs):
            group = QButtonGroup(card)
            self._groups[champ.champ] = group
            label = plain_label(champ.libelle, "libelle", wrap=True)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            for side, value in enumerate(champ.valeurs):
                grid.addWidget(self._cell(champ, side, value, group), row, side + 1)
            later = _radio("Plus tard", f"{champ.libelle} : décider plus tard")
            later.setObjectName(f"{champ.champ}_{LATER}")
            group.addButton(later, LATER)
            grid.addWidget(later, row, LATER + 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        card.body.addLayout(grid)
        return card

    def _cell(
        self, champ: ChampCompare, side: int, value: ValeurFiche, group: QButtonGroup
    ) -> QWidget:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        short = len(value.valeur) <= _SHORT and "\n" not in value.valeur
        words = value.valeur.replace("&", "&&") if short else "Garder ce texte"
        radio = _radio(words, f"{champ.libelle} : garder {value.valeur}")
        radio.setObjectName(f"{champ.champ}_{side}")
        radio.setChecked(side == champ.propose)
        group.addButton(radio, side)
        column.addWidget(radio)
        if not short:
            column.addWidget(plain_label(value.valeur, wrap=True))
        if value.modifie_ms:
            who = written_by(value.auteur, value.poste, value.modifie_ms)
            column.addWidget(plain_label(who, "compteur", wrap=True))
        column.addStretch()
        return cell


def _radio(text: str, name: str) -> QRadioButton:
    radio = QRadioButton(text)
    radio.setAccessibleName(name)
    return radio


def _made(fiche: FicheComparee) -> str:
    return f"Créée par {written_by(fiche.auteur, fiche.poste, fiche.cree_ms)}"


def _hanging(fiche: FicheComparee) -> str:
    return counted(Counter(dict(fiche.enfants))) or "Rien n’en dépend"


def _together(fiches: Sequence[FicheComparee]) -> str:
    total: Counter[str] = Counter()
    for fiche in fiches:
        total.update(dict(fiche.enfants))
    if not total:
        return typo("Après la fusion, il n’y aura plus qu’une fiche.")
    return sentence("La fiche réunie portera {what}.", what=counted(total))


def _is_one_sided(champ: ChampCompare) -> bool:
    return champ.valeurs[0].valeur != champ.valeurs[1].valeur


def _facts(title: str, champs: Sequence[ChampCompare]) -> Card:
    card = Card(typo(title))
    for champ in champs:
        card.add_fact(champ.libelle, champ.valeurs[champ.propose].valeur).setWordWrap(True)
    return card
