"""Fills two new espaces with fictional data, through the services only.

The words are in `resources/demonstration.toml`. The same seed and the same day give the same
visible records; ids and stamps differ. Names end in « -ESSAI », telephones are in the ranges
that the regulator keeps for fiction, no coordinate of a real thing is made up, and what is told
of money is in the file of words, where it is said to be fictional.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from desktop.domain.codes import EtatVie, Foncier, Gravite, Polarite, TypeEquipement, VerifPhoto
from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
from desktop.domain.drafts import (
    ArretDraft,
    ConstatDraft,
    EquipementDraft,
    MarcheDraft,
    MicroSiteDraft,
    ParcoursDraft,
)
from desktop.errors import UserError
from desktop.models.marche import Arret, Parcours
from desktop.paths import resource
from desktop.services.contexte import EspaceOuvert
from desktop.services.demo_carte import place_stops, scattered
from desktop.services.demo_relogement import MENAGES, fill_relogement
from desktop.services.diagnostics import DiagnosticsService
from desktop.services.microsites import MicroSitesService
from desktop.services.photos import PhotosService
from desktop.services.relogement import RelogementService
from desktop.services.resultat import Avancement
from desktop.services.verification import VerificationService

GRAINE: Final = 2026
CONSTATS_PER_MARCHE: Final = 20
ARRETS_PER_PARCOURS: Final = 6

_INCOMPLETE_EVERY = 7
_TO_SORT_SHARE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanDemo:
    """What was made; `marches` are their numbers, `photos` is None when none was given."""

    marches: tuple[str, ...]
    constats: int
    micro_sites: int
    menages: int
    photos: ImportPhotosBilan | None


def sample_photos() -> Path:
    """Return the folder of the drawn photos that are shipped."""
    return resource("photos-exemple")


def fill(
    terrain: EspaceOuvert,
    relogement: EspaceOuvert,
    *,
    graine: int = GRAINE,
    photos: Sequence[Path] = (),
    verifiees: bool = False,
    today: date | None = None,
    progress: Callable[[Avancement], None] = lambda _: None,
) -> BilanDemo:
    """Fill both espaces; `photos` go into the first marche, spread over its constats.

    `verifiees`: a person has looked at these photos and nobody can be recognised on them; those
    on a constat are marked so, the others stay « à vérifier ».

    Raises:
        UserError: an espace holds records already; fiction is never mixed with real work.
    """
    diagnostics = DiagnosticsService(terrain)
    if diagnostics.marches() or RelogementService(relogement).menage_ids():
        raise UserError(
            "Carnet déjà rempli",
            "Ce carnet contient déjà des fiches : la démonstration n’y ajoute rien de fictif.",
            "Choisissez un dossier vide avec --donnees.",
        )
    words = tomllib.loads(resource("demonstration.toml").read_text("utf-8"))
    # Repeatable fiction, no secret.
    draw = random.Random(graine)  # noqa: S311 - a seed is wanted here
    day = today or date.today()  # noqa: DTZ011 - the agent's calendar
    numbers, bilan = _fill_marches(terrain, words, draw, day, photos, progress)
    if verifiees and bilan is not None:
        shown = [photo_id for share in _shares(bilan.photo_ids) for photo_id in share]
        VerificationService(terrain).set_verif(shown, VerifPhoto.SANS_PERSONNE)
    sites = _fill_micro_sites(MicroSitesService(terrain), diagnostics, words)
    fill_relogement(relogement, words, draw, day, progress)
    return BilanDemo(
        marches=tuple(numbers),
        constats=CONSTATS_PER_MARCHE * len(numbers),
        micro_sites=sites,
        menages=MENAGES,
        photos=bilan,
    )


# --- terrain ------------------------------------------------------------------------------


def _fill_marches(
    terrain: EspaceOuvert,
    words: Mapping[str, Any],
    draw: random.Random,
    day: date,
    photos: Sequence[Path],
    progress: Callable[[Avancement], None],
) -> tuple[list[str], ImportPhotosBilan | None]:
    service = DiagnosticsService(terrain)
    quartiers = {record.nom: record.id for record in service.referentiel().quartiers}
    total = CONSTATS_PER_MARCHE * len(words["marche"])
    elsewhere = random.Random(GRAINE)  # noqa: S311 - apart from `draw`: the words stay the same
    numbers: list[str] = []
    bilan = None
    for entry in words["marche"]:
        parcours, arrets = _parcours(terrain, words, quartiers[entry["quartier"]], draw)
        stops = place_stops(terrain, quartiers[entry["quartier"]], arrets, elsewhere)
        marche = service.save_marche(
            MarcheDraft(
                quartier_id=quartiers[entry["quartier"]],
                parcours_id=parcours,
                date_prevue=day - timedelta(days=entry["jours"]),
                point_rdv=entry["point_rdv"],
                nb_habitants=entry["nb_habitants"],
                nb_pros=entry["nb_pros"],
                synthese=entry["synthese"],
            ),
            today=day,
        ).valeur
        shares: list[tuple[str, ...]] = [()] * CONSTATS_PER_MARCHE
        if photos and not numbers:
            bilan = (
                PhotosService(terrain)
                .import_files(photos, marche_id=marche.id, progress=progress)
                .valeur
            )
            shares = _shares(bilan.photo_ids)
        drafts = _constats(service, words, entry["bailleurs"], marche.id, arrets, draw)
        drafts = scattered(drafts, stops, elsewhere)
        for rank, (draft, share) in enumerate(zip(drafts, shares, strict=True), start=1):
            service.save_constat(draft, photo_ids=share)
            done = CONSTATS_PER_MARCHE * len(numbers) + rank
            progress(Avancement(done, total, "Constats"))
        numbers.append(marche.numero)
    return numbers, bilan


def _parcours(
    terrain: EspaceOuvert, words: Mapping[str, Any], quartier_id: str, draw: random.Random
) -> tuple[str, list[str]]:
    """Prepare the way of a marche; `demo_carte` gives its stops places that say nothing real."""
    with terrain.store.writing("") as unit:
        made = unit.add(Parcours, ParcoursDraft(quartier_id=quartier_id, nom="Démonstration"))
        places = draw.sample(words["lieux"], ARRETS_PER_PARCOURS)
        return made.id, [
            unit.add(
                Arret,
                ArretDraft(parcours_id=made.id, ordre=rank, nom=place[:1].upper() + place[1:]),
                root=made.id,
            ).id
            for rank, place in enumerate(places, 1)
        ]


def _shares(photo_ids: Sequence[str]) -> list[tuple[str, ...]]:
    """Spread photos over the constats of a marche in sequence; the last fifth stays to sort."""
    kept = len(photo_ids) - len(photo_ids) // _TO_SORT_SHARE
    each, left = divmod(kept, CONSTATS_PER_MARCHE)
    shares = []
    start = 0
    for rank in range(CONSTATS_PER_MARCHE):
        end = start + each + (rank < left)
        shares.append(tuple(photo_ids[start:end]))
        start = end
    return shares


def _constats(
    service: DiagnosticsService,
    words: Mapping[str, Any],
    bailleurs: Sequence[str],
    marche_id: str,
    arrets: Sequence[str],
    draw: random.Random,
) -> list[ConstatDraft]:
    lists = service.referentiel()
    known = {record.nom: record.id for record in lists.structures}
    by_family = {record.famille.value: record.id for record in reversed(lists.structures)}
    drafts = []
    for rank, entry in enumerate(draw.sample(words["constat"], CONSTATS_PER_MARCHE)):
        if entry["gestionnaire"] == "BA":
            gestionnaire = known[draw.choice(bailleurs)] if bailleurs else None
        else:
            gestionnaire = by_family[entry["gestionnaire"]]
        incomplete = rank % _INCOMPLETE_EVERY == _INCOMPLETE_EVERY - 1
        lieu = draw.choice(words["lieux"])
        drafts.append(
            ConstatDraft(
                marche_id=marche_id,
                theme=entry["theme"],
                item=entry["item"],
                polarite=Polarite(entry.get("polarite", Polarite.FAIBLE)),
                gravite=None if incomplete else Gravite(entry["gravite"]),
                foncier=Foncier(entry["foncier"]),
                gestionnaire_id=gestionnaire,
                arret_id=draw.choice(arrets),
                texte=entry["texte"],
                lieu=lieu[:1].upper() + lieu[1:],
            )
        )
    return drafts


def _fill_micro_sites(
    service: MicroSitesService, diagnostics: DiagnosticsService, words: Mapping[str, Any]
) -> int:
    quartiers = {record.nom: record.id for record in diagnostics.referentiel().quartiers}
    for entry in words["micro_site"]:
        site = service.save_site(
            MicroSiteDraft(
                nom=entry["nom"],
                quartier_id=quartiers.get(entry.get("quartier", "")),
                etat_vie=EtatVie(entry.get("etat_vie", EtatVie.OUVERT)),
                notes=entry["notes"],
            )
        ).valeur
        if "equipement" in entry:
            service.save_equipement(
                EquipementDraft(micro_site_id=site.id, type=TypeEquipement(entry["equipement"]))
            )
    return len(words["micro_site"])
