"""The states of a proposition: relogement 1.5, and what follows from the states of a dossier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.domain.relogement.codes import (
    EtatProposition,
    ModeCaleol,
    ModeNotification,
    MotifNonAttribution,
    MotifRefus,
    ResultatCaleol,
    ResultatVisite,
)
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft
from desktop.domain.relogement.etats import line_of as dossier_line
from desktop.domain.relogement.etats_proposition import (
    ETAPES,
    check_etape,
    line_of,
    onward,
    written,
)
from desktop.domain.relogement.offres import ENGAGEES, Offre

TODAY = date(2026, 11, 28)
P = EtatProposition
ANSWERS = "ACCEPTEE REFUSEE SANS_REPONSE RETIREE"
TABLE = f"""
REPEREE -> NOTIFIEE
NOTIFIEE -> VISITE_PREVUE {ANSWERS}
VISITE_PREVUE -> VISITEE {ANSWERS}
VISITEE -> {ANSWERS}
ACCEPTEE -> CALEOL_ATTENTE
CALEOL_ATTENTE -> ATTRIBUEE AJOURNEE NON_ATTRIBUEE
AJOURNEE -> ATTRIBUEE NON_ATTRIBUEE
ATTRIBUEE -> BAIL DESISTEMENT
"""
FROM_THE_DOSSIER = """
ACCEPTEE -> DESISTEMENT
CALEOL_ATTENTE -> DESISTEMENT
AJOURNEE -> DESISTEMENT
BAIL -> DESISTEMENT
REFUSEE -> ACCEPTEE
SANS_REPONSE -> ACCEPTEE
"""
ALLOWED = {
    (P(start.strip()), P(end))
    for start, ends in (
        line.split("->") for line in (TABLE + FROM_THE_DOSSIER).strip().splitlines() if line
    )
    for end in ends.split()
}


@pytest.mark.parametrize("start", EtatProposition)
def test_a_pair_of_states_is_allowed_when_the_table_names_it_and_refused_otherwise(start):
    assert len(EtatProposition) == 14
    for end in EtatProposition:
        assert (line_of(start, end) is not None) is ((start, end) in ALLOWED), end


@pytest.mark.parametrize("start", EtatProposition)
def test_what_comes_next_is_what_the_table_names(start):
    assert {line.vers for line in onward(start)} == {end for one, end in ALLOWED if one is start}


def test_what_a_proposition_does_to_a_dossier_is_in_the_table_of_dossiers():
    for line in ETAPES:
        if line.dossier is not None:
            starts = [start for start in type(line.dossier) if dossier_line(start, line.dossier)]
            lines = [dossier_line(start, line.dossier) for start in starts]
            assert lines
            assert line.motif is None or any(line.motif in one.motifs for one in lines)


WHOLE = EtapePropositionDraft(
    date_notification=TODAY,
    mode_notification=ModeNotification.LRAR,
    date_visite=TODAY,
    visite_resultat=ResultatVisite.FAITE,
    date_reponse=TODAY,
    motifs_refus=MotifRefus.COUT,
    caleol_mode=ModeCaleol.DECISION,
    date_caleol=TODAY,
    motif_non_attribution=MotifNonAttribution.PIECES,
    date_bail=TODAY,
)
OFFER = Offre(id="p", numero=1, date_notification=TODAY - timedelta(days=10))


def case(start, end):
    line = line_of(start, end)
    draft = replace(WHOLE, vers=end, caleol_resultat=line.resultats[0] if line.resultats else None)
    if end is P.SANS_REPONSE:
        draft = replace(draft, motifs_refus=MotifRefus.ABSENCE)
    return line, draft, replace(OFFER, etat=start)


def refused(line, draft, offre, others=()):
    return [error.field for error in check_etape(line, draft, offre, others, TODAY)]


@pytest.mark.parametrize(("start", "end"), sorted(ALLOWED))
def test_an_allowed_transition_with_all_it_asks_for_is_accepted(start, end):
    assert refused(*case(start, end)) == []


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [(start, end, name) for start, end in sorted(ALLOWED) for name in line_of(start, end).exige],
)
def test_each_mandatory_field_is_asked_for_by_name(start, end, name):
    line, draft, offre = case(start, end)

    assert refused(line, replace(draft, **{name: getattr(EtapePropositionDraft(), name)}), offre)[
        :1
    ] == [name]


def test_an_absence_is_no_refusal():
    line, draft, offre = case(P.NOTIFIEE, P.REFUSEE)

    for given in ("ABSENCE", "COUT ABSENCE"):
        errors = check_etape(line, replace(draft, motifs_refus=given), offre, (), TODAY)
        assert [error.field for error in errors] == ["motifs_refus"]
        assert "absence n’est pas un refus" in errors[0].message


def test_an_absence_leaves_a_proposition_without_answer():
    line, draft, offre = case(P.NOTIFIEE, P.SANS_REPONSE)

    assert refused(line, draft, offre) == []
    assert refused(line, replace(draft, motifs_refus=""), offre) == []
    assert refused(line, replace(draft, motifs_refus="COUT"), offre) == ["motifs_refus"]


@pytest.mark.parametrize("state", sorted(ENGAGEES))
def test_a_second_proposition_is_not_accepted_beside_one_between_acceptance_and_bail(state):
    line, draft, offre = case(P.VISITEE, P.ACCEPTEE)

    assert refused(line, draft, offre, (Offre(id="autre", etat=state),)) == ["vers"]
    assert refused(line, draft, offre, (Offre(id="autre", etat=P.REFUSEE),)) == []


@pytest.mark.parametrize(
    ("start", "end", "change", "fields"),
    [
        (P.REPEREE, P.NOTIFIEE, {"date_notification": date(2026, 11, 29)}, ["date_notification"]),
        (
            P.REPEREE, P.NOTIFIEE,
            {"date_limite_reponse": TODAY - timedelta(days=1)}, ["date_limite_reponse"],
        ),
        (P.NOTIFIEE, P.ACCEPTEE, {"date_reponse": date(2026, 11, 17)}, ["date_reponse"]),
        (P.VISITE_PREVUE, P.VISITEE, {"date_visite": date(2026, 12, 1)}, ["date_visite"]),
        (P.NOTIFIEE, P.VISITE_PREVUE, {"date_visite": date(2026, 12, 1)}, []),
        (
            P.CALEOL_ATTENTE, P.ATTRIBUEE,
            {"caleol_resultat": ResultatCaleol.NON_ATTRIBUTION}, ["caleol_resultat"],
        ),
        (
            P.CALEOL_ATTENTE, P.NON_ATTRIBUEE,
            {"caleol_resultat": ResultatCaleol.ATTRIBUTION}, ["caleol_resultat"],
        ),
        (
            P.CALEOL_ATTENTE, P.ATTRIBUEE,
            {"caleol_resultat": ResultatCaleol.CLASSEE}, ["caleol_rang"],
        ),
        (P.CALEOL_ATTENTE, P.ATTRIBUEE, {"caleol_rang": 0}, ["caleol_rang"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_name(start, end, change, fields):
    line, draft, offre = case(start, end)

    assert refused(line, replace(draft, **change), offre) == fields


def test_a_caleol_sans_objet_has_neither_date_nor_result():
    line, draft, offre = case(P.CALEOL_ATTENTE, P.ATTRIBUEE)
    bare = replace(draft, date_caleol=None, caleol_resultat=None)

    assert refused(line, bare, offre) == ["date_caleol", "caleol_resultat"]
    assert refused(line, bare, replace(offre, caleol_mode=ModeCaleol.SANS_OBJET)) == []


def test_a_late_acceptance_empties_the_refusal_and_a_condition_is_written_alone():
    late = written(*case(P.REFUSEE, P.ACCEPTEE)[:2])
    wait = written(*case(P.CALEOL_ATTENTE, P.AJOURNEE)[:2])

    assert late == {
        "etat": P.ACCEPTEE, "date_reponse": TODAY, "motifs_refus": None, "refus_legitime": None,
        "decision_comite": None,
    }  # fmt: skip
    assert wait["caleol_resultat"] is ResultatCaleol.CONDITION
    assert "date_bail" not in written(*case(P.ATTRIBUEE, P.BAIL)[:2])
