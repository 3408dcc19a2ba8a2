"""Who may read a constat: one rule for every document (gusp-microsites 5.1 and 6)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.codes import Confidentialite, EtatConstat, SourceParole
from desktop.domain.diagnostics import diffusion
from desktop.domain.diagnostics.diffusion import Reserve
from desktop.domain.diagnostics.records import ConstatRecord, EtapesConstat
from desktop.domain.drafts import ConstatDraft
from desktop.domain.records import Trace

PUBLIC, PARTENAIRES, INTERNE = Confidentialite
SERVICES = {"TRA-01": "801", "TRA-03": "802", "TRA-04": "803", "TRA-06": "804", "PRO-06": "104"}


def constat(item="PRO-06", etat=EtatConstat.OUVERT, **draft) -> ConstatRecord:
    theme = item[:3] if item else draft.get("theme")
    return ConstatRecord(
        id="c", draft=ConstatDraft(item=item, **draft), numero="BEI-2026-1-A001", etat=etat,
        marche_numero="BEI-2026-1", theme=theme, theme_libelle="", gravite=None, gestionnaire="",
        texte="", lieu="", nb_photos=0, trace=Trace(auteur="", poste="", modifie_ms=0),
    )  # fmt: skip


def reason(one, profil):
    return diffusion.reserve(one, profil, service_code=SERVICES.get(one.draft.item or "", ""))


@pytest.mark.parametrize("item", ["TRA-01", "TRA-03", "TRA-04"])
@pytest.mark.parametrize("given", [None, *Confidentialite])
def test_services_801_to_803_never_leave_for_the_public(item, given):
    assert reason(constat(item, confidentialite=given), PUBLIC) is Reserve.TRANQUILLITE


def test_a_constat_of_tranquillite_without_item_never_leaves_for_the_public():
    one = constat(None, theme="TRA", confidentialite=PUBLIC)

    assert reason(one, PUBLIC) is Reserve.TRANQUILLITE


def test_tranquillite_is_for_the_partners_unless_a_person_decided():
    assert reason(constat("TRA-06"), PUBLIC) is Reserve.TRANQUILLITE
    assert reason(constat("TRA-06"), PARTENAIRES) is None
    assert reason(constat("TRA-06", confidentialite=PUBLIC), PUBLIC) is None
    assert reason(constat("TRA-06", confidentialite=INTERNE), PARTENAIRES) is Reserve.TRANQUILLITE


def test_what_the_police_said_stays_internal_unless_a_person_decided():
    said = {"source_parole": SourceParole.POLICE}

    assert reason(constat(**said), PARTENAIRES) is Reserve.CONFIDENTIEL
    assert reason(constat(**said), INTERNE) is None
    assert reason(constat(**said, confidentialite=PARTENAIRES), PARTENAIRES) is None


@pytest.mark.parametrize("etat", [EtatConstat.BROUILLON, EtatConstat.A_QUALIFIER])
def test_the_public_reads_no_constat_that_waits_to_be_qualified(etat):
    assert reason(constat(etat=etat), PUBLIC) is Reserve.NON_QUALIFIE
    assert reason(constat(etat=etat), PARTENAIRES) is None


@given(
    st.sampled_from([None, *SERVICES]),
    st.sampled_from([None, *Confidentialite]),
    st.sampled_from(list(EtatConstat)),
)
def test_who_may_read_more_reads_at_least_the_same(item, given, etat):
    one = constat(item, etat=etat, confidentialite=given)
    read = [reason(one, profil) is None for profil in Confidentialite]

    assert read == sorted(read)
    assert read[-1]


def test_what_leaves_and_what_stays_make_the_whole():
    all_of_them = [constat(item) for item in SERVICES]

    tri = diffusion.sort_out(all_of_them, PUBLIC, SERVICES)

    assert len(tri.partent) + len(tri.restent) == len(all_of_them)
    assert [one.draft.item for one in tri.partent] == ["PRO-06"]
    assert tri.counts() == {Reserve.TRANQUILLITE: 4}


@given(st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_800_000_000))
def test_the_public_reads_a_place_to_four_decimals(lat, lon):
    shown = diffusion.place(lat, lon, PUBLIC)

    assert shown is not None
    assert shown.lat_e7 % 1000 == shown.lon_e7 % 1000 == 0
    assert abs(shown.lat_e7 - lat) <= 500
    assert abs(shown.lon_e7 - lon) <= 500
    assert diffusion.place(lat, lon, PARTENAIRES) == (lat, lon)


def test_a_place_that_nobody_knows_stays_unknown():
    assert diffusion.place(None, None, PUBLIC) is None


def test_nothing_reserved_is_left_in_a_constat_that_the_public_reads():
    steps = EtapesConstat(
        levee_par="Mme Essai", destinataire="M. Essai", motif_texte="Voisin Essai",
        levee_motif="Essai", motif_contestation="Essai", motif_reouverture="Essai",
    )  # fmt: skip
    one = replace(
        constat(
            batiment="Bât. Essai", source_parole=SourceParole.ELU, ref_externe="Essai-1",
            fiche_papier="Essai-2", lat_e7=435_390_123, lon_e7=54_480_456,
            confidentialite=PUBLIC,
        ),
        titre="Encombrants — Bât. Essai", item_libelle="Encombrants", arret="3 · Square",
        etapes=steps, trace=Trace(auteur="A. Essai", poste="B", modifie_ms=1),
    )  # fmt: skip

    (read,) = diffusion.sort_out([one], PUBLIC, SERVICES).partent

    assert "Essai" not in repr(read)
    assert read.draft.source_parole is None
    assert (read.draft.lat_e7, read.draft.lon_e7) == (435_390_000, 54_480_000)
    assert read.titre == "Encombrants — 3 · Square"
    assert diffusion.sort_out([one], PARTENAIRES, SERVICES).partent == (one,)


def test_the_public_does_not_read_whose_door_it_is():
    fields = ("numero", "batiment", "levee_par")

    assert diffusion.reserved_fields(fields, PUBLIC) == ("batiment", "levee_par")
    assert diffusion.reserved_fields(fields, PARTENAIRES) == ()
