"""`carnet auto-test`: proves that an installed program is whole, in a folder of its own."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from desktop.bootstrap import Carnet
from desktop.cli.french import FrenchCommand
from desktop.cli.session import Screens, Session, common_options, pass_session
from desktop.domain.codes import Gravite
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.formats import parse_date
from desktop.paths import resource

PERSONNE = "Essai-ESSAI"
_RESOURCES = (
    "polices/NotoSans-Regular.ttf",
    "polices/NotoSans-Bold.ttf",
    "polices/NotoSans-Italic.ttf",
    "icones/diagnostics.svg",
    "icones/relogement.svg",
    "icones/microsites.svg",
    "theme/carnet.qss",
    "theme/jetons.toml",
    "nomenclatures/terrain.toml",
    "nomenclatures/relogement.toml",
    "echange.toml",
    "mots.txt",
    "demonstration.toml",
    "photos-exemple/exemple-1-encombrants.jpg",
)


@click.command(
    "auto-test",
    cls=FrenchCommand,
    short_help="Vérifier que le programme est complet.",
    help="Vérifier que le programme installé est complet : un carnet d’essai est créé dans un "
    "dossier temporaire, rempli, vérifié, puis effacé.",
    params=common_options("json"),
)
@pass_session
def auto_test(session: Session) -> None:
    """Run every step and say which ones passed."""
    passed: list[str] = []
    folder = Path(tempfile.mkdtemp(prefix="carnet-auto-test-"))
    try:
        for label in steps(folder, session.screens):
            passed.append(label)
            if not session.json:
                click.echo(f"✓ {label}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # a virus scanner may hold a file; it is empty
    session.answer(["Tout est bon."], {"commande": "auto-test", "sain": True, "etapes": passed})


def steps(folder: Path, screens: Screens | None) -> Iterator[str]:
    """Run the steps in order and yield the French name of each one that passed.

    Raises:
        UserError: the first step that did not.
    """
    for name in _RESOURCES:
        _expect(resource(*name.split("/")).is_file(), f"La ressource « {name} » manque.")
    yield "ressources : polices, icônes, thème, listes"
    phrase = secrets.token_urlsafe(24)
    carnet = Carnet(folder / "donnees", log_to_file=False, machine=folder / "machine")
    try:
        yield from _work(carnet, phrase, folder)
        if screens is not None:
            yield from screens.checks(carnet)
    finally:
        carnet.close()


def _work(carnet: Carnet, phrase: str, folder: Path) -> Iterator[str]:
    from desktop.domain.diagnostics.filtres import FiltreConstats
    from desktop.services.ouverture import PremierDemarrage

    carnet.initialise(
        PremierDemarrage(personne=PERSONNE, phrase=phrase, poste="Essai", espaces=tuple(Espace))
    )
    yield "création des espaces chiffrés"
    carnet.lock()
    carnet.unlock(PERSONNE, phrase)
    yield "verrouillage et déverrouillage"
    lists = carnet.diagnostics.referentiel()
    marche = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=lists.quartiers[0].id, date_prevue=parse_date("01/10/2026"))
    ).valeur
    bilan = carnet.photos.import_files([resource("photos-exemple")], marche_id=marche.id).valeur
    _expect(bilan.importees == bilan.lues > 0, "Les photos d’exemple ne sont pas toutes importées.")
    yield f"import de photos : {bilan.importees} sur {bilan.lues}"
    carnet.diagnostics.save_constat(
        ConstatDraft(
            marche_id=marche.id,
            theme=lists.themes[0].code,
            gravite=Gravite.MODERE,
            gestionnaire_id=lists.structures[0].id,
            texte="Œuvre dégradée à l’entrée",
            lieu="Devant l’entrée B",
        ),
        photo_ids=bilan.photo_ids,
    )
    found = carnet.diagnostics.constat_ids(FiltreConstats(texte="oeuvre degradee"))
    _expect(len(found) == 1, "La recherche ne retrouve pas le constat saisi.")
    yield "saisie et recherche"
    service = carnet.rapports(Espace.TERRAIN)
    service.save(service.compte_rendu(marche.id), folder / "compte-rendu.pdf")
    _expect((folder / "compte-rendu.pdf").read_bytes()[:5] == b"%PDF-", "Le PDF est illisible.")
    yield "compte rendu en PDF"
    for espace in Espace:
        yield _exchange(carnet, espace, folder)
        _expect(not carnet.journal(espace).verify().anomalies, "La vérification trouve un défaut.")
        carnet.sauvegardes(espace).create("essai")
    yield "vérification et sauvegarde"


def _exchange(carnet: Carnet, espace: Espace, folder: Path) -> str:
    service = carnet.echange(espace)
    bilan = service.export(folder / f"{espace.value}.carnet")
    _expect(service.preview(Path(bilan.chemin)).is_empty, "Le fichier d’échange est mal relu.")
    return f"fichier d’échange : {espace.value}"


def _expect(passed: bool, message: str) -> None:
    if not passed:
        raise UserError(
            "Programme incomplet",
            message,
            "Réinstallez l’application ; si le défaut revient, signalez-le.",
        )
