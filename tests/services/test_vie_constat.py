"""Changes of state, links and actions on several constats, through the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.codes import (
    CanalTransmission,
    EtatConstat,
    FamilleStructure,
    Foncier,
    Gravite,
    LeveeMode,
    MotifSansSuite,
    NatureLien,
    Polarite,
    Recurrence,
    RolePhoto,
)
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft, MarcheDraft, StructureDraft, TransitionDraft
from desktop.domain.espaces import Espace
from desktop.errors import SaisieRefusee, UserError
from desktop.models.constat import Constat, RevueConstat
from desktop.models.photo import Photo
from desktop.storage import journal

DAY = date(2026, 11, 28)
E = EtatConstat


@pytest.fixture
def whole(carnet: Carnet) -> ConstatDraft:
    """A constat that has everything it takes to be open."""
    lists = carnet.diagnostics.referentiel()
    beisson = next(one for one in lists.quartiers if one.nom == "Beisson")
    marche = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=beisson.id, date_prevue=DAY), today=DAY
    ).valeur
    voirie = next(one for one in lists.structures if one.famille is FamilleStructure.VV)
    return ConstatDraft(
        marche_id=marche.id,
        theme="VOI",
        item="VOI-02",
        gravite=Gravite.MODERE,
        foncier=Foncier.PUBLIC_VILLE,
        gestionnaire_id=voirie.id,
        lat_e7=435_000_000,
        lon_e7=54_000_000,
        texte="Trottoir soulevé",
    )


def store(carnet):
    return carnet.session.espaces[Espace.TERRAIN].store


def new(carnet, draft, **changes):
    return carnet.diagnostics.save_constat(replace(draft, **changes), today=DAY).valeur


def photo(carnet, constat):
    marche = constat.draft.marche_id
    with store(carnet).writing("essai") as unit:
        given = {"marche_id": marche, "constat_id": constat.id, "blob": "0" * 64}
        return unit.add(Photo, None, root=marche, fichier="p.jpg", **given).id


def go(carnet, row, vers, today=DAY, **fields):
    """Change a state with everything a transition may ask for."""
    lists = carnet.diagnostics.referentiel()
    other = next(one for one in lists.structures if one.famille is FamilleStructure.VP)
    given = {
        "date_transmission": today,
        "canal_transmission": CanalTransmission.MAIL,
        "destinataire": "Service ESSAI",
        "motif_contestation": "Parcelle privée",
        "gestionnaire_id": other.id,
        "date_reponse": today,
        "date_prevue": today + timedelta(days=30),
        "date_travaux": today,
        "date_realise": today,
        "date_levee": today,
        "levee_par": "Agent ESSAI",
        "levee_mode": LeveeMode.SUR_PLACE,
        "sans_photo": True,
        "levee_motif": "Il faisait nuit",
        "motif_sans_suite": MotifSansSuite.NON_FONDE,
        "motif_texte": "Rien à cet endroit",
        "motif_reouverture": "De nouveau soulevé",
    }
    draft = TransitionDraft(vers=vers, **given | fields)
    return carnet.constats.change_state(row, draft, today=today).valeur


def changes(carnet):
    with store(carnet).reading() as session:
        return sum(n for n, _ in journal.frontier(session.connection()).values())


def undo(carnet):
    carnet.journal(Espace.TERRAIN).undo()


# --- opening ------------------------------------------------------------------------------


@pytest.mark.parametrize(("gravite", "days"), [(1, 180), (2, 30), (3, 7), (4, 1)])
def test_opening_writes_the_day_and_the_delai_cible(carnet, whole, gravite, days):
    opened = new(carnet, whole, gravite=Gravite(gravite))

    assert (opened.etat, opened.etapes.date_ouverture) == (E.OUVERT, DAY)
    assert opened.delai_cible == DAY + timedelta(days=days)


def test_the_delay_follows_the_gravity_while_open_and_counts_from_the_opening(carnet, whole):
    save = carnet.diagnostics.save_constat
    opened = new(carnet, whole)
    later = DAY + timedelta(days=3)

    worse = save(replace(whole, gravite=Gravite.MAJEUR), opened.id, today=later).valeur
    go(carnet, opened.id, E.SANS_SUITE)
    closed = save(replace(whole, gravite=Gravite.MINEUR), opened.id, today=later).valeur

    assert worse.delai_cible == DAY + timedelta(days=7)
    assert closed.delai_cible == DAY + timedelta(days=180)


def test_a_constat_that_lacks_something_again_is_to_qualify_and_has_no_delay(carnet, whole):
    save = carnet.diagnostics.save_constat
    opened = new(carnet, whole)

    bare = save(replace(whole, item=None), opened.id, today=DAY).valeur
    again = save(whole, opened.id, today=DAY + timedelta(days=1)).valeur

    assert (bare.etat, bare.delai_cible) == (E.A_QUALIFIER, None)
    assert (again.etat, again.delai_cible) == (E.OUVERT, opened.delai_cible)


def test_a_sent_constat_keeps_what_qualifies_it(carnet, whole):
    sent = go(carnet, new(carnet, whole).id, E.TRANSMIS)

    with pytest.raises(SaisieRefusee) as refusal:
        carnet.diagnostics.save_constat(replace(whole, foncier=None), sent.id)

    assert [error.field for error in refusal.value.errors] == ["foncier"]
    assert carnet.diagnostics.constat(sent.id).foncier is Foncier.PUBLIC_VILLE


# --- states -------------------------------------------------------------------------------

WAYS = {
    E.OUVERT: [],
    E.TRANSMIS: [E.TRANSMIS],
    E.CONTESTE: [E.TRANSMIS, E.CONTESTE],
    E.PRIS_EN_CHARGE: [E.TRANSMIS, E.PRIS_EN_CHARGE],
    E.PROGRAMME: [E.TRANSMIS, E.PROGRAMME],
    E.EN_COURS: [E.TRANSMIS, E.EN_COURS],
    E.REALISE_DECLARE: [E.TRANSMIS, E.REALISE_DECLARE],
    E.LEVE: [E.LEVE],
    E.SANS_SUITE: [E.SANS_SUITE],
}
NEXT = [
    (E.OUVERT, E.TRANSMIS),
    (E.TRANSMIS, E.CONTESTE),
    (E.CONTESTE, E.OUVERT),
    (E.TRANSMIS, E.PRIS_EN_CHARGE),
    (E.PRIS_EN_CHARGE, E.PROGRAMME),
    (E.PROGRAMME, E.EN_COURS),
    (E.EN_COURS, E.REALISE_DECLARE),
    (E.REALISE_DECLARE, E.LEVE),
    (E.REALISE_DECLARE, E.OUVERT),
    (E.CONTESTE, E.SANS_SUITE),
    (E.LEVE, E.OUVERT),
    (E.SANS_SUITE, E.OUVERT),
    (E.LEVE, E.FUSIONNE),
]


def at(carnet, whole, state):
    row = new(carnet, whole)
    for step in WAYS[state]:
        go(carnet, row.id, step)
    return row


@pytest.mark.parametrize(("start", "end"), NEXT)
def test_a_transition_is_one_action_of_the_log_that_annuler_takes_back(carnet, whole, start, end):
    row = at(carnet, whole, start)
    shot = photo(carnet, row)
    target = new(carnet, whole)
    before = carnet.diagnostics.constat(row.id)

    after = go(carnet, row.id, end, photo_id=shot, cible_id=target.id, sans_photo=False)
    undo(carnet)

    assert after.etat is end
    back = carnet.diagnostics.constat(row.id)
    assert replace(back, trace=before.trace) == before


@pytest.mark.parametrize("start", [E.OUVERT, E.TRANSMIS, E.LEVE])
def test_a_forbidden_transition_says_what_is_possible_and_writes_nothing(carnet, whole, start):
    row = at(carnet, whole, start)
    written = changes(carnet)

    with pytest.raises(UserError) as refusal:
        go(carnet, row.id, E.RETENU)

    assert "rien n’a été changé" in refusal.value.message
    assert "Depuis cet état : «" in refusal.value.remedy
    assert changes(carnet) == written
    assert carnet.diagnostics.constat(row.id).etat is start


def test_a_missing_field_is_named_and_nothing_is_written(carnet, whole):
    row = new(carnet, whole)
    written = changes(carnet)

    with pytest.raises(SaisieRefusee) as refusal:
        carnet.constats.change_state(row.id, TransitionDraft(vers=E.LEVE), today=DAY)

    assert [error.field for error in refusal.value.errors] == [
        "date_levee", "levee_par", "levee_mode", "photo_id",
    ]  # fmt: skip
    assert changes(carnet) == written


def test_a_gestionnaire_to_be_identified_receives_nothing(carnet, whole):
    unknown = carnet.diagnostics.save_structure(
        StructureDraft(nom="ESSAI à identifier", famille=FamilleStructure.INC)
    ).valeur
    row = new(carnet, whole, gestionnaire_id=unknown.id)

    with pytest.raises(SaisieRefusee, match="À identifier"):
        go(carnet, row.id, E.TRANSMIS)


def test_a_contested_constat_goes_back_with_another_gestionnaire(carnet, whole):
    row = at(carnet, whole, E.CONTESTE)

    opened = go(carnet, row.id, E.OUVERT)

    assert opened.draft.gestionnaire_id != whole.gestionnaire_id
    assert opened.etapes.date_transmission is opened.etapes.canal_transmission is None
    assert opened.etapes.motif_contestation == ""


def test_a_photo_of_a_check_takes_its_role_and_that_of_another_constat_is_refused(carnet, whole):
    row, other = new(carnet, whole), new(carnet, whole)
    shot, foreign = photo(carnet, row), photo(carnet, other)

    with pytest.raises(SaisieRefusee, match="autre constat"):
        go(carnet, row.id, E.LEVE, photo_id=foreign)
    lifted = go(carnet, row.id, E.LEVE, photo_id=shot, sans_photo=False)

    assert (lifted.etapes.date_cloture, lifted.etapes.levee_motif) == (DAY, "")
    assert carnet.diagnostics.photos([shot])[0].role is RolePhoto.APRES


def test_a_closed_constat_is_reopened_for_thirty_days_and_begins_a_new_delay(carnet, whole):
    row = at(carnet, whole, E.LEVE)
    last, late = DAY + timedelta(days=29), DAY + timedelta(days=30)

    with pytest.raises(UserError, match="clos depuis 30 jours") as refusal:
        go(carnet, row.id, E.OUVERT, today=late)
    again = go(carnet, row.id, E.OUVERT, today=last)

    assert "Récidive de" in refusal.value.remedy
    assert (again.etapes.date_ouverture, again.delai_cible) == (last, last + timedelta(days=30))
    assert again.etapes.date_levee is again.etapes.levee_mode is None
    assert again.etapes.motif_reouverture == "De nouveau soulevé"


def test_points_forts_and_propositions_have_their_own_lives(carnet, whole):
    strong = new(carnet, whole, polarite=Polarite.FORT)
    idea = new(carnet, whole, polarite=Polarite.PROPOSITION)

    assert (strong.etat, strong.gravite, strong.delai_cible) == (E.RELEVE, None, None)
    assert go(carnet, strong.id, E.CONFIRME).etat is E.CONFIRME
    assert go(carnet, strong.id, E.PERDU).etat is E.PERDU
    with pytest.raises(UserError):
        go(carnet, idea.id, E.CONFIRME)
    go(carnet, idea.id, E.TRANSMIS)
    with pytest.raises(SaisieRefusee):
        go(carnet, idea.id, E.NON_RETENU, motif_texte="non")
    assert go(carnet, idea.id, E.NON_RETENU).etapes.motif_texte == "Rien à cet endroit"


def test_a_lost_point_fort_becomes_a_linked_faiblesse_once(carnet, whole):
    strong = new(carnet, whole, polarite=Polarite.FORT, fiche_papier="S-1")
    service = carnet.constats
    go(carnet, strong.id, E.CONFIRME)
    with pytest.raises(UserError):
        service.weaken(strong.id, today=DAY)
    assert not service.suggestions(strong.draft, strong.id, today=DAY).perdu
    go(carnet, strong.id, E.PERDU)
    assert service.suggestions(strong.draft, strong.id, today=DAY).perdu

    made = service.weaken(strong.id, today=DAY).valeur

    assert (made.polarite, made.item, made.draft.lat_e7) == (
        Polarite.FAIBLE, whole.item, whole.lat_e7,
    )  # fmt: skip
    assert made.texte == "Point fort perdu. Trottoir soulevé"
    assert (made.jour, made.draft.fiche_papier, made.etat) == (DAY, "", E.A_QUALIFIER)
    assert made.numero != strong.numero
    (link,) = service.liens(made.id)
    assert (link.nature, link.sortant, link.constat_id) == (
        NatureLien.INVERSE_DE, True, strong.id,
    )  # fmt: skip
    assert not service.suggestions(strong.draft, strong.id, today=DAY).perdu
    with pytest.raises(UserError):
        service.weaken(strong.id, today=DAY)

    carnet.journal(Espace.TERRAIN).undo()
    assert service.suggestions(strong.draft, strong.id, today=DAY).perdu


# --- what the log counts ------------------------------------------------------------------


def test_the_log_alone_tells_the_life_of_a_constat(carnet, whole):
    row = at(carnet, whole, E.CONTESTE)
    go(carnet, row.id, E.OUVERT)
    go(carnet, row.id, E.TRANSMIS)
    go(carnet, row.id, E.REALISE_DECLARE)
    go(carnet, row.id, E.OUVERT, photo_id=photo(carnet, row))
    go(carnet, row.id, E.LEVE)
    go(carnet, row.id, E.OUVERT)

    told = carnet.constats.suivi(row.id)

    assert [one.etat.value for one in told.etapes] == [
        "OUVERT", "TRANSMIS", "CONTESTE", "OUVERT", "TRANSMIS", "REALISE_DECLARE", "OUVERT",
        "LEVE", "OUVERT",
    ]  # fmt: skip
    assert {one.auteur for one in told.etapes} == {"C. Martin-Essai"}
    assert (told.nb_contestations, told.nb_controles_negatifs, told.nb_reouvertures) == (1, 1, 1)
    assert told.depuis(E.LEVE) == told.etapes[-2].ms
    assert told.depuis(E.EN_COURS) is None


def test_what_was_undone_is_not_counted_and_what_was_redone_is(carnet, whole):
    row = at(carnet, whole, E.CONTESTE)

    undo(carnet)
    undone = carnet.constats.suivi(row.id)
    carnet.journal(Espace.TERRAIN).redo()
    redone = carnet.constats.suivi(row.id)

    assert (undone.nb_contestations, undone.etapes[-1].etat) == (0, E.TRANSMIS)
    assert (redone.nb_contestations, redone.etapes[-1].etat) == (1, E.CONTESTE)


def test_an_undone_levee_is_no_reopening_and_an_undone_reopening_is_no_levee(carnet, whole):
    row = at(carnet, whole, E.LEVE)
    undo(carnet)
    lifted_back = carnet.constats.suivi(row.id)
    go(carnet, row.id, E.LEVE)
    go(carnet, row.id, E.OUVERT)
    undo(carnet)

    told = carnet.constats.suivi(row.id)

    assert [one.etat for one in lifted_back.etapes] == [E.OUVERT]
    assert [one.etat for one in told.etapes] == [E.OUVERT, E.LEVE]
    assert told.nb_reouvertures == 0


# --- duplicates ---------------------------------------------------------------------------


def test_a_merged_constat_gives_its_photos_links_and_reviews_and_shows_the_other(carnet, whole):
    kept, twin, other = (new(carnet, whole) for _ in range(3))
    shot = photo(carnet, twin)
    carnet.constats.link(twin.id, other.id, NatureLien.RECIDIVE_DE)
    carnet.constats.link(kept.id, twin.id, NatureLien.DOUBLON_DE)
    with store(carnet).writing("essai") as unit:
        review = unit.add(RevueConstat, None, root=whole.marche_id, marche_id=whole.marche_id,
                          constat_id=twin.id).id  # fmt: skip

    merged = go(carnet, twin.id, E.FUSIONNE, cible_id=kept.id)

    assert (merged.etat, merged.cible_numero) == (E.FUSIONNE, kept.numero)
    assert carnet.constats.shown(twin.id) == kept.id
    assert carnet.diagnostics.photos([shot])[0].constat_id == kept.id
    assert [(one.nature, one.constat_id) for one in carnet.constats.liens(kept.id)] == [
        (NatureLien.RECIDIVE_DE, other.id)
    ]
    with store(carnet).reading() as session:
        assert session.get_one(RevueConstat, review).constat_id == kept.id
    undo(carnet)
    assert carnet.constats.shown(twin.id) == twin.id
    assert carnet.diagnostics.photos([shot])[0].constat_id == twin.id
    assert len(carnet.constats.liens(twin.id)) == 2


def test_a_chain_of_merges_shows_its_end_and_never_comes_back(carnet, whole):
    first, second, third = (new(carnet, whole) for _ in range(3))
    go(carnet, first.id, E.FUSIONNE, cible_id=second.id)
    go(carnet, second.id, E.FUSIONNE, cible_id=third.id)

    assert carnet.constats.shown(first.id) == third.id
    for wanted in (third, first, second):
        with pytest.raises(SaisieRefusee, match="doublon de lui-même"):
            go(carnet, third.id, E.FUSIONNE, cible_id=wanted.id)
    with pytest.raises(UserError, match="Doublon"):
        go(carnet, first.id, E.FUSIONNE, cible_id=third.id)


def test_two_postes_that_merged_both_ways_still_open_each_constat(carnet, whole):
    one, two = new(carnet, whole), new(carnet, whole)
    with store(carnet).writing("essai") as unit:
        for row, target in ((one.id, two.id), (two.id, one.id)):
            constat = unit.get(Constat, row)
            constat.etat, constat.cible_id = E.FUSIONNE, target

    assert carnet.constats.shown(one.id) == one.id
    assert carnet.constats.shown(two.id) == two.id


def test_a_point_fort_is_no_duplicate_of_a_faiblesse(carnet, whole):
    weak, strong = new(carnet, whole), new(carnet, whole, polarite=Polarite.FORT)

    with pytest.raises(SaisieRefusee, match="même nature"):
        go(carnet, weak.id, E.FUSIONNE, cible_id=strong.id)


# --- links --------------------------------------------------------------------------------


def test_links_are_read_from_both_ends_and_taken_away(carnet, whole):
    one, two = new(carnet, whole), new(carnet, whole)

    carnet.constats.accept_recidive(two.id, one.id)

    assert carnet.diagnostics.constat(two.id).draft.recurrence is Recurrence.RECIDIVE
    (there,) = carnet.constats.liens(two.id)
    (here,) = carnet.constats.liens(one.id)
    assert (there.numero, there.sortant, here.numero, here.sortant) == (
        one.numero, True, two.numero, False,
    )  # fmt: skip
    with pytest.raises(UserError, match="déjà liés"):
        carnet.constats.link(one.id, two.id, NatureLien.RECIDIVE_DE)
    with pytest.raises(UserError, match="ne font qu’un"):
        carnet.constats.link(one.id, one.id, NatureLien.MEME_ACTION)
    carnet.constats.unlink(there.id)
    assert carnet.constats.liens(one.id) == []


# --- several at once ----------------------------------------------------------------------


def test_several_constats_are_sent_as_one_action_and_the_others_are_named(carnet, whole):
    ready = [new(carnet, whole) for _ in range(3)]
    gone = at(carnet, whole, E.LEVE)
    draft = TransitionDraft(
        vers=E.TRANSMIS, date_transmission=DAY, canal_transmission=CanalTransmission.MAIL,
        destinataire="Service ESSAI",
    )  # fmt: skip

    bilan = carnet.constats.change_states(
        [*(one.id for one in ready), gone.id], draft, today=DAY
    ).valeur
    sent = carnet.diagnostics.constat_ids(FiltreConstats(etat=E.TRANSMIS))
    undo(carnet)

    assert bilan.faits == tuple(one.id for one in ready)
    (refusal,) = bilan.refus
    assert (refusal.id, refusal.numero) == (gone.id, gone.numero)
    assert "Levé (vérifié)" in refusal.raison
    assert sorted(sent) == sorted(bilan.faits)
    assert carnet.diagnostics.constat_ids(FiltreConstats(etat=E.TRANSMIS)) == []


def test_several_constats_take_a_gravity_and_an_item_with_its_theme(carnet, whole):
    open_, bare = new(carnet, whole), new(carnet, whole, gravite=None)
    rows = [open_.id, bare.id]

    carnet.constats.edit_many(rows, {"gravite": Gravite.MAJEUR}, today=DAY)
    carnet.constats.edit_many(rows, {"item": "PRO-06"}, today=DAY)
    found = carnet.diagnostics.constats(rows)

    assert {one.etat for one in found} == {E.OUVERT}
    assert {one.delai_cible for one in found} == {DAY + timedelta(days=7)}
    assert {(one.theme, one.item) for one in found} == {("PRO", "PRO-06")}
    with pytest.raises(ValueError, match="texte"):
        carnet.constats.edit_many(rows, {"texte": "x"})


def test_a_bulk_edit_counts_apart_what_it_did_not_change(carnet, whole):
    grave = new(carnet, whole, gravite=Gravite.MAJEUR)
    plain = new(carnet, whole, gravite=Gravite.MINEUR)
    idea = new(carnet, whole, gravite=None, polarite=Polarite.PROPOSITION)
    rows = [grave.id, plain.id, idea.id]

    bilan = carnet.constats.edit_many(rows, {"gravite": Gravite.MAJEUR}).valeur
    again = carnet.constats.edit_many(rows, {"gravite": Gravite.MAJEUR})

    assert (bilan.faits, bilan.inchanges) == ((plain.id,), (grave.id, idea.id))
    assert again.valeur.faits == ()
    assert not again.changes.rows


def test_a_bulk_edit_leaves_the_constats_it_would_spoil(carnet, whole):
    ready, sent = new(carnet, whole), at(carnet, whole, E.TRANSMIS)

    bilan = carnet.constats.edit_many([ready.id, sent.id], {"gestionnaire_id": None}).valeur

    assert bilan.faits == (ready.id,)
    assert [one.id for one in bilan.refus] == [sent.id]
    assert carnet.diagnostics.constat(sent.id).draft.gestionnaire_id == whole.gestionnaire_id


# --- neighbours ---------------------------------------------------------------------------


def test_neighbours_are_suggested_until_they_are_linked(carnet, whole):
    old, fresh = new(carnet, whole), new(carnet, whole)
    far = new(carnet, whole, lat_e7=435_100_000)
    go(carnet, old.id, E.LEVE)
    suggest = carnet.constats.suggestions

    before = suggest(fresh.draft, fresh.id, today=DAY)
    unsaved = suggest(whole, today=DAY)
    carnet.constats.accept_recidive(fresh.id, old.id)
    after = suggest(fresh.draft, fresh.id, today=DAY)

    assert [one.voisin.id for one in before.recidives] == [old.id]
    assert [one.voisin.id for one in unsaved.doublons] == [fresh.id]
    assert after.recidives == ()
    assert suggest(far.draft, far.id, today=DAY).doublons == ()
    assert suggest(replace(whole, lat_e7=None, lon_e7=None)).doublons == ()


def test_what_a_dialog_offers_is_read_at_one_go(carnet, whole):
    row, twin = new(carnet, whole), new(carnet, whole)
    strong = new(carnet, whole, polarite=Polarite.FORT)

    offered = carnet.constats.choix(row.id)

    assert [line.vers for line in offered.lignes] == [
        E.TRANSMIS, E.LEVE, E.SANS_SUITE, E.FUSIONNE,
    ]  # fmt: skip
    assert [other for other, _ in offered.voisins] == [twin.id, strong.id]
    assert offered.personne == "C. Martin-Essai"
    assert [line.vers for line in carnet.constats.choix(strong.id).lignes] == [E.CONFIRME]


def test_a_merged_constat_opens_the_one_that_is_kept(carnet, whole):
    kept, twin = new(carnet, whole), new(carnet, whole)
    go(carnet, twin.id, E.FUSIONNE, cible_id=kept.id)

    marche, shown = carnet.constats.with_marche(twin.id)

    assert (marche.id, shown.id) == (whole.marche_id, kept.id)
