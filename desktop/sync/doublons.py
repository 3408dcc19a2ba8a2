"""New records of a file that look like records held here: counted, never merged."""

from __future__ import annotations

from desktop.domain.changes import row_state
from desktop.domain.doublons import LUS, Ligne, probable
from desktop.domain.espaces import Espace
from desktop.formats import fold
from desktop.storage import journal
from desktop.storage.journal import Reading
from desktop.storage.queries.doublons import lignes
from desktop.sync.arrivees import Arrivees

_NEW_MAX = 20_000
"""Beyond, the file fills an almost empty poste: nobody would read that many suggestions."""


def probable_pairs(connection: Reading, espace: Espace, arrivees: Arrivees) -> int:
    """Return how many pairs of a new record and of one held here may be the same thing."""
    held = list(lignes(connection, espace))
    if not held:
        return 0
    places = [(root, row) for root in arrivees.roots() for row in arrivees.rows(root)]
    if len(places) > _NEW_MAX:
        return 0
    known = journal.rows_held(connection, (row for _, row in places))
    new = []
    for root, row in places:
        state = row_state(arrivees.of_row(root, row)) if row not in known else None
        if state is not None and state.entity in LUS:
            values = state.values()
            shown = {name: values.get(name) for name in LUS[state.entity]}
            new.append(Ligne(state.entity, row, shown))
    return len(probable(new, held, fold))
