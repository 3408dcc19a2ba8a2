"""Form card of a rendez-vous."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from typing_extensions import override

from desktop import texts
from desktop.domain.relogement.agenda import (
    DUREE_USUELLE,
    avertissements,
    check_rendez_vous,
    later,
    minutes_between,
    read_moment,
)
from desktop.domain.relogement.codes import LieuRendezVous, ObjetContact
from desktop.domain.relogement.drafts import RendezVousDraft
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.rules import NOTE_MAX
from desktop.errors import FieldError
from desktop.services.relogement import local_now
from desktop.texts.permanence import AVERTISSEMENT
from desktop.ui.relogement.moment_field import MomentField
from desktop.ui.relogement.words import NOTE_REMINDER
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.fields import ChoiceField, NumberField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label

_USUAL = int(DUREE_USUELLE.total_seconds() // 60)
_LONGEST = 480


class DureeField(NumberField):
    """How long a rendez-vous lasts, in minutes; its value is the moment of its end."""

    def __init__(self, debut: MomentField) -> None:
        super().__init__(5, _LONGEST)
        self._debut = debut

    @override
    def value(self) -> Any:
        """Return the end as stored; "" while day, hour or duration is not known."""
        minutes, start = super().value(), read_moment(self._debut.value())
        if minutes is None or start is None:
            return ""
        return later(start, minutes).isoformat(timespec="seconds")

    @override
    def set_value(self, value: Any) -> None:
        """Show a stored end as minutes after the start, which is shown first."""
        start, end = read_moment(self._debut.value()), read_moment(value or "")
        minutes = minutes_between(start, end) if start is not None and end is not None else _USUAL
        super().set_value(minutes)

    @override
    def problem(self) -> str:
        """Say how long it may be."""
        if NumberField.value(self) is None:
            return f"Indiquez une durée de 5 à {_LONGEST} minutes."
        return ""


class RendezVousForm(EntityForm[RendezVousDraft]):
    """Who, when, where, about what; what is unusual is said at the top."""

    draft_type = RendezVousDraft
    submit_label = "Enregistrer le rendez-vous"

    @override
    def build(self) -> None:
        self.warning = plain_label("", "alerte", wrap=True)
        self.warning.setObjectName("avertissement")
        self.add_widget(self.warning)
        self._regles: Regles | None = None
        self.menage = SearchChoice(
            "Nom, porte, référence…",
            "Choisissez un ménage de la liste (touche ↓), ou laissez vide.",
            "Dossier supprimé",
        )
        self._add("menage_id", "&Ménage", self.menage, wide=True)
        self.debut = MomentField()
        self.debut.setPlaceholderText("jj/mm/aaaa hh:mm")
        self._add("debut", "&Jour et heure", self.debut)
        self._add("fin", "Du&rée", DureeField(self.debut), unit="min")
        self.intervenant: ChoiceField[str] = ChoiceField({})
        self._add("intervenant_id", "Te&nu par", self.intervenant)
        self.add_choice("motif", "M&otif", {one: texts.label(one) for one in ObjetContact})
        self.add_choice("lieu", "&Lieu", {one: texts.label(one) for one in LieuRendezVous})
        self.add_text("lieu_precis", "Pré&cision", max_length=200)
        self.add_yes_no("rappel_sms", "Rappel par &SMS")
        self.add_long_text("note", "No&te", max_length=NOTE_MAX, rows=2, hint=NOTE_REMINDER)
        self.changed.connect(self._warn)

    def set_choices(
        self, menages: Mapping[str, str], intervenants: Mapping[str, str], regles: Regles
    ) -> None:
        """Offer the ménages and the persons of the team; judge by these opening rules."""
        self._regles = regles
        self.menage.set_labels(menages)
        self.intervenant.set_labels(intervenants)
        self._warn()

    @override
    def load(self, draft: RendezVousDraft) -> None:
        """Show a draft with what is unusual of it."""
        super().load(draft)
        self._warn()

    @override
    def restore(self, snapshot: Any) -> None:
        """Show a kept content with what is unusual of it."""
        super().restore(snapshot)
        self._warn()

    @override
    def check(self, draft: RendezVousDraft) -> Iterable[FieldError]:
        if self._regles is None:
            return ()
        return check_rendez_vous(draft, (), self._regles, local_now(), moved=False)

    def _warn(self) -> None:
        found = avertissements(self.draft(), self._regles) if self._regles is not None else ()
        self.warning.setText("\n".join(AVERTISSEMENT[one] for one in found))
        self.warning.setVisible(bool(found))
