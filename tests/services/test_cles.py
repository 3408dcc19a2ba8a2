"""The team key of postes on real folders: changed, passed on, told apart, never revealed.

The seal of an invitation takes seconds by design and is tested in tests/sync: a quick one,
which still knows its phrase, stands in for it here.
"""

from __future__ import annotations

import json
import logging
import shutil
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.drafts import ConstatDraft, MarcheDraft
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
from desktop.models.equipe import Membre, Poste
from desktop.paths import Dossiers
from desktop.security import age
from desktop.security.equipe import CleEquipe
from desktop.security.generations import ClesTenues, CleTenue
from desktop.security.trousseau import Trousseau
from desktop.services import cles as module
from desktop.services import equipe
from desktop.services.diagnostics import FiltreConstats
from desktop.services.equipe import NouvelArrivant, arrive, join_new, open_invitation
from desktop.services.feuille_cle import WARNING
from desktop.services.lecture import LectureService
from desktop.storage.queries.cles import held_keys, keep_keys
from tests.carnets import CHEAP, PERSONNE, PHRASE, open_carnet, travel
from tests.sceau_rapide import use_quick_seal

TERRAIN = Espace.TERRAIN
COLLEAGUE = "D. Durand-Essai"
DAY = 86_400_000


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_seal(monkeypatch)


@pytest.fixture(scope="session")
def trio_template(carnet_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three postes of one team: A invited B and C."""
    folder = tmp_path_factory.mktemp("trio")
    shutil.copytree(carnet_template, folder / "a")
    with pytest.MonkeyPatch.context() as patch:
        use_quick_seal(patch)
        first = open_carnet(folder / "a")
        for name in ("b", "c"):
            made = first.cles(TERRAIN).invite(folder, donnees=True, pour=COLLEAGUE)
            session, _ = join_new(
                Dossiers(folder / name),
                Path(made.chemin),
                made.phrase,
                NouvelArrivant(personne=COLLEAGUE, phrase=PHRASE, poste=f"Portable {name.upper()}"),
                cost=CHEAP,
            )
            travel(session)
            session.close()
        travel(first.session)
        first.close()
    return folder


@pytest.fixture
def trio(trio_template: Path, tmp_path: Path) -> Iterator[tuple[Carnet, Carnet, Carnet]]:
    opened = []
    for name, who in (("a", PERSONNE), ("b", COLLEAGUE), ("c", COLLEAGUE)):
        shutil.copytree(trio_template / name, tmp_path / "postes" / name)
        opened.append(open_carnet(tmp_path / "postes" / name, personne=who))
    yield opened[0], opened[1], opened[2]
    for one in opened:
        one.close()


@pytest.fixture
def carnet(trio: tuple[Carnet, Carnet, Carnet]) -> Carnet:
    return trio[0]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "cle-usb"
    folder.mkdir()
    return folder


def export(carnet: Carnet, stick: Path) -> Path:
    folder = stick / f"{carnet.poste}-{len(list(stick.iterdir()))}"
    folder.mkdir()
    return Path(carnet.echange(TERRAIN).export(folder).chemin)


def read(carnet: Carnet, path: Path, *, accept_old_key: bool = False) -> int:
    service = LectureService(carnet.espace(TERRAIN))
    return service.import_(path, accept_old_key=accept_old_key).valeur.apercu.changements


def pass_key(giver: Carnet, taker: Carnet, stick: Path):
    made = giver.cles(TERRAIN).invite(stick, nouveau=False)
    arrivant = NouvelArrivant(personne="", phrase="", poste="")
    return taker.join(Path(made.chemin), made.phrase, arrivant)


def held(carnet: Carnet) -> ClesTenues:
    with carnet.espace(TERRAIN).store.reading() as session:
        return held_keys(session)


def write_something(carnet: Carnet, text: str = "Banc cassé") -> None:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft).valeur
    carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte=text))


def shown(carnet: Carnet) -> list[str]:
    ids = carnet.diagnostics.constat_ids(FiltreConstats())
    return [record.texte for record in carnet.diagnostics.constats(ids)]


def bytes_of(carnet: Carnet) -> dict[str, bytes]:
    root = carnet.dossiers.racine
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def pushed_clock(carnet: Carnet, ms: int) -> None:
    store = carnet.espace(TERRAIN).store
    clock = store.clock
    store.clock = lambda: clock() + ms


# --- a change of key ----------------------------------------------------------------------


def test_after_a_loss_new_files_stay_closed_to_the_lost_poste_and_open_to_the_others(trio, stick):
    a, b, lost = trio
    write_something(a)
    old = export(a, stick)

    etat = a.cles(TERRAIN).change(MotifCle.VOLE)
    write_something(a, "Lampadaire éteint")
    new = export(a, stick)

    assert etat.postes == ()  # A has not heard of B and C yet
    assert read(b, old) > 0
    assert read(a, old) == 0
    for poste in (b, lost):
        with pytest.raises(FichierRefuse, match="clé que ce poste ne connaît pas") as refusal:
            read(poste, new)
        assert "invitation" in refusal.value.remedy
    arrivee = pass_key(a, b, stick)
    assert (arrivee.mise_a_jour, arrivee.nouvelles, arrivee.code) == (True, 1, None)
    assert read(b, new) > 0
    assert sorted(shown(b)) == ["Banc cassé", "Lampadaire éteint"]
    assert b.cles(TERRAIN).fingerprint() == a.cles(TERRAIN).fingerprint() == etat.empreinte
    assert lost.cles(TERRAIN).fingerprint() != etat.empreinte


def test_a_file_of_the_lost_poste_made_after_the_change_needs_a_person_to_accept_it(trio, stick):
    a, b, lost = trio
    before = export(lost, stick)
    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)
    pushed_clock(lost, 60_000)
    write_something(lost, "Écrit après la perte")
    after = export(lost, stick)

    for poste in (a, b):
        assert read(poste, before) > 0
        with pytest.raises(FichierRefuse) as refusal:
            read(poste, after)
        assert after.name in refusal.value.message
        assert shown(poste) == []
    assert read(b, after, accept_old_key=True) > 0
    assert shown(b) == ["Écrit après la perte"]


def test_a_change_says_what_follows_and_lists_the_postes_to_invite_again(trio, stick):
    a, b, c = trio
    read(a, export(b, stick))
    read(a, export(c, stick))

    etat = a.cles(TERRAIN).change(MotifCle.DEPART)

    assert etat.postes == ("Portable B", "Portable C")
    new, old = etat.generations
    assert (new.generation, new.motif, new.actuelle, new.remplacee_ms) == (2, "depart", True, None)
    assert (old.generation, old.motif, old.actuelle, old.depuis_ms) == (1, "", False, None)
    assert old.remplacee_ms == new.depuis_ms is not None
    assert etat == a.cles(TERRAIN).etat()


def test_a_key_never_enters_the_log(trio, stick):
    a, b, _ = trio
    write_something(a)
    read(b, export(a, stick))

    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)

    assert read(b, export(a, stick)) == 0
    assert a.journal(TERRAIN).verify().anomalies == ()


def test_a_change_that_cannot_be_written_leaves_the_key_as_it_was(carnet, monkeypatch):
    before = held(carnet)

    def fail(*_args: object) -> None:
        raise EcritureImpossible("Disque plein", "Le disque est plein.", "Libérez de la place.")

    monkeypatch.setattr(module.query, "keep_keys", fail)
    with pytest.raises(EcritureImpossible):
        carnet.cles(TERRAIN).change(MotifCle.PERDU)

    assert held(carnet) == before


# --- generations that meet ----------------------------------------------------------------


def test_two_people_who_change_the_key_at_once_end_with_the_same_keys_and_are_told(trio, stick):
    a, b, c = trio
    a.cles(TERRAIN).change(MotifCle.PERDU)
    b.cles(TERRAIN).change(MotifCle.VOLE)
    write_something(a, "Vu par A")
    write_something(b, "Vu par B")
    by_a, by_b = export(a, stick), export(b, stick)

    pass_key(a, b, stick)
    pass_key(b, a, stick)
    pass_key(a, c, stick)

    assert held(a) == held(b) == held(c)
    assert [poste.cles(TERRAIN).etat().jumelles for poste in trio] == [2, 2, 2]
    for poste in trio:
        read(poste, by_a)
        read(poste, by_b)
        assert sorted(shown(poste)) == ["Vu par A", "Vu par B"]
    assert read(c, export(a, stick)) == read(a, export(b, stick)) == 0

    etat = a.cles(TERRAIN).change(MotifCle.PERDU)

    assert (etat.jumelles, etat.generations[0].generation) == (1, 3)
    assert all(one.remplacee_ms is not None for one in etat.generations[1:])


def test_keys_survive_a_lock_with_both_keys_of_a_generation(trio, stick, tmp_path):
    a, b, _ = trio
    a.cles(TERRAIN).change(MotifCle.PERDU)
    b.cles(TERRAIN).change(MotifCle.VOLE)
    pass_key(b, a, stick)
    before = held(a)
    a.lock()

    a.unlock(PERSONNE, PHRASE)

    assert held(a) == before
    assert before.twins == 2


def test_an_invitation_older_than_the_key_of_the_poste_is_refused_and_changes_nothing(trio, stick):
    a, b, c = trio
    old = c.cles(TERRAIN).invite(stick, nouveau=False)
    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)
    before = held(b)

    for act in (b.open_invitation, lambda *words: b.join(*words, _nobody())):
        with pytest.raises(FichierRefuse) as refusal:
            act(Path(old.chemin), old.phrase)
        assert refusal.value.title == "Invitation dépassée"
    assert held(b) == before


def test_an_invitation_opened_twice_says_that_the_key_is_up_to_date(trio, stick):
    a, b, _ = trio
    a.cles(TERRAIN).change(MotifCle.PERDU)
    pass_key(a, b, stick)
    before = held(b)

    again = pass_key(a, b, stick)

    assert (again.mise_a_jour, again.nouvelles) == (True, 0)
    assert held(b) == before


def test_an_invitation_that_shares_no_key_comes_from_nobody_of_the_team(trio, stick):
    a, b, _ = trio
    with a.espace(TERRAIN).store.local_writing() as session:
        session.query(module.query.CleEquipeLigne).delete()
        keep_keys(session, ClesTenues.of([CleTenue(cle=CleEquipe.create(9))]))
    before = held(b)

    with pytest.raises(FichierRefuse) as refusal:
        pass_key(a, b, stick)

    assert refusal.value.title == "Autre équipe"
    assert held(b) == before


# --- invitations --------------------------------------------------------------------------


def _nobody() -> NouvelArrivant:
    return NouvelArrivant(personne="", phrase="", poste="")


def _newcomer() -> NouvelArrivant:
    return NouvelArrivant(personne="E. Petit-Essai", phrase=PHRASE, poste="Portable D")


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
        Dossiers(tmp_path / "d"), None, Path(made.chemin), made.phrase, _newcomer(), cost=CHEAP
    )
    session.close()

    assert (made.donnees, seen.donnees, arrivee.refus) == (True, True, "")
    assert arrivee.lecture.apercu.changements > 0
    newcomer = open_carnet(tmp_path / "d", personne="E. Petit-Essai")
    assert sorted(shown(newcomer)) == ["Banc cassé", "Écrit par B"]
    assert newcomer.journal(TERRAIN).verify().anomalies == ()
    assert newcomer.espace(TERRAIN).store.identity.lettre == made.lettre == "D"
    newcomer.close()
    for poste in (a.dossiers, newcomer.dossiers):
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
        Dossiers(tmp_path / "d"), None, Path(made.chemin), made.phrase, _newcomer(), cost=CHEAP
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
        join_new(Dossiers(tmp_path / "d"), Path(made.chemin), made.phrase, _newcomer(), cost=CHEAP)

    assert refusal.value.title == "Invitation pour un poste de l’équipe"
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("fault", ["phrase", "cut", "flipped", "expired", "other espace"])
def test_an_invitation_that_does_not_fit_tells_why_and_reveals_nothing(
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
        b.join(path, phrase, replace(_newcomer(), poste="Portable B"))

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
    words = (folder, session, Path(made.chemin), made.phrase, _newcomer())

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


# --- letters ------------------------------------------------------------------------------


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


# --- the sheet of the safe ----------------------------------------------------------------


def test_the_text_sheet_opens_old_and_new_files_without_carnet(carnet, stick):
    write_something(carnet)
    files = [export(carnet, stick)]
    carnet.cles(TERRAIN).change(MotifCle.VOLE)
    files.append(export(carnet, stick))

    path = carnet.write_key_sheet(TERRAIN, PHRASE, stick / "cle.txt")

    keys = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert [key.startswith("AGE-SECRET-KEY-1") for key in keys] == [True, True]
    for key, file in zip(reversed(keys), files, strict=True):
        with zipfile.ZipFile(file) as archive:
            lines = zlib.decompress(age.open_with(archive.read("changements/0001.age"), key))
        assert "Banc cassé" in lines.decode()
    assert WARNING in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or sys.platform == "win32"


def test_the_printed_sheet_is_a_pdf_named_without_any_secret(carnet, stick):
    path = carnet.write_key_sheet(TERRAIN, PHRASE, stick)

    assert path.read_bytes().startswith(b"%PDF-")
    assert path.name.startswith("feuille-de-secours_terrain_")
    assert [one.name for one in stick.iterdir()] == [path.name]


def test_the_sheet_wants_the_passphrase_again_and_a_person_in_charge(trio, stick):
    a, b, _ = trio

    with pytest.raises(AccesRefuse):
        a.write_key_sheet(TERRAIN, "une autre phrase que celle-ci", stick)
    with pytest.raises(AccesRefuse):
        b.write_key_sheet(TERRAIN, PHRASE, stick)

    assert list(stick.iterdir()) == []


def test_the_sheet_is_open_to_who_began_an_espace_before_there_were_persons_in_charge(
    carnet, stick
):
    with carnet.espace(TERRAIN).store.writing("Responsable") as unit:
        for membre in unit.session.query(Membre):
            membre.responsable = None

    assert carnet.write_key_sheet(TERRAIN, PHRASE, stick).exists()


# --- secrets ------------------------------------------------------------------------------


def test_no_secret_is_found_in_logs_names_arguments_or_files_that_are_not_sealed(
    trio_template, tmp_path, stick, caplog, monkeypatch
):
    monkeypatch.undo()  # with the true seal
    caplog.set_level(logging.DEBUG)
    shutil.copytree(trio_template / "a", tmp_path / "a")
    carnet = Carnet(tmp_path / "a")
    carnet.unlock(PERSONNE, PHRASE)
    carnet.cles(TERRAIN).change(MotifCle.VOLE)
    made = carnet.cles(TERRAIN).invite(stick, donnees=True)
    with pytest.raises(AccesRefuse):
        carnet.open_invitation(Path(made.chemin), "une autre phrase")
    keys = [one.cle for one in held(carnet).cles]
    carnet.close()

    secrets = [made.phrase.encode(), PHRASE.encode()]
    secrets += [key.age_identity.encode() for key in keys]
    secrets += [json.dumps(key.to_dict())[-40:-2].encode() for key in keys]
    told = caplog.text.encode() + " ".join(sys.argv).encode()
    for path in [*(tmp_path / "a").rglob("*"), *stick.iterdir()]:
        told += str(path.name).encode()
        if path.is_file():
            told += path.read_bytes()
    assert [secret for secret in secrets if secret in told] == []
