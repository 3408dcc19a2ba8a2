"""Laws of the cells: what a person writes is read back exactly, or refused."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import formats
from desktop.domain.relogement.codes import LienOccupant, Sexe, TitreOccupation, Typologie
from desktop.domain.relogement.etat_locatif import Champ, Nature
from desktop.interop.correspondances import (
    MONTHLY_MAX,
    CelluleRefusee,
    convert,
    fields,
    fold_title,
    propose,
)

TODAY = date(2026, 11, 24)
CENTS = st.integers(0, int(MONTHLY_MAX * 100)).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(TODAY.year - 120, 1, 1), TODAY)


def champ(nature):
    return Champ(cle="logement.x", nature=nature, titres=())


def read(nature, cell):
    return convert(champ(nature), cell, TODAY)


@given(CENTS)
def test_an_amount_is_read_as_it_is_shown(amount):
    for text in (
        formats.amount(amount), f"{amount:.2f}", f"{amount:.2f}".replace(".", ","),
        f"{amount:,.2f} €".replace(",", " "),
    ):  # fmt: skip
        assert read(Nature.MONTANT, text) == amount


@given(CENTS)
def test_an_amount_that_went_through_a_float_is_exact(amount):
    assert read(Nature.MONTANT, Decimal(repr(float(amount)))) == amount


@given(st.decimals(max_value=-Decimal("0.01"), min_value=-MONTHLY_MAX, places=2))
def test_no_amount_is_negative(amount):
    with pytest.raises(CelluleRefusee):
        read(Nature.MONTANT, str(amount))


@given(DAYS)
def test_a_day_is_read_in_every_form(day):
    serial = Decimal((day - date(1899, 12, 30)).days)
    for cell in (day, f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", day.isoformat(), serial):
        assert read(Nature.NAISSANCE, cell) == day


@given(st.text(max_size=40))
def test_no_text_breaks_a_cell(text):
    for nature in Nature:
        with contextlib.suppress(CelluleRefusee):
            value = read(nature, text)
            assert value is None or isinstance(value, str | int | Decimal | date | bool)


@given(st.decimals(allow_nan=False, allow_infinity=False) | st.booleans() | st.dates())
def test_no_other_cell_breaks_either(cell):
    for nature in Nature:
        with contextlib.suppress(CelluleRefusee):
            convert(champ(nature), cell, TODAY)


def test_every_transcoding_is_a_stored_code():
    stored = {
        "logement.typologie": Typologie, "occupant.lien": LienOccupant, "occupant.sexe": Sexe,
        "menage.titre": TitreOccupation,
    }  # fmt: skip
    known = {one.cle: one for one in fields("etat_locatif")}

    for cle, codes in stored.items():
        assert set(known[cle].codes.values()) <= set(codes)


def test_no_title_belongs_to_two_fields():
    seen = {}
    for one in fields("etat_locatif"):
        for title in one.titres:
            assert seen.setdefault(fold_title(title), one.cle) == one.cle


def test_titles_are_proposed_folded_and_a_field_only_once():
    titles = ["LOYER (€)", "loyer principal", "Né(e) le", "Couleur"]

    assert propose(fields("etat_locatif"), titles) == (
        "logement.loyer", "", "occupant.date_naissance", "",
    )  # fmt: skip
