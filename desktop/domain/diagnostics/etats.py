"""The lives of a constat: states and what leads from one to the other (gusp-microsites 1.3)."""

from __future__ import annotations

from typing import Final

from desktop.domain.codes import EtatConstat

OUVERTS: Final = frozenset(
    {
        EtatConstat.OUVERT,
        EtatConstat.TRANSMIS,
        EtatConstat.CONTESTE,
        EtatConstat.PRIS_EN_CHARGE,
        EtatConstat.PROGRAMME,
        EtatConstat.EN_COURS,
        EtatConstat.REALISE_DECLARE,
    }
)
"""States of a faiblesse that somebody still has to mend; declared mended is one of them."""
