"""Compares an occupancy list with the carnet: new, changed field by field, same, absent.

A logement is found by the reference of the bailleur, else by its place (relogement 2.1); an
occupant by name and date of birth. An empty cell of the list never says that ours is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from desktop.domain.relogement.etat_locatif import (
    Apercu,
    Connu,
    Ecart,
    Lecture,
    LigneApercu,
    LigneRefusee,
    LogementConnu,
    MenageConnu,
    Passe,
    PersonneConnue,
    PersonneLue,
    PorteLue,
    Sorte,
    Valeur,
)

_T = TypeVar("_T")
_NAME = frozenset({"nom", "prenom"})
_PLACE = frozenset({"cage", "etage", "porte"})
_REFERENCE = frozenset({"reference_bailleur"})
_OTHER = (
    "La liste nomme un autre titulaire que le dossier {reference}. « Prendre la liste » ouvre un "
    "nouveau dossier pour ce logement et laisse l’ancien tel quel."
)
_CLOSED = (
    "Le dossier {reference} de ce logement est clos ou sorti. « Prendre la liste » ouvre un "
    "nouveau dossier."
)
_GONE = {
    Passe.EQUIPE: (
        "Un dossier de ce logement a été supprimé dans le carnet. « Prendre la liste » en ouvre "
        "un nouveau."
    ),
    Passe.LISTE: (
        "Le dossier de ce logement a été supprimé dans le carnet. « Prendre la liste » l’y remet."
    ),
}
_GONE_LOGEMENT = "Ce logement a été supprimé dans le carnet. « Prendre la liste » l’y remet."


class Disparus(Protocol):
    """What the carnet knew and shows no more; each answer is None for what it never knew."""

    def logement(self, porte: PorteLue) -> Passe | None:
        """Return what became of the logement that a door would make."""

    def dossier(self, porte: PorteLue, logement_id: str) -> Passe | None:
        """Return what became of the dossier that a door would open in a logement."""

    def personne(self, menage_id: str, person: PersonneLue) -> Passe | None:
        """Return what became of the occupant that a person would be in a dossier."""


def compare(lecture: Lecture, connu: Connu, disparus: Disparus | None = None) -> Apercu:
    """Return what a list would do.

    Args:
        lecture: What was read.
        connu: What the carnet holds.
        disparus: Asked where the list would make a row; None: nothing ever was deleted.
    """
    return _Comparison(lecture, connu, disparus).result()


class _RefusedError(Exception):
    """A door that cannot be compared; the message is the reason, in French."""


class _Comparison:
    """One comparison."""

    def __init__(self, lecture: Lecture, connu: Connu, disparus: Disparus | None) -> None:
        self._lecture = lecture
        self._connu = connu
        self._disparus = disparus
        self._by_reference = _index((one.reference, one) for one in connu.logements)
        self._by_door = _index((_door(one.cle), one) for one in connu.logements)
        self._menages = _index((one.logement_id, one) for one in connu.menages)
        self._by_dossier = {one.reference: one for one in connu.menages}
        self._logements = {one.id: one for one in connu.logements}
        self._refused = list(lecture.refusees)
        self._seen: dict[str, PorteLue] = {}

    def result(self) -> Apercu:
        lines = [line for porte in self._lecture.portes for line in self._line(porte)]
        lines += self._absent()
        names = {one.batiment for one in self._lecture.portes if self._is_new_batiment(one)}
        return Apercu(
            lignes=tuple(lines),
            refusees=tuple(sorted(self._refused, key=lambda one: one.numero)),
            ignorees=self._lecture.ignorees,
            batiments=tuple(sorted(names)),
            lues=self._lecture.lignes,
        )

    def _is_new_batiment(self, porte: PorteLue) -> bool:
        name = porte.cle.partition("|")[0]
        return bool(name) and name not in self._connu.batiments

    def _line(self, porte: PorteLue) -> Iterator[LigneApercu]:
        try:
            logement = self._find(porte)
        except _RefusedError as refusal:
            self._refuse(porte, str(refusal))
            return
        if logement is None:
            gone = self._disparus.logement(porte) if self._disparus else None
            deleted = gone not in {None, Passe.ANNULE}
            yield LigneApercu(
                id=porte.place,
                sorte=Sorte.A_DECIDER if deleted else Sorte.NOUVEAU,
                libelle=porte.libelle,
                porte=porte,
                arrivants=porte.personnes,
                nouveau_dossier=bool(porte.personnes),
                note=_GONE_LOGEMENT if deleted else "",
                remet=deleted,
            )
            return
        earlier = self._seen.setdefault(porte.dossier or logement.id, porte)
        if earlier is not porte:
            first = earlier.numeros[0]
            self._refuse(porte, f"Cette ligne désigne le même logement que la ligne {first}.")
            return
        yield self._against(porte, logement)

    def _refuse(self, porte: PorteLue, reason: str) -> None:
        self._refused += [LigneRefusee(number, (reason,)) for number in porte.numeros]

    def _find(self, porte: PorteLue) -> LogementConnu | None:
        """Return the logement of a door, None when it is new.

        Raises:
            _RefusedError: the carnet cannot say which one it is.
        """
        if porte.dossier:
            return self._of_dossier(porte.dossier)
        by_reference = self._by_reference.get(porte.reference, [])
        by_place = self._at_place(porte.cle)
        if len(by_reference) > 1:
            raise _RefusedError(
                "Plusieurs logements du carnet ont cette référence : réunissez-les."
            )
        if by_reference:
            if any(one is not by_reference[0] for one in by_place):
                raise _RefusedError(
                    "La référence désigne un logement du carnet, et la porte un autre : "
                    "vérifiez lequel est juste."
                )
            return by_reference[0]
        if len(by_place) > 1:
            raise _RefusedError("Plusieurs logements du carnet sont à cette porte : réunissez-les.")
        if by_place and porte.reference and by_place[0].reference:
            raise _RefusedError(
                "À cette porte, le carnet connaît un logement d’une autre référence : "
                "vérifiez laquelle est juste."
            )
        if not by_place and not porte.cle:
            raise _RefusedError(_unplaced(porte))
        return by_place[0] if by_place else None

    def _of_dossier(self, reference: str) -> LogementConnu:
        menage = self._by_dossier.get(reference)
        found = self._logements.get(menage.logement_id) if menage else None
        if found is None:
            raise _RefusedError(f"Le carnet n’a pas de dossier {reference}.")
        return found

    def _at_place(self, cle: str) -> list[LogementConnu]:
        """Return the logements of a place; a cage or floor that one side lacks is no difference."""
        near = self._by_door.get(_door(cle), []) if cle else []
        exact = [one for one in near if one.cle == cle]
        return exact or [one for one in near if _compatible(one.cle, cle)]

    def _against(self, porte: PorteLue, logement: LogementConnu) -> LigneApercu:
        line = LigneApercu(
            id=f"{logement.id}{porte.dossier}",
            sorte=Sorte.IDENTIQUE,
            libelle=logement.libelle,
            porte=porte,
            logement_id=logement.id,
            ecarts=tuple(
                _differences("logement", logement.id, "", logement.valeurs, _news(porte, logement))
            ),
        )
        line = self._with_menage(line, porte)
        if line.sorte is Sorte.IDENTIQUE and (line.ecarts or line.arrivants):
            return replace(line, sorte=Sorte.MODIFIE)
        return line

    def _with_menage(self, line: LigneApercu, porte: PorteLue) -> LigneApercu:
        menages = self._menages.get(line.logement_id, [])
        if porte.dossier:
            menages = [one for one in menages if one.reference == porte.dossier]
        elif not porte.personnes:
            names = tuple(one.reference for one in menages if one.ouvert)
            note = "La liste dit ce logement sans occupant." if names else ""
            return replace(line, reference=", ".join(names), note=note)
        menage = _same_menage(porte, menages)
        if menage is not None:
            return self._compared(line, porte, menage)
        opened = [one for one in menages if one.ouvert]
        shown = (opened or menages)[:1]
        wanted = replace(line, arrivants=porte.personnes, nouveau_dossier=True)
        if not shown:
            gone = self._disparus.dossier(porte, line.logement_id) if self._disparus else None
            if gone is None or gone is Passe.ANNULE:
                return replace(wanted, sorte=Sorte.MODIFIE)
            return replace(wanted, sorte=Sorte.A_DECIDER, note=_GONE[gone], remet=True)
        reference = shown[0].reference
        words = _OTHER if opened else _CLOSED
        return replace(
            wanted,
            sorte=Sorte.A_DECIDER,
            reference=reference,
            note=words.format(reference=reference),
        )

    def _compared(self, line: LigneApercu, porte: PorteLue, menage: MenageConnu) -> LigneApercu:
        gaps = list(line.ecarts)
        gaps += _differences("menage", menage.id, "", menage.valeurs, porte.menage)
        if porte.souhait:
            row = menage.souhait_id or f"souhait@{menage.id}"
            gaps += _differences("souhait", row, "", menage.souhait, porte.souhait)
        left = list(menage.personnes)
        coming: list[PersonneLue] = []
        removed: list[str] = []
        for person in porte.personnes:
            known = _match(person, left)
            if known is None:
                if self._was_removed(menage.id, person):
                    removed.append(_name(person.valeurs))
                else:
                    coming.append(person)
                continue
            left.remove(known)
            theirs = _without(person.valeurs, _NAME) if known.cle == person.cle else person.valeurs
            gaps += _differences("occupant", known.id, _name(known.valeurs), known.valeurs, theirs)
        names = tuple(_name(one.valeurs) for one in left) if porte.personnes else ()
        return replace(
            line,
            menage_id=menage.id,
            reference=menage.reference,
            ecarts=tuple(gaps),
            arrivants=tuple(coming),
            partis=names,
            retires=tuple(removed),
        )

    def _was_removed(self, menage_id: str, person: PersonneLue) -> bool:
        """Say whether the team took this person out of the dossier."""
        gone = self._disparus.personne(menage_id, person) if self._disparus else None
        return gone not in {None, Passe.ANNULE}

    def _absent(self) -> Iterator[LigneApercu]:
        if any(porte.dossier for porte in self._lecture.portes):
            return  # a workbook of dossiers need not hold all of them
        touched = {porte.cle.partition("|")[0] for porte in self._lecture.portes}
        for logement in self._connu.logements:
            if logement.id in self._seen or logement.batiment not in touched:
                continue
            menages = self._menages.get(logement.id, [])
            yield LigneApercu(
                id=logement.id,
                sorte=Sorte.ABSENT,
                libelle=logement.libelle,
                logement_id=logement.id,
                reference=", ".join(one.reference for one in menages if one.ouvert),
            )


def _unplaced(porte: PorteLue) -> str:
    """Say what a new logement lacks to have a place."""
    has_door = bool(str(porte.logement.get("porte") or "").strip())
    if has_door and not porte.batiment:
        return (
            "Ce logement est nouveau et son bâtiment manque : associez sa colonne, ou choisissez "
            "le bâtiment au-dessus du tableau."
        )
    if porte.batiment and not has_door:
        return "Ce logement est nouveau et sa porte manque : il ne peut pas être créé."
    return "Ce logement est nouveau, sans bâtiment ni porte : il ne peut pas être créé."


def _same_menage(porte: PorteLue, menages: Iterable[MenageConnu]) -> MenageConnu | None:
    """Return the dossier that has a person of the list, the open ones and its titulaire first."""
    ordered = sorted(menages, key=lambda one: not one.ouvert)
    if porte.dossier:
        return ordered[0] if ordered else None
    for person in porte.personnes:
        for menage in ordered:
            if _match(person, menage.personnes) is not None:
                return menage
    empty = [one for one in ordered if one.ouvert and not one.personnes]
    return empty[0] if len(empty) == 1 else None


def _match(person: PersonneLue, known: Iterable[PersonneConnue]) -> PersonneConnue | None:
    """Return the occupant who is this person: name and birth, else one of them if it is sure."""
    people = list(known)
    birth = person.naissance
    named = [one for one in people if one.cle == person.cle]
    exact = [one for one in named if birth and one.valeurs.get("date_naissance") == birth]
    if exact:
        return exact[0]
    open_birth = [
        one for one in named if not birth or one.valeurs.get("date_naissance") in (None, birth)
    ]
    if len(open_birth) == 1:
        return open_birth[0]
    if len(named) == 1 and len(people) == 1:
        return named[0]  # alone in the dossier under that name: its birth date differs
    born = [one for one in people if birth and one.valeurs.get("date_naissance") == birth]
    shared = [one for one in born if set(one.cle.split()) & set(person.cle.split())]
    return shared[0] if len(shared) == 1 else None


def _differences(
    entity: str,
    row: str,
    who: str,
    ours: Mapping[str, Valeur],
    theirs: Mapping[str, Valeur],
) -> Iterator[Ecart]:
    for name, value in theirs.items():
        held = ours.get(name)
        if value is None or value == "" or _same(held, value):
            continue
        yield Ecart(entite=entity, ligne=row, champ=name, qui=who, notre=held, liste=value)


def _news(porte: PorteLue, logement: LogementConnu) -> Mapping[str, Valeur]:
    """Return what a door says of a logement, without what is the same otherwise spelt."""
    values = porte.logement
    if porte.cle == logement.cle:
        values = _without(values, _PLACE)
    if porte.reference == logement.reference:
        values = _without(values, _REFERENCE)
    return values


def _without(values: Mapping[str, Valeur], names: frozenset[str]) -> Mapping[str, Valeur]:
    return {name: value for name, value in values.items() if name not in names}


def _door(cle: str) -> str:
    parts = cle.split("|")
    return f"{parts[0]}|{parts[-1]}"


def _compatible(one: str, other: str) -> bool:
    pairs = zip(one.split("|"), other.split("|"), strict=True)
    return all(mine == theirs or not mine or not theirs for mine, theirs in pairs)


def _same(ours: Valeur, theirs: Valeur) -> bool:
    if isinstance(ours, str) and isinstance(theirs, str):
        return " ".join(ours.split()) == " ".join(theirs.split())
    return ours == theirs


def _name(values: Mapping[str, Valeur]) -> str:
    return f"{values.get('nom') or ''} {values.get('prenom') or ''}".strip()


def _index(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, list[_T]]:
    found: dict[str, list[_T]] = defaultdict(list)
    for key, one in pairs:
        if key:
            found[key].append(one)
    return found
