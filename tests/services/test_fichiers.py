"""Documents as they are handed over."""

from __future__ import annotations

from desktop.services.fichiers import drawn

PDF = b"%PDF-1.4 photos"


def test_a_document_written_at_once_is_handed_over_without_a_copy():
    def render(record, *, out, editor):
        assert (record, editor) == ("la marche", "Camille ESSAI")
        assert out.write(PDF) == len(PDF)

    assert drawn(render, "la marche", editor="Camille ESSAI") is PDF


def test_a_document_written_in_pieces_is_whole():
    def render(*, out):
        out.write(b"%PDF")
        out.write(b"-1.4")

    assert drawn(render) == b"%PDF-1.4"
