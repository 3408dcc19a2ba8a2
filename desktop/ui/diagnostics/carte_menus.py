"""The menus of the page « Carte »: background and layers, papers and readers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.carte import Papier
from desktop.domain.codes import Confidentialite
from desktop.ui.diagnostics.carte_fond import CarteFond
from desktop.ui.widgets.map_scene import Couche
from desktop.ui.widgets.map_view import MapView

_LAYERS = {
    Couche.FOND: "Fond de carte",
    Couche.TRAJET: "Trajet",
    Couche.ARRETS: "Arrêts",
    Couche.PHOTOS: "Photos et directions",
    Couche.NUMEROS: "Numéros",
    Couche.LEGENDE: "Légende",
}
_READERS = {
    Confidentialite.PARTENAIRES: "Pour les partenaires",
    Confidentialite.PUBLIC: "Pour le public",
    Confidentialite.INTERNE: "Pour le service, avec les photos",
}


def fill_layers(menu: QMenu, view: MapView, fond: CarteFond, parent: QWidget) -> None:
    """Offer the choice of a background, and each layer to show or hide."""
    menu.clear()
    menu.addAction("Choisir un fond de carte…", lambda: fond.choose(parent))
    without = menu.addAction("Sans fond", fond.remove)
    without.setEnabled(bool(fond.nom()))
    menu.addSeparator()
    for couche, words in _LAYERS.items():
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(couche not in view.scene.hidden)
        action.toggled.connect(lambda shown, couche=couche: view.set_layer(couche, shown=shown))


def fill_papers(menu: QMenu, printed: Callable[[str, Confidentialite], None]) -> None:
    """Offer each paper for each reader."""
    for profil, reader in _READERS.items():
        for paper in Papier:
            action = menu.addAction(f"{reader}, format {paper.value}…")
            action.triggered.connect(
                lambda _checked=False, one=paper.value, who=profil: printed(one, who)
            )
