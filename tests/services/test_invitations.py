"""Invitations on real folders: what they bring, what they refuse, where they stand.

The seal of an invitation takes seconds by design and is tested in tests/sync: a quick one,
which still knows its phrase, stands in for it here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.equipe import EtatInvitation, MotifCle
from desktop.domain.espaces import Espace
from desktop.domain.ids import shared_id
from desktop.errors import (
    AccesRefuse,
    Annule,
    EcritureImpossible,
    FichierRefuse,
    SaisieRefusee,
    UserError,
)
from desktop.models.equipe import Poste
from desktop.paths import Dossiers
from desktop.security.trousseau import Trousseau
from desktop.services import cles as module
from desktop.services import equipe
from desktop.services.equipe import arrive, open_invitation
from desktop.services.lecture import LectureService
from tests.carnets import CHEAP, COLLEAGUE, PERSONNE, PHRASE, join_carnet, open_carnet
from tests.sceau_rapide import use_quick_seal
from tests.services.trio import (
    DAY,
    TERRAIN,
    bytes_of,
    export,
    newcomer,
    pass_key,
    pushed_clock,
    read,
    shown,
    write_something,
)


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_seal(monkeypatch)


@pytest.fixture
def carnet(trio: tuple[Carnet, Carnet, Carnet]) -> Carnet:
    return trio[0]


# --- invitations ---------------------------------------------------------------------------


def test_both_sides_see_the_same_six_words_and_what_the_invitation_is(trio, stick):
    a, b, _ = trio
    made = a.cles(TERRAIN).invite(stick, days=30, nouveau=False)

    seen = b.open_invitation(Path(made.chemin), made.phrase)
    stranger = open_invitation(Path(made.chemin), made.phrase)

    assert seen.empreinte == made.empreinte == a.cles(TERRAIN).fingerprint()
    assert (seen.deja_ici, stranger.deja_ici, seen.lettre) == (True, False, "")
    assert made.expire_ms - a.espace(TERRAIN).store.clock() <= 30 * DAY


def test_a_new_poste_starts_filled_when_the_invitation_carries_the_data(trio, stick, tmp_path):
    a, b, _ = trio
    write_something(a)
    write_something(b, "Écrit par B")
    read(a, export(b, stick))
    made = a.cles(TERRAIN).invite(stick, donnees=True)

    seen = open_invitation(Path(made.chemin), made.phrase)
    session, arrivee = arrive(
        Dossiers(tmp_path / "d"), None, Path(made.chemin), made.phrase, newcomer(), cost=CHEAP
    )
    session.close()

    assert (made.donnees, seen.donnees, arrivee.refus) == (True, True, "")
    assert arrivee.lecture.apercu.changements > 0
    opened = open_carnet(tmp_path / "d", personne="E. Petit-Essai")
    assert sorted(shown(opened)) == ["Banc cassé", "Écrit par B"]
    assert opened.journal(TERRAIN).verify().anomalies == ()
    assert opened.espace(TERRAIN).store.identity.lettre == made.lettre == "D"
    opened.close()
    for poste in (a.dossiers, opened.dossiers):
        left = poste.reception("terrain")
        assert not left.exists() or list(left.iterdir()) == []


def test_data_that_cannot_be_read_leave_an_empty_espace_and_say_why(
    trio, stick, tmp_path, monkeypatch
):
    made = trio[0].cles(TERRAIN).invite(stick, donnees=True)

    def refuse(*_args: object, **_kept: object) -> None:
        raise FichierRefuse("Trop récent", "Le fichier est trop récent.", "Mettez à jour.")

    monkeypatch.setattr(LectureService, "import_", refuse)
    session, arrivee = arrive(
        Dossiers(tmp_path / "d"), None, Path(made.chemin), made.phrase, newcomer(), cost=CHEAP
    )

    assert arrivee.lecture is None
    assert arrivee.refus == "Le fichier est trop récent. Mettez à jour."
    assert TERRAIN in session.espaces
    session.close()


def test_data_too_large_for_an_invitation_are_refused_and_the_letter_stays_free(
    carnet, stick, monkeypatch
):
    monkeypatch.setattr(module, "DATA_MAX", 100)

    with pytest.raises(UserError) as refusal:
        carnet.cles(TERRAIN).invite(stick, donnees=True)

    assert refusal.value.title == "Données trop volumineuses"
    assert list(stick.iterdir()) == []
    assert carnet.cles(TERRAIN).invite(stick).lettre == "D"


def test_an_invitation_that_is_given_up_or_not_written_gives_its_letter_back(
    carnet, stick, tmp_path
):
    service = carnet.cles(TERRAIN)
    write_something(carnet)

    with pytest.raises(Annule):
        service.invite(stick, donnees=True, cancelled=lambda: True)
    with pytest.raises(EcritureImpossible):
        service.invite(tmp_path / "absent" / "x.invitation")

    assert len(service.invitations()) == 2  # those of B and C
    assert service.invite(stick).lettre == "D"


@pytest.mark.parametrize("days", [0, 31, -1])
def test_days_of_validity_are_bounded(carnet, stick, days):
    with pytest.raises(SaisieRefusee):
        carnet.cles(TERRAIN).invite(stick, days=days)
    assert list(stick.iterdir()) == []


def test_invitations_given_say_for_whom_until_when_and_where_they_stand(trio, stick):
    a, b, _ = trio
    service = a.cles(TERRAIN)
    read(a, export(b, stick))
    service.invite(stick, days=1, pour="Stagiaire")
    service.invite(stick, nouveau=False)

    waiting = {one.lettre: one.etat for one in service.invitations()}
    pushed_clock(a, 2 * DAY)
    late = {one.lettre: one.etat for one in service.invitations()}
    service.change(MotifCle.PERDU)
    after = {one.lettre: one.etat for one in service.invitations()}

    wait, gone = EtatInvitation.ATTENTE, EtatInvitation.PERIMEE
    old, came = EtatInvitation.DEPASSEE, EtatInvitation.ARRIVEE
    assert waiting == {"": wait, "D": wait, "C": wait, "B": came}
    assert late == {"": wait, "D": gone, "C": wait, "B": came}
    assert after == {"": old, "D": old, "C": old, "B": came}
    assert {one.lettre: one.pour for one in service.invitations()}["D"] == "Stagiaire"
    assert [one.ms for one in a.echange(TERRAIN).past()] != []


def test_an_invitation_for_the_team_gives_no_letter_to_a_new_poste(carnet, stick, tmp_path):
    made = carnet.cles(TERRAIN).invite(stick, nouveau=False)

    with pytest.raises(FichierRefuse) as refusal:
        join_carnet(tmp_path / "d", Path(made.chemin), made.phrase)

    assert refusal.value.title == "Invitation pour un poste de l’équipe"
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("fault", ["phrase", "cut", "flipped", "expired", "other espace"])
def test_scenario_31_an_invitation_that_does_not_fit_tells_why_and_reveals_nothing(
    trio, stick, tmp_path, fault, monkeypatch
):
    a, b, _ = trio
    made = a.cles(TERRAIN).invite(stick, days=1)
    path, phrase = Path(made.chemin), made.phrase
    if fault == "phrase":
        phrase = "une autre phrase"
    elif fault == "cut":
        path.write_bytes(path.read_bytes()[:-40])
    elif fault == "flipped":
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
    elif fault == "expired":
        monkeypatch.setattr(equipe, "now_ms", lambda: made.expire_ms + 1)
    else:
        with b.espace(TERRAIN).store.local_writing() as session:
            session.connection().exec_driver_sql("update identite set espace_id = 'autre'")
        b.lock()
        b = trio[2]  # the one of another espace holds a base already: B is closed
        b.espace(TERRAIN).store.identity = replace(
            b.espace(TERRAIN).store.identity, espace_id="un-autre-espace"
        )
    before = bytes_of(b)

    with pytest.raises((FichierRefuse, AccesRefuse)) as refusal:
        b.join(path, phrase, replace(newcomer(), poste="Portable B"))

    assert refusal.value.remedy
    said = f"{refusal.value.title} {refusal.value}"
    for secret in ("Ville-Essai", "Portable A", *made.empreinte, made.phrase):
        assert secret not in said
    assert bytes_of(b) == before


@pytest.mark.parametrize("known", [False, True])
def test_joining_that_fails_half_way_leaves_nothing_and_the_invitation_serves_again(
    trio, stick, tmp_path, monkeypatch, known
):
    made = trio[0].cles(Espace.RELOGEMENT).invite(stick)
    folder = trio[1].dossiers if known else Dossiers(tmp_path / "d")
    session = trio[1].session if known else None
    words = (folder, session, Path(made.chemin), made.phrase, newcomer())

    def full(*_args: object) -> None:
        raise EcritureImpossible("Disque plein", "Le disque est plein.", "Libérez de la place.")

    with monkeypatch.context() as patch:
        if known:
            patch.setattr(Trousseau, "grant", full)
        else:
            patch.setattr(equipe, "keep_keys", full)
        with pytest.raises(EcritureImpossible):
            arrive(*words, cost=CHEAP)
    left = [path.name for path in folder.racine.iterdir()] if folder.racine.exists() else []
    assert "relogement" not in left
    assert ("trousseau.json" in left) is known

    after, arrivee = arrive(*words, cost=CHEAP)

    assert arrivee.espace in after.espaces
    if not known:
        after.close()


def test_the_trousseau_opens_as_before_once_the_key_was_changed_and_passed_on(trio, stick):
    a, b, _ = trio
    before = [poste.dossiers.trousseau.read_bytes() for poste in (a, b)]

    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)

    assert [poste.dossiers.trousseau.read_bytes() for poste in (a, b)] == before
    for poste, who in ((a, PERSONNE), (b, COLLEAGUE)):
        poste.lock()
        poste.unlock(who, PHRASE)
        assert poste.cles(TERRAIN).etat().generations[0].generation == 2


# --- letters -------------------------------------------------------------------------------


def test_a_letter_borne_by_two_postes_at_work_is_reported(trio, stick):
    a, b, c = trio
    with c.espace(TERRAIN).store.writing("Lettre") as unit:
        own = shared_id("poste", c.espace(TERRAIN).store.identity.replica)
        unit.get(Poste, own).lettre = "B"
    for poste in (b, c):
        write_something(poste)
        read(a, export(poste, stick))

    (double,) = a.cles(TERRAIN).etat().lettres

    assert (double.lettre, double.postes) == ("B", ("Portable B", "Portable C"))


def test_a_restored_poste_keeps_its_letter_without_being_reported(trio, stick):
    a, b, _ = trio
    write_something(b)
    store = b.espace(TERRAIN).store
    pushed_clock(b, 60_000)
    store.take_identity(replace(store.identity, replica="z" * 16), None)
    with store.writing("Poste ajouté") as unit:
        equipe.present_self(unit, b.espace(TERRAIN))
    write_something(b)
    read(a, export(b, stick))

    assert a.cles(TERRAIN).etat().lettres == ()
