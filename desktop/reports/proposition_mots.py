"""What the documents of a proposition say of a dwelling, in one wording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from desktop import formats
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import DescriptionLogementDraft
from desktop.domain.relogement.records_propositions import PropositionRecord
from desktop.texts import relogement as words

UNKNOWN = "à préciser"


def day(moment: date | None) -> str:
    """Return a date in full, "" for none."""
    return formats.full_date(moment) if moment is not None else ""


def euros(value: Decimal | None) -> str:
    """Return an amount, or that it is still to be told."""
    return formats.amount(value) if value is not None else UNKNOWN


def square(value: Decimal | None) -> str:
    """Return a surface, or that it is still to be told."""
    return f"{formats.number(value)}{formats.NBSP}m²" if value is not None else UNKNOWN


def floor(level: int | None) -> str:
    """Return a floor, or that it is still to be told."""
    return formats.etage(level) if level is not None else UNKNOWN


def size(one: LogementDraft | DescriptionLogementDraft) -> str:
    """Return « T4 », or that it is still to be told."""
    return words.menage.TYPOLOGIE[one.typologie] if one.typologie is not None else UNKNOWN


def answered(value: bool | None) -> str:  # noqa: FBT001 - the answer is the value to word
    """Return « oui », « non », or that it is still to be told."""
    return UNKNOWN if value is None else "oui" if value else "non"


def rent(one: LogementDraft | DescriptionLogementDraft) -> Decimal | None:
    """Return the rent with its annexes."""
    return None if one.loyer is None else one.loyer + (one.loyer_annexes or 0)


def included(codes: str) -> str:
    """Return what charges include, in words; "" when it is not told."""
    known = {code.value: label for code, label in words.menage.POSTE_CHARGE.items()}
    return ", ".join(_lowered(known.get(code, code)) for code in codes.split())


def _lowered(label: str) -> str:
    """Return a label as the middle of a sentence has it; an abbreviation stays as it is."""
    return label if label.isupper() else label.lower()


def address(one: DescriptionLogementDraft) -> str:
    """Return residence, address and commune in one line."""
    return ", ".join(filter(None, (one.residence, one.adresse, one.commune)))


def title(record: PropositionRecord) -> str:
    """Return « Proposition n° 2 »."""
    return f"Proposition n°{formats.NBSP}{record.numero}"


def motives(codes: str) -> str:
    """Return the motives of a refusal in words."""
    return _listed({code.value: label for code, label in words.offre.MOTIF_REFUS.items()}, codes)


def wishes(wish: SouhaitDraft | None) -> list[tuple[str, str]]:
    """Return what a ménage wished, line by line; what it did not say is left out."""
    if wish is None:
        return []
    sectors = {code.value: label for code, label in words.enquete.SECTEUR.items()}
    lines = (
        ("Exprimé le", day(wish.date_expression)),
        ("Rester dans le quartier", _label(words.enquete.PREFERENCE, wish.rester_quartier)),
        ("Secteurs", _listed(sectors, wish.secteurs)),
        ("Secteurs refusés", _listed(sectors, wish.secteurs_refuses)),
        ("Typologie", _label(words.menage.TYPOLOGIE, wish.typologie)),
        ("Étage", _floors(wish)),
        ("Ascenseur", _yes(wish.ascenseur)),
        ("Loyer maximal", "" if wish.loyer_max is None else formats.amount(wish.loyer_max)),
        ("Logement neuf", _yes(wish.neuf)),
        ("Précisions", wish.precisions),
    )  # fmt: skip
    return [(name, value) for name, value in lines if value]


def _floors(wish: SouhaitDraft) -> str:
    low, high = wish.etage_min, wish.etage_max
    if low is not None and high is not None:
        return f"du {formats.etage(low)} au {formats.etage(high)}"
    if high is not None:
        return f"au plus {formats.etage(high)}"
    return f"au moins {formats.etage(low)}" if low is not None else ""


def _listed(known: Mapping[str, str], codes: str) -> str:
    return ", ".join(known.get(code, code) for code in codes.split())


def _yes(value: bool | None) -> str:  # noqa: FBT001 - the answer is the value to word
    return "" if value is None else "oui" if value else "non"


def _label(table: Mapping[Any, str], code: Any) -> str:
    return table[code] if code is not None else ""
