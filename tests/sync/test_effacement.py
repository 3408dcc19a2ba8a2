"""Scenario 40: what is erased for ever leaves every poste, by whatever way it is learnt."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.changes import SCHEMA, Kind, commitment
from desktop.domain.changes_codec import to_line
from desktop.domain.codes import MotifEffacement
from desktop.domain.drafts import ConstatDraft
from desktop.models.constat import Constat
from desktop.models.local import Blob
from desktop.models.photo import Photo
from desktop.services import effacement
from desktop.services.contexte import EspaceOuvert
from desktop.services.effacement import EffacementService
from desktop.storage import backup
from desktop.storage.espace_store import EspaceStore
from tests.fouille import container, found_in, pages
from tests.storage.espaces import (
    KEY,
    add_constat,
    add_marche,
    edit,
    hidden,
    log,
    open_espace,
    open_store,
)
from tests.sync.fichiers import forge_changes, read, team_key
from tests.sync.postes import export, picture, preview, problems, take
from tests.unit.histories import make_change

CANARY = "Zqxcanari-ESSAI"
MOTIF = MotifEffacement.DEMANDE_PERSONNE


@pytest.fixture
def poste(tmp_path: Path) -> Iterator[Callable[[str], EspaceOuvert]]:
    made: list[EspaceOuvert] = []

    def make(letter: str) -> EspaceOuvert:
        made.append(open_espace(tmp_path / f"poste{letter}", letter))
        return made[-1]

    yield make
    for espace in made:
        espace.close()


@pytest.fixture
def team(poste, tmp_path) -> dict[str, EspaceOuvert]:
    """Give four postes that hold one walk about the canary, its photo included."""
    found = {letter: poste(letter) for letter in "ABCD"}
    first = found["A"]
    marche = add_marche(first.store)
    add_constat(first.store, marche, f"Banc devant chez {CANARY}")
    picture(first, marche, 1)
    add_constat(first.store, add_marche(first.store, numero="BEI-2026-2"), "Autre marche")
    sent = export(first, tmp_path / "depart.carnet")
    for letter in "BCD":
        take(found[letter], sent)
    return found


def marche_of(espace: EspaceOuvert) -> str:
    (row,) = {change.root for change in log(espace.store) if change.entity == "photo"}
    return row


def erase(espace: EspaceOuvert, marche: str) -> None:
    service = EffacementService(espace)
    service.erase("marche", marche, MOTIF, service.preview("marche", marche).mot)


def blobs(espace: EspaceOuvert) -> dict[str, tuple[bool, bool]]:
    with espace.store.reading() as session:
        return {row.sha256: (row.presente, row.purgee) for row in session.query(Blob)}


def files(espace: EspaceOuvert) -> list[Path]:
    """Return the files of pictures and thumbnails that are on the disk."""
    return [
        path for name in ("photos", "vignettes") for path in (espace.dossier / name).glob("*/*")
    ]


def holds_canary(espace: EspaceOuvert, tmp_path: Path) -> list[str]:
    """Return every place of a poste, and of what it would send, where the canary still lies."""
    sent = export(espace, tmp_path / f"controle-{espace.store.identity.lettre}.carnet")
    places = dict(container(sent, [team_key()]))
    base = espace.store.path
    for path in (base, base.with_name(f"{base.name}-wal")):
        if path.exists():
            places[path.name] = pages(path, KEY)
    return [name for name, data in places.items() if found_in(data, CANARY)]


def assert_gone(espace: EspaceOuvert, marche: str, tmp_path: Path) -> None:
    under = [change for change in log(espace.store) if change.root == marche]
    assert under
    assert all(change.payload is None for change in under if change.kind != Kind.PURGE)
    assert files(espace) == []
    assert set(blobs(espace).values()) == {(False, True)}
    assert problems(espace) == ()
    assert holds_canary(espace, tmp_path) == []


def test_scenario_40_a_purge_reaches_every_poste_and_nothing_comes_back(team, tmp_path, caplog):
    a, b, c, d = team.values()
    marche = marche_of(a)
    backup.copy(c.store.path, KEY, tmp_path / "sauvegarde-c.db")
    assert holds_canary(b, tmp_path) != [], "the search must be able to find it"
    (constat,) = [
        change.row
        for change in log(b.store)
        if change.entity == "constat" and change.root == marche and change.kind == Kind.SET
    ]
    edit(b.store, constat, texte=f"{CANARY} a déménagé")
    picture(b, marche, 2)
    from_b = export(b, tmp_path / "avant-b.carnet")

    erase(a, marche)
    assert_gone(a, marche, tmp_path)
    from_a = export(a, tmp_path / "purge-a.carnet")
    assert preview(b, from_a).masquees > 0
    for espace in (b, c, d):
        take(espace, from_a)
        assert_gone(espace, marche, tmp_path)

    # what was sent before the purge, work unknown to A included, is read after it
    for espace in (a, c, d):
        assert preview(espace, from_b).photos_nouvelles == 0
        take(espace, from_b)
        assert_gone(espace, marche, tmp_path)

    # C puts its old backup back, works a little, and meets D
    c.store.close()
    shutil.copyfile(tmp_path / "sauvegarde-c.db", c.store.path)
    restored = replace(c, store=open_store(c.store.path, "C"))
    assert holds_canary(restored, tmp_path) != []
    take(restored, export(d, tmp_path / "relais-d.carnet"))
    assert_gone(restored, marche, tmp_path)
    last = export(restored, tmp_path / "retour-c.carnet")
    for espace in (a, b, d):
        take(espace, last)
        assert_gone(espace, marche, tmp_path)
        assert not hidden(espace.store, _other_constat(espace, marche))
    restored.close()


def _other_constat(espace: EspaceOuvert, marche: str) -> str:
    return next(c.row for c in log(espace.store) if c.entity == "constat" and c.root != marche)


def test_scenario_40_a_purge_by_a_newer_writer_is_obeyed_and_relayed_word_for_word(team, tmp_path):
    d = team["D"]
    marche = marche_of(d)
    known = make_change(
        "f" * 16, 1, kind=Kind.PURGE, entity="marche", row=marche, payload={"m": "X"}
    )
    payload = {"m": "MOTIF_DE_2030", "plus": {"portee": ["tout"]}}
    purge = replace(
        known,
        schema=SCHEMA + 2,
        payload=payload,
        commitment=commitment(known.salt, payload),
        extra={"y": 7},
    )

    take(d, forge_changes(tmp_path / "futur.carnet", [purge]))

    assert_gone(d, marche, tmp_path)
    sent = read(export(d, tmp_path / "relais.carnet"), espace_id=None)["changes"]
    assert [to_line(change) for change in sent if change.kind == Kind.PURGE] == [to_line(purge)]
    assert EffacementService(d).past()[0].motif == "MOTIF_DE_2030"


def test_a_base_put_back_is_purged_again_before_any_exchange(team, tmp_path):
    a = team["A"]
    marche = marche_of(a)
    backup.copy(a.store.path, KEY, tmp_path / "sauvegarde-a.db")
    erase(a, marche)
    with backup.reading(a.store.path, KEY) as raw:
        known = effacement.purges_in(raw)
    a.store.close()
    shutil.copyfile(tmp_path / "sauvegarde-a.db", a.store.path)
    restored = replace(a, store=open_store(a.store.path, "A"))

    effacement.purge_again(restored, known)

    assert_gone(restored, marche, tmp_path)
    assert [act.racines for act in EffacementService(restored).past()] == [(marche,)]
    assert effacement.purge_again(restored, known).rows == frozenset()
    restored.close()


def test_a_stop_between_the_purge_and_its_pictures_is_put_right_at_the_opening(team, monkeypatch):
    a = team["A"]
    marche = marche_of(a)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(type(a.magasin), "erase", stop)
        with pytest.raises(KeyboardInterrupt):
            erase(a, marche)
    assert files(a) != []

    effacement.resume(a)

    assert files(a) == []
    assert set(blobs(a).values()) == {(False, True)}


def test_a_picture_that_another_record_uses_is_kept_even_if_that_record_is_learnt_later(
    team, tmp_path
):
    a, b = team["A"], team["B"]
    marche = marche_of(a)
    other = next(c.row for c in log(b.store) if c.entity == "marche" and c.row != marche)
    with b.store.reading() as session:
        blob = session.query(Photo).one().blob
    with b.store.writing("Photo") as unit:
        unit.add(Photo, None, root=other, blob=blob, marche_id=other)
    erase(a, marche)
    assert blobs(a) == {blob: (False, True)}

    take(b, export(a, tmp_path / "a.carnet"))
    assert blobs(b) == {blob: (True, False)}, "B still shows it in the other walk"
    take(a, export(b, tmp_path / "b.carnet"))

    assert blobs(a) == {blob: (True, False)}
    assert a.magasin.has(blob)


def test_nothing_can_be_written_under_an_erased_record(team):
    from desktop.errors import UserError

    a = team["A"]
    marche = marche_of(a)
    erase(a, marche)
    before = log(a.store)

    with pytest.raises(UserError, match="effacée définitivement"):
        add_constat(a.store, marche, CANARY)

    assert log(a.store) == before


def test_no_word_of_it_stays_in_a_large_search_index(poste):
    a = poste("A")
    marche, other = add_marche(a.store), add_marche(a.store, numero="BEI-2026-2")
    with a.store.writing("Constats") as unit:  # one part of the index, most of which stays
        for owner, texte, count in ((other, "banc", 300), (marche, CANARY, 1), (other, "mur", 300)):
            for rank in range(count):
                draft = ConstatDraft(marche_id=owner, texte=f"{texte} {rank}")
                unit.add(Constat, draft, root=owner, numero=f"{rank}")

    erase(a, marche)

    assert not found_in(pages(a.store.path, KEY), CANARY)


def test_the_pages_of_an_encrypted_base_are_really_read_by_the_search(tmp_path):
    store: EspaceStore = open_espace(tmp_path / "poste", "A").store
    add_constat(store, add_marche(store), CANARY)
    store.close()

    assert not found_in(store.path.read_bytes(), CANARY)
    assert found_in(pages(store.path, KEY), CANARY)
