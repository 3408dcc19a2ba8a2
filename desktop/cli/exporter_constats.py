"""`carnet exporter-constats`: writes constats for another tool: table, map, photos."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.find import marche_of
from desktop.cli.french import PATH, TEXT, CodeType, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.codes import Confidentialite
from desktop.domain.diagnostics.exports import DemandeExport, FormatExport
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.formats import file_size


@click.command(
    "exporter-constats",
    cls=FrenchCommand,
    short_help="Écrire les constats en tableur ou en carte.",
    help="Écrire les constats d’une marche, ou de toutes, pour un autre logiciel. Une photo ne "
    "part que vérifiée ; ce qui reste est compté.",
    params=common_options(*ALL),
)
@click.option(
    "-o",
    "--sortie",
    cls=FrenchOption,
    type=PATH,
    required=True,
    metavar="DOSSIER|FICHIER",
    help="Fichier à écrire, ou dossier où l’écrire.",
)
@click.option(
    "--format",
    "kind",
    cls=FrenchOption,
    type=CodeType(FormatExport),
    default=FormatExport.XLSX.value,
    metavar="FORMAT",
    help="xlsx (par défaut), csv, geojson, kml, kmz (avec les photos) ou gpx.",
)
@click.option(
    "--profil",
    cls=FrenchOption,
    type=CodeType(Confidentialite),
    default=Confidentialite.PARTENAIRES.value,
    metavar="PROFIL",
    help="Qui lira : public, partenaires (par défaut) ou interne.",
)
@click.option(
    "--marche",
    cls=FrenchOption,
    type=TEXT,
    default="",
    metavar="NUMERO",
    help="Une seule marche ; par défaut toutes.",
)
@click.option(
    "--ouverts", cls=FrenchOption, is_flag=True, help="Seulement ce qui attend quelqu’un."
)
@click.option(
    "--point-decimal",
    cls=FrenchOption,
    is_flag=True,
    help="En csv, un point au lieu de la virgule des nombres.",
)
@pass_session
def exporter_constats(
    session: Session,
    *,
    sortie: Path,
    kind: FormatExport,
    profil: Confidentialite,
    marche: str,
    ouverts: bool,
    point_decimal: bool,
) -> None:
    """Write the constats and say what the file holds and leaves out."""
    from desktop.services.exports_mots import held, left_out

    session.reads_only()
    carnet = session.opened()
    found = marche_of(carnet, marche) if marche else None
    ids = carnet.diagnostics.constat_ids(
        FiltreConstats(marche_id=found.id if found else None, ouverts=ouverts)
    )
    service = carnet.exports
    ask = DemandeExport(format=kind, profil=profil, virgule=not point_decimal)
    name = service.name(ask, found.numero if found else "")
    path = sortie / name if sortie.is_dir() else sortie
    bilan = service.export(ids, ask, path, progress=session.counter("Export"))
    size = path.stat().st_size
    session.answer(
        [
            sentence("Fichier écrit : {path} ({size}).", path=path, size=file_size(size)),
            f"  {held(bilan, ask)}",
            *(f"  {line}" for line in left_out(bilan, ask)),
        ],
        {
            "commande": "exporter-constats",
            "fichier": path,
            "taille": size,
            "format": kind.value,
            "profil": profil.value,
            "constats": bilan.constats,
            "reserves": {code.value: count for code, count in bilan.reserves.items()},
            "sans_position": bilan.sans_position,
            "photos": bilan.photos,
            "photos_retenues": {code.value: count for code, count in bilan.retenues.items()},
            "arrets": bilan.arrets,
            "textes_raccourcis": bilan.coupes,
        },
    )
