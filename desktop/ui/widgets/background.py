"""How a reusable widget asks for slow work without knowing who does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Background(Protocol):
    """Does `work` somewhere, then calls `deliver` with its result in the UI thread.

    In the application this is `TaskRunner.background(owner)`. When the work raises, the agent
    is told by whoever does the work, and `failed` is called instead of `deliver`.
    """

    def __call__(
        self,
        work: Callable[[], T],
        deliver: Callable[[T], None],
        failed: Callable[[], None] | None = None,
        /,
    ) -> None:
        """Start the work; it may be delivered before this call returns."""


def at_once(
    work: Callable[[], T],
    deliver: Callable[[T], None],
    failed: Callable[[], None] | None = None,  # noqa: ARG001  # what the work raises goes up
) -> None:
    """Do the work in the call itself: for tests and for what is already in memory."""
    deliver(work())
