"""What a reading refuses, tells and proves, on real encrypted stores."""

from __future__ import annotations

import io
import shutil
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from PIL import Image
from sqlalchemy.exc import OperationalError

from desktop.domain import changes as core
from desktop.domain.changes import SCHEMA, replay, union
from desktop.domain.echange import HorlogeEnAvance, LettrePartagee
from desktop.domain.espaces import Espace
from desktop.domain.ids import shared_id
from desktop.errors import CleRemplacee, EcritureImpossible, FichierRefuse, UserError
from desktop.models import ENTITIES
from desktop.models.base import Synced
from desktop.models.constat import Constat
from desktop.models.equipe import Poste
from desktop.models.local import Blob, CleEquipeLigne
from desktop.models.marche import Marche
from desktop.models.micro_site import MicroSite
from desktop.services.contexte import EspaceOuvert
from desktop.storage import materialise
from desktop.storage.lecture import reading_only
from desktop.storage.rattrapage import catch_up
from desktop.sync import plan, reception
from desktop.sync.arrivees import Arrivees
from desktop.sync.container import FILE_MAX
from desktop.sync.import_ import apply, read_file, staged
from tests.storage.espaces import (
    ESPACE_ID,
    NOON,
    absorb,
    add_constat,
    add_marche,
    dump,
    edit,
    log,
    new_store,
    open_espace,
    value,
)
from tests.sync.fichiers import (
    SENDER,
    forge,
    forge_changes,
    members,
    sha256,
    team_key,
    write,
    zipped,
)
from tests.sync.fichiers import base as manifest
from tests.sync.postes import export, picture, preview, problems, take
from tests.unit.histories import HISTORIES, Team, chain, make_change

DAY_MS = 86_400_000


@pytest.fixture
def poste(tmp_path: Path) -> Iterator[Callable[..., EspaceOuvert]]:
    made: list[EspaceOuvert] = []

    def make(letter: str, **options: object) -> EspaceOuvert:
        made.append(open_espace(tmp_path / f"poste{len(made)}", letter, **options))
        return made[-1]

    yield make
    for espace in made:
        espace.close()


@pytest.fixture
def first(poste) -> EspaceOuvert:
    espace = poste("A")
    add_constat(espace.store, add_marche(espace.store))
    return espace


@pytest.fixture
def second(poste) -> EspaceOuvert:
    return poste("B")


def staging(espace: EspaceOuvert) -> Path:
    return espace.dossiers.reception(espace.espace)


def files(espace: EspaceOuvert) -> tuple[bytes, bytes]:
    """Return the bytes of the database and of its log of writes."""
    base = espace.store.path
    wal = base.with_name(base.name + "-wal")
    return base.read_bytes(), wal.read_bytes() if wal.exists() else b""


def the(espace: EspaceOuvert, entity: str) -> str:
    with espace.store.reading() as session:
        return session.connection().exec_driver_sql(f"select id from {entity}").scalar_one()  # noqa: S608 - our own name


# --- every refusal ------------------------------------------------------------------------


def three():
    return [make_change("f" * 16, n, row=f"ligne-{n}") for n in (1, 2, 3)]


def _flipped(path: Path, first: EspaceOuvert) -> Path:
    data = bytearray(export(first, path).read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return path


def _cut(path: Path, first: EspaceOuvert) -> Path:
    path.write_bytes(export(first, path).read_bytes()[:-1])
    return path


def _huge(path: Path) -> Path:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(FILE_MAX + 1)  # a file with a hole: it takes no room
    return path


def _forked(path: Path, first: EspaceOuvert, second: EspaceOuvert) -> Path:
    take(second, forge_changes(path, three()[:1]))
    return forge_changes(path, [make_change("f" * 16, 1, row="autre")])


def _hole(path: Path) -> Path:
    return forge_changes(path, three()[1:])


def _partial(path: Path) -> Path:
    tip = chain(three()[:1], ESPACE_ID).hex()
    points = {"f" * 16: [3, chain(three(), ESPACE_ID).hex()]}
    return forge_changes(
        path, three()[1:], complet=False, prealables={"f" * 16: [1, tip]}, frontiere=points
    )


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _newer_reader(path: Path) -> Path:
    return forge_changes(path, three(), lecteur_min=SCHEMA + 1, application="9.1")


def _orphan(path: Path) -> Path:
    body = {"marche_id": {"v": "nulle", "x": []}}
    return forge_changes(path, [make_change("f" * 16, 1, entity="constat", payload=body)])


REFUSALS: dict[str, tuple[Callable[..., Path], str, bool | None]] = {
    # name: (how to make the file from path, first, second), title, is the sender known
    "missing": (lambda path, _a, _b: path, "Fichier introuvable", False),
    "folder": (lambda path, _a, _b: path.mkdir() or path, "Fichier introuvable", False),
    "empty": (lambda path, _a, _b: _bytes(path, b""), "Fichier étranger", False),
    "other kind": (lambda path, _a, _b: _bytes(path, b"%PDF-1.7"), "Fichier étranger", False),
    "five gigabytes": (lambda path, _a, _b: _huge(path), "Fichier hors limites", False),
    "cut": (lambda path, a, _b: _cut(path, a), "", None),
    "one bit": (lambda path, a, _b: _flipped(path, a), "", None),
    "newer container": (
        lambda path, _a, _b: forge(path, header={"lecteur": 2}), "Fichier trop récent", False,
    ),
    "newer reader needed": (
        lambda path, _a, _b: _newer_reader(path), "Fichier trop récent", True,
    ),
    "other team": (
        lambda path, _a, _b: forge(path, cle=team_key(team="Z")), "Clé inconnue", False,
    ),
    "other espace": (
        lambda path, _a, _b: forge_changes(path, three(), espace_id="autre"), "Autre espace", True,
    ),
    "not signed by the team": (
        lambda path, _a, _b: forge(path, signer=team_key(team="Z")), "Signature refusée", False,
    ),
    "hole": (lambda path, _a, _b: _hole(path), "Fichier à trou", True),
    "light file without its base": (lambda path, _a, _b: _partial(path), "Fichier à trou", True),
    "copied poste": (_forked, "Poste en double", True),
    "row of the other espace": (
        lambda path, _a, _b: forge_changes(path, [make_change("f" * 16, 1, entity="menage")]),
        "Fichier refusé", True,
    ),
    "counts that lie": (
        lambda path, _a, _b: forge_changes(path, three(), comptes={"constat": {"set": 2}}),
        "Fichier altéré", True,
    ),
    "old key": (
        lambda path, _a, _b: forge_changes(path, three(), cree=NOON + 1),
        "Ancienne clé d’équipe", True,
    ),
    "orphan": (lambda path, _a, _b: _orphan(path), "Contrôle non satisfait", True),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_names_file_sender_cause_and_remedy_and_writes_nothing(
    first, second, tmp_path, name
):
    make, title, sender_known = REFUSALS[name]
    path = make(tmp_path / "clé USB.carnet", first, second)
    if name == "old key":
        with second.store.local_writing() as session:
            session.merge(CleEquipeLigne(generation=1, secret="{}", remplacee_ms=NOON))
    before, rows = files(second), dump(second.store)

    with pytest.raises(FichierRefuse) as caught:
        take(second, path)

    refusal = caught.value
    assert title in {"", refusal.title}
    assert "clé USB.carnet" in refusal.message
    assert sender_known in {None, SENDER in refusal.message}
    assert "Rien n’a été" in refusal.message or "rien n’a été" in refusal.message
    assert refusal.remedy
    assert files(second) == before or name == "orphan"  # a transaction taken back may leave its log
    assert dump(second.store) == rows
    assert list(staging(second).iterdir()) == []


def test_a_file_beyond_the_limit_is_refused_without_being_copied(second, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "copyfile", lambda *_: pytest.fail("copied"))

    with pytest.raises(FichierRefuse, match="plus de 4 Gio"):
        take(second, _huge(tmp_path / "film.carnet"))


def test_a_disk_without_room_says_how_much_is_needed_before_the_copy(
    first, second, tmp_path, monkeypatch
):
    path = export(first, tmp_path / "f.carnet")
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)

    with pytest.raises(EcritureImpossible, match=r"demande 67\sMo|demande \d+") as caught:
        take(second, path)

    assert path.name in caught.value.message
    assert list(staging(second).iterdir()) == []


def test_the_version_to_install_is_named(second, tmp_path):
    path = _newer_reader(tmp_path / "f.carnet")

    with pytest.raises(FichierRefuse) as caught:
        take(second, path)

    assert "Installez Carnet de quartier 9.1" in caught.value.remedy


def test_a_light_file_names_the_poste_whose_entries_are_missing(first, second, tmp_path):
    with first.store.writing("Poste") as unit:
        unit.add(
            Poste, None, row=shared_id("poste", "f" * 16), replica="f" * 16, libelle="Portable F"
        )
    take(second, export(first, tmp_path / "a.carnet"))

    with pytest.raises(FichierRefuse, match="du poste Portable F") as caught:
        take(second, _partial(tmp_path / "f.carnet"))

    assert caught.value.remedy == f"Demandez à {SENDER} un fichier complet."


# --- staging ------------------------------------------------------------------------------


def test_what_an_interrupted_reading_left_is_removed(first, second, tmp_path):
    folder = staging(second)
    folder.mkdir(parents=True)
    (folder / "lecture.carnet").write_bytes(b"old")
    (folder / "autre").write_bytes(b"older")

    reception.empty(folder)

    assert list(folder.iterdir()) == []


def test_scenario_39_two_readings_at_once_follow_one_another_or_the_second_gives_up(
    first, second, tmp_path, monkeypatch
):
    path = export(first, tmp_path / "f.carnet")
    monkeypatch.setattr(reception, "WAIT_SECONDS", 0.01)
    with staged(path, staging(second)), pytest.raises(UserError) as caught:
        take(second, path)
    assert caught.value.title == "Lecture en cours"

    monkeypatch.setattr(reception, "WAIT_SECONDS", 30.0)
    taken = []
    waiting = threading.Thread(target=lambda: taken.append(take(second, path)))
    with staged(path, staging(second)):
        waiting.start()
        assert taken == []
    waiting.join()
    assert taken[0].changements == len(log(first.store))


# --- preview ------------------------------------------------------------------------------


def test_a_preview_leaves_every_byte_of_the_database_and_cannot_write(first, second, tmp_path):
    path = export(first, tmp_path / "f.carnet")
    before = files(second)

    preview(second, path)

    assert files(second) == before
    with reading_only(second.store) as session, pytest.raises(OperationalError, match="readonly"):
        session.connection().exec_driver_sql("insert into garde (id) values (1)")
    with second.store.writing("Marche") as unit:  # the connection writes again afterwards
        unit.add(Marche, None)


def test_hidden_and_revived_records_are_counted_by_kind_and_notices_apart(first, second, tmp_path):
    constat, marche = the(first, "constat"), the(first, "marche")
    other = add_constat(first.store, marche, "Tag")
    take(second, export(first, tmp_path / "1.carnet"))
    with first.store.writing("Suppression") as unit:
        unit.delete(unit.get(Constat, constat))
        unit.delete(unit.get(Constat, other))
    edit(second.store, other, texte="Tag repeint")

    found = preview(second, export(first, tmp_path / "2.carnet"))

    assert (found.masquees_par, found.avis, found.conflits) == ({"constat": 1}, 1, 0)
    take(second, tmp_path / "2.carnet")
    with first.store.writing("Rétablissement") as unit:
        unit.restore("constat", constat)
    assert preview(second, export(first, tmp_path / "3.carnet")).retablies_par == {"constat": 1}


def test_the_clock_that_runs_ahead_is_named_by_its_poste_with_its_days(first, second, tmp_path):
    with first.store.writing("Poste") as unit:
        unit.add(
            Poste, None, row=shared_id("poste", "f" * 16), replica="f" * 16, libelle="Portable C"
        )
    take(second, export(first, tmp_path / "a.carnet"))
    late = make_change("f" * 16, 1, stamp=core.Stamp(NOON + 3 * DAY_MS + 1000, 0))

    found = preview(second, forge_changes(tmp_path / "f.carnet", [late]))

    assert found.horloges == (HorlogeEnAvance("Portable C", 3),)


def test_a_letter_given_twice_is_told(first, second, tmp_path):
    for espace, replica, label in (
        (first, "a" * 16, "Portable A"),
        (second, "b" * 16, "Portable Z"),
    ):
        with espace.store.writing("Poste") as unit:
            unit.add(
                Poste,
                None,
                row=shared_id("poste", replica),
                replica=replica,
                lettre="A",
                libelle=label,
            )

    found = preview(second, export(first, tmp_path / "f.carnet"))

    assert found.lettres == (LettrePartagee("A", ("Portable A", "Portable Z")),)


def test_a_new_site_near_one_held_here_is_a_probable_duplicate(first, second, tmp_path):
    for espace in (first, second):
        with espace.store.writing("Site") as unit:
            unit.add(MicroSite, None, nom="Aire des Pins", lat_e7=435000000, lon_e7=54000000)

    assert preview(second, export(first, tmp_path / "f.carnet")).doublons == 1


def test_a_link_is_previewed_with_both_its_records_though_each_is_a_root(first, second, tmp_path):
    one, other = the(first, "marche"), add_marche(first.store, numero="BEI-2026-2")
    take(second, export(first, tmp_path / "1.carnet"))
    with first.store.writing("Fusion") as unit:
        unit.link("marche", one, other)

    found = take(second, export(first, tmp_path / "2.carnet"))

    assert found.masquees_par == {"marche": 1}
    assert found.conflits > 0
    assert problems(second) == ()


@settings(max_examples=settings.default.max_examples * 40 // 100)
@given(HISTORIES)
def test_the_plan_of_a_file_is_what_a_replay_of_everything_says(tmp_path_factory, history):
    size, steps = history
    team = Team(size)
    team.play(steps)
    held = list(team.postes[0].held.values())
    everything = list(union(*(one.held.values() for one in team)).values())
    new = [change for change in everything if change.id not in team.postes[0].held]
    store = new_store(tmp_path_factory.mktemp("plan") / "espace.db")
    try:
        absorb(store, held)
        arrivees = Arrivees()
        for change in new:
            arrivees.add(change, b"")
        with store.reading() as session:
            found = plan.outcome(session.connection(), arrivees)
    finally:
        store.close()

    expected = plan.Outcome()
    plan._compare(replay(held), replay([*held, *new]), {change.row for change in new}, expected)
    assert found == expected


def test_packed_lines_come_out_as_they_went_in(tmp_path):
    changes = [
        make_change("f" * 16, n, row=f"ligne-{n % 300}", root=f"racine-{n % 7}", extra={"w": [n]})
        for n in range(1, 1001)
    ]
    packed = Arrivees()
    for change in changes:
        packed.add(change, bytes([change.n % 256]))

    assert len(packed) == 1000
    assert [line[1] for lines in packed.batches(set()) for line in lines] == list(range(1, 1001))
    assert packed.under("racine-3") == sorted(
        (change for change in changes if change.root == "racine-3"),
        key=lambda change: (list(packed.rows("racine-3")).index(change.row), change.n),
    )
    erased = [line for lines in packed.batches({"racine-3"}) for line in lines]
    assert {line[11] for line in erased if line[8] == "racine-3"} == {None}
    assert None not in {line[11] for line in erased if line[8] != "racine-3"}
    batches = list(packed.rows_in_batches({"racine-3"}, 50))
    assert Counter(row for rows in batches for row in rows)["ligne-3"] <= 7


# --- proofs before the commit -------------------------------------------------------------


def test_a_result_that_is_not_what_was_announced_is_taken_back_whole(
    first, second, tmp_path, monkeypatch
):
    path = export(first, tmp_path / "f.carnet")
    before = dump(second.store)
    really = materialise.refresh
    monkeypatch.setattr(materialise, "refresh", lambda *_: set())

    with pytest.raises(FichierRefuse, match="nombre de fiches") as caught:
        take(second, path)

    assert caught.value.title == "Contrôle non satisfait"
    assert dump(second.store) == before
    monkeypatch.setattr(materialise, "refresh", really)
    take(second, path)


def test_rows_that_do_not_show_their_log_are_found_by_the_sample(
    first, second, tmp_path, monkeypatch
):
    path = export(first, tmp_path / "f.carnet")
    really = materialise.shown_values

    def wrong(entity, state, linked):
        return {**really(entity, state, linked), "texte": "autre chose"}

    def refresh(connection, entities, rows):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(materialise, "shown_values", wrong)
            return shown(connection, entities, rows)

    shown = materialise.refresh
    monkeypatch.setattr(materialise, "refresh", refresh)

    with pytest.raises(FichierRefuse, match="ne montrent pas"):
        take(second, path)


# --- pictures -----------------------------------------------------------------------------


def held_files(espace: EspaceOuvert) -> list[Path]:
    return [path for path in (espace.dossier / "photos").rglob("*") if path.is_file()]


@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_scenario_38_a_picture_lost_or_spoilt_on_the_disk_is_repaired_by_a_file_that_brings_it(
    first, second, tmp_path, harm
):
    picture(first, the(first, "marche"))
    path = export(first, tmp_path / "f.carnet")
    take(second, path)
    (file,) = held_files(second)
    file.unlink() if harm == "gone" else file.write_bytes(b"x" + file.read_bytes()[1:])

    apercu = take(second, path)

    assert (apercu.photos_nouvelles, apercu.photos_reparees, apercu.changements) == (1, 1, 0)
    assert second.magasin.verify(held_blobs(second)) == []
    assert take(second, path).is_empty


def held_blobs(espace: EspaceOuvert) -> list[str]:
    with espace.store.reading() as session:
        return [blob.sha256 for blob in session.query(Blob) if blob.presente]


def _png(width: int, height: int) -> bytes:
    """Return a PNG whose header announces a size, and nothing of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (9, 90, 120)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [_png(20_000, 10_000), _jpeg()[:300], b"\xff\xd8\xff" + bytes(500), b"bonjour"]
)
def test_scenario_38_a_spoilt_or_absurd_picture_is_refused_and_blocks_no_record(
    first, second, tmp_path, data
):
    marche = the(first, "marche")
    blob = sha256(data)
    body = {"blob": {"v": blob, "x": []}, "marche_id": {"v": marche, "x": []}}
    photo = make_change("f" * 16, 1, entity="photo", row="photo-1", root=marche, payload=body)
    take(second, export(first, tmp_path / "a.carnet"))
    path = tmp_path / "f.carnet"
    points = {"f" * 16: (1, chain([photo], ESPACE_ID).hex())}
    write(path, [photo], pictures=[data], manifeste=manifest(frontiere=points))

    with (
        staged(path, staging(second)) as copy,
        read_file(second.store, second.magasin, {1: team_key()}, copy, name="f") as lecture,
    ):
        _, received = apply(second.store, second.magasin, lecture, backup="")

    assert (received.refused, received.sizes) == ([blob], {})
    assert not second.magasin.has(blob)
    assert the(second, "photo") == "photo-1"
    assert held_blobs(second) == []
    assert problems(second) == ()
    assert take(second, path).is_empty  # it is not tried at each reading


def test_scenario_38_a_picture_that_is_not_the_one_announced_is_refused(first, second, tmp_path):
    picture(first, the(first, "marche"))
    path = export(first, tmp_path / "f.carnet")
    parts = dict(members(path))
    before = dump(second.store)
    key = team_key()
    opened = key.open(parts["manifeste.age"])
    document = opened[64:].replace(the_blob(first).encode(), ("0" * 64).encode())
    parts["manifeste.age"] = key.seal(key.sign(document) + document)
    zipped(path, parts.items())

    with pytest.raises(FichierRefuse, match="une photo n’est pas celle annoncée"):
        take(second, path)

    assert dump(second.store) == before
    assert held_files(second) == []


def the_blob(espace: EspaceOuvert) -> str:
    with espace.store.reading() as session:
        return session.connection().exec_driver_sql("select blob from photo").scalar_one()


# --- version skew -------------------------------------------------------------------------


def test_scenario_35_after_the_upgrade_what_was_not_understood_shows_without_a_new_import(
    first, second, tmp_path, monkeypatch
):
    constat, marche = the(first, "constat"), the(first, "marche")
    take(second, export(first, tmp_path / "a.carnet"))
    code = {"theme": {"v": "PRO", "x": []}, "essence": {"v": "pin", "x": []}}
    changes = [
        make_change("f" * 16, 1, row=constat, root=marche, payload=code, schema=SCHEMA + 1),
        make_change(
            "f" * 16, 2, entity="arbre", row="arbre-1", payload=field("nom", "Platane"),
            schema=SCHEMA + 1,
        ),
    ]  # fmt: skip
    apercu = take(second, forge_changes(tmp_path / "futur.carnet", changes))
    assert apercu.incompris == 2
    assert catch_up(second.store).rows == frozenset()

    newer = _tables_of_tomorrow(second)
    monkeypatch.setitem(ENTITIES, "arbre", newer)
    monkeypatch.setattr(core, "SCHEMA", SCHEMA + 1)
    shown = catch_up(second.store)

    assert shown.rows == {("constat", constat), ("arbre", "arbre-1")}
    assert value(second.store, constat, "theme") == "PRO"
    with second.store.reading() as session:
        row = session.connection().exec_driver_sql("select id, nom, supprime from arbre").one()
    assert tuple(row) == ("arbre-1", "Platane", 0)
    assert catch_up(second.store).rows == frozenset()


def field(name: str, found: str) -> dict[str, object]:
    return {name: {"v": found, "x": []}}


def _tables_of_tomorrow(espace: EspaceOuvert) -> type[Synced]:
    """Stand for the entity of a newer application, and for the revision that makes its table."""

    class Arbre:
        __tablename__ = "arbre"
        searched = ()
        espaces = frozenset(Espace)

        @classmethod
        def fields(cls) -> tuple[str, ...]:
            return ("nom",)

        @classmethod
        def references(cls) -> tuple[str, ...]:
            return ()

        @classmethod
        def from_log(cls, _field: str, found: object) -> object:
            return found

    with espace.store.local_writing() as session:
        session.connection().exec_driver_sql(
            "create table arbre (id text primary key, racine text, supprime int, nom text)"
        )
    return Arbre  # type: ignore[return-value]  # a stand-in with what materialise asks of an entity


def test_the_file_of_an_older_writer_is_read(first, second, tmp_path):
    path = export(first, tmp_path / "f.carnet")
    body = field("numero", "BEI-2026-9")
    older = [make_change("f" * 16, 1, entity="marche", row="marche-f", payload=body, schema=0)]

    take(second, path)
    apercu = take(second, forge_changes(tmp_path / "g.carnet", older, schema=0, lecteur_min=0))

    assert (apercu.nouvelles, apercu.incompris) == ({"marche": 1}, 0)
    assert log(second.store)[-1].schema == 0


# --- old key ------------------------------------------------------------------------------


def test_a_file_made_with_a_replaced_key_is_refused_unless_a_person_accepts_it(second, tmp_path):
    with second.store.local_writing() as session:
        session.merge(CleEquipeLigne(generation=1, secret="{}", remplacee_ms=NOON))
    old = forge_changes(tmp_path / "avant.carnet", three()[:1], cree=NOON)
    since = forge_changes(tmp_path / "depuis.carnet", three(), cree=NOON + 1)

    assert take(second, old).cle_remplacee is False
    with pytest.raises(CleRemplacee, match="après la perte d’un poste") as caught:
        take(second, since)
    assert "Téléphonez" in caught.value.remedy

    with read_file(
        second.store, second.magasin, {1: team_key()}, since, name="f", accept_old_key=True
    ) as lecture:
        apply(second.store, second.magasin, lecture, backup="")
        assert lecture.apercu.cle_remplacee
    assert len(log(second.store)) == 3


def test_reading_a_file_again_leaves_what_the_first_reading_noted(first, second, tmp_path):
    path = export(first, tmp_path / "f.carnet")
    take(second, path)
    before = lots(second)

    take(second, path)

    assert lots(second) == before


def lots(espace: EspaceOuvert) -> list[tuple[object, ...]]:
    with espace.store.reading() as session:
        found = session.connection().exec_driver_sql("select * from lot order by id")
        return [tuple(row) for row in found]
