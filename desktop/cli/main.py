"""The command `carnet`: gathers the commands and runs the one that is named."""

from __future__ import annotations

from collections.abc import Sequence

import click

from desktop import __version__
from desktop.cli.annuler import annuler
from desktop.cli.auto_test import auto_test
from desktop.cli.cle import cle
from desktop.cli.conflits import conflits
from desktop.cli.consultations import consultations
from desktop.cli.demo import demo
from desktop.cli.dossier_equipe import dossier_equipe
from desktop.cli.doublons import doublons, fusionner, separer
from desktop.cli.effacer import effacer
from desktop.cli.errors import EXIT_USAGE, guarded, say_error
from desktop.cli.exporter import exporter
from desktop.cli.exporter_constats import exporter_constats
from desktop.cli.french import FrenchGroup, usage_sentence
from desktop.cli.historique import historique
from desktop.cli.importer import importer
from desktop.cli.importer_occupation import importer_occupation
from desktop.cli.init import init
from desktop.cli.inviter import inviter
from desktop.cli.nouvelle_identite import ecarter_copie, nouvelle_identite
from desktop.cli.personnes import personnes
from desktop.cli.photos_verifier import photos
from desktop.cli.rapport import rapport
from desktop.cli.regle import regle
from desktop.cli.rejoindre import rejoindre
from desktop.cli.restaurer import restaurer, sauvegardes
from desktop.cli.retirer_lecture import retirer_lecture
from desktop.cli.sauvegarder import sauvegarder
from desktop.cli.session import ALL, Screens, Session, common_options
from desktop.cli.tableau_t1 import exporter_t1, importer_t1, plan_relogement
from desktop.cli.verifier import verifier
from desktop.formats import typo

PROGRAM = "carnet"
HELP = """\
Carnet de quartier, sans fenêtre.

« carnet » seul ouvre la fenêtre. Les options communes se placent avant ou après la commande.
"""


def run(arguments: Sequence[str], *, screens: Screens | None = None) -> int:
    """Run the command that is named and return its exit code."""
    as_json = "--json" in arguments
    session = Session(screens)

    def work() -> int | None:
        try:
            with root.make_context(PROGRAM, list(arguments), obj=session) as context:
                code = root.invoke(context)
                return code if isinstance(code, int) else None
        except click.exceptions.Exit as end:
            return end.exit_code
        except click.ClickException as error:
            _say_usage(error, as_json=as_json)
            return EXIT_USAGE

    code = guarded(work, as_json=as_json)
    return guarded(session.close) or code  # last: closing ends the log, which tells of bugs


def _say_usage(error: click.ClickException, *, as_json: bool) -> None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else PROGRAM
    if context is not None:
        click.echo(context.get_usage(), err=True)
    remedy = typo(f"« {path} --help » affiche l’aide.")
    say_error("Commande mal formée", usage_sentence(error), remedy, as_json=as_json)


def _show_version(ctx: click.Context, _: click.Parameter, value: object) -> None:
    if value:
        click.echo(f"Carnet de quartier {__version__}")
        ctx.exit()


root = FrenchGroup(
    PROGRAM,
    help=typo(HELP),
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Afficher la version.",
        ),
        *common_options(*ALL),
    ],
    context_settings={"help_option_names": ["--help", "--aide", "-h"], "max_content_width": 100},
)
for command in (
    init,
    demo,
    photos,
    rapport,
    exporter,
    exporter_constats,
    importer,
    importer_occupation,
    exporter_t1,
    importer_t1,
    plan_relogement,
    inviter,
    rejoindre,
    cle,
    dossier_equipe,
    conflits,
    consultations,
    doublons,
    fusionner,
    separer,
    regle,
    historique,
    annuler,
    effacer,
    personnes,
    retirer_lecture,
    nouvelle_identite,
    ecarter_copie,
    sauvegarder,
    sauvegardes,
    restaurer,
    verifier,
    auto_test,
):
    root.add_command(command)
