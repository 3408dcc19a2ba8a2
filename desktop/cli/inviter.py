"""`carnet inviter`: writes the file that brings one more poste into the team."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import PATH, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.formats import from_ms, full_datetime


@click.command(
    "inviter",
    cls=FrenchCommand,
    short_help="Inviter un poste dans l’équipe.",
    help="Écrire une invitation pour un poste de plus. Sa phrase se dit au téléphone et ne "
    "s’envoie jamais avec le fichier.",
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
@pass_session
def inviter(session: Session, sortie: Path) -> None:
    """Invite into the one chosen espace."""
    carnet = session.opened()
    espace = session.only_espace()
    faite = carnet.echange(espace).invite(sortie)
    expire = from_ms(faite.expire_ms)
    lines = [
        sentence("Invitation écrite : {path}", path=faite.chemin),
        f"Poste {faite.lettre}, valable jusqu’au {full_datetime(expire)}.",
        sentence("Phrase à dire au téléphone : {phrase}", phrase=faite.phrase),
        sentence("Mots à comparer : {words}", words=" ".join(faite.empreinte)),
    ]
    session.answer(
        lines,
        {
            "commande": "inviter",
            "espace": espace.value,
            "fichier": faite.chemin,
            "lettre": faite.lettre,
            "phrase": faite.phrase,
            "empreinte": list(faite.empreinte),
            "expire_le": expire.isoformat(timespec="seconds"),
        },
    )
