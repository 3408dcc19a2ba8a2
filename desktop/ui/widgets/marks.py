"""`override` for the classes of the first window: typing_extensions alone takes 4 ms to load."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override
else:
    from typing import TypeVar

    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        """Return the method as it is: type checkers alone look at the mark."""
        return method


__all__ = ["override"]
