"""Forms being typed, kept until they are saved: no keystroke is lost to a crash."""

from __future__ import annotations

import json
from collections.abc import Mapping

from desktop.domain.changes import Value
from desktop.domain.records import BrouillonRecord
from desktop.models.local import Brouillon
from desktop.services.contexte import EspaceOuvert
from desktop.storage import effacement


class BrouillonsService:
    """Keeps drafts inside the encrypted espace, per person; they never travel."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace.espace
        self._store = espace.store

    def save(self, form: str, row: str | None, titre: str, champs: Mapping[str, Value]) -> None:
        """Keep what a form holds now; `row` None is a record not created yet.

        What was typed about a record that was erased for ever meanwhile is not kept.

        Raises:
            EcritureImpossible: the disk refused; the form must keep its content.
        """
        with self._store.local_writing() as session:
            if effacement.is_erased(session.connection(), form, row or "", champs):
                return
            session.merge(
                Brouillon(
                    formulaire=form,
                    ligne=row or "",
                    auteur=self._store.personne_id,
                    titre=titre,
                    champs=json.dumps(dict(champs)),
                    modifie_ms=self._store.clock(),
                )
            )

    def drop(self, form: str, row: str | None) -> None:
        """Forget a draft that was saved as a record or abandoned."""
        with self._store.local_writing() as session:
            found = session.get(Brouillon, (form, row or "", self._store.personne_id))
            if found is not None:
                session.delete(found)

    def list(self) -> list[BrouillonRecord]:
        """Return the drafts of this person, last typed first."""
        with self._store.reading() as session:
            found = session.query(Brouillon).filter_by(auteur=self._store.personne_id)
            return [
                BrouillonRecord(
                    espace=self._espace,
                    form=draft.formulaire,
                    row=draft.ligne or None,
                    titre=draft.titre,
                    modifie_ms=draft.modifie_ms,
                    champs=json.loads(draft.champs),
                )
                for draft in found.order_by(Brouillon.modifie_ms.desc())
            ]
