"""Two postes of one team: invitation, exchange both ways, conflict closed on both."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from desktop.bootstrap import Carnet
from desktop.domain.codes import Gravite
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, FichierRefuse
from desktop.services.equipe import open_invitation
from tests.carnets import COLLEAGUE, join_carnet, open_carnet, travel

TERRAIN = Espace.TERRAIN


@pytest.fixture(scope="session")
def pair_template(carnet_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two postes of one team: an invitation takes seconds by design, so it is made once."""
    folder = tmp_path_factory.mktemp("paire")
    shutil.copytree(carnet_template, folder / "a")
    first = open_carnet(folder / "a")
    made = first.cles(TERRAIN).invite(folder)
    travel(first.session)
    first.close()
    join_carnet(folder / "b", Path(made.chemin), made.phrase)
    return folder


@pytest.fixture
def postes(pair_template: Path, tmp_path: Path) -> Iterator[tuple[Carnet, Carnet]]:
    for name in ("a", "b"):
        shutil.copytree(pair_template / name, tmp_path / "postes" / name)
    first = open_carnet(tmp_path / "postes" / "a")
    second = open_carnet(tmp_path / "postes" / "b", personne=COLLEAGUE)
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def carnet(postes: tuple[Carnet, Carnet]) -> Carnet:
    return postes[0]


@pytest.fixture
def colleague(postes: tuple[Carnet, Carnet]) -> Carnet:
    return postes[1]


@pytest.fixture
def marche(carnet: Carnet) -> MarcheRecord:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    return carnet.diagnostics.save_marche(draft).valeur


def send(sender: Carnet, receiver: Carnet, folder: Path, *, photos: bool = True):
    written = sender.echange(TERRAIN).export(folder, photos=photos)
    return receiver.echange(TERRAIN).import_(Path(written.chemin)).valeur


def constat(carnet: Carnet, marche: MarcheRecord, text: str) -> ConstatRecord:
    draft = ConstatDraft(marche_id=marche.id, texte=text)
    return carnet.diagnostics.save_constat(draft).valeur


def state(carnet: Carnet) -> list[tuple[object, ...]]:
    """Return what a person sees, without who wrote last."""
    records = carnet.diagnostics.constats(carnet.diagnostics.constat_ids(FiltreConstats()))
    return [(item.id, item.draft, item.numero, item.etat, item.nb_photos) for item in records]


def test_a_colleague_joins_receives_everything_and_a_second_reading_changes_nothing(
    carnet, colleague, marche, tmp_path
):
    constat(carnet, marche, "Banc cassé")

    first = send(carnet, colleague, tmp_path)
    again = send(carnet, colleague, tmp_path)

    assert state(colleague) == state(carnet) != []
    assert first.apercu.nouvelles["constat"] == 1
    assert (again.apercu.changements, again.sauvegarde) == (0, "")
    assert again.apercu.is_empty
    assert colleague.journal(TERRAIN).verify().anomalies == ()


def test_two_files_of_one_minute_stand_side_by_side(carnet, marche, tmp_path):
    first = carnet.echange(TERRAIN).export(tmp_path, photos=False)
    constat(carnet, marche, "Écrit entre les deux")
    second = carnet.echange(TERRAIN).export(tmp_path, photos=False)

    written = sorted(path.name for path in tmp_path.glob("*.carnet"))
    assert written == sorted({Path(first.chemin).name, Path(second.chemin).name})
    assert len(written) == 2


def test_letters_make_numbers_of_two_postes_different(carnet, colleague, marche, tmp_path):
    send(carnet, colleague, tmp_path)

    mine, theirs = constat(carnet, marche, "a"), constat(colleague, marche, "b")

    assert (mine.numero[-4:], theirs.numero[-4:]) == ("A001", "B001")


def test_two_edits_of_one_field_are_one_conflict_closed_everywhere_by_one_decision(
    carnet, colleague, marche, tmp_path
):
    seen = constat(carnet, marche, "Banc")
    send(carnet, colleague, tmp_path)
    save = carnet.diagnostics.save_constat
    save(replace(seen.draft, texte="Banc cassé", lieu="Place"), seen.id)
    colleague.diagnostics.save_constat(
        replace(seen.draft, texte="Banc arraché", gravite=Gravite.MAJEUR), seen.id
    )

    crossed = send(colleague, carnet, tmp_path)
    send(carnet, colleague, tmp_path)

    assert crossed.apercu.conflits == 1
    assert state(carnet) == state(colleague)
    (conflict,) = carnet.journal(TERRAIN).conflicts()
    assert {value.valeur for value in conflict.valeurs} == {"Banc cassé", "Banc arraché"}
    assert colleague.journal(TERRAIN).count_conflicts() == 1
    shown = carnet.diagnostics.constat(seen.id)
    assert (shown.lieu, shown.gravite) == ("Place", Gravite.MAJEUR)

    kept = next(value for value in conflict.valeurs if value.valeur == "Banc cassé")
    carnet.journal(TERRAIN).keep("constat", seen.id, "texte", kept.head)
    send(carnet, colleague, tmp_path)

    for poste in (carnet, colleague):
        assert poste.journal(TERRAIN).conflicts() == []
        assert poste.diagnostics.constat(seen.id).texte == "Banc cassé"
        assert poste.journal(TERRAIN).verify().anomalies == ()


def test_a_deletion_spares_work_its_author_had_not_seen(carnet, colleague, marche, tmp_path):
    seen = constat(carnet, marche, "Banc")
    send(carnet, colleague, tmp_path)

    carnet.diagnostics.delete_constats([seen.id])
    colleague.diagnostics.save_constat(replace(seen.draft, texte="Banc cassé"), seen.id)
    send(carnet, colleague, tmp_path)
    send(colleague, carnet, tmp_path)

    for poste in (carnet, colleague):
        assert poste.diagnostics.constat(seen.id).texte == "Banc cassé"
        assert poste.journal(TERRAIN).count_conflicts() == 1


def test_photos_follow_with_the_file_that_carries_them(carnet, colleague, marche, tmp_path):
    folder = tmp_path / "dcim"
    folder.mkdir()
    for number in range(3):
        Image.new("RGB", (640, 480), (number * 60, 80, 90)).save(folder / f"{number}.jpg")
    carnet.photos.import_files([folder], marche_id=marche.id)

    bare = send(carnet, colleague, tmp_path, photos=False)
    waiting = colleague.diagnostics.photos(colleague.diagnostics.photo_ids(marche.id))
    full = send(carnet, colleague, tmp_path)
    received = colleague.diagnostics.photos(colleague.diagnostics.photo_ids(marche.id))

    assert (bare.photos_recues, bare.apercu.photos_attendues) == (0, 3)
    assert [photo.presente for photo in waiting] == [False] * 3
    assert full.photos_recues == 3
    assert [photo.presente for photo in received] == [True] * 3
    for photo in received:
        assert colleague.photos.image(photo.blob) == carnet.photos.image(photo.blob)
        assert colleague.photos.vignette(photo.blob).startswith(b"\xff\xd8")


def test_a_preview_writes_nothing(carnet, colleague, marche, tmp_path):
    constat(carnet, marche, "Banc")
    written = carnet.echange(TERRAIN).export(tmp_path)
    base = colleague.dossiers.base("terrain")
    wal = base.with_name(base.name + "-wal")
    before = (base.read_bytes(), wal.read_bytes() if wal.exists() else b"")

    seen = colleague.echange(TERRAIN).preview(Path(written.chemin))

    assert seen.nouvelles["constat"] == 1
    assert (base.read_bytes(), wal.read_bytes() if wal.exists() else b"") == before
    assert list(colleague.dossiers.reception("terrain").iterdir()) == []


@pytest.mark.parametrize("cut", [1, 200, 5000])
def test_a_cut_file_is_refused_and_leaves_everything_as_it_was(
    carnet, colleague, marche, tmp_path, cut
):
    written = Path(carnet.echange(TERRAIN).export(tmp_path).chemin)
    written.write_bytes(written.read_bytes()[:-cut])

    with pytest.raises(FichierRefuse) as refusal:
        colleague.echange(TERRAIN).import_(written)

    assert refusal.value.remedy
    assert written.name in refusal.value.message
    assert colleague.diagnostics.marches() == []


def test_a_file_of_another_espace_or_team_is_refused(carnet, colleague, tmp_path):
    other = Path(carnet.echange(Espace.RELOGEMENT).export(tmp_path).chemin)

    with pytest.raises(FichierRefuse):
        colleague.echange(TERRAIN).import_(other)
    with pytest.raises(FichierRefuse):
        carnet.echange(TERRAIN).import_(other)


def test_an_invitation_opens_with_its_phrase_only_and_shows_the_same_words(carnet, tmp_path):
    made = carnet.cles(TERRAIN).invite(tmp_path)

    read = open_invitation(Path(made.chemin), made.phrase)

    assert (read.empreinte, read.lettre) == (made.empreinte, "C")
    assert read.empreinte == carnet.cles(TERRAIN).fingerprint()
    with pytest.raises((AccesRefuse, FichierRefuse)):
        open_invitation(Path(made.chemin), "une autre phrase")


def test_two_invitations_give_two_letters(carnet, tmp_path):
    letters = [carnet.cles(TERRAIN).invite(tmp_path).lettre for _ in range(2)]

    assert letters == ["C", "D"]


def test_an_import_takes_a_backup_first_and_an_empty_one_does_not(
    carnet, colleague, marche, tmp_path
):
    first = send(carnet, colleague, tmp_path)
    send(carnet, colleague, tmp_path)

    backups = colleague.sauvegardes(TERRAIN).list()
    assert [record.chemin.name for record in backups] == [first.sauvegarde]


def test_a_damaged_photo_is_asked_for_and_stops_no_exchange(carnet, colleague, marche, tmp_path):
    folder = tmp_path / "dcim"
    folder.mkdir()
    for number in range(2):
        Image.new("RGB", (640, 480), (number * 60, 80, 90)).save(folder / f"{number}.jpg")
    carnet.photos.import_files([folder], marche_id=marche.id)
    send(carnet, colleague, tmp_path)
    stored = sorted((carnet.dossiers.espace("terrain") / "photos").rglob("*"))
    victim = next(path for path in stored if path.is_file())
    sealed = victim.read_bytes()
    victim.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))

    written = carnet.echange(TERRAIN).export(tmp_path)
    read = colleague.echange(TERRAIN).import_(Path(written.chemin)).valeur

    assert (written.photos, written.photos_attendues) == (1, 1)
    assert read.apercu.is_empty
