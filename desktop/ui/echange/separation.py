"""« Créer sa propre identité », offered where a file betrays that this poste is a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.errors import FichierRefuse
from desktop.formats import plural, typo
from desktop.ui.echange.words import sentence
from desktop.ui.widgets.dialogs import confirm

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet
    from desktop.domain.retours import BilanIdentite
    from desktop.services.resultat import Resultat

_QUESTION = typo(
    "Ne le faites que sur l’ordinateur copié, pas sur le premier.\n\n"
    "Ce poste continue sous une identité à lui. Ce qu’il a écrit depuis la copie est gardé et "
    "partira avec son prochain fichier. Une sauvegarde est faite avant."
)


def ask(parent: QWidget) -> bool:
    """Ask whether this computer is the copy."""
    return confirm(parent, "Cet ordinateur est une copie", _QUESTION, "Créer son identité")


def part_from_copy(carnet: Carnet, paths: list[Path]) -> Resultat[BilanIdentite]:
    """Part from the other computer in the espace whose key opens the refused file.

    Raises:
        FichierRefuse: no open espace reads it.
        UserError: it does not come from a copy of this poste.
    """
    refusals: list[FichierRefuse] = []
    for espace in sorted(carnet.espaces(), key=lambda espace: espace.value not in paths[0].name):
        try:
            return carnet.reprise(espace).separate(paths[0])
        except FichierRefuse as error:
            refusals.append(error)
    raise refusals[0]


def parted(bilan: BilanIdentite) -> str:
    """Return the one sentence after it."""
    return sentence(
        "Ce poste a sa propre identité (lettre {letter}), {n}. Lisez de nouveau le fichier.",
        letter=bilan.lettre,
        n=plural(bilan.reprises, "changement gardé", "changements gardés"),
    )
