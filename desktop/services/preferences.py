"""What a person chose on this poste: columns, named filters. It never travels."""

from __future__ import annotations

import json
from typing import Any

from desktop.models.local import Preference
from desktop.services.contexte import EspaceOuvert


class PreferencesService:
    """Choices of the person at work, kept inside the encrypted espace they speak of."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def get(self, cle: str) -> Any:
        """Return a choice as plain JSON values, None when there is none."""
        with self._store.reading() as session:
            found = session.get(Preference, (self._store.personne_id, cle))
            return json.loads(found.valeur) if found is not None else None

    def set(self, cle: str, valeur: Any) -> None:
        """Keep a choice; None forgets it.

        Raises:
            EcritureImpossible: the disk refused.
        """
        key = (self._store.personne_id, cle)
        with self._store.local_writing() as session:
            if valeur is not None:
                session.merge(Preference(auteur=key[0], cle=cle, valeur=json.dumps(valeur)))
            elif (found := session.get(Preference, key)) is not None:
                session.delete(found)
