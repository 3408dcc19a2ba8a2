"""Turns the rows of a sheet into doors with their ménages, by a plan; every row is told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from desktop.domain.relogement.codes import EtatLogement, LienOccupant
from desktop.domain.relogement.etat_locatif import (
    Cellule,
    Champ,
    Lecture,
    LigneRefusee,
    PersonneLue,
    Plan,
    PorteLue,
    Tableau,
    Valeur,
)
from desktop.formats import fold, short_etage
from desktop.interop.correspondances import (
    CelluleRefusee,
    batiment_key,
    convert,
    count_known,
    fold_title,
    name_key,
    place_key,
    propose,
    split_name,
)

ENTETE_MAX: Final = 40
"""Rows among which the titles are looked for."""

_LIENS: Final = {
    "occupant": LienOccupant.TITULAIRE,
    "cotitulaire": LienOccupant.COTITULAIRE,
    "conjoint": LienOccupant.CONJOINT,
}
_TITULAIRE: Final = LienOccupant.TITULAIRE.value


def make_plan(
    champs: Sequence[Champ],
    tableau: Tableau,
    batiments: Sequence[str] = (),
    *,
    entete: int | None = None,
) -> Plan:
    """Return how a sheet seems to be made; `entete` is the row of the titles when it is known.

    The bâtiment of the rows that name none is the one that the sheet or its heading names.
    """
    rank = _header(champs, tableau) if entete is None else entete - 1
    cells = tableau.lignes[rank] if rank < len(tableau.lignes) else ()
    titles = _titles(cells)
    above = [str(cell) for row in tableau.lignes[:rank] for cell in row if cell is not None]
    return Plan(
        entete=rank + 1,
        titres=titles,
        champs=propose(champs, titles),
        batiment=_named([tableau.nom, *above], batiments),
    )


def _header(champs: Sequence[Champ], tableau: Tableau) -> int:
    best, rank = (0, 0), 0
    for number, row in enumerate(tableau.lignes[:ENTETE_MAX]):
        texts = len({cell for cell in row if isinstance(cell, str)})
        worth = (count_known(champs, row), texts)
        if worth > best:
            best, rank = worth, number
    return rank


def _titles(cells: Sequence[Cellule]) -> tuple[str, ...]:
    found: list[str] = []
    for rank, cell in enumerate(cells):
        text = cell if isinstance(cell, str) else ""
        title = text or f"Colonne {_letters(rank)}"
        found.append(f"{title} ({_letters(rank)})" if title in found else title)
    return tuple(found)


def _letters(rank: int) -> str:
    letters = ""
    rank += 1
    while rank:
        rank, rest = divmod(rank - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _named(texts: Sequence[str], batiments: Sequence[str]) -> str:
    found = {
        name
        for text in texts
        for name in batiments
        if f" {batiment_key(name)} " in f" {fold_title(text)} "
    }
    return found.pop() if len(found) == 1 else ""


# --- rows ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """One row, its values by entity, and the reasons against it."""

    number: int
    values: dict[str, dict[str, Valeur]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def part(self, entity: str) -> dict[str, Valeur]:
        return self.values.get(entity, {})


def read_rows(champs: Sequence[Champ], tableau: Tableau, plan: Plan, today: date) -> Lecture:
    """Return the doors of a sheet, rows of one door together, and the rows refused with reasons."""
    by_key = {one.cle: one for one in champs}
    columns = [
        (rank, title, by_key[cle])
        for rank, (title, cle) in enumerate(zip(plan.titres, plan.champs, strict=True))
        if cle in by_key and not by_key[cle].sortie
    ]
    doors: dict[str, PorteLue] = {}
    refused: list[LigneRefusee] = []
    references: dict[str, str] = {}
    read = 0
    for number, cells in enumerate(tableau.lignes[plan.entete :], start=plan.entete + 1):
        if not any(cell is not None for cell in cells) or _is_header(cells, plan):
            continue
        read += 1
        row = _read(columns, cells, number, today)
        porte = _door(row, plan, {one.cle for _, _, one in columns})
        if porte is not None:
            reason = _add(doors, references, porte)
            if reason:
                row.reasons.append(reason)
        if row.reasons:
            refused.append(LigneRefusee(number, tuple(row.reasons)))
    ignored = tuple(
        title
        for rank, (title, cle) in enumerate(zip(plan.titres, plan.champs, strict=True))
        if cle == "" and _holds_something(tableau, plan.entete, rank)
    )
    return Lecture(
        portes=tuple(doors.values()), refusees=tuple(refused), ignorees=ignored, lignes=read
    )


def _holds_something(tableau: Tableau, start: int, rank: int) -> bool:
    return any(rank < len(row) and row[rank] is not None for row in tableau.lignes[start:])


def _is_header(cells: Sequence[Cellule], plan: Plan) -> bool:
    """Say whether the titles stand here once more, as they do at the top of a printed page."""
    return tuple(cells) == plan.titres[: len(cells)] and len(cells) > 1


def _read(
    columns: Sequence[tuple[int, str, Champ]], cells: Sequence[Cellule], number: int, today: date
) -> _Row:
    row = _Row(number)
    for rank, title, champ in columns:
        cell = cells[rank] if rank < len(cells) else None
        try:
            value = convert(champ, cell, today)
        except CelluleRefusee as refusal:
            end = "" if str(refusal).endswith("?") else "."
            row.reasons.append(f"{title} : {refusal}{end}")
            continue
        if value is not None:
            row.values.setdefault(champ.entite, {})[champ.nom] = value
    return row


def _door(row: _Row, plan: Plan, mapped: set[str]) -> PorteLue | None:
    """Return the door of a row; None when something stands against it, which the row then says."""
    logement = dict(row.part("logement"))
    batiment = str(row.part("batiment").get("nom") or plan.batiment)
    level = logement.get("etage")
    key = place_key(
        batiment,
        str(logement.get("cage") or ""),
        level if isinstance(level, int) else None,
        str(logement.get("porte") or ""),
    )
    reference = name_key(str(logement.get("reference_bailleur") or ""))
    dossier = str(row.part("menage").get("reference") or "")
    by_dossier = "menage.reference" in mapped
    if not dossier and (by_dossier or not (key or reference)) and not row.reasons:
        row.reasons.append(_missing(mapped, batiment))
    people = tuple(_people(row, mapped))
    etat = logement.get("etat")
    if people and etat is not None and etat != EtatLogement.OCCUPE:
        row.reasons.append("La liste dit ce logement vide et nomme pourtant un occupant.")
    if row.reasons:
        return None
    menage = {name: value for name, value in row.part("menage").items() if name != "reference"}
    return PorteLue(
        numeros=(row.number,),
        batiment=batiment,
        reference=reference,
        cle=key,
        libelle=_label(batiment, logement),
        logement=logement,
        menage=menage if people or dossier else {},
        personnes=people,
        dossier=dossier,
        souhait=row.part("souhait"),
    )


def _missing(mapped: set[str], batiment: str) -> str:
    if "menage.reference" in mapped:
        return "La référence du dossier manque : ce tableau ne crée pas de dossier."
    if "logement.porte" not in mapped and "logement.reference_bailleur" not in mapped:
        return "Aucune colonne n’est associée à la porte ni à la référence du bailleur."
    if not batiment and "batiment.nom" not in mapped:
        return "Le bâtiment manque : associez sa colonne, ou choisissez-le au-dessus du tableau."
    return "Ni référence du bailleur, ni bâtiment et porte : est-ce un total ou un titre ?"


def _people(row: _Row, mapped: set[str]) -> Iterator[PersonneLue]:
    for entity, lien in _LIENS.items():
        values = dict(row.part(entity))
        whole = str(values.pop("nom_complet", "") or "")
        if whole:
            name, first = split_name(whole)
            values.setdefault("nom", name)
            if first:
                values.setdefault("prenom", first)
        if not values:
            continue
        name = str(values.get("nom") or "")
        if not name:
            if set(values) - {"lien"} and not row.reasons:
                row.reasons.append("Le nom de l’occupant manque.")
            continue
        if "occupant.lien" not in mapped or entity != "occupant":
            values.setdefault("lien", lien.value)
        elif "lien" not in values:
            row.reasons.append("Le lien de cet occupant avec le titulaire manque.")
        yield PersonneLue(cle=name_key(name, str(values.get("prenom") or "")), valeurs=values)


def _label(batiment: str, logement: Mapping[str, Valeur]) -> str:
    level = logement.get("etage")
    parts = (
        batiment,
        str(logement.get("cage") or ""),
        short_etage(level) if isinstance(level, int) else "",
        str(logement.get("porte") or ""),
    )
    return " · ".join(filter(None, parts)) or str(logement.get("reference_bailleur") or "")


def _add(doors: dict[str, PorteLue], references: dict[str, str], porte: PorteLue) -> str:
    """Put a door with the others, or return why it cannot be."""
    place = porte.dossier or porte.place
    held = doors.get(place)
    if porte.reference and not porte.dossier:
        known = references.get(porte.reference)
        if known is not None and known != place:
            other = doors[known].numeros[0]
            return f"La référence du bailleur est déjà celle d’une autre porte, ligne {other}."
    if held is None:
        doors[place] = porte
        if porte.reference:
            references[porte.reference] = place
        return ""
    if held.reference != porte.reference:
        return f"Cette porte a déjà une autre référence, ligne {held.numeros[0]}."
    if not porte.personnes or porte.dossier:
        return f"Cette porte est déjà dans la liste, ligne {held.numeros[0]}."
    return _join(doors, place, held, porte)


def _join(doors: dict[str, PorteLue], place: str, held: PorteLue, porte: PorteLue) -> str:
    first = held.numeros[0]
    known = {(one.cle, one.naissance) for one in held.personnes}
    for person in porte.personnes:
        if (person.cle, person.naissance) in known:
            return f"Cette personne est déjà à cette porte, ligne {first}."
        if person.valeurs.get("lien") == _TITULAIRE and any(
            one.valeurs.get("lien") == _TITULAIRE for one in held.personnes
        ):
            return (
                f"Deux titulaires pour une porte, déjà nommée ligne {first}. Si c’est un autre "
                "occupant du même ménage, la liste doit avoir une colonne « Lien »."
            )
    for mine, theirs in ((held.logement, porte.logement), (held.menage, porte.menage)):
        for name, value in theirs.items():
            if name in mine and not _equal(mine[name], value):
                return f"Cette ligne ne dit pas la même chose de ce logement que la ligne {first}."
    doors[place] = replace(
        held,
        numeros=held.numeros + porte.numeros,
        logement={**porte.logement, **held.logement},
        menage={**porte.menage, **held.menage},
        personnes=held.personnes + porte.personnes,
    )
    return ""


def _equal(one: Valeur, other: Valeur) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) == fold(other)
    return one == other
