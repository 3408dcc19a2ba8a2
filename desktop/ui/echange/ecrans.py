"""The doors of the exchange, opened by the menus; imported only once the carnet is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.fusion import Fiche
from desktop.ui.context import UiContext
from desktop.ui.echange.backup_dialog import BackupDialog
from desktop.ui.echange.cle_dialog import CleDialog
from desktop.ui.echange.conflicts_dialog import ConflictsDialog
from desktop.ui.echange.corbeille_dialog import CorbeilleDialog
from desktop.ui.echange.doublons_dialog import DoublonsDialog
from desktop.ui.echange.effacements_dialog import EffacementsDialog
from desktop.ui.echange.export_dialog import ExportDialog
from desktop.ui.echange.import_dialog import ImportDialog
from desktop.ui.echange.invite_dialog import InviteDialog
from desktop.ui.echange.merge_dialog import MergeDialog
from desktop.ui.echange.personnes_dialog import PersonnesDialog
from desktop.ui.echange.restore_dialog import RestoreDialog
from desktop.ui.echange.retrait_dialog import RetraitDialog
from desktop.ui.echange.separate_dialog import SeparateDialog
from desktop.ui.echange.verify_dialog import VerifyDialog
from desktop.ui.echange.vie_privee_dialogs import ConsultationsDialog, TextesLibresDialog

Dialog = TypeVar("Dialog", bound=QDialog)


def open_export(context: UiContext, parent: QWidget | None) -> ExportDialog:
    """Open « Préparer un fichier d’échange »."""
    dialog = ExportDialog(context, parent)
    dialog.finished.connect(context.bus.exchanged)
    dialog.open()
    return dialog


def open_import(context: UiContext, parent: QWidget | None) -> ImportDialog:
    """Open « Lire un fichier »; its report leads to the conflicts that came in."""
    dialog = ImportDialog(context, parent)
    dialog.conflicts_requested.connect(lambda: open_conflicts(context, parent))
    dialog.finished.connect(context.bus.exchanged)
    dialog.open()
    return dialog


def open_invite(context: UiContext, parent: QWidget | None) -> InviteDialog:
    """Open « Inviter un poste »."""
    return _opened(InviteDialog(context, parent))


def open_cle(context: UiContext, parent: QWidget | None) -> CleDialog:
    """Open « Clé de l’équipe »."""
    return _opened(CleDialog(context, parent))


def open_consultations(context: UiContext, parent: QWidget | None) -> ConsultationsDialog:
    """Open « Journal des consultations »."""
    return _opened(ConsultationsDialog(context, parent))


def open_textes_libres(
    context: UiContext, parent: QWidget | None, show: Callable[[str], object]
) -> TextesLibresDialog:
    """Open « Textes libres »; `show` receives the ménage whose dossier is wanted."""
    dialog = TextesLibresDialog(context, parent)
    dialog.dossier_wanted.connect(show)
    return _opened(dialog)


def open_conflicts(
    context: UiContext, parent: QWidget | None, only: Fiche | None = None
) -> ConflictsDialog:
    """Open « À relire », for everything or for one record."""
    return _opened(ConflictsDialog(context, parent, only))


def open_doublons(context: UiContext, parent: QWidget | None) -> DoublonsDialog:
    """Open « Doublons »."""
    return _opened(DoublonsDialog(context, parent))


def open_merge(context: UiContext, fiche: Fiche, parent: QWidget | None) -> MergeDialog:
    """Open « Fusionner avec… » on a record."""
    return _opened(MergeDialog(context, fiche, parent))


def open_separate(context: UiContext, fiche: Fiche, parent: QWidget | None) -> SeparateDialog:
    """Open « Cette fiche réunit … » on a record."""
    return _opened(SeparateDialog(context, fiche, parent))


def open_corbeille(context: UiContext, parent: QWidget | None) -> CorbeilleDialog:
    """Open « Corbeille »."""
    return _opened(CorbeilleDialog(context, parent))


def open_effacements(context: UiContext, parent: QWidget | None) -> EffacementsDialog:
    """Open « Effacements »."""
    return _opened(EffacementsDialog(context, parent))


def open_personnes(context: UiContext, parent: QWidget | None) -> PersonnesDialog:
    """Open « Personnes »."""
    return _opened(PersonnesDialog(context, parent))


def open_verify(context: UiContext, parent: QWidget | None) -> VerifyDialog:
    """Open « Vérifier la base » and begin at once."""
    dialog = VerifyDialog(context, parent)
    dialog.open()
    dialog.start()
    return dialog


def open_retrait(context: UiContext, parent: QWidget | None) -> RetraitDialog:
    """Open « Retirer la dernière lecture » and look at once."""
    dialog = RetraitDialog(context, parent)
    dialog.open()
    dialog.look()
    return dialog


def open_restore(
    context: UiContext, parent: QWidget | None, restored: Callable[[], None], *, chosen: str = ""
) -> RestoreDialog:
    """Open « Restaurer une sauvegarde »; `restored` shows again what was replaced."""
    dialog = RestoreDialog(context, parent, chosen=chosen)
    dialog.restored.connect(restored)
    dialog.open()
    dialog.start()
    return dialog


def open_backup(
    context: UiContext, parent: QWidget | None, restored: Callable[[], None] = lambda: None
) -> BackupDialog:
    """Make a backup and show the kept ones; one of them may be put back."""
    dialog = BackupDialog(context, parent)
    dialog.restore_requested.connect(
        lambda row: open_restore(context, parent, restored, chosen=row)
    )
    dialog.open()
    dialog.start()
    return dialog


def _opened(dialog: Dialog) -> Dialog:
    dialog.open()
    return dialog
