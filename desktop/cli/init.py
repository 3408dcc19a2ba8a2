"""`carnet init`: makes a new carnet in an empty data folder."""

from __future__ import annotations

import click

from desktop.cli.french import TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import Session, common_options, pass_session
from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.formats import typo


@click.command(
    "init",
    cls=FrenchCommand,
    short_help="Créer un carnet sur ce poste.",
    help="Créer un carnet sur ce poste. Le code de secours n’est affiché qu’une fois.",
    params=common_options("donnees", "personne", "phrase_fichier", "json"),
)
@click.option(
    "--poste",
    cls=FrenchOption,
    type=TEXT,
    required=True,
    metavar="NOM",
    help="Nom de ce poste, par exemple « Portable A ».",
)
@click.option(
    "--lettre",
    cls=FrenchOption,
    type=TEXT,
    default="A",
    metavar="LETTRE",
    help="Lettre de ce poste, unique dans l’équipe (A sinon).",
)
@click.option(
    "--commune", cls=FrenchOption, type=TEXT, default="", metavar="NOM", help="Nom de la commune."
)
@click.option(
    "--espaces",
    cls=FrenchOption,
    type=TEXT,
    default=Espace.TERRAIN.value,
    metavar="LISTE",
    help="Espaces à créer, séparés par des virgules : terrain,relogement (terrain sinon).",
)
@pass_session
def init(session: Session, poste: str, lettre: str, commune: str, espaces: str) -> None:
    """Create the espaces and print the recovery code."""
    from desktop.services.ouverture import PremierDemarrage

    wanted = _espaces(espaces)
    if session.carnet.is_initialised:
        raise FichierRefuse(
            "Carnet déjà créé",
            "Ce dossier contient déjà un carnet : rien n’a été modifié.",
            "Choisissez un autre dossier avec --donnees.",
        )
    personne, phrase = session.newcomer()
    code = session.carnet.initialise(
        PremierDemarrage(
            personne=personne,
            phrase=phrase,
            poste=poste,
            commune=commune,
            lettre=lettre,
            espaces=wanted,
        )
    )
    folder = session.carnet.dossiers.racine
    session.answer(
        [
            sentence("Le carnet est créé dans « {folder} ».", folder=folder),
            *code_lines(code),
        ],
        {
            "commande": "init",
            "donnees": folder,
            "poste": poste,
            "espaces": list(wanted),
            "code_secours": code,
        },
    )


def code_lines(code: str) -> list[str]:
    """Return what is said, once, with a recovery code."""
    return [
        sentence("Code de secours : {code}", code=code),
        typo("Notez-le sur papier et gardez-le sous clé : il ne sera plus affiché."),
    ]


def _espaces(typed: str) -> tuple[Espace, ...]:
    names = {name.strip().lower() for name in typed.split(",") if name.strip()}
    unknown = names - set(Espace)
    if unknown or not names:
        given = ", ".join(sorted(unknown)) or typed
        raise click.BadParameter(
            f"« {given} » n’est pas un choix possible : {', '.join(Espace)}.",
            param_hint="--espaces",
        )
    return tuple(espace for espace in Espace if espace in names)
