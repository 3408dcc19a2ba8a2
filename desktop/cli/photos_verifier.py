"""`carnet photos verifier`: says how many photos wait for a person; it answers for none."""

from __future__ import annotations

import click

from desktop.cli.french import FrenchOption, sentence
from desktop.cli.photos import photos as photos  # noqa: PLC0414 - the group with this command
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.codes import VerifPhoto
from desktop.domain.diagnostics.verification import DecompteVerification
from desktop.formats import plural


@photos.command(
    "verifier",
    short_help="Compter les photos à vérifier.",
    help="Compter, par marche et par micro-site, les photos qu’une personne doit encore regarder "
    "avant qu’un document puisse les montrer. Une commande ne peut pas les déclarer sans "
    "personne : cela se fait dans la fenêtre, photo par photo.",
    params=common_options(*ALL),
)
@click.option(
    "--lister",
    cls=FrenchOption,
    is_flag=True,
    help="Donner aussi les marches et les micro-sites dont toutes les photos sont vérifiées.",
)
@pass_session
def verifier(session: Session, *, lister: bool) -> None:
    """Count the photos by answer."""
    session.reads_only()
    counted = session.opened().verification.decomptes()
    waiting = sum(one.a_verifier for one in counted)
    total = plural(waiting, "photo à vérifier", "photos à vérifier")
    every = plural(sum(one.total for one in counted), "photo")
    shown = [one for one in counted if lister or one.retenues]
    session.answer(
        [sentence("{total} sur {every}.", total=total, every=every), *map(_line, shown)],
        {
            "commande": "photos verifier",
            "a_verifier": waiting,
            "lieux": [
                {
                    "lieu": one.lieu,
                    "photos": one.total,
                    "retenues": one.retenues,
                    **{verif.value.lower(): one.par_verif.get(verif, 0) for verif in VerifPhoto},
                }
                for one in counted
            ],
        },
    )


def _line(one: DecompteVerification) -> str:
    counts = [
        (one.a_verifier, "à vérifier", "à vérifier"),
        (one.par_verif.get(VerifPhoto.SANS_PERSONNE, 0), "sans personne", "sans personne"),
        (one.par_verif.get(VerifPhoto.FLOUTEE, 0), "floutée", "floutées"),
        (one.par_verif.get(VerifPhoto.NON_DIFFUSABLE, 0), "non diffusable", "non diffusables"),
    ]
    words = ", ".join(plural(count, word, several) for count, word, several in counts if count)
    return sentence("  {lieu} : {words}", lieu=one.lieu, words=words)
