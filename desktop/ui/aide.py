"""« Aide »: the short guide, the keys, and what the application is made of."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop import __version__
from desktop.paths import resource
from desktop.ui import theme
from desktop.ui.guide_key import GUIDE
from desktop.ui.key_sheet import KEY_SHEET
from desktop.ui.widgets.buttons import key_name, secondary_button
from desktop.ui.widgets.plain import plain_label

_OFFICE_TYPE = 13
"""Size of the type that the widths of these dialogs are told for, in pixels."""
_EVERYWHERE = (
    ("Enregistrer le formulaire", "Ctrl+Return"),
    ("Nouvelle fiche dans l’onglet", "Ctrl+N"),
    ("Ouvrir la ligne choisie", "Return"),
    ("Supprimer la ligne choisie", "Del"),
    ("Revenir sans rien perdre", "Esc"),
)
_LICENCES = (
    ("Carnet de quartier", "EUPL 1.2"),
    ("Qt et PySide6", "LGPL 3"),
    ("SQLCipher et sqlcipher3", "BSD, zlib"),
    ("SQLAlchemy, Alembic, platformdirs, openpyxl", "MIT"),
    ("click, ReportLab et rl_accel", "BSD"),
    ("gpxpy", "Apache 2.0"),
    ("defusedxml", "PSF 2"),
    ("cryptography", "Apache 2.0 ou BSD"),
    ("pyrage (age)", "MIT"),
    ("Pillow", "MIT-CMU"),
    ("pillow-heif", "BSD ; contient libheif (LGPL 3) et x265 (GPL 2)"),
    ("pypdfium2 (PDFium)", "Apache 2.0 ou BSD"),
    ("Polices Noto Sans", "SIL Open Font License 1.1"),
    ("Polices DejaVu", "licence DejaVu (Bitstream Vera)"),
    ("Icônes Material Design Icons", "Apache 2.0"),
    ("Contours QPV : ANCT, 2024", "Licence Ouverte, à confirmer"),
    ("Liste de mots des phrases de passe", "MPL 2.0"),
)


def open_guide(parent: QWidget) -> QDialog:
    """Show the guide that ships with the application."""
    dialog, column = _dialog("Guide", parent, 720, 560)
    dialog.setObjectName(GUIDE)
    text = QTextBrowser()
    text.setAccessibleName("Texte du guide")
    text.setOpenLinks(False)
    text.document().setDocumentMargin(12)
    text.setMarkdown(resource("guide.md").read_text("utf-8"))
    column.insertWidget(0, text, 1)
    dialog.open()
    return dialog


def open_shortcuts(parent: QWidget, shortcuts: Iterable[tuple[str, str]]) -> QDialog:
    """Show the keys of the menus, those of every form, and those of the dépouillement."""
    lines = [(label, key_name(keys)) for label, keys in [*_EVERYWHERE, *shortcuts]]
    lines += [(f"Dépouillement : {label[0].lower()}{label[1:]}", keys) for label, keys in KEY_SHEET]
    dialog, column = _dialog("Raccourcis clavier", parent, 620, 560)
    column.insertWidget(0, _table("Raccourcis clavier", ("Action", "Touches"), lines), 1)
    dialog.open()
    return dialog


def open_about(parent: QWidget) -> QDialog:
    """Show the version and the licences of everything that ships."""
    dialog, column = _dialog("À propos", parent, 760, 540)
    column.insertWidget(0, plain_label(f"Carnet de quartier {__version__}", "titre-page"))
    column.insertWidget(
        1,
        plain_label(
            "Le carnet de terrain des équipes Politique de la Ville. Hors ligne : aucune donnée "
            "ne quitte ce poste autrement que par vos fichiers d’échange.",
            "discret",
            wrap=True,
        ),
    )
    column.insertWidget(2, _table("Licences", ("Élément", "Licence"), _LICENCES), 1)
    dialog.open()
    return dialog


def _dialog(title: str, parent: QWidget, width: int, height: int) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(width * theme.current().size("base") // _OFFICE_TYPE, height)
    close = secondary_button("&Fermer")
    close.setObjectName("fermer")
    close.clicked.connect(dialog.accept)
    buttons = QHBoxLayout()
    buttons.addStretch()
    buttons.addWidget(close)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 16)
    column.addLayout(buttons)
    return dialog, column


def _table(name: str, head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> QTableWidget:
    lines = list(rows)
    table = QTableWidget(len(lines), len(head))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(head))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    table.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    return table
