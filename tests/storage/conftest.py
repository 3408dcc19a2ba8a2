"""Stores of two postes of one espace, closed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.storage.espace_store import EspaceStore
from tests.storage.espaces import new_store


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[Callable[..., EspaceStore]]:
    made: list[EspaceStore] = []

    def make(letter: str = "A", **options: object) -> EspaceStore:
        made.append(new_store(tmp_path / f"{letter}{len(made)}.db", letter, **options))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(make_store: Callable[..., EspaceStore]) -> EspaceStore:
    return make_store("A")


@pytest.fixture
def colleague(make_store: Callable[..., EspaceStore]) -> EspaceStore:
    return make_store("B")
