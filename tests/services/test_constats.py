"""The constat that lists and reports read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from desktop.bootstrap import Carnet
from desktop.domain.codes import (
    EtatConstat,
    Exposition,
    Foncier,
    Gravite,
    Polarite,
    Priorite,
    Recurrence,
    VolumeEncombrant,
)
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.diagnostics.priorite import computed_priority
from desktop.domain.drafts import ArretDraft, ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.models.constat import Constat
from desktop.models.marche import Arret
from desktop.storage.queries.constats import priority_rank, target_date
from desktop.storage.queries.referentiel import parametres

DAY = date(2026, 11, 12)


@pytest.fixture
def blank(carnet: Carnet) -> ConstatDraft:
    """A constat of a marche of Beisson, of which nothing is said."""
    lists = carnet.diagnostics.referentiel()
    beisson = next(one for one in lists.quartiers if one.nom == "Beisson")
    marche = carnet.diagnostics.save_marche(MarcheDraft(quartier_id=beisson.id, date_prevue=DAY))
    return ConstatDraft(marche_id=marche.valeur.id)


def store(carnet):
    return carnet.session.espaces[Espace.TERRAIN].store


def test_a_constat_is_read_with_its_words(carnet, blank):
    with store(carnet).writing("essai") as unit:
        stop = unit.add(Arret, ArretDraft(ordre=3, nom="Place ESSAI")).id
    draft = replace(
        blank,
        theme="PRO",
        item="PRO-06",
        gravite=Gravite.MODERE,
        foncier=Foncier.INCONNU,
        arret_id=stop,
        batiment="bât. C",
        recurrence=Recurrence.RECIDIVE,
        date_constat="2026-11-13T15:42:00+01:00",
    )

    read = carnet.diagnostics.save_constat(draft).valeur

    assert (read.polarite, read.item, read.foncier) == (Polarite.FAIBLE, "PRO-06", Foncier.INCONNU)
    assert read.item_libelle == "Encombrants hors jour ou hors point de regroupement"
    assert read.titre == "Encombrants hors jour ou hors point de regroupement — bât. C"
    assert read.endroit == "bât. C, 3 · Place ESSAI"
    assert (read.arret, read.quartier, read.jour) == (
        "3 · Place ESSAI",
        "Beisson",
        date(2026, 11, 13),
    )
    assert read.priorite is read.priorite_calculee is Priorite.P2
    assert (read.encombrant, read.cible_numero) == (None, "")


def test_what_is_not_given_is_empty_and_the_day_is_that_of_the_marche(carnet, blank):
    read = carnet.diagnostics.save_constat(blank).valeur

    assert (read.item_libelle, read.titre, read.arret, read.endroit) == ("", "", "", "")
    assert (read.priorite, read.delai_cible, read.jour) == (None, None, DAY)


def test_a_typed_title_and_a_forced_priority_win(carnet, blank):
    draft = replace(
        blank, theme="PRO", titre="Dépôt du parvis", gravite=Gravite.MINEUR,
        priorite_forcee=Priorite.P1, priorite_motif="Fête du quartier samedi",
    )  # fmt: skip

    read = carnet.diagnostics.save_constat(draft).valeur

    assert read.titre == "Dépôt du parvis"
    assert (read.priorite, read.priorite_calculee) == (Priorite.P1, Priorite.P4)


def test_only_an_open_constat_is_late(carnet, blank):
    row = carnet.diagnostics.save_constat(blank).valeur.id
    with store(carnet).writing("essai") as unit:
        constat = unit.get(Constat, row)
        constat.etat, constat.gravite = EtatConstat.TRANSMIS, Gravite.DANGER
        constat.date_ouverture = DAY - timedelta(days=1)
        constat.enc_volume = VolumeEncombrant.V3
    read = carnet.diagnostics.constat(row)

    assert not read.en_retard(DAY)
    assert read.en_retard(DAY + timedelta(days=1))
    assert not replace(read, etat=EtatConstat.LEVE).en_retard(DAY + timedelta(days=1))
    assert read.encombrant is not None
    assert read.encombrant.enc_volume is VolumeEncombrant.V3


def test_sql_and_python_give_every_constat_the_same_priority(carnet, blank):
    cases = list(product([None, *Gravite], [None, *Exposition], [None, *Recurrence]))
    with store(carnet).writing("essai") as unit:
        for gravite, exposition, recurrence in cases:
            unit.add(
                Constat,
                replace(blank, gravite=gravite, exposition=exposition, recurrence=recurrence),
            )
        unit.add(Constat, replace(blank, priorite_forcee=Priorite.P2))
    with store(carnet).reading() as session:
        rules = parametres(session)
        found = [
            (
                row.priorite_forcee,
                computed_priority(row.gravite, row.exposition, row.recurrence, rules),
                rank,
            )
            for row, rank in session.execute(select(Constat, priority_rank(rules)))
        ]

    order = {None: 5} | {code: rank for rank, code in enumerate(Priorite, 1)}
    assert len(found) == len(cases) + 1
    assert all(order[forced or computed] == rank for forced, computed, rank in found)


def test_the_delai_cible_of_lists_in_sql_is_the_one_of_the_records(carnet, blank):
    with store(carnet).writing("essai") as unit:
        for rank, etat in enumerate((*EtatConstat, None)):
            unit.add(
                Constat, blank, root=blank.marche_id, numero=f"{rank:02}", etat=etat,
                gravite=Gravite(rank % 4 + 1) if rank % 5 else None,
                date_ouverture=DAY - timedelta(days=rank) if rank % 3 else None,
            )  # fmt: skip
    with store(carnet).reading() as session:
        rules = parametres(session)
        shown = dict(session.execute(select(Constat.numero, target_date(rules))).all())
    read = carnet.diagnostics.constats(carnet.diagnostics.constat_ids(FiltreConstats()))

    assert sum(one.delai_cible is not None for one in read) > 5
    assert {one.numero: one.delai_cible and one.delai_cible.isoformat() for one in read} == shown
