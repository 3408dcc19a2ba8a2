"""The states of a constat: the table of gusp-microsites 1.3, written here a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from desktop.domain.codes import (
    CanalTransmission,
    EtatConstat,
    FamilleStructure,
    Gravite,
    LeveeMode,
    MotifSansSuite,
    Polarite,
)
from desktop.domain.diagnostics.etats import OUVERTS, TRANSITIONS, VIES, onward, transition
from desktop.domain.diagnostics.transitions import (
    FaitsConstat,
    check_transition,
    target_day,
    too_late,
    written,
)
from desktop.domain.drafts import TransitionDraft
from tests.unit.test_priorite import RULES

TODAY = date(2026, 11, 28)
E = EtatConstat
OPEN = [
    "OUVERT",
    "TRANSMIS",
    "CONTESTE",
    "PRIS_EN_CHARGE",
    "PROGRAMME",
    "EN_COURS",
    "REALISE_DECLARE",
]
TABLE = {
    1: ([None], "BROUILLON"),
    2: ([None], "A_QUALIFIER"),
    3: (["BROUILLON", "A_QUALIFIER"], "OUVERT"),
    4: (["OUVERT"], "TRANSMIS"),
    5: (["TRANSMIS"], "CONTESTE"),
    6: (["CONTESTE"], "OUVERT"),
    7: (["TRANSMIS"], "PRIS_EN_CHARGE"),
    8: (["TRANSMIS", "PRIS_EN_CHARGE"], "PROGRAMME"),
    9: (["TRANSMIS", "PRIS_EN_CHARGE", "PROGRAMME"], "EN_COURS"),
    10: (["TRANSMIS", "PRIS_EN_CHARGE", "PROGRAMME", "EN_COURS"], "REALISE_DECLARE"),
    11: (OPEN, "LEVE"),
    12: (["REALISE_DECLARE"], "OUVERT"),
    13: (OPEN, "SANS_SUITE"),
    14: (["BROUILLON", "A_QUALIFIER", *OPEN, "LEVE", "SANS_SUITE"], "FUSIONNE"),
    15: (["LEVE", "SANS_SUITE"], "OUVERT"),
}
OTHERS = {
    ("FORT", "RELEVE"): ["CONFIRME"],
    ("FORT", "CONFIRME"): ["PERDU"],
    ("NEUTRE", "RELEVE"): ["TRANSMIS"],
    ("NEUTRE", "TRANSMIS"): ["RETENU", "NON_RETENU"],
    ("PROPOSITION", "RELEVE"): ["TRANSMIS"],
    ("PROPOSITION", "TRANSMIS"): ["RETENU", "NON_RETENU"],
}
ALLOWED = {
    ("FAIBLE", start, end): rank for rank, (starts, end) in TABLE.items() for start in starts
} | {(kind, start, end): 0 for (kind, start), ends in OTHERS.items() for end in ends}

WHOLE = TransitionDraft(
    date_transmission=TODAY,
    canal_transmission=CanalTransmission.MAIL,
    destinataire="Service ESSAI",
    motif_contestation="Parcelle privée",
    gestionnaire_id="autre",
    date_reponse=TODAY,
    date_prevue=TODAY + timedelta(days=30),
    date_travaux=TODAY,
    date_realise=TODAY,
    date_levee=TODAY,
    levee_par="Agent ESSAI",
    levee_mode=LeveeMode.SUR_PLACE,
    photo_id="photo",
    motif_sans_suite=MotifSansSuite.NON_FONDE,
    motif_texte="Rien à cet endroit",
    motif_reouverture="De nouveau cassé",
    cible_id="cible",
)
FACTS = FaitsConstat(
    etat=E.OUVERT, gestionnaire_id="g", gestionnaire="Ville ESSAI", famille=FamilleStructure.VV
)
STARTS = list(product(Polarite, [None, *EtatConstat]))


@pytest.mark.parametrize(("polarite", "start"), STARTS)
def test_a_pair_of_states_is_allowed_when_the_table_names_it_and_refused_otherwise(polarite, start):
    for end in EtatConstat:
        line = transition(polarite, start, end)

        assert (line.rang if line else None) == ALLOWED.get((polarite, start, end)), end


def test_fifteen_transitions_and_the_short_lives_are_all_there():
    assert sorted({line.rang for line in TRANSITIONS}) == list(range(16))
    assert len([line for line in TRANSITIONS if line.rang]) == 15
    assert {state.value for state in OUVERTS} == set(OPEN)


@pytest.mark.parametrize("polarite", Polarite)
def test_a_life_never_leaves_the_states_of_its_polarite(polarite):
    for state in VIES[polarite]:
        assert {line.vers for line in onward(polarite, state)} <= VIES[polarite]


REQUIRED = {
    4: ["date_transmission", "canal_transmission", "destinataire"],
    5: ["motif_contestation"],
    6: ["gestionnaire_id"],
    7: ["date_reponse"],
    8: ["date_prevue"],
    9: ["date_travaux"],
    10: ["date_realise"],
    11: ["date_levee", "levee_par", "levee_mode"],
    12: ["photo_id"],
    13: ["motif_sans_suite", "motif_texte"],
    14: ["cible_id"],
    15: ["motif_reouverture"],
}


def line_of(rank):
    return next(line for line in TRANSITIONS if line.rang == rank)


def refused(line, draft, facts=FACTS):
    return [error.field for error in check_transition(line, draft, facts, TODAY)]


@pytest.mark.parametrize("rank", REQUIRED)
def test_a_transition_with_all_its_fields_is_accepted(rank):
    assert refused(line_of(rank), WHOLE) == []


@pytest.mark.parametrize(
    ("rank", "name"), [(rank, name) for rank, names in REQUIRED.items() for name in names]
)
def test_each_mandatory_field_is_asked_for_by_name(rank, name):
    empty = getattr(TransitionDraft(), name)

    assert refused(line_of(rank), replace(WHOLE, **{name: empty})) == [name]


@pytest.mark.parametrize("rank", REQUIRED)
def test_nothing_typed_names_every_mandatory_field(rank):
    found = refused(line_of(rank), TransitionDraft())

    assert found[: len(REQUIRED[rank])] == REQUIRED[rank]


def test_opening_names_what_keeps_a_constat_to_qualify():
    facts = replace(FACTS, etat=E.A_QUALIFIER, manque=("item", "position", "foncier"))

    assert refused(line_of(3), TransitionDraft(), facts) == ["item", "position", "foncier"]


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"levee_mode": LeveeMode.DECLARATIF}, ["levee_mode"]),
        ({"levee_par": " ville essai "}, ["levee_par"]),
        ({"photo_id": None}, ["photo_id"]),
        ({"photo_id": None, "sans_photo": True}, ["levee_motif"]),
        ({"photo_id": None, "sans_photo": True, "levee_motif": "Nuit"}, []),
        (
            {
                "photo_id": None, "sans_photo": True, "levee_motif": "Nuit",
                "levee_mode": LeveeMode.PHOTO_GESTIONNAIRE,
            },
            ["photo_id"],
        ),
        ({"date_levee": TODAY + timedelta(days=1)}, ["date_levee"]),
    ],
)  # fmt: skip
def test_a_levee_is_seen_by_somebody_else_who_can_show_it(change, fields):
    assert refused(line_of(11), replace(WHOLE, **change)) == fields


def test_a_photo_apres_already_there_is_enough():
    facts = replace(FACTS, photos_apres=1)

    assert refused(line_of(11), replace(WHOLE, photo_id=None), facts) == []


@pytest.mark.parametrize("famille", [FamilleStructure.INC, None])
def test_nobody_knows_whom_to_send_it_to(famille):
    assert refused(line_of(4), WHOLE, replace(FACTS, famille=famille)) == ["destinataire"]


def test_a_contested_constat_goes_to_another_gestionnaire():
    assert refused(line_of(6), replace(WHOLE, gestionnaire_id="g")) == ["gestionnaire_id"]


def test_the_words_of_a_motive_have_ten_characters():
    assert refused(line_of(13), replace(WHOLE, motif_texte="  123456789 ")) == ["motif_texte"]
    assert refused(line_of(13), replace(WHOLE, motif_texte="1234567890")) == []


def test_a_cost_is_not_negative_and_a_planned_day_may_lie_ahead():
    assert refused(line_of(8), replace(WHOLE, cout=Decimal(-1))) == ["cout"]
    assert refused(line_of(8), replace(WHOLE, cout=Decimal(1))) == []
    assert refused(line_of(4), replace(WHOLE, date_transmission=date(2027, 1, 1))) == [
        "date_transmission"
    ]


@pytest.mark.parametrize(("days", "refuses"), [(0, None), (29, None), (30, 30), (400, 400)])
def test_a_constat_is_reopened_within_the_days_of_the_espace(days, refuses):
    facts = replace(FACTS, etat=E.LEVE, date_cloture=TODAY - timedelta(days=days))

    assert too_late(line_of(15), facts, TODAY, RULES) == refuses
    assert too_late(line_of(11), facts, TODAY, RULES) is None
    assert too_late(line_of(15), replace(facts, date_cloture=None), TODAY, RULES) is None


def test_a_transition_writes_its_fields_and_empties_what_no_longer_holds():
    lifted = written(line_of(11), replace(WHOLE, levee_motif="oublié"), TODAY)
    again = written(line_of(15), WHOLE, TODAY)

    assert lifted["etat"] is E.LEVE
    assert (lifted["date_levee"], lifted["date_cloture"]) == (TODAY, TODAY)
    assert lifted["levee_motif"] is None
    assert "photo_id" not in lifted
    assert again["motif_reouverture"] == "De nouveau cassé"
    assert {again[name] for name in ("date_levee", "date_cloture", "motif_sans_suite")} == {None}
    assert "cout" not in written(line_of(8), WHOLE, TODAY)


@pytest.mark.parametrize(("gravite", "days"), [(1, 180), (2, 30), (3, 7), (4, 1)])
def test_the_delai_cible_follows_the_gravity(gravite, days):
    delay = target_day(EtatConstat.TRANSMIS, Gravite(gravite), TODAY, RULES)

    assert delay == TODAY + timedelta(days=days)


def test_no_gravity_no_delay():
    assert target_day(EtatConstat.OUVERT, None, TODAY, RULES) is None
    assert target_day(EtatConstat.OUVERT, Gravite.MINEUR, None, RULES) is None
    assert target_day(EtatConstat.A_QUALIFIER, Gravite.MINEUR, TODAY, RULES) is None
