"""How a reusable widget asks for slow work without knowing who does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Background(Protocol):
    """Does `work` somewhere, then calls `deliver` with its result in the UI thread.

    In the application this is `TaskRunner.background(owner)`.
    """

    def __call__(self, work: Callable[[], T], deliver: Callable[[T], None], /) -> None:
        """Start the work; it may be delivered before this call returns."""


def at_once(work: Callable[[], T], deliver: Callable[[T], None]) -> None:
    """Do the work in the call itself: for tests and for what is already in memory."""
    deliver(work())
