"""`carnet nouvelle-identite`: gives a copied poste a name of its own."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import PATH, FrenchCommand, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.formats import plural, typo


@click.command(
    "nouvelle-identite",
    cls=FrenchCommand,
    short_help="Donner à un poste copié sa propre identité.",
    help="À lancer sur l’ordinateur copié, avec le fichier de l’autre ordinateur qui a été refusé "
    "(« Poste en double ») : ce que ce poste a écrit depuis la copie est gardé et signé de sa "
    "nouvelle identité. Sans fichier, la nouvelle identité vaut à partir de maintenant.",
    params=common_options(*ALL),
)
@click.argument("fichier", type=PATH, metavar="[FICHIER]", required=False)
@pass_session
def nouvelle_identite(session: Session, fichier: Path | None) -> None:
    """Part from the other machine."""
    carnet = session.opened()
    espace = session.only_espace()
    service = carnet.reprise(espace)
    bilan = (service.separate(fichier) if fichier else service.renew()).valeur
    again = plural(bilan.reprises, "changement repris", "changements repris")
    lines = [
        sentence("Ce poste a sa propre identité, sous la lettre {letter}.", letter=bilan.lettre),
        sentence("Sauvegarde faite avant : {name}", name=bilan.sauvegarde),
    ]
    if fichier:
        lines.insert(1, sentence("{again} sous cette identité.", again=again))
        lines.append(typo("Lisez de nouveau le fichier qui avait été refusé."))
    session.answer(
        lines,
        {
            "commande": "nouvelle-identite",
            "espace": espace.value,
            "lettre": bilan.lettre,
            "reprises": bilan.reprises,
            "sauvegarde": bilan.sauvegarde,
        },
    )
