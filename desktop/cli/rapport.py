"""`carnet rapport`: writes the PDF reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from desktop.cli.find import carte_of, constat_of, marche_of, menage_of, micro_site_of
from desktop.cli.french import PATH, TEXT, CodeType, FrenchGroup, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.carte import Papier
from desktop.domain.codes import Confidentialite
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.formats import file_size, typo
from desktop.texts.photo import photos_retenues

rapport = FrenchGroup("rapport", short_help="Écrire un PDF.", help="Écrire un rapport en PDF.")

_output = click.option(
    "-o",
    "--sortie",
    cls=FrenchOption,
    type=PATH,
    required=True,
    metavar="FICHIER",
    help="Fichier PDF à écrire, ou dossier où l’écrire.",
)


_reader = click.option(
    "--profil",
    cls=FrenchOption,
    type=CodeType(Confidentialite),
    default=Confidentialite.PARTENAIRES.value,
    metavar="PROFIL",
    help="Qui lira : public, partenaires (par défaut) ou interne.",
)


@rapport.command(
    "compte-rendu",
    short_help="Compte rendu d’une marche.",
    help="Écrire le compte rendu d’une marche.",
    params=common_options(*ALL),
)
@click.argument("numero", type=TEXT, metavar="NUMERO")
@_output
@_reader
@pass_session
def compte_rendu(session: Session, numero: str, sortie: Path, profil: Confidentialite) -> None:
    """Write the compte rendu of a marche, and say what it lacks."""
    from desktop.services.rapports_mots import missing

    session.reads_only()
    carnet = session.opened()
    marche = marche_of(carnet, numero)
    service = carnet.rapports(Espace.TERRAIN)
    path = _target(sortie, service.compte_rendu_name(marche.id))
    service.save(service.compte_rendu(marche.id, profil=profil), path)
    lacks = list(missing(service.compte_rendu_missing(marche.id, profil)))
    _tell(session, "rapport compte-rendu", path, lacks)


@rapport.command(
    "fiche",
    short_help="Fiches de constats.",
    help="Écrire les fiches de constats, chacune sur une demi-page : celles qui sont nommées, ou "
    "toutes celles d’une marche.",
    params=common_options(*ALL),
)
@click.argument("numeros", type=TEXT, metavar="[NUMERO]...", nargs=-1)
@click.option(
    "--marche",
    cls=FrenchOption,
    type=TEXT,
    default="",
    metavar="NUMERO",
    help="Toutes les fiches de cette marche.",
)
@click.option(
    "--deux-par-page",
    cls=FrenchOption,
    is_flag=True,
    help="Deux fiches par page A4, à couper ; sinon une par page A5.",
)
@_output
@_reader
@pass_session
def fiche(
    session: Session,
    *,
    numeros: tuple[str, ...],
    marche: str,
    deux_par_page: bool,
    sortie: Path,
    profil: Confidentialite,
) -> None:
    """Write the fiches of constats."""
    session.reads_only()
    carnet = session.opened()
    if bool(numeros) == bool(marche):
        raise click.UsageError(typo("Nommez des constats, ou une marche avec --marche."))
    if marche:
        asked = FiltreConstats(marche_id=marche_of(carnet, marche).id)
        ids = carnet.diagnostics.constat_ids(asked)
    else:
        ids = [constat_of(carnet, numero).id for numero in numeros]
    service = carnet.rapports(Espace.TERRAIN)
    path = _target(sortie, service.fiches_constats_name(ids))
    counter = session.counter("Fiches")
    pdf = service.fiches_constats(ids, profil=profil, deux_par_page=deux_par_page, progress=counter)
    service.save(pdf, path)
    _tell(session, "rapport fiche", path)


@rapport.command(
    "carnet-terrain",
    short_help="Carnet de terrain d’une marche.",
    help="Écrire le carnet de terrain d’une marche, en pages A5 : plan, arrêts, constats ouverts, "
    "grille et fiches numérotées. Les constats à revoir sont alors fixés : la saisie du carnet "
    "suivra le papier.",
    params=common_options(*ALL),
)
@click.argument("numero", type=TEXT, metavar="NUMERO")
@click.option(
    "--livret",
    cls=FrenchOption,
    is_flag=True,
    help="Deux pages par face d’A4, à imprimer recto verso (bord court) et à plier.",
)
@_output
@pass_session
def carnet_terrain(session: Session, numero: str, sortie: Path, *, livret: bool) -> None:
    """Write the carnet de terrain of a marche, prepared first."""
    carnet = session.opened()
    marche = marche_of(carnet, numero)
    carnet.carnets.prepare(marche.id)
    service = carnet.rapports(Espace.TERRAIN)
    path = _target(sortie, service.carnet_terrain_name(marche.id))
    service.save(service.carnet_terrain(marche.id, livret=livret), path)
    _tell(session, "rapport carnet-terrain", path)


@rapport.command(
    "carte",
    short_help="Carte d’un quartier ou d’une marche.",
    help="Écrire la carte d’un quartier (Beisson, BEI) ou d’une marche (BEI-2026-1), avec sa "
    "liste de constats.",
    params=common_options(*ALL),
)
@click.argument("sujet", type=TEXT, metavar="QUARTIER|NUMERO")
@_output
@click.option(
    "--papier",
    cls=FrenchOption,
    type=CodeType(Papier),
    default=Papier.A4.value,
    metavar="FORMAT",
    help="A4 (par défaut) ou A3.",
)
@_reader
@click.option(
    "--fond",
    cls=FrenchOption,
    type=PATH,
    metavar="FICHIER",
    help="Fond de carte : MBTiles, ou image PNG ou JPEG avec son fichier de calage.",
)
@click.option(
    "--systeme",
    cls=FrenchOption,
    type=TEXT,
    default="",
    metavar="EPSG",
    help="Système de l’image : 2154 (Lambert-93), 3944 (CC44), 4326 (WGS 84), 3857.",
)
@pass_session
def carte(
    session: Session,
    *,
    sujet: str,
    sortie: Path,
    papier: Papier,
    profil: Confidentialite,
    fond: Path | None,
    systeme: str,
) -> None:
    """Write the map of a quartier or of a marche."""
    session.reads_only()
    carnet = session.opened()
    found = carte_of(carnet, sujet)
    service = carnet.rapports(Espace.TERRAIN)
    path = _target(sortie, service.carte_name(found, papier.value))
    ground = (str(fond) if fond is not None else "", systeme)
    service.save(service.carte(found, paper=papier.value, profil=profil, fond=ground), path)
    _tell(session, "rapport carte", path)


@rapport.command(
    "menage",
    short_help="Fiche d’un ménage.",
    help="Écrire la fiche d’un ménage, entière ou pour un partenaire ; le journal des "
    "consultations le note.",
    params=common_options(*ALL),
)
@click.argument("reference", type=TEXT, metavar="REFERENCE")
@click.option(
    "--partenaire",
    cls=FrenchOption,
    is_flag=True,
    help="Sans les charges, les dettes, les besoins d’aménagement ni l’accompagnement.",
)
@_output
@pass_session
def menage(session: Session, reference: str, sortie: Path, *, partenaire: bool) -> None:
    """Write the fiche of a ménage."""
    carnet = session.opened()
    found = menage_of(carnet, reference)
    pdf, name = carnet.documents_dossier.fiche(found.id, partenaire=partenaire)
    path = _target(sortie, name)
    carnet.rapports(Espace.RELOGEMENT).save(pdf, path)
    _tell(session, "rapport menage", path)


@rapport.command(
    "micro-site",
    short_help="Fiche d’un micro-site.",
    help="Écrire la fiche d’un micro-site.",
    params=common_options(*ALL),
)
@click.argument("nom", type=TEXT, metavar="NOM")
@_output
@pass_session
def micro_site(session: Session, nom: str, sortie: Path) -> None:
    """Write the fiche of a micro-site."""
    session.reads_only()
    carnet = session.opened()
    found = micro_site_of(carnet, nom)
    service = carnet.rapports(Espace.TERRAIN)
    path = _target(sortie, service.fiche_micro_site_name(found.id))
    service.save(service.fiche_micro_site(found.id), path)
    hidden = photos_retenues(carnet.diffusion.retenues(micro_site_id=found.id))
    lacks = [sentence("Photos non montrées : {words}.", words=hidden)] if hidden else []
    _tell(session, "rapport micro-site", path, lacks)


def _target(sortie: Path, name: str) -> Path:
    return sortie / name if sortie.is_dir() else sortie


def _tell(session: Session, command: str, path: Path, lacks: Sequence[str] = ()) -> None:
    size = path.stat().st_size
    session.answer(
        [
            sentence("Rapport écrit : {path} ({size}).", path=path, size=file_size(size)),
            *(f"  {line}" for line in lacks),
        ],
        {"commande": command, "fichier": path, "taille": size, "manques": list(lacks)},
    )
