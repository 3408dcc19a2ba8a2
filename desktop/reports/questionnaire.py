"""The blank satisfaction questionnaire, in the order of the screen (relogement 2.15)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop.domain.relogement.records_suite import SuiteRecord
from desktop.formats import typo
from desktop.reports.grand import boxes, pairs, ruled, say
from desktop.reports.page import Edition, write_pdf
from desktop.texts.satisfaction import QUESTIONS, Question, Saisie

CONFIDENTIALITY: Final = "Document confidentiel — relogement"
_LINES: Final = {Saisie.LIGNE: 1, Saisie.TEXTE: 2}


def render_questionnaire(
    record: SuiteRecord,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the blank questionnaire as a PDF: it bears the reference of the ménage alone."""
    title = f"Questionnaire {record.menage.reference}"
    story: list[Flowable] = [
        say(f"{record.regles.operation} · {record.menage.reference}", "petit"),
        say("Votre relogement : qu’en pensez-vous ?", "titre"),
        say(
            typo(
                "Ce questionnaire aide à améliorer l’accompagnement. Vous pouvez ne pas répondre "
                "à une question. Le chiffre dans la case est la touche à presser à la saisie."
            ),
            "petit",
        ),
        *_questions(),
    ]
    write_pdf(
        out,
        story,
        title=title,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _questions() -> Iterator[Flowable]:
    for question in QUESTIONS:
        block = [*([say(question.titre, "partie")] if question.titre else []), *_one(question)]
        yield KeepTogether([*block, Spacer(0, 4)])


def _one(question: Question) -> Iterator[Flowable]:
    text = typo(f"{question.numero}. {question.texte}" if question.numero else question.texte)
    if question.saisie is Saisie.DATE:
        yield pairs([(text, "")])
        return
    yield say(text, "question")
    if question.saisie is Saisie.CHOIX:
        yield boxes(list(question.reponses.values()), numbered=True)
    else:
        yield ruled(_LINES[question.saisie])
