"""What the menus hold, while the carnet is open and while it is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.domain.espaces import Espace
from desktop.ui.menus import SEPARATOR, Entry, Menu

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_THEMES = {"clair": "Thème &clair", "sombre": "Thème &sombre", "contraste": "Contraste &élevé"}


def open_menus(window: MainWindow) -> list[Menu]:
    """Return the menus of the open window; those of the tabs stand before « Outils »."""
    commands = window.commands
    return [
        (
            "&Fichier",
            [
                Entry("É&change", commands.exchange, "Ctrl+E", "echange"),
                Entry("&Préparer la clé USB…", commands.export, "Ctrl+Shift+E", "cle-usb"),
                Entry("&Lire un fichier…", commands.read_file, "Ctrl+O", "import"),
                Entry("Re&tirer la dernière lecture…", commands.take_back_reading, icon="annuler"),
                SEPARATOR,
                Entry("&Inviter un poste…", commands.invite, icon="personne"),
                Entry("&Rejoindre une équipe…", commands.join),
                Entry("&Clé de l’équipe…", commands.team_key, icon="cle"),
                SEPARATOR,
                Entry("&Sauvegarder maintenant", commands.back_up, icon="enregistrer"),
                Entry("Restaurer &une sauvegarde…", commands.restore, icon="historique"),
                Entry("I&mprimer", window.print_page, "Ctrl+P", "imprimer"),
                SEPARATOR,
                Entry("&Verrouiller", window.lock, "Ctrl+L", "verrou"),
                Entry("&Quitter", window.close, "Ctrl+Q"),
            ],
        ),
        (
            "&Édition",
            [
                Entry("&Annuler la dernière action", window.undo, "Ctrl+Z", "annuler"),
                Entry("&Rétablir", window.redo, "Ctrl+Y", "refaire"),
                SEPARATOR,
                Entry("Re&chercher dans l’onglet", window.find_in_tab, "Ctrl+F", "recherche"),
                Entry("Rechercher &partout", window.find_everywhere, "Ctrl+K"),
            ],
        ),
        (
            "Afficha&ge",
            [
                *_tabs(window),
                SEPARATOR,
                *_look(window),
                SEPARATOR,
                Entry("Aller au m&essage", window.go_to_message, "F6", "info"),
                _refresh(window),
            ],
        ),
        (
            "&Outils",
            [
                Entry("&Conflits…", commands.conflicts, "Ctrl+D", "conflit"),
                Entry("&Doublons…", commands.doublons, icon="copier"),
                Entry("&Saisies gardées…", commands.show_drafts, icon="modifier"),
                Entry("Cor&beille…", commands.corbeille, icon="supprimer"),
                Entry("&Effacements…", commands.effacements, icon="document"),
                Entry("&Vérifier la base…", commands.verify, icon="ok"),
                *_privacy(window),
                SEPARATOR,
                Entry("Person&nes…", commands.personnes, icon="personne"),
                Entry("&Ajouter une personne…", commands.add_person, icon="personne"),
                Entry("Changer ma &phrase de passe…", commands.change_phrase, icon="cle"),
                Entry("&Réglages…", commands.settings, "Ctrl+,", "reglages"),
            ],
        ),
        _help(window),
    ]


def locked_menus(window: MainWindow) -> list[Menu]:
    """Return the menus of the locked window: nothing that needs an espace."""
    return [
        ("&Fichier", [Entry("&Quitter", window.close, "Ctrl+Q")]),
        ("Afficha&ge", _look(window) if window.context.carnet.is_initialised else []),
        _help(window),
    ]


def _tabs(window: MainWindow) -> list[Entry]:
    tab_area = window.tab_area
    if tab_area is None:
        return []
    return [
        Entry(
            f"Onglet &{index + 1} : {plan.title}",
            lambda index=index: tab_area.show_tab(index),  # type: ignore[misc]  # bound early
            f"Ctrl+{index + 1}",
        )
        for index, plan in enumerate(tab_area.plans)
    ]


def _privacy(window: MainWindow) -> list[Entry | None]:
    """Return what a responsable looks after in the espace relogement, if it is open."""
    carnet, commands = window.context.carnet, window.commands
    if not carnet.is_open or Espace.RELOGEMENT not in carnet.espaces():
        return []
    return [
        SEPARATOR,
        Entry("&Textes libres…", commands.textes_libres, icon="recherche"),
        Entry("&Journal des consultations…", commands.consultations, icon="historique"),
    ]


def _look(window: MainWindow) -> list[Entry | None]:
    settings = window.context.carnet.reglages
    themes = [
        Entry(
            label,
            lambda name=name: window.set_theme(name),  # type: ignore[misc]  # bound early
            checked=settings.theme == name,
            group="theme",
        )
        for name, label in _THEMES.items()
    ]
    terrain = Entry("&Mode terrain", window.toggle_terrain, "F11", checked=settings.mode_terrain)
    return [*themes, SEPARATOR, terrain]


def _refresh(window: MainWindow) -> Entry:
    return Entry("&Actualiser", window.refresh, "F5", "actualiser")


def _help(window: MainWindow) -> Menu:
    commands = window.commands
    return (
        "Aid&e",
        [
            Entry("&Guide", commands.guide, "F1", "aide"),
            Entry("&Raccourcis clavier", commands.shortcuts),
            Entry("À &propos", commands.about, icon="info"),
        ],
    )
