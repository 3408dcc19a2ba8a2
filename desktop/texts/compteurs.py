"""Words of the counters of an operation: three that never mix (relogement 3.5)."""

from __future__ import annotations

from desktop.domain.relogement.compteurs import Compteurs
from desktop.formats import plural


def lignes(found: Compteurs) -> tuple[tuple[str, str], ...]:
    """Return (what is counted, the count in a sentence): logements, ménages, sorties."""
    empty = plural(found.logements_vides, "vide")
    freed = f"dont {found.logements_vides_relogement} par un relogement"
    entitled = f"{found.menages_a_reloger} avec droit au relogement"
    for_a_time = f"{found.relogements_temporaires} en relogement temporaire"
    counted = plural(found.offres_comptees, "offre comptée", "offres comptées")
    return (
        ("Logements", f"{empty}, {freed}, sur {found.logements_total}"),
        ("Ménages", " · ".join((entitled, _definitive(found), for_a_time))),
        ("Sortis sans relogement", plural(found.sorties_sans_relogement, "ménage")),
        ("Propositions", f"{plural(found.propositions_notifiees, 'notifiée')}, {counted}"),
    )


def _definitive(found: Compteurs) -> str:
    words = plural(found.relogements_definitifs, "relogé définitivement", "relogés définitivement")
    if not found.decohabitants:
        return words
    return f"{words}, dont {plural(found.decohabitants, 'décohabitant')}"
