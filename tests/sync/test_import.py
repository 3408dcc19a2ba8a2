"""Reading files into real encrypted stores: all or nothing, whatever the file and the moment."""

# ruff: noqa: S603 - our own program

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.changes import Change, Kind, canonical, chain_next, chain_start
from desktop.domain.changes_codec import to_line
from desktop.domain.drafts import ConstatDraft
from desktop.domain.echange import HorlogeEnAvance
from desktop.domain.espaces import Espace
from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.models.quartier import Quartier
from desktop.services.contexte import EspaceOuvert
from tests.storage.espaces import (
    ESPACE_ID,
    NOON,
    add_constat,
    add_marche,
    dump,
    edit,
    log,
    open_espace,
    value,
)
from tests.sync.fichiers import SENDER, forge_changes, read, team_key
from tests.sync.postes import export, picture, preview, problems, take
from tests.unit.histories import chain, make_change

ROOT = Path(__file__).resolve().parents[2]
DAY_MS = 86_400_000


@pytest.fixture
def poste(tmp_path: Path) -> Iterator[Callable[[str], EspaceOuvert]]:
    made: list[EspaceOuvert] = []

    def make(letter: str, **options: object) -> EspaceOuvert:
        made.append(open_espace(tmp_path / f"poste{len(made)}", letter, **options))
        return made[-1]

    yield make
    for espace in made:
        espace.close()


@pytest.fixture
def first(poste) -> EspaceOuvert:
    """A poste with one walk and one constat."""
    espace = poste("A")
    marche = add_marche(espace.store)
    add_constat(espace.store, marche)
    return espace


@pytest.fixture
def second(poste) -> EspaceOuvert:
    return poste("B")


def rows(espace: EspaceOuvert, entity: str = "constat") -> list[str]:
    with espace.store.reading() as session:
        found = session.connection().exec_driver_sql(f"select id from {entity} order by id")  # noqa: S608 - our own name
        return list(found.scalars())


def add_constats(espace: EspaceOuvert, marche: str, count: int) -> None:
    with espace.store.writing("Constats") as unit:
        for rank in range(count):
            draft = ConstatDraft(marche_id=marche, texte=f"Banc {rank}")
            unit.add(Constat, draft, root=marche)


def same(*postes: EspaceOuvert) -> bool:
    """Say whether postes hold the same log and show the same."""
    dumps = [dump(espace.store) for espace in postes]
    for found in dumps:
        found.pop("changement")  # holds the number of the lot as well
    logs = [log(espace.store) for espace in postes]
    return all(found == dumps[0] for found in dumps) and all(found == logs[0] for found in logs)


def refused(espace: EspaceOuvert, path: Path) -> FichierRefuse:
    before = dump(espace.store)
    with pytest.raises(FichierRefuse) as caught:
        take(espace, path)
    assert dump(espace.store) == before
    assert list(espace.dossiers.reception(espace.espace).iterdir()) == []
    assert path.name in caught.value.message
    assert caught.value.remedy
    return caught.value


# --- order and repetition -----------------------------------------------------------------


def test_scenario_17_a_file_read_twice_changes_nothing_the_second_time(first, second, tmp_path):
    path = export(first, tmp_path / "f.carnet")

    take(second, path)
    before = dump(second.store)
    again = take(second, path)

    assert again.is_empty
    assert dump(second.store) == before
    assert same(first, second)
    assert problems(second) == ()


def test_scenario_18_an_old_file_after_a_newer_one_changes_nothing(first, second, tmp_path):
    (constat,) = rows(first)
    old = export(first, tmp_path / "ancien.carnet")
    edit(first.store, constat, texte="réparé")
    new = export(first, tmp_path / "recent.carnet")
    take(second, new)
    before = dump(second.store)

    apercu = take(second, old)

    assert (apercu.changements, apercu.modifiees) == (0, {})
    assert dump(second.store) == before
    assert value(second.store, constat) == "réparé"


def test_scenario_20_work_and_pictures_travel_through_a_poste_in_between(
    poste, first, second, tmp_path
):
    third = poste("C")
    picture(first, rows(first, "marche")[0])

    take(second, export(first, tmp_path / "ab.carnet", photos=False))
    waiting = take(third, export(second, tmp_path / "bc.carnet"))
    asked = read(export(third, tmp_path / "ca.carnet"), espace_id=None)["manifeste"].voulus
    take(second, export(first, tmp_path / "ab2.carnet"))
    take(third, export(second, tmp_path / "bc2.carnet"))

    assert (waiting.photos_nouvelles, waiting.photos_attendues) == (0, 1)
    assert len(asked) == 1
    assert third.magasin.get(asked[0]) == first.magasin.get(asked[0])
    assert same(first, second, third)


def test_a_preview_counts_what_the_import_then_does(first, second, tmp_path):
    (constat,) = rows(first)
    take(second, export(first, tmp_path / "1.carnet"))
    edit(first.store, constat, texte="cassé net")
    add_constat(first.store, rows(first, "marche")[0], "Lampadaire")
    edit(second.store, constat, texte="arraché")
    path = export(first, tmp_path / "2.carnet")

    before = dump(second.store)
    apercu = preview(second, path)
    assert dump(second.store) == before

    assert take(second, path) == apercu
    assert (apercu.changements, apercu.conflits) == (2, 1)
    assert apercu.nouvelles == {"constat": 1}


def test_a_clock_far_ahead_is_told_and_does_not_stop_the_import(first, second, tmp_path):
    first.store.clock.ms = NOON + 2 * DAY_MS
    add_marche(first.store)

    apercu = take(second, export(first, tmp_path / "f.carnet"))

    assert apercu.horloges == (HorlogeEnAvance(SENDER, 2),)
    assert same(first, second)


def test_a_clock_before_1970_still_exports(first, second, tmp_path):
    first.store.clock.ms = -5_000
    add_marche(first.store)

    take(second, export(first, tmp_path / "f.carnet"))

    assert same(first, second)


# --- holes, forks, forgeries --------------------------------------------------------------


def test_scenario_34_a_change_of_an_entity_of_the_other_espace_is_refused(second, tmp_path):
    path = forge_changes(tmp_path / "f.carnet", [make_change("f" * 16, 1, entity="menage")])

    assert "autre espace" in refused(second, path).message


def test_the_relogement_refuses_what_belongs_to_the_terrain(poste, tmp_path):
    espace = poste("B", espace=Espace.RELOGEMENT)
    changes = [make_change("f" * 16, 1, entity="constat")]
    path = forge_changes(tmp_path / "f.carnet", changes, espace="relogement")

    assert "autre espace" in refused(espace, path).message


def three() -> list[Change]:
    return [make_change("f" * 16, n, row=f"ligne-{n}") for n in (1, 2, 3)]


@pytest.mark.parametrize("kept", [[0, 2], [1, 2], [2], [0, 0, 1], [1, 1]])
def test_scenario_21_a_hole_in_the_numbers_is_refused_whole(second, tmp_path, kept):
    changes = [three()[rank] for rank in kept]

    refusal = refused(second, forge_changes(tmp_path / "f.carnet", changes))

    assert refusal.title == "Fichier à trou"
    assert SENDER in refusal.message


@pytest.mark.parametrize(
    "points",
    [
        {}, {"f" * 16: [3, "0" * 64]}, {"f" * 16: [4, "0" * 64]},
        {"f" * 16: [3, chain(three(), ESPACE_ID).hex()], "e" * 16: [1, "0" * 64]},
    ],
)  # fmt: skip
def test_a_frontier_that_its_lines_do_not_reach_is_refused(second, tmp_path, points):
    path = forge_changes(tmp_path / "f.carnet", three(), frontiere=points)

    assert refused(second, path).title == "Fichier à trou"


def partial(path: Path, n: int, digest: bytes, changes: list[Change]) -> Path:
    """Forge a file that only holds what comes after change n of the replica f."""
    tip = digest
    for change in changes:
        tip = chain_next(tip, change)
    return forge_changes(
        path,
        changes,
        complet=False,
        prealables={"f" * 16: [n, digest.hex()]},
        frontiere={"f" * 16: [n + len(changes), tip.hex()]},
    )


def test_a_partial_file_is_taken_by_who_holds_what_it_rests_on_and_refused_by_others(
    poste, second, tmp_path
):
    other = poste("C")
    changes = three()
    rest = partial(tmp_path / "fin.carnet", 1, chain(changes[:1], ESPACE_ID), changes[1:])
    take(second, forge_changes(tmp_path / "debut.carnet", changes[:1]))

    assert take(second, rest).changements == 2
    assert [change.n for change in log(second.store)] == [1, 2, 3]
    assert refused(other, rest).title == "Fichier à trou"


def test_a_partial_file_resting_on_another_content_is_a_fork_even_when_numbers_fit(
    second, tmp_path
):
    take(second, forge_changes(tmp_path / "debut.carnet", three()[:1]))
    elsewhere = chain([make_change("f" * 16, 1, row="autre")], ESPACE_ID)

    refusal = refused(second, partial(tmp_path / "fin.carnet", 1, elsewhere, three()[1:]))

    assert refusal.title == "Poste en double"


def test_a_partial_file_without_lines_still_needs_what_it_rests_on(poste, second, tmp_path):
    take(second, forge_changes(tmp_path / "debut.carnet", three()[:1]))
    path = partial(tmp_path / "fin.carnet", 2, chain(three()[:2], ESPACE_ID), [])

    assert refused(second, path).title == "Fichier à trou"


@pytest.mark.parametrize(("mine", "theirs"), [(1, 1), (1, 3), (3, 1), (2, 3)])
def test_scenario_22_two_stores_that_share_an_identity_are_told_apart(
    poste, tmp_path, mine, theirs
):
    """A cloned disk: both wrote under one replica, in any number."""
    original, clone, reader = poste("A"), poste("A"), poste("B")
    for espace, count in ((original, mine), (clone, theirs)):
        for rank in range(count):
            with espace.store.writing("Quartier") as unit:
                unit.add(Quartier, None, nom=f"{espace.dossier} {rank}"[-9:])
    take(reader, export(original, tmp_path / "a.carnet"))

    for espace in (reader, original):
        refusal = refused(espace, export(clone, tmp_path / "clone.carnet"))
        assert refusal.title == "Poste en double"


# --- newer writers ------------------------------------------------------------------------


def newer(first: EspaceOuvert) -> list[Change]:
    """Return what a newer version might write under a constat this poste knows."""
    (constat,) = rows(first)
    (marche,) = rows(first, "marche")
    body = {"essence": {"v": "pin", "x": [], "y": [1]}, "lieu": {"v": "Place", "x": []}}
    return [
        make_change("f" * 16, 1, row=constat, root=marche, payload=body, schema=2),
        make_change("f" * 16, 2, row="arbre-1", entity="arbre", schema=2, extra={"w": {"é": [1]}}),
        make_change("f" * 16, 3, row=constat, root=marche, kind="jumelage", payload={"autre": "x"}),
    ]


def test_scenario_35_what_is_not_understood_is_kept_counted_shown_nowhere_and_relayed(
    poste, first, second, tmp_path
):
    third = poste("C")
    take(second, export(first, tmp_path / "ab.carnet"))
    changes = newer(first)
    path = forge_changes(tmp_path / "futur.carnet", changes)

    apercu = take(second, path)
    take(third, export(second, tmp_path / "bc.carnet"))

    assert apercu.incompris == 3
    assert "arbre" not in apercu.nouvelles
    for espace in (second, third):
        held = {change.id: change for change in log(espace.store)}
        assert [to_line(held[change.id]) for change in changes] == [to_line(c) for c in changes]
        assert value(espace.store, rows(first)[0], "lieu") == "Place"
        assert value(espace.store, rows(first)[0]) == "Banc cassé"
        assert problems(espace) == ()


@pytest.mark.parametrize(
    "values",
    [
        {"texte": 3, "gravite": "grave", "ordre": True, "lat_e7": "x"},
        {"etat": "code-de-demain", "theme": "?", "vu_le": "2026-13-45", "gravite": 77},
        {"texte": None, "marche_id": "absente", "lat_e7": 2**63 - 1, "lon_e7": -(2**63) + 1},
    ],
)
def test_values_of_odd_types_and_codes_neither_break_the_import_nor_get_lost(
    first, second, tmp_path, values
):
    take(second, export(first, tmp_path / "ab.carnet"))
    (constat,), (marche,) = rows(first), rows(first, "marche")
    body = {name: {"v": found, "x": []} for name, found in values.items()}
    odd = make_change("f" * 16, 1, row=constat, root=marche, payload=body)

    take(second, forge_changes(tmp_path / "f.carnet", [odd]))

    assert canonical(body) in {canonical(change.payload) for change in log(second.store)}
    assert problems(second) == ()
    with second.store.reading() as session:
        assert session.get(Constat, constat) is not None


# --- purge, mass deletion -----------------------------------------------------------------


def test_scenario_40_a_purge_erases_the_texts_held_here_and_those_that_come_later(
    poste, first, second, tmp_path
):
    third = poste("C")
    (marche,) = rows(first, "marche")
    for espace in (second, third):
        take(espace, export(first, tmp_path / "ab.carnet"))
    add_constat(third.store, marche, "CANARI-ESSAI")
    old = export(third, tmp_path / "ancien.carnet")
    purge = make_change(
        "f" * 16, 1, kind=Kind.PURGE, entity="marche", row=marche, payload={"motif": "fin"}
    )
    path = forge_changes(tmp_path / "purge.carnet", [purge])

    for espace in (first, second, third):
        take(espace, path)
    take(second, old)

    for espace in (first, second, third):
        under = [c for c in log(espace.store) if c.root == marche and c.kind != Kind.PURGE]
        assert under
        assert {(change.payload, change.salt) for change in under} == {(None, "")}
        assert problems(espace) == ()
        with espace.store.reading() as session:
            shown = session.get(Marche, marche)
            assert shown is not None
            assert (shown.supprime, shown.numero) == (True, None)
    assert "CANARI-ESSAI" not in "".join(to_line(change) for change in log(second.store))
    again = read(export(second, tmp_path / "relais.carnet"), espace_id=None)["changes"]
    assert [change for change in again if change.id == purge.id] == [purge]


def test_scenario_39_hiding_twelve_of_twenty_records_asks_twice_however_much_was_hidden_before(
    first, second, tmp_path
):
    (marche,) = rows(first, "marche")
    add_constats(first, marche, 150)

    def hide(constats: list[str]) -> None:
        with first.store.writing("Suppression") as unit:
            for row in constats:
                unit.delete(unit.get(Constat, row))

    everything = rows(first)
    hide(everything[20:])
    take(second, export(first, tmp_path / "1.carnet"))
    hide(everything[:10])
    few = preview(second, export(first, tmp_path / "2.carnet"))
    hide(everything[10:12])
    many = preview(second, export(first, tmp_path / "3.carnet"))

    assert (few.masquees, few.suppression_massive) == (10, False)
    assert (many.masquees, many.suppression_massive) == (12, True)


# --- kill, full disk ----------------------------------------------------------------------

READER = """
import os, signal, sys
from pathlib import Path
from desktop.photos.depot import Depot
from desktop.photos.magasin import Magasin
from desktop.domain.espaces import Espace
from desktop.paths import Dossiers
from desktop.security.equipe import CleEquipe
from desktop.services.contexte import EspaceOuvert
from desktop.storage import journal, materialise, unit_of_work
from desktop.storage.queries import echange
from desktop.sync import container, import_
from tests.storage.espaces import PlainSeal, open_store
from tests.sync import fichiers, postes

folder, path, point, seed = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
key = CleEquipe(1, *sys.stdin.read().split(), bytes.fromhex(seed))
postes.team_key = fichiers.team_key = lambda: key

def die(owner, name, *, after, times=1):
    really = getattr(owner, name)
    left = [times]
    def wrapped(*args, **options):
        left[0] -= 1
        if not after and not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        found = really(*args, **options)
        if after and not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return found
    setattr(owner, name, wrapped)

points = {
    "staged": lambda: die(import_, "read_file", after=False),
    "verified": lambda: die(import_, "apercu_of", after=True),
    "picture": lambda: die(Depot, "settle", after=True),
    "appended": lambda: die(journal, "append_lines", after=True),
    "shown": lambda: die(materialise, "refresh", after=True),
    "noted": lambda: die(echange, "note_pair", after=True),
    "checked": lambda: die(import_, "_check_after", after=True),
    "before commit": lambda: die(unit_of_work.UnitOfWork, "_commit", after=False),
    "committed": lambda: die(unit_of_work.UnitOfWork, "_commit", after=True),
}
points.get(point, lambda: None)()
postes.read_file, postes.apply = import_.read_file, import_.apply
dossiers = Dossiers(folder)
store = open_store(dossiers.base("terrain"), "B")
espace = EspaceOuvert(
    Espace.TERRAIN, store, Magasin(dossiers.espace("terrain"), PlainSeal()), "b", dossiers
)
print("prêt", flush=True)
postes.take(espace, path)
print("lu", flush=True)
store.close()
"""
POINTS = [
    "staged", "verified", "picture", "appended", "before commit",
    *(
        pytest.param(point, marks=pytest.mark.long)
        for point in ("shown", "noted", "checked", "committed")
    ),
]  # fmt: skip


@pytest.fixture
def sent(first, tmp_path) -> Path:
    """A file of a hundred constats and three pictures."""
    (marche,) = rows(first, "marche")
    add_constats(first, marche, 100)
    for colour in range(3):
        picture(first, marche, colour)
    return export(first, tmp_path / "f.carnet")


def reader(folder: Path, path: Path, point: str) -> subprocess.Popen[str]:
    key = team_key()
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(folder), str(path), point, key.signature_seed.hex()],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    process.stdin.write(f"{key.age_identity} {key.age_recipient}")
    process.stdin.close()
    return process


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize("point", POINTS)
def test_scenario_25_killed_at_any_step_the_base_is_old_or_new_and_a_second_try_succeeds(
    first, second, sent, point
):
    before = log(second.store)
    second.store.engine.dispose()

    with reader(second.dossiers.racine, sent, point) as process:
        process.wait()
    assert process.returncode == -signal.SIGKILL

    after = log(second.store)
    assert after == (log(first.store) if point == "committed" else before)
    assert problems(second) == ()
    take(second, sent)
    assert same(first, second)
    assert problems(second) == ()
    assert list(second.dossiers.reception(second.espace).iterdir()) == []


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_scenario_25_killed_at_forty_random_moments(first, poste, sent):
    chance = random.Random(5)  # noqa: S311 - only when to cut
    for _ in range(40):
        espace = poste("B")
        espace.store.engine.dispose()
        with reader(espace.dossiers.racine, sent, "") as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "prêt\n"
            time.sleep(chance.uniform(0, 0.4))
            process.kill()
            process.wait()

        assert log(espace.store) in ([], log(first.store))
        assert problems(espace) == ()
        take(espace, sent)
        assert same(first, espace)


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_scenario_26_a_full_disk_during_the_import_gives_words_and_changes_nothing(
    first, second, sent, share
):
    before = dump(second.store)
    limit = int(share * sent.stat().st_size)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(EcritureImpossible) as caught:
            take(second, sent)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert caught.value.remedy
    assert dump(second.store) == before
    assert problems(second) == ()
    take(second, sent)
    assert same(first, second)


def test_a_missing_file_is_refused_in_words(second, tmp_path):
    with pytest.raises(FichierRefuse) as caught:
        take(second, tmp_path / "absent.carnet")

    assert caught.value.title == "Fichier introuvable"


def test_the_chain_of_another_espace_does_not_verify(second, tmp_path):
    changes = three()
    digest = chain_start("autre")
    for change in changes:
        digest = chain_next(digest, change)
    points = {"f" * 16: [3, digest.hex()]}

    path = forge_changes(tmp_path / "f.carnet", changes, frontiere=points)

    assert refused(second, path).title == "Fichier à trou"
