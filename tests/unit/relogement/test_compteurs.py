"""Counters that never mix (relogement 3.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatLogement,
    EtatProposition,
    NatureRelogement,
    ReponseAvis,
)
from desktop.domain.relogement.compteurs import (
    DossierCompte,
    LogementCompte,
    RelogementCompte,
    compter,
)
from desktop.domain.relogement.offres import CONTROLES, Offre
from tests.regles_essai import regles

E, L, N, P = EtatDossier, EtatLogement, NatureRelogement, EtatProposition
BAIL = RelogementCompte(nature=N.DEFINITIF, date_bail=date(2026, 5, 1))
TEMP = RelogementCompte(nature=N.TEMPORAIRE, date_entree=date(2026, 4, 1))


def count(logements, *dossiers):
    homes = [LogementCompte(id=row, etat=etat) for row, etat in logements.items()]
    return compter(homes, dossiers, regles())


def test_a_decohabitation_frees_one_logement_and_makes_two_relogements():
    parent = DossierCompte(id="p", etat=E.EMMENAGE, logement_id="l", relogements=(BAIL,))
    child = replace(parent, id="e", parent_id="p")

    found = count({"l": L.VIDE_RELOGEMENT}, parent, child)

    assert (found.logements_vides, found.logements_vides_relogement) == (1, 1)
    assert (found.relogements_definitifs, found.decohabitants) == (2, 1)


def test_a_vacant_logement_is_no_relogement():
    gone = DossierCompte(id="s", etat=E.SORTI, logement_id="a")
    moved = DossierCompte(id="m", etat=E.SUIVI, logement_id="b", relogements=(BAIL,))

    found = count({"a": L.VIDE_DEPART, "b": L.NEUTRALISE, "c": L.MURE, "d": L.OCCUPE}, gone, moved)

    assert (found.logements_connus, found.logements_total) == (4, 254)
    assert (found.logements_vides, found.logements_vides_relogement) == (3, 1)
    assert (found.relogements_definitifs, found.sorties_sans_relogement) == (1, 1)


def test_a_temporary_relogement_never_counts_as_definitive():
    away = DossierCompte(id="t", etat=E.PRET, logement_id="a", relogements=(TEMP,))
    back = replace(away, id="r", relogements=(replace(TEMP, date_retour=date(2026, 6, 1)), BAIL))

    found = count({"a": L.VIDE_RELOGEMENT}, away)
    both = count({"a": L.OCCUPE}, away, back)

    assert (found.relogements_definitifs, found.relogements_temporaires) == (0, 1)
    assert (found.logements_vides_relogement, found.vides_sans_relogement) == (0, 1)
    assert (both.relogements_definitifs, both.relogements_temporaires) == (1, 1)


def test_a_menage_that_went_on_from_a_temporary_relogement_counts_once():
    entered = replace(BAIL, date_entree=date(2026, 6, 1))
    away = DossierCompte(id="t", etat=E.BAIL_SIGNE, relogements=(TEMP, BAIL))
    moved = replace(away, etat=E.EMMENAGE, relogements=(TEMP, entered))
    gone = replace(away, etat=E.SORTI, relogements=(TEMP,))

    signed, there, left = count({}, away), count({}, moved), count({}, gone)

    assert (signed.relogements_definitifs, signed.relogements_temporaires) == (1, 1)
    assert (there.relogements_definitifs, there.relogements_temporaires) == (1, 0)
    assert (left.sorties_sans_relogement, left.relogements_temporaires) == (1, 0)


def test_a_menage_that_left_between_bail_and_entry_was_not_reloge():
    left = DossierCompte(id="s", etat=E.SORTI, logement_id="l", relogements=(BAIL,))
    entered = replace(left, relogements=(replace(BAIL, date_entree=date(2026, 6, 1)),))

    found, other = count({"l": L.VIDE_DEPART}, left), count({"l": L.VIDE_RELOGEMENT}, entered)

    assert (found.relogements_definitifs, found.sorties_sans_relogement) == (0, 1)
    assert (found.logements_vides, found.logements_vides_relogement) == (1, 0)
    assert (other.relogements_definitifs, other.sorties_sans_relogement) == (1, 0)


def test_a_relogement_without_bail_is_not_counted_yet():
    waiting = replace(BAIL, date_bail=None)
    found = count({}, DossierCompte(id="m", etat=E.ATTRIBUE, relogements=(waiting,)))

    assert found.relogements_definitifs == 0


def test_delays_and_rates():
    yes = dict.fromkeys(CONTROLES, ReponseAvis.OUI)

    def offers(*states):
        return tuple(
            Offre(id=f"{rank}", numero=rank, etat=state, date_notification=date(2026, rank, 1),
                  **yes)
            for rank, state in enumerate(states, 1)
        )  # fmt: skip

    one = DossierCompte(
        id="1", etat=E.SUIVI, droit=ReponseAvis.OUI, date_enquete=date(2026, 4, 1),
        relogements=(BAIL,), offres=offers(P.BAIL),
    )  # fmt: skip
    two = replace(one, id="2", date_enquete=date(2026, 3, 2), offres=offers(P.REFUSEE, P.BAIL))
    three = DossierCompte(
        id="3", etat=E.PROPOSITION, droit=ReponseAvis.A_VERIFIER, offres=offers(P.RETIREE)
    )

    found = count({}, one, two, three)

    assert found.delai_median_jours == Decimal(45)
    assert found.taux_acceptation_1re == Decimal(1) / Decimal(3)
    assert found.taux_concretisation == Decimal(2)
    assert (found.propositions_notifiees, found.offres_comptees) == (4, 3)
    assert (found.menages, found.menages_a_reloger) == (3, 2)


def test_nothing_to_divide_gives_no_rate():
    found = count({})

    assert found.delai_median_jours is None
    assert found.taux_acceptation_1re is None
    assert found.taux_concretisation is None


DOSSIERS = st.lists(
    st.builds(
        DossierCompte,
        id=st.uuids().map(str),
        etat=st.sampled_from(EtatDossier),
        logement_id=st.sampled_from(["a", "b", "c", None]),
        parent_id=st.sampled_from([None, "p"]),
        relogements=st.lists(st.sampled_from([BAIL, TEMP]), max_size=2, unique=True).map(tuple),
    ),
    max_size=12,
)
HOMES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(EtatLogement))


@given(homes=HOMES, dossiers=DOSSIERS)
def test_the_counters_never_contradict_each_other(homes, dossiers):
    found = count(homes, *dossiers)

    assert found.logements_vides_relogement <= found.relogements_definitifs
    assert found.logements_vides_relogement <= found.logements_vides <= found.logements_connus
    assert found.relogements_definitifs + found.sorties_sans_relogement <= found.menages
    assert found.decohabitants <= found.relogements_definitifs
