"""`carnet annuler`: takes back the last action of this person on this poste."""

from __future__ import annotations

import click

from desktop.cli.french import FrenchCommand, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session


@click.command(
    "annuler",
    cls=FrenchCommand,
    short_help="Annuler votre dernière action.",
    help="Annuler votre dernière action sur ce poste, dans un espace.",
    params=common_options(*ALL),
)
@pass_session
def annuler(session: Session) -> None:
    """Undo once, in the one chosen espace."""
    carnet = session.opened()
    espace = session.only_espace()
    undone = carnet.journal(espace).undo()
    label = undone[0] if undone else None
    line = "Annulé : {label}." if label else "Il n’y a rien à annuler."
    session.answer(
        [sentence(line, label=label)],
        {"commande": "annuler", "espace": espace.value, "action": label},
    )
