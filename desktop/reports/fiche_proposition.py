"""The fiche de proposition: old and new in big type, signed on receipt (4.3, 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Final

from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from desktop import formats
from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.records_propositions import DocumentProposition
from desktop.reports import proposition_mots as says
from desktop.reports.grand import boxes, framed, say, signatures
from desktop.reports.page import WIDTH, Edition, colours, write_pdf
from desktop.texts import calculs

CONFIDENTIALITY: Final = "Document remis au ménage — confidentiel"
_WIDTHS: Final = (0.30, 0.35, 0.35)
Row = tuple[str, str, str]


def render_fiche_proposition(
    record: DocumentProposition,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the fiche of a proposition as a PDF; `out` receives everything or nothing."""
    write_pdf(
        out,
        list(_story(record)),
        title=f"Fiche de proposition {record.menage.reference}",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _story(record: DocumentProposition) -> Iterator[Flowable]:
    kept = record.proposition
    yield say(record.regles.operation, "petit")
    yield say(says.title(kept), "titre")
    yield say(says.address(kept.draft) or says.UNKNOWN, "gras")
    head = [record.menage.nom, f"dossier {record.menage.reference}"]
    if kept.bailleur:
        head.append(f"bailleur : {kept.bailleur}")
    yield say(" · ".join(filter(None, head)), "petit")
    yield Spacer(0, 4)
    yield _table(("", "Aujourd’hui", "Proposé"), _logements(record))
    yield say("Ce que vous paieriez, par mois", "partie")
    yield _table(("", "Aujourd’hui", "Proposé"), _cost(record))
    yield _verdict(record)
    deadline = kept.etape.date_limite_reponse
    if deadline is not None:
        yield say(f"Réponse attendue avant le {says.day(deadline)}.", "gras")
    yield KeepTogether(
        [
            say("J’ai reçu cette fiche", "partie"),
            boxes(
                ("Je souhaite visiter", "On m’a expliqué le calcul", "J’ai besoin d’un interprète")
            ),
            say(
                "Signer dit que la fiche a été remise. Ce n’est ni un accord, ni un refus.", "petit"
            ),
            signatures("Le ménage : date et signature", f"{record.regles.operateur} : signature"),
        ]
    )


def _logements(record: DocumentProposition) -> list[Row]:
    old = record.logement.draft if record.logement is not None else LogementDraft()
    new = record.proposition.draft
    here = record.logement.libelle if record.logement is not None else says.UNKNOWN
    rows = [
        ("Logement", here, new.residence or new.adresse or says.UNKNOWN),
        ("Taille", says.size(old), says.size(new)),
        ("Surface", says.square(old.surface), says.square(new.surface)),
        ("Étage", says.floor(old.etage), says.floor(new.etage)),
        ("Ascenseur", says.answered(old.ascenseur), says.answered(new.ascenseur)),
        ("Balcon, extérieur", says.answered(old.balcon), says.answered(new.exterieur)),
    ]
    if new.distance_km is not None:
        rows.append(("Distance", "", f"{formats.number(new.distance_km, 1)}{formats.NBSP}km"))
    return rows


def _cost(record: DocumentProposition) -> list[Row]:
    old = record.logement.draft if record.logement is not None else LogementDraft()
    new = record.proposition.draft
    found = record.synthese
    both, now, then = found.comparaison, found.actuel, found.propose
    rows = [
        ("Loyer", says.euros(says.rent(old)), says.euros(says.rent(new))),
        (
            "Charges",
            _charges(says.euros(old.charges), old.charges_incluent),
            _charges(says.euros(new.charges), new.charges_incluent),
        ),
        ("APL (elle vous aide)", says.euros(record.menage.draft.apl), _apl(record)),
        (
            "Reste à charge",
            _told(now.rac if now else None),
            _told(then.rac if then else None),
        ),
    ]
    if both is not None:
        rows.append(
            (
                "Reste à charge avec chauffage et eau des deux côtés",
                _told(both.rac_actuel_constant),
                _told(both.rac_propose_constant),
            )
        )
    return rows


def _apl(record: DocumentProposition) -> str:
    value = record.proposition.draft.apl_estimee
    return f"{formats.amount(value)} (estimée)" if value is not None else says.UNKNOWN


def _charges(amount: str, codes: str) -> str:
    held = says.included(codes)
    return f"{amount}\n{held} compris" if held else amount


def _told(one: Calcul[object] | None) -> str:
    return calculs.valeur(one) if one is not None and one.valeur is not None else says.UNKNOWN


def _verdict(record: DocumentProposition) -> Flowable:
    """Return the one sentence that a ménage keeps: how much more or less, on equal terms."""
    both = record.synthese.comparaison
    gap = both.ecart_constant if both is not None else None
    if gap is None or gap.valeur is None:
        lacks = calculs.manque(gap) if gap is not None else ""
        return framed(
            say("Comparaison impossible pour l’instant.", "gras"),
            say(lacks or "Le logement d’origine n’est pas renseigné.", "petit"),
            alert=True,
        )
    amount = formats.amount(abs(gap.valeur))
    way = "de plus" if gap.valeur > 0 else "de moins"
    words = f"À services égaux : {amount} {way} par mois." if gap.valeur else (
        "À services égaux : vous paieriez autant."
    )  # fmt: skip
    return framed(
        say(words, "nombre"),
        say("Chauffage et eau comptés des deux côtés ; l’APL reste une estimation.", "petit"),
    )


def _table(head: Sequence[str], rows: Sequence[Row]) -> Table:
    tokens = colours()
    cells: list[list[Any]] = [[say(one, "petit") for one in head]]
    for name, old, new in rows:
        cells.append([say(name, "question"), _lines(old, "texte"), _lines(new, "gras")])
    return Table(
        cells,
        colWidths=[WIDTH * share for share in _WIDTHS],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, tokens["border"]),
            ("BACKGROUND", (2, 0), (2, -1), tokens["primary_tint"]),
        ],
    )


def _lines(text: str, style: str) -> list[Flowable]:
    first, *rest = text.split("\n")
    return [say(first, style), *(say(one, "petit") for one in rest)]
