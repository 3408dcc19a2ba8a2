"""Moves what hangs under a constat to the one it is a duplicate of (transition 14 of 1.3)."""

from __future__ import annotations

from desktop.domain.codes import EtatConstat, Polarite
from desktop.errors import FieldError, SaisieRefusee
from desktop.models.constat import Constat, LienConstat
from desktop.storage.queries.suivi import (
    links_of,
    photos_of_constat,
    reviews_of,
    shown_constat,
)
from desktop.storage.unit_of_work import UnitOfWork


def merge(unit: UnitOfWork, constat: Constat, wanted: str) -> str:
    """Move photos, links and reviews to the target; return the constat that is kept.

    A target that was merged itself stands for the one that shows it.

    Raises:
        SaisieRefusee: the target is the constat itself, leads back to it, or is of another kind.
    """
    session = unit.session
    target = unit.get(Constat, shown_constat(session, unit.get(Constat, wanted).id))
    if constat.id in {target.id, wanted}:
        raise _refusal("Un constat n’est pas le doublon de lui-même : choisissez-en un autre.")
    if target.etat is EtatConstat.FUSIONNE:
        raise _refusal("Ce constat est lui-même un doublon : choisissez celui qui est gardé.")
    if (target.polarite or Polarite.FAIBLE) is not (constat.polarite or Polarite.FAIBLE):
        raise _refusal("Ces deux constats ne sont pas de même nature.")
    for photo in photos_of_constat(session, constat.id):
        photo.constat_id = target.id
    _move_links(unit, constat.id, target.id)
    _move_reviews(unit, constat.id, target.id)
    return target.id


def _move_links(unit: UnitOfWork, source: str, target: str) -> None:
    """Give the links of the source to the target; one that would say nothing more goes."""
    held = {_ends(link) for link in links_of(unit.session, target)}
    for link in links_of(unit.session, source):
        moved = _ends(link, source, target)
        if moved[0] == moved[1] or moved in held:
            unit.delete(link)
            continue
        held.add(moved)
        link.constat_id, link.autre_id = moved[0], moved[1]


def _ends(
    link: LienConstat, source: str = "", target: str = ""
) -> tuple[str | None, str | None, object]:
    one = target if link.constat_id == source else link.constat_id
    other = target if link.autre_id == source else link.autre_id
    return one, other, link.nature


def _move_reviews(unit: UnitOfWork, source: str, target: str) -> None:
    """Give the reviews of the source to the target, unless the same marche reviewed both."""
    held = {review.marche_id for review in reviews_of(unit.session, target)}
    for review in reviews_of(unit.session, source):
        if review.marche_id not in held:
            review.constat_id = target


def _refusal(message: str) -> SaisieRefusee:
    return SaisieRefusee([FieldError("cible_id", message)])
