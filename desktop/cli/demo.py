"""`carnet demo`: fills a data folder with fictional data, and may write a PDF and a capture."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import NUMBER, PATH, FrenchCommand, FrenchOption, sentence
from desktop.cli.photos import photo_data, photo_lines
from desktop.cli.session import Session, common_options, pass_session
from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse, UserError
from desktop.formats import plural

PERSONNE = "Camille Démo-ESSAI"
POSTE = "Poste de démonstration"


@click.command(
    "demo",
    cls=FrenchCommand,
    short_help="Remplir un carnet de données fictives.",
    help="Remplir les deux espaces de données fictives : trois marches, soixante constats, "
    "quarante ménages, des micro-sites. Le dossier de données est créé s’il n’existe pas.",
    params=common_options("donnees", "personne", "phrase_fichier", "json"),
)
@click.option(
    "--graine",
    cls=FrenchOption,
    type=NUMBER,
    metavar="NOMBRE",
    help="Nombre qui fixe le tirage : le même donne les mêmes fiches.",
)
@click.option(
    "--photos",
    cls=FrenchOption,
    type=PATH,
    metavar="DOSSIER",
    help="Photos à importer dans la première marche (sinon, celles d’exemple).",
)
@click.option(
    "--verifiees",
    cls=FrenchOption,
    is_flag=True,
    help="Une personne a regardé les photos données avec --photos et n’y a vu ni visage ni "
    "plaque : le compte rendu peut les montrer. Sans cette option, elles restent « à vérifier » "
    "et n’y paraissent pas. Les photos d’exemple sont des dessins : elles y paraissent.",
)
@click.option(
    "--rapport",
    cls=FrenchOption,
    type=PATH,
    metavar="FICHIER",
    help="Écrire le compte rendu de la première marche dans ce PDF.",
)
@click.option(
    "--capture",
    cls=FrenchOption,
    type=PATH,
    metavar="FICHIER",
    help="Écrire une image PNG de la fenêtre.",
)
@pass_session
def demo(
    session: Session,
    graine: int | None,
    photos: Path | None,
    rapport: Path | None,
    capture: Path | None,
    *,
    verifiees: bool,
) -> None:
    """Fill, then write the report and the capture that were asked for."""
    from desktop.services.demo import GRAINE, fill, sample_photos

    source = photos or sample_photos()
    if not source.exists():
        raise FichierRefuse(
            "Photos introuvables",
            f"« {source} » n’existe pas : rien n’a été créé.",
            "Vérifiez le chemin donné avec --photos.",
        )
    _open_or_create(session)
    carnet = session.carnet
    bilan = fill(
        carnet.espace(Espace.TERRAIN),
        carnet.espace(Espace.RELOGEMENT),
        graine=GRAINE if graine is None else graine,
        photos=[source],
        verifiees=verifiees or photos is None,
        progress=session.progress("Démonstration"),
    )
    counts = (
        plural(len(bilan.marches), "marche"),
        plural(bilan.constats, "constat"),
        plural(bilan.micro_sites, "micro-site"),
        plural(bilan.menages, "ménage"),
    )
    lines = [sentence("Données fictives : {counts}.", counts=", ".join(counts))]
    if bilan.photos is not None:
        lines += photo_lines(bilan.photos)
    if rapport is not None:
        service = carnet.rapports(Espace.TERRAIN)
        marche = next(m for m in carnet.diagnostics.marches() if m.numero == bilan.marches[0])
        service.save(service.compte_rendu(marche.id), rapport)
        lines.append(sentence("Compte rendu : {path}", path=rapport))
    if capture is not None:
        _capture(session, capture)
        lines.append(sentence("Fenêtre : {path}", path=capture))
    session.answer(
        lines,
        {
            "commande": "demo",
            "donnees": carnet.dossiers.racine,
            "marches": list(bilan.marches),
            "constats": bilan.constats,
            "micro_sites": bilan.micro_sites,
            "menages": bilan.menages,
            "photos": photo_data(bilan.photos) if bilan.photos else None,
            "rapport": rapport,
            "capture": capture,
        },
    )


def _open_or_create(session: Session) -> None:
    from desktop.services.ouverture import PremierDemarrage

    if session.carnet.is_initialised:
        session.opened()
        return
    session.carnet.initialise(
        PremierDemarrage(
            personne=session.personne or PERSONNE,
            phrase=session.phrase(confirm=True),
            poste=POSTE,
            espaces=tuple(Espace),
        )
    )


def _capture(session: Session, path: Path) -> None:
    if session.screens is None:
        raise UserError(
            "Capture impossible",
            "La fenêtre n’est pas disponible ici : les données et le rapport sont faits.",
            "Lancez la commande « carnet » elle-même.",
        )
    session.screens.capture(session.carnet, path)
