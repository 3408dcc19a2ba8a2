"""The figures of a compte rendu: honest, each constat in one place only (1.3, 1.4, 7.4 check 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.codes import (
    EtatConstat,
    Gravite,
    MotifSansSuite,
    NoteItem,
    Polarite,
    Priorite,
    VerdictRevue,
)
from desktop.domain.diagnostics import compte_rendu as cr
from desktop.domain.diagnostics.compte_rendu import Suite
from desktop.domain.diagnostics.parcours import ArretRecord
from desktop.domain.diagnostics.records import ConstatRecord, EtapesConstat, ThemeRecord
from desktop.domain.drafts import ArretDraft, ConstatDraft
from desktop.domain.records import Trace
from desktop.reports.chiffres import share

WALK = date(2026, 11, 12)


def constat(rank: int = 1, etat=EtatConstat.OUVERT, **changes) -> ConstatRecord:
    given = {
        "id": f"c{rank}", "draft": ConstatDraft(), "numero": f"BEI-2026-1-A{rank:03}",
        "etat": etat, "marche_numero": "BEI-2026-1", "theme": "PRO", "theme_libelle": "Propreté",
        "gravite": Gravite.MODERE, "gestionnaire": "", "texte": "", "lieu": "", "nb_photos": 0,
        "trace": Trace(auteur="", poste="", modifie_ms=0), "priorite": Priorite.P3,
    }  # fmt: skip
    return ConstatRecord(**given | changes)


def stop(rank: int) -> ArretRecord:
    return ArretRecord(
        id=f"a{rank}", draft=ArretDraft(), ordre=rank, nom=f"Arrêt {rank}", consigne="",
        sensible=None, position=None,
    )  # fmt: skip


etats = st.sampled_from(list(EtatConstat))
verdicts = st.none() | st.sampled_from(list(VerdictRevue))


@given(st.lists(etats))
def test_declared_mended_never_counts_as_mended(states):
    group = [constat(rank, etat) for rank, etat in enumerate(states)]
    declared = [replace(one, etat=EtatConstat.REALISE_DECLARE) for one in group]

    assert cr.mended(declared, WALK) == []
    assert {one.etat for one in cr.mended(group, WALK)} <= {EtatConstat.LEVE}


def test_declaring_one_more_changes_neither_the_rate_nor_its_base():
    group = [constat(1, EtatConstat.LEVE), constat(2), constat(3)]
    said = [*group[:2], replace(group[2], etat=EtatConstat.REALISE_DECLARE)]

    assert len(cr.mended(group, WALK)) == len(cr.mended(said, WALK)) == 1
    assert len(cr.base_of_rate(group)) == len(cr.base_of_rate(said)) == 3
    assert len(cr.declared(said)) == 1


def test_a_levee_after_the_marche_does_not_count_for_it():
    late = constat(1, EtatConstat.LEVE, etapes=EtapesConstat(date_levee=date(2026, 11, 13)))
    same_day = constat(2, EtatConstat.LEVE, etapes=EtapesConstat(date_levee=WALK))

    assert cr.mended([late, same_day], WALK) == [same_day]
    assert cr.mended([late, same_day], None) == [late, same_day]


def test_the_base_of_the_rate_leaves_out_doublons_and_what_was_not_founded():
    unfounded = EtapesConstat(motif_sans_suite=MotifSansSuite.NON_FONDE)
    refused = EtapesConstat(motif_sans_suite=MotifSansSuite.REFUS_GESTIONNAIRE)
    group = [
        constat(1),
        constat(2, EtatConstat.FUSIONNE),
        constat(3, EtatConstat.SANS_SUITE, etapes=unfounded),
        constat(4, EtatConstat.SANS_SUITE, etapes=refused),
        constat(5, polarite=Polarite.FORT),
    ]

    assert [one.id for one in cr.base_of_rate(group)] == ["c1", "c4"]


@given(st.lists(st.tuples(etats, verdicts, st.sampled_from(list(Polarite)))))
def test_each_faiblesse_of_before_is_in_one_group_only(given_ones):
    group = [
        constat(rank, etat, polarite=polarite)
        for rank, (etat, _, polarite) in enumerate(given_ones)
    ]
    seen = {f"c{rank}": verdict for rank, (_, verdict, _) in enumerate(given_ones) if verdict}

    shared = cr.suites(group, seen)

    placed = [one.id for ones in shared.values() for one in ones]
    assert sorted(placed) == sorted(one.id for one in cr.faiblesses(group))
    assert all(one.etat is EtatConstat.LEVE for one in shared.get(Suite.LEVE, []))


@pytest.mark.parametrize(
    ("etat", "verdict", "said"),
    [
        (EtatConstat.LEVE, VerdictRevue.PERSISTE, Suite.LEVE),
        (EtatConstat.OUVERT, VerdictRevue.LEVE, Suite.VU_LEVE),
        (EtatConstat.REALISE_DECLARE, VerdictRevue.LEVE, Suite.VU_LEVE),
        (EtatConstat.REALISE_DECLARE, VerdictRevue.PERSISTE, Suite.PERSISTE),
        (EtatConstat.REALISE_DECLARE, None, Suite.DECLARE),
        (EtatConstat.REALISE_DECLARE, VerdictRevue.NON_VU, Suite.DECLARE),
        (EtatConstat.TRANSMIS, VerdictRevue.AGGRAVE, Suite.AGGRAVE),
        (EtatConstat.TRANSMIS, VerdictRevue.NON_VU, Suite.NON_VU),
        (EtatConstat.TRANSMIS, None, Suite.SANS_REVUE),
    ],
)
def test_what_a_constat_has_become(etat, verdict, said):
    assert cr.suite(constat(1, etat), verdict) is said


def test_the_most_urgent_come_by_priority_then_gravity_and_closed_ones_not_at_all():
    group = [
        constat(1, priorite=Priorite.P2, gravite=Gravite.MAJEUR),
        constat(2, priorite=Priorite.P1, gravite=Gravite.MODERE),
        constat(3, priorite=Priorite.P1, gravite=Gravite.DANGER),
        constat(4, EtatConstat.LEVE, priorite=Priorite.P1, gravite=Gravite.DANGER),
        constat(5, EtatConstat.SANS_SUITE, priorite=Priorite.P1),
        constat(6, polarite=Polarite.FORT, priorite=None, gravite=None),
        constat(7, EtatConstat.REALISE_DECLARE, priorite=Priorite.P4),
    ]

    assert [one.id for one in cr.most_urgent(group)] == ["c3", "c2", "c1", "c7"]
    assert len(cr.most_urgent([constat(rank) for rank in range(9)])) == 5


def test_a_lost_point_fort_is_not_shown_and_a_confirmed_one_comes_first():
    group = [
        constat(rank, etat, polarite=Polarite.FORT)
        for rank, etat in enumerate((EtatConstat.RELEVE, EtatConstat.PERDU, EtatConstat.CONFIRME))
    ]

    assert [one.id for one in cr.best_points(group)] == ["c2", "c0"]


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("", None),
        (["SO", "NV"], None),
        (["3"], 100),
        (["0"], 0),
        (["3", "2", "SO", "NV"], 83),
        (["2", "1", "0"], 33),
    ],
)
def test_the_score_of_a_stop_counts_only_what_was_rated(notes, expected):
    assert cr.score(NoteItem(note) for note in notes) == expected


def test_constats_follow_the_stops_and_the_others_come_last():
    group = [
        constat(1, draft=ConstatDraft(arret_id="a2")),
        constat(2),
        constat(3, draft=ConstatDraft(arret_id="a1")),
        constat(4, draft=ConstatDraft(arret_id="a2")),
        constat(5, draft=ConstatDraft(arret_id="d’un autre parcours")),
    ]

    shared = cr.along_the_stops(group, [stop(1), stop(2), stop(3)])

    assert [(one and one.id, [c.id for c in found]) for one, found in shared] == [
        ("a1", ["c3"]), ("a2", ["c1", "c4"]), (None, ["c2", "c5"]),
    ]  # fmt: skip


def test_themes_nobody_rated_are_left_out():
    themes = [ThemeRecord(code=code, libelle=code, touche="") for code in ("PRO", "VOI", "STA")]

    found = cr.rated_themes({("a1", "STA"): NoteItem.MOYEN, (None, "PRO"): NoteItem.NON_VU}, themes)

    assert [one.code for one in found] == ["PRO", "STA"]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(4, 7, "4 sur 7"), (0, 0, "aucun"), (9, 9, "9 sur 9"), (13, 30, "43\xa0% (13 sur 30)")],
)
def test_small_numbers_are_fractions(part, whole, said):
    assert share(part, whole) == said
