"""Random lives of dossiers and propositions, through the services: no impossible counter."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatLogement,
    EtatProposition,
    MotifEtat,
    NatureRelogement,
    ReponseAvis,
)
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.etats import line_of
from desktop.domain.relogement.etats_proposition import onward
from desktop.domain.relogement.offres import ENGAGEES, OUVERTES
from desktop.errors import UserError
from desktop.models.menage import Logement
from desktop.models.offre import Relogement
from desktop.services.journal import JournalService
from desktop.storage.queries import dossiers as files
from desktop.storage.queries.relogement import occupants
from tests.services.menage_essai import Bureau
from tests.storage.espaces import open_espace

START = date(2026, 11, 2)
E, P = EtatDossier, EtatProposition
MOVES = st.tuples(
    st.just("avancer"),
    st.sampled_from(EtatDossier),
    st.sampled_from([None, *MotifEtat]),
)
OFFERS = st.tuples(st.just("offre"), st.sampled_from(EtatProposition), st.integers(0, 5))
GUIDED = st.tuples(st.sampled_from(["suivre", "repondre"]), st.integers(0, 5), st.integers(0, 5))
OTHERS = st.sampled_from(
    [("propose", True, 0), ("propose", False, 0), ("scinder", 0, 0), ("undo", 0, 0),
     ("refuser", 0, 0), ("refuser", 0, 0), ("corriger", 0, 0),
     ("partir", 0, 0), ("revenir", 0, 0), ("entrer", 0, 0), ("visites", 0, 0)]
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.one_of(OTHERS, MOVES, OFFERS, GUIDED, GUIDED, GUIDED),
        st.integers(0, 3),
        st.integers(0, 9),
    ),
    max_size=12,
)
WAY = [P.NOTIFIEE, P.ACCEPTEE, P.CALEOL_ATTENTE, P.ATTRIBUEE, P.BAIL]


class Story:
    """Acts at random; what is refused has to leave everything as it was."""

    def __init__(self, bureau):
        self.bureau = bureau
        self.menages = [bureau.menage(E.PRET)]
        self.day = START

    def act(self, kind, one, two, row):
        getattr(self, kind)(row, one, two)

    def avancer(self, row, vers, motif):
        draft = EtapeDraft(
            vers=vers, motif_etat=motif, motif_texte="Raison en dix signes",
            date_etat=self.day, date_reprise=self.day + timedelta(days=9),
        )  # fmt: skip
        before = self.bureau.etats.choix(row, today=self.day).etat
        self.bureau.etats.avancer(row, draft, today=self.day)
        assert line_of(before.etat, vers, before.etat_suspendu) is not None

    def suivre(self, row, rank, motif):
        """Take a way that the table names."""
        lines = self.bureau.etats.choix(row, today=self.day).lignes
        line = lines[rank % len(lines)]
        reasons = line.motifs or (None,)
        self.avancer(row, line.vers, reasons[motif % len(reasons)])

    def repondre(self, row, rank, step):
        """Take a proposition along a way that its table names."""
        offers = self.bureau.propositions.liste(row).propositions
        if offers:
            chosen = offers[-1 - rank % len(offers)]
            lines = onward(chosen.etat)
            if lines:
                self.offre(row, lines[step % len(lines)].vers, offers.index(chosen))

    def refuser(self, row, _one, _two):
        made = self.bureau.propose(row)
        self.bureau.go(made, P.NOTIFIEE, P.REFUSEE, today=self.day)

    def corriger(self, row, _one, _two):
        for one in self.bureau.propositions.liste(row).propositions[-1:]:
            earlier = replace(one.etape, date_notification=START - timedelta(days=9))
            found = self.bureau.propositions.corriger(one.id, earlier, today=self.day).valeur
            assert found.etat is one.etat

    def offre(self, row, vers, rank):
        offers = self.bureau.propositions.liste(row).propositions
        if offers:
            self.bureau.go(
                offers[rank % len(offers)].id, vers, today=self.day, date_visite=self.day,
                date_caleol=self.day, date_bail=self.day,
            )  # fmt: skip

    def propose(self, row, sure, _rank):
        given = {} if sure else {"conf_besoins": ReponseAvis.A_VERIFIER}
        self.bureau.propose(row, **given)

    def scinder(self, row, _one, _two):
        held = files_of(self.bureau, row)
        if len(held) > 1:
            made = self.bureau.etats.scinder(row, held[:1], held[0], today=self.day).valeur
            self.menages.append(made.menage_id)

    def partir(self, row, _one, _two):
        draft = replace(self.bureau.away(row), date_entree=self.day)
        self.bureau.suite.save_relogement(draft, today=self.day)

    def revenir(self, row, _one, _two):
        if any(one.en_cours for one in self.bureau.suite.suite(row).relogements):
            self.bureau.back(row, self.day, today=self.day)

    def entrer(self, row, _one, _two):
        with self.bureau.espace.store.writing("essai") as unit:
            for made in files.relogements(unit.session, row):
                unit.get(Relogement, made.id).date_entree = self.day

    def visites(self, row, _one, _two):
        self.bureau.visits(row)

    def undo(self, _row, _one, _two):
        JournalService(self.bureau.espace).undo()


def files_of(bureau, menage):
    with bureau.espace.store.reading() as session:
        return [one.id for one in occupants(session, menage)]


def check(story):
    bureau = story.bureau
    for row in story.menages:
        try:
            kept = bureau.etats.choix(row, today=story.day)
        except UserError:
            continue  # an undone décohabitation
        found = bureau.propositions.liste(row)
        notified = [one for one in found.propositions if one.offre.date_notification]
        assert len(found.compte.comptees) <= len(notified)
        states = [one.etat for one in found.propositions]
        assert sum(state in ENGAGEES for state in states) <= 1
        lasting = [
            one for one in kept.faits.relogements if one.nature is NatureRelogement.DEFINITIF
        ]
        away = [
            one for one in kept.faits.relogements
            if one.nature is NatureRelogement.TEMPORAIRE and one.date_retour is None
        ]  # fmt: skip
        assert len(lasting) <= 1
        assert len(away) <= 1
        if kept.etat.etat is E.ACCEPTE:
            assert sum(state in ENGAGEES for state in states) == 1
        if kept.etat.etat is E.CONTENTIEUX:
            assert len(found.compte.comptees) >= 3
            assert found.compte.decheance is not None
        if kept.etat.etat in {E.BAIL_SIGNE, E.EMMENAGE}:
            assert lasting[0].date_bail is not None
        if kept.etat.etat is E.SUSPENDU:
            assert kept.etat.etat_suspendu in {E.ENQUETE_FAITE, E.PRET, E.PROPOSITION}
            assert kept.etat.date_reprise is not None
        else:
            assert kept.etat.etat_suspendu is None
        if kept.etat.etat is E.PRET:
            assert not set(states) & (OUVERTES | ENGAGEES) or away


def check_counters(bureau):
    counts = bureau.etats.compteurs()
    assert counts.logements_vides_relogement <= counts.relogements_definitifs
    assert counts.logements_vides_relogement <= counts.logements_vides
    assert counts.relogements_definitifs + counts.sorties_sans_relogement <= counts.menages
    assert counts.offres_comptees <= counts.propositions_notifiees


@pytest.fixture(scope="module")
def espace(tmp_path_factory):
    opened = open_espace(tmp_path_factory.mktemp("histoires") / "a", "A", espace=Espace.RELOGEMENT)
    yield opened
    opened.close()


@settings(
    max_examples=settings.default.max_examples * 8 // 100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, ready=st.integers(0, 8), refused=st.booleans(), vacant=st.booleans())
def test_no_story_reaches_an_impossible_counter(espace, steps, ready, refused, vacant):
    bureau = Bureau(espace)
    story = Story(bureau)
    row = story.menages[0]
    for _ in range(3 if refused else 0):
        story.refuser(row, 0, 0)
    first = bureau.propose(row)
    bureau.go(first, *WAY[:ready])
    if ready > len(WAY):
        story.entrer(row, 0, 0)
        story.visites(row, 0, 0)
        for state in (E.EMMENAGE, E.SUIVI)[: ready - len(WAY)]:
            story.avancer(row, state, None)
    check(story)
    if vacant:
        with espace.store.writing("essai") as unit:
            for home in unit.session.query(Logement):
                home.etat = EtatLogement.VIDE_RELOGEMENT
    for (kind, one, two), who, later in steps:
        story.day += timedelta(days=later)
        row = story.menages[who % len(story.menages)]
        with contextlib.suppress(UserError):
            story.act(kind, one, two, row)
        check(story)
    check_counters(bureau)
