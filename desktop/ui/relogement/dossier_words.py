"""What the sections of a dossier say of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from desktop import formats, texts
from desktop.domain.records import ContactRecord
from desktop.domain.relogement.codes import LienOccupant, TypePiece
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.drafts_enquete import BesoinAdaptationDraft, PieceDraft, SouhaitDraft
from desktop.domain.relogement.etats_gardes import mandatory_pieces
from desktop.domain.relogement.records_enquete import DossierRecord, LigneRecord
from desktop.texts.relogement import CHAMPS
from desktop.ui.relogement.champs_form import ChampsForm
from desktop.ui.relogement.words import last_contact, occupant_name, telephones
from desktop.ui.widgets.form import EntityForm

PREMIER = "Premiers souhaits"
NOTICE_MISSING = "pas encore remise : remettez-la et notez la date"


def offer_occupants(form: EntityForm[Any], dossier: DossierRecord) -> None:
    """Offer the occupants of a ménage in the choice « Personne » of a form."""
    if isinstance(form, ChampsForm):
        named = {one.id: occupant_name(one) for one in dossier.occupants}
        form.set_choices("occupant_id", named)


def offer_members(form: EntityForm[Any], field: str, dossier: DossierRecord) -> None:
    """Offer the persons of the team in a choice of a form."""
    if isinstance(form, ChampsForm):
        form.set_choices(field, dict(dossier.membres))


def dossier_facts(
    dossier: DossierRecord, contacts: Sequence[ContactRecord]
) -> list[tuple[str, str]]:
    """Return what the synthese says of a ménage, the notice (V13) and what lacks included."""
    draft = dossier.menage.draft
    facts = [
        ("Téléphones", telephones(dossier.menage)),
        ("Dernier contact", last_contact(tuple(contacts))),
        ("Enquête", texts.value_text("menage", "date_enquete", raw(draft.date_enquete))),
        ("Notice d’information", notice(draft)),
    ]
    if draft.interprete:
        facts.append(("Interprète", "nécessaire"))
    if draft.referent_id is not None and draft.referent_id in dossier.membres:
        facts.append(("Référent", dossier.membres[draft.referent_id]))
    lacking = missing_pieces(dossier)
    if lacking:
        facts.append(("Pièces", lacking))
    doubt = doubtful_occupants(dossier)
    if doubt:
        facts.append(("Occupants", doubt))
    return facts


def doubtful_occupants(dossier: DossierRecord) -> str:
    """Return what is odd about the occupants: none, no titulaire, or several (relogement 2)."""
    if not dossier.occupants:
        return "aucun n’est noté : ajoutez-les avant l’enquête"
    count = sum(one.draft.lien is LienOccupant.TITULAIRE for one in dossier.occupants)
    if count == 1 or (count == 0 and dossier.menage.draft.parent_id is not None):
        return ""
    if count == 0:
        return "aucun titulaire : dites qui tient le bail"
    return f"{count} titulaires : un seul tient le bail, les autres sont cotitulaires"


def notice(draft: MenageDraft) -> str:
    """Return when and how the notice was given, or that it was not (V13)."""
    if draft.date_information_rgpd is None:
        return NOTICE_MISSING
    how = "" if draft.support_information is None else texts.label(draft.support_information)
    return " — ".join(filter(None, (formats.full_date(draft.date_information_rgpd), how.lower())))


def notice_pills(draft: MenageDraft) -> list[tuple[str, str]]:
    """Return the warning that stays until the notice is dated (V13)."""
    return [("Notice à remettre", "alerte")] if draft.date_information_rgpd is None else []


def wish_changes(one: SouhaitDraft, before: SouhaitDraft | None) -> str:
    """Return what an expression changes: « Typologie souhaitée : T4 → T5 »."""
    if before is None:
        return _first_wishes(one)
    said = []
    for field in fields(SouhaitDraft):
        old, new = getattr(before, field.name), getattr(one, field.name)
        if field.name not in {"menage_id", "date_expression"} and old != new:
            words = [texts.value_text("souhait", field.name, raw(value)) for value in (old, new)]
            said.append(f"{CHAMPS['souhait'][field.name]} : {words[0]} → {words[1]}")
    return formats.typo(" ; ".join(said)) or "Souhaits confirmés"


def _first_wishes(one: SouhaitDraft) -> str:
    """Return « Premiers souhaits — Typologie souhaitée : T4 ; … »."""
    said = [
        f"{CHAMPS['souhait'][field.name]} : "
        + texts.value_text("souhait", field.name, raw(getattr(one, field.name)))
        for field in fields(SouhaitDraft)
        if field.name not in {"menage_id", "date_expression"}
        and getattr(one, field.name) not in (None, "")
    ]
    return formats.typo(" — ".join(filter(None, (PREMIER, " ; ".join(said)))))


def wishes_with_changes(
    wishes: tuple[LigneRecord[SouhaitDraft], ...],
) -> dict[str, str]:
    """Return what each expression changed of the one before it, by id; the newest come first."""
    older = [*wishes[1:], None]
    return {
        one.id: wish_changes(one.draft, before.draft if before is not None else None)
        for one, before in zip(wishes, older, strict=False)  # none is older than the last
    }


def needs(draft: BesoinAdaptationDraft) -> str:
    """Return the fittings that are needed, in one line."""
    said = [
        CHAMPS["besoin_adaptation"][field.name]
        for field in fields(BesoinAdaptationDraft)
        if getattr(draft, field.name) is True and field.name != "document_present"
    ]
    if draft.etage_max is not None:
        said.append(f"{formats.etage(draft.etage_max)} au plus haut")
    return ", ".join(said) or "Aucun aménagement noté"


def missing_pieces(dossier: DossierRecord) -> str:
    """Return the mandatory pièces that were not seen, in one sentence; empty: none."""
    seen = {one.draft.type for one in dossier.pieces if one.draft.presente}
    lacking = [texts.label(code) for code in mandatory_pieces(dossier.regles) if code not in seen]
    return f"Manquent : {', '.join(lacking)}." if lacking else ""


def piece_title(draft: PieceDraft) -> str:
    """Return the title of the form of a pièce."""
    return texts.label(draft.type) if isinstance(draft.type, TypePiece) else "Pièce"


def raw(value: Any) -> Any:
    """Return a value of a draft as the log stores it."""
    if hasattr(value, "value"):
        return value.value
    return value.isoformat() if hasattr(value, "isoformat") else value
