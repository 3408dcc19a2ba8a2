"""Free texts say nothing of health, religion, origin, conviction, and no insult (V5)."""

from __future__ import annotations

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.texte_garde import FERMES, LIBRES, TEXTE_MAX, check_libres
from desktop.models import entities
from desktop.storage.texte_garde import garde
from desktop.texts.relogement import CHAMPS, CODES_MULTIPLES

SHARED = {"membre", "poste", "nomenclature", "parametre", "bareme"}
"""Tables that speak of no ménage."""


def found(text):
    return [(one.mot, one.famille.code) for one in garde().trouver(text)]


@pytest.mark.parametrize(
    ("text", "word", "family"),
    [
        ("Mme est diabétique depuis 2010", "diabétique", "SANTE"),
        ("sa MALADIE l’empêche de monter", "MALADIE", "SANTE"),
        ("deux enfants handicapés", "handicapés", "SANTE"),
        ("a des problèmes de santé", "problèmes de santé", "SANTE"),
        ("Monsieur est hospitalisé", "hospitalisé", "SANTE"),
        ("atteinte d’une sclérose en plaques", "sclérose en plaques", "SANTE"),
        ("famille musulmane", "musulmane", "RELIGION"),
        ("mange halal", "halal", "RELIGION"),
        ("d’origine italienne", "origine", "ORIGINE"),
        ("famille algérienne", "algérienne", "ORIGINE"),
        ("les gitans du bâtiment B", "gitans", "ORIGINE"),
        ("sa nationalité n’est pas connue", "nationalité", "ORIGINE"),
        ("c’est un menteur", "menteur", "INSULTE"),
        ("quelle feignante", "feignante", "INSULTE"),
        ("vote pour le maire", "vote pour", "CONVICTION"),
        ("syndicaliste très actif", "syndicaliste", "CONVICTION"),
        ("sort de prison", "prison", "INFRACTION"),
        ("Madame est enceinte de six mois", "enceinte", "SANTE"),
        ("sous antidépresseurs depuis mars", "antidépresseurs", "SANTE"),
        ("il boit, dit la voisine", "il boit", "SANTE"),
        ("quel con", "con", "INSULTE"),
        ("syndiqués tous les deux", "syndiqués", "CONVICTION"),
        ("un voisin noir de peau", "noir de peau", "ORIGINE"),
    ],
)
def test_what_is_never_written_is_found_as_it_was_typed(text, word, family):
    assert (word, family) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "habite 12 rue de la Santé",
        "rendez-vous place des Juifs, au centre de santé",
        "cherche près du centre de santé et de la pharmacie",
        "arrêt Hôpital, ligne 5",
        "avenue d’Arménie, résidence du Chinois",
        "logement d’origine trop petit, bail d’origine de 1998",
        "cuisine d’origine, fenêtre aveugle sur cour",
        "le retard est à l’origine du litige",
        "son fils travaille à l’étranger jusqu’en mars",
        "attestation de l’assurance maladie manquante",
        "veut rester dans l’enceinte de la résidence",
        "le mur d’enceinte du jardin est fissuré, mur noir de moisissure",
        "rendez-vous devant la mosquée, à l’arrêt Convention",
        "ascenseur indispensable, douche de plain-pied",
        "interprète nécessaire, besoin d’un interlocuteur",
        "démarches administratives à accompagner",
        "logement à désencombrer avec aide",
        "mutuelle et impôts à jour, plan d’apurement respecté",
        "ne veut pas quitter le quartier à cause de l’école",
        "colère à la réunion publique, demande des engagements écrits",
        "voisine bruyante au 3e, sonnette en panne",
        "salle de bains à refaire, porte condamnée",
        "document détenu par le bailleur",
        "cône de chantier devant l’entrée, romarin sur le balcon",
        "",
    ],
)
def test_ordinary_words_of_the_trade_pass(text):
    assert found(text) == []


def test_a_refusal_names_the_word_and_says_what_to_write_instead():
    [error] = check_libres("contact", {"note": "Mme est dépressive"}, garde())

    assert error.field == "note"
    assert error.message == (
        "« dépressive » touche à la santé : cela ne s’écrit pas ici. Notez l’aménagement "
        "nécessaire dans « Besoins d’aménagement » : « ascenseur indispensable ». "
        "Rien n’a été perdu."
    )


def test_a_text_of_501_signs_is_too_long():
    assert check_libres("contact", {"note": "a" * TEXTE_MAX}, garde()) == ()
    [error] = check_libres("contact", {"note": "a" * (TEXTE_MAX + 1)}, garde())
    assert "501 signes" in error.message


@pytest.mark.parametrize(
    ("entity", "name"), [(entity, name) for entity, names in LIBRES.items() for name in names]
)
def test_each_free_text_is_guarded(entity, name):
    [error] = check_libres(entity, {name: "il est alcoolique"}, garde())

    assert error.field == name


def test_every_text_column_is_either_guarded_or_closed():
    from sqlalchemy import Text

    unknown = []
    for table in entities(Espace.RELOGEMENT).values():
        entity = table.__tablename__
        if entity in SHARED:
            continue
        for column in table.__table__.columns:
            name = column.name
            if type(column.type) is not Text or name in {"id", "racine"} or name.endswith("_id"):
                continue
            closed = name in FERMES or (entity, name) in CODES_MULTIPLES
            if (name in LIBRES.get(entity, ())) == closed:
                unknown.append(f"{entity}.{name}")

    assert unknown == [], "say whether it is a free text (LIBRES) or not (FERMES)"


def test_the_guard_names_fields_that_exist():
    for entity, names in LIBRES.items():
        assert set(names) <= set(CHAMPS[entity]), entity
