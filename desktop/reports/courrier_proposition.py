"""The courrier de proposition and the bordereau de réponse (4.3, 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, Spacer

from desktop import formats
from desktop.domain.relogement.records_propositions import DocumentProposition
from desktop.reports import proposition_mots as says
from desktop.reports.grand import A_COMPLETER, boxes, framed, pairs, ruled, say, signatures
from desktop.reports.page import Edition, write_pdf
from desktop.texts import relogement as words

CONFIDENTIALITY: Final = "Courrier au ménage — confidentiel"
_ANSWERS: Final = ("J’accepte", "Je refuse", "Je demande une visite")
_REASONS: Final = (
    "Quartier", "Loin de la famille", "Loin du travail, de l’école, des soins", "Trop petit",
    "Étage", "Pas d’ascenseur", "Loyer ou charges", "État, travaux", "Chauffage", "Voisinage",
    "Je veux un logement neuf", "Je veux rester", "Autre",
)  # fmt: skip


def render_courrier(
    record: DocumentProposition,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the courrier of a proposition as a PDF; `out` receives everything or nothing."""
    write_pdf(
        out,
        list(_letter(record, edited_on)),
        title=f"Courrier de proposition {record.menage.reference}",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def render_bordereau(
    record: DocumentProposition,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the bordereau de réponse as a PDF; `out` receives everything or nothing."""
    write_pdf(
        out,
        list(_slip(record)),
        title=f"Bordereau de réponse {record.menage.reference}",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _letter(record: DocumentProposition, edited_on: datetime) -> Iterator[Flowable]:
    kept, rules = record.proposition, record.regles
    step, draft = kept.etape, kept.draft
    yield say(kept.bailleur or rules.bailleur_demolisseur, "gras")
    yield say(f"{rules.operation} — accompagnement : {rules.operateur}", "petit")
    yield Spacer(0, 8)
    yield say(record.menage.nom or A_COMPLETER, "gras")
    if record.logement is not None:
        yield say(record.logement.libelle)
    sent = step.date_notification or edited_on.date()
    yield say(f"Le {says.day(sent)}", "texte")
    if step.mode_notification is not None:
        how = words.offre.MODE_NOTIFICATION[step.mode_notification]
        number = f" n°{formats.NBSP}{step.numero_recommande}" if step.numero_recommande else ""
        yield say(f"{how}{number}", "petit")
    yield say(f"{says.title(kept)} de relogement", "titre")
    yield say(
        "Votre logement doit être démoli. Nous vous proposons le logement suivant, pour votre "
        "relogement définitif."
    )
    yield pairs(
        [
            ("Adresse", says.address(draft)),
            ("Type et surface", f"{says.size(draft)}, {says.square(draft.surface)}"),
            ("Étage", says.floor(draft.etage)),
            ("Ascenseur", says.answered(draft.ascenseur)),
            ("Loyer par mois", says.euros(says.rent(draft))),
            ("Charges par mois", _charges(record)),
            ("APL estimée", "" if draft.apl_estimee is None else formats.amount(draft.apl_estimee)),
            ("Bailleur", kept.bailleur),
        ]
    )  # fmt: skip
    yield say("Votre réponse", "partie")
    yield from _deadline(record)
    yield say(
        "Vous pouvez visiter le logement avant de répondre. Répondez avec le bordereau joint, à la "
        f"permanence ({rules.permanence_lieu}) ou par courrier. Une absence de réponse n’est pas "
        "un refus, mais l’offre peut compter : dites-nous ce qui vous gêne."
    )
    yield say("Vos droits", "partie")
    months = formats.plural(rules.decheance_mois, "mois", "mois")
    yield say(
        "Cette offre doit respecter l’article 13 bis de la loi du 1er septembre 1948 : bon état, "
        f"besoins, moyens et localisation. Si {rules.offres_max} offres de ce type ne sont pas "
        f"acceptées, le droit de rester dans le logement actuel cesse {months} après la "
        f"notification de la {rules.offres_max}e (article L442-6 du CCH).",
        "question",
    )
    yield say(
        f"Avis gratuit et indépendant : l’ADIL de votre département. Coordonnées : {A_COMPLETER}.",
        "question",
    )
    yield signatures("Le bailleur : nom, qualité, signature")


def _charges(record: DocumentProposition) -> str:
    draft = record.proposition.draft
    held = says.included(draft.charges_incluent)
    return f"{says.euros(draft.charges)}{f' ({held} compris)' if held else ''}"


def _deadline(record: DocumentProposition) -> Iterator[Flowable]:
    deadline = record.proposition.etape.date_limite_reponse
    if deadline is not None:
        yield framed(say(f"Répondez avant le {says.day(deadline)}.", "nombre"))
    else:
        yield say(f"Date limite de réponse, fixée par la charte : {A_COMPLETER}.", "gras")


def _slip(record: DocumentProposition) -> Iterator[Flowable]:
    kept, rules = record.proposition, record.regles
    yield say(rules.operation, "petit")
    yield say("Réponse à une proposition", "titre")
    yield pairs(
        [
            ("Dossier", record.menage.reference),
            ("Ménage", record.menage.nom),
            ("Proposition", f"n°{formats.NBSP}{kept.numero}, {says.address(kept.draft)}"),
            ("Notifiée le", says.day(kept.etape.date_notification)),
            ("Réponse avant le", says.day(kept.etape.date_limite_reponse)),
        ]
    )
    yield say("Ma réponse", "partie")
    yield boxes(_ANSWERS)
    yield say("Si je refuse, pourquoi", "partie")
    yield boxes(_REASONS)
    yield say("En quelques mots", "question")
    yield ruled(3)
    yield say(
        "Refuser sans donner de motif est possible. Demander une visite n’engage à rien.", "petit"
    )
    yield signatures("Le ménage : date et signature", "Reçu le, par : nom et signature")
    yield Spacer(0, 12)
    yield say("Récépissé à remettre au ménage", "partie")
    yield say(
        f"Dossier {record.menage.reference}, proposition n°{formats.NBSP}{kept.numero} : réponse "
        f"reçue par {rules.operateur}."
    )
    yield pairs([("Réponse", ""), ("Reçue le", ""), ("Par", "")])
