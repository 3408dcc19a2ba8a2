"""The rules of an espace relogement: delays, thresholds and names that the team fixes."""

from __future__ import annotations

from desktop.domain.changeset import ChangeSet
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records import RegleRecord
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.models.quartier import Parametre
from desktop.services.contexte import EspaceOuvert
from desktop.storage.queries import baremes


class ReglesService:
    """What a charte or the team fixes, in one open espace relogement."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def liste(self) -> list[RegleRecord]:
        """Return the rules in the order of the shipped file; an empty value is not fixed yet."""
        with self._store.reading() as session:
            return baremes.liste_regles(session)

    def save(self, code: str, valeur: str) -> ChangeSet:
        """Fix a rule; an empty value leaves it open again where the rule allows it.

        Raises:
            SaisieRefusee: the value cannot stand for this rule.
            UserError: there is no such rule.
        """
        known = {one.code: one for one in self.liste()}
        if code not in known:
            raise UserError(
                "Règle introuvable",
                f"Aucune règle ne s’appelle « {code} » : rien n’a été changé.",
                "La liste des règles donne leurs noms.",
            )
        if not Regles.accepts(code, valeur):
            raise SaisieRefusee(
                [FieldError("valeur", "Cette valeur ne convient pas : un nombre plus grand que 0.")]
            )
        with self._store.writing("Règle fixée") as unit:
            unit.get(Parametre, known[code].id).valeur = valeur.strip() or None
        return unit.changes
