"""Finds the record that a command names by its number, its reference or its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from desktop.bootstrap import Carnet
from desktop.domain.carte import CarteRecord
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.records import MenageRecord, MicroSiteRecord
from desktop.errors import UserError
from desktop.formats import fold

Record = TypeVar("Record")


def marche_of(carnet: Carnet, numero: str) -> MarcheRecord:
    """Return the marche of a number, typed in any case.

    Raises:
        UserError: there is none.
    """
    return _one(
        carnet.diagnostics.marches(),
        lambda marche: marche.numero,
        numero,
        "Marche introuvable",
        "Aucune marche ne porte ce numéro.",
        "Vérifiez-le dans l’onglet Diagnostics ; il a la forme BEI-2026-1.",
    )


def carte_of(carnet: Carnet, words: str) -> CarteRecord:
    """Return the map of a marche, named by its number, or of a quartier, named by its name.

    Raises:
        UserError: there is neither.
    """
    for quartier in carnet.diagnostics.referentiel().quartiers:
        if fold(words.strip()) in {fold(quartier.nom), fold(quartier.prefixe)}:
            return carnet.cartes.carte_quartier(quartier.id)
    return carnet.cartes.carte_marche(marche_of(carnet, words).id)


def constat_of(carnet: Carnet, numero: str) -> ConstatRecord:
    """Return the constat of a number, typed in any case.

    Raises:
        UserError: there is none.
    """
    from desktop.domain.diagnostics.filtres import FiltreConstats

    service = carnet.diagnostics
    return _one(
        service.constats(service.constat_ids(FiltreConstats())),
        lambda constat: constat.numero,
        numero,
        "Constat introuvable",
        "Aucun constat ne porte ce numéro.",
        "Vérifiez-le dans l’onglet Diagnostics ; il a la forme BEI-2026-1-A001.",
    )


def menage_of(carnet: Carnet, reference: str) -> MenageRecord:
    """Return the ménage of a reference, typed in any case.

    Raises:
        UserError: there is none.
    """
    service = carnet.relogement
    return _one(
        service.menages(service.menage_ids()),
        lambda menage: menage.reference,
        reference,
        "Dossier introuvable",
        "Aucun dossier ne porte cette référence.",
        "Vérifiez-la dans l’onglet Relogement ; elle a la forme REL-A0001.",
    )


def micro_site_of(carnet: Carnet, nom: str) -> MicroSiteRecord:
    """Return the micro-site of a name, accents and case ignored.

    Raises:
        UserError: there is none, or several.
    """
    service = carnet.microsites
    return _one(
        service.sites(service.site_ids()),
        lambda site: site.nom,
        nom,
        "Micro-site introuvable",
        "Aucun micro-site ne porte ce nom.",
        "Vérifiez-le dans l’onglet Micro-sites.",
    )


def _one(
    records: Sequence[Record],
    name_of: Callable[[Record], str],
    wanted: str,
    title: str,
    message: str,
    remedy: str,
) -> Record:
    key = fold(" ".join(wanted.split()))
    found = [record for record in records if fold(name_of(record)) == key]
    if not found:
        raise UserError(title, message, remedy)
    if len(found) > 1:
        raise UserError(
            "Nom en double",
            "Plusieurs fiches portent ce nom : rien n’a été fait.",
            "Renommez-en une dans l’application, puis recommencez.",
        )
    return found[0]
