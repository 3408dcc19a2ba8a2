"""`carnet sauvegarder`: writes a proven backup of each chosen espace."""

from __future__ import annotations

import click

from desktop.cli.french import FrenchCommand, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.formats import file_size


@click.command(
    "sauvegarder",
    cls=FrenchCommand,
    short_help="Faire une sauvegarde.",
    help="Faire une sauvegarde vérifiée de chaque espace, dans le dossier du carnet.",
    params=common_options(*ALL),
)
@pass_session
def sauvegarder(session: Session) -> None:
    """Back up the chosen espaces."""
    carnet = session.opened()
    made = {espace: carnet.sauvegardes(espace).create("manuelle") for espace in session.espaces()}
    session.answer(
        [
            sentence(
                "Sauvegarde faite : {path} ({size}).",
                path=record.chemin,
                size=file_size(record.taille),
            )
            for record in made.values()
        ],
        {
            "commande": "sauvegarder",
            "sauvegardes": [
                {"espace": espace.value, "fichier": record.chemin, "taille": record.taille}
                for espace, record in made.items()
            ],
        },
    )
