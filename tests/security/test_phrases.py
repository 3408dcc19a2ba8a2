import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.paths import resource
from desktop.security import phrases
from desktop.security.phrases import check_phrase, fingerprint, normalise, suggest_phrase

ACCEPTED = (
    "cheval agrafe pile correcte",
    "le chat du gardien dort au soleil",
    "Éléphant rose près du lavoir",
    "vingt-deux mouettes sur le quai",
    "il pleut sur la place du marché",
    "mon vélo bleu grince le jeudi",
    "treize à la douzaine, merci !",
    "xK9#mQ2$vL7@pR",
    "nuage camion tulipe",
    "la tarte aux poireaux de Paulette",
    "rhubarbe-tabouret-volcan",
    "où est passé l’escargot ?",
    "quatre pigeons sur un fil",
    "une clé sous le paillasson vert",
    "ΑΒΓΔ δρόμος προς το σπίτι",
    "дом у реки и старый мост",
    "j'ai perdu mes gants en mars",
    "le rouge-gorge du balcon",
    "mairie annexe bâtiment tordu",
    "wagon zeste girafe étang",
    "pas de lézard sous la table",
    "Kx7 pluie d'orteils",
    "gratin dauphinois brûlé deux fois",
    "papillon2026carotte!zinc",
    "tournevis cruciforme émoussé",
    "3 nains et 7 boulons rouillés",
    "grenouille sous parapluie",
    "a" * 7 + "bcdefgh ijklmno pqr 8 fromages frais",
    "la voisine du cinquième chante faux",
    " ".join(["girouette", "lampion", "brouette"] * 5),
)
REFUSED = (
    "",
    "   ",
    "court",
    "Azerty123!",
    "treize carac.",
    "aaaaaaaaaaaaaaaaaaaa",
    "abababababababab",
    "123456789012345",
    "06 12 34 56 78 90 12",
    "01012026010120260101",
    "11111111111111",
    "azertyuiopqsdfgh",
    "AZERTYUIOPQSDFGHJKLM",
    "qwertyuiopasdfgh",
    "abcdefghijklmnop",
    "ponmlkjihgfedcba",
    "poiuytrezamlkjhgfdsq",
    "motdepassemotdepasse",
    "Motdepasse2026!!",
    "MotDePasse123456",
    "mot de passe 2026",
    "P@ssw0rd123456",
    "password password",
    "bonjour bonjour 1",
    "carnet de quartier",
    "Carnet2026Quartier",
    "Marseille13013!!",
    "soleil2026soleil",
    "chatonchatonchaton",
    "x" * 257,
)


@pytest.mark.parametrize("phrase", ACCEPTED)
def test_a_good_passphrase_is_accepted_without_rule_of_composition(phrase):
    assert check_phrase(phrase) == ()


@pytest.mark.parametrize("phrase", REFUSED)
def test_a_weak_passphrase_is_refused_on_its_field_with_a_sentence(phrase):
    errors = check_phrase(phrase)

    assert [error.field for error in errors] == ["phrase"]
    assert errors[0].message.endswith(".")


def test_the_table_of_candidates_holds_sixty():
    assert len({*ACCEPTED, *REFUSED}) == 60


def test_each_weakness_has_its_own_sentence():
    weak = ("", "court", "1234" * 5, "a" * 20, "azertyuiopqsdfgh", "mot de passe 2026", "é" * 300)

    assert len({check_phrase(phrase)[0].message for phrase in weak}) == len(weak)


@given(st.text(max_size=60))
def test_composed_and_decomposed_typing_give_the_same_bytes(phrase):
    decomposed = unicodedata.normalize("NFD", phrase)

    assert normalise(decomposed) == normalise(phrase)
    assert normalise(f"  {phrase}\n") == normalise(phrase)
    assert normalise(normalise(phrase).decode("utf-8")) == normalise(phrase)


def test_a_no_break_space_counts_as_a_space_and_case_matters():
    assert normalise("chat\u00a0noir") == normalise("chat  noir") == b"chat noir"
    assert normalise("Chat") != normalise("chat")


def test_a_character_that_cannot_be_written_does_not_stop_the_application():
    assert normalise("abc\ud800") == b"abc?"
    check_phrase("\ud800" * 20)


def test_the_word_list_holds_2048_plain_words():
    lines = resource("mots.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]

    assert len(words) == len(set(words)) == 2048
    assert words == sorted(words)
    assert [word for word in words if not re.fullmatch("[a-z]{4,8}", word)] == []
    assert "MPL" in "".join(line for line in lines if line.startswith("#"))


def test_a_suggested_phrase_has_at_least_ninety_bits_and_passes_its_own_check():
    words = set(phrases._words())
    for _ in range(100):
        phrase = suggest_phrase()
        assert len(phrase.split()) * 11 >= 90
        assert set(phrase.split()) <= words
        assert check_phrase(phrase) == ()
    assert suggest_phrase() != suggest_phrase()


def test_a_fingerprint_is_six_words_and_frozen_for_all_postes():
    assert fingerprint(b"a") == FROZEN
    assert len(fingerprint(b"")) == 6
    assert fingerprint(b"a") != fingerprint(b"b")


FROZEN = ("barbecue", "pieuvre", "savate", "glissade", "acanthe", "ours")
