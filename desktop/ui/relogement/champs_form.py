"""Form cards declared by the names of their fields: labels and codes come from `texts`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final, TypeVar, get_args, get_type_hints

from typing_extensions import override

from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.enquete_plan import bloc as plan_of
from desktop.domain.relogement.enquete_rules import check_ligne, check_part
from desktop.domain.relogement.rules import NOTE_MAX
from desktop.errors import FieldError
from desktop.texts import LABELS
from desktop.texts.relogement import CHAMPS, CODES_MULTIPLES
from desktop.ui.relogement.words import NOTE_REMINDER, today
from desktop.ui.widgets.fields import ChoiceField, LongTextField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.multi_choice import MultiChoiceField
from desktop.ui.widgets.plain import plain_label

DraftT = TypeVar("DraftT")

_LIMIT: Final = 10**12
"""Figures are bounded by the rules, which say what is wrong with them."""

_CAPTION_WIDTH: Final = 124
_LINE: Final = 120
_UNITS: Final = {
    "duree_enquete_min": "min",
    "delai_commission_mois": "mois",
    "delai_offre_mois": "mois",
    "surface": "m²",
    "nb_parts": "parts",
}
_LONG: Final = frozenset(
    {
        "notes",
        "droit_motif",
        "priorite_motif",
        "typologie_motif",
        "niveau_motif",
        "secteurs_motif",
        "precisions",
        "objectif",
        "action",
    }
)
_PAST: Final = frozenset({"date_naissance", "date_entree"})
_YEARLY: Final = frozenset({"rfr_n2", "rfr_n1"})
_PLAIN: Final = frozenset({"montant", "montant_initial", "solde"})


class ChampsForm(EntityForm[DraftT]):
    """A card whose `build` names the fields of an entity, in screen order.

    `add_fields` chooses the field by the type of the draft: a code, several codes, yes or no,
    a date, an amount, a count or a line of text; free texts bear the reminder of V5.
    """

    entity: ClassVar[str]
    bloc: ClassVar[str] = ""
    """Code of the block of the plan of the enquête that it asks, in the order of the paper."""

    def __init__(self, title: str = "") -> None:
        self._letters: set[str] = set()
        super().__init__(title)

    @override
    def build(self) -> None:
        plan = plan_of(self.bloc)
        if plan.aide:
            self.add_widget(plain_label(plan.aide, "discret", wrap=True))
        self.add_fields(*plan.champs)
        if any(isinstance(field, LongTextField) for field in self._fields.values()):
            self.add_reminder()

    @property
    def names(self) -> tuple[str, ...]:
        """The fields on screen."""
        return tuple(self._fields)

    def add_fields(self, *names: str) -> None:
        """Declare fields in screen order."""
        types = get_type_hints(self.draft_type)
        for name in names:
            self.add_one(name, types[name])

    def add_reminder(self) -> None:
        """Remind that some information is never written (V5)."""
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))

    def set_choices(self, name: str, labels: dict[str, str]) -> None:
        """Offer other rows in a choice; the chosen one stays."""
        field = self._fields[name]
        if isinstance(field, ChoiceField):
            chosen = field.value()
            field.set_labels(labels)
            field.set_value(chosen)

    def add_one(self, name: str, kind: Any) -> None:
        """Declare the field of a type of the draft; a reference offers nothing yet."""
        bare = next((one for one in get_args(kind) if one is not type(None)), kind)
        required = bare is kind
        caption = self.caption(name)
        several = CODES_MULTIPLES.get((self.entity, name))
        if name.endswith("_id"):
            self.add_choice(name, caption, {})
        elif several is not None:
            self._add(name, caption, MultiChoiceField(LABELS[several]))
        elif bare in LABELS:
            empty: dict[str, Any] = {"empty": None} if required else {}
            self.add_choice(name, caption, LABELS[bare], **empty)
        elif bare is bool:
            self.add_yes_no(name, caption)
        elif bare is date:
            self.add_date(name, caption, past=name in _PAST)
        elif bare is Decimal:
            unit = _UNITS.get(name) or ("€" if name in _YEARLY | _PLAIN else "€/mois")
            self.add_number(name, caption, minimum=-_LIMIT, maximum=_LIMIT, decimals=2, unit=unit)
        elif bare is int:
            unit = _UNITS.get(name, "")
            self.add_number(name, caption, minimum=-_LIMIT, maximum=_LIMIT, unit=unit)
        elif name in _LONG:
            self.add_long_text(name, caption, max_length=NOTE_MAX, rows=2)
        else:
            self.add_text(name, caption, max_length=_LINE)
        label = self._parts[name][0]
        label.setProperty("wordWrap", True)  # noqa: FBT003 - Qt property
        if not isinstance(self._fields[name], LongTextField):
            label.setMinimumWidth(_CAPTION_WIDTH)
            label.setMaximumWidth(_CAPTION_WIDTH)

    def caption(self, name: str) -> str:
        """Return the label with the first letter that no other field of the card has."""
        words = CHAMPS[self.entity][name]
        for index, letter in enumerate(words):
            plain = letter.lower()
            if plain.isascii() and plain.isalpha() and plain not in self._letters:
                self._letters.add(plain)
                return f"{words[:index]}&{words[index:]}"
        return words


class LigneForm(ChampsForm[DraftT]):
    """The form of a row under a ménage."""

    @override
    def check(self, draft: DraftT) -> Iterable[FieldError]:
        return check_ligne(draft, today())


class PartForm(ChampsForm[MenageDraft]):
    """The form of some fields of a dossier: only these are written."""

    draft_type = MenageDraft
    entity: ClassVar[str] = "menage"

    @override
    def check(self, draft: MenageDraft) -> Iterable[FieldError]:
        return check_part(draft, self.names, today())
