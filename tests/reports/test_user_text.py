"""Text laid out in a document: what reportlab is asked for, and how often."""

from __future__ import annotations

import pytest
from reportlab.platypus import Paragraph as ReportlabParagraph

from desktop.reports.page import styles
from desktop.reports.user_text import Paragraph, cell

TEXT = "Deux matelas contre la clôture, depuis plus de trois semaines, près de l’aire de jeux."


@pytest.fixture
def broken(monkeypatch):
    """Note each time that reportlab breaks the lines of a paragraph."""
    widths = []
    plain = ReportlabParagraph.wrap

    def wrap(paragraph, width, height):
        widths.append(width)
        return plain(paragraph, width, height)

    monkeypatch.setattr(ReportlabParagraph, "wrap", wrap)
    return widths


def test_a_paragraph_is_broken_once_for_a_width_whatever_asks(broken):
    text = cell(TEXT, styles()["cell"])

    assert text.wrap(120, 500) == text.wrap(120, 40)
    assert broken == [120]


def test_another_width_breaks_it_again(broken):
    text = cell(TEXT, styles()["cell"])

    narrow, wide, again = (text.wrap(width, 500) for width in (60, 200, 60))

    assert broken == [60, 200, 60]
    assert narrow == again
    assert narrow[1] > wide[1]


def test_the_parts_of_a_paragraph_cut_by_a_page_are_laid_out_like_those_of_reportlab():
    style = styles()["body"]
    ours, theirs = Paragraph(TEXT * 8, style), ReportlabParagraph(TEXT * 8, style)
    heights = []
    for text in (ours, theirs):
        text.wrap(200, 60)
        parts = text.split(200, 60)
        heights.append([part.wrap(200, 500)[1] for part in parts])

    assert heights[0] == heights[1]
    assert len(heights[0]) == 2


def test_a_paragraph_that_could_not_be_cut_is_still_laid_out():
    text = Paragraph(TEXT, styles()["body"])
    size = text.wrap(200, 10)

    assert text.split(200, 10) == []  # reportlab forgets the lines that it had
    assert text.wrap(200, 500) == size
    assert text.split(200, 500) == [text]
