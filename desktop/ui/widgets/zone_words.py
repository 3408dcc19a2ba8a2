"""What is said of the layers of a photo, to eyes and to screen readers."""

from __future__ import annotations

from desktop.domain.codes import FormeMasque, GenreAnnotation, StyleMasque
from desktop.domain.diagnostics.masques import Couches, Masque
from desktop.formats import plural
from desktop.ui.widgets.zone_edit import Item, ZoneEdit

_GENRES = {
    GenreAnnotation.FLECHE: "flèche",
    GenreAnnotation.ELLIPSE: "cercle",
    GenreAnnotation.TEXTE: "texte",
}


def counts(couches: Couches) -> str:
    """Return « 2 zones masquées, 1 annotation », or « Aucune zone »."""
    zones, drawn = len(couches.masques), len(couches.annotations)
    parts = [
        plural(zones, "zone masquée", "zones masquées") if zones else "",
        plural(drawn, "annotation") if drawn else "",
    ]
    return ", ".join(filter(None, parts)) or "Aucune zone"


def layers_sentence(edit: ZoneEdit) -> str:
    """Return the counts and what is selected."""
    said, item = counts(edit.couches), edit.item()
    if item is None or edit.selected is None:
        return f"{said}."
    return f"{said}. {edit.selected + 1} sur {len(edit.items())} : {item_words(item)}."


def item_words(item: Item) -> str:
    """Return « rectangle, mosaïque, au milieu » of a zone, « flèche » of an annotation."""
    if not isinstance(item, Masque):
        return _GENRES[item.genre] if item.genre is not None else "annotation inconnue"
    if item.forme is None:
        return "zone d’une version plus récente"
    forme = "ellipse" if item.forme is FormeMasque.ELLIPSE else "rectangle"
    style = "aplat" if item.style is StyleMasque.PLEIN else "mosaïque"
    return f"{forme}, {style}, {_place(item)}"


def _place(masque: Masque) -> str:
    x, y = masque.x + masque.l / 2, masque.y + masque.h / 2
    across = "à gauche" if x < 3_333 else "à droite" if x > 6_667 else ""  # noqa: PLR2004 - thirds
    along = "en haut" if y < 3_333 else "en bas" if y > 6_667 else ""  # noqa: PLR2004 - thirds
    return " ".join(filter(None, (along, across))) or "au milieu"
