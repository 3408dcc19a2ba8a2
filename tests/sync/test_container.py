"""The export file: what is written is read back whole, and anything else is refused in words."""

# ruff: noqa: S603, S607 - unzip, age and mount, with our own arguments

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import stat
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.changes import NESTING_MAX, SCHEMA
from desktop.domain.changes_codec import from_line, to_line
from desktop.errors import Annule, EcritureImpossible, FichierRefuse
from desktop.sync import container, ecriture
from desktop.sync.paquets import INFLATED_MAX, LINE_MAX, MIB
from desktop.sync.scellement import Blob
from tests.sync.fichiers import (
    CHANGES,
    HEADER,
    MANIFEST,
    SENDER,
    base,
    forge,
    forge_changes,
    members,
    read,
    sha256,
    some_changes,
    team_key,
    write,
    zipped,
)
from tests.unit.histories import make_change

PICTURES = [bytes([rank]) * 700 for rank in range(5)]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A file of three changes and five pictures in several packs."""
    path = tmp_path / "bon.carnet"
    write(path, some_changes(3), pictures=PICTURES, pack_bytes=1500)
    return path


def refused(path: Path, *keys, espace_id: str | None = "espace-essai") -> FichierRefuse:
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(FichierRefuse) as caught:
        read(path, *keys, espace_id=espace_id)
    refusal = caught.value
    assert path.name in refusal.message
    assert "Rien n’a été modifié" in refusal.message
    assert refusal.title
    assert refusal.remedy
    assert sorted(path.parent.rglob("*")) == before
    return refusal


# --- round trip ---------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 5000])
def test_changes_come_back_as_they_were_written(tmp_path, count):
    path = tmp_path / "f.carnet"
    changes = some_changes(count)

    written = write(path, changes, pack_bytes=100_000)
    found = read(path)

    assert found["changes"] == changes
    assert found["manifeste"] == written
    assert written.counts == ({"constat": {"set": count}} if count else {})
    assert (len(written.membres) > 3) == (count == 5000)


def test_pictures_come_back_from_several_packs(tmp_path):
    path = tmp_path / "f.carnet"
    pictures = [*PICTURES, b"", b"x" * 5000]
    told: list[tuple[int, int]] = []

    written = write(
        path, pictures=pictures, pack_bytes=1500, progress=lambda *step: told.append(step)
    )

    assert read(path)["blobs"] == {sha256(data): data for data in pictures}
    assert len({place.member for place in written.blobs}) == 4
    assert told == [(rank, 16) for rank in range(1, 17)]


def test_the_clear_part_says_nothing_of_espace_sender_or_content(sound):
    clear = json.loads(dict(members(sound))[HEADER])

    assert clear.keys() == {"format", "version", "lecteur", "lot"}
    for word in (b"espace-essai", b"Portable", b"terrain", b"constat", b"ligne"):
        assert word not in sound.read_bytes()


def test_the_file_is_private_even_over_a_leftover_open_to_all(tmp_path):
    path = tmp_path / "f.carnet"
    left = tmp_path / "f.carnet.part"
    left.write_text("reste")
    left.chmod(0o666)

    write(path, some_changes(1))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_left_on_the_medium_is_not_followed(tmp_path):
    victim = tmp_path / "precieux"
    victim.write_text("intact")
    (tmp_path / "f.carnet.part").symlink_to(victim)

    write(tmp_path / "f.carnet", some_changes(1))

    assert victim.read_text() == "intact"


def test_files_of_older_generations_stay_readable(tmp_path):
    path = tmp_path / "f.carnet"
    write(path, some_changes(2), cle=team_key(1))

    assert len(read(path, team_key(1), team_key(2))["changes"]) == 2
    assert refused(path, team_key(2)).title == "Clé inconnue"


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_in_an_emergency_unzip_and_age_open_the_file_without_us(sound, tmp_path):
    identity = tmp_path / "identite.txt"
    identity.write_text(team_key().age_identity + "\n")
    subprocess.run(["unzip", "-q", str(sound), "-d", str(tmp_path / "vide")], check=True)

    def opened(name: str) -> bytes:
        command = ["age", "-d", "-i", str(identity), str(tmp_path / "vide" / name)]
        return subprocess.run(command, check=True, capture_output=True).stdout

    lines = zlib.decompress(opened(CHANGES)).decode().splitlines()
    document = json.loads(opened(MANIFEST)[64:])

    assert [from_line(line) for line in lines] == some_changes(3)
    pack = opened("photos/0001.age")
    for digest, member, offset, length in document["blobs"]:
        if member == "photos/0001.age":
            assert sha256(pack[offset : offset + length]) == digest


# --- damaged files ------------------------------------------------------------------------


def boundaries(path: Path) -> list[int]:
    with zipfile.ZipFile(path) as archive:
        return [info.header_offset for info in archive.infolist()] + [archive.start_dir]


@pytest.mark.parametrize("kept", ["one byte less", "half", *range(8)])
def test_scenario_27_a_cut_file_is_refused(sound, kept):
    data = sound.read_bytes()
    places = {"one byte less": len(data) - 1, "half": len(data) // 2}
    cut = places[kept] if kept in places else (boundaries(sound) * 2)[kept]
    sound.write_bytes(data[:cut])

    assert refused(sound).title in {"Fichier incomplet", "Fichier étranger"}


@pytest.mark.parametrize("rank", range(6))
@pytest.mark.parametrize("again_sound_zip", [False, True])
def test_scenario_27_one_bit_flipped_in_a_member_is_refused(sound, rank, again_sound_zip):
    parts = members(sound)
    name, data = parts[rank]
    spoilt = bytearray(data)
    spoilt[len(data) // 2] ^= 1
    if again_sound_zip:
        zipped(sound, [*parts[:rank], (name, bytes(spoilt)), *parts[rank + 1 :]])
    else:
        whole = sound.read_bytes()
        sound.write_bytes(whole.replace(data, bytes(spoilt)))

    refused(sound)


def test_bytes_after_the_end_or_before_the_start_are_refused(sound):
    data = sound.read_bytes()
    sound.write_bytes(data + b"x")
    assert refused(sound).title == "Fichier altéré"
    sound.write_bytes(b"MZ" + data)
    assert refused(sound).title == "Fichier étranger"


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04", b"%PDF-1.7", b"\0" * 5000])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    path = tmp_path / "photo.carnet"
    path.write_bytes(content)

    assert refused(path).title in {"Fichier étranger", "Fichier incomplet"}


def test_a_folder_or_a_missing_file_is_refused(tmp_path):
    for path in (tmp_path / "dossier", tmp_path / "absent.carnet"):
        if path.name == "dossier":
            path.mkdir()
        assert refused(path).title == "Fichier illisible"


# --- names and forms of members -----------------------------------------------------------

NAMES = [
    "../dehors.age", "changements/../../x.age", "/etc/passwd", "C:\\x.age", "c:x.age",
    "changements\\0001.age", "CHANGEMENTS/0001.AGE", "changements/0001.AGE", "photos/CON.age",
    "changements/00001.age", "changements/٠٠٠١.age", "changements/0001.age\n", "photos/", "x",
    "entete.json ", "Entete.json", "changements/0001.age\0.txt", "é.age",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_scenario_29_a_member_with_an_odd_name_is_refused(sound, name):
    parts = members(sound)
    odd = zipfile.ZipInfo("x" * len(name))
    odd.filename = name
    zipped(sound, [*parts, (odd, b"data")])

    assert refused(sound).title == "Fichier altéré"


@pytest.mark.parametrize("name", [HEADER, MANIFEST, CHANGES, "photos/0001.age"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_scenario_29_two_members_of_one_name_are_refused(sound, name):
    parts = members(sound)
    zipped(sound, [*parts, (name, dict(parts)[name])])

    assert "deux parties" in refused(sound).message


def test_an_extra_or_a_missing_member_is_refused(sound):
    parts = members(sound)
    zipped(sound, [*parts, ("photos/0099.age", b"x")])
    assert "celles annoncées" in refused(sound).message
    zipped(sound, parts[:1] + parts[2:])
    assert "celles annoncées" in refused(sound).message
    zipped(sound, parts[1:])
    assert refused(sound).title == "Fichier étranger"
    zipped(sound, parts[:-1])
    assert refused(sound).title == "Fichier étranger"


def test_a_compressed_a_commented_and_an_encrypted_member_are_refused(sound):
    parts = members(sound)
    zipped(sound, parts, compression=zipfile.ZIP_DEFLATED)
    assert refused(sound).title == "Fichier altéré"
    zipped(sound, parts, comment=b"bonjour")
    assert refused(sound).title == "Fichier altéré"
    commented = zipfile.ZipInfo(CHANGES)
    commented.comment = b"bonjour"
    zipped(sound, [(commented if name == CHANGES else name, data) for name, data in parts])
    assert refused(sound).title == "Fichier altéré"
    zipped(sound, parts)
    data = bytearray(sound.read_bytes())
    with zipfile.ZipFile(sound) as archive:
        data[archive.start_dir + 8] |= 1
    sound.write_bytes(data)
    assert refused(sound).title == "Fichier altéré"


def test_members_that_share_bytes_are_refused(sound):
    data = bytearray(sound.read_bytes())
    with zipfile.ZipFile(sound) as archive:
        second = archive.start_dir + 46 + len(HEADER)
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    sound.write_bytes(data)

    assert "recouvrent" in refused(sound).message


# --- limits -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plain", "title"),
    [
        (zlib.compress(b"\0" * 40 * MIB), "Fichier hors limites"),
        (zlib.compress(b"x" * (LINE_MAX + 1) + b"\n"), "Fichier hors limites"),
        (zlib.compress(b"\n" * 10), "Fichier altéré"),
        (zlib.compress(b"{}"), "Fichier altéré"),
        (zlib.compress(b"{}\n") + b"suite", "Fichier altéré"),
        (zlib.compress(b"{}\n")[:-2], "Fichier altéré"),
        (zlib.compress(b"\xff\n"), "Fichier altéré"),
        (zlib.compress(b"[" * 100_000 + b"\n"), "Fichier altéré"),
        (b"", "Fichier altéré"),
        (b"pas du zlib", "Fichier altéré"),
    ],
    ids=["bomb", "line", "empty", "no end", "tail", "cut", "bytes", "nested", "void", "plain"],
)
def test_scenario_28_lines_beyond_the_limits_are_refused(tmp_path, plain, title):
    assert refused(forge(tmp_path / "f.carnet", plain=plain)).title == title


def test_scenario_28_a_member_that_inflates_beyond_64_mib_of_sound_lines_is_refused(tmp_path):
    line = to_line(make_change(payload={"texte": {"v": "x" * 100_000, "x": []}})).encode() + b"\n"
    pack = zlib.compressobj()
    parts = [pack.compress(line) for _ in range(INFLATED_MAX // len(line) + 1)]
    path = forge(tmp_path / "f.carnet", plain=b"".join([*parts, pack.flush()]))

    assert "64 Mio" in refused(path).message


def test_scenario_28_too_many_members_are_refused_before_they_are_listed(tmp_path, monkeypatch):
    path = tmp_path / "f.carnet"
    zipped(path, ((f"photos/{rank:06d}.age", b"") for rank in range(45_000)))
    monkeypatch.setattr(container.zipfile, "ZipFile", lambda *_: pytest.fail("listed"))

    assert "20 000" in refused(path).message


def test_scenario_28_a_table_of_contents_that_lies_about_its_size_is_refused(sound):
    data = bytearray(sound.read_bytes())
    data[-10:-6] = struct.pack("<L", 0x7FFFFFFF)
    sound.write_bytes(data)

    assert refused(sound).title == "Fichier hors limites"


def test_scenario_28_a_file_of_more_than_4_gib_is_refused_unread(tmp_path):
    path = tmp_path / "f.carnet"
    with path.open("wb") as file:
        file.truncate(container.FILE_MAX + 1)

    assert "4 Gio" in refused(path).message


def test_a_member_announced_larger_than_allowed_is_refused(sound):
    data = bytearray(sound.read_bytes())
    with zipfile.ZipFile(sound) as archive:
        place = archive.start_dir
    data[place + 20 : place + 28] = struct.pack("<LL", 2**31, 2**31)
    sound.write_bytes(data)

    assert "32 Mio" in refused(sound).message


# --- manifest -----------------------------------------------------------------------------


def test_an_empty_forged_file_is_sound_so_that_each_forgery_below_proves_something(tmp_path):
    forge(tmp_path / "f.carnet", plain=zlib.compress(b""))

    assert read(tmp_path / "f.carnet")["changes"] == []


@pytest.mark.parametrize(
    "edit",
    [
        {"format": "autre"}, {"lot": "autre"}, {"lot": 1}, {"cree": -1}, {"cree": 10**15},
        {"cree": True}, {"espace": "voirie"}, {"espace": None}, {"replica": []},
        {"poste": "x" * 201}, {"lettre": 3}, {"application": {}}, {"schema": "1"},
        {"lecteur_min": None}, {"complet": 1}, {"prealables": []}, {"prealables": {"a": 1}},
        {"frontiere": {"a": [1]}}, {"frontiere": {"a": [1, "zz"]}}, {"comptes": [1]},
        {"comptes": {"constat": 3}}, {"comptes": {"constat": {"set": 1}}}, {"membres": {}},
        {"membres": [["x"]]}, {"membres": []}, {"membres": None}, {"voulus": ["x"]},
        {"voulus": 3}, {"volume": [1]}, {"volume": "12"}, {"generation": 2}, {"generation": -1},
        {"blobs": [["0" * 64, CHANGES, 0, 1]]}, {"blobs": [["0" * 64, "photos/0001.age", 0, 1]]},
        {"blobs": [["0" * 64, "../x", 0, 1]]}, {"blobs": [["A" * 64, "photos/0001.age", 0, 1]]},
        {"blobs": [1]},
    ],
    ids=str,
)  # fmt: skip
def test_a_signed_manifest_that_makes_no_sense_is_refused(tmp_path, edit):
    path = forge(
        tmp_path / "f.carnet", plain=zlib.compress(b""), edit=lambda fields: fields.update(edit)
    )

    assert refused(path).title in {"Fichier altéré", "Fichier hors limites"}


@pytest.mark.parametrize(
    "document", [b"", b"[]", b"null", b"\xff", b"{", b'{"a":1e5}', b"NaN", b"[" * 100_000]
)
def test_a_signed_document_that_is_no_manifest_is_refused(tmp_path, document):
    assert refused(forge(tmp_path / "f.carnet", document=document)).title == "Fichier altéré"


@pytest.mark.parametrize(
    "header",
    [b"", b"[]", b"{}", b"\xff", b"{" * 2000, b" " * 3000, {"format": "zip"}, {"lecteur": "x"},
     {"lecteur": None}, {"lecteur": []}],
    ids=str,
)  # fmt: skip
def test_a_clear_part_that_is_not_ours_is_refused(tmp_path, header):
    path = forge(tmp_path / "f.carnet", plain=zlib.compress(b""), header=header)

    assert refused(path).title == "Fichier étranger"


def test_scenario_36_a_newer_container_or_a_newer_reader_is_asked_for_by_its_version(tmp_path):
    path = tmp_path / "f.carnet"
    forge(path, plain=zlib.compress(b""), header={"version": 2, "lecteur": 2})
    assert refused(path).title == "Fichier trop récent"

    forge(
        path,
        edit=lambda fields: fields.update(lecteur_min=SCHEMA + 1, application="3.1", blobs="?"),
    )
    refusal = refused(path)
    assert refusal.title == "Fichier trop récent"
    assert "3.1" in refusal.remedy
    assert SENDER in refusal.message


def test_scenario_35_a_newer_writer_that_old_readers_can_cope_with_is_read(tmp_path):
    path = tmp_path / "f.carnet"
    forge(
        path,
        plain=zlib.compress(b""),
        header={"version": 2, "futur": 1},
        edit=lambda fields: fields.update(schema=9, futur={"a": [1]}),
    )

    assert read(path)["manifeste"].schema == 9


def test_scenario_34_lines_that_are_not_those_announced_are_refused(tmp_path):
    path = tmp_path / "f.carnet"
    changes = some_changes(2)
    forge_changes(path, changes)
    assert read(path)["changes"] == changes

    forge_changes(path, changes, comptes={"constat": {"set": 3}})
    assert "nombre de changements" in refused(path).message
    deep: object = 1
    for _ in range(NESTING_MAX):
        deep = [deep]
    forge_changes(path, [make_change("a" * 16, 1, extra={"w": deep})])
    assert "conforme" in refused(path).message


# --- keys, espaces, signatures ------------------------------------------------------------


def test_scenario_31_another_espace_or_another_team_is_refused_without_naming_the_content(sound):
    espace = refused(sound, espace_id="autre-espace")
    team = refused(sound, team_key(1, "B"))

    assert (espace.title, team.title) == ("Autre espace", "Clé inconnue")
    assert SENDER not in team.message
    assert refused(sound, team_key(2, "B")).title == "Clé inconnue"
    assert read(sound, espace_id=None)["changes"]


@pytest.mark.parametrize("name", [HEADER, MANIFEST, CHANGES])
def test_scenario_30_members_swapped_between_two_sound_files_of_one_team_are_refused(
    sound, tmp_path, name
):
    other = tmp_path / "autre.carnet"
    write(other, some_changes(4), pictures=PICTURES, pack_bytes=1500)
    theirs = dict(members(other))
    zipped(sound, [(part, theirs[name] if part == name else d) for part, d in members(sound)])

    assert refused(sound).title == "Fichier altéré"


def test_scenario_30_changes_sealed_again_without_a_new_signature_are_refused(tmp_path):
    signed, other = (
        zlib.compress(
            to_line(make_change(payload={"texte": {"v": word, "x": []}})).encode() + b"\n", 0
        )
        for word in ("oui", "non")
    )
    counts = {"constat": {"set": 1}}
    path = forge(
        tmp_path / "f.carnet", plain=signed, edit=lambda found: found.update(comptes=counts)
    )
    assert len(read(path)["changes"]) == 1

    size = len(dict(members(path))[CHANGES])
    swapped = team_key().seal(other)
    assert len(swapped) == size
    zipped(path, [(n, swapped if n == CHANGES else d) for n, d in members(path)])

    refusal = refused(path)
    assert refusal.title == "Fichier altéré"
    assert "a changé depuis l’écriture" in refusal.message


def test_scenario_30_the_signature_of_one_file_on_the_document_of_another_is_refused(
    sound, tmp_path
):
    other = tmp_path / "autre.carnet"
    write(other, some_changes(4))
    cle = team_key()
    mine, theirs = (cle.open(dict(members(path))[MANIFEST]) for path in (sound, other))
    swapped = cle.seal(theirs[:64] + mine[64:])
    parts = [(name, swapped if name == MANIFEST else d) for name, d in members(sound)]

    zipped(sound, parts)
    assert refused(sound).title == "Signature refusée"
    zipped(sound, [(name, cle.seal(mine[:10]) if name == MANIFEST else d) for name, d in parts])
    assert refused(sound).title == "Signature refusée"


def test_scenario_30_who_has_only_the_public_part_of_the_key_cannot_make_a_file(tmp_path):
    path = forge(tmp_path / "f.carnet", plain=zlib.compress(b""), signer=team_key(1, "B"))

    assert refused(path).title == "Signature refusée"


def test_a_picture_that_is_not_the_one_announced_is_refused(tmp_path):
    places = [["0" * 64, "photos/0001.age", 0, 3]]
    path = forge(
        tmp_path / "f.carnet",
        plain=b"abc",
        name="photos/0001.age",
        edit=lambda fields: fields.update(blobs=places),
    )

    assert "photo" in refused(path).message


# --- the writer in trouble ----------------------------------------------------------------


def test_a_cancelled_write_leaves_nothing(tmp_path):
    answers = iter([False] * 4)

    with pytest.raises(Annule):
        write(
            tmp_path / "f.carnet",
            some_changes(3),
            pictures=PICTURES,
            cancelled=lambda: next(answers, True),
        )

    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_keeps_the_file_that_was_there(sound, tmp_path):
    before = sound.read_bytes()

    with pytest.raises(Annule):
        write(sound, some_changes(9), cancelled=lambda: True)

    assert sound.read_bytes() == before
    assert list(tmp_path.iterdir()) == [sound]


def test_a_missing_or_forbidden_folder_gives_words(tmp_path):
    (tmp_path / "fichier").write_text("")
    for folder in (tmp_path / "absent", tmp_path / "fichier"):
        with pytest.raises(EcritureImpossible) as caught:
            write(folder / "f.carnet", some_changes(1))
        assert caught.value.title == "Écriture impossible"
        assert str(folder) in caught.value.message


def test_scenario_26_a_stick_removed_during_the_write_gives_words(tmp_path):
    stick = tmp_path / "cle"
    stick.mkdir()

    def pulled_out() -> bytes:
        shutil.rmtree(stick)
        return b"photo"

    with pytest.raises(EcritureImpossible) as caught:
        ecriture.write_container(
            stick / "f.carnet",
            manifeste_base=base(),
            lines=[],
            blobs=[Blob(sha256(b"photo"), 5, pulled_out)],
            cle=team_key(),
        )

    assert "branchée" in caught.value.remedy
    assert not stick.exists()


def test_scenario_26_a_stick_that_spoils_what_it_holds_is_noticed(tmp_path, monkeypatch):
    really = ecriture._read_back

    def spoilt(part: Path, *rest) -> None:
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 4
        part.write_bytes(data)
        really(part, *rest)

    monkeypatch.setattr(ecriture, "_read_back", spoilt)
    with pytest.raises(EcritureImpossible) as caught:
        write(tmp_path / "f.carnet", some_changes(50))

    assert caught.value.title == "Relecture impossible"
    assert list(tmp_path.iterdir()) == []


def test_a_medium_that_cannot_sync_its_folder_is_no_failure(tmp_path, monkeypatch):
    really = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        really(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    write(tmp_path / "f.carnet", some_changes(1))

    assert len(read(tmp_path / "f.carnet")["changes"]) == 1


def test_a_fault_of_our_own_while_a_file_is_open_is_not_blamed_on_the_file(sound):
    with (
        pytest.raises(PermissionError),
        container.open_container(sound, {1: team_key()}, espace_id=None),
    ):
        raise PermissionError("ours")


def test_scenario_26_a_file_that_may_not_grow_leaves_nothing(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(EcritureImpossible) as caught:
            write(tmp_path / "f.carnet", pictures=[os.urandom(50_000)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert caught.value.title == "Support plein"
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MB; only root may make one."""
    folder = tmp_path / "cle"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small stick")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_scenario_26_a_full_stick_gives_words_leaves_nothing_and_takes_a_smaller_file(small_stick):
    pictures = [os.urandom(300_000) for _ in range(5)]

    with pytest.raises(EcritureImpossible) as caught:
        write(small_stick / "f.carnet", some_changes(3), pictures=pictures)

    assert caught.value.title == "Support plein"
    assert str(small_stick) in caught.value.message
    assert list(small_stick.iterdir()) == []
    write(small_stick / "f.carnet", some_changes(3))
    assert len(read(small_stick / "f.carnet")["changes"]) == 3
