"""`carnet exporter-t1`, `importer-t1` and `plan-relogement`: the tableau de suivi, out and in."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import PATH, TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.importer_occupation import run_import
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.espaces import Espace
from desktop.domain.relogement.tableau_suivi import Presentation
from desktop.formats import plural


def _motif(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--motif",
        cls=FrenchOption,
        type=TEXT,
        default="",
        metavar="TEXTE",
        help="Pour quoi ce document sort ; il est noté.",
    )(command)


def _sortie(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "-o",
        "--sortie",
        cls=FrenchOption,
        type=PATH,
        required=True,
        metavar="DOSSIER|FICHIER",
        help="Fichier à écrire, ou dossier où l’écrire.",
    )(command)


@click.command(
    "exporter-t1",
    cls=FrenchCommand,
    short_help="Écrire le tableau de suivi T1.",
    help="Écrire le tableau de suivi de tous les dossiers en XLSX. Il contient des données "
    "personnelles : un motif est demandé et noté.",
    params=common_options(*ALL),
)
@_sortie
@_motif
@pass_session
def exporter_t1(session: Session, sortie: Path, *, motif: str) -> None:
    """Write T1 and say how many dossiers it holds."""
    service = session.opened().tableau_suivi
    path = sortie / service.name() if sortie.is_dir() else sortie
    count = service.export(path, motif, progress=session.counter("Export"))
    session.answer(
        [
            sentence("Fichier écrit : {path}", path=path),
            sentence(
                "  {count}. Motif noté : {motif}", count=plural(count, "dossier"), motif=motif
            ),
        ],
        {"commande": "exporter-t1", "fichier": path, "dossiers": count, "motif": motif},
    )


@click.command(
    "importer-t1",
    cls=FrenchCommand,
    short_help="Relire un tableau de suivi T1 rempli.",
    help="Relire un tableau T1 rempli, par la référence de sa première colonne. « --essai » dit "
    "ce qu’il changerait et n’écrit rien.",
    params=common_options(*ALL),
)
@click.argument("fichier", type=PATH, metavar="FICHIER")
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien écrire.")
@click.option(
    "--prendre-la-liste",
    "prendre",
    cls=FrenchOption,
    is_flag=True,
    help="Prendre les valeurs du tableau même là où l’équipe a écrit les siennes.",
)
@pass_session
def importer_t1(session: Session, fichier: Path, *, essai: bool, prendre: bool) -> None:
    """Preview, or import in one transaction."""
    if essai:
        session.reads_only()
    service = session.opened().import_t1
    run_import(session, service, "importer-t1", fichier, essai, "", prendre)


@click.command(
    "plan-relogement",
    cls=FrenchCommand,
    short_help="Écrire le plan de relogement en PDF.",
    help="Écrire le plan de relogement : les dossiers par bâtiment et cage, ou par bailleur. Il "
    "ne nomme personne, sauf avec --nominatif, qui demande un motif.",
    params=common_options(*ALL),
)
@_sortie
@_motif
@click.option("--nominatif", cls=FrenchOption, is_flag=True, help="Avec les noms et les portes.")
@click.option("--par-bailleur", cls=FrenchOption, is_flag=True, help="Grouper par bailleur.")
@click.option("--a3", "grand", cls=FrenchOption, is_flag=True, help="En A3, toutes les colonnes.")
@pass_session
def plan_relogement(
    session: Session,
    sortie: Path,
    *,
    motif: str,
    nominatif: bool,
    par_bailleur: bool,
    grand: bool,
) -> None:
    """Write the plan."""
    carnet = session.opened()
    service = carnet.tableau_suivi
    wanted = Presentation(par_bailleur=par_bailleur, nominatif=nominatif, grand=grand)
    path = sortie / service.plan_name(wanted) if sortie.is_dir() else sortie
    carnet.rapports(Espace.RELOGEMENT).save(service.plan(wanted, motif), path)
    session.answer(
        [sentence("Fichier écrit : {path}", path=path)],
        {"commande": "plan-relogement", "fichier": path, "nominatif": nominatif},
    )
