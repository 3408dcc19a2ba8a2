"""What the menus do beyond the tabs: exchange, backups, settings, help."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop.domain.espaces import Espace
from desktop.formats import plural
from desktop.ui.bus import Action, Level
from desktop.ui.context import UiContext
from desktop.ui.guide_key import GuideKey

if TYPE_CHECKING:
    from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
    from desktop.domain.fusion import Fiche
    from desktop.domain.records import BrouillonRecord
    from desktop.ui.main_window import MainWindow
    from desktop.ui.tab import Tab


class Commands(QObject):
    """Opens dialogs over the window; their modules are imported when they are asked for."""

    def __init__(self, context: UiContext, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        context.bus.screen_wanted.connect(self.open_for)
        GuideKey(self)

    @Slot()
    def exchange(self) -> None:
        """« Échange »."""
        if self._window.tab_area is not None:
            self._window.tab_area.open_exchange()

    @Slot()
    def read_offer(self) -> None:
        """Read the file that waits in the team folder, or show them if there are several."""
        from desktop.ui.echange.team_folder import team_folder

        offered = team_folder(self._context).offered()
        if self._window.tab_area is not None and offered:
            page = self._window.tab_area.open_exchange()
            page.espace_choice.choose(offered[0][0])
            if len(offered) == 1:
                page.read_file(offered[0][1].chemin)

    def watch_team_folder(self) -> None:
        """Begin to watch the team folder, if one was chosen."""
        settings = self._context.carnet.reglages
        if settings.dossier_equipe_terrain or settings.dossier_equipe_relogement:
            from desktop.ui.echange.team_folder import team_folder

            team_folder(self._context).start()

    def before_leaving(self, then: Callable[[], object]) -> None:
        """Let the team folder receive what was done, if the settings ask for it, then go on."""
        if not self._context.carnet.reglages.dossier_equipe_auto:
            then()
            return
        from desktop.ui.echange.team_folder import team_folder

        team_folder(self._context).before_leaving(then)

    @Slot()
    def export(self) -> None:
        """« Préparer un fichier d’échange… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_export(self._context, self._window)

    @Slot()
    def read_file(self) -> None:
        """« Lire un fichier… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_import(self._context, self._window)

    @Slot()
    def invite(self) -> None:
        """« Inviter un poste… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_invite(self._context, self._window)

    @Slot()
    def team_key(self) -> None:
        """« Clé de l’équipe… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_cle(self._context, self._window)

    @Slot()
    def conflicts(self) -> None:
        """« Conflits… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_conflicts(self._context, self._window)

    @Slot()
    def doublons(self) -> None:
        """« Doublons… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_doublons(self._context, self._window)

    def verify_photos(self, fiche: Fiche | None = None) -> None:
        """« Vérifier les photos… » of a record, or of the whole espace."""
        if self._window.tab_area is not None:
            self._window.tab_area.open_verification(fiche)

    @Slot(str, object)
    def open_for(self, screen: str, fiche: Fiche) -> None:
        """Open a screen for one record: `conflits`, `fusionner`, `separer`, `verification`."""
        from desktop.ui.echange import ecrans

        if screen == "verification":
            self.verify_photos(fiche)
        elif screen == "conflits":
            ecrans.open_conflicts(self._context, self._window, fiche)
        elif screen == "fusionner":
            ecrans.open_merge(self._context, fiche, self._window)
        else:
            ecrans.open_separate(self._context, fiche, self._window)

    @Slot()
    def corbeille(self) -> None:
        """« Corbeille… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_corbeille(self._context, self._window)

    @Slot()
    def effacements(self) -> None:
        """« Effacements… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_effacements(self._context, self._window)

    @Slot()
    def consultations(self) -> None:
        """« Journal des consultations… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_consultations(self._context, self._window)

    @Slot()
    def textes_libres(self) -> None:
        """« Textes libres… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_textes_libres(self._context, self._window, self._show_menage)

    def _show_menage(self, row: str) -> None:
        if self._window.tab_area is not None:
            self._window.tab_area.open_record(Espace.RELOGEMENT, "menage", row)

    @Slot()
    def personnes(self) -> None:
        """« Personnes… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_personnes(self._context, self._window)

    @Slot()
    def verify(self) -> None:
        """« Vérifier la base… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_verify(self._context, self._window)

    @Slot()
    def back_up(self) -> None:
        """« Sauvegarder maintenant »."""
        from desktop.ui.echange import ecrans

        ecrans.open_backup(self._context, self._window, self._window.reopen)

    @Slot()
    def restore(self) -> None:
        """« Restaurer une sauvegarde… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_restore(self._context, self._window, self._window.reopen)

    @Slot()
    def take_back_reading(self) -> None:
        """« Retirer la dernière lecture… »."""
        from desktop.ui.echange import ecrans

        ecrans.open_retrait(self._context, self._window)

    @Slot()
    def guide(self) -> None:
        """« Guide »."""
        from desktop.ui import aide

        aide.open_guide(self._window)

    @Slot()
    def about(self) -> None:
        """« À propos »."""
        from desktop.ui import aide

        aide.open_about(self._window)

    def shortcuts(self) -> None:
        """« Raccourcis clavier »."""
        from desktop.ui import aide

        aide.open_shortcuts(self._window, self._window.menus.shortcuts())

    # --- this poste -----------------------------------------------------------------------

    def settings(self) -> None:
        """« Réglages… »."""
        from desktop.ui.reglages.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._context, self._window)
        dialog.chosen.connect(self._window.keep_settings)
        dialog.open()

    def change_phrase(self) -> None:
        """« Changer ma phrase de passe… »."""
        from desktop.ui.reglages.access_dialogs import ChangePhraseDialog

        ChangePhraseDialog(self._context, self._window).open()

    def add_person(self) -> None:
        """« Ajouter une personne… »."""
        from desktop.ui.reglages.access_dialogs import AddPersonDialog

        AddPersonDialog(self._context, self._window).open()

    def join(self) -> None:
        """« Rejoindre une équipe… »: the tabs are built again with the new espace."""
        from desktop.ui.reglages.access_dialogs import JoinDialog

        dialog = JoinDialog(self._context, self._window)
        dialog.joined.connect(self._window.reopen)
        dialog.open()

    # --- drafts and accueil ---------------------------------------------------------------

    def offer_drafts(self) -> None:
        """Offer the drafts kept before a crash or a lock; nothing when there is none."""
        self._list_drafts(tell_if_none=False)

    def offer_imports(self) -> None:
        """Offer the imports of photos that were stopped; nothing when there is none."""
        carnet, tab_area = self._context.carnet, self._window.tab_area
        if tab_area is None or Espace.TERRAIN not in carnet.espaces():
            return

        def done(waiting: list[ImportPhotosBilan]) -> None:
            left = sum(len(one.restantes) for one in waiting)
            found = sum(one.lues for one in waiting)
            what = f"{plural(left, 'fichier')} sur {found} à reprendre" if left else "à reprendre"
            if waiting:
                self._context.bus.tell(
                    f"Un import de photos s’est arrêté avant la fin : {what}.",
                    Level.ALERTE,
                    remedy="Ce qui était importé est gardé, et ne sera pas importé deux fois.",
                    action=Action("Reprendre…", self.show_imports),
                )

        self._context.tasks.run(lambda _: carnet.photos.unfinished(), owner=tab_area, done=done)

    def show_imports(self) -> None:
        """List the imports of photos, to print one or take it up."""
        from desktop.ui.photo_reports import ImportsDialog

        ImportsDialog(self._context, self._window).open()

    def show_drafts(self) -> None:
        """« Saisies gardées… »."""
        self._list_drafts(tell_if_none=True)

    @Slot(object)
    def connect_tab(self, tab: Tab) -> None:
        """Let « Accueil » open records, screens and the first form of an empty espace."""
        from desktop.ui.accueil.tab import AccueilTab

        tab_area = self._window.tab_area
        if isinstance(tab, AccueilTab) and tab_area is not None:
            tab.record_requested.connect(tab_area.open_record)
            tab.screen_requested.connect(self._open_screen)
            tab.first_requested.connect(self._begin)
            tab.guide_requested.connect(self.guide)

    def _list_drafts(self, *, tell_if_none: bool) -> None:
        carnet = self._context.carnet

        def work(_context: object) -> list[BrouillonRecord]:
            return [
                kept for espace in carnet.espaces() for kept in carnet.brouillons(espace).list()
            ]

        def done(kept: list[BrouillonRecord]) -> None:
            if kept:
                from desktop.ui.drafts_dialog import DraftsDialog

                dialog = DraftsDialog(kept, self._window)
                dialog.resumed.connect(self._resume)
                dialog.dropped.connect(self._drop)
                dialog.open()
            elif tell_if_none:
                self._context.bus.tell("Aucune saisie n’attend : tout est enregistré.")

        tab_area = self._window.tab_area
        if tab_area is not None:
            self._context.tasks.run(work, owner=tab_area, done=done)

    @Slot(object)
    def _resume(self, kept: BrouillonRecord) -> None:
        tab_area = self._window.tab_area
        if tab_area is not None and not tab_area.offer(kept):
            self._context.bus.tell(
                "Cette saisie vient d’un écran qui n’existe plus ici.",
                Level.ALERTE,
                remedy="Elle reste gardée dans « Outils, Saisies gardées ».",
            )

    @Slot(object)
    def _drop(self, kept: BrouillonRecord) -> None:
        drafts = self._context.carnet.brouillons(kept.espace)
        self._context.tasks.run(
            lambda _: drafts.drop(kept.form, kept.row), owner=self, done=lambda _: None
        )

    @Slot(str)
    def _open_screen(self, name: str) -> None:
        if name == "conflits":
            self.conflicts()
        elif name == "verification":
            self.verify_photos()
        else:
            self.show_drafts()

    @Slot(str)
    def _begin(self, title: str) -> None:
        """Go to a tab and press its « Ctrl+N »."""
        tab_area = self._window.tab_area
        if tab_area is None:
            return
        for index, plan in enumerate(tab_area.plans):
            if plan.title == title:
                tab_area.show_tab(index)
                for action in self._window.menus.tab_actions(tab_area.current):
                    if action.shortcut().toString() == "Ctrl+N":
                        action.trigger()
