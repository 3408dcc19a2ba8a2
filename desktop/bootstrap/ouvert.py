"""What is open, and the one service of each kind for an open espace."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse

if TYPE_CHECKING:
    from desktop.services.contexte import EspaceOuvert
    from desktop.services.ouverture import Session

Service = TypeVar("Service")


class Ouvert:
    """A session, once somebody has unlocked, and the services asked of it."""

    def __init__(self) -> None:
        self.session: Session | None = None
        self._services: dict[tuple[str, Espace], Any] = {}

    def espaces(self) -> tuple[Espace, ...]:
        """Return the open espaces, terrain first."""
        held = self.session.espaces if self.session else {}
        return tuple(espace for espace in Espace if espace in held)

    def espace(self, espace: Espace) -> EspaceOuvert:
        """Return an open espace.

        Raises:
            AccesRefuse: locked, or not held by this person on this poste.
        """
        if self.session is None or espace not in self.session.espaces:
            raise AccesRefuse(
                "Espace fermé",
                f"L’espace « {espace.value} » n’est pas ouvert sur ce poste.",
                "Déverrouillez-le, ou demandez à le rejoindre par une invitation.",
            )
        return self.session.espaces[espace]

    def _opened(self) -> Session:
        if self.session is None:
            raise AccesRefuse(
                "Carnet verrouillé",
                "Le carnet est verrouillé : rien n’a été modifié.",
                "Ouvrez-le avec votre phrase de passe, puis recommencez.",
            )
        return self.session

    def _service(self, kind: Callable[[EspaceOuvert], Service], espace: Espace) -> Service:
        """Return the one service of a kind for an open espace."""
        opened = self.espace(espace)
        key = (kind.__name__, espace)
        if key not in self._services:
            self._services[key] = kind(opened)
        service: Service = self._services[key]
        return service
