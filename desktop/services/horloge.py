"""The clock of this poste: a false one writes false dates, so it is told at once."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop import BUILD_DATE, formats
from desktop.services.contexte import EspaceOuvert
from desktop.storage import journal

_TOLERANCE_MS = 60_000


def clock_fault(espace: EspaceOuvert) -> str:
    """Return what is odd about the clock of this poste in a sentence, "" when nothing is.

    It is odd when it lies before the last own entry, or before this application was made;
    work goes on all the same, and own changes stay in order.
    """
    store = espace.store
    now = store.clock()
    if now < _built_ms():
        return _sentence(now, "avant que cette version existe")
    with store.reading() as session:
        last = journal.last_own_stamp(session.connection(), store.identity.replica)
    if last is not None and now < last.ms - _TOLERANCE_MS:
        moment = formats.full_datetime(formats.from_ms(last.ms))
        return _sentence(now, f"avant votre dernière saisie, du {moment}")
    return ""


def _sentence(now: int, because: str) -> str:
    moment = formats.full_datetime(formats.from_ms(now))
    return (
        f"Ce poste se croit le {moment}, {because}. Remettez-le à l’heure : vos saisies "
        "porteraient une date fausse."
    )


def _built_ms() -> int:
    built = datetime.fromisoformat(BUILD_DATE).replace(tzinfo=UTC)
    return int(built.timestamp() * 1000)
