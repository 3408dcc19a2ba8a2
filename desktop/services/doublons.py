"""Records that are the same thing twice: suggestions, comparison, merge and « Séparer »."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from desktop.domain import doublons
from desktop.domain.changes import ChangeId, Value
from desktop.domain.changeset import ChangeSet
from desktop.domain.doublons import FUSIONNABLES
from desktop.domain.fusion import Comparaison, DoublonRecord, FicheComparee
from desktop.errors import UserError
from desktop.formats import fold
from desktop.models import ENTITIES
from desktop.services.contexte import EspaceOuvert
from desktop.storage import groupes
from desktop.storage.queries import doublons as query
from desktop.storage.queries.mots import Words

_PAIR = 2

Sides = Mapping[str, int]
"""For each field that differs, the record (0 or 1) whose value is kept."""


class DoublonsService:
    """Duplicates of one open espace.

    Nothing is merged without a person. `compare` remembers what it showed, so that `merge` can
    refuse choices made before a file was imported; use one service per open espace.
    """

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace.espace
        self._store = espace.store
        self._shown: dict[tuple[str, str], dict[str, frozenset[ChangeId]]] = {}

    # --- suggestions ----------------------------------------------------------------------

    def suggestions(self) -> list[DoublonRecord]:
        """Return the pairs that deserve a look, those with most reasons first.

        Computed from the rows of this poste each time: allow a second for a large espace.
        """
        with self._store.reading() as session:
            connection = session.connection()
            found = doublons.suggest(query.lignes(connection, self._espace), fold)
            refused = query.refused(session)
            kept = [one for one in found if (one.a, one.b) not in refused]
            kept = query.by_two_postes(connection, kept)
            words = Words(connection)
            for entity in {one.entity for one in kept}:
                pairs = ((one.a, one.b) for one in kept if one.entity == entity)
                words.read_titles(entity, {row for pair in pairs for row in pair})
            return [
                DoublonRecord(
                    espace=self._espace,
                    entity=one.entity,
                    a=one.a,
                    b=one.b,
                    titre_a=words.subject(one.entity, one.a),
                    titre_b=words.subject(one.entity, one.b),
                    raisons=one.raisons,
                )
                for one in kept
            ]

    def refuse(self, a: str, b: str) -> None:
        """Say « Pas un doublon »: this poste no longer suggests the pair.

        A choice of this poste alone, kept in its encrypted base like a draft: it says nothing
        of the records themselves, and a colleague may see what this person did not.
        """
        first, second = sorted((a, b))
        with self._store.local_writing() as session:
            session.merge(query.refusal(first, second, self._store.clock()))

    def named(self, start: str) -> list[tuple[str, str]]:
        """Return (entity, row) of the records whose identifier begins so, merged ones included."""
        with self._store.reading() as session:
            return query.named(session.connection(), self._espace, start)

    def reconsider(self, a: str, b: str) -> None:
        """Take « Pas un doublon » back: the pair is suggested again."""
        first, second = sorted((a, b))
        with self._store.local_writing() as session:
            query.forget_refusal(session, first, second)

    def others(self, entity: str, row: str) -> dict[str, str]:
        """Return the visible records with which one may be merged: identifier → name.

        A constat is offered those of its own marche only: the rest is suggested by its place.
        """
        with self._store.reading() as session:
            found = query.others(session.connection(), self._espace, entity, row)
            words = Words(session.connection())
            words.read_titles(entity, found)
            return _told_apart({other: words.subject(entity, other) for other in found})

    # --- merge ----------------------------------------------------------------------------

    def compare(self, entity: str, a: str, b: str) -> Comparaison:
        """Return two records side by side.

        Raises:
            UserError: one of them is gone, or they cannot be merged.
        """
        _accept(entity, a, b)
        with self._store.reading() as session:
            for row in (a, b):
                found = session.get(ENTITIES[entity], row)
                if found is None or found.supprime:
                    raise _gone()
            self._shown[a, b] = query.all_heads(session.connection(), (a, b))
            return query.compare(session.connection(), self._espace, entity, (a, b))

    def merge(self, entity: str, a: str, b: str, choices: Sides) -> ChangeSet:
        """Make one record of two, for everybody; `choices` closes the fields that differ.

        A field that differs and is not in `choices` becomes an open conflict. What hangs on
        either of the records hangs on the one that stays; « Séparer » takes it all apart again.

        Raises:
            UserError: one of them is gone, or has been changed since it was compared.
        """
        _accept(entity, a, b)
        with self._store.writing("Fiches réunies") as unit:
            for row in (a, b):
                unit.get(ENTITIES[entity], row)
            shown = self._shown.get((a, b))
            if shown is not None and shown != query.all_heads(unit.connection, (a, b)):
                raise _moved()
            compared = query.compare(unit.connection, self._espace, entity, (a, b))
            states = query.states(unit.connection, (a, b))
            kept: dict[str, Value] = {}
            for line in compared.differents:
                side = choices.get(line.champ)
                if side is not None:
                    values = states[(a, b)[side]].values()
                    kept |= {name: values.get(name) for name in line.champs}
            canon = unit.link(entity, a, b)
            if kept:
                unit.decide(canon, kept)
        self._shown.pop((a, b), None)
        return unit.changes

    # --- what was merged ------------------------------------------------------------------

    def linked(self, entity: str, row: str) -> list[FicheComparee]:
        """Return the records that one record brings together; empty when it is alone."""
        with self._store.reading() as session:
            connection = session.connection()
            members = groupes.read(connection).of_row(row)
            if len(members) == 1:
                return []
            return [query.member(connection, self._espace, entity, one) for one in members]

    def separate(self, entity: str, row: str) -> ChangeSet:
        """Take one record out of those it was merged with; each has its own values again.

        What was chosen between them at the merge is undone on the record that showed both; what
        was corrected since stays there.

        Raises:
            UserError: it is not merged with another one.
        """
        with self._store.writing("Fiches séparées") as unit:
            if not groupes.links_of(unit.connection, [row]):
                raise UserError(
                    "Fiche déjà seule",
                    "Cette fiche n’est réunie avec aucune autre : rien n’a été changé.",
                    "Actualisez l’écran (F5).",
                )
            members = groupes.read(unit.connection).of_row(row)
            canon = members[0]
            left_alone = len(members) == _PAIR or row == canon
            values = query.before_merge(unit.connection, canon) if left_alone else {}
            unit.separate(entity, row)
            if values:
                unit.settle_alone(canon, values)
        return unit.changes


def _told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Number the records of one name: whoever looks for a duplicate meets them."""
    seen: Counter[str] = Counter()
    several = {name for name, count in Counter(names.values()).items() if count > 1}
    told = {}
    for row, name in names.items():
        seen[name] += 1
        told[row] = f"{name} ({seen[name]})" if name in several else name
    return told


def _accept(entity: str, a: str, b: str) -> None:
    if entity not in FUSIONNABLES or a == b:
        raise UserError(
            "Fusion impossible",
            "Ces deux fiches ne peuvent pas être réunies.",
            "Choisissez deux fiches différentes, de même genre.",
        )


def _gone() -> UserError:
    return UserError(
        "Fiche introuvable",
        "Une des deux fiches a été supprimée, ou déjà réunie à une autre.",
        "Actualisez la liste (F5).",
    )


def _moved() -> UserError:
    return UserError(
        "Fiches modifiées depuis",
        "Une des deux fiches a changé depuis la comparaison : rien n’a été écrit.",
        "Relisez les deux fiches, puis choisissez de nouveau.",
    )
