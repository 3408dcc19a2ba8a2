"""`carnet rejoindre`: opens an invitation: a new espace on this poste, or its new key."""

from __future__ import annotations

import os
from pathlib import Path

import click

from desktop.cli.french import PATH, TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.init import code_lines
from desktop.cli.session import ALL, Session, ask_phrase, common_options, first_line, pass_session
from desktop.domain.echange import InvitationLue
from desktop.domain.equipe import Arrivee
from desktop.formats import plural, typo

INVITATION_VARIABLE = "CARNET_PHRASE_INVITATION"


@click.command(
    "rejoindre",
    cls=FrenchCommand,
    short_help="Rejoindre une équipe, ou mettre à jour sa clé, par une invitation.",
    help="Rejoindre une équipe par une invitation, sur un poste neuf ou déjà ouvert. Sur un poste "
    "neuf, donnez aussi --personne ; le code de secours n’est affiché qu’une fois. Si l’espace "
    "est déjà sur ce poste, l’invitation met à jour la clé de l’équipe.",
    params=common_options(*ALL),
)
@click.argument("fichier", type=PATH, metavar="FICHIER")
@click.option(
    "--poste",
    cls=FrenchOption,
    type=TEXT,
    metavar="NOM",
    help="Nom de ce poste, par exemple « Portable B » ; pour un espace nouveau.",
)
@click.option(
    "--phrase-invitation",
    cls=FrenchOption,
    type=PATH,
    metavar="FICHIER",
    help="Fichier dont la première ligne est la phrase de l’invitation "
    f"(ou {INVITATION_VARIABLE}).",
)
@click.pass_context
@pass_session
def rejoindre(
    session: Session,
    context: click.Context,
    fichier: Path,
    poste: str | None,
    phrase_invitation: Path | None,
) -> None:
    """Join or update, then print what to compare by telephone."""
    from desktop.services.equipe import NouvelArrivant

    carnet = session.carnet
    if carnet.is_initialised:
        session.opened()
        personne, own = "", ""
    else:
        personne, own = session.newcomer()
    phrase = _invitation_phrase(phrase_invitation)
    lue = carnet.open_invitation(fichier, phrase)
    if poste is None and not lue.deja_ici:
        named = next(param for param in context.command.params if param.name == "poste")
        raise click.MissingParameter(param=named, ctx=context)
    arrivant = NouvelArrivant(personne=personne, phrase=own, poste=poste or "")
    arrivee = carnet.join(fichier, phrase, arrivant)
    lines = _updated(lue, arrivee) if arrivee.mise_a_jour else _joined(lue, arrivee)
    session.answer(
        lines,
        {
            "commande": "rejoindre",
            "espace": lue.espace.value,
            "lettre": lue.lettre,
            "inviteur": lue.inviteur,
            "empreinte": list(lue.empreinte),
            "mise_a_jour": arrivee.mise_a_jour,
            "cles_recues": arrivee.nouvelles,
            "changements": arrivee.lecture.apercu.changements if arrivee.lecture else 0,
            "refus": arrivee.refus or None,
            "code_secours": arrivee.code,
        },
    )


def _joined(lue: InvitationLue, arrivee: Arrivee) -> list[str]:
    lines = [
        sentence(
            "L’espace « {espace} » est sur ce poste, sous la lettre {lettre}.",
            espace=lue.espace.value,
            lettre=lue.lettre,
        ),
        _words(lue),
    ]
    if arrivee.lecture is not None:
        read = plural(arrivee.lecture.apercu.changements, "changement lu", "changements lus")
        lines.append(f"{read}, sans les photos.")
    else:
        if arrivee.refus:
            lines.append(sentence("Données de l’invitation non lues : {why}", why=arrivee.refus))
        lines.append(typo("Lisez maintenant un fichier d’échange avec « carnet importer »."))
    return [*lines, *(code_lines(arrivee.code) if arrivee.code else ())]


def _updated(lue: InvitationLue, arrivee: Arrivee) -> list[str]:
    done = (
        "La clé de l’équipe est mise à jour sur ce poste."
        if arrivee.nouvelles
        else "La clé de l’équipe était déjà à jour sur ce poste."
    )
    return [done, _words(lue)]


def _words(lue: InvitationLue) -> str:
    return sentence(
        "Mots à comparer au téléphone avec {inviteur} : {words}",
        inviteur=lue.inviteur,
        words=" ".join(lue.empreinte),
    )


def _invitation_phrase(path: Path | None) -> str:
    if path is not None:
        return first_line(path)
    return os.environ.get(INVITATION_VARIABLE) or ask_phrase(
        "Phrase de l’invitation", f"{INVITATION_VARIABLE} ou --phrase-invitation"
    )
