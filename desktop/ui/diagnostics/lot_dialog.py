"""« Modifier la sélection… »: the same values for several constats, as one action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.codes import Confidentialite, Exposition, Foncier, Gravite, Recurrence
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.formats import plural
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.words import gravite_labels
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import LotConstats
    from desktop.services.diagnostics import Referentiel
    from desktop.services.resultat import Resultat

UNCHANGED = "Ne pas changer"
_SHOWN_REFUSALS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """What several constats are given; None leaves a field as each of them has it."""

    theme: str | None = None
    item: str | None = None
    gravite: Gravite | None = None
    foncier: Foncier | None = None
    gestionnaire_id: str | None = None
    exposition: Exposition | None = None
    recurrence: Recurrence | None = None
    confidentialite: Confidentialite | None = None

    def given(self) -> dict[str, object]:
        """Return the fields that change."""
        return {name: value for name, value in asdict(self).items() if value is not None}


class LotForm(EntityForm[Lot]):
    """Every field says « Ne pas changer » until it is chosen."""

    draft_type = Lot
    submit_label = "Appliquer"

    @override
    def build(self) -> None:
        self._referentiel: Referentiel | None = None
        self.theme: ChoiceField[str] = self.add_choice("theme", "&Thème", {}, empty=UNCHANGED)
        self.item: ChoiceField[str] = self.add_choice(
            "item", "&Point de grille", {}, empty=UNCHANGED
        )
        self.add_choice("gravite", "&Gravité", gravite_labels(), empty=UNCHANGED)
        self.add_choice("foncier", "&Foncier", texts.constat.FONCIER, empty=UNCHANGED)
        self.gestionnaire: ChoiceField[str] = self.add_choice(
            "gestionnaire_id", "Gestionnai&re", {}, empty=UNCHANGED
        )
        self.add_choice("exposition", "&Exposition", texts.constat.EXPOSITION, empty=UNCHANGED)
        self.add_choice("recurrence", "Ré&currence", texts.constat.RECURRENCE, empty=UNCHANGED)
        self.add_choice(
            "confidentialite", "&Diffusion", texts.constat.CONFIDENTIALITE, empty=UNCHANGED
        )
        self.theme.edited.connect(self._offer_items)

    @override
    def check(self, draft: Lot) -> Iterable[FieldError]:
        if draft.given():
            return ()
        return (FieldError("theme", "Choisissez au moins une valeur à donner."),)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace."""
        self._referentiel = referentiel
        self.theme.set_labels({one.code: one.libelle for one in referentiel.themes})
        self.gestionnaire.set_labels({one.id: one.nom for one in referentiel.structures})
        self._offer_items()

    def _offer_items(self) -> None:
        """Offer the items of the chosen thème, or all."""
        if self._referentiel is None:
            return
        theme = self.theme.value()
        self.item.set_labels(
            {
                one.code: f"{one.code} {one.libelle}"
                for one in self._referentiel.items
                if theme in {None, one.theme}
            }
        )


class LotDialog(QDialog):
    """The form, and what was refused line by line; closes when nothing was."""

    def __init__(
        self,
        context: UiContext,
        rows: Sequence[str],
        referentiel: Referentiel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._rows = tuple(rows)
        count = plural(len(self._rows), "constat")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Modifier {count}")
        self.resize(520, 480)
        self.form = LotForm(f"Modifier {count}")
        self.form.set_referentiel(referentiel)
        self.form.set_subtitle("Ce qui n’est pas choisi ici reste comme dans chaque constat.")
        self.form.submitted.connect(self._apply)
        self.refusals = plain_label(role="erreur", wrap=True)
        self.refusals.setAccessibleName("Constats laissés comme ils étaient")
        self.refusals.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.form, 1)
        column.addWidget(self.refusals)
        self.form.field("theme").setFocus()

    def _apply(self, draft: Lot) -> None:
        service, rows, values = self._context.carnet.constats, self._rows, draft.given()
        self.form.set_enabled_submit(enabled=False)

        def done(result: Resultat[LotConstats]) -> None:
            lot = result.valeur
            if lot.faits or not lot.refus:
                self._context.written(self._context.bus, result.changes, done_words(lot))
            if lot.refus:
                self._show_refusals(lot)
            else:
                self.close()

        def failed(error: Exception) -> None:
            self.form.set_enabled_submit(enabled=True)
            if isinstance(error, SaisieRefusee):
                self.form.show_errors(error.errors)
            elif isinstance(error, UserError):
                self._context.bus.tell(str(error), Level.ERREUR)

        self._context.tasks.run(
            lambda _context: service.edit_many(rows, values), owner=self, done=done, failed=failed
        )

    def _show_refusals(self, lot: LotConstats) -> None:
        self.refusals.setText(refusal_words(lot))
        self.refusals.show()
        self._rows = tuple(one.id for one in lot.refus)
        self.form.set_enabled_submit(enabled=True)


def done_words(lot: LotConstats) -> str:
    """Return how many constats were written, and how many had it already."""
    done = plural(len(lot.faits), "constat modifié", "constats modifiés")
    same = plural(len(lot.inchanges), "inchangé")
    return f"{done}, {same}." if lot.inchanges else f"{done}."


def refusal_words(lot: LotConstats) -> str:
    """Return which constats an action on several left, and why; the first of them only."""
    lines = [f"{one.numero} : {one.raison}" for one in lot.refus[:_SHOWN_REFUSALS]]
    more = len(lot.refus) - len(lines)
    if more:
        lines.append(f"et {plural(more, 'autre')}")
    left = "laissé comme il était" if len(lot.refus) == 1 else "laissés comme ils étaient"
    return "\n".join([f"{plural(len(lot.refus), 'constat')} {left} :", *lines])
