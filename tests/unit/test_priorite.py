"""Priority and default gestionnaire of a constat."""

from __future__ import annotations

import tomllib
from itertools import product

import pytest

from desktop.domain.codes import (
    Exposition,
    FamilleStructure,
    Foncier,
    Gravite,
    Priorite,
    Recurrence,
)
from desktop.domain.diagnostics.gestionnaires import GestionnairePropose, propose_gestionnaire
from desktop.domain.diagnostics.priorite import computed_priority, priority_score
from desktop.domain.diagnostics.records import ItemRecord, StructureRecord
from desktop.domain.parametres import Parametres
from desktop.paths import resource

with resource("parametres", "terrain.toml").open("rb") as file:
    SHIPPED = {entry["code"]: entry["valeur"] for entry in tomllib.load(file)["parametre"]}
RULES = Parametres.of(SHIPPED, {})
F = FamilleStructure


@pytest.mark.parametrize(
    ("gravite", "exposition", "recurrence", "expected"),
    [
        (1, 0, Recurrence.PREMIERE_FOIS, Priorite.P4),
        (1, 1, Recurrence.PREMIERE_FOIS, Priorite.P4),
        (1, 1, Recurrence.DEJA_SIGNALE, Priorite.P3),
        (2, 1, Recurrence.PREMIERE_FOIS, Priorite.P3),
        (2, 1, Recurrence.DEJA_SIGNALE, Priorite.P3),
        (2, 1, Recurrence.RECIDIVE, Priorite.P2),
        (2, 2, Recurrence.CHRONIQUE, Priorite.P1),
        (3, 2, Recurrence.PREMIERE_FOIS, Priorite.P2),
        (3, 1, Recurrence.CHRONIQUE, Priorite.P1),
        (4, 0, Recurrence.PREMIERE_FOIS, Priorite.P1),
        (1, None, None, Priorite.P4),
        (2, None, None, Priorite.P3),
        (None, 2, Recurrence.CHRONIQUE, None),
    ],
)
def test_the_priority_is_that_of_the_score(gravite, exposition, recurrence, expected):
    given = (
        None if gravite is None else Gravite(gravite),
        None if exposition is None else Exposition(exposition),
        recurrence,
    )

    assert computed_priority(*given, RULES) is expected


def test_the_thresholds_are_those_of_the_espace():
    strict = Parametres.of(SHIPPED, {"priorite_1_score": "3", "priorite_2_score": "2"})

    assert computed_priority(Gravite(2), Exposition(1), None, strict) is Priorite.P1
    assert computed_priority(Gravite(1), Exposition(1), None, strict) is Priorite.P2


def test_more_of_anything_never_lowers_a_priority():
    for gravite, exposition, recurrence in product(Gravite, Exposition, Recurrence):
        score = priority_score(gravite, exposition, recurrence)
        for worse in Gravite:
            if worse > gravite:
                assert priority_score(worse, exposition, recurrence) > score
                assert (
                    computed_priority(worse, exposition, recurrence, RULES)
                    <= computed_priority(gravite, exposition, recurrence, RULES)
                )  # fmt: skip


def item(public: F | None, bailleur: F | None) -> ItemRecord:
    return ItemRecord(
        code="PRO-06", theme="PRO", libelle="Essai", famille_public=public,
        famille_bailleur=bailleur, axe_tfpb=None, service_code="", gravite_forcee=None,
    )  # fmt: skip


def in_use(*familles: F) -> list[StructureRecord]:
    return [
        StructureRecord(id=f"{famille.value}{rank}", nom="", famille=famille)
        for rank, famille in enumerate(familles, 1)
    ]


TEAM = in_use(F.VP, F.MC, F.BA, F.BA, F.SY, F.CD)


@pytest.mark.parametrize(
    ("families", "foncier", "expected"),
    [
        ((F.MC, F.BA), Foncier.PUBLIC_VILLE, ("MC2", ("MC2",))),
        ((F.MC, F.BA), Foncier.PUBLIC_METROPOLE, ("MC2", ("MC2",))),
        ((F.MC, F.BA), Foncier.PUBLIC_DEPARTEMENT, ("MC2", ("MC2", "CD6"))),
        ((F.MC, F.BA), Foncier.PRIVE_BAILLEUR, (None, ("BA3", "BA4"))),
        ((F.MC, F.BA), Foncier.PRIVE_COPROPRIETE, ("SY5", ("SY5",))),
        ((F.MC, F.MC), Foncier.PRIVE_COPROPRIETE, ("MC2", ("MC2", "SY5"))),
        ((F.MC, F.BA), Foncier.PRIVE_OUVERT_AU_PUBLIC, (None, ("MC2", "BA3", "BA4"))),
        ((F.MC, F.BA), Foncier.RETROCESSION_EN_COURS, (None, ("MC2", "BA3", "BA4"))),
        ((F.MC, F.BA), Foncier.INCONNU, (None, ("MC2", "BA3", "BA4"))),
        ((F.MC, F.BA), None, (None, ("MC2", "BA3", "BA4"))),
        ((F.MC, F.MC), Foncier.INCONNU, ("MC2", ("MC2",))),
        ((None, F.BA), Foncier.PUBLIC_VILLE, (None, ())),
        ((F.PN, F.PN), Foncier.PUBLIC_VILLE, (None, ())),
    ],
)
def test_the_gestionnaire_proposed_is_the_only_one_of_its_family(families, foncier, expected):
    found = propose_gestionnaire(item(*families), foncier, TEAM)

    assert (found.defaut, found.candidats) == expected


def test_nothing_is_proposed_before_the_item_is_known():
    assert propose_gestionnaire(None, Foncier.PUBLIC_VILLE, TEAM) == GestionnairePropose()
