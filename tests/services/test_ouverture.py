"""First start, unlocking, locking, recovery."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, EcritureImpossible, FichierRefuse, SaisieRefusee
from desktop.paths import Dossiers
from desktop.services.ouverture import PremierDemarrage, recover, start
from tests.carnets import CHEAP, PERSONNE, PHRASE, make_carnet, open_carnet

DEMANDE = PremierDemarrage(personne=PERSONNE, phrase=PHRASE, poste="Portable A")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"poste": " "}, "poste"),
        ({"lettre": "1"}, "lettre"),
        ({"personne": ""}, "personne"),
        ({"espaces": ()}, "espaces"),
        ({"phrase": "court"}, "phrase"),
    ],
)
def test_the_assistant_names_what_is_missing_and_creates_nothing(tmp_path, change, field):
    with pytest.raises(SaisieRefusee) as refusal:
        start(Dossiers(tmp_path / "carnet"), replace(DEMANDE, **change), cost=CHEAP)

    assert [error.field for error in refusal.value.errors] == [field]
    assert not (tmp_path / "carnet").exists()


def test_a_poste_without_relogement_has_no_such_file_and_no_such_service(tmp_path):
    make_carnet(tmp_path, espaces=(Espace.TERRAIN,))
    carnet = open_carnet(tmp_path)

    assert carnet.espaces() == (Espace.TERRAIN,)
    assert not (tmp_path / "relogement").exists()
    with pytest.raises(AccesRefuse):
        carnet.relogement  # noqa: B018 - the access is the test
    carnet.close()


def test_a_data_folder_in_use_is_never_created_over(tmp_path):
    make_carnet(tmp_path)
    before = contents(tmp_path)

    with pytest.raises(FichierRefuse):
        start(Dossiers(tmp_path), DEMANDE, cost=CHEAP)

    assert contents(tmp_path) == before


def test_a_folder_without_right_gives_a_sentence(tmp_path):
    (tmp_path / "fichier").write_text("pas un dossier")

    with pytest.raises(EcritureImpossible, match="ne peut pas être créé"):
        start(Dossiers(tmp_path / "fichier" / "carnet"), DEMANDE, cost=CHEAP)


@pytest.mark.parametrize(
    ("personne", "phrase", "sentence"),
    [(PERSONNE, "une autre phrase de passe", "phrase"), ("Inconnue", PHRASE, "personne")],
)
def test_wrong_phrase_and_unknown_person_are_told_apart_and_change_nothing(
    carnet_template, personne, phrase, sentence
):
    before = contents(carnet_template)
    carnet = Carnet(carnet_template, log_to_file=False)

    with pytest.raises(AccesRefuse) as refusal:
        carnet.unlock(personne, phrase)

    assert sentence in str(refusal.value).casefold()
    assert refusal.value.remedy
    assert contents(carnet_template) == before


def test_a_folder_without_carnet_says_what_to_do(tmp_path):
    with pytest.raises(AccesRefuse, match="carnet init"):
        Carnet(tmp_path, log_to_file=False).unlock(PERSONNE, PHRASE)


@pytest.mark.parametrize("damage", [b"", b"pas une base", None])
def test_a_foreign_or_cut_database_is_refused_and_left_as_it_is(tmp_path, damage):
    make_carnet(tmp_path, espaces=(Espace.TERRAIN,))
    base = tmp_path / "terrain" / "espace.db"
    base.write_bytes(base.read_bytes()[:-700] if damage is None else damage)
    before = base.read_bytes()

    with pytest.raises(FichierRefuse):
        open_carnet(tmp_path).close()

    assert base.read_bytes() == before


def test_locking_closes_every_service(carnet):
    carnet.lock()

    with pytest.raises(AccesRefuse):
        carnet.diagnostics  # noqa: B018 - the access is the test


def test_the_recovery_code_gives_a_new_passphrase_and_the_same_data(tmp_path):
    session, code = start(Dossiers(tmp_path), DEMANDE, cost=CHEAP)
    session.close()

    recover(Dossiers(tmp_path), code.lower(), PERSONNE, "nouvelle phrase de secours").close()
    carnet = Carnet(tmp_path, log_to_file=False)
    carnet.unlock(PERSONNE, "nouvelle phrase de secours")

    assert len(carnet.diagnostics.referentiel().quartiers) == 5
    carnet.close()


def test_files_are_readable_by_their_owner_only(carnet_template):
    modes = {
        path.name: path.stat().st_mode & 0o777
        for path in carnet_template.rglob("*")
        if path.is_file()
    }

    assert set(modes.values()) == {0o600}


def test_work_under_way_when_the_espace_is_locked_ends_with_a_sentence(carnet):
    service = carnet.diagnostics
    carnet.lock()

    with pytest.raises(AccesRefuse, match="verrouillé"):
        service.marches()
