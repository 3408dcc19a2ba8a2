"""`carnet exporter`: writes the exchange file of an espace."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import PATH, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.errors import UserError
from desktop.formats import file_size, plural


@click.command(
    "exporter",
    cls=FrenchCommand,
    short_help="Préparer un fichier d’échange.",
    help="Préparer un fichier d’échange pour les autres postes de l’équipe : un fichier par "
    "espace dans un dossier, ou un espace sous le nom donné.",
    params=common_options(*ALL),
)
@click.option(
    "-o",
    "--sortie",
    cls=FrenchOption,
    type=PATH,
    required=True,
    metavar="DOSSIER|FICHIER",
    help="Dossier ou fichier où écrire.",
)
@click.option("--sans-photos", cls=FrenchOption, is_flag=True, help="Laisser les photos de côté.")
@pass_session
def exporter(session: Session, sortie: Path, sans_photos: bool) -> None:
    """Export the chosen espaces."""
    carnet = session.opened()
    espaces = session.espaces()
    if len(espaces) > 1 and not sortie.is_dir():
        raise UserError(
            "Espace à préciser",
            f"« {sortie} » n’est pas un dossier, et chaque espace a son propre fichier.",
            "Indiquez un dossier existant, ou ajoutez --espace terrain ou --espace relogement.",
        )
    lines = []
    files = []
    for espace in espaces:
        bilan = carnet.echange(espace).export(
            sortie, photos=not sans_photos, progress=session.counter(espace.value)
        )
        contents = f"{plural(bilan.changements, 'changement')}, {plural(bilan.photos, 'photo')}"
        lines.append(sentence("Fichier écrit et relu : {path}", path=bilan.chemin))
        lines.append(f"  {contents}, {file_size(bilan.taille)}")
        files.append(
            {
                "espace": espace.value,
                "fichier": bilan.chemin,
                "taille": bilan.taille,
                "changements": bilan.changements,
                "photos": bilan.photos,
                "photos_attendues": bilan.photos_attendues,
            }
        )
    session.answer(lines, {"commande": "exporter", "fichiers": files})
