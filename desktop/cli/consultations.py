"""`carnet consultations`: who read which sensitive block of which dossier, on this poste."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import PATH, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.formats import from_ms, plural, short_datetime
from desktop.texts.vie_privee import bloc_words


@click.command(
    "consultations",
    cls=FrenchCommand,
    short_help="Montrer qui a consulté les données sensibles.",
    help="Montrer, pour une personne responsable, qui a ouvert sur ce poste les données sensibles "
    "d’un dossier de relogement, ou en a tiré un document ou un tableau. "
    "« --sortie » écrit le journal entier en CSV.",
    params=common_options(*ALL),
)
@click.option(
    "-o", "--sortie", cls=FrenchOption, type=PATH, metavar="FICHIER", help="Fichier CSV à écrire."
)
@pass_session
def consultations(session: Session, sortie: Path | None) -> None:
    """List the readings, or write them all."""
    service = session.opened().vie_privee
    if sortie is not None:
        count = service.export_consultations(sortie)
        written = sentence("{count} dans le fichier.", count=plural(count, "ligne"))
        session.answer([written], {"commande": "consultations", "lignes": count})
        return
    found = service.consultations()
    lines = [
        f"{short_datetime(from_ms(one.moment_ms))} · {one.auteur} · {one.reference or '—'} · "
        f"{bloc_words(one.bloc)}"
        for one in found
    ]
    lines.append(f"{plural(len(found), 'consultation')}.")
    listed = [
        {
            "moment": from_ms(one.moment_ms).isoformat(timespec="seconds"),
            "auteur": one.auteur,
            "dossier": one.reference,
            "bloc": one.bloc,
        }
        for one in found
    ]
    session.answer(lines, {"commande": "consultations", "consultations": listed})
