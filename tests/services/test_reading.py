"""« Lire un fichier » through the service: reports kept and printed, volumes, old keys, clock."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from desktop.bootstrap import Carnet
from desktop.domain.bilans import bilan_from_json, bilan_to_json
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.echange import Apercu, BilanImport, HorlogeEnAvance, LettrePartagee
from desktop.domain.envoi import Contenu, Envoi
from desktop.domain.espaces import Espace
from desktop.errors import CleRemplacee, FichierRefuse, UserError
from desktop.models.local import CleEquipeLigne
from desktop.services import lecture as reading
from tests.carnets import open_carnet
from tests.storage.espaces import dump

TERRAIN = Espace.TERRAIN


@pytest.fixture
def other(carnet_template: Path, tmp_path: Path) -> Iterator[Carnet]:
    """A second poste of the same espace, as after a move: same keys, other base."""
    shutil.copytree(carnet_template, tmp_path / "autre")
    opened = open_carnet(tmp_path / "autre")
    yield opened
    opened.close()


def fill(carnet: Carnet, *texts: str) -> str:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft).valeur
    for text in texts:
        carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte=text))
    return marche.id


def send(carnet: Carnet, folder: Path, **options: object) -> Path:
    folder.mkdir(exist_ok=True)
    return Path(carnet.echange(TERRAIN).export(folder, **options).chemin)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_the_report_is_kept_with_its_lot_and_printed_later_without_any_text_of_a_record(
    carnet, other, tmp_path
):
    fill(carnet, "CANARI-ESSAI", "Tag")
    path = send(carnet, tmp_path / "cle")
    service = other.echange(TERRAIN).lecture

    done = service.import_(path).valeur
    again = service.import_(path).valeur

    assert again.apercu.is_empty
    kept = service.bilan(done.lot)
    assert kept == done
    printed = text_of(service.report(kept))
    assert "Compte rendu de lecture" in printed
    assert path.name[:20] in printed
    assert "Constat 2 0 0 0" in printed
    assert done.sauvegarde[:12] in printed
    assert "CANARI" not in printed
    assert "CANARI" not in bilan_to_json(done)
    with pytest.raises(UserError, match="Aucun compte rendu"):
        service.bilan("inconnu")


def test_a_report_survives_its_text_form():
    apercu = Apercu(
        fichier="f.carnet", espace=Espace.RELOGEMENT, expediteur="Portable B", cree_ms=5,
        changements=3, nouvelles={"menage": 1}, modifiees={}, masquees=1, retablies=0, conflits=2,
        photos_nouvelles=0, photos_attendues=1, incompris=4,
        horloges=(HorlogeEnAvance("Portable C", 3),), suppression_massive=False,
        masquees_par={"contact": 1}, lettres=(LettrePartagee("B", ("Portable B", "Portable D")),),
        volume=(1, 3), volumes_manquants=(2,), version="9.1", cle_remplacee=True,
    )  # fmt: skip
    bilan = BilanImport(apercu=apercu, photos_recues=2, sauvegarde="s.db", lot="x", lu_ms=9)

    assert bilan_from_json(bilan_to_json(bilan)) == bilan


def test_the_printed_report_warns_of_clocks_letters_old_keys_and_what_is_not_understood(carnet):
    apercu = Apercu(
        fichier="<b>f</b>.carnet", espace=TERRAIN, expediteur="Portable & B", cree_ms=5,
        changements=0, nouvelles={}, modifiees={}, masquees=0, retablies=0, conflits=0,
        photos_nouvelles=0, photos_attendues=0, incompris=4,
        horloges=(HorlogeEnAvance("Portable C", 3),), suppression_massive=False,
        lettres=(LettrePartagee("B", ("Portable B", "Portable D")),), cle_remplacee=True,
    )  # fmt: skip
    bilan = BilanImport(apercu=apercu, photos_recues=0, sauvegarde="")

    printed = text_of(carnet.echange(TERRAIN).lecture.report(bilan))

    for words in (
        "<b>f</b>.carnet", "Portable & B", "L’horloge de Portable C semble avancer de 3 jours",
        "La lettre B est portée par plusieurs postes", "ancienne clé", "Aucune fiche n’a changé",
    ):  # fmt: skip
        assert words in printed


def test_volumes_of_one_file_are_read_together_in_any_order_and_a_missing_one_is_named(
    carnet, other, tmp_path
):
    marche = fill(carnet, "Banc")
    folder = tmp_path / "dcim"
    folder.mkdir()
    for number in range(6):
        Image.effect_noise((900, 700), 90).save(folder / f"{number}.jpg", quality=95)
    carnet.photos.import_files([folder], marche_id=marche)
    (tmp_path / "cle").mkdir()
    carnet.envoi(TERRAIN).export(
        tmp_path / "cle", Envoi(contenu=Contenu.TOUTES_PHOTOS, volume_max=1_000_000)
    )
    volumes = sorted((tmp_path / "cle").iterdir(), key=lambda path: path.name)
    assert len(volumes) >= 3
    service = other.echange(TERRAIN).lecture
    some = [volumes[-1], volumes[0]]

    partly = service.preview_set(some)
    whole = service.preview_set([*reversed(volumes)])

    first = partly.volume[1]
    assert first == len(volumes)
    assert len(partly.volumes_manquants) == len(volumes) - 2
    assert (whole.volumes_manquants, whole.photos_nouvelles) == ((), 6)
    assert whole.photos_attendues == 0
    done = service.import_set([*reversed(volumes)]).valeur
    assert (done.photos_recues, done.apercu.nouvelles["photo"]) == (6, 6)
    assert len(other.sauvegardes(TERRAIN).list()) >= 1
    assert service.preview_set(volumes).is_empty


def test_files_of_two_sets_are_refused_together_and_nothing_is_written(carnet, other, tmp_path):
    fill(carnet, "Banc")
    one, two = send(carnet, tmp_path / "un"), send(carnet, tmp_path / "deux")
    before = dump(other.espace(TERRAIN).store)

    with pytest.raises(FichierRefuse, match="même envoi") as caught:
        other.echange(TERRAIN).lecture.import_set([one, two])

    assert one.name in caught.value.message
    assert dump(other.espace(TERRAIN).store) == before


def test_a_file_made_with_a_replaced_key_is_read_only_when_accepted(carnet, other, tmp_path):
    fill(carnet, "Banc")
    with other.espace(TERRAIN).store.local_writing() as session:
        for key in session.query(CleEquipeLigne):
            key.remplacee_ms = 1
    path = send(carnet, tmp_path / "cle")
    service = other.echange(TERRAIN).lecture

    with pytest.raises(CleRemplacee):
        service.preview(path)
    with pytest.raises(CleRemplacee):
        service.import_set([path])

    assert service.preview(path, accept_old_key=True).cle_remplacee
    assert service.import_set([path], accept_old_key=True).valeur.apercu.nouvelles["constat"] == 1


def test_opening_empties_the_staging(carnet):
    espace = carnet.espace(TERRAIN)
    folder = espace.dossiers.reception(TERRAIN)
    folder.mkdir(exist_ok=True)
    (folder / "lecture.carnet").write_bytes(b"left")

    assert reading.prepare(espace).rows == frozenset()

    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("back_ms", "words"),
    [(0, ""), (59_000, ""), (3_600_000, "avant votre dernière saisie"), (10**12, "cette version")],
)
def test_a_clock_before_the_last_entry_or_the_version_is_told(carnet, monkeypatch, back_ms, words):
    fill(carnet, "Banc")
    store = carnet.espace(TERRAIN).store
    now = store.clock()
    monkeypatch.setattr(store, "clock", lambda: now - back_ms)

    found = carnet.clock_fault(TERRAIN)

    assert (words in found) if words else found == ""
