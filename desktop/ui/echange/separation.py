"""What is offered where a file betrays a copied poste: an identity, or to let the copy go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.domain.changeset import ChangeSet
from desktop.errors import FichierRefuse
from desktop.formats import plural, typo
from desktop.ui.echange.words import sentence
from desktop.ui.widgets.dialogs import confirm

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet
    from desktop.services.reprise import RepriseService

PART, FORGET = "Créer sa propre &identité…", "Écarter la &copie…"
_PART = typo(
    "Ne le faites que sur l’ordinateur copié, pas sur le premier.\n\n"
    "Ce poste continue sous une identité à lui. Ce qu’il a écrit depuis la copie est gardé et "
    "partira avec son prochain fichier. Une sauvegarde est faite avant."
)
_FORGET = typo(
    "Lisez d’abord ici le fichier de l’ordinateur copié, une fois qu’il a sa propre identité.\n\n"
    "Ce qu’il avait écrit sous l’identité du premier est alors écarté de ce poste : tout y est "
    "déjà revenu sous la nouvelle. Une sauvegarde est faite avant."
)


def ask(parent: QWidget, *, here: bool) -> bool:
    """Ask whether this computer is the copy (`here`), or whether to let a copy go."""
    if here:
        return confirm(parent, "Cet ordinateur est une copie", _PART, "Créer son identité")
    return confirm(parent, "Un ordinateur de l’équipe est une copie", _FORGET, "Écarter")


def settle(carnet: Carnet, paths: list[Path], *, here: bool) -> tuple[ChangeSet, str]:
    """Do it in the espace whose key opens the refused file; return what to announce.

    Raises:
        FichierRefuse: no open espace reads it.
        UserError: it betrays no copy, or the copy has not sent what it wrote.
    """
    refusals: list[FichierRefuse] = []
    for espace in sorted(carnet.espaces(), key=lambda espace: espace.value not in paths[0].name):
        try:
            return _settled(carnet.reprise(espace), paths[0], here=here)
        except FichierRefuse as error:
            refusals.append(error)
    raise refusals[0]


def _settled(service: RepriseService, path: Path, *, here: bool) -> tuple[ChangeSet, str]:
    if not here:
        gone = service.forget_copy(path)
        count = plural(gone.valeur, "changement écarté", "changements écartés")
        return gone.changes, sentence("{n}. Lisez de nouveau le fichier.", n=count)
    done = service.separate(path)
    text = sentence(
        "Ce poste a sa propre identité (lettre {letter}), {n}. Lisez de nouveau le fichier.",
        letter=done.valeur.lettre,
        n=plural(done.valeur.reprises, "changement gardé", "changements gardés"),
    )
    return done.changes, text
