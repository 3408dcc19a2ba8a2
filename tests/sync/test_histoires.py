"""Random work on three real postes that exchange real files: no honest file is ever refused."""

from __future__ import annotations

import random
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.models import ENTITIES
from desktop.services.contexte import EspaceOuvert
from tests.storage.espaces import NOON, Clock, dump, log, open_espace
from tests.storage.test_convergence import act, visible
from tests.sync.postes import export, picture, problems, take

ACTIONS = (
    *("create", "child", "child", "edit", "edit", "edit", "delete", "restore", "decide"),
    *("link", "link", "separate", "undo", "photo", "purge"),
    *("file", "file", "old file"),
)
WORDS = ("", "un", "deux", "trois", "É")


class Histoire:
    """Three postes and the files that they wrote, late ones included."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a history that can be lived again
        self.folder = folder
        self.espaces = [open_espace(folder / letter, letter) for letter in "ABC"]
        for espace in self.espaces:
            espace.store.clock = Clock()
        self.files: list[Path] = []

    def live(self, steps: int) -> None:
        for _ in range(steps):
            self.step(self.chance.choice(ACTIONS))

    def step(self, action: str) -> None:
        one, other = self.chance.sample(self.espaces, 2)
        one.store.clock.ms = NOON + self.chance.randrange(-(10**9), 10**12)
        if action == "file":
            take(other, self.written(one))
        elif action == "old file" and self.files:
            take(other, self.chance.choice(self.files))
        elif action == "photo" and visible(one.store, "marche"):
            picture(one, self.chance.choice(visible(one.store, "marche")), self.chance.randrange(9))
        elif action == "purge" and visible(one.store, "marche") and self.chance.random() < 0.3:
            with one.store.writing("Effacement") as unit:
                unit.purge("marche", self.chance.choice(visible(one.store, "marche")), "ERREUR")
        elif action not in {"photo", "purge", "old file"}:
            self.work(one, other, action)

    def work(self, one: EspaceOuvert, other: EspaceOuvert, action: str) -> None:
        which, word = self.chance.randrange(9), self.chance.choice(WORDS)
        clock = self.chance.randrange(10**12)
        with suppress(UserError):  # somebody names a record that was erased or merged
            act([one.store, other.store], (action, 0, which, word, clock))

    def written(self, espace: EspaceOuvert) -> Path:
        path = export(espace, self.folder / f"{len(self.files)}.carnet", photos=True)
        self.files.append(path)
        return path

    def meet(self) -> None:
        for _ in range(2):
            for source in self.espaces:
                file = self.written(source)
                for target in self.espaces:
                    if target is not source:
                        take(target, file)


@pytest.mark.parametrize(
    "seed", [3, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(100, 160))]
)
def test_every_honest_file_is_read_and_all_postes_end_equal(seed):
    with tempfile.TemporaryDirectory() as folder:
        histoire = Histoire(Path(folder), seed)
        histoire.live(60)
        for espace in histoire.espaces:
            assert problems(espace) == ()

        histoire.meet()

        first, *others = histoire.espaces
        for other in others:
            assert problems(other) == ()
            assert log(other.store) == log(first.store)
            for name in {*ENTITIES, "tete"} & set(dump(first.store)):
                assert dump(other.store)[name] == dump(first.store)[name], name
        for espace in histoire.espaces:
            espace.store.close()
