"""The façade of the buildings, with its past, and its print without any name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from desktop.domain.relogement.facade import Facade
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn
from desktop.services.relogement import local_now
from desktop.services.vie_privee import ViePriveeService
from desktop.storage.queries import facade as query


class FacadeService:
    """Façades of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._store = espace.store
        self._now = now

    def facade(self) -> Facade:
        """Return every door and dossier with the past of their states."""
        with self._store.reading() as session:
            return query.facade(session)

    def pdf(self, batiment_id: str, jour: date) -> bytes:
        """Return the façade of a building on a day: doors and states, nobody's name.

        That it was made is logged (V16).
        """
        from desktop.reports.facade import render_facade

        pdf = drawn(
            render_facade,
            self.facade(),
            batiment_id,
            jour,
            edited_on=self._now(),
            editor=self._espace.personne,
        )
        ViePriveeService(self._espace).note("", BlocSensible.FACADE)
        return pdf

    def pdf_name(self, jour: date) -> str:
        """Return the file name proposed; it names a day and no door."""
        return f"facade-{jour:%Y-%m-%d}.pdf"
