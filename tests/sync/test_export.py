"""What a file carries: the choice of a content, for a colleague, in one file or several."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop.domain.changes import Kind, canonical
from desktop.domain.changes_codec import to_line
from desktop.domain.envoi import Contenu, Envoi
from desktop.domain.partage import Preuve
from desktop.errors import FichierRefuse, UserError
from desktop.models.photo import Photo
from desktop.security.tampons import Tampon
from desktop.services.contexte import EspaceOuvert
from desktop.storage import journal
from desktop.storage.queries import echange, envoi
from desktop.storage.queries.partenaires import pairs
from desktop.sync import export as export_module
from desktop.sync.export import Gardien, choose, estimate
from tests.storage.espaces import absorb, add_constat, add_marche, dump, edit, log, open_espace
from tests.sync.fichiers import read, to_ligne
from tests.sync.postes import export, preview, send, take
from tests.unit.histories import make_change

SANS, MANQUANTES, TOUTES, LEGER = Contenu
A, B, C = "a" * 16, "b" * 16, "c" * 16


@pytest.fixture
def postes(tmp_path: Path) -> Iterator[tuple[EspaceOuvert, EspaceOuvert, EspaceOuvert]]:
    opened = tuple(open_espace(tmp_path / letter, letter) for letter in "ABC")
    yield opened
    for espace in opened:
        espace.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "cle"
    folder.mkdir()
    return folder


def jpeg(side: int = 90) -> bytes:
    """Return a picture like no other, of about a byte for each pixel."""
    picture = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(picture, "JPEG", quality=90)
    return picture.getvalue()


def photo(espace: EspaceOuvert, marche: str, data: bytes) -> str:
    """Add a photo; its bytes must be a picture where the file is read."""
    blob = espace.magasin.put(data)
    with espace.store.writing("Photo") as unit:
        echange.note_blobs(unit.session, {blob: len(data)})
        unit.add(Photo, None, root=marche, blob=blob, marche_id=marche)
    return blob


def carried(path: Path) -> set[str]:
    return set(read(path, espace_id=None)["blobs"])


def changes_of(path: Path) -> int:
    return len(read(path, espace_id=None)["changes"])


def held(espace: EspaceOuvert) -> set[str]:
    with espace.store.reading() as session:
        return echange.held_blobs(session)


# --- pictures -----------------------------------------------------------------------------


def test_by_default_no_picture_travels_and_all_can_be_asked_for(postes, stick):
    first = postes[0]
    marche = add_marche(first.store)
    mine = {photo(first, marche, jpeg(20)) for _ in range(3)}

    assert carried(send(first, stick / "s.carnet", SANS)) == set()
    assert carried(send(first, stick / "t.carnet", TOUTES)) == mine


def test_what_the_colleagues_own_file_proves_to_be_there_does_not_travel_again(postes, stick):
    first, second, _ = postes
    marche = add_marche(first.store)
    mine = {photo(first, marche, jpeg(20)) for _ in range(3)}
    take(second, send(first, stick / "1.carnet", SANS))
    take(first, send(second, stick / "2.carnet", SANS))

    take(second, send(first, stick / "3.carnet", MANQUANTES, B))
    again = carried(send(first, stick / "4.carnet", MANQUANTES, B))
    take(first, send(second, stick / "5.carnet", SANS))
    proven = carried(send(first, stick / "6.carnet", MANQUANTES, B))
    new = photo(first, marche, jpeg(20))

    assert held(second) == mine
    assert again == mine, "sending a file proves nothing: only theirs does"
    assert proven == set()
    assert carried(send(first, stick / "7.carnet", MANQUANTES, B)) == {new}


def test_for_everyone_a_picture_travels_until_every_colleague_proved_to_have_it(postes, stick):
    first, second, third = postes
    marche = add_marche(first.store)
    old = photo(first, marche, jpeg(20))
    for colleague in (second, third):
        take(colleague, send(first, stick / "1.carnet", TOUTES))
        take(first, send(colleague, stick / "2.carnet", SANS))
    assert carried(send(first, stick / "3.carnet", MANQUANTES)) == set()

    new = photo(first, marche, jpeg(20))
    take(second, send(first, stick / "4.carnet", MANQUANTES))
    take(first, send(second, stick / "5.carnet", SANS))

    assert carried(send(first, stick / "6.carnet", MANQUANTES, B)) == set()
    assert carried(send(first, stick / "7.carnet", MANQUANTES, C)) == {new}
    assert carried(send(first, stick / "8.carnet", MANQUANTES)) == {new}
    assert old in held(third)


def test_scenario_20_what_came_through_a_poste_in_between_is_asked_of_it(postes, stick):
    first, second, third = postes
    blob = photo(first, add_marche(first.store), jpeg(20))
    take(second, send(first, stick / "1.carnet", TOUTES))
    take(third, send(second, stick / "2.carnet", SANS))
    take(second, send(third, stick / "3.carnet", SANS))

    take(third, send(second, stick / "4.carnet", MANQUANTES, C))

    assert held(third) == {blob}
    assert log(third.store) == log(first.store)


def test_a_picture_that_lies_here_no_more_is_asked_for_instead_of_sent(postes, stick):
    first = postes[0]
    blob = photo(first, add_marche(first.store), b"perdue")
    for stored in (first.dossier / "photos").rglob("*"):
        if stored.is_file():
            stored.unlink()

    found = read(send(first, stick / "1.carnet", TOUTES), espace_id=None)

    assert found["blobs"] == {}
    assert found["manifeste"].voulus == (blob,)


def test_a_picture_that_the_store_confounds_is_asked_for_and_the_others_are_sent(
    postes, stick, caplog
):
    """The seal is sound, the picture under it is another one: only its hash can tell."""
    first, second, _ = postes
    marche = add_marche(first.store)
    blob, *others = [photo(first, marche, jpeg(20)) for _ in range(3)]
    sealed = first.magasin._sealed(blob, jpeg(20), Tampon())
    first.magasin._path("photos", blob).write_bytes(sealed)

    path = send(first, stick / "1.carnet", TOUTES)

    assert carried(path) == set(others)
    assert read(path, espace_id=None)["manifeste"].voulus == (blob,)
    assert [one.name for one in stick.iterdir()] == ["1.carnet"]
    assert "another picture" in caplog.text
    take(second, path)
    assert held(second) == set(others)


def test_an_erased_picture_is_neither_sent_nor_asked_for(postes, stick):
    first = postes[0]
    blob = photo(first, add_marche(first.store), b"effacee")
    with first.store.local_writing() as session:
        session.connection().exec_driver_sql("update blob set purgee = 1, presente = 0")

    found = read(send(first, stick / "1.carnet", TOUTES), espace_id=None)

    assert (found["blobs"], found["manifeste"].voulus) == ({}, ())
    assert first.magasin.has(blob)


@pytest.mark.parametrize("odd", ["../../etc/passwd", "A" * 64, "0" * 63, "", 12, None])
def test_what_a_stranger_wrote_in_place_of_a_hash_stops_no_export(postes, stick, odd):
    first = postes[0]
    marche = add_marche(first.store)
    change = make_change(
        C, 1, entity="photo", row="p", root=marche, payload={"blob": {"v": odd, "x": []}}
    )
    absorb(first.store, [change])

    found = read(send(first, stick / "1.carnet", TOUTES), espace_id=None)

    assert found["manifeste"].voulus == ()
    assert change in found["changes"]


# --- light files --------------------------------------------------------------------------


def test_a_light_file_holds_what_the_colleague_did_not_prove_to_have(postes, stick):
    first, second, _ = postes
    marche = add_marche(first.store)
    take(second, send(first, stick / "1.carnet", SANS))
    add_constat(second.store, marche, "de B")
    take(first, send(second, stick / "2.carnet", SANS))
    row = add_constat(first.store, marche, "de A")
    edit(first.store, row, texte="corrigé")

    path = send(first, stick / "3.carnet", LEGER, B)
    manifeste = read(path, espace_id=None)["manifeste"]
    take(second, path)

    assert changes_of(path) == 2
    assert not manifeste.complet
    assert {name: n for name, (n, _) in manifeste.prealables.items()} == {A: 2, B: 1}
    assert log(second.store) == log(first.store)
    assert dump(second.store)["constat"] == dump(first.store)["constat"]


def test_scenario_21_a_light_file_is_refused_by_who_has_not_what_it_rests_on(postes, stick):
    first, second, third = postes
    marche = add_marche(first.store)
    take(second, send(first, stick / "1.carnet", SANS))
    take(first, send(second, stick / "2.carnet", SANS))
    add_constat(first.store, marche)
    before = dump(third.store)

    path = send(first, stick / "3.carnet", LEGER, B)
    with pytest.raises(FichierRefuse) as caught:
        take(third, path)

    assert "Portable A" in caught.value.remedy
    assert "complet" in caught.value.remedy
    assert dump(third.store) == before


def test_a_light_file_with_nothing_new_is_read_as_nothing(postes, stick):
    first, second, _ = postes
    add_marche(first.store)
    take(second, send(first, stick / "1.carnet", SANS))
    take(first, send(second, stick / "2.carnet", SANS))

    path = send(first, stick / "3.carnet", LEGER, B)

    assert changes_of(path) == 0
    assert preview(second, path).is_empty


def test_a_light_file_needs_a_file_from_its_recipient(postes, stick):
    first = postes[0]
    add_marche(first.store)

    for preuves, pour in (({B: None}, B), ({}, B), ({B: Preuve({}, ())}, "")):
        with first.store.reading() as session, pytest.raises(UserError) as caught:
            choose(session, first.magasin, Envoi(contenu=LEGER, pour=pour), preuves)
        assert caught.value.remedy


def test_after_a_restore_here_a_light_file_rests_on_what_is_left(postes, stick):
    first, second, _ = postes
    marche = add_marche(first.store)
    take(second, send(first, stick / "1.carnet", SANS))
    take(first, send(second, stick / "2.carnet", SANS))
    with first.store.reading() as session:
        proven = pairs(session)[B].preuve.frontiere
        lost = Preuve({**proven, A: proven[A] + 50, "z" * 16: 9}, ())
        choix = choose(session, first.magasin, Envoi(contenu=LEGER, pour=B), {B: lost})

    assert choix.changements == 0
    assert choix.depuis == dict(proven)
    assert marche


# --- the log as it is written -------------------------------------------------------------


def test_lines_put_together_are_those_of_the_codec(postes):
    first = postes[0]
    row = add_constat(first.store, add_marche(first.store), '« é » "\\ \n\t\u2028 😀 \x7f')
    odd = [
        make_change(C, 1, row=row, extra={"w": {"a": [1]}, "a": "é"}),
        make_change(C, 2, kind="futur", entity="inconnue", row="x", payload={"q": [1, None]}),
        make_change(C, 3, row='"', root="\\", payload={}),
    ]
    absorb(first.store, odd)
    with first.store.writing("") as unit:
        journal.blank(unit.connection, row)
    with first.store.reading() as session:
        frontier = {name: n for name, (n, _) in journal.frontier(session.connection()).items()}
        written = list(envoi.log_lines(session, frontier, {}))
        since = list(envoi.log_lines(session, frontier, {C: 2, A: 10**6}))

    assert written == [to_ligne(change) for change in log(first.store)]
    assert since == [to_ligne(odd[2])]
    assert all(canonical(change.payload) in to_line(change) for change in odd)


def test_l9_what_belongs_to_another_espace_stops_the_export(postes, stick, monkeypatch):
    first = postes[0]
    add_marche(first.store)
    lines: Callable[..., Iterator[object]] = envoi.log_lines

    def with_menage(*args: object) -> Iterator[object]:
        yield from lines(*args)
        yield to_ligne(make_change("d" * 16, 1, entity="menage"))

    monkeypatch.setattr(export_module.query, "log_lines", with_menage)
    with pytest.raises(AssertionError, match="menage"):
        send(first, stick / "1.carnet", SANS)

    assert list(stick.iterdir()) == []
    with pytest.raises(AssertionError):
        Gardien(first.espace, ["0" * 64]).picture("1" * 64)


def test_i11_writing_a_file_changes_nothing_here(postes, stick):
    first = postes[0]
    photo(first, add_marche(first.store), b"photo")
    before = dump(first.store)

    export(first, stick / "1.carnet")

    assert dump(first.store) == before


# --- estimate -----------------------------------------------------------------------------


@pytest.mark.parametrize("contenu", [SANS, TOUTES])
@pytest.mark.parametrize("constats", [0, 150])
def test_the_estimate_is_close_to_what_is_written(postes, stick, contenu, constats, monkeypatch):
    first = postes[0]
    marche = add_marche(first.store)
    with first.store.writing("Constats") as unit:
        for rank in range(constats):
            unit.add(
                export_module.ENTITIES["constat"], None, root=marche, texte=f"Banc {rank} " * 9
            )
    for size in (10_000, 200_000):
        photo(first, marche, os.urandom(size))
    monkeypatch.setattr(export_module, "_SAMPLE", 60)
    choice = Envoi(contenu=contenu)
    with first.store.reading() as session:
        choix = choose(session, first.magasin, choice, {})
        said = estimate(session, choix, choice, courriel_max=100_000)

    written = send(first, stick / "1.carnet", contenu).stat().st_size

    assert (said.changements, said.photos) == (len(log(first.store)), len(choix.photos))
    assert 0.85 * written < said.taille < 1.15 * written + 4000
    assert said.fits_mail == (contenu is SANS)
    assert said.volumes == 1


# --- volumes ------------------------------------------------------------------------------


@pytest.fixture
def volumes(postes, stick) -> tuple[set[str], list[Path]]:
    """A set of several volumes, and the pictures it carries."""
    first = postes[0]
    marche = add_marche(first.store)
    for rank in range(5):
        add_constat(first.store, marche, f"Banc {rank}")
    pictures = {photo(first, marche, jpeg()) for _ in range(12)}
    send(first, stick / "f.carnet", TOUTES, volume_max=120_000)
    return pictures, sorted(stick.iterdir())


def test_volumes_share_the_pictures_and_the_first_carries_the_log(volumes):
    pictures, paths = volumes
    found = [read(path, espace_id=None) for path in paths]
    ids = found[0]["manifeste"].volumes

    assert len(paths) > 1
    assert [path.name for path in paths] == [
        f"f_volume-{rank}-sur-{len(paths)}.carnet" for rank in range(1, len(paths) + 1)
    ]
    assert [one["manifeste"].volume for one in found] == [
        (rank, len(paths)) for rank in range(1, len(paths) + 1)
    ]
    assert tuple(one["manifeste"].bundle_id for one in found) == ids
    assert {one["manifeste"].volumes for one in found} == {ids}
    assert [bool(one["changes"]) for one in found] == [True] + [False] * (len(paths) - 1)
    carried = [sha for one in found for sha in one["blobs"]]
    assert sorted(carried) == sorted(pictures)
    assert all(path.stat().st_size <= 120_000 for path in paths)


@pytest.mark.parametrize("backwards", [False, True])
def test_volumes_are_read_in_any_order(postes, volumes, backwards):
    first, second, _ = postes
    pictures, paths = volumes

    for path in reversed(paths) if backwards else paths:
        take(second, path)

    assert held(second) == pictures
    assert log(second.store) == log(first.store)
    with second.store.reading() as session:
        assert pairs(session)[A].preuve.frontiere == {
            change.replica: change.n for change in log(first.store)
        }


def test_with_a_volume_missing_its_pictures_are_awaited_and_asked_for(postes, volumes, stick):
    first, second, _ = postes
    pictures, paths = volumes
    for path in (paths[0], *paths[2:]):
        take(second, path)
    missing = pictures - held(second)

    asked = read(send(second, stick / "retour.carnet", SANS), espace_id=None)["manifeste"].voulus
    take(first, stick / "retour.carnet")

    assert missing == carried(paths[1]) != set()
    assert set(asked) == missing
    assert carried(send(first, stick / "suite.carnet", MANQUANTES, B)) == missing


def test_a_first_volume_too_small_for_the_log_carries_it_all_the_same(postes, stick):
    first = postes[0]
    marche = add_marche(first.store)
    add_constat(first.store, marche, os.urandom(40_000).hex())
    blob = photo(first, marche, jpeg())

    send(first, stick / "f.carnet", TOUTES, volume_max=20_000)
    paths = sorted(stick.iterdir())

    assert [changes_of(path) > 0 for path in paths] == [True, False]
    assert carried(paths[1]) == {blob}


def test_scenario_35_a_light_file_carries_changes_that_nobody_here_understands(postes, stick):
    first, second, _ = postes
    add_marche(first.store)
    take(second, send(first, stick / "1.carnet", SANS))
    take(first, send(second, stick / "2.carnet", SANS))
    newer = make_change(C, 1, kind="futur", entity="nouvelle", row="x", payload={"q": 1}, schema=9)
    absorb(first.store, [newer])

    path = send(first, stick / "3.carnet", LEGER, B)

    assert read(path, espace_id=None)["changes"] == [newer]
    assert newer.kind not in set(Kind)
