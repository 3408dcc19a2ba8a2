"""`carnet inviter`: writes the file that brings one more poste into the team."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import NUMBER, PATH, TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.formats import from_ms, full_datetime


@click.command(
    "inviter",
    cls=FrenchCommand,
    short_help="Inviter un poste dans l’équipe.",
    help="Écrire une invitation pour un poste de plus, ou, avec --mise-a-jour, pour les postes de "
    "l’équipe après un changement de clé. Sa phrase se dit au téléphone et ne s’envoie jamais "
    "avec le fichier.",
    params=common_options(*ALL),
)
@click.option(
    "-o",
    "--sortie",
    cls=FrenchOption,
    type=PATH,
    required=True,
    metavar="DOSSIER|FICHIER",
    help="Dossier ou fichier où écrire l’invitation.",
)
@click.option(
    "--jours",
    cls=FrenchOption,
    type=NUMBER,
    default=7,
    metavar="N",
    help="Nombre de jours de validité, de 1 à 30 ; 7 sinon.",
)
@click.option(
    "--avec-donnees",
    cls=FrenchOption,
    is_flag=True,
    help="Mettre toutes les fiches, sans les photos, dans l’invitation.",
)
@click.option(
    "--mise-a-jour",
    cls=FrenchOption,
    is_flag=True,
    help="Ne donner que la clé, aux postes qui ont déjà l’espace.",
)
@click.option(
    "--pour",
    cls=FrenchOption,
    type=TEXT,
    default="",
    metavar="QUI",
    help="Pour qui est l’invitation ; reste sur ce poste.",
)
@pass_session
def inviter(
    session: Session,
    sortie: Path,
    *,
    jours: int,
    avec_donnees: bool,
    mise_a_jour: bool,
    pour: str,
) -> None:
    """Invite into the one chosen espace."""
    if mise_a_jour and avec_donnees:
        raise click.UsageError("« --avec-donnees » ne va pas avec « --mise-a-jour ».")
    carnet = session.opened()
    espace = session.only_espace()
    faite = carnet.cles(espace).invite(
        sortie, days=jours, nouveau=not mise_a_jour, donnees=avec_donnees, pour=pour
    )
    expire = from_ms(faite.expire_ms)
    whom = f"Poste {faite.lettre}" if faite.lettre else "Mise à jour de la clé"
    lines = [
        sentence("Invitation écrite : {path}", path=faite.chemin),
        f"{whom}, valable jusqu’au {full_datetime(expire)}.",
        sentence("Phrase à dire au téléphone : {phrase}", phrase=faite.phrase),
        sentence("Mots à comparer : {words}", words=" ".join(faite.empreinte)),
    ]
    session.answer(
        lines,
        {
            "commande": "inviter",
            "espace": espace.value,
            "fichier": faite.chemin,
            "lettre": faite.lettre or None,
            "phrase": faite.phrase,
            "empreinte": list(faite.empreinte),
            "donnees": faite.donnees,
            "taille": faite.taille,
            "expire_le": expire.isoformat(timespec="seconds"),
        },
    )
