"""Sorting photos through the service: roles, groups, and what is read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.codes import CoupurePhoto, Gravite, RolePhoto
from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.models.marche import Arret, Marche, Parcours
from desktop.models.photo import Photo

CONTEXTE, DETAIL, APRES = RolePhoto.CONTEXTE, RolePhoto.DETAIL, RolePhoto.APRES


@pytest.fixture
def marche(carnet: Carnet) -> str:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    return carnet.diagnostics.save_marche(draft).valeur.id


@pytest.fixture
def add_photos(carnet: Carnet, marche: str) -> Callable[..., list[str]]:
    """Write photos without bytes: (minute, second) each."""

    def add(*times: tuple[int, int], **fields: object) -> list[str]:
        with carnet.espace(Espace.TERRAIN).store.writing("") as unit:
            return [
                unit.add(
                    Photo,
                    None,
                    root=marche,
                    marche_id=marche,
                    blob=f"{minute:032}{second:032}",
                    fichier=f"{minute:02}{second:02}.jpg",
                    ordre=0,
                    prise_le=f"2026-11-12T15:{minute:02}:{second:02}",
                    **fields,
                ).id
                for minute, second in times
            ]

    return add


@pytest.fixture
def sort(carnet: Carnet, marche: str) -> Callable[..., str]:
    def create(photos: list[str]) -> str:
        draft = ConstatDraft(marche_id=marche)
        return carnet.diagnostics.save_constat(draft, photo_ids=photos).valeur.id

    return create


def roles(carnet: Carnet, marche: str) -> list[RolePhoto | None]:
    return [photo.role for photo in carnet.depouillement.open(marche).photos]


def test_groups_of_a_marche_are_proposed_with_their_stop(carnet, marche, add_photos):
    place = {"lat_e7": 435_200_000, "lon_e7": 54_300_000}
    add_photos((0, 0), (0, 30), **place)
    add_photos((10, 0))
    with carnet.espace(Espace.TERRAIN).store.writing("") as unit:
        parcours = unit.add(Parcours, None, nom="Parcours")
        unit.add(
            Arret, None, root=parcours.id, parcours_id=parcours.id, ordre=2, nom="City-stade",
            **place,
        )  # fmt: skip
        unit.get(Marche, marche).parcours_id = parcours.id

    shown = carnet.depouillement.open(marche)

    assert [len(groupe.photos) for groupe in shown.groupes] == [2, 1]
    assert (shown.groupes[0].arret.nom, shown.groupes[0].arret.ordre) == ("City-stade", 2)
    assert shown.groupes[1].arret is None


def test_constat_gives_its_photos_roles_in_the_same_action(carnet, marche, add_photos, sort):
    photos = add_photos((0, 0), (0, 10), (0, 20))

    sort(photos[::-1])
    assert roles(carnet, marche) == [CONTEXTE, DETAIL, DETAIL]

    carnet.journal(Espace.TERRAIN).undo()
    shown = carnet.depouillement.open(marche)
    assert [(one.constat_id, one.role) for one in shown.photos] == [(None, None)] * 3
    assert shown.constats == {}


def test_photo_that_joins_a_constat_is_a_detail_and_a_chosen_role_stays(
    carnet, marche, add_photos, sort
):
    one, two, three = add_photos((0, 0), (5, 0), (5, 10))
    constat = sort([one])
    carnet.depouillement.set_role([three], APRES)

    carnet.diagnostics.attach_photos([two, three], constat)
    assert roles(carnet, marche) == [CONTEXTE, DETAIL, APRES]

    carnet.diagnostics.attach_photos([two, three], None)
    assert roles(carnet, marche) == [CONTEXTE, None, APRES]


def test_photo_moved_to_another_constat_gets_the_role_it_needs_there(
    carnet, marche, add_photos, sort
):
    one, two, three = add_photos((0, 0), (0, 10), (5, 0))
    sort([one, two])
    other = sort([three])

    carnet.diagnostics.attach_photos([one], other)
    assert roles(carnet, marche) == [DETAIL, DETAIL, CONTEXTE]


def test_photos_of_a_deleted_constat_wait_again_without_a_proposed_role(
    carnet, marche, add_photos, sort
):
    constat = sort(add_photos((0, 0), (0, 10)))

    carnet.diagnostics.delete_constats([constat])

    shown = carnet.depouillement.open(marche)
    assert [(one.constat_id, one.role) for one in shown.photos] == [(None, None)] * 2


def test_photo_removed_meanwhile_is_not_sorted_and_nothing_is_written(
    carnet, marche, add_photos, sort
):
    one, two = add_photos((0, 0), (0, 10))
    carnet.diagnostics.delete_photos([two])

    with pytest.raises(UserError, match="retirée"):
        sort([one, two])

    shown = carnet.depouillement.open(marche)
    assert (shown.constats, [one.constat_id for one in shown.photos]) == ({}, [None])


def test_cut_and_join_are_kept_and_taken_back(carnet, marche, add_photos):
    photos = add_photos((0, 0), (0, 10), (9, 0))

    def sizes() -> list[int]:
        return [len(groupe.photos) for groupe in carnet.depouillement.open(marche).groupes]

    carnet.depouillement.cut({photos[1]: CoupurePhoto.SEPAREE})
    assert sizes() == [1, 1, 1]
    carnet.depouillement.cut({photos[2]: CoupurePhoto.JOINTE})
    assert sizes() == [1, 2]
    labels = [carnet.journal(Espace.TERRAIN).undo()[0] for _ in range(2)]
    assert labels == ["Groupes réunis", "Groupe séparé"]
    assert sizes() == [2, 1]


def test_reading_again_after_any_write_equals_opening(carnet, marche, add_photos, sort):
    photos = add_photos(*((minute, second) for minute in range(4) for second in (0, 20)))
    service, diagnostics = carnet.depouillement, carnet.diagnostics
    journal = carnet.journal(Espace.TERRAIN)
    shown = service.open(marche)

    def created(rows: list[str]):
        made = diagnostics.save_constat(ConstatDraft(marche_id=marche), photo_ids=rows)
        return made.changes

    def edited():
        constat = next(iter(shown.constats.values()))
        draft = replace(constat.draft, gravite=Gravite.DANGER)
        return diagnostics.save_constat(draft, constat.id).changes

    def number(row: str) -> str:
        return next(one.id for one in shown.constats.values() if one.numero.endswith(row))

    steps: list[Callable] = [
        lambda: created(photos[:2]),
        lambda: created(photos[2:4]),
        edited,
        lambda: diagnostics.attach_photos(photos[4:5], number("A002")),
        lambda: diagnostics.attach_photos(photos[:1], number("A002")),  # both lose or win one
        lambda: service.set_role(photos[:1], APRES),
        lambda: service.cut({photos[5]: CoupurePhoto.SEPAREE}),
        lambda: diagnostics.delete_photos(photos[1:2]),
        lambda: diagnostics.delete_constats([number("A002")]),
        lambda: journal.undo()[1],
        lambda: journal.undo()[1],
        lambda: journal.redo()[1],
    ]
    for step in steps:
        shown = service.reread(shown, step())
        _same(shown, service.open(marche))
    assert len(shown.photos) == 7


def test_only_what_changed_is_read_again(carnet, marche, add_photos, sort, monkeypatch):
    photos = add_photos(*((minute, 0) for minute in range(6)))
    sort(photos[:1])
    shown = carnet.depouillement.open(marche)
    changes = carnet.diagnostics.save_constat(
        ConstatDraft(marche_id=marche), photo_ids=photos[1:2]
    ).changes
    asked: list[list[str]] = []
    from desktop.services import depouillement as module

    real = module.diagnostics.constats
    monkeypatch.setattr(
        module.diagnostics,
        "constats",
        lambda session, ids: (asked.append(list(ids)), real(session, ids))[1],
    )
    again = carnet.depouillement.reread(shown, changes)

    assert [len(ids) for ids in asked] == [1]
    assert [one is other for one, other in zip(shown.photos, again.photos, strict=True)] == [
        True, False, True, True, True, True,
    ]  # fmt: skip


def test_change_of_the_marche_itself_reads_all_again(carnet, marche, add_photos):
    add_photos((0, 0))
    shown = carnet.depouillement.open(marche)
    draft = replace(shown.marche.draft, point_rdv="Place")

    changes = carnet.diagnostics.save_marche(draft, marche).changes

    assert carnet.depouillement.reread(shown, changes).marche.draft.point_rdv == "Place"


def test_ways_from_group_to_group_pass_what_is_sorted(carnet, marche, add_photos, sort):
    a, b, c, d, e = add_photos((0, 0), (0, 10), (10, 0), (20, 0), (20, 10))
    sort([c])
    shown = carnet.depouillement.open(marche)

    assert shown.neighbour(b, 1, only_waiting=True) == d
    assert shown.neighbour(b, 1, only_waiting=False) == c
    assert shown.neighbour(e, -1, only_waiting=True) == a
    assert shown.neighbour(d, 1, only_waiting=True) == ""
    assert [one.id for one in shown.waiting(a)] == [a, b]
    assert shown.next_to_sort([d, e]) == a
    assert shown.next_to_sort([a, b, d, e]) == ""
    assert (shown.sorted_count, len(shown.photos)) == (1, 5)


def _same(one: Depouillement, other: Depouillement) -> None:
    assert one.photos == other.photos
    assert dict(one.constats) == dict(other.constats)
    assert one.groupes == other.groupes
