"""Draws two sample screens with the real widgets: python tests/ui/widgets/galerie.py FOLDER.

Not a test: the pictures are compared by eye with `maquettes/`. All names are fictional.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import theme
from desktop.ui.bus import Action, Level, Message
from desktop.ui.widgets.block_table import BlockTableModel, Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.cards import (
    Card,
    EmptyState,
    KeyHints,
    PageHeader,
    page,
    three_zones,
)
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField
from desktop.ui.widgets.thumb_list import Thumb, ThumbList, ThumbModel


@dataclass(frozen=True)
class Ligne:
    id: str
    nom: str
    porte: str
    etat: str
    ton: str
    contact: str
    echeance: str


LIGNES = (
    Ligne(
        "1",
        "DUPONT-ESSAI Anne",
        "Méjanes · B · 3e · 12",
        "Proposition en cours",
        "information",
        "jeu. 5 nov.",
        "Réponse avant le 24 nov.",
    ),
    Ligne(
        "2",
        "DUPRÉ-ESSAI Karim",
        "Calendal · A · 1er · 04",
        "Prêt à proposer",
        "succes",
        "lun. 2 nov.",
        "NUR expire le 12 janv.",
    ),
    Ligne(
        "3",
        "DUPUIS-ESSAI Marie",
        "Méjanes · C · RDC · 02",
        "Suivi post-relogement",
        "neutre",
        "12 oct.",
        "Visite M+3 le 1er déc.",
    ),
    Ligne(
        "4",
        "DUPONT-ESSAI Jean",
        "Calendal · C · 5e · 31",
        "À contacter",
        "alerte",
        "—",
        "3e tentative",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraft:
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EssaiDraft:
    theme: str | None = "PRO"
    constat: str | None = "PRO-06"
    gravite: int | None = 2
    gestionnaire: str | None = "COL"
    texte: str = "Deux matelas et un meuble contre la clôture, côté chemin de l’école."


class VisiteForm(EntityForm[NoteDraft]):
    draft_type = NoteDraft
    submit_label = "Enregistrer la visite"

    def build(self):
        for name, value in (
            ("Offres comptées", "1 sur 3 (notifiée le 27 oct.)"),
            ("Répondre avant", "24 novembre 2026"),
            ("Dernier contact", "jeu. 5 nov. — pièces déposées"),
            ("Reste à charge", "312,00 € → 400,00 €"),
        ):
            fact = Card.add_fact(self, name, value)
            row = self.body.itemAt(self.body.count() - 1)
            self.body.removeItem(row)
            holder = QWidget()
            holder.setLayout(row)
            row.setContentsMargins(0, 0, 0, 4)
            self.add_widget(holder)
            assert fact.text() == value
        self.add_heading("Noter la visite")
        buttons = QWidget()
        grid = QGridLayout(buttons)
        grid.setContentsMargins(0, 0, 0, 0)
        objets = ("Proposition", "Pièces", "Enquête", "Bail / APL", "Déménagement", "Autre")
        for index, objet in enumerate(objets):
            grid.addWidget(secondary_button(f"{index + 1}  {objet}"), index // 2, index % 2)
        self.add_widget(buttons)
        self.add_long_text("note", "&Note (facultative)", rows=2)


class ConstatForm(EntityForm[EssaiDraft]):
    draft_type = EssaiDraft
    submit_label = "Nouveau constat"

    def build(self):
        self.add_choice("theme", "&Thème", {"PRO": "Propreté et déchets"})
        self.add_choice("constat", "&Constat", {"PRO-06": "PRO-06 Encombrants hors jour"})
        self.add_choice("gravite", "&Gravité", {2: "2 — Modéré"})
        self.add_choice("gestionnaire", "Gestionnai&re", {"COL": "Métropole – Collecte"})
        self.add_long_text("texte", "Te&xte", rows=3)


def sample_jpeg(seed: int, size: QSize) -> bytes:
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(size.width() / 400, size.height() / 300)
    sky = QLinearGradient(0, 0, 0, 180)
    sky.setColorAt(0, QColor.fromHsv((205 + seed * 3) % 360, 150, 230))
    sky.setColorAt(1, QColor("#DCEBF7"))
    painter.fillRect(0, 0, 400, 300, sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromHsv((35 + seed * 40) % 360, 90, 200))
    painter.drawPolygon(
        QPolygonF([QPointF(0, 40), QPointF(170, 140), QPointF(170, 190), QPointF(0, 260)])
    )
    painter.setBrush(QColor("#C9CED4"))
    painter.drawPolygon(
        QPolygonF([QPointF(400, 50), QPointF(230, 140), QPointF(230, 190), QPointF(400, 260)])
    )
    painter.setBrush(QColor("#B9AE9F"))
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(0, 300),
                QPointF(0, 260),
                QPointF(170, 180),
                QPointF(230, 180),
                QPointF(400, 260),
                QPointF(400, 300),
            ]
        )
    )
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(buffer.data())


def permanence() -> QWidget:
    model = BlockTableModel(
        (
            Column(key="nom", title="Ménage", text=lambda r: r.nom, sort_key="nom"),
            Column(key="porte", title="Porte", text=lambda r: r.porte, sort_key="porte"),
            Column(key="etat", title="État", text=lambda r: r.etat, pill=lambda r: r.ton),
            Column(key="contact", title="Dernier contact", text=lambda r: r.contact),
            Column(key="echeance", title="Prochaine échéance", text=lambda r: r.echeance),
        ),
        lambda ids: [ligne for ligne in LIGNES if ligne.id in ids],
    )
    model.set_ids([ligne.id for ligne in LIGNES])
    table = BlockTableView(model, "Ménages")
    table.select_id("1")
    table.show_sort("nom")
    search = SearchField("Nom, adresse, référence ou téléphone", big=True)
    search.setText("dup")
    form = VisiteForm("DUPONT-ESSAI Anne")
    form.set_subtitle("Méjanes · cage B · 3e étage · porte 12 · 4 pers.")
    form.set_pills([("Proposition en cours", "EN_COURS"), ("NUR valide", "LEVE")])
    header = PageHeader(
        "Permanence du jeudi — sans rendez-vous jusqu’à 12 h",
        plain_label("7 visites ce matin", "discret"),
        secondary_button("Visiteur non identifié"),
    )
    return page(header, search, three_zones(None, table, form))


def depouillement() -> QWidget:
    bar = QProgressBar()
    bar.setRange(0, 60)
    bar.setValue(43)
    bar.setTextVisible(False)
    bar.setFixedWidth(160)
    header = PageHeader(
        "Dépouillement — BEI-2026-2, Beisson, 12 novembre 2026",
        plain_label("43 photos classées sur 60", "discret"),
        bar,
        primary_button("Compte rendu…"),
    )
    thumbs = ThumbModel(
        lambda name: sample_jpeg(int(name), QSize(320, 240)) if name != "4" else None
    )
    thumbs.set_thumbs(Thumb(str(n), f"{n:02} · 15:4{n % 10}", ticked=n < 2) for n in range(9))
    strip = ThumbList(thumbs)
    strip.select_id("1")
    view = PhotoView()
    view.show_photo(sample_jpeg(1, QSize(2000, 1500)), "Photo 2")
    heart = Card()
    heart.body.addWidget(view, 1)
    heart.body.addWidget(
        KeyHints(
            (
                ("←/→", "photo"),
                ("T", "thème"),
                ("1–4", "gravité"),
                ("Entrée", "constat"),
                ("J", "joindre"),
                ("F", "flouter"),
                ("Z", "annuler"),
            )
        )
    )
    form = ConstatForm("Constat BEI-2026-2-B017")
    form.set_subtitle("Arrêt 4 — city-stade · 15:42 · à 12 m")
    form.set_pills([("Ouvert", "OUVERT"), ("P2", "alerte")])
    form.mark_saved(datetime(2026, 11, 12, 15, 43, 8, tzinfo=UTC))
    return page(header, three_zones(strip, heart, form))


def states() -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    for level in Level:
        message = MessageBar()
        layout.addWidget(message)
        message.show_message(
            Message(
                text=f"Message de niveau {level.value}, avec <b>balise</b> littérale.",
                remedy="Voici quoi faire.",
                level=level,
                details="Le détail." if level is Level.ERREUR else "",
                action=Action("Annuler", lambda: None) if level is Level.SUCCES else None,
            )
        )
    chips = FilterChips({"ouverts": "Ouverts", "retard": "En retard (3)", "moi": "Les miens"})
    chips.set_active({"ouverts"})
    layout.addWidget(chips)
    form = ConstatForm("Fiche avec erreur")
    form.show_errors([_error()])
    card = Card()
    card.body.addWidget(
        EmptyState("Aucune marche n’est encore prévue.", "Préparer une marche", lambda: None)
    )
    layout.addWidget(three_zones(None, card, form), 1)
    return column


def _error():
    from desktop.errors import FieldError

    return FieldError("gravite", "Indiquez la gravité du constat.")


def window() -> QMainWindow:
    main = QMainWindow()
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.setIconSize(QSize(18, 18))
    for name, title, body in (
        ("accueil", "Accueil", states()),
        ("diagnostics", "Diagnostics", depouillement()),
        ("relogement", "Relogement", permanence()),
        ("microsites", "Micro-sites", QWidget()),
    ):
        tabs.addTab(body, theme.icon(name, "primary"), title)
    corner = QWidget()
    corner_layout = QVBoxLayout(corner)
    corner_layout.setContentsMargins(0, 4, 16, 4)
    everywhere = SearchField("Rechercher partout   Ctrl+K")
    everywhere.setFixedWidth(260)
    corner_layout.addWidget(everywhere)
    tabs.setCornerWidget(corner)
    main.setCentralWidget(tabs)
    status = main.statusBar()
    status.addWidget(QLabel("Espace Terrain ouvert · Poste B · tout est enregistré"))
    status.addPermanentWidget(
        QLabel("2 conflits à relire   ·   Dernier échange : hier 18:02 avec Poste A")
    )
    main.resize(1366, 768)
    return main


def main(folder: Path) -> None:
    app = QApplication([])
    for name, terrain in (("clair", False), ("sombre", False), ("contraste", True)):
        theme.apply(app, name, terrain=terrain)
        main_window = window()
        main_window.show()
        tabs = main_window.centralWidget()
        for index, page_name in enumerate(("etats", "depouillement", "permanence")):
            tabs.setCurrentIndex(index)
            tabs.currentWidget().setFocus()
            app.processEvents()
            main_window.grab().save(str(folder / f"galerie-{page_name}-{name}.png"))
        main_window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
