"""What the guard of free texts notices, and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.vie_privee import Indice, indices, warning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Appeler le 06 39 98 12 34", Indice.TELEPHONE),
        ("01.99.00.12.34", Indice.TELEPHONE),
        ("+33 6 39 98 12 34", Indice.TELEPHONE),
        ("0639981234", Indice.TELEPHONE),
        ("écrire à essai.nom@exemple.fr", Indice.COURRIEL),
        ("Clio AA-123-AB devant l’entrée", Indice.PLAQUE),
        ("AB 123 CD", Indice.PLAQUE),
        ("Selon Mme Durand-Essai, depuis lundi", Indice.NOM),
        ("M. ESSAI gêne le passage", Indice.NOM),
        ("Monsieur Essai", Indice.NOM),
        ("Porte 12, Essai", Indice.PORTE),
        ("appartement 4B chez Durand", Indice.PORTE),
        ("appt 12 – famille Essai", Indice.PORTE),
        ("un voisin malade", Indice.SENSIBLE),
        ("des MUSULMANS", Indice.SENSIBLE),
    ],
)
def test_what_may_name_a_person_is_noticed(text, expected):
    assert indices([text]) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Deux matelas contre la clôture, côté chemin de l’école.",
        "Lampadaire 0412 éteint, 12 mètres de trottoir, le 12/11/2026 à 15:42",
        "PRO-06, constat BEI-2026-2-B017",
        "Porte 12 cassée, groom arraché",
        "Bâtiment C, entrée 3, 4 rue de l’Essai",
        "m. de large",
        "Passage difficile pour les personnes à mobilité réduite",
        "Fuite de 20 m3 par jour, DN 100, E 10 200",
        "romarin, arabesque, cancérigène",
    ],
)
def test_what_officers_write_every_day_is_left_alone(text):
    assert indices([text]) == ()


def test_several_texts_make_one_sentence_of_french():
    found = indices(["Mme Essai", "06 39 98 12 34", "Mme Durand"])

    assert found == (Indice.TELEPHONE, Indice.NOM)
    assert warning(found) == (
        "À relire avant diffusion : ce texte semble contenir un numéro de téléphone et le nom "
        "d’une personne."
    )
    assert warning(()) == ""


@given(st.text(max_size=400))
def test_any_text_is_read_without_fault(text):
    assert set(indices([text])) <= set(Indice)
