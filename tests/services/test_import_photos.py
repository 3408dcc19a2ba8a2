"""Imports of photos: every file counted once, whatever happens on the way."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL.TiffImagePlugin import IFDRational

from desktop.bootstrap import Carnet
from desktop.domain.codes import IssueImport, OriginePosition, VerifPhoto
from desktop.domain.diagnostics.import_photos import EVERY_CAMERA, shown_name
from desktop.domain.drafts import MarcheDraft, MicroSiteDraft
from desktop.domain.records import PhotoRecord
from desktop.errors import UserError
from tests.carnets import open_carnet
from tests.photos.cartes import bomb_png, encoded, exif, exif_block, photo, scene, stillborn
from tests.photos_essai import after

ROOT = Path(__file__).resolve().parents[2]
TAKEN, OFFSET = 0x9003, 0x9011
AIX = {1: "N", 2: (43.0, 31.0, 15.42), 3: "E", 4: (5.0, 25.0, 52.86)}
CAMERA = {0x010F: "Canon", 0x0110: "EOS RP"}
DONE, DOUBLE, REFUSED, LEFT = (
    IssueImport.IMPORTEE, IssueImport.DOUBLON, IssueImport.REFUSEE, IssueImport.A_REPRENDRE,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read photos by threads, as a packed program, and spare the disk: no power is cut here."""
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


@pytest.fixture
def marche(carnet: Carnet) -> str:
    return add_marche(carnet)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "carte"
    made.mkdir()
    return made


def add_marche(carnet: Carnet) -> str:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 18))
    return carnet.diagnostics.save_marche(draft).valeur.id


def shot(folder: Path, rank: int, moment: str = "", **fields: object) -> Path:
    """Write a photo unlike any other of its rank."""
    detail = {TAKEN: moment} if moment else {}
    path = folder / f"IMG_{rank:04}.jpg"
    path.write_bytes(encoded(scene(40 + rank, 30), exif=exif(detail=detail, **fields)))
    return path


def track(folder: Path, name: str = "marche.gpx") -> Path:
    """Write a walk due north from 11:00 to 11:10 local time, ten seconds a step."""
    points = "".join(
        f'<trkpt lat="{43.52 + step / 10_000:.4f}" lon="5.43">'
        f"<time>2026-11-18T10:{step // 6:02}:{step % 6 * 10:02}Z</time></trkpt>"
        for step in range(61)
    )
    path = folder / name
    path.write_text(
        f'<gpx version="1.1"><trk><name>Tour du matin</name><trkseg>{points}</trkseg></trk></gpx>'
    )
    return path


def photos_of(carnet: Carnet, marche: str) -> dict[str, PhotoRecord]:
    found = carnet.diagnostics.photos(carnet.diagnostics.photo_ids(marche))
    return {one.fichier: one for one in found}


def issues(bilan) -> dict[str, IssueImport]:
    return {line.fichier: line.issue for line in bilan.lignes}


def sources_state(folder: Path) -> dict[Path, tuple[str, int]]:
    return {
        path: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


# --- what is kept of a photo ----------------------------------------------------------------


def test_what_the_camera_says_is_kept_with_the_photo(carnet, marche, folder):
    shot(
        folder, 1, "2026:11:18 11:05:00", main=CAMERA, gps=AIX | {16: "T", 17: 182.4, 31: 4.2},
    )  # fmt: skip
    (folder / "nue.jpg").write_bytes(encoded(scene(90, 60)))
    night = {TAKEN: "2026:11:18 22:05:00", OFFSET: "+01:00", 0x8827: 3200}
    night |= {0x829A: IFDRational(1, 15), 0x829D: IFDRational(18, 10)}
    (folder / "nuit.jpg").write_bytes(encoded(scene(70, 50), exif=exif(detail=night)))

    carnet.photos.import_files([folder], marche_id=marche)

    found = photos_of(carnet, marche)
    one = found["IMG_0001.jpg"]
    assert (one.lat_e7, one.lon_e7) == (435_209_500, 54_313_500)
    assert (one.precision_m, one.azimut_deg) == (5, 182)
    assert (one.appareil, one.decalage_s) == ("Canon EOS RP", None)
    assert one.origine_position is OriginePosition.EXIF
    assert (found["nuit.jpg"].iso, found["nuit.jpg"].vitesse) == (3200, "1/15")
    assert found["nuit.jpg"].ouverture == Decimal("1.8")
    assert found["nuit.jpg"].prise_le == "2026-11-18T22:05:00+01:00"
    bare = found["nue.jpg"]
    assert (bare.prise_le, bare.lat_e7, bare.appareil) == (None, None, "")
    assert bare.origine_position is OriginePosition.AUCUNE
    assert {one.verif for one in found.values()} == {VerifPhoto.A_VERIFIER}


def test_a_direction_of_a_compass_is_told_in_the_report(carnet, marche, folder):
    shot(folder, 1, gps=AIX | {16: "M", 17: 90.0})

    bilan = carnet.photos.import_files([folder], marche_id=marche).valeur

    assert "boussole" in bilan.lignes[0].note


# --- count in = count out -------------------------------------------------------------------


def test_five_hundred_files_are_all_accounted_for_and_untouched(carnet, marche, folder):
    """gusp-microsites 7.4, check 1: 20 duplicates, 5 without EXIF, 3 turned, 2 cut short."""
    for rank in range(480):
        fields = {} if rank < 5 else {"detail": {TAKEN: f"2026:11:18 11:{rank % 60:02}:00"}}
        if 5 <= rank < 8:
            fields["orientation"] = 6
        picture = scene(40 + rank // 16, 16 + rank % 16)
        (folder / f"IMG_{rank:04}.jpg").write_bytes(encoded(picture, exif=exif(**fields)))
    for rank in range(20):
        (folder / f"copie-{rank}.jpg").write_bytes(
            (folder / f"IMG_{rank + 20:04}.jpg").read_bytes()
        )
    for rank in (100, 101):
        path = folder / f"IMG_{rank:04}.jpg"
        path.write_bytes(path.read_bytes()[:300])
    before = sources_state(folder)

    bilan = carnet.photos.import_files([folder], marche_id=marche).valeur

    assert bilan.lues == 500
    assert Counter(line.issue for line in bilan.lignes) == {DONE: 478, DOUBLE: 20, REFUSED: 2}
    assert [line.fichier for line in bilan.refus] == ["IMG_0100.jpg", "IMG_0101.jpg"]
    assert sources_state(folder) == before
    found = photos_of(carnet, marche)
    assert len(found) == 478
    turned = [name for name, one in found.items() if one.hauteur > one.largeur]
    assert turned == ["IMG_0005.jpg", "IMG_0006.jpg", "IMG_0007.jpg"]
    assert bilan.fin_ms is not None
    assert carnet.photos.bilan(bilan.id) == bilan
    assert carnet.photos.unfinished() == []


def zoo(folder: Path) -> tuple[set[str], set[str]]:
    """Fill a folder with what a card may hold; return the names to take and to refuse."""
    good = encoded(scene(), exif=exif(detail={TAKEN: "2026:11:18 11:00:00"}))
    noise = {
        "cmyk.jpg": encoded(scene().convert("CMYK")),
        "16-bits.png": encoded(scene().convert("I;16"), "PNG"),
        "animee.webp": encoded(
            scene(50, 40), "WEBP", save_all=True, append_images=[scene(50, 40).rotate(180)]
        ),
        "boucle.jpg": encoded(scene(61, 40), exif=exif_block([(0x8769, 4, 1, 8)], following=8)),
        "menteuse.jpg": encoded(scene(62, 40), exif=exif_block([(0x010F, 2, 0xFFFFFFF0, 8)])),
        "gros-exif.png": encoded(
            scene(63, 40), "PNG", exif=exif_block([(0x0112, 3, 1, 1)]) + bytes(100_000)
        ),
        "gps.jpg": encoded(scene(64, 40), exif=exif(gps=AIX | {2: (91.0, 0.0, 0.0)})),
        "zero.jpg": encoded(scene(65, 40), exif=exif(gps=AIX | {2: (IFDRational(43, 0),) * 3})),
        "an-1900.jpg": encoded(scene(66, 40), exif=exif(detail={TAKEN: "1900:01:01 00:00:00"})),
        "an-0000.jpg": encoded(scene(67, 40), exif=exif(detail={TAKEN: "0000:00:00 00:00:00"})),
        "ligne\nsuivante.jpg": encoded(scene(68, 40)),
        "chien 🐕.jpg": encoded(scene(69, 40)),
        "\u202egpj.retourne.jpg": encoded(scene(70, 40)),
        "x" * 251 + ".jpg": encoded(scene(71, 40)),
        "bonne.txt": good,
    }
    bad = {
        "coupee.jpg": good[: len(good) // 2],
        "vide.jpg": b"",
        "texte.jpg": b"ceci n'est pas une photo",
        "film.jpg": b"\0\0\0\x20ftypisom" + bytes(50),
        "animee.gif": b"GIF89a" + bytes(50),
        "bombe.png": bomb_png(11_000),
        "abimee.gpx": b"<gpx><trk>",
    }
    for name, data in {**noise, **bad}.items():
        (folder / name).write_bytes(data)
    (folder / "lien.jpg").symlink_to(folder / "bonne.txt")
    (folder / "pendant.jpg").symlink_to(folder / "absente.jpg")
    os.mkfifo(folder / "tube.jpg")
    return set(noise), {*bad, "lien.jpg", "pendant.jpg", "tube.jpg"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pas de tube nommé sur ce système")
def test_a_card_of_hostile_files_loses_none_of_the_good_ones(carnet, marche, folder):
    taken, refused = zoo(folder)
    latin = Path(os.fsdecode(os.fsencode(folder) + b"/latin-\xe9.jpg"))
    latin.write_bytes(encoded(scene(72, 40)))
    before = sources_state(folder)

    bilan = carnet.photos.import_files([folder], marche_id=marche).valeur

    names = {Path(line.chemin).name: line for line in bilan.lignes}
    assert set(names) == {*taken, *refused, latin.name}
    assert {name for name, line in names.items() if line.issue is DONE} == {*taken, latin.name}
    assert {name for name, line in names.items() if line.issue is REFUSED} == refused
    for name in refused:
        reason = names[name].note
        assert reason.count(". ") >= 1, "ce qui s’est passé, et quoi faire"
        assert "défaut du logiciel" not in reason, name
    assert sources_state(folder) == before
    found = photos_of(carnet, marche)
    assert len(found) == len(taken) + 1
    for name, one in found.items():
        assert "\n" not in name
        assert (one.lat_e7, one.lon_e7) == (None, None)
        assert one.prise_le in {None, "2026-11-18T11:00:00"}


@pytest.mark.skipif(os.name == "nt", reason="les droits POSIX n’existent pas sur ce système")
def test_a_folder_without_permission_is_told_and_the_rest_comes(
    carnet, marche, folder, monkeypatch
):
    shot(folder, 1)
    closed = folder / "ferme"
    closed.mkdir()
    real = Path.iterdir

    def iterdir(path: Path):
        if path == closed:
            raise PermissionError
        return real(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)

    bilan = carnet.photos.import_files([folder], marche_id=marche).valeur

    assert issues(bilan) == {"IMG_0001.jpg": DONE, "ferme": REFUSED}
    assert "ne peut pas être ouvert" in bilan.refus[0].note


def test_names_are_shown_on_one_line_without_hidden_signs():
    assert shown_name("a\nb\u202e.jpg") == "a\ufffdb\ufffd.jpg"
    assert shown_name("\udce9t\udce9.jpg").encode() == "�t�.jpg".encode()
    assert shown_name("chien 👨\u200d👩 L’été.jpg") == "chien 👨\u200d👩 L’été.jpg"


# --- duplicates -----------------------------------------------------------------------------


def test_a_photo_used_in_another_marche_is_one_more_use_and_is_told(carnet, marche, folder):
    path = shot(folder, 1)
    other = add_marche(carnet)
    site = carnet.microsites.save_site(
        MicroSiteDraft(
            nom="City-stade Essai", quartier_id=carnet.diagnostics.referentiel().quartiers[0].id
        )
    ).valeur
    carnet.photos.import_files([path], marche_id=marche)
    first = carnet.diagnostics.marche(marche).numero

    second = carnet.photos.import_files([path], marche_id=other).valeur
    third = carnet.photos.import_files([path], micro_site_id=site.id).valeur
    again = carnet.photos.import_files([path], marche_id=other).valeur

    assert second.lignes[0].note == f"Déjà dans la marche {first} : importée ici aussi."
    assert f"la marche {first} et la marche" in third.lignes[0].note
    assert (again.importees, again.doublons[0].note) == (0, "Déjà importée dans cette marche.")
    (one,), (two,) = photos_of(carnet, marche).values(), photos_of(carnet, other).values()
    assert one.blob == two.blob
    assert one.id != two.id


def test_the_same_file_under_two_names_comes_in_once(carnet, marche, folder):
    path = shot(folder, 1)
    (folder / "IMG_0001 (copie).jpg").write_bytes(path.read_bytes())

    bilan = carnet.photos.import_files([folder], marche_id=marche).valeur

    assert Counter(issues(bilan).values()) == {DONE: 1, DOUBLE: 1}
    assert "Le même fichier que" in bilan.doublons[0].note


def test_the_same_picture_in_two_files_comes_in_with_both_and_is_told(carnet, marche, folder):
    """A copy without its place, as a messenger makes them, is another file with the same pixels."""
    (folder / "IMG_1.jpg").write_bytes(encoded(scene(), exif=exif(gps=AIX)))
    (folder / "IMG_1 (copie).jpg").write_bytes(encoded(scene()))

    bilan = carnet.photos.import_files([folder], marche_id=marche).valeur

    assert Counter(issues(bilan).values()) == {DONE: 2}
    assert [line.note for line in bilan.lignes] == [
        "",
        "La même image que « IMG_1 (copie).jpg » : retirez celle des deux qui en dit le moins.",
    ]
    found = photos_of(carnet, marche)
    assert len({one.blob for one in found.values()}) == 1
    assert found["IMG_1.jpg"].lat_e7 is not None


# --- stopped and taken up again ---------------------------------------------------------------


class Killed(BaseException):
    """What stops a program without asking."""


def stop_after(count: int):
    def progress(step) -> None:
        if step.fait == count:
            raise Killed

    return progress


def test_an_import_that_was_killed_is_offered_and_takes_nothing_twice(carnet, marche, folder):
    for rank in range(50):
        shot(folder, rank)
    (folder / "note.txt").write_text("liste")
    with pytest.raises(Killed):
        carnet.photos.import_files([folder], marche_id=marche, progress=stop_after(45))

    (waiting,) = carnet.photos.unfinished()
    kept = waiting.importees
    decoded: list[str] = []
    result = carnet.photos.resume(
        waiting.id, progress=lambda step: decoded.append(step.libelle)
    ).valeur

    assert (kept, len(waiting.restantes), waiting.lues) == (40, 11, 51)
    assert len(decoded) == 11
    assert (result.id, result.lues, result.importees) == (waiting.id, 51, 50)
    assert [line.fichier for line in result.refus] == ["note.txt"]
    assert len(photos_of(carnet, marche)) == 50
    assert carnet.photos.unfinished() == []


_IMPORTER = """
import sys
from pathlib import Path
import desktop.photos.import_ as reading
from tests.carnets import open_carnet

reading._is_packed = lambda: True
carnet = open_carnet(Path(sys.argv[1]))
carnet.photos.import_files(
    [Path(sys.argv[2])],
    marche_id=sys.argv[3],
    progress=lambda step: print(step.fait, flush=True),
)
"""


@pytest.mark.skipif(os.name == "nt", reason="pas de SIGKILL sur ce système")
def test_a_program_killed_by_the_system_in_the_middle_loses_and_doubles_nothing(
    carnet, marche, folder, tmp_path
):
    for rank in range(60):
        shot(folder, rank)
    before = sources_state(folder)
    carnet.close()
    command = [sys.executable, "-c", _IMPORTER, str(tmp_path / "carnet"), str(folder), marche]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as importer:  # noqa: S603 - our own interpreter and code
        for line in importer.stdout:
            if int(line) == 33:
                importer.kill()
                break

    reopened = open_carnet(tmp_path / "carnet")
    try:
        (waiting,) = reopened.photos.unfinished()
        result = reopened.photos.resume(waiting.id).valeur
        assert waiting.lues == 60
        assert waiting.importees % 20 == 0
        assert 20 <= waiting.importees < 60
        assert Counter(issues(result).values()) == {DONE: 60}
        found = photos_of(reopened, marche)
        assert len(found) == len(reopened.diagnostics.photo_ids(marche)) == 60
        assert all(
            reopened.photos.image(one.blob).startswith(b"\xff\xd8") for one in found.values()
        )
        assert sources_state(folder) == before
    finally:
        reopened.close()


def test_the_same_sources_given_again_go_on_with_the_stopped_import(carnet, marche, folder):
    for rank in range(25):
        shot(folder, rank)
    with pytest.raises(Killed):
        carnet.photos.import_files([folder], marche_id=marche, progress=stop_after(24))

    result = carnet.photos.import_files([folder], marche_id=marche).valeur

    assert Counter(issues(result).values()) == {DONE: 25}
    assert len(carnet.photos.imports()) == 1


def test_a_stick_that_is_pulled_leaves_the_rest_to_be_taken_up(carnet, marche, folder, tmp_path):
    for rank in range(30):
        shot(folder, rank)
    away = tmp_path / "dans-la-poche"

    stopped = carnet.photos.import_files(
        [folder],
        marche_id=marche,
        progress=lambda step: folder.rename(away) if step.fait == 3 else None,
    ).valeur
    with pytest.raises(UserError, match="ne sont plus à leur place"):
        carnet.photos.resume(stopped.id)
    away.rename(folder)
    result = carnet.photos.resume(stopped.id).valeur

    assert stopped.support_retire
    assert stopped.importees >= 3
    assert stopped.importees + len(stopped.restantes) == 30
    assert stopped.refus == ()
    assert stopped.fin_ms is None
    assert Counter(issues(result).values()) == {DONE: 30}
    assert not result.support_retire
    assert len(photos_of(carnet, marche)) == 30


def test_a_file_that_changed_under_its_name_is_read_again(carnet, marche, folder):
    for rank in range(21):
        shot(folder, rank)
    with pytest.raises(Killed):
        carnet.photos.import_files([folder], marche_id=marche, progress=stop_after(21))
    (folder / "IMG_0000.jpg").write_bytes(encoded(scene(200, 100)))

    result = carnet.photos.resume(carnet.photos.unfinished()[0].id).valeur

    assert Counter(issues(result).values()) == {DONE: 21}
    assert len(carnet.diagnostics.photo_ids(marche)) == 22


def test_an_import_can_be_ended_with_files_left(carnet, marche, folder):
    for rank in range(4):
        shot(folder, rank)
    stopped = carnet.photos.import_files([folder], marche_id=marche, cancelled=after(4)).valeur

    ended = carnet.photos.give_up(stopped.id)

    assert (stopped.lues, stopped.interrompu) == (4, True)
    assert Counter(issues(ended).values()) == {REFUSED: 4}
    assert "Import arrêté avant" in ended.refus[0].note
    assert carnet.photos.unfinished() == []
    assert carnet.photos.imports(marche) == [ended]


def test_a_disk_that_refuses_leaves_the_import_to_be_taken_up(carnet, marche, folder, monkeypatch):
    from desktop.errors import EcritureImpossible
    from desktop.photos.magasin import Magasin

    for rank in range(3):
        shot(folder, rank)

    def full(*_arguments: object) -> str:
        raise EcritureImpossible("Disque plein", "Plus de place.", "Libérez de la place.")

    with monkeypatch.context() as patch:
        patch.setattr(Magasin, "put_all", full)
        with pytest.raises(EcritureImpossible, match="déjà importées sont gardées"):
            carnet.photos.import_files([folder], marche_id=marche)

    assert len(carnet.photos.unfinished()[0].restantes) == 3
    assert carnet.photos.import_files([folder], marche_id=marche).valeur.importees == 3


def test_an_import_stopped_while_a_telephone_still_lists_its_files_is_taken_up(
    carnet, marche, folder
):
    for rank in range(5):
        shot(folder, rank)

    stopped = carnet.photos.import_files([folder], marche_id=marche, cancelled=after(2)).valeur

    assert (stopped.interrompu, stopped.lignes) == (True, ())
    assert [one.id for one in carnet.photos.unfinished()] == [stopped.id]
    assert carnet.diagnostics.photo_ids(marche) == []
    resumed = carnet.photos.resume(stopped.id).valeur
    assert (resumed.importees, resumed.interrompu) == (5, False)
    assert carnet.photos.unfinished() == []


def test_an_import_stopped_before_a_file_was_found_can_be_given_up(carnet, marche, folder):
    shot(folder, 0)
    stopped = carnet.photos.import_files([folder], marche_id=marche, cancelled=after(0)).valeur

    ended = carnet.photos.give_up(stopped.id)

    assert ended.interrompu is False
    assert carnet.photos.unfinished() == []


def test_a_poste_that_starts_no_reader_says_so_once_and_the_import_is_taken_up(
    carnet, marche, folder, monkeypatch
):
    for rank in range(3):
        shot(folder, rank)

    with monkeypatch.context() as patch:
        patch.setattr("desktop.photos.import_._is_packed", lambda: False)
        patch.setattr("desktop.photos.ouvrier._serve", stillborn)
        with pytest.raises(UserError, match="ne démarre pas"):
            carnet.photos.import_files([folder], marche_id=marche)

    stopped = carnet.photos.unfinished()[0]
    assert Counter(issues(stopped).values()) == {LEFT: 3}
    assert carnet.photos.resume(stopped.id).valeur.importees == 3


def test_what_was_read_before_the_readers_failed_is_kept(carnet, marche, folder, monkeypatch):
    from desktop.photos import ouvrier
    from desktop.services import import_photos

    for rank in range(3):
        shot(folder, rank)
    real = import_photos.prepare_all

    def fails_after_two(*given, **more):
        for rank, result in enumerate(real(*given, **more)):
            if rank == 2:
                raise ouvrier.OuvrierAbsent
            yield result

    with monkeypatch.context() as patch:
        patch.setattr(import_photos, "prepare_all", fails_after_two)
        with pytest.raises(UserError):
            carnet.photos.import_files([folder], marche_id=marche)

    assert Counter(issues(carnet.photos.unfinished()[0]).values()) == {DONE: 2, LEFT: 1}
    assert carnet.photos.import_files([folder], marche_id=marche).valeur.importees == 3


def test_a_watched_folder_goes_on_in_one_report(carnet, marche, folder):
    first = carnet.photos.import_files([shot(folder, 1)], marche_id=marche).valeur

    second = carnet.photos.import_files([shot(folder, 2)], marche_id=marche, suite=first.id).valeur

    assert issues(second) == {"IMG_0001.jpg": DONE, "IMG_0002.jpg": DONE}
    assert len(carnet.photos.imports()) == 1


# --- other sources ----------------------------------------------------------------------------


def test_only_the_files_of_a_day_are_read_when_one_is_asked_for(carnet, marche, folder):
    that_day, before = shot(folder, 1), shot(folder, 2)
    for path, moment in ((that_day, "2026-11-18T09:30"), (before, "2026-11-17T23:59")):
        from datetime import datetime

        seconds = datetime.fromisoformat(moment).timestamp()
        os.utime(path, (seconds, seconds))

    bilan = carnet.photos.import_files([folder], marche_id=marche, jour=date(2026, 11, 18)).valeur

    assert issues(bilan) == {"IMG_0001.jpg": DONE}
    assert bilan.autres_jours == 1


def test_a_picture_of_the_clipboard_comes_in_once(carnet, marche, folder):
    data = encoded(scene(), "PNG")

    first = carnet.photos.import_picture(data, "Image collée.png", marche_id=marche).valeur
    second = carnet.photos.import_picture(data, "Image collée.png", marche_id=marche).valeur
    third = carnet.photos.import_picture(b"texte", "Image collée.png", marche_id=marche).valeur

    assert [one.lignes[0].issue for one in (first, second, third)] == [DONE, DOUBLE, REFUSED]
    assert list(photos_of(carnet, marche)) == ["Image collée.png"]
    assert carnet.photos.unfinished() == []


def test_photos_need_one_destination(carnet, marche, folder):
    with pytest.raises(UserError, match="dans une marche ou dans un micro-site"):
        carnet.photos.import_files([folder])
    with pytest.raises(UserError, match="dans une marche ou dans un micro-site"):
        carnet.photos.import_picture(b"", "x", marche_id=marche, micro_site_id="y")


# --- tracks and clocks ------------------------------------------------------------------------


def test_a_track_among_the_photos_places_those_without_a_position(carnet, marche, folder):
    track(folder)
    shot(folder, 1, "2026:11:18 11:05:05")
    shot(folder, 2, "2026:11:18 12:30:00")
    shot(folder, 3, "2026:11:18 11:05:05", gps=AIX)
    shot(folder, 4)

    bilan = carnet.photos.import_files([folder], marche_id=marche).valeur
    again = carnet.photos.import_files([folder / "marche.gpx"], marche_id=marche).valeur

    found = photos_of(carnet, marche)
    placed = found["IMG_0001.jpg"]
    assert (placed.lat_e7, placed.lon_e7) == (435_230_500, 54_300_000)
    assert placed.origine_position is OriginePosition.GPX_HORODATAGE
    assert [found[f"IMG_000{rank}.jpg"].lat_e7 for rank in (2, 4)] == [None, None]
    assert found["IMG_0003.jpg"].origine_position is OriginePosition.EXIF
    assert [line.fichier for line in bilan.traces] == ["marche.gpx"]
    assert (bilan.lues, bilan.importees) == (5, 4)
    assert "d’après la trace" in bilan.lignes[0].note
    assert [line.issue for line in again.lignes] == [DOUBLE]
    (kept,) = carnet.traces.traces(marche)
    assert kept.nom == "Tour du matin"
    assert len(kept.trace.points) == 3  # a straight walk at an even pace


def test_a_track_of_an_earlier_import_places_later_photos(carnet, marche, folder):
    carnet.photos.import_files([track(folder)], marche_id=marche)

    carnet.photos.import_files([shot(folder, 1, "2026:11:18 11:01:00")], marche_id=marche)

    assert photos_of(carnet, marche)["IMG_0001.jpg"].lat_e7 == 435_206_000


def test_a_track_dropped_after_the_photos_places_those_already_there(carnet, marche, folder):
    carnet.photos.import_files([shot(folder, 1, "2026:11:18 11:01:00")], marche_id=marche)

    result = carnet.photos.import_files([track(folder)], marche_id=marche)

    assert photos_of(carnet, marche)["IMG_0001.jpg"].lat_e7 == 435_206_000
    assert result.valeur.traces[0].note == "1\xa0photo placée parmi celles déjà importées."
    assert result.changes.touches("photo")


def test_a_track_has_no_place_in_a_micro_site(carnet, folder):
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    site = carnet.microsites.save_site(
        MicroSiteDraft(nom="City-stade Essai", quartier_id=quartier.id)
    ).valeur

    bilan = carnet.photos.import_files([track(folder)], micro_site_id=site.id).valeur

    assert "dans une marche" in bilan.refus[0].note


def test_a_track_given_later_places_the_photos_and_can_be_taken_back(carnet, marche, folder):
    shot(folder, 1, "2026:11:18 11:02:00")
    shot(folder, 2, "2026:11:18 14:00:00")
    shot(folder, 3, gps=AIX)
    carnet.photos.import_files([folder], marche_id=marche)

    done = carnet.traces.add(marche, track(folder))
    again = carnet.traces.add(marche, folder / "marche.gpx").valeur

    assert (done.valeur.nouvelle, done.valeur.placees, done.valeur.sans_position) == (True, 1, 1)
    assert done.changes.touches("trace")
    assert done.changes.touches("photo")
    assert (again.nouvelle, again.placees) == (False, 0)
    carnet.journal(carnet.photos._espace.espace).undo()
    after = photos_of(carnet, marche)["IMG_0001.jpg"]
    assert (after.lat_e7, after.origine_position) == (None, OriginePosition.AUCUNE)
    assert carnet.traces.traces(marche) == []


def test_a_clock_is_corrected_for_its_camera_and_photos_are_placed_again(carnet, marche, folder):
    track(folder)
    shot(folder, 1, "2026:11:18 10:05:00", main=CAMERA)
    shot(folder, 2, "2026:11:18 10:06:00", main=CAMERA, gps=AIX)
    shot(folder, 3, "2026:11:18 11:07:00", main={0x0110: "Autre"})
    shot(folder, 4, main=CAMERA)
    carnet.photos.import_files([folder], marche_id=marche)
    cameras = {one.appareil: one for one in carnet.traces.appareils(marche)}
    assert {name: one.nb_photos for name, one in cameras.items()} == {"Canon EOS RP": 2, "Autre": 1}

    done = carnet.traces.correct_clock(marche, "Canon EOS RP", 3600).valeur

    found = photos_of(carnet, marche)
    assert (done.corrigees, done.placees, done.sans_position) == (2, 1, 0)
    first = found["IMG_0001.jpg"]
    assert (first.prise_le, first.decalage_s) == ("2026-11-18T11:05:00", 3600)
    assert (first.lat_e7, first.origine_position) == (
        435_230_000, OriginePosition.GPX_HORODATAGE,
    )  # fmt: skip
    assert found["IMG_0002.jpg"].lat_e7 == 435_209_500
    assert found["IMG_0003.jpg"].prise_le == "2026-11-18T11:07:00"
    assert carnet.traces.appareils(marche)[1].decalage_s == 3600

    carnet.traces.correct_clock(marche, "Canon EOS RP", -7200)
    back = photos_of(carnet, marche)["IMG_0001.jpg"]
    assert (back.prise_le, back.decalage_s, back.lat_e7) == ("2026-11-18T09:05:00", -3600, None)
    carnet.journal(carnet.photos._espace.espace).undo()
    assert photos_of(carnet, marche)["IMG_0001.jpg"] == first


def test_only_the_chosen_photos_are_corrected_when_some_are(carnet, marche, folder):
    for rank in (1, 2):
        shot(folder, rank, f"2026:11:18 10:0{rank}:00", main=CAMERA)
    carnet.photos.import_files([folder], marche_id=marche)
    one = photos_of(carnet, marche)["IMG_0002.jpg"]

    done = carnet.traces.correct_clock(marche, "Canon EOS RP", 60, only=[one.id]).valeur

    assert done.corrigees == 1
    assert photos_of(carnet, marche)["IMG_0001.jpg"].decalage_s is None
    assert carnet.traces.appareils(marche)[0].decalage_s is None  # they no longer agree


@pytest.mark.parametrize("seconds", [0, 10**10])
def test_a_correction_beyond_any_clock_is_refused(carnet, marche, folder, seconds):
    carnet.photos.import_files([shot(folder, 1, "2026:11:18 10:01:00")], marche_id=marche)

    with pytest.raises(UserError, match="nulle ou dépasse"):
        carnet.traces.correct_clock(marche, "", seconds)


def test_a_camera_without_dated_photo_has_nothing_to_correct(carnet, marche):
    with pytest.raises(UserError, match="Aucune photo de cet appareil"):
        carnet.traces.correct_clock(marche, "Canon EOS RP", 60)


def test_a_correction_asked_for_holds_for_its_camera_or_for_all(carnet, marche, folder):
    shot(folder, 1, "2026:11:18 10:00:00", main=CAMERA)
    shot(folder, 2, "2026:11:18 10:00:00")
    asked = {"Canon EOS RP": -60, EVERY_CAMERA: 3600}

    bilan = carnet.photos.import_files([folder], marche_id=marche, decalages=asked).valeur

    found = photos_of(carnet, marche)
    assert [one.prise_le for one in found.values()] == [
        "2026-11-18T09:59:00", "2026-11-18T11:00:00",
    ]  # fmt: skip
    assert [one.decalage_s for one in found.values()] == [-60, 3600]
    assert "corrigée de −1\u00a0min." in bilan.lignes[0].note


def test_later_photos_of_a_corrected_camera_are_corrected_alike(carnet, marche, folder):
    carnet.photos.import_files(
        [shot(folder, 1, "2026:11:18 10:00:00", main=CAMERA)], marche_id=marche
    )
    carnet.traces.correct_clock(marche, "Canon EOS RP", 90)

    carnet.photos.import_files(
        [shot(folder, 2, "2026:11:18 10:10:00", main=CAMERA)], marche_id=marche
    )

    assert photos_of(carnet, marche)["IMG_0002.jpg"].prise_le == "2026-11-18T10:11:30"


def test_a_photo_of_a_clock_and_one_of_a_known_place_give_the_correction(carnet, marche, folder):
    from datetime import datetime

    path = shot(folder, 1, "2026:11:18 10:04:00", main=CAMERA)
    bare = photo(folder, "nue.jpg")
    carnet.photos.import_files([path, bare], marche_id=marche)
    found = photos_of(carnet, marche)
    one = found["IMG_0001.jpg"].id
    with pytest.raises(UserError, match="pas encore de trace"):
        carnet.traces.correction_of_place(one, 435_230_000, 54_300_000)
    carnet.traces.add(marche, track(folder))

    shown = datetime.fromisoformat("2026-11-18T11:05:30")
    assert carnet.traces.correction_of_clock(one, shown) == 3690
    seconds, metres = carnet.traces.correction_of_place(one, 435_230_000, 54_300_000)
    assert (seconds, round(metres)) == (3660, 0)
    with pytest.raises(UserError, match="50 m"):
        carnet.traces.correction_of_place(one, 435_400_000, 54_300_000)
    with pytest.raises(UserError, match="ne dit pas quand"):
        carnet.traces.correction_of_clock(found["nue.jpg"].id, shown)
