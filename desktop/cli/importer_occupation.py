"""`carnet importer-occupation`: reads the occupancy list of a bailleur."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli.french import PATH, TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.relogement.etat_locatif import Apercu, BilanOccupation, Classeur, Tableau
from desktop.errors import UserError

if TYPE_CHECKING:
    from desktop.services.import_occupation import ImportOccupationService


@click.command(
    "importer-occupation",
    cls=FrenchCommand,
    short_help="Lire l’état locatif du bailleur.",
    help="Lire la liste des logements et des occupants d’un bailleur, en XLSX ou en CSV. "
    "« --essai » dit ce que la liste changerait et n’écrit rien. Ce que l’équipe a corrigé est "
    "gardé ; ce qui demande un choix attend la fenêtre. Rien n’est jamais supprimé.",
    params=common_options(*ALL),
)
@click.argument("fichier", type=PATH, metavar="FICHIER")
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien écrire.")
@click.option(
    "--feuille",
    cls=FrenchOption,
    type=TEXT,
    default="",
    metavar="NOM",
    help="Feuille à lire ; par défaut celle dont les titres sont les mieux connus.",
)
@click.option(
    "--prendre-la-liste",
    "prendre",
    cls=FrenchOption,
    is_flag=True,
    help="Prendre les valeurs de la liste même là où l’équipe a écrit les siennes.",
)
@pass_session
def importer_occupation(
    session: Session, fichier: Path, *, essai: bool, feuille: str, prendre: bool
) -> None:
    """Preview, or import in one transaction."""
    if essai:
        session.reads_only()
    service = session.opened().import_occupation
    run_import(session, service, "importer-occupation", fichier, essai, feuille, prendre)


def run_import(
    session: Session,
    service: ImportOccupationService,
    commande: str,
    fichier: Path,
    essai: bool,
    feuille: str,
    prendre: bool,
) -> None:
    """Read a list by a table of correspondence, tell what it changes, and write it or not."""
    from desktop.services.import_occupation_mots import (
        apercu_lines,
        bilan_lines,
        ecart_words,
        refusal_words,
    )

    classeur = service.open(fichier)
    tableau = _sheet(classeur, feuille) or classeur.tableaux[service.best_sheet(classeur)]
    plan = service.plan(tableau)
    apercu = service.preview(tableau, plan)
    lines = [sentence("{fichier} · {lecture}", fichier=fichier.name, lecture=classeur.lecture)]
    data: dict[str, object] = {
        "commande": commande,
        "essai": essai,
        "lecture": classeur.lecture,
        "feuille": tableau.nom,
        "colonnes": dict(zip(plan.titres, plan.champs, strict=True)),
        "refusees": {str(one.numero): list(one.raisons) for one in apercu.refusees},
        "ignorees": list(apercu.ignorees),
        **_figures(apercu),
    }
    if essai:
        lines += [f"  {one}" for one in apercu_lines(apercu)]
        for line in apercu.lignes:
            lines += [f"  {line.libelle} · {ecart_words(one)}" for one in line.ecarts]
            lines += [f"  {line.libelle} · {line.note}"] if line.note else []
    else:
        choix = {one.cle: True for line in apercu.lignes for one in line.ecarts} if prendre else {}
        counter = session.counter("Import")
        bilan = service.import_(
            tableau, plan, apercu, choix, fichier=fichier.name, progress=counter
        ).valeur
        lines += [f"  {one}" for one in bilan_lines(bilan)]
        data |= _written(bilan)
    lines += [f"  {refusal_words(one)}" for one in apercu.refusees]
    session.answer(lines, data)


def _sheet(classeur: Classeur, name: str) -> Tableau | None:
    if not name:
        return None
    for one in classeur.tableaux:
        if one.nom == name:
            return one
    raise UserError(
        "Feuille introuvable",
        f"Ce classeur n’a pas de feuille « {name} ».",
        f"Feuilles : {', '.join(one.nom for one in classeur.tableaux)}.",
    )


def _figures(apercu: Apercu) -> dict[str, object]:
    from desktop.domain.relogement.etat_locatif import Sorte

    return {"lues": apercu.lues, **{one.value.lower(): apercu.count(one) for one in Sorte}}


def _written(bilan: BilanOccupation) -> dict[str, object]:
    return {
        "logements_crees": bilan.logements_crees,
        "dossiers_crees": bilan.dossiers_crees,
        "personnes_ajoutees": bilan.personnes_ajoutees,
        "champs_pris": bilan.champs_pris,
        "champs_gardes": bilan.champs_gardes,
        "laisses_a_decider": bilan.a_decider,
    }
