"""What a file would weigh: against a mail, and against the room left where it goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.envoi import Estimation
from desktop.formats import file_size, plural
from desktop.ui.echange.words import sentence
from desktop.ui.widgets.plain import plain_label, set_property


class WeightNote(QWidget):
    """Two lines under the choice of content; the second one turns into an error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weight = plain_label(wrap=True)
        self._weight.setObjectName("poids")
        self._room = plain_label(role="discret", wrap=True)
        self._room.setObjectName("place")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._weight)
        column.addWidget(self._room)

    def show_weight(self, found: Estimation, folder: Path | None, room: int | None) -> None:
        """Show an estimate; `room` None: the folder is not there."""
        self._weight.setText(_weight(found))
        if folder is None:
            self._room.setText("")
        elif room is None:
            self._room.setText("Ce dossier est introuvable pour l’instant.")
        elif room < found.taille:
            self._room.setText(
                sentence("Pas assez de place ici : il reste {room}.", room=file_size(room))
            )
        else:
            self._room.setText(sentence("Place libre ici : {room}.", room=file_size(room)))
        short = folder is not None and (room is None or room < found.taille)
        set_property(self._room, "role", "erreur" if short else "discret")

    def show_reason(self, message: str) -> None:
        """Say why nothing can be weighed."""
        self._weight.setText(message)
        self._room.setText("")


def _weight(found: Estimation) -> str:
    parts = [
        sentence(
            "Environ {size} : {changes}, {photos}.",
            size=file_size(found.taille),
            changes=plural(found.changements, "changement"),
            photos=plural(found.photos, "photo"),
        )
    ]
    if found.volumes > 1:
        parts.append(sentence("En {count} fichiers à copier ensemble.", count=found.volumes))
    limit = file_size(found.courriel_max)
    if found.fits_mail:
        parts.append(sentence("Passe par courriel (limite : {limit}).", limit=limit))
    else:
        parts.append(
            sentence(
                "Trop lourd pour un courriel (limite : {limit}) : prenez une clé.", limit=limit
            )
        )
    return " ".join(parts)
