"""Three postes of one team on real folders, and what they do with the team key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.bootstrap import Carnet
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.security.generations import ClesTenues
from desktop.services.equipe import NouvelArrivant
from desktop.services.lecture import LectureService
from desktop.storage.queries.cles import held_keys
from tests.carnets import PHRASE

TERRAIN = Espace.TERRAIN
DAY = 86_400_000


def export(carnet: Carnet, stick: Path) -> Path:
    folder = stick / f"{carnet.poste}-{len(list(stick.iterdir()))}"
    folder.mkdir()
    return Path(carnet.echange(TERRAIN).export(folder).chemin)


def read(carnet: Carnet, path: Path, *, accept_old_key: bool = False) -> int:
    service = LectureService(carnet.espace(TERRAIN))
    return service.import_(path, accept_old_key=accept_old_key).valeur.apercu.changements


def pass_key(giver: Carnet, taker: Carnet, stick: Path):
    made = giver.cles(TERRAIN).invite(stick, nouveau=False)
    arrivant = NouvelArrivant(personne="", phrase="", poste="")
    return taker.join(Path(made.chemin), made.phrase, arrivant)


def held(carnet: Carnet) -> ClesTenues:
    with carnet.espace(TERRAIN).store.reading() as session:
        return held_keys(session)


def write_something(carnet: Carnet, text: str = "Banc cassé") -> None:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft).valeur
    carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte=text))


def shown(carnet: Carnet) -> list[str]:
    ids = carnet.diagnostics.constat_ids(FiltreConstats())
    return [record.texte for record in carnet.diagnostics.constats(ids)]


def bytes_of(carnet: Carnet) -> dict[str, bytes]:
    root = carnet.dossiers.racine
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def pushed_clock(carnet: Carnet, ms: int) -> None:
    store = carnet.espace(TERRAIN).store
    clock = store.clock
    store.clock = lambda: clock() + ms


def nobody() -> NouvelArrivant:
    return NouvelArrivant(personne="", phrase="", poste="")


def newcomer() -> NouvelArrivant:
    return NouvelArrivant(personne="E. Petit-Essai", phrase=PHRASE, poste="Portable D")
