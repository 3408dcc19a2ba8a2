"""The procès-verbal of an erasure says what was done, and never about whom."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfReader

from desktop.domain.codes import MotifEffacement
from desktop.domain.effacement import ProcesVerbal
from desktop.domain.espaces import Espace
from desktop.domain.records import SauvegardeRecord
from desktop.reports.proces_verbal import render_proces_verbal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOTS = ("5f0c1d52-0000-4000-8000-000000000001", "5f0c1d52-0000-4000-8000-000000000002")


def record(**fields: object) -> ProcesVerbal:
    given = {
        "espace": Espace.RELOGEMENT, "commune": "Ville-Essai", "entity": "menage",
        "racines": ROOTS, "motif": MotifEffacement.FIN_CONSERVATION, "ms": 1_795_000_000_000,
        "auteur": "C. Martin-Essai", "poste": "Portable A", "photos": 0, "lignes": 12,
        "fiches": {"menage": 1, "occupant": 4, "contact": 7}, "sauvegardes": (), "postes": (),
    }  # fmt: skip
    return ProcesVerbal(**{**given, **fields})


def words(made: ProcesVerbal) -> str:
    out = io.BytesIO()
    render_proces_verbal(made, out=out, edited_on=NOON, editor="C. Martin-Essai", invariant=True)
    text = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def test_it_names_the_reason_the_author_the_poste_the_counts_and_the_random_ids():
    text = words(record())

    for part in (
        "Procès-verbal d’effacement", "Fin de la durée de conservation", "C. Martin-Essai",
        "Portable A", "Ville-Essai", "Occupant 4", "Contact 7", "Photo 0", *ROOTS,
        "12 lignes vides", "Aucune sauvegarde de ce poste ne contient plus la fiche",
    ):  # fmt: skip
        assert part in text


def test_it_lists_the_copies_that_remain():
    backup = SauvegardeRecord(
        chemin=Path("/x/2026-09-01_120000_manuelle.db"), cree_le=NOON, raison="manuelle", taille=1
    )

    text = words(record(sauvegardes=(backup,), postes=("Portable B", "Portable C")))

    assert "2026-09-01_120000_manuelle.db" in text
    assert "Portable B, Portable C" in text
    assert "/x/" not in text


def test_a_reason_of_a_newer_version_is_shown_as_it_is_written():
    assert "MOTIF_DE_2030" in words(record(motif="MOTIF_DE_2030"))
