"""Scenarios 32 and 33: a household's name is never found in anything of the espace terrain.

A canary is put everywhere the espace relogement keeps something. Then everything that `terrain`
writes is searched, as it lies on the disk and as whoever holds its keys could read it.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import Text

from desktop.bootstrap import Carnet
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.domain.relogement.drafts import ContactDraft, LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.models import entities
from desktop.models.local import Blob
from desktop.security.equipe import CleEquipe
from desktop.services.cles import ClesService
from desktop.storage.queries.cles import held_keys
from desktop.sync.invitation import read_invitation
from desktop.texts.relogement import CODES_MULTIPLES
from tests.carnets import COLLEAGUE, PERSONNE, PHRASE, join_carnet, make_carnet
from tests.fouille import container, found_in, pages
from tests.photos.cartes import photo
from tests.sceau_rapide import use_quick_seal

TERRAIN, RELOGEMENT = Espace.TERRAIN, Espace.RELOGEMENT
CANARY = "Zqxcanari-ESSAI"
PHONE = "0639987741"
MONTH_MS = 30 * 86_400_000
WEEKS = 52
MOMENTS = ("horodatage", "debut", "fin")
TABLES_WITH_TEXT = 12
"""At least as many tables under a ménage hold a text."""


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch) -> None:
    """Keep the profile and the temporary files of this machine where they are searched."""
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "profil"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    use_quick_seal(monkeypatch)


def unlocked(folder: Path, personne: str = PERSONNE) -> Carnet:
    opened = Carnet(folder)
    opened.unlock(personne, PHRASE)
    return opened


@pytest.fixture
def manager(tmp_path) -> Iterator[Carnet]:
    """Give the laptop of a manager, which holds both espaces and keeps a log."""
    make_carnet(tmp_path / "a")
    opened = unlocked(tmp_path / "a")
    yield opened
    opened.close()


# --- the canary, wherever relogement keeps something --------------------------------------


def household(carnet: Carnet) -> list[str]:
    """Fill the espace relogement and use all that reads or writes it; return what must not leak."""
    service = carnet.relogement
    batiment = service.batiments()[0].id
    logement = service.save_logement(LogementDraft(batiment_id=batiment, porte=CANARY)).valeur
    draft = MenageDraft(logement_id=logement.id, telephone_1=PHONE, notes=f"Dossier de {CANARY}")
    menage = service.save_menage(draft).valeur
    occupant = service.save_occupant(OccupantDraft(menage_id=menage.id, nom=CANARY)).valeur
    service.note_contact(ContactDraft(menage_id=menage.id, note=f"{CANARY} est venue"))
    blob = keep_picture(carnet)
    carnet.brouillons(RELOGEMENT).save("menage", menage.id, CANARY, {"notes": CANARY})
    assert [hit.row for hit in carnet.search(CANARY)] == [menage.id]
    planted = plant(carnet, menage.id)
    work_on(carnet, menage.id, 0)
    service.save_occupant(replace(occupant.draft, prenom=CANARY), occupant.id)
    journal = carnet.journal(RELOGEMENT)
    assert journal.undo() is not None
    assert journal.redo() is not None
    carnet.sauvegardes(RELOGEMENT).create("manuelle")
    store = carnet.espace(RELOGEMENT).store
    secrets = (CANARY, PHONE, *planted, menage.id, occupant.id, menage.reference, blob, logement.id)
    return [*secrets, store.identity.espace_id, store.identity.replica]


def plant(carnet: Carnet, menage_id: str) -> list[str]:
    """Put the canary in every text of every table that hangs under a ménage; return the rows."""
    made = []
    store = carnet.espace(RELOGEMENT).store
    with store.writing("Canari") as unit:
        for name, table in entities(RELOGEMENT).items():
            if name == "occupant":  # has its own canary, and is disputed by itself
                continue
            texts = {
                column.name: f"{CANARY} {name}"
                for column in table.__table__.columns
                if type(column.type) is Text
                and column.name not in {"id", "racine", *MOMENTS}
                and not column.name.endswith("_id")
                and (name, column.name) not in CODES_MULTIPLES
            }
            if "menage_id" in table.__table__.columns and texts:
                row = unit.add(table, None, root=menage_id, menage_id=menage_id, **texts)
                made.append(row.id)
    assert len(made) >= TABLES_WITH_TEXT
    return made


def work_on(carnet: Carnet, menage_id: str, rank: int) -> None:
    """Do in relogement what is done in a week: wishes, documents, readings, drafts, search."""
    day = date(2026, 11, 1)
    said = f"{CANARY}, semaine {rank}"
    wish = SouhaitDraft(menage_id=menage_id, date_expression=day, precisions=said)
    carnet.enquete.save_ligne(wish, today=day)
    carnet.relogement.note_contact(ContactDraft(menage_id=menage_id, note=said))
    carnet.brouillons(RELOGEMENT).save("souhait", None, CANARY, {"precisions": said})
    documents = carnet.documents_dossier
    for data, name in (
        documents.fiche(menage_id),
        documents.fiche(menage_id, partenaire=True),
        documents.enquete_vierge(menage_id),
    ):
        assert data.startswith(b"%PDF")
        assert CANARY.lower() not in name.lower()
    carnet.vie_privee.note(menage_id, BlocSensible.BESOINS)
    assert any(CANARY in one.texte for one in carnet.vie_privee.textes_libres(CANARY))
    assert carnet.vie_privee.consultations()


def keep_picture(carnet: Carnet) -> str:
    """Keep a picture whose very bytes speak, and its thumbnail."""
    jpeg = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(jpeg, "JPEG", comment=CANARY.encode())
    magasin = carnet.espace(RELOGEMENT).magasin
    blob = magasin.put(jpeg.getvalue())
    magasin.get_vignette(blob)
    return blob


def dispute(carnet: Carnet, tmp_path: Path) -> None:
    """Exchange relogement with a colleague, and dispute the name of the occupant."""
    made = carnet.cles(RELOGEMENT).invite(tmp_path)
    with joined(tmp_path / "r", Path(made.chemin), made.phrase) as other:
        send(carnet, other, tmp_path, RELOGEMENT)
        (menage,) = carnet.relogement.menage_ids()
        for one, name in ((carnet, f"{CANARY} épouse B"), (other, f"{CANARY} veuve C")):
            (occupant,) = one.relogement.occupants(menage)
            one.relogement.save_occupant(replace(occupant.draft, nom=name), occupant.id)
        send(other, carnet, tmp_path, RELOGEMENT)
    assert carnet.journal(RELOGEMENT).count_conflicts() > 0


def joined(folder: Path, invitation: Path, phrase: str) -> _Closing:
    join_carnet(folder, invitation, phrase)
    return _Closing(unlocked(folder, COLLEAGUE))


class _Closing:
    def __init__(self, carnet: Carnet) -> None:
        self._carnet = carnet

    def __enter__(self) -> Carnet:
        return self._carnet

    def __exit__(self, *_: object) -> None:
        self._carnet.close()


def send(sender: Carnet, receiver: Carnet, folder: Path, espace: Espace = TERRAIN) -> Path:
    written = Path(sender.echange(espace).export(folder).chemin)
    receiver.echange(espace).import_(written)
    return written


# --- ordinary work in terrain -------------------------------------------------------------


def walk(carnet: Carnet, folder: Path, texte: str = "Banc cassé") -> str:
    """Do in terrain what is done in a day, photo, draft and search included."""
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft).valeur
    carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte=texte))
    folder.mkdir(exist_ok=True)
    carnet.photos.import_files([photo(folder)], marche_id=marche.id)
    carnet.brouillons(TERRAIN).save("marche", None, "Nouvelle marche", {"synthese": "en cours"})
    carnet.search("banc")
    return marche.id


def terrain_outputs(carnet: Carnet, folder: Path, marche: str) -> dict[str, bytes]:
    """Have terrain write all it can write; return it as whoever holds its keys reads it."""
    folder.mkdir()
    carnet.sauvegardes(TERRAIN).create("manuelle")
    sent = Path(carnet.echange(TERRAIN).export(folder).chemin)
    cles = ClesService(carnet.espace(TERRAIN))
    made = cles.invite(folder, donnees=True)
    read = read_invitation(Path(made.chemin).read_bytes(), made.phrase, name="x", now_ms=0)
    inside = folder / "invitation.carnet"
    inside.write_bytes(read.donnees)
    pdf = carnet.rapports(TERRAIN).compte_rendu(marche)
    carnet.save_reglages(replace(carnet.reglages, theme="sombre"))
    places = {"compte-rendu": "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages)}
    keys = keys_of(carnet)
    found = {name: text.encode() for name, text in places.items()}
    found["invitation"] = repr(replace(read, donnees=b"")).encode()
    for path in (sent, inside):
        found |= {f"{path.name}/{name}": data for name, data in container(path, keys)}
    return found


def keys_of(carnet: Carnet, espace: Espace = TERRAIN) -> list[CleEquipe]:
    with carnet.espace(espace).store.reading() as session:
        return [held.cle for held in held_keys(session).cles]


def terrain_at_rest(carnet: Carnet) -> dict[str, bytes]:
    """Return the base, its past, its backups and its pictures, decrypted."""
    espace = carnet.espace(TERRAIN)
    bases = [path for path in espace.dossier.rglob("*.db*") if not path.name.endswith("-shm")]
    found = {str(path): pages(path, espace.store.key) for path in bases}
    with espace.store.reading() as session:
        blobs = [row.sha256 for row in session.query(Blob)]
    for sha256 in blobs:
        found[f"photo {sha256}"] = espace.magasin.get(sha256)
        found[f"vignette {sha256}"] = espace.magasin.get_vignette(sha256)
    pictures = [*espace.dossier.glob("photos/*/*"), *espace.dossier.glob("vignettes/*/*")]
    assert len(pictures) == 2 * len(blobs), "a picture that no record of terrain names"
    return found


def on_disk(root: Path) -> dict[str, bytes]:
    """Return every file under a folder as it lies there, and every name."""
    files = [path for path in root.rglob("*") if path.is_file()]
    names = {"names": "\n".join(str(path.relative_to(root)) for path in root.rglob("*")).encode()}
    return names | {str(path): path.read_bytes() for path in files}


def leaks(places: dict[str, bytes], secrets: list[str]) -> set[str]:
    return {name for name, data in places.items() for secret in secrets if found_in(data, secret)}


# --- scenarios ----------------------------------------------------------------------------


def test_scenario_33_nothing_of_a_household_is_in_what_terrain_writes(manager, tmp_path):
    secrets = household(manager)
    dispute(manager, tmp_path)
    marche = walk(manager, tmp_path / "photos")

    outputs = terrain_outputs(manager, tmp_path / "sortie", marche)

    assert leaks(outputs, secrets) == set()
    assert leaks(outputs, ['"menage"', '"occupant"', '"logement"', '"batiment"']) == set()
    assert leaks(terrain_at_rest(manager), secrets) == set()
    manager.lock()
    everywhere = on_disk(tmp_path)
    assert any(name.endswith("carnet.log") for name in everywhere)
    assert any(name.endswith("reglages.toml") for name in everywhere)
    assert leaks(everywhere, [CANARY, PHONE]) == set()


def test_the_search_finds_a_canary_that_is_planted_in_terrain(manager, tmp_path):
    marche = walk(manager, tmp_path / "photos", texte=f"Banc devant chez {CANARY}")
    outputs = terrain_outputs(manager, tmp_path / "sortie", marche)

    found = leaks(outputs, [CANARY])
    at_rest = leaks(terrain_at_rest(manager), [CANARY])

    assert {"compte-rendu"} < found
    assert sum("changements/" in name for name in found) == 2, "the export and the invitation"
    assert any("espace.db" in name for name in at_rest), "the base or its write-ahead log"
    assert any("sauvegardes" in name for name in at_rest)
    log = tmp_path / "a" / "journaux" / "carnet.log"
    log.write_text(f"{log.read_text()}nom : {CANARY.upper()}\n")
    assert {Path(name).name for name in leaks(on_disk(tmp_path), [CANARY])} == {"carnet.log"}


@pytest.mark.parametrize("rounds", [2, pytest.param(WEEKS, marks=pytest.mark.long)])
def test_scenario_32_a_poste_with_terrain_only_holds_no_byte_of_relogement(
    manager, tmp_path, rounds
):
    secrets = household(manager)
    made = manager.cles(TERRAIN).invite(tmp_path)
    with joined(tmp_path / "t", Path(made.chemin), made.phrase) as other:
        for rank in range(rounds):
            _at(rank * 12 // rounds, manager, other)
            walk(manager, tmp_path / f"photos-a{rank}")
            manager.relogement.note_contact(ContactDraft(note=f"{CANARY}, passage {rank}"))
            work_on(manager, manager.relogement.menage_ids()[0], rank)
            send(manager, other, tmp_path)
            walk(other, tmp_path / f"photos-t{rank}")
            send(other, manager, tmp_path)
        other.sauvegardes(TERRAIN).create("manuelle")

        assert other.espaces() == (TERRAIN,)
        assert leaks(terrain_at_rest(other), secrets) == set()
        assert leaks(terrain_at_rest(other), [key_text(manager)]) == set()
    places = on_disk(tmp_path / "t")
    assert leaks(places, [*secrets, "relogement"]) == set()
    manager.lock()
    probes = list(samples(tmp_path / "a" / "relogement"))
    assert len(probes) > 20
    assert not any(probe in data for data in places.values() for probe in probes)


def _at(month: int, *carnets: Carnet) -> None:
    for carnet in carnets:
        for espace in carnet.espaces():
            store = carnet.espace(espace).store
            clock: Callable[[], int] = store.__dict__.setdefault("_real_clock", store.clock)
            store.clock = lambda clock=clock: clock() + month * MONTH_MS


def key_text(carnet: Carnet) -> str:
    (cle,) = keys_of(carnet, RELOGEMENT)
    return cle.age_identity


def samples(folder: Path) -> Iterator[bytes]:
    """Yield pieces of every file of a folder, encrypted as they are, long enough to be unique."""
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            for start in range(0, len(data) - 32, max(32, len(data) // 10)):
                piece = data[start : start + 32]
                if len(set(piece)) > 8:
                    yield piece
