"""`carnet personnes`: who writes in an espace, and who is in charge of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desktop.cli.french import TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.records import MembreRecord
from desktop.errors import UserError
from desktop.formats import fold
from desktop.texts import ESPACE

if TYPE_CHECKING:
    from desktop.services.responsables import ResponsablesService


@click.command(
    "personnes",
    cls=FrenchCommand,
    short_help="Montrer les personnes et les responsables.",
    help="Montrer les personnes de chaque espace. Une personne responsable peut effacer une fiche "
    "définitivement et écrire la feuille de secours de la clé ; elle en nomme d’autres avec "
    "« --nommer » et se retire avec « --retirer ». Chaque espace en garde au moins une.",
    params=common_options(*ALL),
)
@click.option("--nommer", cls=FrenchOption, type=TEXT, metavar="NOM", help="Nommer responsable.")
@click.option(
    "--retirer", cls=FrenchOption, type=TEXT, metavar="NOM", help="Retirer la responsabilité."
)
@pass_session
def personnes(session: Session, nommer: str | None, retirer: str | None) -> None:
    """Name or withdraw, then list."""
    carnet = session.opened()
    if nommer or retirer:
        service = carnet.responsables(session.only_espace())
        if nommer:
            service.name(_person(service, nommer))
        if retirer:
            service.withdraw(_person(service, retirer))
    lines: list[str] = []
    listed: list[dict[str, object]] = []
    for espace in session.espaces():
        lines.append(sentence("Espace {name} :", name=ESPACE[espace]))
        for membre in carnet.responsables(espace).membres():
            lines.append(f"  {membre.nom}{' · responsable' if membre.responsable else ''}")
            listed.append(_data(espace.value, membre))
    session.answer(lines, {"commande": "personnes", "personnes": listed})


def _person(service: ResponsablesService, nom: str) -> str:
    found = [one.id for one in service.membres() if fold(one.nom) == fold(nom.strip())]
    if len(found) != 1:
        raise UserError(
            "Personne inconnue",
            "Personne ne porte ce nom dans cet espace, ou plusieurs le portent.",
            "« carnet personnes » donne les noms.",
        )
    return found[0]


def _data(espace: str, membre: MembreRecord) -> dict[str, object]:
    return {"espace": espace, "nom": membre.nom, "responsable": membre.responsable}
