"""`carnet cle`: the team key: its words, its changes after a loss, its sheet for the safe."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import PATH, CodeType, FrenchCommand, FrenchGroup, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.equipe import EtatCle, GenerationCle, InvitationDonnee, MotifCle
from desktop.formats import from_ms, full_date, typo
from desktop.texts.equipe import (
    CLE_PERDUE,
    CLES_JUMELLES,
    ETAT_INVITATION,
    LETTRE_PARTAGEE,
    MOTIF_CLE,
)

cle = FrenchGroup(
    "cle",
    short_help="Montrer ou changer la clé de l’équipe.",
    help="Montrer l’empreinte de la clé de l’équipe, ses générations et les invitations données. "
    "« carnet cle changer » en fait une nouvelle après une perte ; « carnet cle secours » écrit la "
    "feuille à garder au coffre.",
    params=common_options(*ALL),
    subcommand_metavar="[COMMANDE]",
)


@click.pass_context
def _show(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        _show_keys(context.ensure_object(Session))


cle.callback = _show


def _show_keys(session: Session) -> None:
    session.reads_only()
    carnet = session.opened()
    lines: list[str] = []
    shown: list[dict[str, object]] = []
    for espace in session.espaces():
        service = carnet.cles(espace)
        etat, invitations = service.etat(), service.invitations()
        lines += [
            sentence(
                "{espace} : {words}", espace=espace.value.capitalize(), words=_words(etat.empreinte)
            ),
            *(f"  {_generation(one)}" for one in etat.generations),
            *(f"  {_invitation(one)}" for one in invitations),
            *_warnings(etat),
        ]
        shown.append({"espace": espace.value, **_data(etat), "invitations": _given(invitations)})
    session.answer(lines, {"commande": "cle", "espaces": shown})


@cle.command(
    "changer",
    cls=FrenchCommand,
    short_help="Changer la clé après une perte.",
    help="Faire une nouvelle clé de l’équipe. Les fichiers à venir ne s’ouvriront plus avec "
    "l’ancienne ; les anciens fichiers restent lisibles. Les autres postes sont à inviter de "
    "nouveau (« carnet inviter --mise-a-jour »).",
    params=common_options(*ALL),
)
@click.option(
    "--motif",
    cls=FrenchOption,
    type=CodeType(MotifCle),
    required=True,
    metavar="MOTIF",
    help=f"Pourquoi : {', '.join(MotifCle)}.",
)
@pass_session
def changer(session: Session, motif: MotifCle) -> None:
    """Change the key of the one chosen espace."""
    carnet = session.opened()
    espace = session.only_espace()
    etat = carnet.cles(espace).change(motif)
    lines = [
        sentence("La clé de l’équipe est changée : {words}", words=_words(etat.empreinte)),
        typo(CLE_PERDUE),
        *_to_invite(etat),
    ]
    session.answer(lines, {"commande": "cle changer", "espace": espace.value, **_data(etat)})


@cle.command(
    "secours",
    cls=FrenchCommand,
    short_help="Écrire la feuille de secours de la clé.",
    help="Écrire la clé secrète sur une feuille à imprimer et à garder au coffre : PDF, ou texte "
    "si le nom finit par .txt. Réservé aux responsables ; votre phrase de passe est redemandée.",
    params=common_options(*ALL),
)
@click.option(
    "--vers",
    cls=FrenchOption,
    type=PATH,
    required=True,
    metavar="DOSSIER|FICHIER",
    help="Dossier ou fichier où écrire la feuille.",
)
@pass_session
def secours(session: Session, vers: Path) -> None:
    """Write the sheet of the one chosen espace."""
    carnet = session.opened()
    espace = session.only_espace()
    written = carnet.write_key_sheet(espace, session.phrase(), vers)
    lines = [
        sentence("Feuille de secours écrite : {path}", path=written),
        typo("Imprimez-la, rangez-la au coffre, puis effacez ce fichier."),
    ]
    session.answer(
        lines, {"commande": "cle secours", "espace": espace.value, "fichier": str(written)}
    )


def _words(empreinte: tuple[str, ...]) -> str:
    return " ".join(empreinte)


def _day(ms: int) -> str:
    return full_date(from_ms(ms).date())


def _generation(one: GenerationCle) -> str:
    parts = [f"génération {one.generation}"]
    if one.depuis_ms is not None:
        parts.append(f"depuis le {_day(one.depuis_ms)}")
    if one.motif in MOTIF_CLE:
        parts.append(MOTIF_CLE[MotifCle(one.motif)].lower())
    if one.remplacee_ms is not None:
        parts.append(f"remplacée le {_day(one.remplacee_ms)}")
    elif one.actuelle:
        parts.append("en service")
    return ", ".join(parts)


def _invitation(one: InvitationDonnee) -> str:
    whom = f"poste {one.lettre}" if one.lettre else "mise à jour de la clé"
    state = ETAT_INVITATION[one.etat].lower()
    return f"invitation du {_day(one.donnee_ms)}, {whom}, {state}"


def _warnings(etat: EtatCle) -> list[str]:
    twins = [typo(CLES_JUMELLES)] if etat.jumelles > 1 else []
    letters = (
        sentence(LETTRE_PARTAGEE, lettre=one.lettre, postes=", ".join(one.postes))
        for one in etat.lettres
    )
    return [*twins, *letters]


def _to_invite(etat: EtatCle) -> list[str]:
    if not etat.postes:
        return [typo("Aucun autre poste n’est à inviter.")]
    return [
        sentence("Postes à inviter de nouveau : {postes}", postes=", ".join(etat.postes)),
        typo("N’invitez pas le poste perdu ; « carnet inviter --mise-a-jour » sert aux autres."),
    ]


def _data(etat: EtatCle) -> dict[str, object]:
    return {
        "empreinte": list(etat.empreinte),
        "cles_jumelles": etat.jumelles > 1,
        "postes": list(etat.postes),
        "lettres_en_double": {one.lettre: list(one.postes) for one in etat.lettres},
        "generations": [
            {
                "generation": one.generation,
                "empreinte": list(one.empreinte),
                "depuis_le": _iso(one.depuis_ms),
                "remplacee_le": _iso(one.remplacee_ms),
                "motif": one.motif or None,
                "en_service": one.actuelle,
            }
            for one in etat.generations
        ],
    }


def _given(invitations: list[InvitationDonnee]) -> list[dict[str, object]]:
    return [
        {
            "lettre": one.lettre or None,
            "pour": one.pour or None,
            "donnee_le": _iso(one.donnee_ms),
            "expire_le": _iso(one.expire_ms),
            "donnees": one.donnees,
            "etat": one.etat.value,
        }
        for one in invitations
    ]


def _iso(ms: int | None) -> str | None:
    return None if ms is None else from_ms(ms).isoformat(timespec="seconds")
