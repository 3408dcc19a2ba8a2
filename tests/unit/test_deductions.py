"""What a dossier says by itself: right, seniority, priority, support, NUR."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from desktop.domain.relogement import deductions
from desktop.domain.relogement.codes import (
    DomaineFragilite,
    NiveauAccompagnement,
    NiveauFragilite,
    PrioriteMenage,
    ReponseAvis,
    StatutDemande,
    TitreOccupation,
    Typologie,
)
from desktop.domain.relogement.deductions import TrancheAnciennete
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.drafts_enquete import (
    DemandeLogementDraft,
    FragiliteDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.nur import EtatNur
from desktop.domain.relogement.parametres import Regles
from desktop.storage.queries import baremes
from desktop.texts import calculs

TODAY = date(2026, 11, 28)
OUI, NON, VERIFIER = ReponseAvis.OUI, ReponseAvis.NON, ReponseAvis.A_VERIFIER


@cache
def regles():
    return Regles.of(baremes._shipped(), {})


def heavy(niveau, **values):
    return FragiliteDraft(domaine=DomaineFragilite.BUDGET, niveau=niveau, **values)


@pytest.mark.parametrize(
    ("titre", "answer"),
    [
        (TitreOccupation.TITULAIRE, OUI),
        (TitreOccupation.COTITULAIRE, OUI),
        (TitreOccupation.TRANSFERT, VERIFIER),
        (TitreOccupation.SOUS_LOCATAIRE, NON),
        (TitreOccupation.HEBERGE, NON),
        (TitreOccupation.SANS_DROIT, NON),
        (TitreOccupation.BAIL_RESILIE, NON),
        (TitreOccupation.CONVENTION, VERIFIER),
        (TitreOccupation.AUTRE, VERIFIER),
    ],
)
def test_the_right_follows_the_titre(titre, answer):
    found = deductions.droit(MenageDraft(titre=titre), regles(), TODAY)

    assert found.valeur is answer
    assert calculs.formule(found)


def test_a_right_without_titre_is_unknown_and_says_what_it_lacks():
    found = deductions.droit(MenageDraft(), regles(), TODAY)

    assert found.valeur is None
    assert calculs.manque(found) == "Il manque le titre d’occupation."


def test_a_decision_comes_first_with_its_motive():
    draft = MenageDraft(
        titre=TitreOccupation.HEBERGE, droit_force=OUI, droit_motif="protocole signé"
    )
    found = deductions.droit(draft, regles(), TODAY)

    assert found.valeur is OUI
    assert "protocole signé" in calculs.formule(found)


@pytest.mark.parametrize(
    ("since", "answer"),
    [(date(2024, 11, 28), OUI), (date(2024, 11, 29), NON), (None, None)],
)
def test_a_decohabitant_needs_two_years(since, answer):
    draft = MenageDraft(parent_id="p", titre=TitreOccupation.HEBERGE, date_entree=since)

    assert deductions.droit(draft, regles(), TODAY).valeur is answer


@pytest.mark.parametrize(
    ("since", "band"),
    [
        (date(2024, 11, 29), TrancheAnciennete.MOINS_2),
        (date(2024, 11, 28), TrancheAnciennete.DE_2_A_4),
        (date(2021, 11, 28), TrancheAnciennete.DE_5_A_9),
        (date(2016, 11, 28), TrancheAnciennete.DE_10_A_14),
        (date(2011, 11, 29), TrancheAnciennete.DE_10_A_14),
        (date(2011, 11, 28), TrancheAnciennete.PLUS_15),
    ],
)
def test_the_band_of_seniority_changes_on_the_day(since, band):
    found = deductions.tranche_anciennete(MenageDraft(date_entree=since), TODAY)

    assert found.valeur is band
    assert calculs.valeur(found)


@pytest.mark.parametrize(
    ("limit", "fragilites", "enquete", "rank"),
    [
        (None, (), None, PrioriteMenage.P4),
        (date(2027, 5, 28), (), None, PrioriteMenage.P1),
        (date(2027, 5, 29), (), None, PrioriteMenage.P2),
        (date(2028, 11, 28), (), None, PrioriteMenage.P3),
        (date(2028, 11, 29), (), None, PrioriteMenage.P4),
        (None, (heavy(NiveauFragilite.LOURD),), None, PrioriteMenage.P3),
        (None, (heavy(NiveauFragilite.MOYEN),), None, PrioriteMenage.P4),
        (None, (), date(2025, 11, 28), PrioriteMenage.P3),
        (None, (heavy(NiveauFragilite.LOURD),), date(2025, 1, 1), PrioriteMenage.P2),
        (date(2026, 1, 1), (heavy(NiveauFragilite.LOURD),), None, PrioriteMenage.P1),
    ],
)
def test_the_rank_follows_the_building_the_difficulty_and_the_wait(
    limit, fragilites, enquete, rank
):
    draft = MenageDraft(date_enquete=enquete)

    assert deductions.priorite(draft, limit, fragilites, regles(), TODAY).valeur is rank


def test_the_support_is_that_of_the_heaviest_open_difficulty():
    ended = heavy(NiveauFragilite.LOURD, date_fin=TODAY)
    found = [
        deductions.niveau(MenageDraft(), rows, TODAY).valeur
        for rows in (
            (),
            (heavy(NiveauFragilite.LEGER),),
            (heavy(NiveauFragilite.LEGER), heavy(NiveauFragilite.MOYEN), ended),
            (heavy(NiveauFragilite.LOURD),),
        )
    ]

    assert found == [
        NiveauAccompagnement.STANDARD,
        NiveauAccompagnement.STANDARD,
        NiveauAccompagnement.RENFORCE,
        NiveauAccompagnement.INTENSIF_6_MOIS,
    ]


def test_the_demande_tells_the_day_it_ends():
    row = DemandeLogementDraft(
        numero_unique="1", statut=StatutDemande.ACTIVE, date_depot=date(2026, 6, 1)
    )
    found = deductions.nur([row], regles(), TODAY)

    assert found.valeur is EtatNur.VALIDE
    assert calculs.formule(found) == "valable jusqu’au 1er\u00a0juin\u00a02027"
    assert deductions.nur([], regles(), TODAY).valeur is EtatNur.A_CREER


def test_another_size_than_the_one_wished_asks_for_its_motive():
    wish = SouhaitDraft(typologie=Typologie.T5)
    same = deductions.ecart(MenageDraft(typologie_cible=Typologie.T5), wish)
    bare = deductions.ecart(MenageDraft(typologie_cible=Typologie.T4), wish)
    said = deductions.ecart(
        MenageDraft(typologie_cible=Typologie.T4, typologie_motif="offre du quartier"), wish
    )

    assert (same.valeur, bare.valeur, said.valeur) == (False, True, True)
    assert calculs.formule(bare) == "souhaité\u202f: T5, visé\u202f: T4"
    assert (bare.a_verifier, said.a_verifier) == (True, False)
    assert calculs.manque(bare) == "À confirmer\u202f: le motif de l’écart."
    assert deductions.ecart(MenageDraft(), None).valeur is None
