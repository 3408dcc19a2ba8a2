"""How bright the scene was, from what the camera says of the exposure (gusp-microsites 2.14)."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation


def ev100(iso: int | None, vitesse: str | None, ouverture: Decimal | None) -> float | None:
    """Return EV100 = log2(N²/t) - log2(ISO/100); None when one of the three is missing.

    Telephones brighten a night: the same look of two photos with another EV100 is not the same
    light. `vitesse` is in seconds, « 1/60 » or « 2.5 »; `ouverture` is the f-number N.
    """
    seconds = exposure_seconds(vitesse)
    if seconds is None or iso is None or iso <= 0 or ouverture is None or ouverture <= 0:
        return None
    return math.log2(float(ouverture) ** 2 / seconds) - math.log2(iso / 100)


def exposure_seconds(vitesse: str | None) -> float | None:
    """Return the seconds of « 1/60 » or « 2.5 »; None for anything else."""
    above, bar, below = (vitesse or "").partition("/")
    try:
        seconds = float(Decimal(above) / Decimal(below or 1)) if below or not bar else 0.0
    except (InvalidOperation, ArithmeticError):
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None
