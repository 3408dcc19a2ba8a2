"""Packs of pictures worked on side by side: order, bounds, accidents in a thread."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from desktop.errors import Annule, EcritureImpossible, FichierRefuse
from desktop.models.photo import Photo
from desktop.photos.magasin import Magasin
from desktop.security.tampons import Tampon
from desktop.storage.queries import echange as query
from desktop.sync import archive, container, ecriture, parallele
from desktop.sync.paquets import MIB
from desktop.sync.parallele import in_order
from desktop.sync.scellement import Blob, sealed_packs
from tests.storage.espaces import add_marche, open_espace
from tests.sync.fichiers import (
    base,
    members,
    read,
    sha256,
    some_changes,
    team_key,
    write,
    write_volumes,
    zipped,
)
from tests.sync.postes import export, picture, take

PICTURES = [bytes([rank]) * 9000 for rank in range(40)]
SMALL_PACK = 20_000


# --- several at once, in order ------------------------------------------------------------


def test_results_keep_the_order_of_the_items_whatever_ends_first():
    last = threading.Event()

    def work(rank: int) -> int:
        if rank == 3:
            last.set()
        assert last.wait(30)  # the first three end after the fourth one
        return rank

    with closing(in_order(work, range(9), weight=lambda _: 1)) as found:
        assert list(found) == list(range(9))


def test_what_is_in_hand_stays_within_the_room_and_a_giant_goes_alone(monkeypatch):
    monkeypatch.setattr(parallele, "ROOM", 10)
    sizes = [4, 4, 4, 30, 4, 4, 2, 9]
    taken: list[int] = []

    def items() -> Iterator[int]:
        for size in sizes:
            taken.append(size)
            yield size

    with closing(in_order(lambda size: size, items(), weight=lambda size: size)) as found:
        for rank, size in enumerate(found):
            ahead = taken[rank:]
            assert sum(ahead[1:-1]) + size <= max(10, size), "the last one taken has not begun"
            assert size == sizes[rank]


def test_a_failure_comes_at_its_turn_and_what_has_not_begun_is_left(monkeypatch):
    monkeypatch.setattr(parallele, "THREADS", 1)
    begun: list[int] = []
    data = bytes(20 * MIB)

    def work(rank: int) -> int:
        begun.append(rank)
        if rank == 2:
            raise MemoryError
        if rank > 2:
            hashlib.sha256(data)
        return rank

    with closing(in_order(work, range(1000), weight=lambda _: MIB)) as found:
        assert [next(found), next(found)] == [0, 1]
        with pytest.raises(MemoryError):
            next(found)

    assert len(begun) < parallele.ROOM // MIB


def test_closing_waits_for_what_has_begun():
    begun: list[int] = []
    over: list[int] = []
    data = bytes(20 * MIB)

    def work(rank: int) -> int:
        begun.append(rank)
        if rank:
            hashlib.sha256(data)
        over.append(rank)
        return rank

    with closing(in_order(work, range(9), weight=lambda _: 1)) as found:
        assert next(found) == 0

    assert sorted(begun) == sorted(over)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("echange")]


# --- writing ------------------------------------------------------------------------------


def test_packs_lie_in_the_order_of_the_pictures_and_progress_counts_each(tmp_path):
    told: list[tuple[int, int]] = []
    manifeste = write(
        tmp_path / "f.carnet",
        pictures=PICTURES,
        pack_bytes=SMALL_PACK,
        progress=lambda done, total: told.append((done, total)),
    )

    assert [place.sha256 for place in manifeste.blobs] == [sha256(data) for data in PICTURES]
    assert [member.name for member in manifeste.membres[1:]] == [
        f"photos/{rank:04}.age" for rank in range(1, 21)
    ]
    total = 2 * (len(PICTURES) + 1)
    assert told == [(done, total) for done in range(1, total + 1)]


def test_sizes_that_were_told_wrong_make_no_pack_too_large(tmp_path):
    ((path, manifeste),) = ecriture.write_container(
        tmp_path / "f.carnet",
        manifeste_base=base(),
        lines=[],
        blobs=[Blob(sha256(data), 1, lambda data=data: data) for data in PICTURES],
        cle=team_key(),
        pack_bytes=SMALL_PACK,
    )

    assert len(manifeste.membres) == 1 + 20
    assert list(read(path)["blobs"].values()) == PICTURES


def test_pictures_that_follow_each_other_in_one_memory_all_arrive(tmp_path):
    """As the store hands them over: the bytes of one are gone when the next one comes."""
    mine = threading.local()

    def laid(data: bytes) -> memoryview:
        mine.memory = getattr(mine, "memory", bytearray(9000))
        mine.memory[:] = data
        return memoryview(mine.memory)

    ((path, _),) = ecriture.write_container(
        tmp_path / "f.carnet",
        manifeste_base=base(),
        lines=[],
        blobs=[Blob(sha256(data), 9000, lambda data=data: laid(data)) for data in PICTURES],
        cle=team_key(),
        pack_bytes=SMALL_PACK,
    )

    assert list(read(path)["blobs"].values()) == PICTURES


def test_packs_use_the_memory_of_those_that_were_written(tmp_path, monkeypatch):
    taken: list[Tampon] = []
    really = Tampon.__init__

    def noted(self: Tampon, kept: int = 0) -> None:
        taken.append(self)
        really(self, kept)

    monkeypatch.setattr(Tampon, "__init__", noted)
    blobs = [Blob(sha256(data), 9 * MIB, lambda data=data: data) for data in PICTURES]
    at_once = parallele.ROOM // (9 * MIB) + 1
    packs = sealed_packs(blobs, team_key(), MIB, lambda: None)
    places = [[sha for sha, *_ in pack.places] for packed in packs for pack in packed.packs]

    assert places == [[sha256(data)] for data in PICTURES]
    assert len(taken) <= at_once < len(PICTURES)


def test_a_picture_lost_meanwhile_is_asked_for_and_still_counted(tmp_path):
    told: list[int] = []
    blobs = [Blob(sha256(data), 9000, lambda data=data: data) for data in PICTURES]
    blobs[7] = Blob(blobs[7].sha256, 9000, lambda: None)
    ((_, manifeste),) = ecriture.write_container(
        tmp_path / "f.carnet",
        manifeste_base=base(),
        lines=[],
        blobs=blobs,
        cle=team_key(),
        pack_bytes=SMALL_PACK,
        progress=lambda done, _: told.append(done),
    )

    assert manifeste.voulus == (blobs[7].sha256,)
    assert len(manifeste.blobs) == len(PICTURES) - 1
    assert told == list(range(1, 2 * (len(PICTURES) + 1) + 1))


@pytest.mark.parametrize("rank", [0, 19, 39])
def test_memory_that_lacks_in_a_thread_leaves_nothing_on_the_stick(tmp_path, rank):
    def lacking() -> bytes:
        raise MemoryError

    blobs = [Blob(sha256(data), 9000, lambda data=data: data) for data in PICTURES]
    blobs[rank] = Blob(blobs[rank].sha256, 9000, lacking)
    with pytest.raises(MemoryError):
        ecriture.write_container(
            tmp_path / "f.carnet",
            manifeste_base=base(),
            lines=[],
            blobs=blobs,
            cle=team_key(),
            pack_bytes=SMALL_PACK,
        )

    assert list(tmp_path.iterdir()) == []


def test_scenario_26_a_stick_removed_while_packs_are_sealed_gives_words(tmp_path):
    stick = tmp_path / "cle"
    stick.mkdir()

    def pulled_out() -> bytes:
        shutil.rmtree(stick)
        return PICTURES[30]

    blobs = [Blob(sha256(data), 9000, lambda data=data: data) for data in PICTURES]
    blobs[30] = Blob(blobs[30].sha256, 9000, pulled_out)
    with pytest.raises(EcritureImpossible) as caught:
        ecriture.write_container(
            stick / "f.carnet",
            manifeste_base=base(),
            lines=[],
            blobs=blobs,
            cle=team_key(),
            pack_bytes=SMALL_PACK,
        )

    assert "branchée" in caught.value.remedy
    assert not stick.exists()


@pytest.mark.parametrize("answers", [1, 3, 30, 60, 75])
def test_a_write_given_up_at_any_picture_leaves_nothing(tmp_path, answers):
    asked: list[int] = []
    guard = threading.Lock()

    def cancelled() -> bool:
        with guard:
            asked.append(1)
            return len(asked) > answers

    with pytest.raises(Annule):
        write_volumes(
            tmp_path / "f.carnet",
            some_changes(3),
            pictures=PICTURES,
            pack_bytes=SMALL_PACK,
            cancelled=cancelled,
        )

    assert list(tmp_path.iterdir()) == []


def test_a_crc_that_unzip_would_refuse_is_seen_when_the_file_is_read_back(tmp_path, monkeypatch):
    """Our own reader needs no CRC; who opens the file without us does."""
    really = ecriture._read_back

    def spoilt(part: Path, *rest) -> None:
        data = part.read_bytes()
        crc = zip_crc(part, "photos/0001.age").to_bytes(4, "little")
        assert data.count(crc) == 2, "beside the member and in the table"
        part.write_bytes(data.replace(crc, bytes(4)))
        really(part, *rest)

    write(tmp_path / "temoin.carnet", pictures=PICTURES)
    monkeypatch.setattr(ecriture, "_read_back", spoilt)
    with pytest.raises(EcritureImpossible) as caught:
        write(tmp_path / "f.carnet", pictures=PICTURES)

    assert caught.value.title == "Relecture impossible"
    assert [path.name for path in tmp_path.iterdir()] == ["temoin.carnet"]


def zip_crc(path: Path, name: str) -> int:
    with zipfile.ZipFile(path) as found:
        return found.getinfo(name).CRC


# --- reading ------------------------------------------------------------------------------


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "f.carnet"
    write(path, some_changes(3), pictures=PICTURES, pack_bytes=SMALL_PACK)
    return path


@pytest.mark.parametrize("field", [14, 18, 22, 6, 8, 30])
def test_a_member_that_begins_otherwise_than_the_table_says_is_refused(sent, field):
    """CRC, both sizes, flags, form and first letter of the name."""
    data = bytearray(sent.read_bytes())
    place = data.index(b"photos/0004.age") - 30
    data[place + field] ^= 1
    sent.write_bytes(data)

    with pytest.raises(FichierRefuse) as caught:
        read(sent)
    assert caught.value.title == "Fichier altéré"


def test_a_pack_sealed_again_by_who_has_only_the_public_key_brings_no_other_picture(sent):
    """Its own hash is not looked at: that of each picture is, and the manifest is signed."""
    cle = team_key()
    plain = bytes(cle.open(dict(members(sent))["photos/0002.age"]))
    assert plain == PICTURES[2] + PICTURES[3]

    def resealed(data: bytes) -> list[tuple[str, bytes]]:
        return [
            (name, cle.seal(data) if name == "photos/0002.age" else sealed)
            for name, sealed in members(sent)
        ]

    zipped(sent, resealed(plain))
    assert list(read(sent)["blobs"].values()) == PICTURES
    zipped(sent, resealed(plain[:-1] + b"\0"))
    with pytest.raises(FichierRefuse, match="photo"):
        read(sent)


def test_wanted_pictures_alone_are_opened(sent, monkeypatch):
    opened: list[str] = []
    really = archive.Membres.read

    def noted(self, name: str, tampon: Tampon) -> memoryview:
        opened.append(name)
        return really(self, name, tampon)

    monkeypatch.setattr(archive.Membres, "read", noted)
    with container.open_container(sent, {1: team_key()}, espace_id=None) as found:
        wanted = {sha256(PICTURES[rank]) for rank in (5, 11, 10)}
        with closing(found.packs(wanted, lambda pack: [sha for sha, _ in pack])) as packs:
            got = list(packs)

    assert got == [[sha256(PICTURES[5])], [sha256(PICTURES[10]), sha256(PICTURES[11])]]
    assert sorted(opened) == ["photos/0003.age", "photos/0006.age"]


# --- taking in ----------------------------------------------------------------------------


@pytest.fixture
def postes(tmp_path: Path, monkeypatch):
    """A poste with forty photos in some twenty packs, another with nothing, and the file."""
    monkeypatch.setitem(ecriture.write_container.__kwdefaults__, "pack_bytes", 3000)
    first, second = open_espace(tmp_path / "a", "A"), open_espace(tmp_path / "b", "B")
    marche = add_marche(first.store)
    for colour in range(40):
        picture(first, marche, colour % 6)
        grown(first, marche, colour)
    yield first, second, export(first, tmp_path / "f.carnet")
    first.close()
    second.close()


def grown(espace, marche: str, number: int) -> None:
    made = io.BytesIO()
    Image.new("RGB", (16 + number, 16), (number, 90, 120)).save(made, "JPEG")
    name = espace.magasin.put(made.getvalue())
    with espace.store.writing("Photo") as unit:
        query.note_blobs(unit.session, {name: len(made.getvalue())})
        unit.add(Photo, None, root=marche, blob=name, marche_id=marche)


def stored(espace) -> dict[str, str]:
    folder = espace.dossier / "photos"
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_all_pictures_arrive_and_none_is_left_unnamed(postes):
    first, second, path = postes
    take(second, path)

    assert stored(second) == stored(first)
    assert len(stored(first)) > 40
    assert take(second, path).is_empty


def test_memory_that_lacks_in_a_thread_writes_no_record_and_empties_the_staging(
    postes, monkeypatch
):
    _, second, path = postes
    fail_at(monkeypatch, Magasin, "_sealed", MemoryError())

    with pytest.raises(MemoryError):
        take(second, path)
    nothing_is_left(second)
    monkeypatch.undo()
    take(second, path)
    assert len(stored(second)) > 40


def test_scenario_26_a_disk_that_fills_in_a_thread_gives_words_and_leaves_nothing_unnamed(
    postes, monkeypatch
):
    _, second, path = postes
    fail_at(monkeypatch, os, "fsync", OSError(errno.ENOSPC, "No space left on device"))

    with pytest.raises(EcritureImpossible) as caught:
        take(second, path)
    assert caught.value.title == "Photo non enregistrée"
    nothing_is_left(second)
    monkeypatch.undo()
    take(second, path)
    assert len(stored(second)) > 40


def fail_at(patch: pytest.MonkeyPatch, owner: object, name: str, error: Exception) -> None:
    """Let a function fail at its twentieth call, in whichever thread, and ever after."""
    really = getattr(owner, name)
    calls: list[int] = []

    def failing(*args):
        calls.append(1)
        if len(calls) >= 20:
            raise error
        return really(*args)

    patch.setattr(owner, name, failing)


def nothing_is_left(espace) -> None:
    assert not list(espace.dossiers.reception(espace.espace).iterdir())
    assert not [name for name in stored(espace) if name.endswith(".tmp")]
    with espace.store.reading() as session:
        assert query.count_changes(session.connection()) == 0
