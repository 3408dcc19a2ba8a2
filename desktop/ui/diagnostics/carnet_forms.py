"""The three forms of « Saisie du carnet »: head of the marche, paper sheet, debriefing.

Entrée goes from field to field, as the hand goes down the paper; on the last one it saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.codes import Polarite
from desktop.domain.diagnostics.records import ItemRecord, ThemeRecord
from desktop.domain.diagnostics.rules import check_constat, check_hours
from desktop.domain.diagnostics.saisie_carnet import (
    POLARITES,
    digit_of,
    is_whole,
    item_of,
    rank_of,
    theme_of,
)
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.vie_privee import indices, warning
from desktop.errors import FieldError
from desktop.ui.diagnostics.carnet_cards import key_list
from desktop.ui.diagnostics.words import gravite_labels
from desktop.ui.widgets.fields import ChoiceField, LongTextField, Raw, TextField
from desktop.ui.widgets.form import DraftT, EntityForm
from desktop.ui.widgets.plain import plain_label

ENTETE_FIELDS = ("heure_debut", "heure_fin", "nb_habitants", "nb_pros", "meteo", "sol")
DEBRIEF_FIELDS = ("faits_marquants", "synthese")
_FICHE_KEYS = [
    ("lettre", "thème"),
    ("n°", "point du thème, puis gravité de 1 à 4"),
    ("+ i ?", "point fort, information, idée"),
    ("Entrée", "la suite de la fiche"),
    ("X", "lieu et texte"),
]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DownForm(EntityForm[DraftT]):
    """A form whose fields are left by Entrée, in order; several lines take it as their own."""

    def follow(self, *names: str) -> None:
        """Say which fields Entrée goes through."""
        self._names = names
        for name in names:
            self.field(name).installEventFilter(self)

    def start(self) -> None:
        """Put the cursor in the first field."""
        _enter(self.field(self._names[0]))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go down on Entrée, save on the last field."""
        if not (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and not isinstance(watched, LongTextField)
        ):
            return super().eventFilter(watched, event)
        fields = [self.field(name) for name in self._names]
        rank = next(rank for rank, field in enumerate(fields) if field is watched)
        if rank + 1 < len(fields):
            _enter(fields[rank + 1])
        else:
            self.submit()
        return True


def _enter(field: QWidget) -> None:
    """Put the cursor at the end of what a field holds."""
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.end(False)  # noqa: FBT003 - Qt's own: nothing is selected


class EnteteForm(DownForm[MarcheDraft]):
    """What the first page of the carnet notes."""

    draft_type = MarcheDraft
    submit_label = "Enregistrer l’en-tête"

    @override
    def build(self) -> None:
        self.add_text("heure_debut", "&Début", max_length=5, hint="14:30")
        self.add_text("heure_fin", "&Fin", max_length=5, hint="16:15")
        self.add_number("nb_habitants", "&Habitants", maximum=10_000)
        self.add_number("nb_pros", "&Professionnels", maximum=10_000)
        self.add_choice("meteo", "&Météo", texts.marche.METEO)
        self.add_choice("sol", "&Sol", texts.marche.ETAT_SOL)
        self.follow(*ENTETE_FIELDS)

    @override
    def check(self, draft: MarcheDraft) -> Iterable[FieldError]:
        return check_hours(draft.heure_debut, draft.heure_fin)


class DebriefForm(DownForm[MarcheDraft]):
    """What the page of the hot debriefing notes; Ctrl+Entrée saves."""

    draft_type = MarcheDraft
    submit_label = "Enregistrer le débrief"

    @override
    def build(self) -> None:
        self.add_long_text("faits_marquants", "&Faits marquants", rows=8)
        self.add_long_text("synthese", "&Synthèse", rows=8)
        self.follow(*DEBRIEF_FIELDS)


class FicheForm(DownForm[ConstatDraft]):
    """A paper sheet, typed from the table of lines: letter, number, digit, then two texts."""

    draft_type = ConstatDraft
    submit_label = "Enregistrer la fiche"

    @override
    def build(self) -> None:
        self._themes: Sequence[ThemeRecord] = ()
        self._items: Sequence[ItemRecord] = ()
        self._digits = ""
        self._at_gravity = False
        self.theme: ChoiceField[str] = self.add_choice("theme", "&Thème", {})
        self.item: ChoiceField[str] = self.add_choice("item", "P&oint", {})
        self.add_choice("gravite", "&Gravité", gravite_labels())
        self.add_choice("polarite", "&Nature", texts.constat.POLARITE, empty=None)
        self.add_text("lieu", "&Lieu", hint="Bâtiment, entrée, allée…")
        self.add_text("texte", "Te&xte", max_length=4000, hint="Ce qui est écrit sur la fiche")
        self.guard = plain_label(role="alerte", wrap=True)
        self.guard.setObjectName("vie_privee")
        self.guard.hide()
        self.add_widget(self.guard)
        self.add_widget(key_list(_FICHE_KEYS))
        for name in ("lieu", "texte"):
            cast("TextField", self.field(name)).edited.connect(self._warn)
        self.theme.edited.connect(self._offer_items)
        self.follow("lieu", "texte")

    @override
    def check(self, draft: ConstatDraft) -> Iterable[FieldError]:
        if not draft.texte.strip() and draft.theme is None:
            return (FieldError("texte", "Une fiche dit au moins un thème ou un texte."),)
        return check_constat(draft)

    @override
    def load(self, draft: ConstatDraft) -> None:
        """Show a sheet, its points being those of its thème."""
        self._digits = ""
        self._at_gravity = draft.item is not None or draft.gravite is not None
        self._label_items(draft.theme)
        super().load(draft)
        self._warn()

    @override
    def restore(self, snapshot: Mapping[str, Raw]) -> None:
        """Show what was typed, the points of its thème being offered first."""
        theme = snapshot.get("theme")
        self._label_items(str(theme) if theme else None)
        super().restore(snapshot)

    def set_grid(self, themes: Sequence[ThemeRecord], items: Sequence[ItemRecord]) -> None:
        """Offer the thèmes and the points of the grid."""
        if (themes, items) == (self._themes, self._items):
            return
        self._themes, self._items = themes, items
        chosen = self.theme.value()
        self.theme.set_labels({one.code: f"{one.touche}   {one.libelle}" for one in themes})
        self.theme.set_value(chosen)
        self._label_items(chosen)

    def press(self, text: str) -> str:
        """Take a key typed on the line of the sheet; return what to tell, "" when it went well.

        A letter chooses the thème; then figures the point, then the gravité; « + », « i »,
        « ? » and « - » tick the boxes fort, info, idée, none.
        """
        if (polarite := POLARITES.get(text.lower())) is not None:
            self.choose("polarite", polarite)
            if polarite is not Polarite.FAIBLE:
                self.choose("gravite", None)
        elif (theme := theme_of(text, self._themes)) is not None:
            self._digits, self._at_gravity = "", False
            self.choose("theme", theme)
            self.choose("item", None)
        elif digit := digit_of(text):
            return self._press_digit(digit)
        else:
            return f"« {text} » n’est la lettre d’aucun thème."
        return ""

    def go_on(self) -> bool:
        """Leave what is being typed for what follows; False when the texts come next."""
        if self.theme.value() is not None and not self._at_gravity:
            self._at_gravity = True
            return True
        return False

    def has_begun(self) -> bool:
        """Say whether something of the sheet was typed and not saved."""
        return self.is_dirty()

    @property
    def wants_texts(self) -> bool:
        """Whether letters and figures are done: the cursor belongs in the texts."""
        return self._at_gravity and (
            self.draft().gravite is not None or self.draft().polarite is not Polarite.FAIBLE
        )

    def choose(self, name: str, value: object) -> None:
        """Choose a value by a key, as if it were done in the form."""
        field = cast("ChoiceField[Any]", self.field(name))
        field.set_value(value)
        field.edited.emit()

    def _warn(self) -> None:
        """Say what a text should not hold; it is saved all the same (gusp-microsites 6)."""
        draft = self.draft()
        found = warning(indices((draft.lieu, draft.texte)))
        self.guard.setText(found)
        self.guard.setVisible(bool(found))

    def _press_digit(self, digit: str) -> str:
        theme = self.theme.value()
        if not self._at_gravity and theme is not None:
            found = item_of(theme, self._digits + digit, self._items)
            if found is not None:
                self._digits += digit
                self.choose("item", found.code)
                self._at_gravity = is_whole(theme, self._digits, self._items)
                return ""
            if not self._digits:
                return f"Ce thème n’a pas de point {digit}."
        self._at_gravity = True
        gravities = {str(int(one)): one for one in gravite_labels()}
        if digit not in gravities:
            return "La gravité va de 1 à 4."
        self.choose("gravite", gravities[digit])
        return ""

    def _offer_items(self) -> None:
        chosen = self.item.value()
        theme = self.theme.value()
        self._label_items(theme)
        known = {one.code for one in self._items if one.theme == theme}
        self.item.set_value(chosen if chosen in known else None)

    def _label_items(self, theme: str | None) -> None:
        self.item.set_labels(
            {
                one.code: f"{rank_of(one.code)}   {one.libelle}"
                for one in self._items
                if one.theme == theme
            }
        )
