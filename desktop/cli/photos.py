"""`carnet photos`: imports photos into a marche or a micro-site, and tells of past imports."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.bootstrap import Carnet
from desktop.cli.find import marche_of, micro_site_of
from desktop.cli.french import PATH, TEXT, FrenchGroup, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.diagnostics.horloge_appareil import read_correction
from desktop.domain.diagnostics.import_photos import EVERY_CAMERA, ImportPhotosBilan
from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse, UserError
from desktop.formats import from_ms, plural, short_datetime

photos = FrenchGroup(
    "photos",
    short_help="Importer des photos.",
    help="Importer des photos, placer celles d’une marche sur une trace, relire un bilan.",
)

_marche = click.option(
    "--marche",
    cls=FrenchOption,
    type=TEXT,
    metavar="NUMERO",
    help="Marche de destination, par exemple BEI-2026-1.",
)
_sortie = click.option(
    "-o",
    "--sortie",
    cls=FrenchOption,
    type=PATH,
    metavar="FICHIER",
    help="Bilan en PDF à écrire, ou dossier où l’écrire.",
)


@photos.command(
    "importer",
    short_help="Importer des photos dans une marche ou un micro-site.",
    help="Importer des fichiers et des dossiers de photos. Les originaux ne sont pas touchés ; "
    "chaque fichier lu est compté, importé, déjà connu ou refusé avec sa raison. Un import "
    "interrompu des mêmes fichiers est repris où il s’était arrêté.",
    params=common_options(*ALL),
)
@click.argument("chemins", type=PATH, nargs=-1, required=True, metavar="CHEMINS…")
@_marche
@click.option(
    "--micro-site", cls=FrenchOption, type=TEXT, metavar="NOM", help="Micro-site de destination."
)
@click.option(
    "--gpx",
    cls=FrenchOption,
    type=PATH,
    multiple=True,
    metavar="FICHIER",
    help="Trace de la marche, qui place les photos sans position. Peut être répétée.",
)
@click.option(
    "--decalage",
    cls=FrenchOption,
    type=TEXT,
    multiple=True,
    metavar="[APPAREIL=]±H:MM:SS",
    help="À ajouter à l’heure de l’appareil, ou d’un appareil nommé. Peut être répété.",
)
@_sortie
@pass_session
def importer(
    session: Session,
    chemins: tuple[Path, ...],
    marche: str | None,
    micro_site: str | None,
    gpx: tuple[Path, ...],
    decalage: tuple[str, ...],
    sortie: Path | None,
) -> None:
    """Import, then print the count in and the count out."""
    if (marche is None) == (micro_site is None):
        raise click.UsageError("Indiquez --marche ou --micro-site, l’un des deux.")
    if gpx and marche is None:
        raise click.UsageError("Une trace se range dans une marche : indiquez --marche.")
    decalages = dict(correction(text) for text in decalage)
    for path in (*chemins, *gpx):
        if not path.exists():
            raise FichierRefuse(
                "Photos introuvables",
                f"« {path} » n’existe pas : rien n’a été importé.",
                "Vérifiez le chemin, et que la carte ou la clé est branchée.",
            )
    carnet = session.opened()
    bilan = carnet.photos.import_files(
        (*gpx, *chemins),
        marche_id=marche_of(carnet, marche).id if marche else None,
        micro_site_id=micro_site_of(carnet, micro_site).id if micro_site else None,
        decalages=decalages,
        progress=session.progress("Photos"),
    ).valeur
    _answer(session, "photos importer", carnet, bilan, sortie)


@photos.command(
    "bilan",
    short_help="Relire ou imprimer le bilan d’un import.",
    help="Donner la liste des imports faits sur ce poste, ou le bilan complet de l’un d’eux.",
    params=common_options(*ALL),
)
@click.argument("rang", type=TEXT, required=False, metavar="[RANG]")
@_marche
@_sortie
@pass_session
def bilan(session: Session, rang: str | None, marche: str | None, sortie: Path | None) -> None:
    """List the imports, or tell one of them: 1 is the latest."""
    session.reads_only()
    carnet = session.opened()
    found = carnet.photos.imports(marche_of(carnet, marche).id if marche else None)
    if rang is None and sortie is None:
        session.answer(
            [_line(rank, one) for rank, one in enumerate(found, start=1)]
            or [sentence("Aucun import de photos sur ce poste.")],
            {"commande": "photos bilan", "imports": [photo_data(one) for one in found]},
        )
        return
    rank = int(rang) if rang and rang.isdecimal() else 1 if rang is None else 0
    if not 1 <= rank <= len(found):
        raise UserError(
            "Import introuvable",
            "Aucun import ne porte ce rang sur ce poste.",
            "Lancez « carnet photos bilan » pour en voir la liste.",
        )
    _answer(session, "photos bilan", carnet, found[rank - 1], sortie)


@photos.command(
    "reprendre",
    short_help="Reprendre les imports interrompus.",
    help="Reprendre les imports interrompus par un arrêt, ou par un support débranché.",
    params=common_options(*ALL),
)
@pass_session
def reprendre(session: Session) -> None:
    """Take up every import that was stopped; what they took is not read again."""
    carnet = session.opened()
    waiting = carnet.photos.unfinished()
    done, refused = [], None
    for one in waiting:
        try:
            done.append(carnet.photos.resume(one.id, progress=session.progress("Photos")).valeur)
        except UserError as error:  # its stick is not there; that of another one may be
            refused = refused or error
    if refused is not None and not done:
        raise refused
    lines = [line for one in done for line in photo_lines(one)]
    if refused is not None:
        lines.append(sentence("{reason}", reason=str(refused)))
    session.answer(
        lines or [sentence("Aucun import à reprendre.")],
        {
            "commande": "photos reprendre",
            "imports": [photo_data(one) for one in done],
            "attend": str(refused) if refused is not None else None,
        },
    )


def correction(text: str) -> tuple[str, int]:
    """Return camera and seconds of « Canon EOS RP=+0:02:30 », « -1:00:00 » or « 150 ».

    Raises:
        click.UsageError: it is neither.
    """
    camera, _, written = text.rpartition("=")
    seconds = read_correction(written)
    if seconds is None:
        raise click.UsageError(
            f"« {text} » n’est pas un décalage : écrivez par exemple +0:02:30 ou -150."
        )
    return camera.strip() or EVERY_CAMERA, seconds


def photo_lines(bilan: ImportPhotosBilan) -> list[str]:
    """Return the report of an import as sentences."""
    counts = [
        plural(bilan.importees, "photo importée", "photos importées"),
        plural(len(bilan.doublons), "déjà connue", "déjà connues"),
        plural(len(bilan.refus), "refusée", "refusées"),
    ]
    if bilan.traces:
        counts.append(plural(len(bilan.traces), "trace gardée", "traces gardées"))
    if bilan.interrompu:
        counts.append(plural(len(bilan.restantes), "à reprendre", "à reprendre"))
    read = plural(bilan.lues, "fichier lu", "fichiers lus")
    lines = [sentence("{read} : {counts}.", read=read, counts=", ".join(counts))]
    if bilan.support_retire:
        lines.append(
            sentence(
                "Le support a été retiré : rebranchez-le, puis lancez « carnet photos reprendre »."
            )
        )
    return [
        *lines,
        *(
            sentence("  {file} : {reason}", file=line.fichier, reason=line.note)
            for line in bilan.refus
        ),
    ]


def photo_data(bilan: ImportPhotosBilan) -> dict[str, object]:
    """Return the report of an import for --json."""
    return {
        "destination": bilan.destination,
        "debut_ms": bilan.debut_ms,
        "fin_ms": bilan.fin_ms,
        "lues": bilan.lues,
        "importees": bilan.importees,
        "doublons": [line.fichier for line in bilan.doublons],
        "refus": [{"fichier": line.fichier, "raison": line.note} for line in bilan.refus],
        "traces": [line.fichier for line in bilan.traces],
        "a_reprendre": [line.fichier for line in bilan.restantes],
        "fichiers": [
            {"fichier": line.fichier, "issue": line.issue.value, "remarque": line.note}
            for line in bilan.lignes
        ],
    }


def _line(rank: int, bilan: ImportPhotosBilan) -> str:
    return sentence(
        "{rank}. {moment}, {where} : {counts}",
        rank=rank,
        moment=short_datetime(from_ms(bilan.debut_ms)),
        where=bilan.destination,
        counts=photo_lines(bilan)[0],
    )


def _answer(
    session: Session, command: str, carnet: Carnet, bilan: ImportPhotosBilan, sortie: Path | None
) -> None:
    lines, data = photo_lines(bilan), {"commande": command, **photo_data(bilan)}
    if sortie is not None:
        service = carnet.rapports(Espace.TERRAIN)
        path = sortie / service.bilan_import_name(bilan.id) if sortie.is_dir() else sortie
        service.save(service.bilan_import(bilan.id), path)
        lines.append(sentence("Bilan écrit : {path}.", path=path))
        data["bilan"] = path
    session.answer(lines, data)
