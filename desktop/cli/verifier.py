"""`carnet verifier`: compares the database with its log and the photos with their hashes."""

from __future__ import annotations

import click

from desktop.cli.errors import EXIT_USER_ERROR
from desktop.cli.french import FrenchCommand
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.formats import plural, typo
from desktop.texts import ESPACE


@click.command(
    "verifier",
    cls=FrenchCommand,
    short_help="Vérifier la base et les photos.",
    help="Vérifier chaque espace : la base contre son journal, les photos contre leur empreinte. "
    "Rien n’est modifié. Le code de sortie est 1 si un défaut est trouvé.",
    params=common_options(*ALL),
)
@pass_session
def verifier(session: Session) -> int:
    """Verify the chosen espaces; exit code 1 when something is wrong."""
    session.reads_only()
    carnet = session.opened()
    found = {espace: carnet.journal(espace).verify() for espace in session.espaces()}
    sound = not any(result.anomalies for result in found.values())
    lines = []
    for espace, result in found.items():
        looked_at = ", ".join(
            (
                plural(result.changements, "changement"),
                plural(result.fiches, "fiche"),
                plural(result.photos, "photo"),
            )
        )
        verdict = plural(len(result.anomalies), "défaut") if result.anomalies else "tout est sain"
        lines.append(typo(f"{ESPACE[espace]} : {looked_at} ; {verdict}."))
        lines += [f"  {text}" for text in result.anomalies]
    session.answer(
        lines,
        {
            "commande": "verifier",
            "sain": sound,
            "espaces": [
                {
                    "espace": espace.value,
                    "changements": result.changements,
                    "fiches": result.fiches,
                    "photos": result.photos,
                    "defauts": list(result.anomalies),
                }
                for espace, result in found.items()
            ],
        },
    )
    return 0 if sound else EXIT_USER_ERROR
