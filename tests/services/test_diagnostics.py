"""Marches, constats and photos through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from desktop.bootstrap import Carnet
from desktop.domain.codes import EtatConstat, Foncier, Gravite, TypeMarche
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.diagnostics.records import MarcheRecord
from desktop.domain.drafts import ConstatDraft, MarcheDraft, StructureDraft
from desktop.domain.espaces import Espace
from desktop.errors import SaisieRefusee, UserError
from desktop.models.constat import Constat

DAY = date(2026, 11, 12)


@pytest.fixture
def marche(carnet: Carnet) -> MarcheRecord:
    beisson = next(
        item for item in carnet.diagnostics.referentiel().quartiers if item.nom == "Beisson"
    )
    draft = MarcheDraft(quartier_id=beisson.id, date_prevue=DAY)
    return carnet.diagnostics.save_marche(draft).valeur


def qualified(carnet: Carnet, marche: MarcheRecord) -> ConstatDraft:
    return ConstatDraft(
        marche_id=marche.id,
        theme="PRO",
        item="PRO-06",
        gravite=Gravite.MODERE,
        foncier=Foncier.INCONNU,
        gestionnaire_id=carnet.diagnostics.referentiel().structures[0].id,
        lat_e7=435_000_000,
        lon_e7=54_000_000,
        texte="Deux matelas contre la clôture",
        lieu="Chemin de l’école",
    )


def pictures(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        Image.new("RGB", (64, 48), (number * 20 % 255, 90, 200)).save(folder / f"p{number:02}.jpg")
    return folder


def test_a_new_espace_knows_the_quartiers_gestionnaires_and_themes_of_the_starting_lists(carnet):
    lists = carnet.diagnostics.referentiel()

    assert [item.nom for item in lists.quartiers] == [
        "Encagnane", "Jas de Bouffan", "Corsy", "Beisson", "Pinette",
    ]  # fmt: skip
    assert len(lists.structures) == 29
    assert [theme.code for theme in lists.themes][:3] == ["PRO", "VOI", "STA"]
    assert len({theme.touche for theme in lists.themes}) == len(lists.themes) == 13
    assert {item.theme for item in lists.items} == {theme.code for theme in lists.themes}
    assert carnet.diagnostics.parametres().recidive_rayon_m == 25


def test_marches_of_one_year_are_numbered_by_quartier_and_kind(carnet, marche):
    again = replace(marche.draft, numero="")
    second = carnet.diagnostics.save_marche(again).valeur
    night = carnet.diagnostics.save_marche(replace(again, type=TypeMarche.DIAG_ECLAIRAGE)).valeur

    assert (marche.numero, second.numero, night.numero) == (
        "BEI-2026-1", "BEI-2026-2", "BEI-2026-E1",
    )  # fmt: skip


def test_a_number_is_never_given_twice_even_after_a_deletion(carnet, marche):
    first = carnet.diagnostics.save_constat(qualified(carnet, marche)).valeur
    carnet.diagnostics.delete_constats([first.id])

    second = carnet.diagnostics.save_constat(qualified(carnet, marche)).valeur

    assert (first.numero, second.numero) == ("BEI-2026-1-A001", "BEI-2026-1-A002")


def test_a_marche_without_quartier_or_date_is_refused_field_by_field(carnet):
    with pytest.raises(SaisieRefusee) as refusal:
        carnet.diagnostics.save_marche(MarcheDraft())

    assert [error.field for error in refusal.value.errors] == ["quartier_id", "date_prevue"]
    assert carnet.diagnostics.marches() == []


@pytest.mark.parametrize("missing", ["item", "gravite", "foncier", "gestionnaire_id"])
def test_an_incomplete_constat_is_kept_to_qualify_and_opens_once_complete(carnet, marche, missing):
    whole = qualified(carnet, marche)

    kept = carnet.diagnostics.save_constat(replace(whole, **{missing: None})).valeur
    opened = carnet.diagnostics.save_constat(whole, kept.id).valeur

    assert (kept.etat, opened.etat) == (EtatConstat.A_QUALIFIER, EtatConstat.OUVERT)


def test_a_note_of_a_megabyte_is_refused_with_a_sentence_and_nothing_is_written(carnet, marche):
    with pytest.raises(SaisieRefusee) as refusal:
        carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte="é" * 1_000_000))

    assert refusal.value.errors[0].field == "texte"
    assert "1000000 signes" in refusal.value.errors[0].message
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dupont & Fils <dupont@x.fr>",
        "a<b>c",
        "=1+1",
        'L\'école "75-001" 06.12.34',
        "e\u0301cole",
        "🛝",
    ],
)
def test_any_text_comes_back_as_typed_and_is_found(carnet, marche, text):
    saved = carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte=text)).valeur

    assert saved.texte == text.replace("e\u0301", "é")
    if any(sign.isalnum() for sign in text):
        assert carnet.diagnostics.constat_ids(FiltreConstats(texte=text)) == [saved.id]


def test_the_list_is_filtered_and_sorted(carnet, marche):
    save = carnet.diagnostics.save_constat
    low = save(replace(qualified(carnet, marche), gravite=Gravite.MINEUR)).valeur
    high = save(
        replace(qualified(carnet, marche), gravite=Gravite.DANGER, theme="VOI", item="VOI-01")
    ).valeur
    blank = save(ConstatDraft(marche_id=marche.id)).valeur
    ids = carnet.diagnostics.constat_ids

    assert ids(FiltreConstats(tri="gravite", descendant=True)) == [high.id, low.id, blank.id]
    assert ids(FiltreConstats(theme="VOI")) == [high.id]
    assert ids(FiltreConstats(etat=EtatConstat.BROUILLON)) == [blank.id]
    assert ids(FiltreConstats(gravite=Gravite.MINEUR, texte="matelas cloture")) == [low.id]
    assert ids(FiltreConstats(texte="introuvable")) == []


def test_photos_come_in_once_and_every_file_is_accounted_for(carnet, marche, tmp_path):
    folder = pictures(tmp_path / "dcim", 5)
    (folder / "notes.jpg").write_text("pas une photo")

    first = carnet.photos.import_files([folder], marche_id=marche.id).valeur
    second = carnet.photos.import_files([folder], marche_id=marche.id).valeur

    assert (first.lues, first.importees, len(first.doublons), len(first.refus)) == (6, 5, 0, 1)
    assert (second.lues, second.importees, len(second.doublons), len(second.refus)) == (6, 0, 5, 1)
    assert first.refus[0].fichier == "notes.jpg"
    assert len(carnet.diagnostics.photo_ids(marche.id)) == 5


def test_an_interrupted_import_keeps_what_it_counted_and_a_second_run_takes_up_the_rest(
    carnet, marche, tmp_path
):
    folder = pictures(tmp_path / "dcim", 6)
    seen: list[int] = []

    stopped = carnet.photos.import_files(
        [folder],
        marche_id=marche.id,
        progress=lambda progress: seen.append(progress.fait),
        cancelled=lambda: len(seen) >= 3,
    ).valeur
    rest = carnet.photos.import_files([folder], marche_id=marche.id).valeur

    assert stopped.interrompu
    assert (stopped.importees, len(stopped.restantes), len(seen)) == (3, 3, 3)
    assert (rest.lues, rest.importees, rest.interrompu) == (6, 6, False)
    assert len(carnet.diagnostics.photo_ids(marche.id)) == 6


def test_photos_follow_their_constat_and_return_to_sort_when_it_is_deleted(
    carnet, marche, tmp_path
):
    carnet.photos.import_files([pictures(tmp_path / "dcim", 4)], marche_id=marche.id)
    photos = carnet.diagnostics.photo_ids(marche.id)

    saved = carnet.diagnostics.save_constat(qualified(carnet, marche), photo_ids=photos[:3]).valeur
    sorted_photos = carnet.diagnostics.marche(marche.id).nb_photos_classees
    carnet.diagnostics.delete_constats([saved.id])

    assert (saved.nb_photos, sorted_photos) == (3, 3)
    assert carnet.diagnostics.photo_ids(marche.id, a_classer=True) == photos


def test_a_record_that_is_gone_gives_a_sentence(carnet):
    with pytest.raises(UserError, match="n’existe pas"):
        carnet.diagnostics.constat("inconnu")


def test_a_gestionnaire_is_added_once(carnet):
    before = len(carnet.diagnostics.referentiel().structures)
    added = carnet.diagnostics.save_structure(StructureDraft(nom="Syndic Essai")).valeur

    with pytest.raises(SaisieRefusee):
        carnet.diagnostics.save_structure(StructureDraft(nom=" syndic essai "))

    assert added.nom == "Syndic Essai"
    assert len(carnet.diagnostics.referentiel().structures) == before + 1


def test_a_search_lists_at_most_the_latest_ones_after_the_filters(carnet, marche, monkeypatch):
    monkeypatch.setattr("desktop.storage.queries.diagnostics.LIMITE", 3)
    draft = replace(qualified(carnet, marche), texte="Banc")
    saved = [carnet.diagnostics.save_constat(draft).valeur.id for _ in range(5)]
    other = carnet.diagnostics.save_constat(replace(draft, theme="VOI")).valeur.id
    ids = carnet.diagnostics.constat_ids

    assert ids(FiltreConstats(texte="b")) == [*saved[3:], other]
    assert ids(FiltreConstats(texte="b", theme="PRO")) == saved[2:]
    assert ids(FiltreConstats()) == [*saved, other]


def test_what_is_open_and_what_is_late_are_listed_apart(carnet, marche):
    service = carnet.diagnostics
    rows = [
        service.save_constat(ConstatDraft(marche_id=marche.id, texte=text)).valeur.id
        for text in ("en retard", "à temps", "levé en retard", "sans délai")
    ]
    late, ahead = date(2026, 1, 1), date(2199, 1, 1)
    states = (
        (EtatConstat.TRANSMIS, late),
        (EtatConstat.EN_COURS, ahead),
        (EtatConstat.LEVE, late),
        (EtatConstat.OUVERT, None),
    )
    with carnet.espace(Espace.TERRAIN).store.writing("États") as unit:
        for row, (etat, delai) in zip(rows, states, strict=True):
            constat = unit.get(Constat, row)
            constat.etat, constat.date_ouverture = etat, delai
            constat.gravite = Gravite.MAJEUR
            constat.item = "PRO-06" if etat is EtatConstat.LEVE else None

    assert service.constat_ids(FiltreConstats(ouverts=True)) == [rows[0], rows[1], rows[3]]
    assert service.constat_ids(FiltreConstats(en_retard=True)) == [rows[0]]
    assert service.constat_ids(FiltreConstats(item="PRO-06")) == [rows[2]]
    assert service.constat_ids(FiltreConstats(tri="delai_cible"))[-1] == rows[3]
