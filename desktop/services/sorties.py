"""What leaves this poste for a stated purpose (V19): the purpose is asked, checked, noted."""

from __future__ import annotations

from desktop.domain.relogement.tableau_suivi import MOTIF_MAX, MOTIF_MIN
from desktop.domain.relogement.vie_privee import EXPORT
from desktop.errors import UserError
from desktop.models.local import Consultation
from desktop.storage.espace_store import EspaceStore


def purpose_of(motif: str) -> str:
    """Return a purpose as it is noted.

    Raises:
        UserError: there is none, or it is too long.
    """
    purpose = " ".join(motif.split())
    if not MOTIF_MIN <= len(purpose) <= MOTIF_MAX:
        raise UserError(
            "Motif à indiquer",
            "Ce document nomme ou décrit des ménages : dites pour quoi il sort, en quelques mots "
            f"({MOTIF_MAX} signes au plus). Rien n’a été écrit.",
            "Par exemple : « comité technique de novembre ».",
        )
    return purpose


def note_export(store: EspaceStore, what: str, purpose: str) -> None:
    """Note in the log of this poste what leaves it, and for what purpose."""
    with store.local_writing() as session:
        session.add(
            Consultation(
                auteur=store.personne_id,
                moment_ms=store.clock(),
                entite=EXPORT,
                ligne=what,
                bloc=purpose,
            )
        )
