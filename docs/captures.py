"""Draws the pictures of the guide and of the README: python docs/captures.py.

A carnet of fictional data is made in a temporary folder; nothing of this poste is read.
"""
# ruff: noqa: E402, INP001, T201 - a script, which chooses the platform before Qt is imported

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from desktop.bootstrap import Carnet
from desktop.domain.codes import Confidentialite, EtatConstat, VerifPhoto
from desktop.domain.diagnostics.exports import FormatExport
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.diagnostics.masques import Annotation, Couches, Masque
from desktop.domain.diagnostics.records import MarcheRecord
from desktop.domain.drafts import MarcheDraft
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.domain.relogement.codes import EtatDossier
from desktop.services.demo import fill, sample_photos
from desktop.services.ouverture import PremierDemarrage
from desktop.ui import app
from desktop.ui.diagnostics.clock_dialog import ClockDialog
from desktop.ui.diagnostics.etat_dialog import EtatDialog
from desktop.ui.diagnostics.tab import DiagnosticsTab
from desktop.ui.echange.import_dialog import ImportDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.relogement.section_relogement import RelogementSection
from desktop.ui.relogement.tab import RelogementTab
from desktop.ui.verification.tab import VerificationTab
from desktop.ui.widgets.block_table import Role

TARGET = ROOT / "docs" / "captures"
PERSONNE = "C. Martin-Essai"
PHRASE = "cerise lavande tramway fontaine"
NOUVEAU = "2026-11-24_1815_Portable-B_terrain_sans-photos.carnet"
"""A file of the second poste that the first one has not read yet."""


def main() -> int:
    """Draw every picture; return the exit code."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="carnet-captures-") as folder:
        fresh = Carnet(Path(folder) / "neuf", log_to_file=False, machine=Path(folder) / "m0")
        app.make_application(fresh)
        window = MainWindow(fresh)
        show(window)
        save(window, "assistant")
        window.findChild(QPushButton, "creer").click()
        save(window, "assistant-poste")
        end(window)
        carnet = demonstration(Path(folder))
        window = MainWindow(carnet)
        show(window)
        tabs(window)
        occupancy_list(window, Path(folder))
        dialogs(window)
        read_file(window, Path(folder) / NOUVEAU)
        window.toggle_terrain()
        save(window, "mode-terrain")
        window.toggle_terrain()
        app.settle(window)
        window.lock()
        save(window, "deverrouillage")
        end(window)
        carnet.close()
    return 0


def demonstration(folder: Path) -> Carnet:
    """Return an open carnet filled with fictional data, with a conflict and a duplicate."""
    carnet = Carnet(folder / "demo", log_to_file=False, machine=folder / "m1")
    carnet.initialise(
        PremierDemarrage(
            personne=PERSONNE,
            phrase=PHRASE,
            poste="Portable A",
            commune="Ville-Essai",
            espaces=tuple(Espace),
        )
    )
    fill(
        carnet.espace(Espace.TERRAIN),
        carnet.espace(Espace.RELOGEMENT),
        photos=[sample_photos()],
        verifiees=True,
    )
    disagree(carnet, folder)
    return carnet


def disagree(carnet: Carnet, folder: Path) -> None:
    """Let a second poste change the same constat differently, and read its file."""
    from desktop.services.equipe import NouvelArrivant

    here = carnet.echange(Espace.TERRAIN)
    invited = carnet.cles(Espace.TERRAIN).invite(folder)
    other = Carnet(folder / "autre", log_to_file=False, machine=folder / "m2")
    who = NouvelArrivant(personne="D. Durand-Essai", phrase=PHRASE, poste="Portable B")
    other.join(Path(invited.chemin), invited.phrase, who)
    there = other.echange(Espace.TERRAIN)
    there.import_(Path(here.export(folder, photos=False).chemin))
    for one, texte in (
        (carnet, "Deux lames du banc manquent, à signaler au bailleur."),
        (other, "Trois lames du banc manquent, un clou dépasse. À signaler."),
    ):
        constat = one.diagnostics.constats(one.diagnostics.constat_ids(FiltreConstats()))[0]
        draft = replace(constat.draft, texte=texte)
        one.diagnostics.save_constat(draft, constat.id)
    site = other.microsites.sites(other.microsites.site_ids())[0]
    other.microsites.save_site(replace(site.draft, notes="Saisi une seconde fois."))
    target = folder / "retour.carnet"
    there.export(target, photos=False)
    here.import_(target)
    constat = other.diagnostics.constats(other.diagnostics.constat_ids(FiltreConstats()))[1]
    other.diagnostics.save_constat(replace(constat.draft, lieu="Angle du parking"), constat.id)
    there.export(folder / NOUVEAU, photos=False)
    other.close()


def tabs(window: MainWindow) -> None:
    """Draw each tab, the dépouillement and a compte rendu."""
    tab_area = window.tab_area
    if tab_area is None:
        raise RuntimeError("the window is locked")
    for index, plan in enumerate(tab_area.plans):
        tab_area.show_tab(index)
        save(window, plan.name)
    marches = window.context.carnet.diagnostics.marches()
    marche = max(marches, key=lambda one: one.nb_photos)
    tab_area.open_record(Espace.TERRAIN, "marche", marche.id)
    app.settle(window)
    sorting = tab_area.current.depouillement
    sorting.strip.show_filter("toutes")
    sorting.strip.select(sorting.strip.photos()[0].id)
    save(window, "depouillement")
    correct_clock(window)
    draw_map(window)
    for action in window.menus.tab_actions(tab_area.current):
        if action.text().replace("&", "").startswith("Compte rendu"):
            action.trigger()
    save(window, "compte-rendu")
    exports(window, marche)
    verification(window, marche)
    change_of_state(window)
    dossier(window)
    daily_work(window)
    dwellings(window)
    after_the_bail(window)
    propositions(window)
    window.commands.exchange()
    save(window, "echange")
    tab_area.show_tab(0)
    window.find_everywhere()
    tab_area.search.setText("encombrants")
    save(window, "recherche")
    tab_area.search.clear()
    typed_carnet(window)


def dossier(window: MainWindow) -> None:
    """Draw the sections of the dossier of a ménage whose enquête is made."""
    carnet, area = window.context.carnet, window.tab_area
    if area is None:
        raise RuntimeError("the window is locked")
    area.open_record(
        Espace.RELOGEMENT, "menage", carnet.relogement.menage_ids(etat=EtatDossier.PRET)[0]
    )
    app.settle(window)
    tab = area.current
    if not isinstance(tab, RelogementTab):
        raise TypeError("the tab « Relogement » is not shown")
    for key in ("synthese", "enquete", "ressources", "souhaits"):
        tab.fiche.show_section(key)
        app.settle(window)
        save(window, f"dossier-{key}")
    tab.back_to_list()
    app.settle(window)


def daily_work(window: MainWindow) -> None:
    """Draw the permanence on a ménage with a proposition, the agenda and the radar."""
    carnet, area = window.context.carnet, window.tab_area
    if area is None:
        raise RuntimeError("the window is locked")
    area.open_record(Espace.RELOGEMENT, "radar", "")
    app.settle(window)
    tab = area.current
    if not isinstance(tab, RelogementTab):
        raise TypeError("the tab « Relogement » is not shown")
    save(window, "radar")
    tab.show_agenda()
    app.settle(window)
    if not tab.agenda.grid.model_.blocs:
        tab.agenda.turn(1)
        app.settle(window)
    if tab.agenda.grid.model_.blocs:
        tab.agenda.grid.select_id(tab.agenda.grid.model_.blocs[0].record.id)
    save(window, "agenda")
    tab.back_to_list()
    found = carnet.relogement.menage_ids(etat=EtatDossier.PROPOSITION)
    if found:
        tab.permanence.select(found[0])
    save(window, "permanence")


def dwellings(window: MainWindow) -> None:
    """Draw a vacant dwelling before the ménages it fits, and the façade of a building."""
    area = window.tab_area
    if area is None or not isinstance(tab := area.current, RelogementTab):
        raise TypeError("the tab « Relogement » is not shown")
    tab.show_rapprochement()
    app.settle(window)
    page = tab.rapprochement
    page.disponibles.select_id(page.disponibles.model().index(0, 0).data(Role.ID))
    app.settle(window)
    page.menages.select_id(page.menages.model().index(0, 0).data(Role.ID))
    save(window, "rapprochement")
    tab.show_facade()
    app.settle(window)
    QTest.keyClick(tab.facade.view, Qt.Key.Key_Down)
    save(window, "carte-batiment")
    tab.back_to_list()
    app.settle(window)


def after_the_bail(window: MainWindow) -> None:
    """Draw the sections of a ménage that was moved some months ago."""
    carnet, area = window.context.carnet, window.tab_area
    found = carnet.relogement.menage_ids(etat=EtatDossier.SUIVI)
    moved = max(found, key=lambda row: sum(
        one.draft.date_faite is not None for one in carnet.suite.suite(row).suivis
    ))  # fmt: skip
    if area is None:
        raise RuntimeError("the window is locked")
    area.open_record(Espace.RELOGEMENT, "menage", moved)
    app.settle(window)
    tab = area.current
    if not isinstance(tab, RelogementTab):
        raise TypeError("the tab « Relogement » is not shown")
    for key, name in (("relogement", "relogement-avant-apres"), ("suivi", "suivi-relogement")):
        tab.fiche.show_section(key)
        app.settle(window)
        if isinstance(section := tab.fiche.current, RelogementSection):
            section.compared.select_id("rac_constant")
        save(window, name)
    tab.back_to_list()
    app.settle(window)


def occupancy_list(window: MainWindow, folder: Path) -> None:
    """Draw the preview of an état locatif: what is new, what differs, what is refused."""
    tab_area = window.tab_area
    if tab_area is None:
        raise RuntimeError("the window is locked")
    for index, plan in enumerate(tab_area.plans):
        if plan.name == "relogement":
            tab_area.show_tab(index)
    app.settle(window)
    if not isinstance(tab := tab_area.current, RelogementTab):
        raise TypeError("the tab « Relogement » is not shown")
    known = [one for one in window.context.carnet.relogement.logements() if one.draft.etage]
    rows = ["Bâtiment;Cage;Étage;Porte;Loyer;Nom;Né(e) le"]
    rows += [
        f"{one.batiment};{one.draft.cage};{one.draft.etage};{one.draft.porte};401,20;;"
        for one in known[:3]
    ]
    rows += [
        "Calendal;A;RDC;901;395,00;NOUVEAU-ESSAI Anne;04/05/1978",
        "Calendal;A;1er;902;-395;NOUVEAU-ESSAI Paul;04/05/1978",
        "Calendal;A;2e;903;395;NOUVEAU-ESSAI Zoé;29/02/1981",
    ]
    path = folder / "etat-locatif.csv"
    path.write_text("\r\n".join(rows), "cp1252")
    tab.show_import()
    tab.import_liste.open_file(str(path))
    app.settle(window)
    tab.import_liste.next.click()
    app.settle(window)
    preview = tab.import_liste.preview
    changed = [one.id for one in tab.import_liste.lines() if one.ecarts]
    if changed:
        preview.table.select_id(changed[0])
    save(window, "import-etat-locatif")
    tab.back_to_list()
    app.settle(window)


def propositions(window: MainWindow) -> None:
    """Draw the propositions of the ménage that was offered most dwellings."""
    carnet, area = window.context.carnet, window.tab_area
    if area is None:
        raise RuntimeError("the window is locked")
    every = carnet.relogement.menage_ids()
    offers = {row: carnet.propositions.liste(row).propositions for row in every}
    row = max(every, key=lambda one: len(offers[one]))
    area.open_record(Espace.RELOGEMENT, "menage", row)
    app.settle(window)
    area.current.fiche.show_section("propositions")
    app.settle(window)
    area.current.fiche.current.table.select_id(offers[row][-1].id)
    save(window, "propositions")


def exports(window: MainWindow, marche: MarcheRecord) -> None:
    """Draw the export of the constats of a marche, and the fiche of one of them."""
    tab = window.tab_area.current if window.tab_area is not None else None
    if not isinstance(tab, DiagnosticsTab):
        raise TypeError("the tab « Diagnostics » is not shown")
    tab.exports.export()
    app.settle(window)
    if (dialog := tab.exports.dialog) is None:
        raise RuntimeError("the export did not open")
    dialog.profil.set_value(Confidentialite.PUBLIC)
    dialog.kind.set_value(FormatExport.KMZ)
    dialog.kind.edited.emit()
    save(window, "exporter-constats", dialog)
    dialog.reject()
    found = window.context.carnet.diagnostics.constat_ids(FiltreConstats(marche_id=marche.id))
    tab.exports.show_fiches(found[:1])
    app.settle(window)
    for shown in QApplication.topLevelWidgets():
        if isinstance(shown, QDialog) and shown.isVisible():
            save(window, "fiche-constat", shown)
            shown.reject()
            app.settle(window)


def verification(window: MainWindow, marche: MarcheRecord) -> None:
    """Draw the review of photos, with a zone and an arrow; the answers come back afterwards."""
    service = window.context.carnet.verification
    photos = [one.photo for one in service.photos(marche_id=marche.id)]
    answered = [one.id for one in photos if one.verif is VerifPhoto.SANS_PERSONNE]
    service.set_verif(answered[1:], VerifPhoto.A_VERIFIER)
    window.commands.verify_photos(Fiche(Espace.TERRAIN, "photo", photos[-1].id, ""))
    app.settle(window)
    if not isinstance(review := window.findChild(VerificationTab), VerificationTab):
        raise TypeError("the review did not open")
    tags = Masque(x=2_300, y=4_700, l=2_600, h=2_500)
    arrow = Annotation(x=8_800, y=8_900, x2=7_600, y2=7_300)
    review.view.take(Couches((tags,), (arrow,)))
    review.view.edit.select_next()
    review.view.preview_wanted.emit(review.view.couches())
    save(window, "verification")
    review.view.undo()
    app.settle(window)
    service.set_verif(answered, VerifPhoto.SANS_PERSONNE)
    review.back_requested.emit()


def correct_clock(window: MainWindow) -> None:
    """Draw the correction of a camera's clock, from the photo that is shown."""
    tab = window.tab_area.current if window.tab_area is not None else None
    if not isinstance(tab, DiagnosticsTab):
        raise TypeError("the tab « Diagnostics » is not shown")
    for action in tab.photo_actions.actions:
        if action.text().startswith("Corriger l’heure"):
            action.trigger()
    app.settle(window)
    for shown in QApplication.topLevelWidgets():
        if isinstance(shown, ClockDialog) and shown.isVisible():
            QTest.keyClicks(shown.hour, "10:41:30")
            shown.refresh()
            save(window, "heure-appareil", shown)
            shown.reject()
            app.settle(window)


def typed_carnet(window: MainWindow) -> None:
    """Draw the typing of a carnet de terrain: a second marche of a quartier, half typed."""
    carnet, tab_area = window.context.carnet, window.tab_area
    first = max(carnet.diagnostics.marches(), key=lambda one: one.nb_photos)
    draft = MarcheDraft(
        quartier_id=first.draft.quartier_id,
        parcours_id=first.draft.parcours_id,
        date_prevue=date.today(),  # noqa: DTZ011 - the agent's calendar
    )
    marche = carnet.diagnostics.save_marche(draft).valeur.id
    carnet.carnets.prepare(marche)
    if tab_area is None:
        raise RuntimeError("the window is locked")
    tab_area.show_tab(1)
    tab = tab_area.current
    if not isinstance(tab, DiagnosticsTab):
        raise TypeError("the tab « Diagnostics » is not shown")
    tab.open_carnet(marche)
    app.settle(window)
    QTest.keyClick(tab.carnet.table, Qt.Key.Key_PageDown)
    while (ligne := tab.carnet.current()) is not None and ligne.constat is not None:
        QTest.keyClicks(tab.carnet.table, "P")
    QTest.keyClicks(tab.carnet.table, "3210")
    app.settle(window)
    QTest.keyClick(tab.carnet.table, Qt.Key.Key_PageUp)
    QTest.keyClick(tab.carnet.table, Qt.Key.Key_PageDown)
    save(window, "saisie-carnet")
    tab.carnet.back.emit()
    app.settle(window)


def draw_map(window: MainWindow) -> None:
    """Draw the map of the marche that is shown, with a constat chosen on it, and come back."""
    tab = window.tab_area.current if window.tab_area is not None else None
    if not isinstance(tab, DiagnosticsTab):
        raise TypeError("the tab « Diagnostics » is not shown")
    tab.open_carte()
    app.settle(window)
    QTest.keyClick(tab.carte.view, Qt.Key.Key_PageDown)
    save(window, "carte")
    tab.carte.back.emit()
    app.settle(window)


def change_of_state(window: MainWindow) -> None:
    """Draw the dialog that changes the state of an open constat, on its last page."""
    tab_area, service = window.tab_area, window.context.carnet.diagnostics
    if tab_area is None:
        raise RuntimeError("the window is locked")
    (first, *_) = service.constat_ids(FiltreConstats(etat=EtatConstat.OUVERT))
    tab_area.open_record(Espace.TERRAIN, "constat", first)
    app.settle(window)
    for action in window.menus.tab_actions(tab_area.current):
        if action.text().replace("&", "").startswith("Changer l’état"):
            action.trigger()
    app.settle(window)
    for shown in QApplication.topLevelWidgets():
        if isinstance(shown, EtatDialog) and shown.isVisible():
            shown.form.vers.set_value(EtatConstat.LEVE)
            shown.form.settle()
            save(window, "etat-constat", shown)
            shown.reject()
            app.settle(window)


def dialogs(window: MainWindow) -> None:
    """Draw the exchange, the conflicts and the settings over the window."""
    commands = window.commands
    screens: dict[str, Callable[[], None]] = {
        "echange-preparer": commands.export,
        "echange-inviter": commands.invite,
        "conflits": commands.conflicts,
        "doublons": commands.doublons,
        "cle-equipe": commands.team_key,
        "retirer-lecture": commands.take_back_reading,
        "restaurer": commands.restore,
        "personnes": commands.personnes,
        "corbeille": commands.corbeille,
        "imports-photos": commands.show_imports,
        "reglages": commands.settings,
    }
    for name, open_screen in screens.items():
        open_screen()
        app.settle(window)
        for shown in QApplication.topLevelWidgets():
            if isinstance(shown, QDialog) and shown.isVisible():
                save(window, name, shown)
                shown.reject()
                app.settle(window)


def read_file(window: MainWindow, path: Path) -> None:
    """Draw what a file would bring, before it is read."""
    window.commands.read_file()
    app.settle(window)
    for shown in QApplication.topLevelWidgets():
        if isinstance(shown, ImportDialog) and shown.isVisible():
            shown.file.take(str(path))
            save(window, "echange-lire", shown)
            shown.reject()
            app.settle(window)


def show(window: MainWindow) -> None:
    """Put a window on the screen that does not exist."""
    window.resize(*app.SIZE)
    window.show()


def save(window: MainWindow, name: str, part: QWidget | None = None) -> None:
    """Write a picture, packed as tightly as PNG can be."""
    app.settle(window)
    image = (part or window).grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    path = TARGET / f"{name}.png"
    image.save(str(path), "PNG", 0)
    print(f"{path.name} : {path.stat().st_size // 1000} ko")


def end(window: MainWindow) -> None:
    """Close a window and its worker."""
    window.context.tasks.close()
    window.hide()
    window.deleteLater()


if __name__ == "__main__":
    sys.exit(main())
