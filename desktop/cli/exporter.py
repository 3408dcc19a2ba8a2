"""`carnet exporter`: writes the exchange file of an espace."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import NUMBER, PATH, TEXT, CodeType, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.envoi import VOLUME_MAX, VOLUME_MIN, Contenu, Destinataire, Envoi, Estimation
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.formats import file_size, plural, typo

_MO = 1_000_000


@click.command(
    "exporter",
    cls=FrenchCommand,
    short_help="Préparer un fichier d’échange.",
    help="Préparer un fichier d’échange pour les autres postes de l’équipe : un fichier par "
    "espace dans un dossier, ou un espace sous le nom donné. « --essai » dit ce que le fichier "
    "pèserait et n’écrit rien.",
    params=common_options(*ALL),
)
@click.option(
    "-o",
    "--sortie",
    cls=FrenchOption,
    type=PATH,
    metavar="DOSSIER|FICHIER",
    help="Dossier ou fichier où écrire ; inutile avec --essai.",
)
@click.option(
    "--contenu",
    cls=FrenchOption,
    type=CodeType(Contenu),
    default=Contenu.SANS_PHOTOS.value,
    metavar="CONTENU",
    help="sans-photos (le choix habituel), photos-manquantes, toutes-photos, ou leger : "
    "seulement ce qui manque au poste de --pour depuis son dernier fichier.",
)
@click.option(
    "--pour",
    cls=FrenchOption,
    type=TEXT,
    default="",
    metavar="POSTE",
    help="Poste destinataire, par son nom, sa lettre ou son identifiant ; par défaut tous.",
)
@click.option(
    "--volume-max",
    cls=FrenchOption,
    type=NUMBER,
    metavar="MO",
    help="Taille d’un fichier, en millions d’octets, au-delà de laquelle les photos continuent "
    "dans un autre volume.",
)
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Dire la taille sans rien écrire.")
@pass_session
def exporter(
    session: Session,
    *,
    sortie: Path | None,
    contenu: Contenu,
    pour: str,
    volume_max: int | None,
    essai: bool,
) -> None:
    """Export the chosen espaces, or say what it would write."""
    espaces = session.espaces()
    if sortie is None and not essai:
        raise click.UsageError(typo("Indiquez --sortie, ou --essai pour ne rien écrire."))
    if sortie is not None and len(espaces) > 1 and not sortie.is_dir():
        raise UserError(
            "Espace à préciser",
            f"« {sortie} » n’est pas un dossier, et chaque espace a son propre fichier.",
            "Indiquez un dossier existant, ou ajoutez --espace terrain ou --espace relogement.",
        )
    lines: list[str] = []
    files: list[dict[str, object]] = []
    for espace in espaces:
        envoi = Envoi(
            contenu=contenu,
            pour=_recipient(session, espace, pour),
            volume_max=_volume_max(volume_max),
        )
        if essai or sortie is None:
            said, found = _weigh(session, espace, envoi)
        else:
            said, found = _write(session, espace, envoi, sortie)
        lines += said
        files.append({"espace": espace.value, "contenu": contenu.value, **found})
    session.answer(lines, {"commande": "exporter", "essai": essai, "fichiers": files})


def _write(
    session: Session, espace: Espace, envoi: Envoi, sortie: Path
) -> tuple[list[str], dict[str, object]]:
    bilan = (
        session.opened().envoi(espace).export(sortie, envoi, progress=session.counter(espace.value))
    )
    lines = [sentence("Fichier écrit et relu : {path}", path=path) for path in bilan.volumes]
    lines.append(_contents(bilan.changements, bilan.photos, bilan.taille))
    return lines, {
        "fichier": bilan.chemin,
        "volumes": list(bilan.volumes),
        "taille": bilan.taille,
        "changements": bilan.changements,
        "photos": bilan.photos,
        "photos_attendues": bilan.photos_attendues,
    }


def _weigh(session: Session, espace: Espace, envoi: Envoi) -> tuple[list[str], dict[str, object]]:
    found: Estimation = session.opened().envoi(espace).estimate(envoi)
    mail = "passe" if found.fits_mail else "ne passe pas"
    lines = [
        sentence(
            "Espace {espace} : environ {size}, {mail} par courriel (limite : {limit})",
            espace=espace.value,
            size=file_size(found.taille),
            mail=mail,
            limit=file_size(found.courriel_max),
        ),
        _contents(found.changements, found.photos, found.taille),
    ]
    if found.volumes > 1:
        lines.append(sentence("  En {count} volumes", count=found.volumes))
    return lines, {
        "taille": found.taille,
        "changements": found.changements,
        "photos": found.photos,
        "nombre_volumes": found.volumes,
        "courriel": found.fits_mail,
        "courriel_max": found.courriel_max,
    }


def _contents(changes: int, photos: int, size: int) -> str:
    return f"  {plural(changes, 'changement')}, {plural(photos, 'photo')}, {file_size(size)}"


def _volume_max(millions: int | None) -> int:
    if millions is None:
        return VOLUME_MAX
    if millions * _MO < VOLUME_MIN:
        raise click.UsageError(typo("--volume-max : 1 million d’octets au moins."))
    return millions * _MO


def _recipient(session: Session, espace: Espace, pour: str) -> str:
    """Return the replica of the poste that is named; "" for all.

    Raises:
        UserError: no poste, or several, answer to that name.
    """
    if not pour:
        return ""
    team = session.opened().envoi(espace).destinataires()
    found = [one for one in team if _answers(one, pour)]
    if len(found) == 1:
        return found[0].replica
    names = ", ".join(f"{one.nom} ({one.lettre}, {one.replica})" for one in found or team)
    raise UserError(
        "Poste à préciser" if found else "Poste inconnu",
        sentence(
            "Plusieurs postes s’appellent « {pour} »."
            if found
            else "Aucun autre poste de l’espace {espace} ne s’appelle « {pour} ».",
            pour=pour,
            espace=espace.value,
        ),
        sentence("Postes connus : {names}.", names=names or "aucun"),
    )


def _answers(one: Destinataire, name: str) -> bool:
    return name.casefold() in {one.nom.casefold(), one.lettre.casefold(), one.replica}
