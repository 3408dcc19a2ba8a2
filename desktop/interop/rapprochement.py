"""A rapprochement as a workbook: one row a pair, a sheet of reasons; references, never names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from desktop import texts
from desktop.domain.relogement.codes import ReponseAvis
from desktop.domain.relogement.rapprochement import Appariement
from desktop.domain.relogement.rapprochement_criteres import SOUHAITS, CodeCritere
from desktop.domain.relogement.records_offre import DisponibleRecord
from desktop.interop.feuilles import Colonne, Feuille, Genre, Valeur, lisez_moi
from desktop.interop.xlsx import write_xlsx
from desktop.texts import calculs

MENAGES: Final = "Ménages"
LOGEMENTS: Final = "Logements"
POURQUOI: Final = "Pourquoi"

_COUNTED: Final = (
    Colonne(cle="bilan", titre="Bilan", largeur=44),
    Colonne(cle="obstacles", titre="Obstacles", genre=Genre.NOMBRE, largeur=11),
    Colonne(cle="a_verifier", titre="À vérifier", genre=Genre.NOMBRE, largeur=11),
    Colonne(cle="souhaits", titre="Souhaits non satisfaits", genre=Genre.NOMBRE, largeur=14),
    *(
        Colonne(cle=code.value.lower(), titre=calculs.CRITERE[code], largeur=13)
        for code in CodeCritere
    ),
)
_MENAGE: Final = (
    Colonne(cle="reference", titre="Référence", largeur=14),
    Colonne(cle="etat", titre="État", largeur=22),
    Colonne(cle="priorite", titre="Priorité", largeur=12),
)
_LOGEMENT: Final = (
    Colonne(cle="logement", titre="Logement", largeur=34),
    Colonne(cle="bailleur", titre="Bailleur", largeur=22),
    Colonne(cle="commune", titre="Commune", largeur=20),
    Colonne(cle="type", titre="Type", largeur=10),
    Colonne(cle="surface", titre="Surface (m²)", genre=Genre.MONTANT, largeur=12),
    Colonne(cle="loyer", titre="Loyer", genre=Genre.MONTANT, largeur=11),
    Colonne(cle="charges", titre="Charges", genre=Genre.MONTANT, largeur=11),
)


def write_menages(
    out: BinaryIO,
    found: Sequence[Appariement],
    about: Sequence[tuple[str, str]],
    *,
    cree_le: datetime,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the ménages before a dwelling, in the order of the list.

    Raises:
        Annule: `cancelled` answered true.
    """
    rows = [[*_menage(one), *_counted(one)] for one in found]
    why = [[one.candidat.reference, *line] for one in found for line in _why(one)]
    sheets = [
        Feuille(MENAGES, (*_MENAGE, *_COUNTED), rows),
        Feuille(POURQUOI, (_MENAGE[0], *_REASONS), why),
        lisez_moi(about),
    ]
    _write(out, sheets, cree_le, progress, cancelled)


def write_logements(
    out: BinaryIO,
    found: Sequence[Appariement],
    records: Mapping[str, DisponibleRecord],
    about: Sequence[tuple[str, str]],
    *,
    cree_le: datetime,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write the dwellings before a ménage; `records` by id of dwelling.

    Raises:
        Annule: `cancelled` answered true.
    """
    rows = [[*_logement(records[one.disponible.id]), *_counted(one)] for one in found]
    why = [
        [records[one.disponible.id].libelle or "Sans adresse", *line]
        for one in found
        for line in _why(one)
    ]
    sheets = [
        Feuille(LOGEMENTS, (*_LOGEMENT, *_COUNTED), rows),
        Feuille(POURQUOI, (_LOGEMENT[0], *_REASONS), why),
        lisez_moi(about),
    ]
    _write(out, sheets, cree_le, progress, cancelled)


_REASONS: Final = (
    Colonne(cle="critere", titre="Critère", largeur=20),
    Colonne(cle="sorte", titre="Besoin ou souhait", largeur=16),
    Colonne(cle="reponse", titre="Réponse", largeur=12),
    Colonne(cle="pourquoi", titre="Pourquoi", largeur=90),
)


def _menage(one: Appariement) -> Iterator[Valeur]:
    candidat = one.candidat
    yield candidat.reference
    yield texts.label(candidat.etat)
    yield texts.label(candidat.priorite) if candidat.priorite else None


def _logement(record: DisponibleRecord) -> Iterator[Valeur]:
    draft = record.draft
    yield record.libelle or "Sans adresse"
    yield record.bailleur
    yield draft.commune
    yield texts.label(draft.typologie) if draft.typologie else None
    yield from (draft.surface, draft.loyer, draft.charges)


def _counted(one: Appariement) -> Iterator[Valeur]:
    yield calculs.bilan(one)
    yield from map(len, (one.obstacles, one.a_verifier, one.souhaits_non_satisfaits))
    answers: dict[CodeCritere, ReponseAvis] = {each.code: each.verdict for each in one.criteres}
    yield from (texts.label(answers[code]) if code in answers else None for code in CodeCritere)


def _why(one: Appariement) -> Iterator[list[Valeur]]:
    for each in one.criteres:
        yield [
            calculs.CRITERE[each.code],
            "Souhait" if each.code in SOUHAITS else "Besoin",
            texts.label(each.verdict),
            calculs.phrase(each.phrase),
        ]


def _write(
    out: BinaryIO,
    sheets: Sequence[Feuille],
    cree_le: datetime,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    write_xlsx(
        out, sheets, titre="Rapprochement", cree_le=cree_le, progress=progress, cancelled=cancelled
    )
