"""History, conflicts, notices, undo, bin and the check, as the screens use them."""

from __future__ import annotations

import hashlib

import pytest

from desktop.domain.codes import EtatConstat, Gravite
from desktop.domain.conflits import Saisie, les_deux
from desktop.domain.drafts import StructureDraft
from desktop.errors import SaisieRefusee, UserError
from desktop.models.constat import Constat
from desktop.models.equipe import Membre, Poste
from desktop.models.local import Blob
from desktop.models.marche import Marche
from desktop.models.quartier import Nomenclature, Structure
from desktop.services.journal import JournalService
from tests.storage.espaces import (
    add_constat,
    add_marche,
    dump,
    edit,
    exchange,
    hidden,
    log,
    open_espace,
    value,
)


@pytest.fixture
def postes(tmp_path):
    """Two postes of one team, whose members and labels are known to both."""
    made = [open_espace(tmp_path / letter, letter) for letter in "AB"]
    names = {"A": "DURAND-ESSAI Anne", "B": "MARTIN-ESSAI Bruno"}
    for letter, espace in zip("AB", made, strict=True):
        with espace.store.writing("") as unit:
            unit.add(Membre, None, row=f"personne-{letter.lower()}", nom=names[letter])
            unit.add(Poste, None, replica=letter.lower() * 16, libelle=f"Portable {letter}")
    exchange(*(espace.store for espace in made))
    yield made
    for espace in made:
        espace.close()


@pytest.fixture
def espace(postes):
    return postes[0]


@pytest.fixture
def journal(espace):
    return JournalService(espace)


@pytest.fixture
def disputed(postes):
    """A constat whose text was written on both postes at once, known to both."""
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store))
    exchange(store, other)
    edit(store, row, texte="d’ici")
    other.clock.ms += 1000
    edit(other, row, texte="d’ailleurs")
    exchange(store, other)
    return row


# --- history ------------------------------------------------------------------------------


def lines(journal, entity, row):
    return [(line.champ, line.avant, line.apres) for line in journal.history(entity, row)]


def test_the_history_tells_fields_in_words_newest_first(espace, journal):
    row = add_constat(espace.store, add_marche(espace.store))
    edit(espace.store, row, gravite=Gravite(2))
    edit(espace.store, row, texte="Banc réparé", gravite=None)

    assert lines(journal, "constat", row) == [
        ("Gravité", "Modéré", "non renseigné"),
        ("Constat", "Banc cassé", "Banc réparé"),
        ("Gravité", "", "Modéré"),
        ("Fiche", "", "créée"),
    ]


def test_the_history_names_the_person_and_the_poste_of_each_line(postes, journal):
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store))
    exchange(store, other)
    edit(other, row, texte="vu")
    exchange(store, other)

    history = journal.history("constat", row)

    assert [(line.auteur, line.poste) for line in history] == [
        ("MARTIN-ESSAI Bruno", "Portable B"),
        ("DURAND-ESSAI Anne", "Portable A"),
    ]


def test_the_history_gives_the_names_of_referred_rows_and_themes(espace, journal):
    store = espace.store
    row = add_constat(store, add_marche(store))
    with store.writing("Listes") as unit:
        structure = unit.add(Structure, StructureDraft(nom="Voirie"))
        unit.add(Nomenclature, None, domaine="theme", code="PRO", libelle="Propreté")
    edit(store, row, gestionnaire_id=structure.id, theme="PRO")

    assert lines(journal, "constat", row)[:2] == [
        ("Thème", "", "Propreté"),
        ("Gestionnaire", "", "Voirie"),
    ]


def test_the_history_tells_deletes_and_restores_of_the_row_and_of_its_root(espace, journal):
    store = espace.store
    marche = add_marche(store)
    row = add_constat(store, marche)
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Constat, row))
    journal.restore("constat", row)
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marche))

    assert [line[2] for line in lines(journal, "constat", row)] == [
        "supprimée avec la fiche dont elle dépend",
        "rétablie",
        "supprimée",
        "créée",
    ]


def test_a_correction_is_listed_after_what_it_replaced_even_by_a_clock_behind(postes, journal):
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store))
    exchange(store, other)
    other.clock.ms += 10**12
    edit(other, row, texte="en 2058")
    exchange(store, other)
    edit(store, row, texte="corrigé")

    assert lines(journal, "constat", row)[0] == ("Constat", "en 2058", "corrigé")


def test_an_unknown_row_has_no_history(journal):
    assert journal.history("constat", "absent") == []


# --- conflicts ----------------------------------------------------------------------------


def test_a_conflict_shows_both_values_with_their_authors_the_shown_one_first(disputed, journal):
    (conflict,) = journal.conflicts()

    assert (conflict.entity, conflict.row, conflict.champ) == ("constat", disputed, "texte")
    assert (conflict.champ_libelle, conflict.objet) == ("Constat", "Constat BEI-2026-1-001")
    assert [
        (found.head, found.valeur, found.auteur, found.poste) for found in conflict.valeurs
    ] == [
        (0, "d’ailleurs", "MARTIN-ESSAI Bruno", "Portable B"),
        (1, "d’ici", "DURAND-ESSAI Anne", "Portable A"),
    ]
    assert journal.count_conflicts() == 1


@pytest.mark.parametrize(("head", "kept"), [(0, "d’ailleurs"), (1, "d’ici")])
def test_keeping_a_value_closes_the_conflict_on_every_poste(head, kept, disputed, postes, journal):
    journal.conflicts()

    changes = journal.keep("constat", disputed, "texte", head)
    exchange(*(espace.store for espace in postes))

    assert changes.rows == {("constat", disputed)}
    for espace in postes:
        assert value(espace.store, disputed) == kept
        assert JournalService(espace).conflicts() == []
        assert JournalService(espace).count_conflicts() == 0


def test_a_choice_made_before_new_values_came_is_refused(disputed, postes, journal):
    journal.conflicts()
    edit(postes[1].store, disputed, texte="encore autre")
    exchange(*(espace.store for espace in postes))
    before = dump(postes[0].store)

    with pytest.raises(UserError) as caught:
        journal.keep("constat", disputed, "texte", 0)

    assert caught.value.title == "Conflit déjà modifié"
    assert dump(postes[0].store) == before


@pytest.mark.parametrize("head", [-1, 2])
def test_a_rank_that_is_not_listed_is_refused(head, disputed, journal):
    with pytest.raises(UserError):
        journal.keep("constat", disputed, "texte", head)


def test_a_decision_taken_twice_is_refused_the_second_time(disputed, journal):
    journal.keep("constat", disputed, "texte", 1)

    with pytest.raises(UserError):
        journal.keep("constat", disputed, "texte", 1)


def test_the_same_value_typed_twice_is_no_conflict(postes, journal):
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store))
    exchange(store, other)
    edit(store, row, texte="pareil")
    edit(other, row, texte="pareil")
    exchange(store, other)

    assert journal.conflicts() == []


def test_conflicts_on_a_state_come_first(disputed, postes, journal):
    store, other = (espace.store for espace in postes)
    edit(store, disputed, etat=EtatConstat.OUVERT)
    edit(other, disputed, etat=EtatConstat.LEVE)
    exchange(store, other)

    assert [conflict.champ for conflict in journal.conflicts()] == ["etat", "texte"]


def test_conflicts_of_a_deleted_row_no_longer_wait(disputed, espace, journal):
    with espace.store.writing("Suppression") as unit:
        unit.delete(unit.get(Constat, disputed))

    assert journal.conflicts() == []
    assert journal.count_conflicts() == 0


def test_two_texts_put_together_close_the_conflict_on_every_poste(disputed, postes, journal):
    (conflict,) = journal.conflicts()
    assert conflict.saisie == Saisie.TEXTE_LONG
    both = les_deux(str(found.stockee) for found in conflict.valeurs)

    journal.keep_other("constat", disputed, "texte", both)
    exchange(*(espace.store for espace in postes))

    for espace in postes:
        assert value(espace.store, disputed) == "d’ailleurs\n— — —\nd’ici"
        assert JournalService(espace).count_conflicts() == 0


@pytest.mark.parametrize("given", ["", "\0", None, 3])
def test_a_value_that_the_field_cannot_hold_decides_nothing(given, disputed, journal):
    journal.conflicts()

    with pytest.raises(SaisieRefusee):
        journal.keep_other("constat", disputed, "texte", given)

    assert journal.count_conflicts() == 1


def test_another_code_may_be_chosen_among_all(disputed, postes, journal):
    store, other = (espace.store for espace in postes)
    edit(store, disputed, etat=EtatConstat.OUVERT)
    edit(other, disputed, etat=EtatConstat.LEVE)
    exchange(store, other)
    conflict = journal.conflicts()[0]
    assert (conflict.saisie, dict(conflict.choix)["EN_COURS"]) == (Saisie.CODE, "En cours")

    journal.keep_other("constat", disputed, "etat", "EN_COURS")

    assert value(store, disputed, "etat") == EtatConstat.EN_COURS
    assert [found.champ for found in journal.conflicts()] == ["texte"]


def test_a_record_lists_its_own_conflicts_and_those_under_it(disputed, postes, journal):
    store, other = (espace.store for espace in postes)
    marche = next(change.root for change in log(store) if change.row == disputed)
    alone = add_marche(store, numero="BEI-2026-9")
    exchange(store, other)
    for poste, word in ((store, "un"), (other, "deux")):
        with poste.writing("Synthèse") as unit:
            unit.fill(unit.get(Marche, alone), None, synthese=word)
    exchange(store, other)

    assert journal.count_conflicts() == 2
    for row, expected in ((disputed, "texte"), (marche, "texte"), (alone, "synthese")):
        assert [found.champ for found in journal.conflicts(row)] == [expected]
        assert journal.count_conflicts(row) == 1


def listed(espace):
    return [
        [(found.valeur, found.auteur, found.modifie_ms) for found in conflict.valeurs]
        for conflict in JournalService(espace).conflicts()
    ]


@pytest.mark.parametrize("head", [0, 1])
def test_taking_a_decision_back_opens_the_conflict_again_on_every_poste(
    head, disputed, postes, journal
):
    before = listed(postes[0])
    journal.conflicts()
    journal.keep("constat", disputed, "texte", head)
    exchange(*(espace.store for espace in postes))

    journal.undo()
    exchange(*(espace.store for espace in postes))

    for espace in postes:
        assert listed(espace) == before
        assert value(espace.store, disputed) == "d’ailleurs"
        assert JournalService(espace).count_conflicts() == 1
        assert JournalService(espace).verify().anomalies == ()


def test_a_decision_taken_back_and_taken_again_is_closed_everywhere(disputed, postes, journal):
    journal.conflicts()
    journal.keep("constat", disputed, "texte", 1)
    journal.undo()

    journal.redo()
    exchange(*(espace.store for espace in postes))

    for espace in postes:
        assert value(espace.store, disputed) == "d’ici"
        assert JournalService(espace).count_conflicts() == 0
    assert journal.can_redo() is None
    journal.undo()
    assert journal.count_conflicts() == 1


def test_what_was_done_before_a_decision_can_still_be_taken_back(disputed, espace, journal):
    journal.conflicts()
    journal.keep("constat", disputed, "texte", 1)
    edit(espace.store, disputed, lieu="Entrée")

    assert [journal.undo()[0] for _ in range(2)] == ["Constat corrigé", "Conflit tranché"]
    with pytest.raises(UserError):  # « d’ailleurs » is shown: the own « d’ici » no longer is
        journal.undo()


def test_a_conflict_decided_otherwise_since_is_not_decided_again_by_redo(disputed, postes, journal):
    journal.conflicts()
    journal.keep("constat", disputed, "texte", 1)
    journal.undo()
    exchange(*(espace.store for espace in postes))
    other = JournalService(postes[1])
    other.conflicts()
    other.keep("constat", disputed, "texte", 0)
    exchange(*(espace.store for espace in postes))
    before = dump(postes[0].store)

    with pytest.raises(UserError):
        journal.redo()

    assert dump(postes[0].store) == before


@pytest.fixture
def notice(postes):
    """A marche that A deleted while B added a constat to it."""
    store, other = (espace.store for espace in postes)
    marche = add_marche(store)
    exchange(store, other)
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marche))
    add_constat(other, marche)
    exchange(store, other)
    return marche


def test_a_notice_names_who_deleted_and_who_worked(notice, journal):
    (found,) = journal.notices()

    assert (found.entity, found.row, found.objet) == ("marche", notice, "Marche BEI-2026-1")
    assert (found.supprime_par, found.travail_par) == ("DURAND-ESSAI Anne", "MARTIN-ESSAI Bruno")
    assert journal.count_conflicts() == 1


@pytest.mark.parametrize("garder", [True, False])
def test_a_settled_notice_is_settled_on_every_poste(garder, notice, postes, journal):
    journal.settle_notice("marche", notice, garder=garder)
    exchange(*(espace.store for espace in postes))

    for espace in postes:
        assert hidden(espace.store, notice, Marche) is not garder
        assert JournalService(espace).notices() == []
        assert JournalService(espace).count_conflicts() == 0


# --- undo ---------------------------------------------------------------------------------


def test_nothing_to_undo_at_first_and_team_rows_are_stepped_over(espace, journal):
    with espace.store.writing("Personne ajoutée") as unit:
        unit.add(Membre, None, nom="PETIT-ESSAI Léa")

    assert (journal.can_undo(), journal.undo(), journal.can_redo(), journal.redo()) == (None,) * 4


def test_undo_brings_the_previous_values_back_and_redo_the_new_ones(espace, journal):
    row = add_constat(espace.store, add_marche(espace.store))
    edit(espace.store, row, texte="corrigé", lieu="place")

    label, changes = journal.undo()

    assert (label, changes.rows) == ("Constat corrigé", {("constat", row)})
    assert (value(espace.store, row), value(espace.store, row, "lieu")) == ("Banc cassé", None)
    assert journal.can_redo() == "Constat corrigé"
    journal.redo()
    assert (value(espace.store, row), value(espace.store, row, "lieu")) == ("corrigé", "place")
    assert journal.can_redo() is None


def test_everything_can_be_undone_step_by_step_and_done_again_twice(espace, journal):
    store = espace.store
    marche = add_marche(store)
    row = add_constat(store, marche, "un")
    edit(store, row, texte="deux")
    edit(store, row, texte="trois")
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Constat, row))
    states = []

    for _ in range(2):
        while journal.can_undo():
            journal.undo()
        states.append((hidden(store, row), hidden(store, marche, Marche)))
        while journal.can_redo():
            journal.redo()
        states.append((hidden(store, row), value(store, row), hidden(store, marche, Marche)))

    assert states == [(True, True), (True, "trois", False)] * 2
    assert journal.verify().anomalies == ()


def test_each_undo_shows_the_value_before(espace, journal):
    row = add_constat(espace.store, add_marche(espace.store), "un")
    edit(espace.store, row, texte="deux")
    edit(espace.store, row, texte="trois")

    journal.undo()
    first = value(espace.store, row)
    journal.undo()

    assert (first, value(espace.store, row)) == ("deux", "un")


def test_new_work_after_an_undo_leaves_nothing_to_redo(espace, journal):
    row = add_constat(espace.store, add_marche(espace.store), "un")
    edit(espace.store, row, texte="deux")
    journal.undo()

    edit(espace.store, row, texte="autre")

    assert journal.can_redo() is None
    journal.undo()
    assert value(espace.store, row) == "un"


def test_a_value_changed_by_a_colleague_since_is_not_undone(postes, journal):
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store))
    edit(store, row, texte="d’ici")
    exchange(store, other)
    edit(other, row, texte="d’ailleurs")
    exchange(store, other)
    before = dump(store)

    with pytest.raises(UserError) as caught:
        journal.undo()

    assert caught.value.title == "Annulation impossible"
    assert caught.value.remedy
    assert dump(store) == before


def test_a_created_row_that_a_colleague_completed_is_not_taken_away(postes, journal):
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store))
    exchange(store, other)
    edit(other, row, lieu="place")
    exchange(store, other)

    with pytest.raises(UserError):
        journal.undo()

    assert not hidden(store, row)


def test_a_created_root_under_which_a_colleague_worked_is_not_taken_away(postes, journal):
    store, other = (espace.store for espace in postes)
    marche = add_marche(store)
    exchange(store, other)
    row = add_constat(other, marche)
    exchange(store, other)

    with pytest.raises(UserError):
        journal.undo()

    assert not hidden(store, row)


def test_a_restore_is_undone_unless_a_colleague_worked_since(postes, journal):
    store, other = (espace.store for espace in postes)
    marche = add_marche(store)
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marche))
    journal.restore("marche", marche)

    journal.undo()
    undone = hidden(store, marche, Marche)
    journal.redo()
    exchange(store, other)
    add_constat(other, marche)
    exchange(store, other)

    assert undone
    with pytest.raises(UserError):
        journal.undo()


def test_an_edit_of_a_row_deleted_since_by_a_colleague_is_not_undone(postes, journal):
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store))
    edit(store, row, texte="d’ici")
    exchange(store, other)
    with other.writing("Suppression") as unit:
        unit.delete(unit.get(Constat, row))
    exchange(store, other)

    with pytest.raises(UserError):
        journal.undo()

    assert hidden(store, row)


def test_the_actions_of_a_colleague_are_not_offered(postes):
    store, other = (espace.store for espace in postes)
    add_marche(store)
    exchange(store, other)

    assert JournalService(postes[1]).can_undo() is None


def test_an_undo_travels_like_any_work(postes, journal):
    store, other = (espace.store for espace in postes)
    row = add_constat(store, add_marche(store), "un")
    edit(store, row, texte="deux")
    exchange(store, other)

    journal.undo()
    exchange(store, other)

    assert value(other, row) == "un"
    assert dump(store)["constat"] == dump(other)["constat"]


def test_undoing_gives_back_a_code_that_this_version_does_not_know(postes, journal):
    from dataclasses import replace

    from desktop.domain.changes import commitment
    from tests.storage.espaces import absorb

    store = postes[0].store
    marche = add_marche(store)
    row = add_constat(store, marche)
    (template,) = [change for change in log(store) if change.row == row]
    payload = {"etat": {"v": "CODE_DE_2031", "x": []}}
    newer = replace(
        template, replica="c" * 16, n=1, payload=payload,
        commitment=commitment(template.salt, payload),
    )  # fmt: skip
    absorb(store, [newer])
    edit(store, row, etat=next(iter(EtatConstat)))

    journal.undo()

    last = [change for change in log(store) if change.replica == "a" * 16][-1]
    assert last.payload["etat"]["v"] == "CODE_DE_2031"
    assert value(store, row, "etat") is None
    assert journal.verify().anomalies == ()


# --- bin ----------------------------------------------------------------------------------


def test_the_bin_lists_what_was_deleted_and_not_what_went_with_it(espace, journal):
    store = espace.store
    marche, kept = add_marche(store), add_marche(store, numero="BEI-2026-2")
    add_constat(store, marche)
    alone = add_constat(store, kept)
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marche))
    store.clock.ms += 1000
    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Constat, alone))

    found = [(record.entity, record.row, record.titre) for record in journal.corbeille()]

    assert found == [
        ("constat", alone, "Constat BEI-2026-1-001"),
        ("marche", marche, "Marche BEI-2026-1"),
    ]
    assert journal.corbeille()[0].auteur == "DURAND-ESSAI Anne"


def test_a_restored_row_leaves_the_bin(espace, journal):
    marche = add_marche(espace.store)
    row = add_constat(espace.store, marche)
    with espace.store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marche))

    changes = journal.restore("marche", marche)

    assert changes.rows >= {("marche", marche), ("constat", row)}
    assert journal.corbeille() == []
    assert not hidden(espace.store, row)


# --- verify -------------------------------------------------------------------------------


def test_a_sound_espace_has_no_anomaly_and_its_files_do_not_change(espace, journal, tmp_path):
    add_constat(espace.store, add_marche(espace.store))
    with espace.store.local_writing() as session:
        sha256 = espace.magasin.put(b"une photo")
        session.add(Blob(sha256=sha256, taille=9, presente=True))
        session.add(Blob(sha256="0" * 64, taille=9, presente=False))
    before = hashes(tmp_path)

    found = journal.verify()

    assert (found.changements, found.fiches, found.photos, found.anomalies) == (7, 7, 1, ())
    assert hashes(tmp_path) == before


@pytest.mark.parametrize(
    ("fault", "words"), [("missing", "n’y est plus"), ("altered", "est altéré")]
)
def test_a_missing_or_altered_photo_is_told(fault, words, espace, journal, tmp_path):
    with espace.store.local_writing() as session:
        sha256 = espace.magasin.put(b"une photo")
        session.add(Blob(sha256=sha256, taille=9, presente=True))
    (file,) = [path for path in espace.dossier.glob("photos/*/*") if path.is_file()]
    if fault == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"!")

    (anomaly,) = journal.verify().anomalies

    assert words in anomaly


def hashes(folder):
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".db-shm"
    }
