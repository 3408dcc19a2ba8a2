"""`carnet photos importer`: imports photos into a marche or a micro-site."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.find import marche_of, micro_site_of
from desktop.cli.french import PATH, TEXT, FrenchGroup, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.diagnostics.records import ImportPhotosBilan
from desktop.errors import FichierRefuse
from desktop.formats import plural

photos = FrenchGroup("photos", short_help="Importer des photos.", help="Importer des photos.")


@photos.command(
    "importer",
    short_help="Importer des photos dans une marche ou un micro-site.",
    help="Importer des fichiers et des dossiers de photos. Les originaux ne sont pas touchés ; "
    "chaque fichier lu est compté, importé, déjà connu ou refusé avec sa raison.",
    params=common_options(*ALL),
)
@click.argument("chemins", type=PATH, nargs=-1, required=True, metavar="CHEMINS…")
@click.option(
    "--marche",
    cls=FrenchOption,
    type=TEXT,
    metavar="NUMERO",
    help="Marche de destination, par exemple BEI-2026-1.",
)
@click.option(
    "--micro-site", cls=FrenchOption, type=TEXT, metavar="NOM", help="Micro-site de destination."
)
@pass_session
def importer(
    session: Session, chemins: tuple[Path, ...], marche: str | None, micro_site: str | None
) -> None:
    """Import, then print the count in and the count out."""
    if (marche is None) == (micro_site is None):
        raise click.UsageError("Indiquez --marche ou --micro-site, l’un des deux.")
    for path in chemins:
        if not path.exists():
            raise FichierRefuse(
                "Photos introuvables",
                f"« {path} » n’existe pas : rien n’a été importé.",
                "Vérifiez le chemin, et que la carte ou la clé est branchée.",
            )
    carnet = session.opened()
    bilan = carnet.photos.import_files(
        chemins,
        marche_id=marche_of(carnet, marche).id if marche else None,
        micro_site_id=micro_site_of(carnet, micro_site).id if micro_site else None,
        progress=session.progress("Photos"),
    ).valeur
    session.answer(photo_lines(bilan), {"commande": "photos importer", **photo_data(bilan)})


def photo_lines(bilan: ImportPhotosBilan) -> list[str]:
    """Return the report of an import as sentences."""
    counts = [
        plural(bilan.importees, "photo importée", "photos importées"),
        plural(len(bilan.doublons), "déjà connue", "déjà connues"),
        plural(len(bilan.refus), "refusée", "refusées"),
    ]
    read = plural(bilan.lues, "fichier lu", "fichiers lus")
    return [
        sentence("{read} : {counts}.", read=read, counts=", ".join(counts)),
        *(
            sentence("  {file} : {reason}", file=refus.fichier, reason=refus.raison)
            for refus in bilan.refus
        ),
    ]


def photo_data(bilan: ImportPhotosBilan) -> dict[str, object]:
    """Return the report of an import for --json."""
    return {
        "lues": bilan.lues,
        "importees": bilan.importees,
        "doublons": list(bilan.doublons),
        "refus": [{"fichier": item.fichier, "raison": item.raison} for item in bilan.refus],
    }
