"""Random lives of a constat, through the service: no impossible state is ever reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.codes import (
    CanalTransmission,
    EtatConstat,
    FamilleStructure,
    Foncier,
    Gravite,
    LeveeMode,
    MotifSansSuite,
    Polarite,
)
from desktop.domain.diagnostics.etats import CLOS, OUVERTS, VIES, transition
from desktop.domain.diagnostics.rules import missing
from desktop.domain.drafts import ConstatDraft, MarcheDraft, TransitionDraft
from desktop.domain.espaces import Espace
from desktop.errors import UserError

START = date(2026, 1, 5)
E = EtatConstat
SENT = OUVERTS - {E.OUVERT}


def maybe(strategy):
    return st.one_of(st.none(), strategy)


EDITS = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sampled_from([None, "VOI", "PRO"]),
        "item": st.sampled_from([None, "VOI-02", "PRO-06"]),
        "gravite": maybe(st.sampled_from(list(Gravite))),
        "foncier": maybe(st.sampled_from(list(Foncier))),
        "lat_e7": st.just(435_390_000),
        "lon_e7": st.just(54_480_000),
        "polarite": st.sampled_from([*Polarite, Polarite.FAIBLE, Polarite.FAIBLE]),
        "texte": st.sampled_from(["", "Trottoir soulevé"]),
    },
).map(lambda found: found | ({"lon_e7": 54_480_000} if "lat_e7" in found else {}))
DAYS = st.integers(0, 40)
MOVES = st.fixed_dictionaries(
    {
        "vers": st.sampled_from(list(EtatConstat)),
        "date_transmission": maybe(st.just(START)),
        "canal_transmission": maybe(st.sampled_from(list(CanalTransmission))),
        "destinataire": st.sampled_from(["", "Service ESSAI"]),
        "motif_contestation": st.sampled_from(["", "Parcelle privée"]),
        "date_reponse": st.just(START),
        "date_prevue": maybe(st.just(START + timedelta(days=90))),
        "date_travaux": st.just(START),
        "date_realise": st.just(START),
        "date_levee": maybe(st.just(START)),
        "levee_par": st.sampled_from(["", "Agent ESSAI"]),
        "levee_mode": maybe(st.sampled_from(list(LeveeMode))),
        "sans_photo": st.booleans(),
        "levee_motif": st.sampled_from(["", "Il faisait nuit"]),
        "motif_sans_suite": maybe(st.sampled_from(list(MotifSansSuite))),
        "motif_texte": st.sampled_from(["", "court", "Rien à cet endroit"]),
        "motif_reouverture": st.sampled_from(["", "De nouveau soulevé"]),
    }
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), EDITS, DAYS),
        st.tuples(st.just("move"), MOVES, DAYS),
        st.tuples(st.just("move"), MOVES, DAYS),
        st.tuples(st.just("undo"), st.just({}), DAYS),
    ),
    max_size=14,
)


def check(constat):
    """What holds of every constat, however it came to be so."""
    etapes, draft = constat.etapes, constat.draft
    assert constat.etat in VIES[constat.polarite]
    if constat.etat in OUVERTS:
        assert missing(draft) == ()
        assert etapes.date_ouverture is not None
        assert constat.delai_cible is not None
    if constat.etat is E.TRANSMIS:
        assert etapes.date_transmission
        assert etapes.canal_transmission
        assert etapes.destinataire
    if constat.etat in CLOS:
        assert etapes.date_cloture is not None
    if constat.etat is E.LEVE:
        assert etapes.date_levee is not None
        assert etapes.levee_par
        assert etapes.levee_mode not in {None, LeveeMode.DECLARATIF}
        assert etapes.levee_motif or constat.nb_photos
    if constat.etat is E.SANS_SUITE:
        assert etapes.motif_sans_suite is not None
        assert len(etapes.motif_texte) >= 10
    if constat.etat is E.NON_RETENU:
        assert len(etapes.motif_texte) >= 10
    if constat.polarite is not Polarite.FAIBLE:
        assert constat.gravite is constat.priorite is None
    assert constat.etat is not E.FUSIONNE  # nothing here has a target


@settings(
    max_examples=settings.default.max_examples * 15 // 100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, complete=st.booleans())
def test_no_story_reaches_an_impossible_state(carnet, steps, complete):
    lists = carnet.diagnostics.referentiel()
    gestionnaires = [one.id for one in lists.structures if one.famille is FamilleStructure.VV]
    others = [one.id for one in lists.structures if one.famille is FamilleStructure.VP]
    marche = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=lists.quartiers[0].id, date_prevue=START), today=START
    ).valeur
    draft = ConstatDraft(marche_id=marche.id, gestionnaire_id=gestionnaires[0])
    if complete:
        draft = replace(
            draft, theme="VOI", item="VOI-02", gravite=Gravite.MODERE, lat_e7=435_390_000,
            lon_e7=54_480_000, foncier=Foncier.PUBLIC_VILLE,
        )  # fmt: skip
    constat = carnet.diagnostics.save_constat(draft, today=START).valeur
    day, written = START, 1
    for kind, values, later in steps:
        day += timedelta(days=later)
        before = constat
        try:
            if kind == "edit":
                carnet.diagnostics.save_constat(
                    replace(constat.draft, **values), constat.id, today=day
                )
            elif kind == "move":
                move = TransitionDraft(gestionnaire_id=others[0], **values)
                carnet.constats.change_state(constat.id, move, today=day)
                line = transition(before.polarite, before.etat, values["vers"])
                assert line is not None
            elif written > 1:
                carnet.journal(Espace.TERRAIN).undo()
                written -= 2
        except UserError:
            assert carnet.diagnostics.constat(constat.id) == before
        else:
            written += 1
        constat = carnet.diagnostics.constat(constat.id)
        check(constat)
        if before.etat in SENT and kind == "edit":
            assert constat.etat is before.etat
    told = carnet.constats.suivi(constat.id)
    assert told.etapes[-1].etat is constat.etat
