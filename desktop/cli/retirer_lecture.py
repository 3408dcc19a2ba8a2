"""`carnet retirer-lecture`: takes back the last file that was read."""

from __future__ import annotations

from dataclasses import asdict

import click

from desktop.cli.french import FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.retours import ApercuRetrait
from desktop.formats import from_ms, full_datetime, plural, typo
from desktop.texts import counted


@click.command(
    "retirer-lecture",
    cls=FrenchCommand,
    short_help="Retirer la dernière lecture.",
    help="Retirer ce que le dernier fichier lu a apporté ; vos propres saisies restent. Une "
    "sauvegarde est faite avant. « --essai » montre ce qui partirait et n’écrit rien.",
    params=common_options(*ALL),
)
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien écrire.")
@pass_session
def retirer_lecture(session: Session, essai: bool) -> None:
    """Preview, or take back."""
    carnet = session.opened()
    espace = session.only_espace()
    service = carnet.retrait(espace)
    data: dict[str, object] = {
        "commande": "retirer-lecture",
        "essai": essai,
        "espace": espace.value,
    }
    if essai:
        apercu = service.preview()
        lines = lines_of(apercu) if apercu else [typo("Aucune lecture ne peut être retirée.")]
        session.answer(lines, {**data, "apercu": asdict(apercu) if apercu else None})
        return
    bilan = service.withdraw().valeur
    session.answer(
        [
            *lines_of(bilan.apercu),
            sentence("Sauvegarde faite avant : {name}", name=bilan.sauvegarde),
        ],
        {**data, "apercu": asdict(bilan.apercu), "sauvegarde": bilan.sauvegarde},
    )


def lines_of(apercu: ApercuRetrait) -> list[str]:
    """Return what leaves, what comes back and what stays."""
    lines = [
        sentence(
            "Lecture du {date}, de {poste} : {n}.",
            date=full_datetime(from_ms(apercu.lu_ms)),
            poste=apercu.poste,
            n=plural(apercu.changements, "changement"),
        )
    ]
    for label, counts in (
        ("Disparaissent", apercu.disparaissent),
        ("Reprennent leur valeur d’avant", apercu.reviennent),
    ):
        if counts:
            lines.append(sentence("  {label} : {named}", label=label, named=counted(counts)))
    if apercu.gardees:
        kept = plural(apercu.gardees, "changement saisi depuis", "changements saisis depuis")
        lines.append(sentence("  Restent : {kept}", kept=kept))
    if apercu.empechement:
        lines.append(typo(apercu.empechement))
    return lines
