"""`carnet rejoindre`: opens an invitation and makes its espace on this poste."""

from __future__ import annotations

import os
from pathlib import Path

import click

from desktop.cli.french import PATH, TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.init import code_lines
from desktop.cli.session import ALL, Session, ask_phrase, common_options, first_line, pass_session
from desktop.formats import typo

INVITATION_VARIABLE = "CARNET_PHRASE_INVITATION"


@click.command(
    "rejoindre",
    cls=FrenchCommand,
    short_help="Rejoindre une équipe par une invitation.",
    help="Rejoindre une équipe par une invitation, sur un poste neuf ou déjà ouvert. Sur un poste "
    "neuf, donnez aussi --personne ; le code de secours n’est affiché qu’une fois.",
    params=common_options(*ALL),
)
@click.argument("fichier", type=PATH, metavar="FICHIER")
@click.option(
    "--poste",
    cls=FrenchOption,
    type=TEXT,
    required=True,
    metavar="NOM",
    help="Nom de ce poste, par exemple « Portable B ».",
)
@click.option(
    "--phrase-invitation",
    cls=FrenchOption,
    type=PATH,
    metavar="FICHIER",
    help="Fichier dont la première ligne est la phrase de l’invitation "
    f"(ou {INVITATION_VARIABLE}).",
)
@pass_session
def rejoindre(session: Session, fichier: Path, poste: str, phrase_invitation: Path | None) -> None:
    """Join, then print what to compare by telephone."""
    from desktop.services.equipe import NouvelArrivant, open_invitation

    carnet = session.carnet
    if carnet.is_initialised:
        session.opened()
        personne, own = "", ""
    elif session.personne is None:
        raise click.MissingParameter(param=common_options("personne")[0])
    else:
        personne, own = session.personne, session.phrase(confirm=True)
    phrase = _invitation_phrase(phrase_invitation)
    lue = open_invitation(fichier, phrase)
    code = carnet.join(fichier, phrase, NouvelArrivant(personne=personne, phrase=own, poste=poste))
    lines = [
        sentence(
            "L’espace « {espace} » est sur ce poste, sous la lettre {lettre}.",
            espace=lue.espace.value,
            lettre=lue.lettre,
        ),
        sentence(
            "Mots à comparer au téléphone avec {inviteur} : {words}",
            inviteur=lue.inviteur,
            words=" ".join(lue.empreinte),
        ),
        typo("Lisez maintenant un fichier d’échange avec « carnet importer »."),
        *(code_lines(code) if code else ()),
    ]
    session.answer(
        lines,
        {
            "commande": "rejoindre",
            "espace": lue.espace.value,
            "lettre": lue.lettre,
            "inviteur": lue.inviteur,
            "empreinte": list(lue.empreinte),
            "code_secours": code,
        },
    )


def _invitation_phrase(path: Path | None) -> str:
    if path is not None:
        return first_line(path)
    return os.environ.get(INVITATION_VARIABLE) or ask_phrase(
        "Phrase de l’invitation", f"{INVITATION_VARIABLE} ou --phrase-invitation"
    )
