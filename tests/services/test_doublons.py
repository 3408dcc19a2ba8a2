"""Duplicates as the screens use them: suggestions, comparison, merge, « Séparer »."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.codes import EtatVie
from desktop.domain.drafts import MicroSiteDraft
from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, LienOccupant
from desktop.domain.relogement.drafts import ContactDraft, MenageDraft, OccupantDraft
from desktop.errors import UserError
from desktop.models.agenda import Contact
from desktop.models.constat import Constat
from desktop.models.equipe import Membre, Poste
from desktop.models.menage import Menage, Occupant
from desktop.models.micro_site import Equipement, MicroSite
from desktop.services.doublons import DoublonsService
from desktop.services.journal import JournalService
from tests.storage.espaces import add_constat, add_marche, dump, exchange, open_espace

NAMES = {"A": "DURAND-ESSAI Anne", "B": "MARTIN-ESSAI Bruno"}
AIX = {"lat_e7": 435_260_000, "lon_e7": 54_450_000}


def two(folder, espace=Espace.TERRAIN):
    made = [open_espace(folder / letter, letter, espace=espace) for letter in "AB"]
    for letter, one in zip("AB", made, strict=True):
        with one.store.writing("") as unit:
            unit.add(Membre, None, row=f"personne-{letter.lower()}", nom=NAMES[letter])
            unit.add(Poste, None, replica=letter.lower() * 16, libelle=f"Portable {letter}")
    exchange(*(one.store for one in made))
    return made


@pytest.fixture
def postes(tmp_path):
    made = two(tmp_path)
    yield made
    for espace in made:
        espace.close()


@pytest.fixture
def relogement(tmp_path):
    made = two(tmp_path, Espace.RELOGEMENT)
    yield made
    for espace in made:
        espace.close()


def add_site(espace, nom: str, **fields: object) -> str:
    with espace.store.writing("Micro-site") as unit:
        return unit.add(MicroSite, MicroSiteDraft(nom=nom, **fields)).id


def site(espace, row: str) -> MicroSite:
    with espace.store.reading() as session:
        found = session.get(MicroSite, row)
        session.expunge_all()
        return found


def meet(postes) -> None:
    exchange(*(espace.store for espace in postes))


@pytest.fixture
def twice(postes):
    """One playground entered on both postes, each with what it saw; known to both."""
    a, b = postes
    one = add_site(a, "City-stade", adresse="12 rue des Pins", bancs=2, **AIX)
    b.store.clock.ms += 60_000
    other = add_site(b, "City stade", adresse="12, Rue des pins", notes="Panier tordu")
    with a.store.writing("Équipement") as unit:
        unit.add(Equipement, None, root=one, micro_site_id=one, nom="Panier")
    with b.store.writing("Équipement") as unit:
        unit.add(Equipement, None, root=other, micro_site_id=other, nom="But")
    meet(postes)
    return one, other


def pair(service):
    return [(found.entity, {found.a, found.b}) for found in service.suggestions()]


# --- suggestions --------------------------------------------------------------------------


def test_a_suggestion_names_both_records_and_says_why(twice, postes):
    (found,) = DoublonsService(postes[0]).suggestions()

    assert {found.a, found.b} == set(twice)
    assert {found.titre_a, found.titre_b} == {"Micro-site City-stade", "Micro-site City stade"}
    assert found.raisons == ("même numéro et même rue", "même nom")


def test_the_suggestions_are_the_same_on_both_postes_and_change_nothing(twice, postes):
    before = [dump(espace.store) for espace in postes]

    first, second = (DoublonsService(espace).suggestions() for espace in postes)

    assert first == second
    assert [dump(espace.store) for espace in postes] == before


def test_not_a_duplicate_is_remembered_by_this_poste_and_offered_to_nobody_as_a_draft(
    twice, postes, tmp_path
):
    from desktop.services.brouillons import BrouillonsService

    service = DoublonsService(postes[0])
    service.refuse(*reversed(twice))

    assert DoublonsService(postes[0]).suggestions() == []
    assert BrouillonsService(postes[0]).list() == []
    assert pair(DoublonsService(postes[1])) == [("micro_site", set(twice))]


def test_two_constats_of_one_poste_at_one_place_are_not_suggested_those_of_two_are(postes):
    a, b = postes
    marche = add_marche(a.store)
    meet(postes)
    first = add_constat(a.store, marche, theme="PRO", **AIX)
    add_constat(a.store, marche, theme="VOI", **AIX)
    second = add_constat(b.store, marche, theme="PRO", **AIX)
    third = add_constat(b.store, marche, theme="PRO", **AIX)
    meet(postes)

    found = [names for _, names in pair(DoublonsService(a))]

    assert sorted(map(sorted, found)) == sorted(map(sorted, ({first, second}, {first, third})))


def test_a_record_in_the_bin_is_nobodys_duplicate(twice, postes):
    with postes[0].store.writing("Suppression") as unit:
        unit.delete(unit.get(MicroSite, twice[1]))

    assert DoublonsService(postes[0]).suggestions() == []


# --- compare ------------------------------------------------------------------------------


def test_a_comparison_shows_both_values_who_wrote_them_and_what_hangs_on_each(twice, postes):
    found = DoublonsService(postes[0]).compare("micro_site", *twice)

    assert [fiche.enfants for fiche in found.fiches] == [(("Équipement", 1),)] * 2
    assert [fiche.auteur for fiche in found.fiches] == list(NAMES.values())
    lines = {line.champ: line for line in found.champs}
    nom = lines["nom"]
    assert [cell.valeur for cell in nom.valeurs] == ["City-stade", "City stade"]
    assert [cell.poste for cell in nom.valeurs] == ["Portable A", "Portable B"]
    assert (nom.libelle, nom.differe, nom.propose) == ("Nom", True, 1)
    assert (lines["bancs"].propose, lines["notes"].propose) == (0, 1)
    assert lines["lat_e7"].libelle == "Position"
    assert lines["lat_e7"].champs == ("lat_e7", "lon_e7")
    assert "lon_e7" not in lines
    assert "pmr" not in lines


@pytest.mark.parametrize("entity", ["equipement", "membre", "inconnu"])
def test_what_follows_its_record_is_not_merged_alone(entity, twice, postes):
    with pytest.raises(UserError):
        DoublonsService(postes[0]).compare(entity, *twice)


def test_a_record_is_no_duplicate_of_itself_nor_of_one_that_is_gone(twice, postes):
    service = DoublonsService(postes[0])
    for pair_of in ((twice[0], twice[0]), (twice[0], "absent")):
        with pytest.raises(UserError):
            service.compare("micro_site", *pair_of)


# --- merge --------------------------------------------------------------------------------


def test_a_merge_pools_values_and_children_on_every_poste(twice, postes):
    service = DoublonsService(postes[0])
    compared = service.compare("micro_site", *twice)
    choices = {line.champ: line.propose for line in compared.differents}

    changes = service.merge("micro_site", *twice, choices)
    meet(postes)

    canon, hidden = min(twice), max(twice)
    assert ("micro_site", canon) in changes.rows
    for espace in postes:
        shown = site(espace, canon)
        assert (shown.nom, shown.bancs, shown.notes) == ("City stade", 2, "Panier tordu")
        assert (shown.lat_e7, shown.supprime) == (AIX["lat_e7"], False)
        assert site(espace, hidden).supprime
        assert JournalService(espace).count_conflicts() == 0
        assert JournalService(espace).verify().anomalies == ()
        (fiche, _) = DoublonsService(espace).linked("micro_site", canon)
        assert fiche.row in twice
        with espace.store.reading() as session:
            on = [row.micro_site_id for row in session.query(Equipement)]
        assert on == [canon, canon]
        assert DoublonsService(espace).suggestions() == []


def test_a_field_left_out_of_the_choices_is_a_conflict_to_review(twice, postes):
    DoublonsService(postes[0]).merge("micro_site", *twice, {"adresse": 0})
    meet(postes)

    for espace in postes:
        assert [found.champ for found in JournalService(espace).conflicts()] == ["nom"]
        assert site(espace, min(twice)).adresse == "12 rue des Pins"


@pytest.mark.parametrize("side", [0, 1])
def test_a_value_that_was_emptied_may_be_chosen_what_was_never_filled_may_not(side, twice, postes):
    with postes[0].store.writing("Vidé") as unit:
        unit.fill(unit.get(MicroSite, twice[0]), None, notes="à vider")
    with postes[0].store.writing("Vidé") as unit:
        unit.fill(unit.get(MicroSite, twice[0]), None, notes=None)
    service = DoublonsService(postes[0])
    asked = [line.champ for line in service.compare("micro_site", *twice).differents]
    assert asked == ["nom", "adresse", "notes"]

    service.merge("micro_site", *twice, {"nom": 0, "adresse": 0, "notes": side, "bancs": 1})

    shown = site(postes[0], min(twice))
    assert (shown.notes, shown.bancs) == ((None, "Panier tordu")[side], 2)


def test_choices_made_before_a_value_came_in_are_refused(twice, postes):
    service = DoublonsService(postes[0])
    service.compare("micro_site", *twice)
    with postes[1].store.writing("Notes") as unit:
        unit.fill(unit.get(MicroSite, twice[0]), None, notes="Filet arraché")
    meet(postes)
    before = dump(postes[0].store)

    with pytest.raises(UserError) as caught:
        service.merge("micro_site", *twice, {"notes": 1})

    assert caught.value.title == "Fiches modifiées depuis"
    assert dump(postes[0].store) == before
    service.compare("micro_site", *twice)
    service.merge("micro_site", *twice, {"notes": 1})
    assert site(postes[0], min(twice)).notes == "Panier tordu"


def test_a_merge_is_taken_back_by_undo(twice, postes):
    service = DoublonsService(postes[0])
    before = [site(postes[0], row).notes for row in twice]
    service.merge("micro_site", *twice, {"nom": 1, "adresse": 0, "notes": 1})

    label, _ = JournalService(postes[0]).undo()

    assert label == "Fiches réunies"
    assert [site(postes[0], row).notes for row in twice] == before
    assert [site(postes[0], row).nom for row in twice] == ["City-stade", "City stade"]
    assert service.linked("micro_site", twice[0]) == []
    assert JournalService(postes[0]).count_conflicts() == 0


def test_separating_gives_each_record_its_own_back_on_every_poste(twice, postes):
    DoublonsService(postes[0]).merge("micro_site", *twice, {})
    meet(postes)
    assert len(DoublonsService(postes[1]).linked("micro_site", min(twice))) == 2

    DoublonsService(postes[1]).separate("micro_site", max(twice))
    meet(postes)

    for espace in postes:
        assert [site(espace, row).nom for row in twice] == ["City-stade", "City stade"]
        assert not any(site(espace, row).supprime for row in twice)
        assert DoublonsService(espace).linked("micro_site", twice[0]) == []
        with espace.store.reading() as session:
            on = {row.micro_site_id for row in session.query(Equipement)}
        assert on == set(twice)
    with pytest.raises(UserError):
        DoublonsService(postes[0]).separate("micro_site", twice[0])


def test_separating_undoes_the_choices_of_the_merge_and_keeps_later_corrections(twice, postes):
    canon = min(twice)
    for row in twice:
        with postes[0].store.writing("Point d’eau") as unit:
            unit.fill(unit.get(MicroSite, row), None, point_eau=True)
    own = {row: (site(postes[0], row).nom, site(postes[0], row).notes) for row in twice}
    side = twice.index(max(twice))
    DoublonsService(postes[0]).merge(
        "micro_site", *twice, {"nom": side, "adresse": side, "notes": 1}
    )
    with postes[0].store.writing("Bancs") as unit:
        unit.fill(unit.get(MicroSite, canon), None, bancs=7, point_eau=False)
    meet(postes)

    DoublonsService(postes[1]).separate("micro_site", max(twice))
    meet(postes)

    for espace in postes:
        assert {row: (site(espace, row).nom, site(espace, row).notes) for row in twice} == own
        assert (site(espace, canon).bancs, site(espace, canon).point_eau) == (7, False)
        assert site(espace, max(twice)).point_eau is True
        assert JournalService(espace).count_conflicts() == 0
        assert JournalService(espace).verify().anomalies == ()
    JournalService(postes[1]).undo()
    assert site(postes[1], canon).nom == own[max(twice)][0]


def test_the_history_of_a_merged_record_tells_both_stories_and_the_merge(twice, postes):
    DoublonsService(postes[0]).merge("micro_site", *twice, {"nom": 1, "adresse": 0})
    DoublonsService(postes[0]).separate("micro_site", twice[0])
    DoublonsService(postes[0]).merge("micro_site", *twice, {})

    lines = JournalService(postes[0]).history("micro_site", min(twice))

    told = [line.apres for line in lines if line.champ == "Fiche"]
    assert told.count("créée") == 2
    assert sum(text.startswith("réunie avec Micro-site") for text in told) == 2
    assert told.count("séparée de son double") == 1
    assert {line.auteur for line in lines if line.apres == "créée"} == set(NAMES.values())


# --- relogement ---------------------------------------------------------------------------


def add_menage(espace, nom: str, notes: str, **fields: object) -> str:
    with espace.store.writing("Ménage") as unit:
        menage = unit.add(Menage, MenageDraft(notes=notes), reference=f"REL-{nom}", **fields)
        person = OccupantDraft(
            menage_id=menage.id, nom="DUPONT-ESSAI", prenom="Inès",
            lien=LienOccupant.TITULAIRE, date_naissance=date(1980, 2, 3),
        )  # fmt: skip
        unit.add(Occupant, person, root=menage.id)
        unit.add(
            Contact,
            ContactDraft(menage_id=menage.id, note=notes, horodatage="2026-11-12T10:00:00+01:00"),
            root=menage.id,
        )
        return menage.id


def test_scenario_15_one_household_entered_twice_is_merged_while_the_other_row_is_edited(
    relogement,
):
    """Scenario 15: pooled, the edit is present, the disagreement is a conflict."""
    a, b = relogement
    one = add_menage(a, "A0001", "Vu à la permanence", etat=EtatDossier.A_CONTACTER)
    other = add_menage(b, "B0001", "Appelé", etat=EtatDossier.A_CONTACTER)
    meet(relogement)
    (found,) = DoublonsService(a).suggestions()
    assert found.raisons == ("une personne de mêmes nom, prénom et date de naissance",)

    service = DoublonsService(a)
    compared = service.compare("menage", one, other)
    assert [dict(fiche.enfants) for fiche in compared.fiches] == [{"Occupant": 1, "Contact": 1}] * 2
    service.merge("menage", one, other, {line.champ: 0 for line in compared.differents})
    with b.store.writing("Notes") as unit:
        unit.fill(unit.get(Menage, other), None, notes="Rappeler lundi", interprete=True)
    meet(relogement)

    canon = min(one, other)
    for espace in relogement:
        (conflict,) = JournalService(espace).conflicts()
        assert (conflict.row, conflict.champ) == (canon, "notes")
        assert {value.valeur for value in conflict.valeurs} == {
            "Vu à la permanence", "Rappeler lundi",
        }  # fmt: skip
        with espace.store.reading() as session:
            assert session.get(Menage, canon).interprete is True
            assert {row.menage_id for row in session.query(Contact)} == {canon}
            assert session.query(Contact).count() == 2
        assert JournalService(espace).verify().anomalies == ()
    assert dump(a.store) == dump(b.store)


def test_scenario_16_links_in_both_directions_and_in_a_circle_make_one_group(postes):
    """Scenario 16: A links X→Y while B links Y→X; then a cycle of three."""
    a, b = postes
    rows = [add_site(a, "Parc", etat_vie=EtatVie.OUVERT) for _ in range(3)]
    meet(postes)
    x, y, z = rows
    DoublonsService(a).merge("micro_site", x, y, {})
    DoublonsService(b).merge("micro_site", y, x, {})
    DoublonsService(b).merge("micro_site", min(x, y), z, {})
    with a.store.writing("Encore") as unit:
        unit.link("micro_site", min(x, y), z)
    meet(postes)

    for espace in postes:
        linked = DoublonsService(espace).linked("micro_site", z)
        assert sorted(fiche.row for fiche in linked) == sorted(rows)
        assert [site(espace, row).supprime for row in sorted(rows)] == [False, True, True]
    assert dump(a.store) == dump(b.store)


def test_scenario_14_a_site_entered_again_after_its_deletion_is_new_and_may_be_suggested(postes):
    """Scenario 14: a new record, no resurrection; the suggestion comes with the restore."""
    a, b = postes
    old = add_site(a, "Parc", adresse="3 rue Haute")
    meet(postes)
    with a.store.writing("Suppression") as unit:
        unit.delete(unit.get(MicroSite, old))
    again = add_site(b, "Parc", adresse="3 rue Haute")
    meet(postes)

    for espace in postes:
        assert (site(espace, old).supprime, site(espace, again).supprime) == (True, False)
        assert DoublonsService(espace).suggestions() == []
    JournalService(a).restore("micro_site", old)
    meet(postes)
    for espace in postes:
        (found,) = DoublonsService(espace).suggestions()
        assert {found.a, found.b} == {old, again}
        assert "même numéro et même rue" in found.raisons


def test_a_merged_constat_shows_in_lists_as_one(postes):
    a = postes[0]
    marche = add_marche(a.store)
    meet(postes)
    rows = [add_constat(poste.store, marche, theme="PRO", **AIX) for poste in postes]
    meet(postes)

    DoublonsService(a).merge("constat", *rows, {})
    meet(postes)

    for espace in postes:
        with espace.store.reading() as session:
            shown = [row.id for row in session.query(Constat) if not row.supprime]
        assert shown == [min(rows)]
