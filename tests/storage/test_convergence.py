"""Two real postes, random work, random exchanges: tables equal the replay, postes agree."""

# ruff: noqa: S608 - table names come from our own classes

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.codes import Gravite
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.errors import UserError
from desktop.models import ENTITIES
from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.storage import groupes, integrity, undo
from desktop.storage.espace_store import EspaceStore
from tests.storage.espaces import ESPACE_ID, NOON, Clock, absorb, dump, exchange, log, new_store

SETTINGS = settings.get_profile(settings.get_current_profile_name())
WORDS = st.sampled_from(["", "un", "deux", "trois", "É"])
STEPS = st.tuples(
    st.sampled_from(
        [
            *("create", "child", "edit", "edit", "edit", "delete", "restore", "decide"),
            *("send", "part", "link", "link", "separate", "undo"),
        ]
    ),
    st.integers(0, 1),
    st.integers(0, 7),
    WORDS,
    st.integers(-(10**9), 10**12),
)


def visible(store: EspaceStore, table: str) -> list[str]:
    with store.reading() as session:
        found = session.connection().exec_driver_sql(
            f"select id from {table} where not supprime order by rowid"
        )
        return list(found.scalars())


def any_row(store: EspaceStore) -> list[tuple[str, str]]:
    with store.reading() as session:
        connection = session.connection()
        return [
            (table, row)
            for table in ("marche", "constat")
            for row in connection.exec_driver_sql(
                f"select id from {table} order by rowid"
            ).scalars()
        ]


def take_back(store: EspaceStore) -> None:
    with suppress(UserError), store.writing("Annulation") as unit:
        action = undo.next_undo(unit.connection, unit.author)
        if action is not None:
            undo.take_back(unit, action)


def act(  # noqa: C901, PLR0912 - one case per action
    stores: list[EspaceStore], step: tuple[str, int, int, str, int]
) -> None:
    action, who, which, word, clock = step
    store, other = stores[who], stores[1 - who]
    store.clock.ms = NOON + clock  # type: ignore[attr-defined]  # a Clock of the tests
    marches, constats = visible(store, "marche"), visible(store, "constat")
    if action == "create":
        with store.writing("Marche") as unit:
            unit.add(Marche, MarcheDraft(numero=word))
    elif action == "child" and marches:
        marche = marches[which % len(marches)]
        with store.writing("Constat") as unit:
            unit.add(Constat, ConstatDraft(marche_id=marche, texte=word), root=marche)
    elif action == "edit" and constats:
        with store.writing("Constat") as unit:
            row = unit.get(Constat, constats[which % len(constats)])
            unit.fill(row, None, texte=word, **({"gravite": Gravite(1)} if which % 2 else {}))
    elif action == "delete" and any_row(store):
        table, row = any_row(store)[which % len(any_row(store))]
        with store.writing("Suppression") as unit:
            found = unit.session.get(ENTITIES[table], row)
            unit.delete(found)
    elif action == "restore" and any_row(store):
        table, row = any_row(store)[which % len(any_row(store))]
        with store.writing("Rétablissement") as unit:
            unit.restore(table, row)
    elif action == "decide" and constats:
        with store.writing("Décision") as unit:
            unit.decide(constats[which % len(constats)], {"texte": word or None})
    elif action == "link":
        table = "marche" if which % 2 else "constat"
        rows = marches if which % 2 else constats
        if len(rows) > 1:
            with store.writing("Fusion") as unit:
                unit.link(table, rows[0], rows[1 + which % (len(rows) - 1)])
    elif action == "separate":
        with store.reading() as session:
            linked = sorted(groupes.read(session.connection()).canon)
        if linked:
            row = linked[which % len(linked)]
            with store.writing("Séparation") as unit:
                entity = "constat" if unit.session.get(Constat, row) else "marche"
                unit.separate(entity, row)
    elif action == "undo":
        take_back(store)
    elif action == "send":
        absorb(other, log(store))
    elif action == "part":
        absorb(other, [change for change in log(store) if change.n <= which * 3])


def problems(store: EspaceStore) -> tuple[str, ...]:
    with store.reading() as session:
        return integrity.check(session.connection(), store.identity.espace, ESPACE_ID).problems


@settings(SETTINGS, max_examples=SETTINGS.max_examples // 4)
@given(st.lists(STEPS, min_size=4, max_size=24))
def test_tables_equal_the_replay_and_postes_agree_after_any_work(steps):
    with tempfile.TemporaryDirectory() as folder:
        stores = [
            new_store(Path(folder) / f"{letter}.db", letter, clock=Clock()) for letter in "AB"
        ]
        try:
            for step in steps:
                act(stores, step)
            assert [problems(store) for store in stores] == [(), ()]
            exchange(*stores)
            exchange(*stores)
            assert [problems(store) for store in stores] == [(), ()]
            first, second = (dump(store) for store in stores)
            for name in set(first) - {"frontiere", "changement"}:
                assert first[name] == second[name], name
            assert log(stores[0]) == log(stores[1])
        finally:
            for store in stores:
                store.close()
