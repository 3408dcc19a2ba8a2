"""From folders to prepared photos: order, duplicates, accidents, cancelling."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from cartes import encoded, name_or_accident, photo, scene, stillborn

from desktop.photos import import_
from desktop.photos.import_ import (
    PhotoConnue,
    PhotoPreparee,
    PhotoRefusee,
    discover,
    prepare_all,
    prepare_bytes,
)
from desktop.photos.ouvrier import Interrompu, Ouvrier, OuvrierAbsent, OuvrierPerdu


@pytest.fixture(params=["processes", "threads"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "threads":
        monkeypatch.setattr(sys, "frozen", True, raising=False)
    return request.param


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


# --- discover -------------------------------------------------------------------------------


def test_files_are_found_to_the_bottom_in_natural_order(tmp_path):
    for name in ["b/IMG_10.jpg", "b/img_9.JPG", "b/IMG_2.jpg", "a/z/IMG_1.jpg", "a10/x", "a9/x"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    found = [path.relative_to(tmp_path).as_posix() for path in discover([tmp_path])]

    expected = ["a/z/IMG_1.jpg", "a9/x", "a10/x", "b/IMG_2.jpg", "b/img_9.JPG", "b/IMG_10.jpg"]
    assert found == expected


def test_hidden_files_found_on_the_way_are_left_out_but_not_a_chosen_one(tmp_path):
    (tmp_path / ".cache").mkdir()
    for name in ["._IMG_1.jpg", ".cache/vue.jpg", "IMG_1.jpg"]:
        (tmp_path / name).touch()

    assert names(discover([tmp_path])) == ["IMG_1.jpg"]
    assert names(discover([tmp_path / "._IMG_1.jpg"])) == ["._IMG_1.jpg"]


def test_a_file_reached_twice_appears_once(tmp_path):
    path = photo(tmp_path)

    assert discover([tmp_path, path, tmp_path]) == [path]


def test_links_on_the_way_are_listed_and_not_followed(tmp_path):
    (tmp_path / "ailleurs").mkdir()
    photo(tmp_path / "ailleurs")
    source = tmp_path / "source"
    source.mkdir()
    (source / "boucle").symlink_to(source)
    (source / "sortie").symlink_to(tmp_path / "ailleurs")

    found = discover([source])

    assert names(found) == ["boucle", "sortie"]
    assert all("raccourci" in result.raison for result in prepare_all(found))


def test_a_folder_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    closed = tmp_path / "ferme"
    closed.mkdir()
    real = Path.iterdir

    def iterdir(path: Path):
        if path == closed:
            raise PermissionError
        return real(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)

    found = discover([tmp_path])

    assert found == [closed]
    assert "dossier ne peut pas être ouvert" in next(iter(prepare_all(found))).raison


def test_a_source_that_is_gone_is_told(tmp_path):
    found = discover([tmp_path / "cle-usb"])

    assert "n’est plus à cet endroit" in next(iter(prepare_all(found))).raison


# --- prepare_all ----------------------------------------------------------------------------


def test_results_come_in_the_order_of_the_paths_and_one_bad_file_stops_nothing(tmp_path, way):
    paths = [photo(tmp_path, f"{number}.jpg") for number in range(8)]
    paths[0].write_bytes(encoded(scene(3000, 2000)))  # the slowest comes first
    paths[3].write_bytes(b"texte")

    results = list(prepare_all(paths))

    assert [result.source for result in results] == paths
    refused = [result.source for result in results if isinstance(result, PhotoRefusee)]
    assert refused == [paths[3]]


def test_the_same_file_under_two_names_has_one_source_hash(tmp_path):
    paths = [photo(tmp_path, "a.jpg"), photo(tmp_path, "b.jpg"), tmp_path / "c.jpg"]
    paths[2].write_bytes(encoded(scene(60, 40)))

    first, second, third = (result.source_sha256 for result in prepare_all(paths))

    assert first == second != third


def test_files_that_are_known_are_hashed_and_not_decoded(tmp_path, way):
    paths = [photo(tmp_path, "a.jpg"), tmp_path / "b.jpg"]
    paths[1].write_bytes(encoded(scene(60, 40)))
    first, _ = prepare_all(paths)

    again = list(prepare_all(paths, known=frozenset({first.source_sha256})))

    assert again[0] == PhotoConnue(paths[0], first.source_sha256)
    assert isinstance(again[1], PhotoPreparee)


def test_a_file_that_goes_away_is_told_from_one_that_cannot_be_read(tmp_path):
    spoilt = tmp_path / "note.jpg"
    spoilt.write_text("texte")

    gone, refused = prepare_all([tmp_path / "partie.jpg", spoilt])

    assert (gone.absente, refused.absente) == (True, False)


def test_a_picture_in_memory_is_prepared_as_a_file_is(tmp_path):
    path = photo(tmp_path)

    assert prepare_bytes(path, path.read_bytes()) == next(iter(prepare_all([path])))
    assert prepare_bytes(path, b"texte").raison.startswith("Le contenu n’est pas une photo")


def test_nothing_to_do_starts_nothing(monkeypatch):
    monkeypatch.setattr(import_, "Ouvrier", None)

    assert list(prepare_all([])) == []


def test_no_more_workers_start_than_there_are_photos(tmp_path):
    with closing(prepare_all([photo(tmp_path)], workers=4)) as results:
        next(results)
        assert len(multiprocessing.active_children()) == 1


def test_only_a_few_photos_are_ahead_of_the_caller(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    started: list[Path] = []
    monkeypatch.setattr(
        import_, "prepare", lambda path: started.append(path) or PhotoRefusee(path, "essai")
    )
    paths = [tmp_path / str(number) for number in range(50)]

    with closing(prepare_all(paths, workers=2)) as results:
        for _ in range(10):
            next(results)

    assert len(started) <= 16


def test_cancelling_ends_early_and_leaves_no_worker(tmp_path, way):
    paths = [photo(tmp_path, f"{number}.jpg") for number in range(30)]
    pressed = threading.Event()
    seen = []

    for result in prepare_all(paths, cancelled=pressed.is_set):
        seen.append(result)
        if len(seen) == 2:
            pressed.set()

    assert [result.source for result in seen] == paths[:2]
    assert multiprocessing.active_children() == []


def test_cancelling_before_the_start_prepares_nothing(tmp_path, way):
    assert list(prepare_all([photo(tmp_path)], cancelled=lambda: True)) == []
    assert multiprocessing.active_children() == []


def test_leaving_the_loop_leaves_no_worker(tmp_path, way):
    paths = [photo(tmp_path, f"{number}.jpg") for number in range(10)]

    with closing(prepare_all(paths)) as results:
        assert isinstance(next(results), PhotoPreparee)

    assert multiprocessing.active_children() == []


def test_an_exception_of_the_caller_leaves_no_worker(tmp_path, way):
    paths = [photo(tmp_path, f"{number}.jpg") for number in range(10)]

    def consume() -> None:
        with closing(prepare_all(paths)) as results:
            for _ in results:
                raise KeyError

    with pytest.raises(KeyError):
        consume()

    assert multiprocessing.active_children() == []


# --- the child process ----------------------------------------------------------------------


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def ouvrier(stop: threading.Event) -> Iterator[Ouvrier[str]]:
    with closing(Ouvrier(name_or_accident, stop)) as child:
        yield child


def test_a_file_that_kills_the_child_is_lost_alone(ouvrier):
    assert ouvrier(Path("a/bon")) == "bon"
    with pytest.raises(OuvrierPerdu):
        ouvrier(Path("a/mortel"))
    assert ouvrier(Path("a/suivant")) == "suivant"


def test_a_file_that_never_ends_is_given_up(ouvrier, monkeypatch):
    assert ouvrier(Path("a/bon")) == "bon"
    monkeypatch.setattr("desktop.photos.ouvrier._PATIENCE_SECONDS", 0.0)
    with pytest.raises(OuvrierPerdu):
        ouvrier(Path("a/sans-fin"))
    monkeypatch.undo()
    assert ouvrier(Path("a/suivant")) == "suivant"


def test_a_file_that_never_ends_can_be_cancelled(ouvrier, stop):
    stop.set()
    with pytest.raises(Interrompu):
        ouvrier(Path("a/sans-fin"))


def test_a_photo_that_kills_its_child_is_refused_and_the_others_come(tmp_path, monkeypatch):
    monkeypatch.setattr(import_, "prepare", name_or_accident)

    results = list(prepare_all([tmp_path / name for name in ("un", "mortel", "deux", "trois")]))

    assert [results[0], *results[2:]] == ["un", "deux", "trois"]
    assert "échoué brutalement" in results[1].raison


def test_workers_that_cannot_start_are_not_the_fault_of_the_photos(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.photos.ouvrier._serve", stillborn)
    paths = [photo(tmp_path, f"{number}.jpg") for number in range(4)]

    with pytest.raises(OuvrierAbsent, match="ne démarre pas"):
        list(prepare_all(paths))

    assert multiprocessing.active_children() == []


def test_a_system_that_starts_no_process_any_more_is_told(ouvrier, monkeypatch):
    def refuse(*_given: object) -> None:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(multiprocessing.context.SpawnProcess, "start", refuse)

    assert ouvrier(Path("a/bon")) == "bon"
    with pytest.raises(OuvrierAbsent):
        ouvrier(Path("a/mortel"))
    with pytest.raises(OuvrierAbsent):
        Ouvrier(name_or_accident, threading.Event())


@pytest.mark.skipif(os.name == "nt", reason="lit /proc")
def test_a_child_ends_by_itself_when_its_parent_is_killed(tmp_path):
    code = (
        "import os, signal, sys, threading, multiprocessing\n"
        "from desktop.photos.import_ import prepare\n"
        "from desktop.photos.ouvrier import Ouvrier\n"
        "child = Ouvrier(prepare, threading.Event())\n"
        "child(__import__('pathlib').Path('rien'))\n"
        "print(multiprocessing.active_children()[0].pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).resolve().parents[2]

    # the pipe of the output closes when the last process that holds it has ended
    parent = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], cwd=root, check=False, capture_output=True, timeout=30
    )

    assert parent.returncode == -signal.SIGKILL
    assert not _is_alive(int(parent.stdout))


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_child_knows_neither_qt_nor_the_tables():
    code = (
        "import sys, desktop.photos.import_, desktop.photos.ouvrier\n"
        "heavy = {'PySide6', 'sqlalchemy', 'PIL', 'pillow_heif', 'cryptography', 'desktop.ui'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    root = Path(__file__).resolve().parents[2]

    found = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True
    )

    assert found.stdout.strip() == b"[]"
