"""`carnet historique`: who changed what in a marche, a constat, a ménage or a micro-site."""

from __future__ import annotations

import click

from desktop.bootstrap import Carnet
from desktop.cli.find import constat_of, marche_of, menage_of, micro_site_of
from desktop.cli.french import TEXT, FrenchCommand, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.formats import from_ms, short_datetime


@click.command(
    "historique",
    cls=FrenchCommand,
    short_help="Montrer l’historique d’une fiche.",
    help="Montrer qui a changé quoi dans une marche, un constat, un ménage (par leur numéro ou "
    "leur référence) ou un micro-site (par son nom), le plus récent d’abord.",
    params=common_options(*ALL),
)
@click.argument("fiche", type=TEXT, metavar="FICHE")
@pass_session
def historique(session: Session, fiche: str) -> None:
    """Print the history of one record."""
    session.reads_only()
    carnet = session.opened()
    espace, entity, row = _find(carnet, session.espaces(), fiche)
    found = carnet.journal(espace).history(entity, row)
    lines = []
    for item in found:
        moment = short_datetime(from_ms(item.modifie_ms))
        before = f"{item.avant} → " if item.avant else ""
        where = f"{moment} · {item.auteur}, {item.poste} · {item.champ}"
        lines.append(sentence("{where} : {value}", where=where, value=before + item.apres))
    session.answer(
        lines,
        {
            "commande": "historique",
            "espace": espace.value,
            "changements": [
                {
                    "modifie_le": from_ms(item.modifie_ms).isoformat(timespec="seconds"),
                    "auteur": item.auteur,
                    "poste": item.poste,
                    "champ": item.champ,
                    "avant": item.avant,
                    "apres": item.apres,
                }
                for item in found
            ],
        },
    )


def _find(carnet: Carnet, espaces: tuple[Espace, ...], fiche: str) -> tuple[Espace, str, str]:
    kinds = (
        (Espace.TERRAIN, "marche", marche_of),
        (Espace.TERRAIN, "constat", constat_of),
        (Espace.TERRAIN, "micro_site", micro_site_of),
        (Espace.RELOGEMENT, "menage", menage_of),
    )
    for espace, entity, find in kinds:
        if espace not in espaces:
            continue
        try:
            return espace, entity, find(carnet, fiche).id
        except UserError:
            continue
    raise UserError(
        "Fiche introuvable",
        "Aucune fiche ne porte ce numéro, cette référence ou ce nom.",
        "Vérifiez-le dans l’application.",
    )
