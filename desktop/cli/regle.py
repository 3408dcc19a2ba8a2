"""`carnet regle`: the delays, thresholds and names that the team fixes for the relogement."""

from __future__ import annotations

import click

from desktop.cli.french import TEXT, FrenchCommand, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session


@click.command(
    "regle",
    cls=FrenchCommand,
    short_help="Montrer ou fixer une règle du relogement.",
    help="Montrer les règles de l’espace relogement (délai de réponse de la charte, responsable de "
    "traitement, lieu de la permanence…), ou en fixer une : « carnet regle delai_reponse_jours "
    "15 ». Une valeur vide la laisse à fixer. « carnet annuler » reprend.",
    params=common_options(*ALL),
)
@click.argument("code", type=TEXT, metavar="RÈGLE", required=False)
@click.argument("valeur", type=TEXT, metavar="VALEUR", required=False)
@pass_session
def regle(session: Session, code: str | None, valeur: str | None) -> None:
    """List the rules, or fix one."""
    service = session.opened().regles
    if code is not None and valeur is not None:
        service.save(code, valeur)
    found = [one for one in service.liste() if code in {None, one.code}]
    lines = [
        sentence(
            "{code} · {libelle} : {valeur}",
            code=one.code,
            libelle=one.libelle,
            valeur=f"{one.valeur} {one.unite}".strip() if one.valeur else "à fixer",
        )
        for one in found
    ]
    session.answer(
        lines or [sentence("Aucune règle ne s’appelle « {code} ».", code=code or "")],
        {
            "commande": "regle",
            "regles": [
                {"code": one.code, "libelle": one.libelle, "valeur": one.valeur, "unite": one.unite}
                for one in found
            ],
        },
    )
