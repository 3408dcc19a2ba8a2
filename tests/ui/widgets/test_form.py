"""The form pattern with an example draft: what the agent sees and what leaves the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from desktop.domain.codes import EtatGeneral, EtatVie
from desktop.errors import FieldError
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm

pytestmark = pytest.mark.gui


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleDraft:
    nom: str = ""
    etat_vie: EtatVie = EtatVie.OUVERT
    etat_general: EtatGeneral | None = None
    pose: date | None = None
    bancs: int | None = None
    surface: Decimal | None = None
    pmr: bool | None = None
    notes: str = ""
    lat_e7: int | None = None


VIE = {code: f"Vie {code.value}" for code in EtatVie}
GENERAL = {code: f"État {code.value}" for code in EtatGeneral}


class ExampleForm(EntityForm[ExampleDraft]):
    draft_type = ExampleDraft

    def build(self):
        self.add_text("nom", "&Nom", max_length=20)
        self.add_choice("etat_vie", "État de &vie", VIE, empty=None)
        self.add_choice("etat_general", "État &général", GENERAL)
        self.add_heading("Équipement")
        self.add_date("pose", "&Pose")
        self.add_number("bancs", "&Bancs", maximum=99)
        self.add_number("surface", "&Surface", decimals=2, unit="m²")
        self.add_yes_no("pmr", "Accès P&MR")
        self.add_long_text("notes", "N&otes", max_length=100)

    def check(self, draft):
        if not draft.nom:
            yield FieldError("nom", "Indiquez le nom du site.")


FULL = ExampleDraft(
    nom="City-stade",
    etat_vie=next(iter(EtatVie)),
    etat_general=next(iter(EtatGeneral)),
    pose=date(2026, 11, 24),
    bancs=4,
    surface=Decimal("312.50"),
    pmr=False,
    notes="Deux lignes\ndu carnet.",
    lat_e7=435_000_000,
)


@pytest.fixture
def form(qtbot):
    form = ExampleForm("Micro-site")
    qtbot.addWidget(form)
    form.resize(380, 700)
    form.show()
    return form


def visible_errors(form):
    return {
        label.objectName().removeprefix("erreur_"): label.text()
        for label in form.findChildren(QLabel)
        if label.objectName().startswith("erreur_") and label.isVisible()
    }


def test_loaded_draft_comes_back_equal_with_the_fields_that_are_not_on_screen(form):
    form.load(FULL)

    assert form.draft() == FULL


def test_empty_draft_comes_back_with_nothing_given(form):
    form.load(ExampleDraft())

    assert form.draft() == ExampleDraft()


@settings(max_examples=settings.default.max_examples // 4, deadline=None)
@given(
    pose=st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    bancs=st.none() | st.integers(0, 99),
    surface=st.none() | st.decimals(0, 1_000_000, places=2),
    pmr=st.sampled_from([None, True, False]),
    etat=st.sampled_from([None, *EtatGeneral]),
)
def test_any_draft_survives_loading_and_autosave(qapp, pose, bancs, surface, pmr, etat):
    draft = ExampleDraft(
        nom="x", pose=pose, bancs=bancs, surface=surface, pmr=pmr, etat_general=etat
    )
    form, other = ExampleForm(), ExampleForm()

    form.load(draft)
    other.restore(form.snapshot())

    assert form.draft() == draft
    assert other.draft() == draft


def test_typed_values_are_submitted_once_by_ctrl_enter(form, qtbot):
    form.load(ExampleDraft())
    submitted = []
    form.submitted.connect(submitted.append)

    qtbot.keyClicks(form.field("nom"), "  Jardin ")
    qtbot.keyClicks(form.field("pose"), "24/11/26")
    qtbot.keyClicks(form.field("bancs"), "12")
    qtbot.keyClicks(form.field("surface"), "1 930,5")
    qtbot.keyClicks(form.field("notes"), "Propre")
    qtbot.keyClick(form.field("notes"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert submitted == [
        ExampleDraft(
            nom="Jardin",
            pose=date(2026, 11, 24),
            bancs=12,
            surface=Decimal("1930.50"),
            notes="Propre",
        )
    ]


def test_refused_draft_names_its_fields_focuses_the_first_and_submits_nothing(form, qtbot):
    form.load(ExampleDraft())
    qtbot.keyClicks(form.field("pose"), "31/02/2026")
    qtbot.keyClicks(form.field("bancs"), "1,5")

    with qtbot.assertNotEmitted(form.submitted):
        qtbot.mouseClick(form.submit_button, Qt.MouseButton.LeftButton)

    assert visible_errors(form) == {
        "nom": "Indiquez le nom du site.",
        "pose": "Écrivez la date ainsi : 24/11/2026.",
        "bancs": "Indiquez un nombre entier entre 0 et 99.",
    }
    assert form.focusWidget() is form.field("nom")
    assert form.field("nom").accessibleDescription() == "Indiquez le nom du site."


def test_error_of_the_service_is_cleared_by_the_next_load(form):
    form.show_errors([FieldError("nom", "Ce nom existe déjà.")])
    assert visible_errors(form) == {"nom": "Ce nom existe déjà."}

    form.load(FULL)

    assert visible_errors(form) == {}
    assert form.field("nom").property("fautif") is False


def test_only_edits_by_hand_make_the_form_dirty_and_signal_a_change(form, qtbot):
    with qtbot.assertNotEmitted(form.changed):
        form.load(FULL)
    assert not form.is_dirty()

    with qtbot.waitSignal(form.changed, timeout=1000):
        qtbot.keyClicks(form.field("notes"), "a")
    assert form.is_dirty()

    form.mark_saved(datetime(2026, 11, 12, 15, 43, 8, tzinfo=UTC))
    assert not form.is_dirty()
    assert form.findChild(QLabel, "enregistre_a").text() == "✓ Enregistré à 15:43:08"


def test_unfinished_date_survives_autosave_and_counts_as_not_saved(form, qtbot):
    form.load(ExampleDraft())
    qtbot.keyClicks(form.field("pose"), "12/1")
    kept = form.snapshot()

    form.load(ExampleDraft())
    form.restore(kept)

    assert form.snapshot() == kept
    assert kept["pose"] == "12/1"
    assert form.is_dirty()


def test_code_of_a_newer_version_is_shown_and_kept(form):
    form.load(ExampleDraft(etat_general="FUTUR"))

    assert form.draft().etat_general == "FUTUR"
    assert form.field("etat_general").currentText() == "FUTUR"


def test_text_that_is_too_long_is_kept_counted_and_refused(form, qtbot):
    form.load(ExampleDraft(nom="x", notes="a" * 103))
    counter = form.findChild(QLabel, "compteur_notes")

    form.submit()

    assert counter.isVisible()
    assert counter.text() == "103 / 100 caractères"
    assert visible_errors(form) == {"notes": "Texte trop long de 3\u00a0caractères (maximum 100)."}
    assert form.draft().notes == "a" * 103


def test_tab_leaves_the_long_text(form, qtbot):
    form.field("notes").setFocus()

    qtbot.keyClick(form.field("notes"), Qt.Key.Key_Tab)

    assert form.focusWidget() is form.submit_button
    assert form.draft().notes == ""


def test_wheel_over_a_choice_without_focus_changes_nothing(form):
    form.load(ExampleDraft())
    choice = form.field("etat_vie")
    choice.clearFocus()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    QApplication.sendEvent(choice, turn)

    assert form.draft().etat_vie is EtatVie.OUVERT


def test_every_field_has_an_accessible_name_and_a_letter(form):
    labels = {
        label.buddy().objectName(): label.text()
        for label in form.findChildren(QLabel)
        if label.buddy() is not None
    }

    for name in form.snapshot():
        assert form.field(name).accessibleName()
        assert "&" in labels[name]
    assert form.field("surface").accessibleName() == "Surface (m²)"


def test_field_that_the_draft_has_not_is_a_mistake_of_the_program(qtbot):
    class WrongForm(EntityForm[ExampleDraft]):
        draft_type = ExampleDraft

        def build(self):
            self.add_text("inconnu", "Inconnu")

    with pytest.raises(ValueError, match="inconnu"):
        WrongForm()


def test_a_choice_is_as_wide_as_its_owner_asked(qtbot):
    field = ChoiceField({"a": "Portable B, aucun fichier lu"})
    qtbot.addWidget(field)
    usual = field.sizeHint().width()

    field.setMinimumContentsLength(22)

    assert field.sizeHint().width() > usual
    assert field.minimumSizeHint() == field.sizeHint()
