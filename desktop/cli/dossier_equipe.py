"""`carnet dossier-equipe`: the shared folder where each poste keeps its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from desktop.bootstrap import Carnet
from desktop.cli.french import NUMBER, PATH, FrenchCommand, FrenchGroup, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.espaces import Espace
from desktop.domain.partenaires import EtatDepot, FichierDepose
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.formats import file_size, plural, typo

_MINUTES = range(5, 241)
_NOTHING_CHOSEN = UserError(
    "Aucun dossier d’équipe",
    "Aucun dossier d’équipe n’est choisi sur ce poste pour cet espace.",
    "Choisissez-en un : « carnet dossier-equipe choisir DOSSIER ».",
)

dossier_equipe = FrenchGroup(
    "dossier-equipe",
    short_help="Échanger par un dossier partagé.",
    help="Échanger par un dossier que toute l’équipe voit (partage du réseau, Nextcloud, "
    "Syncthing). Chaque poste y dépose son fichier ; rien n’est lu sans qu’on le demande. Sans "
    "autre mot, la commande liste ce qui s’y trouve.",
    params=common_options(*ALL),
    subcommand_metavar="[COMMANDE]",
)


@click.pass_context
def _bare(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        _list(context.ensure_object(Session))


dossier_equipe.callback = _bare


@dossier_equipe.command(
    "choisir",
    cls=FrenchCommand,
    short_help="Choisir le dossier partagé.",
    help="Choisir le dossier partagé de l’espace (ou de tous ceux qui sont ouverts), et ce que ce "
    "poste y dépose.",
    params=common_options(*ALL),
)
@click.argument("dossier", type=PATH, metavar="[DOSSIER]", required=False)
@click.option("--aucun", cls=FrenchOption, is_flag=True, help="Ne plus utiliser de dossier.")
@click.option(
    "--photos/--sans-photos",
    cls=FrenchOption,
    default=None,
    help="Y mettre ou non les photos que les collègues attendent.",
)
@click.option(
    "--automatique/--a-la-main",
    cls=FrenchOption,
    default=None,
    help="Déposer ou non tout seul, en verrouillant, en quittant et par moments.",
)
@click.option(
    "--minutes",
    cls=FrenchOption,
    type=NUMBER,
    metavar="NOMBRE",
    help="Délai entre deux dépôts automatiques, de 5 à 240.",
)
@pass_session
def choisir(
    session: Session,
    dossier: Path | None,
    aucun: bool,
    photos: bool | None,
    automatique: bool | None,
    minutes: int | None,
) -> None:
    """Keep the settings of this poste."""
    from desktop.services.dossier_equipe import choose, folder_of

    carnet = session.opened()
    if minutes is not None and minutes not in _MINUTES:
        raise SaisieRefusee([FieldError("minutes", "Le délai va de 5 à 240 minutes.")])
    settings = carnet.reglages
    for espace in session.espaces() if dossier is not None or aucun else ():
        chosen = None if aucun or dossier is None else dossier.absolute()
        settings = choose(settings, espace, chosen, carnet.dossiers)
    settings = replace(
        settings,
        dossier_equipe_photos=settings.dossier_equipe_photos if photos is None else photos,
        dossier_equipe_auto=settings.dossier_equipe_auto if automatique is None else automatique,
        dossier_equipe_minutes=minutes or settings.dossier_equipe_minutes,
    )
    carnet.save_reglages(settings)
    kept = {espace.value: folder_of(settings, espace) for espace in session.espaces()}
    lines = [
        sentence("Espace {espace} : {folder}", espace=name, folder=folder or "aucun dossier")
        for name, folder in kept.items()
    ]
    session.answer(
        lines,
        {
            "commande": "dossier-equipe choisir",
            "dossiers": {name: str(folder or "") for name, folder in kept.items()},
            "photos": settings.dossier_equipe_photos,
            "automatique": settings.dossier_equipe_auto,
            "minutes": settings.dossier_equipe_minutes,
        },
    )


@dossier_equipe.command(
    "publier",
    cls=FrenchCommand,
    short_help="Déposer le fichier de ce poste.",
    help="Déposer le fichier de ce poste dans le dossier d’équipe, s’il dit quelque chose de "
    "nouveau. Il est relu avant de prendre son nom.",
    params=common_options(*ALL),
)
@click.option("--sans-photos", cls=FrenchOption, is_flag=True, help="Laisser les photos de côté.")
@pass_session
def publier(session: Session, sans_photos: bool) -> None:
    """Write the own file of each chosen espace."""
    carnet = session.opened()
    photos = carnet.reglages.dossier_equipe_photos and not sans_photos
    lines, files = [], []
    for espace, folder in _folders(session, carnet):
        made = carnet.dossier_equipe(espace).publish(
            folder, photos=photos, progress=session.counter(espace.value)
        )
        done = "Fichier déposé et relu : {path}" if made.ecrit else "Déjà à jour : {path}"
        contents = f"{plural(made.changements, 'changement')}, {plural(made.photos, 'photo')}"
        lines += [
            sentence(done, path=made.chemin),
            f"  {contents}, {file_size(made.taille)}",
        ]
        files.append({"espace": espace.value, **asdict(made)})
    session.answer(lines, {"commande": "dossier-equipe publier", "fichiers": files})


@dossier_equipe.command(
    "lister",
    cls=FrenchCommand,
    short_help="Lister les fichiers des collègues.",
    help="Lister les fichiers des collègues dans le dossier d’équipe ; rien n’est lu.",
    params=common_options(*ALL),
)
@pass_session
def lister(session: Session) -> None:
    """List what lies in the folder."""
    _list(session)


@dossier_equipe.command(
    "lire",
    cls=FrenchCommand,
    short_help="Lire les fichiers qui apportent du nouveau.",
    help="Lire les fichiers du dossier d’équipe qui apportent du nouveau, chacun comme « carnet "
    "importer » : une sauvegarde est faite avant. « --essai » montre sans rien écrire.",
    params=common_options(*ALL),
)
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien écrire.")
@click.option(
    "--accepter-suppressions",
    cls=FrenchOption,
    is_flag=True,
    help="Lire même si un fichier masque de nombreuses fiches.",
)
@pass_session
def lire(session: Session, essai: bool, accepter_suppressions: bool) -> None:
    """Read each file that brings something, the ones after a refusal included."""
    carnet = session.opened()
    lines: list[str] = []
    files: list[dict[str, object]] = []
    refusal: UserError | None = None
    for espace, folder in _folders(session, carnet):
        for depot in carnet.dossier_equipe(espace).scan(folder):
            if depot.etat is not EtatDepot.NOUVEAU:
                continue
            try:
                count = _read(carnet, espace, depot, essai=essai, accept=accepter_suppressions)
            except UserError as error:
                refusal = refusal or error
                continue
            lines.append(
                sentence("{poste} : {count}", poste=depot.poste, count=plural(count, "changement"))
            )
            files.append({"espace": espace.value, "fichier": depot.chemin, "changements": count})
    if refusal is not None and not files:
        raise refusal
    if not files:
        lines.append(typo("Rien de nouveau dans le dossier d’équipe."))
    if refusal is not None:
        lines.append(str(refusal))
    session.answer(
        lines,
        {
            "commande": "dossier-equipe lire",
            "essai": essai,
            "fichiers": files,
            "refus": str(refusal or ""),
        },
    )


def _read(
    carnet: Carnet, espace: Espace, depot: FichierDepose, *, essai: bool, accept: bool
) -> int:
    service, path = carnet.echange(espace), Path(depot.chemin)
    if essai:
        return service.preview(path).changements
    return service.import_(path, accept_mass_deletion=accept).valeur.apercu.changements


def _list(session: Session) -> None:
    carnet = session.opened()
    lines: list[str] = []
    files: list[dict[str, object]] = []
    for espace, folder in _folders(session, carnet):
        found = carnet.dossier_equipe(espace).scan(folder)
        lines.append(sentence("Espace {espace} : {folder}", espace=espace.value, folder=folder))
        lines += [f"  {_line(depot)}" for depot in found]
        files += [{"espace": espace.value, **asdict(depot)} for depot in found]
    session.answer(lines, {"commande": "dossier-equipe lister", "fichiers": files})


def _line(depot: FichierDepose) -> str:
    name = Path(depot.chemin).name
    if depot.etat is EtatDepot.COPIE:
        return sentence("{name} : en cours de copie", name=name)
    if depot.etat is EtatDepot.REFUSE:
        return depot.raison
    if depot.etat is EtatDepot.A_JOUR:
        return sentence("{poste} : rien de nouveau", poste=depot.poste)
    counts = (plural(depot.nouveautes, "nouveauté"), plural(depot.photos, "photo"))
    return sentence("{poste} : {counts}", poste=depot.poste, counts=", ".join(counts))


def _folders(session: Session, carnet: Carnet) -> Iterator[tuple[Espace, Path]]:
    """Yield the espaces that have a team folder.

    Raises:
        UserError: none has one.
    """
    from desktop.services.dossier_equipe import folder_of

    chosen = {espace: folder_of(carnet.reglages, espace) for espace in session.espaces()}
    if not any(chosen.values()):
        raise _NOTHING_CHOSEN
    yield from ((espace, folder) for espace, folder in chosen.items() if folder is not None)
