"""How a constat is written, whichever service writes it: one rule for its state and its delay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.domain.codes import EtatConstat
from desktop.domain.diagnostics.etats import OUVERTS
from desktop.domain.diagnostics.records import ItemRecord
from desktop.domain.diagnostics.rules import (
    check_constat,
    check_edit,
    constat_number,
    first_state,
    settled,
    state_after_edit,
)
from desktop.domain.drafts import ConstatDraft
from desktop.domain.parametres import Parametres
from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.services.depouillement import sort_photos
from desktop.services.saisie import accept
from desktop.storage.queries import diagnostics as query
from desktop.storage.queries import referentiel
from desktop.storage.queries.commun import draft_of
from desktop.storage.unit_of_work import UnitOfWork


class ConstatWriter:
    """Creates and corrects constats in one open unit of work.

    Args:
        unit: The unit; nothing is written when a rule refuses.
        lettre: Letter of the poste, for the numbers.
        today: The agent's day, from which delays count.
    """

    def __init__(self, unit: UnitOfWork, lettre: str, today: date) -> None:
        self._unit = unit
        self._lettre = lettre
        self.today = today
        self.rules: Parametres = referentiel.parametres(unit.session)
        self._items = {item.code: item for item in referentiel.items(unit.session)}

    def item(self, code: str | None) -> ItemRecord | None:
        """Return a line of the grid in force, None for another."""
        return self._items.get(code or "")

    def create(
        self, draft: ConstatDraft, photo_ids: Sequence[str] = (), *, row: str | None = None
    ) -> Constat:
        """Create a constat with the next number of this poste in its marche.

        `row` is its identifier, if it was given one before.

        Raises:
            SaisieRefusee: the rules refuse the draft.
        """
        accept(check_constat(draft))
        unit = self._unit
        marche = unit.get(Marche, draft.marche_id or "")
        known = query.constat_numbers(unit.session, marche.id)
        made = settled(draft, self.item(draft.item))
        state = first_state(made, photos=bool(photo_ids))
        written = unit.add(
            Constat,
            made,
            row=row,
            root=marche.id,
            numero=constat_number(marche.numero or "", self._lettre, known),
            etat=state,
        )
        if state is EtatConstat.OUVERT:
            self.open(written)
        unit.session.flush()
        sort_photos(unit, photo_ids, written.id)
        return written

    def correct(self, written: Constat, draft: ConstatDraft, photo_ids: Sequence[str] = ()) -> None:
        """Correct a constat; it opens when it has become complete.

        Raises:
            SaisieRefusee: the rules refuse the draft.
        """
        accept(check_constat(draft))
        before = draft_of(ConstatDraft, written)
        made = settled(draft, self.item(draft.item))
        if written.etat is None:  # a state that only a newer version knows
            self._unit.fill(written, made)
            sort_photos(self._unit, photo_ids, written.id)
            return
        accept(check_edit(made, before, written.etat))
        self._unit.fill(written, made)
        earlier, written.etat = written.etat, state_after_edit(made, written.etat)
        if written.etat in OUVERTS and earlier not in OUVERTS:
            self.open(written)
        self._unit.session.flush()
        sort_photos(self._unit, photo_ids, written.id)

    def open(self, written: Constat, *, again: bool = False) -> None:
        """Write the day of the opening; `again`: a new life begins."""
        if again or written.date_ouverture is None:
            written.date_ouverture = self.today
