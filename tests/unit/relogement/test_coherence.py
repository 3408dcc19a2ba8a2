"""What contradicts itself in a dossier is told with what to do, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    NatureRelogement,
    ReponseAvis,
)
from desktop.domain.relogement.coherence import contradictions
from desktop.domain.relogement.etats_gardes import FaitsDossier, FaitsRelogement
from desktop.domain.relogement.offres import CONTROLES, Offre
from tests.regles_essai import regles

E, P, N = EtatDossier, EtatProposition, NatureRelogement
NAMES = {one: one.value for one in E}
BAIL = FaitsRelogement(nature=N.DEFINITIF, date_bail=date(2026, 5, 1))
AWAY = FaitsRelogement(nature=N.TEMPORAIRE, date_entree=date(2026, 4, 1))


def offre(numero: int, etat: EtatProposition, **fields) -> Offre:
    yes = dict.fromkeys(CONTROLES, ReponseAvis.OUI)
    day = date(2026, 1, numero)
    return Offre(**{
        "id": f"{numero}-{etat}", "numero": numero, "etat": etat, "date_notification": day,
        **yes, **fields,
    })  # fmt: skip


def told(etat: EtatDossier, *offres: Offre, relogements=()) -> list[str]:
    facts = FaitsDossier(etat=etat, offres=offres, relogements=tuple(relogements))
    return list(contradictions(facts, regles(), NAMES))


@pytest.mark.parametrize(
    ("etat", "offres", "relogements"),
    [
        (E.A_CONTACTER, (), ()),
        (E.PRET, (offre(1, P.REPEREE), offre(2, P.REFUSEE)), ()),
        (E.PRET, (offre(1, P.BAIL),), (AWAY,)),
        (E.PROPOSITION, (offre(1, P.VISITEE), offre(2, P.RETIREE)), ()),
        (E.ACCEPTE, (offre(1, P.CALEOL_ATTENTE),), ()),
        (E.ATTRIBUE, (offre(1, P.ATTRIBUEE),), ()),
        (E.BAIL_SIGNE, (offre(1, P.BAIL),), (BAIL,)),
        (E.EMMENAGE, (), (AWAY, BAIL)),
        (E.SUIVI, (), (AWAY,)),
        (E.CONTENTIEUX, tuple(offre(rank, P.REFUSEE) for rank in (1, 2, 3)), ()),
        (E.SORTI, (offre(1, P.NOTIFIEE),), (BAIL,)),
        (E.SUSPENDU, (offre(1, P.NOTIFIEE),), ()),
    ],
)
def test_an_ordinary_dossier_is_told_nothing(etat, offres, relogements):
    assert told(etat, *offres, relogements=relogements) == []


@pytest.mark.parametrize(
    ("etat", "offres", "relogements", "words"),
    [
        (E.ACCEPTE, (offre(1, P.ACCEPTEE), offre(2, P.AJOURNEE)), (), "(n°\xa01, n°\xa02)"),
        (E.PRET, (offre(1, P.REFUSEE), offre(1, P.RETIREE)), (), "portent le n°\xa01"),
        (E.CONTENTIEUX, (offre(1, P.REFUSEE), offre(2, P.REFUSEE)), (), "2 offres comptent sur 3"),
        (E.PROPOSITION, (offre(1, P.REFUSEE),), (), "aucune proposition n’attend de réponse"),
        (E.ACCEPTE, (offre(1, P.REFUSEE),), (), "aucune proposition n’en est là"),
        (E.ATTRIBUE, (offre(1, P.ACCEPTEE),), (), "aucune proposition n’en est là"),
        (E.PRET, (offre(1, P.VISITE_PREVUE),), (), "une proposition est en cours (n°\xa01)"),
        (E.ATTRIBUE, (offre(1, P.ATTRIBUEE),), (BAIL,), "compte comme relogement"),
        (E.BAIL_SIGNE, (offre(1, P.BAIL),), (), "aucun bail n’est noté"),
        (E.BAIL_SIGNE, (), (replace(BAIL, date_bail=None),), "aucun bail n’est noté"),
        (E.SUIVI, (), (replace(AWAY, date_retour=date(2026, 9, 1)),), "aucun relogement"),
        (E.SUIVI, (), (BAIL, BAIL), "Deux relogements définitifs"),
        (E.SUIVI, (), (AWAY, AWAY), "Deux relogements temporaires"),
    ],
)
def test_each_contradiction_is_told_once(etat, offres, relogements, words):
    [line] = told(etat, *offres, relogements=relogements)

    assert words in line
    assert line.endswith(".")


def test_a_corrected_check_takes_the_six_months_from_a_dossier_in_procedure():
    offers = [offre(rank, P.REFUSEE) for rank in (1, 2, 3)]
    offers[0] = replace(offers[0], conf_besoins=ReponseAvis.NON)

    assert "aucun délai ne court" in told(E.CONTENTIEUX, *offers)[0]
