"""The dossier: its form, its occupants, its journal, its PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import CanalContact, LienOccupant, ObjetContact
from desktop.domain.relogement.drafts import ContactDraft, LogementDraft
from desktop.ui import theme
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.relogement.moment_field import parse_moment
from desktop.ui.relogement.section_journal import JournalSection
from desktop.ui.relogement.section_occupants import OccupantsSection
from desktop.ui.relogement.section_synthese import SyntheseSection
from desktop.ui.relogement.sections import SECTIONS

OFFSCREEN_POPUP = pytest.mark.qt_log_ignore(
    "This plugin does not support grabbing the keyboard", extend=True
)  # the list of choices is a popup, which the platform without screen cannot grab for
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def fiche(tab, menages, settle):
    tab.open_menage(menages["DUPONT-ESSAI"])
    settle()
    return tab.fiche


@pytest.fixture
def form(fiche):
    """The form of the dossier."""
    return fiche.section_of(SyntheseSection).form


@pytest.fixture
def occupants(fiche, settle):
    fiche.show_section("occupants")
    settle()
    return fiche.section_of(OccupantsSection).occupants


@pytest.fixture
def journal(fiche, settle):
    fiche.show_section("journal")
    settle()
    return fiche.section_of(JournalSection)


def type_into(qtbot, form, name, text):
    field = form.field(name)
    field.clear()
    qtbot.keyClicks(field, text)


def save(qtbot, form, settle):
    qtbot.keyClick(form.field(next(iter(form.snapshot()))), Qt.Key.Key_Return, CONTROL)
    settle()


def error(form, name):
    label = form.findChild(QLabel, f"erreur_{name}")
    return label.text() if not label.isHidden() else ""


def select_first(view):
    assert view.select_id(view.model().id_at(0))


def names(view):
    model = view.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


@OFFSCREEN_POPUP
def test_a_new_menage_is_typed_with_its_first_occupant(tab, menages, carnet, qtbot, settle):
    free = carnet.relogement.save_logement(
        LogementDraft(batiment_id=carnet.relogement.batiments()[0].id, cage="D", porte="99")
    ).valeur
    qtbot.keyClick(tab.permanence.search, "n", CONTROL)
    settle()

    qtbot.keyClicks(tab.fiche.section_of(SyntheseSection).form.field("logement_id"), free.libelle)
    type_into(qtbot, tab.fiche.section_of(SyntheseSection).form, "telephone_1", "06 39 98 00 01")
    qtbot.keyClick(
        tab.fiche.section_of(SyntheseSection).form.field("telephone_1"), Qt.Key.Key_Return, CONTROL
    )
    settle()
    type_into(qtbot, tab.fiche.section_of(OccupantsSection).occupants.form, "nom", "NOUVEAU-ESSAI")
    type_into(
        qtbot, tab.fiche.section_of(OccupantsSection).occupants.form, "date_naissance", "010285"
    )
    save(qtbot, tab.fiche.section_of(OccupantsSection).occupants.form, settle)

    [row] = carnet.relogement.menage_ids("nouveau")
    menage = carnet.relogement.menage(row)
    [occupant] = carnet.relogement.occupants(row)
    assert menage.draft.logement_id == free.id
    assert menage.draft.telephone_1 == "06 39 98 00 01"
    assert occupant.draft.lien is LienOccupant.TITULAIRE
    assert occupant.draft.date_naissance == date(1985, 2, 1)
    assert names(tab.fiche.section_of(OccupantsSection).occupants.table) == ["NOUVEAU-ESSAI"]
    assert tab.fiche.section_of(SyntheseSection).forms.is_home()


def test_a_refused_dossier_names_its_fields_and_writes_nothing(tab, carnet, settle):
    before = carnet.relogement.menage_ids()
    tab._new()
    settle()
    tab.fiche.section_of(SyntheseSection).form.field("telephone_1").setText("12")

    tab.fiche.section_of(SyntheseSection).form.submit()
    settle()

    assert (
        error(tab.fiche.section_of(SyntheseSection).form, "logement_id")
        == "Choisissez le logement d’origine du ménage."
    )
    assert (
        error(tab.fiche.section_of(SyntheseSection).form, "telephone_1")
        == "Ce numéro n’a pas le bon nombre de chiffres."
    )
    assert carnet.relogement.menage_ids() == before


def test_a_logement_is_found_by_a_few_words_in_any_order(form):
    assert form.logement.matches("12 mej") == ["Méjanes · B · 3e · 12"]
    assert form.logement.matches("rdc") == ["Méjanes · C · RDC · 02"]


@OFFSCREEN_POPUP
def test_a_text_that_is_no_logement_is_refused_beside_the_field(form, qtbot, settle):
    type_into(qtbot, form, "logement_id", "Mejanes 1200")

    form.submit()
    settle()

    assert error(form, "logement_id") == "Choisissez un logement de la liste (touche ↓)."


def test_an_occupant_is_deleted_with_suppr_and_comes_back_with_undo(
    tab, occupants, menages, carnet, context, messages, qtbot, settle
):
    select_first(occupants.table)
    qtbot.keyClick(occupants.table, Qt.Key.Key_Delete)
    settle()
    after_delete = (names(occupants.table), messages[-1].text, messages[-1].action.label)

    messages[-1].action.trigger()
    settle()

    assert after_delete == ([], "Occupant supprimé.", "Annuler")
    assert names(occupants.table) == ["DUPONT-ESSAI Anne"]
    assert len(carnet.relogement.occupants(menages["DUPONT-ESSAI"])) == 1


def test_a_contact_is_added_corrected_and_deleted(journal, menages, carnet, qtbot, settle):
    journal.new()
    type_into(qtbot, journal.form, "horodatage", "5/11/2026 15 h 42")
    journal.form.field("canal").set_value(CanalContact.TELEPHONE)
    save(qtbot, journal.form, settle)
    [added] = carnet.relogement.contacts(menages["DUPONT-ESSAI"])
    select_first(journal.table)
    qtbot.keyClick(journal.table, Qt.Key.Key_Return)
    journal.form.field("objet").set_value(ObjetContact.NUR)
    qtbot.keyClicks(journal.form.field("note"), "dossier <i>complet</i>")
    save(qtbot, journal.form, settle)
    [corrected] = carnet.relogement.contacts(menages["DUPONT-ESSAI"])
    select_first(journal.table)
    qtbot.keyClick(journal.table, Qt.Key.Key_Delete)
    settle()

    assert added.draft.horodatage == "2026-11-05T15:42:00+01:00"
    assert added.draft.canal is CanalContact.TELEPHONE
    assert corrected.id == added.id
    assert corrected.draft.horodatage == added.draft.horodatage
    assert (corrected.draft.objet, corrected.draft.note) == (
        ObjetContact.NUR,
        "dossier <i>complet</i>",
    )
    assert carnet.relogement.contacts(menages["DUPONT-ESSAI"]) == []


def test_the_journal_says_who_wrote_the_newest_first(fiche, journal, menages, carnet, settle):
    for day in ("03", "05", "04"):
        moment = f"2026-11-{day}T10:00:00+01:00"
        carnet.relogement.note_contact(
            ContactDraft(menage_id=menages["DUPONT-ESSAI"], horodatage=moment)
        )
    fiche.load()
    settle()

    model = journal.table.model()
    authors = {model.data(model.index(row, 4)) for row in range(3)}
    days = [text.replace("\u00a0", " ").partition(",")[0] for text in names(journal.table)]
    assert days == ["jeu. 5 nov.", "mer. 4 nov.", "mar. 3 nov."]
    assert authors == {"C. Martin-Essai"}


def test_escape_goes_from_the_form_to_the_table_then_to_the_list(
    tab, fiche, occupants, qtbot, settle
):
    occupants.new()
    qtbot.keyClicks(occupants.form.field("nom"), "ENFANT-ESSAI")

    qtbot.keyClick(occupants.form.field("nom"), Qt.Key.Key_Escape)
    first = (tab.pages.currentWidget(), fiche.window().focusWidget())
    qtbot.keyClick(occupants.table, Qt.Key.Key_Escape)
    settle()
    second = tab.pages.currentWidget()
    tab.open_menage(fiche.menage.id)
    settle()
    fiche.show_section("occupants")
    occupants.new()

    assert first == (fiche, occupants.table)
    assert second is tab.permanence
    assert occupants.form.field("nom").text() == "ENFANT-ESSAI"


def test_a_draft_of_an_occupant_is_offered_in_its_dossier(
    tab, occupants, menages, carnet, make_tab, qtbot, settle
):
    occupants.new()
    qtbot.keyClicks(occupants.form.field("nom"), "BEBE-ESSAI")
    tab.flush_drafts()
    settle()
    [kept] = carnet.brouillons(Espace.RELOGEMENT).list()

    after = make_tab()
    assert after.offer(kept)
    settle()
    after.fiche.section_of(OccupantsSection).occupants.form.submit()
    settle()

    found = [one.draft.nom for one in carnet.relogement.occupants(menages["DUPONT-ESSAI"])]
    assert sorted(found) == ["BEBE-ESSAI", "DUPONT-ESSAI"]


def test_the_pdf_opens_inside_the_application_without_a_name_in_its_title(
    tab, fiche, qtbot, settle
):
    qtbot.keyClick(fiche.list, "p", CONTROL)
    settle()

    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PdfDialog)
    assert dialog.windowTitle() == "Fiche ménage"
    assert dialog.view.page_count() == 2  # recto-verso
    dialog.close()


def test_the_pdf_is_saved_where_the_agent_chooses(tab, menages, messages, tmp_path, settle):
    tab.print_menage(menages["DUPONT-ESSAI"])
    settle()
    dialog = QApplication.activeModalWidget()

    dialog.view.save_requested.emit(tmp_path / "fiche.pdf")
    settle()
    dialog.close()

    assert (tmp_path / "fiche.pdf").read_bytes().startswith(b"%PDF")
    assert messages[-1].text == "Le document est enregistré."


def test_history_opens_over_the_dossier(tab, fiche, qtbot, settle):
    qtbot.keyClick(fiche.list, "h", CONTROL)
    settle()

    lines = tab.history.lines()
    tab.history.close()
    assert any("créée" in line for line in lines), lines


def test_a_deleted_dossier_leaves_the_list_and_comes_back_with_undo(
    tab, fiche, menages, carnet, context, monkeypatch, settle
):
    monkeypatch.setattr("desktop.ui.relogement.tab.confirm", lambda *_words: True)
    fiche.delete_wanted.emit(fiche.menage.id)
    settle()
    left = carnet.relogement.menage_ids()

    context.undo(tab, Espace.RELOGEMENT)
    settle()

    assert menages["DUPONT-ESSAI"] not in left
    assert tab.pages.currentWidget() is tab.permanence
    assert menages["DUPONT-ESSAI"] in tab.permanence.table.model().ids()


def test_the_models_of_the_dossier_are_sound(fiche, occupants, journal, menages, carnet, settle):
    carnet.relogement.note_contact(ContactDraft(menage_id=menages["DUPONT-ESSAI"]))
    for view in (occupants.table, journal.table):
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)

    fiche.load()
    fiche.show_section("occupants")
    settle()

    assert (occupants.table.model().rowCount(), journal.table.model().rowCount()) == (1, 1)


def test_every_section_is_reached_by_its_key_and_by_the_arrows(fiche, qtbot, settle):
    reached = []
    for rank in range(1, min(9, len(SECTIONS)) + 1):
        qtbot.keyClick(fiche.list, str(rank), Qt.KeyboardModifier.AltModifier)
        settle()
        reached.append(fiche.current.key)
    fiche.focus()
    qtbot.keyClick(fiche.list, Qt.Key.Key_Home)
    home = fiche.current.key
    qtbot.keyClick(fiche.list, Qt.Key.Key_Down)
    down = fiche.current.key
    qtbot.keyClick(fiche.list, Qt.Key.Key_PageUp, CONTROL)
    settle()

    assert reached == [kind.key for kind in SECTIONS[:9]]
    assert (home, down) == (SECTIONS[0].key, SECTIONS[1].key)
    assert fiche.current.key == SECTIONS[0].key


def test_a_section_is_built_when_it_is_first_shown_and_read_again_only_if_shown(
    tab, menages, monkeypatch, settle
):
    asked = []
    monkeypatch.setattr(JournalSection, "load", lambda one: asked.append(one.row))
    tab.open_menage(menages["DUPONT-ESSAI"])
    settle()
    before = {one.key for one in tab.fiche._shelf.placed}
    tab.fiche.show_section("journal")
    settle()
    tab.fiche.show_section("occupants")
    tab.fiche.load()
    settle()
    tab.fiche.show_section("journal")
    settle()

    assert before == {"synthese"}
    assert asked == [menages["DUPONT-ESSAI"]] * 2


@pytest.fixture
def terrain(qapp):
    theme.apply(qapp, "contraste", terrain=True)
    yield
    theme.apply(qapp)


def test_the_whole_title_of_a_section_is_read_in_mode_terrain(fiche, terrain, settle):
    settle()
    sections = fiche.list
    assert sections.verticalScrollBar().maximum() > 0

    assert sections.viewport().width() >= sections.sizeHintForColumn(0)


def test_sections_built_ahead_come_step_by_step_and_a_quicker_agent_finds_each_once(
    tab, menages, settle
):
    steps = tab.fiche.build_sections()
    made = next(steps)  # its widgets alone
    assert made.key not in {one.key for one in tab.fiche._shelf.placed}
    tab.open_menage(menages["DUPONT-ESSAI"])
    tab.fiche.show_section(made.key)
    settle()
    rest = list(steps)

    assert tab.fiche.current is made
    assert made.row == menages["DUPONT-ESSAI"]
    assert tab.fiche._shelf.hearts.count() == len(SECTIONS)
    assert len(rest) > 2 * len(SECTIONS)  # no step does all of a section
    assert {one.row for one in tab.fiche._shelf.placed} == {menages["DUPONT-ESSAI"]}
    assert {one.key for one in tab.fiche._shelf.placed} == {one.key for one in SECTIONS}


def colleague(carnet, context, row, **changes):
    """Write what the file of a colleague brings, and announce it as its reading does."""
    draft = replace(carnet.relogement.menage(row).draft, **changes)
    written = carnet.enquete.save_part(draft, row, tuple(changes))
    context.bus.changed.emit(written.changes)


def test_a_save_takes_back_nothing_of_what_a_colleague_wrote_meanwhile(
    fiche, form, carnet, context, menages, messages, qtbot, settle
):
    row = menages["DUPONT-ESSAI"]
    form.field("telephone_1").setFocus()
    type_into(qtbot, form, "telephone_1", "06 39 98 77 88")
    form.field("telephone_1").setCursorPosition(2)
    colleague(carnet, context, row, courriel="anne@essai.example", interprete=True)
    settle()

    assert form.draft().courriel == "anne@essai.example"
    assert form.field("telephone_1").text() == "06 39 98 77 88"
    assert form.field("telephone_1").cursorPosition() == 2
    assert messages == []
    save(qtbot, form, settle)
    kept = carnet.relogement.menage(row).draft
    assert (kept.telephone_1, kept.courriel, kept.interprete) == (
        "06 39 98 77 88", "anne@essai.example", True,
    )  # fmt: skip


def test_a_field_that_both_changed_is_told_and_what_was_typed_stays(
    fiche, form, carnet, context, menages, messages, qtbot, settle
):
    row = menages["DUPONT-ESSAI"]
    form.field("telephone_1").setFocus()
    type_into(qtbot, form, "telephone_1", "06 39 98 77 88")
    colleague(carnet, context, row, telephone_1="06 39 98 00 00")
    settle()

    assert form.field("telephone_1").text() == "06 39 98 77 88"
    assert "06 39 98 00 00" in error(form, "telephone_1")
    assert "pendant votre saisie" in messages[-1].text
    save(qtbot, form, settle)
    assert carnet.relogement.menage(row).draft.telephone_1 == "06 39 98 77 88"
    assert error(form, "telephone_1") == ""


def test_what_was_laid_aside_comes_back_over_what_the_dossier_has_become(
    tab, fiche, form, carnet, context, menages, qtbot, settle
):
    row = menages["DUPONT-ESSAI"]
    form.field("telephone_1").setFocus()
    type_into(qtbot, form, "telephone_1", "06 39 98 77 88")
    tab.open_menage(menages["DUPUIS-ESSAI"])
    settle()
    colleague(carnet, context, row, courriel="anne@essai.example")
    tab.open_menage(row)
    settle()

    assert form.field("telephone_1").text() == "06 39 98 77 88"
    form.field("telephone_1").setFocus()
    save(qtbot, form, settle)
    kept = carnet.relogement.menage(row).draft
    assert (kept.telephone_1, kept.courriel) == ("06 39 98 77 88", "anne@essai.example")


def test_another_dossier_shows_nothing_of_the_former_one(
    tab, fiche, journal, menages, carnet, settle
):
    carnet.relogement.note_contact(ContactDraft(menage_id=menages["DUPONT-ESSAI"], note="vu"))
    fiche.load()
    settle()
    seen = journal.table.model().rowCount()

    tab.open_menage(menages["DUPUIS-ESSAI"])
    at_once = journal.table.model().rowCount()
    settle()
    fiche.show_section("journal")
    settle()

    assert (seen, at_once, journal.table.model().rowCount()) == (1, 0, 0)
    assert journal.desk.parent_row == menages["DUPUIS-ESSAI"]


@pytest.mark.parametrize("text", ["5/11/2026 15:42", "05 11 26 15h42", "5 nov. 2026 à 15 h 42"])
def test_a_moment_is_read_as_people_type_it(text):
    moment = parse_moment(text)

    assert moment is not None
    assert moment.isoformat() == "2026-11-05T15:42:00+01:00"


@pytest.mark.parametrize("text", ["", "5/11/2026", "15:42", "5/11/2026 25:00", "31/02/2026 10:00"])
def test_what_is_no_moment_is_refused(text):
    assert parse_moment(text) is None
