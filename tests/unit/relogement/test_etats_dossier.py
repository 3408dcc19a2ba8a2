"""The states of a dossier: the table of relogement 1.5, written here a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    ModeCaleol,
    MotifEtat,
    NatureRelogement,
    ReponseAvis,
    StatutDemande,
    TypePiece,
    Typologie,
)
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.etats import ETAPES, line_of, onward, written
from desktop.domain.relogement.etats_gardes import (
    FaitsDossier,
    FaitsRelogement,
    check_etape,
    mandatory_pieces,
)
from desktop.domain.relogement.offres import Offre
from tests.regles_essai import regles

TODAY = date(2026, 11, 28)
E, M, P = EtatDossier, MotifEtat, EtatProposition
TABLE = """
A_CONTACTER -> RDV_ENQUETE INJOIGNABLE ENQUETE_FAITE ENQUETE_REFUSEE SORTI
INJOIGNABLE -> RDV_ENQUETE ENQUETE_FAITE SORTI
RDV_ENQUETE -> ENQUETE_FAITE INJOIGNABLE ENQUETE_REFUSEE SORTI
ENQUETE_REFUSEE -> RDV_ENQUETE PROPOSITION SORTI
ENQUETE_FAITE -> PRET SUSPENDU SORTI
PRET -> PROPOSITION ENQUETE_FAITE SUSPENDU SORTI
PROPOSITION -> ACCEPTE PRET CONTENTIEUX SUSPENDU SORTI
ACCEPTE -> ATTRIBUE PRET SORTI
ATTRIBUE -> BAIL_SIGNE PRET SORTI
BAIL_SIGNE -> EMMENAGE PRET SORTI
EMMENAGE -> SUIVI CLOS
SUIVI -> CLOS ENQUETE_FAITE
CONTENTIEUX -> PROPOSITION ACCEPTE SORTI
SORTI -> A_CONTACTER
CLOS -> SUIVI
"""
ALLOWED = {
    (E(start.strip()), E(end))
    for start, ends in (line.split("->") for line in TABLE.strip().splitlines())
    for end in ends.split()
}
SUSPENDABLE = (E.ENQUETE_FAITE, E.PRET, E.PROPOSITION)


def test_the_table_here_has_the_lines_of_the_report():
    assert len(EtatDossier) == 16
    assert len(ALLOWED) == 45


@pytest.mark.parametrize("start", EtatDossier)
def test_a_pair_of_states_is_allowed_when_the_table_names_it_and_refused_otherwise(start):
    for end in EtatDossier:
        suspended = end if start is E.SUSPENDU and end in SUSPENDABLE else None
        allowed = (start, end) in ALLOWED or suspended is not None

        assert (line_of(start, end, suspended) is not None) is allowed, end


@pytest.mark.parametrize("before", SUSPENDABLE)
def test_a_suspended_dossier_takes_up_its_own_state_only(before):
    for end in EtatDossier:
        assert (line_of(E.SUSPENDU, end, before) is not None) is (before is end), end


def test_a_suspension_whose_state_is_not_known_goes_back_to_the_enquete():
    assert [line.vers for line in onward(E.SUSPENDU)] == [E.ENQUETE_FAITE]


@pytest.mark.parametrize("start", [state for state in EtatDossier if state is not E.SUSPENDU])
def test_what_comes_next_is_what_the_table_names(start):
    assert {line.vers for line in onward(start)} == {end for one, end in ALLOWED if one is start}


WHOLE = FaitsDossier(
    etat=E.A_CONTACTER,
    tentatives=3,
    canaux=2,
    rendez_vous=True,
    nb_occupants=1,
    titre=True,
    nb_souhaits=1,
    date_enquete=TODAY,
    demandes=(
        DemandeLogementDraft(
            numero_unique="013-ESSAI", statut=StatutDemande.ACTIVE, date_depot=TODAY
        ),
    ),
    typologie_cible=Typologie.T3,
    nb_ressources=1,
    loyer_max=Decimal(500),
    suivis=4,
)
LEASE = FaitsRelogement(
    nature=NatureRelogement.DEFINITIF, date_bail=TODAY, date_entree=TODAY,
    adresse="1 rue ESSAI", loyer=Decimal(400),
)  # fmt: skip
NEXT_MONTH = TODAY + timedelta(days=30)
MOTIVE = EtapeDraft(date_etat=TODAY, motif_texte="Le ménage est revenu", date_reprise=NEXT_MONTH)


def offers(*states, **fields):
    return tuple(Offre(id=str(rank), etat=state, **fields) for rank, state in enumerate(states))


def counted(*states):
    yes = ReponseAvis.OUI
    return tuple(
        Offre(
            id=str(rank), numero=rank, etat=state, date_notification=date(2026, 1 + rank, 5),
            conf_etat=yes, conf_besoins=yes, conf_possibilites=yes, conf_localisation=yes,
        )
        for rank, state in enumerate(states)
    )  # fmt: skip


MEETS = {
    (E.PRET, E.PROPOSITION): {"offres": offers(P.NOTIFIEE)},
    (E.ENQUETE_REFUSEE, E.PROPOSITION): {"offres": offers(P.VISITEE)},
    (E.CONTENTIEUX, E.PROPOSITION): {"offres": offers(P.REFUSEE, P.NOTIFIEE)},
    (E.PROPOSITION, E.ACCEPTE): {"offres": offers(P.ACCEPTEE, P.REFUSEE)},
    (E.CONTENTIEUX, E.ACCEPTE): {"offres": offers(P.ACCEPTEE)},
    (E.PROPOSITION, E.CONTENTIEUX): {"offres": counted(P.REFUSEE, P.REFUSEE, P.REFUSEE)},
    (E.ACCEPTE, E.ATTRIBUE): {"offres": offers(P.ATTRIBUEE, date_caleol=TODAY)},
    (E.ATTRIBUE, E.BAIL_SIGNE): {"relogements": (LEASE,)},
    (E.BAIL_SIGNE, E.EMMENAGE): {"relogements": (LEASE,)},
    (E.SUIVI, E.ENQUETE_FAITE): {
        "relogements": (replace(LEASE, nature=NatureRelogement.TEMPORAIRE),)
    },
}


def case(start, end):
    line = line_of(start, end)
    draft = replace(MOTIVE, vers=end, motif_etat=line.motifs[0] if line.motifs else None)
    return line, draft, replace(WHOLE, etat=start, **MEETS.get((start, end), {}))


def refused(line, draft, facts, rules=None):
    return [error.field for error in check_etape(line, draft, facts, rules or regles(), TODAY)]


@pytest.mark.parametrize(("start", "end"), sorted(ALLOWED))
def test_an_allowed_transition_with_all_it_asks_for_is_accepted(start, end):
    assert refused(*case(start, end)) == []


LACKS = [
    (E.A_CONTACTER, E.INJOIGNABLE, {"tentatives": 2}, ["tentatives"]),
    (E.RDV_ENQUETE, E.INJOIGNABLE, {"canaux": 1}, ["tentatives"]),
    (E.A_CONTACTER, E.RDV_ENQUETE, {"rendez_vous": False}, ["rendez_vous"]),
    (E.RDV_ENQUETE, E.ENQUETE_FAITE, {"date_enquete": None}, ["date_enquete"]),
    (E.RDV_ENQUETE, E.ENQUETE_FAITE, {"titre": False}, ["titre"]),
    (E.RDV_ENQUETE, E.ENQUETE_FAITE, {"nb_occupants": 0}, ["occupants"]),
    (E.RDV_ENQUETE, E.ENQUETE_FAITE, {"nb_souhaits": 0}, ["souhaits"]),
    (E.ENQUETE_FAITE, E.PRET, {"demandes": ()}, ["demandes"]),
    (E.ENQUETE_FAITE, E.PRET, {"pieces_manquantes": ("Livret", "Bail")}, ["pieces", "pieces"]),
    (E.ENQUETE_FAITE, E.PRET, {"typologie_cible": None}, ["typologie_cible"]),
    (E.ENQUETE_FAITE, E.PRET, {"nb_ressources": 0}, ["ressources"]),
    (E.ENQUETE_FAITE, E.PRET, {"loyer_max": None}, ["loyer_max"]),
    (E.PRET, E.PROPOSITION, {"offres": offers(P.REPEREE)}, ["propositions"]),
    (E.PROPOSITION, E.PRET, {"offres": offers(P.VISITEE)}, ["propositions"]),
    (E.PROPOSITION, E.PRET, {"offres": offers(P.ACCEPTEE)}, ["propositions"]),
    (E.PROPOSITION, E.ACCEPTE, {"offres": offers(P.NOTIFIEE)}, ["propositions"]),
    (E.PROPOSITION, E.ACCEPTE, {"offres": offers(P.ACCEPTEE, P.ACCEPTEE)}, ["propositions"]),
    (E.PROPOSITION, E.ACCEPTE, {"offres": offers(P.ACCEPTEE, P.BAIL)}, ["propositions"]),
    (E.PROPOSITION, E.CONTENTIEUX, {"offres": counted(P.REFUSEE, P.REFUSEE)}, ["propositions"]),
    (
        E.PROPOSITION, E.CONTENTIEUX,
        {"offres": counted(P.REFUSEE, P.REFUSEE, P.SANS_REPONSE)}, ["propositions"],
    ),
    (
        E.PROPOSITION, E.CONTENTIEUX,
        {"offres": counted(P.REFUSEE, P.REFUSEE, P.REFUSEE, P.NOTIFIEE)}, ["propositions"],
    ),
    (E.ACCEPTE, E.ATTRIBUE, {"offres": offers(P.CALEOL_ATTENTE)}, ["propositions"]),
    (E.ACCEPTE, E.ATTRIBUE, {"offres": offers(P.ATTRIBUEE)}, ["date_caleol"]),
    (E.ACCEPTE, E.PRET, {"offres": offers(P.CALEOL_ATTENTE)}, ["propositions"]),
    (E.ATTRIBUE, E.PRET, {"offres": offers(P.ATTRIBUEE)}, ["propositions"]),
    (E.BAIL_SIGNE, E.PRET, {"offres": offers(P.BAIL)}, ["propositions"]),
    (E.ATTRIBUE, E.BAIL_SIGNE, {"relogements": ()}, ["date_bail", "adresse", "loyer"]),
    (
        E.ATTRIBUE, E.BAIL_SIGNE,
        {"relogements": (replace(LEASE, date_bail=None),)}, ["date_bail"],
    ),
    (E.ATTRIBUE, E.BAIL_SIGNE, {"relogements": (replace(LEASE, adresse=" "),)}, ["adresse"]),
    (E.ATTRIBUE, E.BAIL_SIGNE, {"relogements": (replace(LEASE, loyer=None),)}, ["loyer"]),
    (
        E.BAIL_SIGNE, E.EMMENAGE,
        {"relogements": (replace(LEASE, date_entree=None),)}, ["date_entree"],
    ),
    (
        E.BAIL_SIGNE, E.EMMENAGE,
        {"relogements": (replace(LEASE, date_entree=NEXT_MONTH),)}, ["date_entree"],
    ),
    (E.EMMENAGE, E.SUIVI, {"suivis": 0}, ["suivis"]),
    (E.SUIVI, E.ENQUETE_FAITE, {"relogements": (LEASE,)}, ["relogements"]),
    (
        E.SUIVI, E.ENQUETE_FAITE,
        {"relogements": (
            replace(LEASE, nature=NatureRelogement.TEMPORAIRE, date_retour=TODAY),
        )}, ["relogements"],
    ),
    (
        E.SUIVI, E.CLOS,
        {"relogements": (replace(LEASE, nature=NatureRelogement.TEMPORAIRE),)}, ["relogements"],
    ),
    (
        E.EMMENAGE, E.CLOS,
        {"relogements": (replace(LEASE, nature=NatureRelogement.TEMPORAIRE),)}, ["relogements"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "lack", "fields"), LACKS)
def test_each_guard_names_what_is_missing(start, end, lack, fields):
    line, draft, facts = case(start, end)

    assert refused(line, draft, replace(facts, **lack)) == fields


def test_a_refusal_says_where_to_fill_in_what_is_missing():
    line, draft, _ = case(E.ENQUETE_FAITE, E.PRET)
    facts = FaitsDossier(etat=E.ENQUETE_FAITE, pieces_manquantes=("RIB",))

    messages = [error.message for error in check_etape(line, draft, facts, regles(), TODAY)]

    assert len(messages) == 5
    for message, place in zip(
        messages,
        ("Demande de logement", "Pièces", "Souhaits", "Ressources et charges", "Souhaits"),
        strict=True,
    ):
        assert f"« {place} »" in message


def test_the_number_of_attempts_is_a_parameter():
    line, draft, facts = case(E.A_CONTACTER, E.INJOIGNABLE)

    assert refused(line, draft, facts, regles(tentatives_injoignable="4")) == ["tentatives"]


@pytest.mark.parametrize(
    "demande",
    [
        {"numero_unique": " "},
        {"date_depot": None},
        {"date_depot": TODAY - timedelta(days=366)},
        {"statut": StatutDemande.RADIEE_PLAFONDS},
        {"statut": StatutDemande.A_CREER},
    ],
)
def test_a_demande_that_a_commission_would_not_take_keeps_a_dossier_back(demande):
    line, draft, facts = case(E.ENQUETE_FAITE, E.PRET)
    lapsed = (replace(facts.demandes[0], **demande),)

    assert refused(line, draft, replace(facts, demandes=lapsed)) == ["demandes"]


def test_a_caleol_sans_objet_needs_no_date():
    line, draft, facts = case(E.ACCEPTE, E.ATTRIBUE)
    without = offers(P.ATTRIBUEE, caleol_mode=ModeCaleol.SANS_OBJET)

    assert refused(line, draft, replace(facts, offres=without)) == []


MOTIVES = {
    (E.PRET, E.ENQUETE_FAITE): {M.DOSSIER_PERIME},
    (E.PROPOSITION, E.PRET): {M.REFUS, M.SANS_REPONSE, M.OFFRE_RETIREE},
    (E.ACCEPTE, E.PRET): {M.NON_ATTRIBUTION, M.DESISTEMENT},
    (E.ATTRIBUE, E.PRET): {M.DESISTEMENT},
    (E.BAIL_SIGNE, E.PRET): {M.BAIL_ROMPU},
    (E.EMMENAGE, E.CLOS): {M.SANS_SUIVI},
    (E.SUIVI, E.CLOS): {M.FIN_SUIVI},
    (E.SUIVI, E.ENQUETE_FAITE): {M.RETOUR},
    (E.PRET, E.SUSPENDU): {M.ABSENCE_LONGUE, M.LITIGE, M.AUTRE},
    (E.A_CONTACTER, E.SORTI): {
        M.DECES, M.DEPART_VOLONTAIRE, M.ACCESSION, M.ETABLISSEMENT, M.EXPULSION, M.PARC_PRIVE,
    },
    (E.SORTI, E.A_CONTACTER): {M.ERREUR, M.REOUVERTURE},
    (E.CLOS, E.SUIVI): {M.REOUVERTURE},
}  # fmt: skip


@pytest.mark.parametrize(("pair", "allowed"), list(MOTIVES.items()))
def test_each_state_takes_its_own_motives_only(pair, allowed):
    line, draft, facts = case(*pair)

    taken = {
        motive for motive in MotifEtat
        if refused(line, replace(draft, motif_etat=motive), facts) == []
    }  # fmt: skip

    assert taken == allowed
    assert refused(line, replace(draft, motif_etat=None), facts) == ["motif_etat"]


@pytest.mark.parametrize(
    ("start", "end", "change", "fields"),
    [
        (E.PRET, E.SUSPENDU, {"date_reprise": None}, ["date_reprise"]),
        (E.PRET, E.SUSPENDU, {"date_reprise": TODAY}, ["date_reprise"]),
        (E.PRET, E.SUSPENDU, {"motif_etat": M.AUTRE, "motif_texte": "court"}, ["motif_texte"]),
        (E.CLOS, E.SUIVI, {"motif_texte": ""}, ["motif_texte"]),
        (E.SORTI, E.A_CONTACTER, {"motif_texte": " trop peu "}, ["motif_texte"]),
        (E.A_CONTACTER, E.ENQUETE_REFUSEE, {"date_etat": None}, ["date_etat"]),
        (E.SUIVI, E.CLOS, {"date_etat": NEXT_MONTH}, ["date_etat"]),
    ],
)
def test_what_goes_with_a_change_of_state_is_asked_for_by_name(start, end, change, fields):
    line, draft, facts = case(start, end)

    assert refused(line, replace(draft, **change), facts) == fields


def test_no_line_offers_a_reason_of_health():
    given = {motive for line in ETAPES for motive in line.motifs}

    assert not {one for one in given if "SANTE" in one or "HOSPI" in one}
    assert {M.ABSENCE_LONGUE, M.LITIGE, M.AUTRE} <= given


def test_a_suspension_keeps_the_state_it_leaves_and_the_return_empties_it():
    line, draft, _ = case(E.PROPOSITION, E.SUSPENDU)

    held = written(line, draft, E.PROPOSITION, TODAY)
    back = written(line_of(E.SUSPENDU, E.PROPOSITION, E.PROPOSITION), draft, E.SUSPENDU, TODAY)

    assert (held["etat_suspendu"], held["date_reprise"]) == (E.PROPOSITION, NEXT_MONTH)
    assert back == {
        "etat": E.PROPOSITION, "date_etat": TODAY, "motif_etat": None, "motif_texte": None,
        "date_reprise": None, "etat_suspendu": None,
    }  # fmt: skip


def test_mandatory_pieces_are_data_and_unknown_codes_ask_for_nothing():
    assert mandatory_pieces(regles()) == (TypePiece.IDENTITE, TypePiece.AVIS_IMPOSITION)
    assert mandatory_pieces(regles(pieces_obligatoires="RIB INCONNU")) == (TypePiece.RIB,)
