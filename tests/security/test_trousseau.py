import base64
import os
import stat
import unicodedata
from dataclasses import replace

import pytest

from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, EcritureImpossible, FichierRefuse, SaisieRefusee
from desktop.security import trousseau_fichier
from desktop.security.cles import new_cles
from desktop.security.refus import (
    AccesManquant,
    AttenteNecessaire,
    CodeRefuse,
    PersonneInconnue,
    PhraseRefusee,
)
from desktop.security.trousseau import DEFAULT_COST, Trousseau
from desktop.security.trousseau_fichier import Argon2Cost

CHEAP = Argon2Cost(memory_kib=8, iterations=1, lanes=1)
CAMILLE, DENIS = "C. Martin-ESSAI", "D. Roux-ESSAI"
PHRASE, OTHER = "été sous le grand tilleul", "neige sur le vieux lavoir"
TERRAIN = new_cles(Espace.TERRAIN, "t-1")
RELOGEMENT = new_cles(Espace.RELOGEMENT, "r-1")


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def path(tmp_path):
    return tmp_path / "trousseau.json"


@pytest.fixture
def made(path):
    return Trousseau.create(path, CAMILLE, PHRASE, [TERRAIN, RELOGEMENT], CHEAP)


@pytest.fixture
def trousseau(made):
    return made[0]


@pytest.fixture
def code(made):
    return made[1]


def reloaded(path, clock=None):
    return Trousseau.load(path, cost=CHEAP, clock=clock or Clock())


def test_the_first_person_opens_all_espaces_after_a_restart(path, trousseau):
    ouverture = reloaded(path).unlock(CAMILLE, PHRASE)

    assert ouverture.nom == CAMILLE
    assert dict(ouverture.cles) == {Espace.TERRAIN: TERRAIN, Espace.RELOGEMENT: RELOGEMENT}
    assert not ouverture.secours
    assert ouverture.personne_id == trousseau.unlock(CAMILLE, PHRASE).personne_id


def test_the_name_and_phrase_open_however_their_accents_and_spaces_are_typed(path):
    Trousseau.create(path, "Éloïse  Roux-ESSAI", PHRASE, [TERRAIN], CHEAP)
    typed = unicodedata.normalize("NFD", " éloïse ROUX-essai ")

    ouverture = reloaded(path).unlock(typed, unicodedata.normalize("NFD", f" {PHRASE}"))

    assert ouverture.nom == "Éloïse Roux-ESSAI"
    assert reloaded(path).personnes() == ("Éloïse Roux-ESSAI",)


def test_an_unknown_person_and_a_wrong_phrase_have_distinct_sentences(trousseau):
    with pytest.raises(PersonneInconnue) as unknown:
        trousseau.unlock(DENIS, PHRASE)
    with pytest.raises(PhraseRefusee) as wrong:
        trousseau.unlock(CAMILLE, OTHER)

    assert unknown.value.message == "Aucune personne de ce nom sur ce poste."
    assert wrong.value.message == "La phrase de passe n’est pas la bonne."
    assert CAMILLE not in str(wrong.value) + str(unknown.value)


def test_after_three_failures_the_delay_grows_to_a_minute_and_nothing_is_tried(path, trousseau):
    clock = Clock()
    trousseau = reloaded(path, clock)
    waits = []
    for _ in range(2):
        with pytest.raises(PhraseRefusee):
            trousseau.unlock(CAMILLE, OTHER)
    for _ in range(8):
        with pytest.raises(PhraseRefusee):
            trousseau.unlock(CAMILLE, OTHER)
        with pytest.raises(AttenteNecessaire) as caught:
            trousseau.unlock(CAMILLE, PHRASE)
        waits.append(caught.value.seconds)
        clock.now += caught.value.seconds

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert trousseau.unlock(CAMILLE, PHRASE).nom == CAMILLE


def test_a_success_forgives_the_earlier_failures(path, trousseau):
    trousseau = reloaded(path)
    for _ in range(2):
        for _ in range(2):
            with pytest.raises(PhraseRefusee):
                trousseau.unlock(CAMILLE, OTHER)
        trousseau.unlock(CAMILLE, PHRASE)


def test_the_delay_is_said_with_its_remaining_seconds(path, trousseau):
    clock = Clock()
    trousseau = reloaded(path, clock)
    for _ in range(3):
        with pytest.raises(PhraseRefusee):
            trousseau.unlock(CAMILLE, OTHER)
    clock.now += 0.3

    with pytest.raises(AttenteNecessaire, match="encore 1\u00a0seconde avant"):
        trousseau.unlock(CAMILLE, PHRASE)


def test_the_recovery_code_opens_every_espace_in_any_spacing_and_case(path, code):
    ouverture = reloaded(path).recover(code.lower().replace("-", "  "))

    assert dict(ouverture.cles) == {Espace.TERRAIN: TERRAIN, Espace.RELOGEMENT: RELOGEMENT}
    assert ouverture.secours


def test_the_code_of_another_poste_is_refused_as_such(tmp_path, trousseau):
    foreign = Trousseau.create(tmp_path / "autre.json", DENIS, OTHER, [TERRAIN], CHEAP)[1]

    with pytest.raises(CodeRefuse) as caught:
        trousseau.recover(foreign)

    assert caught.value.groups == ()
    assert "pas celui de ce poste" in caught.value.message


def test_a_person_given_terrain_only_cannot_reach_relogement(path, trousseau):
    trousseau.add_person(DENIS, OTHER, trousseau.unlock(CAMILLE, PHRASE), [Espace.TERRAIN])
    trousseau = reloaded(path)

    ouverture = trousseau.unlock(DENIS, OTHER)

    assert dict(ouverture.cles) == {Espace.TERRAIN: TERRAIN}
    with pytest.raises(AccesManquant):
        trousseau.add_person("E. Petit-ESSAI", PHRASE, ouverture, [Espace.RELOGEMENT])
    with pytest.raises(AccesRefuse, match="votre accès ne l’ouvre pas"):
        trousseau.grant(ouverture, new_cles(Espace.RELOGEMENT, "r-2"))
    assert dict(trousseau.unlock(DENIS, OTHER).cles) == {Espace.TERRAIN: TERRAIN}


def test_somebody_else_s_access_moved_into_a_slot_does_not_open_it(path, trousseau):
    trousseau.add_person(DENIS, OTHER, trousseau.unlock(CAMILLE, PHRASE), [Espace.TERRAIN])
    contenu = trousseau_fichier.read(path)
    camille, denis = contenu.personnes
    stolen = replace(denis, acces=camille.acces)
    trousseau_fichier.write(path, trousseau_fichier.Contenu((camille, stolen), contenu.secours))

    with pytest.raises(FichierRefuse):
        reloaded(path).unlock(DENIS, OTHER)


def test_the_keys_of_one_espace_are_not_taken_for_those_of_another(path, trousseau):
    contenu = trousseau_fichier.read(path)
    camille = contenu.personnes[0]
    acces = {Espace.TERRAIN: camille.acces[Espace.RELOGEMENT]}
    swapped = replace(contenu, personnes=(replace(camille, acces=acces),))
    trousseau_fichier.write(path, swapped)

    with pytest.raises(FichierRefuse):
        reloaded(path).unlock(CAMILLE, PHRASE)


def test_a_wrapped_identity_moved_into_another_slot_does_not_open_under_its_phrase(path, trousseau):
    trousseau.add_person(DENIS, OTHER, trousseau.unlock(CAMILLE, PHRASE), [Espace.TERRAIN])
    contenu = trousseau_fichier.read(path)
    camille, denis = contenu.personnes
    posing = replace(denis, slot_id=camille.slot_id, nom=camille.nom)
    trousseau_fichier.write(path, replace(contenu, personnes=(posing, denis)))

    with pytest.raises(PhraseRefusee):
        reloaded(path).unlock(CAMILLE, OTHER)


def test_a_replaced_public_part_is_seen_by_its_owner_at_the_next_unlock(path, trousseau):
    trousseau.add_person(DENIS, OTHER, trousseau.unlock(CAMILLE, PHRASE), [Espace.TERRAIN])
    contenu = trousseau_fichier.read(path)
    camille, denis = contenu.personnes
    replaced = replace(camille, destinataire=denis.destinataire)
    trousseau_fichier.write(path, replace(contenu, personnes=(replaced, denis)))

    with pytest.raises(FichierRefuse):
        reloaded(path).unlock(CAMILLE, PHRASE)


def test_no_key_and_no_passphrase_is_readable_in_the_file(path, trousseau, code):
    written = path.read_bytes()

    for cles in (TERRAIN, RELOGEMENT):
        for key in (cles.base, cles.photos):
            for form in (key, key.hex().encode(), base64.b64encode(key)):
                assert form not in written
    assert PHRASE.encode() not in written
    assert code.encode() not in written
    assert b"AGE-SECRET-KEY" not in written


def test_the_text_form_of_an_opening_shows_no_secret(trousseau):
    text = repr(trousseau.unlock(CAMILLE, PHRASE))

    assert "AGE-SECRET" not in text
    assert str(TERRAIN.base) not in text


def test_an_espace_granted_later_is_open_for_the_person_and_for_recovery(path):
    trousseau, code = Trousseau.create(path, CAMILLE, PHRASE, [TERRAIN], CHEAP)

    ouverture = trousseau.grant(trousseau.unlock(CAMILLE, PHRASE), RELOGEMENT)

    both = {Espace.TERRAIN: TERRAIN, Espace.RELOGEMENT: RELOGEMENT}
    assert dict(ouverture.cles) == both
    assert dict(reloaded(path).unlock(CAMILLE, PHRASE).cles) == both
    assert dict(reloaded(path).recover(code).cles) == both


def test_an_espace_is_granted_to_a_colleague_without_the_colleague_s_phrase(path, trousseau):
    ouverture = trousseau.unlock(CAMILLE, PHRASE)
    trousseau.add_person(DENIS, OTHER, ouverture, [Espace.TERRAIN])

    same = trousseau.grant(ouverture, RELOGEMENT, nom=DENIS)

    assert same is ouverture
    assert reloaded(path).unlock(DENIS, OTHER).cles[Espace.RELOGEMENT] == RELOGEMENT
    with pytest.raises(PersonneInconnue):
        trousseau.grant(ouverture, RELOGEMENT, nom="Personne-ESSAI")


def test_a_changed_phrase_replaces_the_old_one_and_rewraps_the_identity_only(path, trousseau):
    before = trousseau_fichier.read(path)

    trousseau.change_phrase(CAMILLE, OTHER, trousseau.unlock(CAMILLE, PHRASE))

    after = trousseau_fichier.read(path)
    assert dict(reloaded(path).unlock(CAMILLE, OTHER).cles)[Espace.RELOGEMENT] == RELOGEMENT
    with pytest.raises(PhraseRefusee):
        reloaded(path).unlock(CAMILLE, PHRASE)
    assert after.secours == before.secours
    assert after.personnes[0].acces == before.personnes[0].acces
    assert after.personnes[0].sel != before.personnes[0].sel


def test_a_forgotten_phrase_is_replaced_with_the_recovery_code(path, trousseau, code):
    ouverture = trousseau.unlock(CAMILLE, PHRASE)
    denis = trousseau.add_person(DENIS, PHRASE, ouverture, [Espace.TERRAIN])
    trousseau = reloaded(path)

    trousseau.change_phrase(DENIS, OTHER, trousseau.recover(code))

    opened = reloaded(path).unlock(DENIS, OTHER)
    assert dict(opened.cles) == {Espace.TERRAIN: TERRAIN}
    assert opened.personne_id == denis
    with pytest.raises(PhraseRefusee):
        reloaded(path).unlock(DENIS, PHRASE)
    assert len(reloaded(path).unlock(CAMILLE, PHRASE).cles) == 2


def test_nobody_changes_the_phrase_of_somebody_else(path, trousseau):
    ouverture = trousseau.unlock(CAMILLE, PHRASE)
    trousseau.add_person(DENIS, PHRASE, ouverture, [Espace.TERRAIN])
    before = path.read_bytes()

    with pytest.raises(AccesRefuse, match="par la personne elle-même"):
        trousseau.change_phrase(DENIS, OTHER, ouverture)

    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("nom", "phrase", "fields"),
    [
        ("c. martin-essai", OTHER, ["nom"]),
        ("  ", "court", ["nom", "phrase"]),
        ("x" * 81, OTHER, ["nom"]),
        ("a\x00b", OTHER, ["nom"]),
        (DENIS, "motdepasse2026", ["phrase"]),
    ],
)
def test_a_new_person_is_refused_by_field_and_nothing_is_written(
    path, trousseau, nom, phrase, fields
):
    before = path.read_bytes()

    with pytest.raises(SaisieRefusee) as caught:
        trousseau.add_person(nom, phrase, trousseau.unlock(CAMILLE, PHRASE), [Espace.TERRAIN])

    assert [error.field for error in caught.value.errors] == fields
    assert path.read_bytes() == before


def test_a_weak_new_phrase_is_refused_and_the_old_one_still_serves(path, trousseau):
    with pytest.raises(SaisieRefusee):
        trousseau.change_phrase(CAMILLE, "court", trousseau.unlock(CAMILLE, PHRASE))

    assert reloaded(path).unlock(CAMILLE, PHRASE).nom == CAMILLE


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
@pytest.mark.parametrize("umask", [0o022, 0o000])
def test_the_file_is_readable_by_its_owner_only(path, umask):
    previous = os.umask(umask)
    try:
        trousseau, _ = Trousseau.create(path, CAMILLE, PHRASE, [TERRAIN], CHEAP)
        trousseau.add_person(DENIS, OTHER, trousseau.unlock(CAMILLE, PHRASE), [])
    finally:
        os.umask(previous)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["trousseau.json"]


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_old_file_and_the_old_state(
    path, trousseau, monkeypatch, step
):
    before = path.read_bytes()
    ouverture = trousseau.unlock(CAMILLE, PHRASE)

    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    target = {
        "write": (trousseau_fichier, "_write_private"),
        "fsync": (trousseau_fichier.os, "fsync"),
        "replace": (trousseau_fichier.Path, "replace"),
    }[step]
    with monkeypatch.context() as patch:
        patch.setattr(*target, full)
        with pytest.raises(EcritureImpossible):
            trousseau.add_person(DENIS, OTHER, ouverture, [Espace.TERRAIN])

    assert path.read_bytes() == before
    assert trousseau.personnes() == (CAMILLE,)
    assert [entry.name for entry in path.parent.iterdir()] == ["trousseau.json"]
    trousseau.add_person(DENIS, OTHER, ouverture, [Espace.TERRAIN])
    assert reloaded(path).personnes() == (CAMILLE, DENIS)


def test_an_existing_file_is_never_replaced_by_a_new_trousseau(path):
    path.write_bytes(b"")

    with pytest.raises(FichierRefuse, match="déjà"):
        Trousseau.create(path, CAMILLE, PHRASE, [TERRAIN], CHEAP)

    assert path.read_bytes() == b""


def test_the_default_cost_meets_the_thresholds_and_is_written_in_the_file(path):
    assert DEFAULT_COST.memory_kib >= 46 * 1024
    assert DEFAULT_COST.iterations >= 3
    trousseau, _ = Trousseau.create(path, CAMILLE, PHRASE, [TERRAIN])

    slots = trousseau_fichier.read(path)
    assert {slots.personnes[0].cost, slots.secours.cost} == {DEFAULT_COST}
    assert trousseau.unlock(CAMILLE, PHRASE).cles[Espace.TERRAIN] == TERRAIN
