"""Every stored code and every synced field has its French words."""

import dataclasses
import inspect
import re
from enum import Enum

import pytest

from desktop import texts
from desktop.domain import codes, drafts
from desktop.domain.espaces import Espace
from desktop.domain.relogement import codes as codes_relogement
from desktop.domain.relogement import drafts as dossier
from desktop.domain.relogement import drafts_enquete as enquete
from desktop.domain.relogement import drafts_offre as offre

CODE_CLASSES = [
    member
    for module in (codes, codes_relogement)
    for _, member in inspect.getmembers(module, inspect.isclass)
    if issubclass(member, Enum) and member.__module__ == module.__name__
]
DRAFTS = {
    "quartier": drafts.QuartierDraft,
    "structure": drafts.StructureDraft,
    "marche": drafts.MarcheDraft,
    "constat": drafts.ConstatDraft,
    "micro_site": drafts.MicroSiteDraft,
    "equipement": drafts.EquipementDraft,
    "batiment": dossier.BatimentDraft,
    "logement": dossier.LogementDraft,
    "menage": dossier.MenageDraft,
    "occupant": dossier.OccupantDraft,
    "contact": dossier.ContactDraft,
    "rendez_vous": dossier.RendezVousDraft,
    "tache": dossier.TacheDraft,
    "ressource": enquete.RessourceDraft,
    "depense": enquete.DepenseDraft,
    "dette": enquete.DetteDraft,
    "besoin_adaptation": enquete.BesoinAdaptationDraft,
    "souhait": enquete.SouhaitDraft,
    "demande_logement": enquete.DemandeLogementDraft,
    "recours_dalo": enquete.RecoursDaloDraft,
    "fragilite": enquete.FragiliteDraft,
    "mesure": enquete.MesureDraft,
    "piece": enquete.PieceDraft,
    "bailleur": offre.BailleurDraft,
    "logement_disponible": offre.LogementDisponibleDraft,
    "proposition": offre.PropositionDraft,
    "relogement": offre.RelogementDraft,
    "demenagement": offre.DemenagementDraft,
    "travaux": offre.TravauxDraft,
    "suivi_post": offre.SuiviPostDraft,
    "enquete_satisfaction": offre.EnqueteSatisfactionDraft,
}


@pytest.mark.parametrize("code_class", [*CODE_CLASSES, Espace])
def test_every_code_has_a_label_of_its_own(code_class):
    table = texts.LABELS[code_class]

    assert list(table) == list(code_class)
    assert len(set(table.values())) == len(table)


@pytest.mark.parametrize("code_class", [*CODE_CLASSES, Espace])
def test_labels_are_french_words_without_typewriter_apostrophe(code_class):
    for words in texts.LABELS[code_class].values():
        assert words == words.strip()
        assert words[0].isupper()
        assert not re.search(r"'|_", words)


@pytest.mark.parametrize("entity", DRAFTS)
def test_every_field_of_a_draft_has_a_label(entity):
    fields = {field.name for field in dataclasses.fields(DRAFTS[entity])}

    assert fields - {field for name, field in texts.CHAMPS if name == entity} == set()


def test_layers_of_a_photo_are_told_in_words_and_a_damaged_one_as_it_is():
    zones = '[{"forme":"ELLIPSE","style":"PLEIN","x":1250,"y":800,"l":900,"h":1100}]'
    drawn = (
        '[{"genre":"TEXTE","couleur":"JAUNE","x":1,"y":1,"x2":1,"y2":1,"texte":"Ici"},'
        '{"genre":"FLECHE","couleur":"ROUGE","x":1,"y":1,"x2":9,"y2":9}]'
    )

    told = [
        texts.value_text("photo", field, value).replace("\u202f", " ").replace("\xa0", " ")
        for field, value in (
            ("masques", zones),
            ("masques", '[{"forme":"LASSO"}]'),
            ("annotations", drawn),
            ("masques", "{"),
        )
    ]

    assert told == [
        "1 zone : ellipse, aplat, à 12,5 % et 8,0 % (9,0 % sur 11,0 %)",
        "1 zone : 1 zone inconnue",
        "2 annotations : texte jaune « Ici » ; flèche rouge",
        "{",
    ]


def test_fields_given_by_the_application_have_labels_too():
    assert texts.CHAMPS["constat", "numero"] == "Numéro"
    assert texts.CHAMPS["constat", "etat"] == "État"
    assert texts.CHAMPS["menage", "reference"] == "Référence"
    assert texts.CHAMPS["photo", "legende"] == "Légende"


def test_entities_and_fields_name_the_same_tables():
    assert set(texts.ENTITES) == {entity for entity, _ in texts.CHAMPS}


def test_every_field_with_a_code_is_worded_by_its_own_class():
    for (entity, field), code_class in texts._CODES.items():
        assert (entity, field) in texts.CHAMPS
        code = next(iter(code_class))
        assert texts.value_text(entity, field, code.value) == texts.LABELS[code_class][code]


@pytest.mark.parametrize(
    ("entity", "field", "value", "words"),
    [
        ("constat", "etat", "A_QUALIFIER", "À qualifier"),
        ("constat", "gravite", 4, "Danger immédiat"),
        ("constat", "gravite", None, "non renseigné"),
        ("constat", "lieu", "", "non renseigné"),
        ("constat", "texte", "Banc cassé", "Banc cassé"),
        ("constat", "lat_e7", 435209500, "43,52095°"),
        ("constat", "etat", "ETAT_DE_2031", "ETAT_DE_2031"),
        ("constat", "champ_de_2031", 12, "12"),
        ("micro_site", "eclairage", True, "oui"),
        ("micro_site", "eclairage", False, "non"),
        ("micro_site", "bancs", 0, "0"),
        ("marche", "date_prevue", "2026-11-01", "1er\u00a0novembre\u00a02026"),
        ("marche", "date_prevue", "demain", "demain"),
        ("logement", "loyer", "1930", "1\u202f930,00\u00a0€"),
        ("logement", "loyer", "beaucoup", "beaucoup"),
        ("logement", "surface", "62.5", "62,50\u00a0m²"),
        ("logement", "etage", 0, "RDC"),
        ("equipement", "longueur_cm", 2450, "24,50\u00a0m"),
        ("contact", "duree_min", 20, "20\u00a0min"),
        (
            "contact",
            "horodatage",
            "2026-11-05T13:05:00+00:00",
            "5\u00a0novembre\u00a02026 à 14\u00a0h\u00a005",
        ),
        ("photo", "prise_le", "illisible", "illisible"),
        ("photo", "largeur", 2000, "2\u202f000\u00a0px"),
    ],
)
def test_a_value_of_the_log_reads_as_french(entity, field, value, words):
    assert texts.value_text(entity, field, value) == words


def test_label_words_a_code_or_its_absence():
    assert texts.label(codes_relogement.Typologie.T1_BIS) == "T1 bis"
    assert texts.label(None) == "non renseigné"
