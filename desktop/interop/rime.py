"""The tableau de suivi T1 as a workbook, « like RIME », by its table of correspondence.

Titles and words of codes come from `resources/correspondances/rime.toml`: the workbook of the
bailleur replaces them there, and nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from desktop.domain.relogement.etat_locatif import Champ, Nature, Valeur
from desktop.interop.correspondances import fields
from desktop.interop.feuilles import Colonne, Feuille, Genre, lisez_moi
from desktop.interop.feuilles import Valeur as Case
from desktop.interop.xlsx import write_xlsx

RIME: Final = "rime"
FEUILLE: Final = "T1 Suivi"

_GENRES: Final = {
    Nature.DATE: Genre.DATE,
    Nature.DATE_PASSEE: Genre.DATE,
    Nature.MONTANT: Genre.MONTANT,
    Nature.SURFACE: Genre.MONTANT,
    Nature.ENTIER: Genre.NOMBRE,
}
_WIDTHS: Final = {
    Genre.TEXTE: 16,
    Genre.DATE: 12,
    Genre.MONTANT: 11,
    Genre.NOMBRE: 9,
}


def words(champ: Champ, value: Valeur) -> Case:
    """Return a value as the workbook shows it: codes in the words of the table."""
    if value is None:
        return None
    if champ.nature is Nature.CODE:
        return champ.mots.get(str(value), str(value))
    if champ.nature is Nature.CODES:
        return ", ".join(champ.mots.get(code, code) for code in str(value).split())
    return value


def write_t1(
    out: BinaryIO,
    rows: Sequence[Mapping[str, Valeur]],
    about: Sequence[tuple[str, str]],
    *,
    cree_le: datetime,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write T1 with its sheet « Lisez-moi »: `about` says for what, by whom, and how secret.

    Raises:
        Annule: `cancelled` answered true.
    """
    champs = fields(RIME)
    colonnes = tuple(_column(one) for one in champs)
    lignes = [[words(one, row.get(one.cle)) for one in champs] for row in rows]
    write_xlsx(
        out,
        [
            Feuille(FEUILLE, colonnes, lignes),
            lisez_moi(about),
        ],
        listes=_lists(champs),
        titre="Tableau de suivi du relogement",
        cree_le=cree_le,
        progress=progress,
        cancelled=cancelled,
    )


def _column(champ: Champ) -> Colonne:
    genre = _GENRES.get(champ.nature, Genre.TEXTE)
    liste = _list_name(champ) if champ.nature is Nature.CODE and not champ.sortie else ""
    return Colonne(
        cle=champ.cle, titre=champ.titres[0], genre=genre, largeur=_WIDTHS[genre], liste=liste
    )


def _lists(champs: Sequence[Champ]) -> dict[str, list[str]]:
    return {
        _list_name(one): list(one.mots.values())
        for one in champs
        if one.nature in {Nature.CODE, Nature.CODES} and not one.sortie
    }


def _list_name(champ: Champ) -> str:
    return champ.titres[0].capitalize()
