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


@click.command(
    "ecarter-copie",
    cls=FrenchCommand,
    short_help="Écarter ce qu’un poste copié a repris sous sa propre identité.",
    help="À lancer sur un troisième poste, quand le fichier du premier ordinateur est refusé "
    "(« Poste en double ») alors que la copie a déjà sa propre identité et que son fichier a été "
    "lu ici. Rien ne part qui ne soit déjà revenu sous la nouvelle identité.",
    params=common_options(*ALL),
)
@click.argument("fichier", type=PATH, metavar="FICHIER")
@pass_session
def ecarter_copie(session: Session, fichier: Path) -> None:
    """Let go of the changes that the copy has signed again."""
    carnet = session.opened()
    espace = session.only_espace()
    count = carnet.reprise(espace).forget_copy(fichier).valeur
    gone = plural(count, "changement écarté", "changements écartés")
    session.answer(
        [
            sentence("{gone} : ils sont ici sous l’identité de la copie.", gone=gone),
            typo("Lisez de nouveau le fichier qui avait été refusé."),
        ],
        {"commande": "ecarter-copie", "espace": espace.value, "ecartes": count},
    )
