"""The notice on personal data, in plain French, on one page (relogement 5, V2, V13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable

from desktop.domain.relogement.parametres import Regles
from desktop.formats import typo
from desktop.reports.grand import A_COMPLETER, boxes, framed, pairs, say
from desktop.reports.page import Edition, write_pdf
from desktop.texts.suite import notice_manques

CONFIDENTIALITY: Final = "Document remis au ménage"
TITLE: Final = "Vos informations personnelles"


def render_notice(
    regles: Regles,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the notice as a PDF of one page; what is not fixed yet is said in a red frame."""
    write_pdf(
        out,
        list(_story(regles)),
        title=TITLE,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _story(regles: Regles) -> Iterator[Flowable]:
    yield say(regles.operation, "petit")
    yield say(TITLE, "titre")
    missing = notice_manques(regles)
    if missing:
        words = f"{A_COMPLETER} avant de remettre cette notice : {', '.join(missing)}."
        yield framed(say(typo(words), "gras"), alert=True)
    yield from _part(
        "Pourquoi nous vous posons des questions",
        "Pour vous trouver un logement. Votre immeuble va être démoli "
        f"({regles.operation}) ; la loi prévoit votre relogement (article L. 442-6 du code de la "
        "construction et de l’habitation).",
    )
    yield from _part(
        "Ce que nous notons",
        "Qui vit avec vous, vos ressources et vos charges, ce que vous souhaitez, vos démarches, "
        "les logements proposés, nos rendez-vous. Répondre à une question personnelle est "
        "toujours votre choix. Nous n’écrivons jamais votre religion, vos origines, une maladie "
        "ou un diagnostic : seulement l’aménagement dont vous avez besoin.",
    )
    yield from _part(
        "Qui peut les lire",
        f"L’équipe qui vous accompagne ({regles.operateur}). Le bailleur qui vous propose un "
        "logement reçoit ce qu’il faut pour étudier votre dossier. Les autres réunions de "
        "travail se font sans votre nom.",
    )
    yield from _part(
        "Combien de temps nous les gardons",
        "Ce qui touche à vos difficultés est effacé quand l’accompagnement se termine. Le reste "
        "du dossier est rendu anonyme deux ans au plus après notre dernier contact.",
    )
    yield from _part(
        "Vos droits",
        "Vous pouvez voir ce qui est écrit, le faire corriger ou effacer, demander que nous nous "
        "en servions moins, ou vous y opposer. Demandez-le à l’équipe, à la permanence "
        f"({regles.permanence_lieu}), ou au contact ci-dessous : la réponse vient en un mois. Si "
        "elle ne vous convient pas, vous pouvez écrire à la CNIL (www.cnil.fr).",
    )
    yield say("Qui en est responsable", "partie")
    yield pairs(
        [
            ("Responsable", regles.responsable_traitement or A_COMPLETER),
            ("Pour son compte", regles.sous_traitant or A_COMPLETER),
            ("Contact", regles.contact_donnees or A_COMPLETER),
        ]
    )
    yield boxes(["Expliquée avec un interprète"])
    yield pairs([("Remise le, par", "")])


def _part(title: str, text: str) -> Iterator[Flowable]:
    yield say(title, "partie")
    yield say(typo(text))
