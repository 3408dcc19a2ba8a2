"""The trousseau of a poste: who may open which espace, and with what.

Each person has a slot with an age identity of its own, wrapped by the passphrase; the keys
of each espace are encrypted for the slots that may have them. So a new passphrase rewraps
one identity, and a new espace can be granted without anybody else's passphrase. One more
slot, opened by the recovery code, holds every espace of the poste.
"""

from __future__ import annotations

import math
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from desktop.domain.espaces import Espace
from desktop.domain.ids import new_id
from desktop.errors import AccesRefuse, FichierRefuse, FieldError, SaisieRefusee
from desktop.security import enveloppe, refus, secours, trousseau_fichier
from desktop.security.cles import ClesEspace
from desktop.security.phrases import check_phrase
from desktop.security.trousseau_fichier import Argon2Cost, Contenu, Slot

DEFAULT_COST = Argon2Cost()
"""64 MiB, three passes, one lane: a quarter of a second on the reference machine."""

_MAX_NAME = 80
_FREE_FAILURES = 3
_MAX_DELAY_S = 60


@dataclass(frozen=True, slots=True)
class Ouverture:
    """What somebody holds once unlocked; dropping it is what locking means.

    `secours` is true when the recovery code opened it; `nom` is then empty.
    """

    personne_id: str
    nom: str
    cles: Mapping[Espace, ClesEspace]
    secours: bool = False
    identite: str = field(default="", repr=False)


class Trousseau:
    """The slots of one poste, and the file behind them.

    Every change is on the disk before the method returns; when it cannot be written, nothing
    has changed. `clock` counts seconds and is only asked for the delay between tries.
    """

    def __init__(
        self,
        path: Path,
        contenu: Contenu,
        *,
        cost: Argon2Cost = DEFAULT_COST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._contenu = contenu
        self._cost = cost
        self._clock = clock
        self._failures = 0
        self._next_try = 0.0

    @staticmethod
    def exists(path: Path) -> bool:
        """Say whether something lies there, sound or not: never create over it."""
        return path.exists()

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        cost: Argon2Cost = DEFAULT_COST,
        clock: Callable[[], float] = time.monotonic,
    ) -> Trousseau:
        """Read the file; `cost` serves the slots made from now on.

        Raises:
            FichierRefuse: absent, empty, foreign, cut, damaged or too recent.
        """
        return cls(path, trousseau_fichier.read(path), cost=cost, clock=clock)

    @classmethod
    def create(
        cls,
        path: Path,
        nom: str,
        phrase: str,
        cles: Iterable[ClesEspace],
        cost: Argon2Cost = DEFAULT_COST,
    ) -> tuple[Trousseau, str]:
        """Make the file with its first person; return it with the recovery code.

        The code is nowhere else: it is shown and printed once.

        Raises:
            SaisieRefusee: the name or the passphrase does not do.
            FichierRefuse: something already lies there.
            EcritureImpossible: the disk refuses.
        """
        if cls.exists(path):
            raise FichierRefuse(
                "Trousseau déjà présent",
                "Ce dossier de données a déjà un fichier des accès (trousseau.json).",
                "Ouvrez-le, ou choisissez un autre dossier.",
            )
        nom = _checked(nom, phrase, ())
        held = tuple(cles)
        code = secours.new_code()
        personne = enveloppe.new_slot(new_id(), nom, phrase, held, cost)
        contenu = Contenu((personne,), enveloppe.new_slot(new_id(), "", code, held, cost))
        trousseau_fichier.write(path, contenu)
        return cls(path, contenu, cost=cost), code

    def personnes(self) -> tuple[str, ...]:
        """Return the names as they were typed, in order of arrival."""
        return tuple(slot.nom for slot in self._contenu.personnes)

    def unlock(self, nom: str, phrase: str) -> Ouverture:
        """Open a person's slot: a quarter of a second of work, off the UI thread.

        Raises:
            PersonneInconnue: nobody of this name.
            PhraseRefusee: the passphrase is another.
            AttenteNecessaire: three failures or more, and too early for the next try;
                nothing was tried.
            FichierRefuse: the slot does not hold together.
        """
        slot = self._slot_of(nom)
        wait = self._next_try - self._clock()
        if self._failures >= _FREE_FAILURES and wait > 0:
            raise refus.AttenteNecessaire(math.ceil(wait))
        try:
            identite = enveloppe.unwrap(slot, phrase)
        except ValueError as error:
            self._failures += 1
            if self._failures >= _FREE_FAILURES:
                delay = min(2 ** (self._failures - _FREE_FAILURES), _MAX_DELAY_S)
                self._next_try = self._clock() + delay
            raise refus.PhraseRefusee from error
        self._failures = 0
        return _ouverture(slot, identite)

    def recover(self, code: str) -> Ouverture:
        """Open every espace with the recovery code, typed in any spacing and case.

        Raises:
            CodeRefuse: mistyped (the group is named), or the code of another poste.
            FichierRefuse: the slot does not hold together.
        """
        slot = self._contenu.secours
        try:
            identite = enveloppe.unwrap(slot, secours.read_code(code))
        except ValueError as error:
            raise refus.CodeRefuse(
                "Le code est bien formé, mais ce n’est pas celui de ce poste.",
                "Vérifiez que la feuille est celle de ce poste, et la plus récente.",
            ) from error
        return _ouverture(slot, identite, secours=True)

    def add_person(
        self, nom: str, phrase: str, ouverture: Ouverture, espaces: Iterable[Espace]
    ) -> str:
        """Give a person a slot with some of the opened espaces; return the person's id.

        Raises:
            SaisieRefusee: the name is taken or empty, the passphrase does not do.
            AccesManquant: one of the espaces is not open.
            EcritureImpossible: the disk refuses.
        """
        nom = _checked(nom, phrase, self.personnes())
        cles = _held(ouverture, espaces)
        slot = enveloppe.new_slot(new_id(), nom, phrase, cles, self._cost)
        self._save(replace(self._contenu, personnes=(*self._contenu.personnes, slot)))
        return slot.slot_id

    def grant(self, ouverture: Ouverture, cles: ClesEspace, *, nom: str | None = None) -> Ouverture:
        """Add an espace to the opened person, or to `nom`, and to the recovery slot.

        Returns:
            The opening, with the espace in it when it is the opened person's own.

        Raises:
            PersonneInconnue: nobody is called `nom`.
            AccesRefuse: the poste already has this espace under keys the opening does not
                hold; replacing them would lose its data.
            EcritureImpossible: the disk refuses.
        """
        secours_slot = self._contenu.secours
        if cles.espace in secours_slot.acces and ouverture.cles.get(cles.espace) != cles:
            raise AccesRefuse(
                "Espace déjà présent",
                "Ce poste a déjà cet espace, et votre accès ne l’ouvre pas.",
                "Demandez à une personne qui l’utilise sur ce poste de vous l’ouvrir.",
            )
        target = ouverture.personne_id if nom is None else self._slot_of(nom).slot_id
        personnes = tuple(
            enveloppe.with_access(slot, (cles,)) if slot.slot_id == target else slot
            for slot in self._contenu.personnes
        )
        self._save(Contenu(personnes, enveloppe.with_access(secours_slot, (cles,))))
        if target != ouverture.personne_id:
            return ouverture
        return replace(ouverture, cles=MappingProxyType({**ouverture.cles, cles.espace: cles}))

    def change_phrase(self, nom: str, new_phrase: str, ouverture: Ouverture) -> None:
        """Give a person a new passphrase, opened by the person or by the recovery code.

        The recovery code cannot know the person's identity: it makes a new one and encrypts
        the same espaces for it.

        Raises:
            SaisieRefusee: the passphrase does not do.
            PersonneInconnue: nobody of this name.
            AccesRefuse: somebody else's opening.
            EcritureImpossible: the disk refuses; the old passphrase still serves.
        """
        slot = self._slot_of(nom)
        errors = check_phrase(new_phrase)
        if errors:
            raise SaisieRefusee(errors)
        if ouverture.secours:
            cles = _held(ouverture, slot.acces)
            changed = enveloppe.new_slot(slot.slot_id, slot.nom, new_phrase, cles, self._cost)
        elif ouverture.personne_id == slot.slot_id:
            changed = enveloppe.rewrapped(slot, ouverture.identite, new_phrase, self._cost)
        else:
            raise AccesRefuse(
                "Changement refusé",
                "Une phrase de passe se change par la personne elle-même.",
                "Si elle l’a oubliée, ouvrez l’application avec le code de secours imprimé.",
            )
        self._save(replace(self._contenu, personnes=self._with(changed)))

    def _with(self, changed: Slot) -> tuple[Slot, ...]:
        return tuple(
            changed if slot.slot_id == changed.slot_id else slot for slot in self._contenu.personnes
        )

    def _slot_of(self, nom: str) -> Slot:
        wanted = _compared(nom)
        for slot in self._contenu.personnes:
            if _compared(slot.nom) == wanted:
                return slot
        raise refus.PersonneInconnue

    def _save(self, contenu: Contenu) -> None:
        trousseau_fichier.write(self._path, contenu)
        self._contenu = contenu


def _ouverture(slot: Slot, identite: str, *, secours: bool = False) -> Ouverture:
    cles = enveloppe.open_access(slot, identite)
    return Ouverture(slot.slot_id, slot.nom, cles, secours=secours, identite=identite)


def _held(ouverture: Ouverture, espaces: Iterable[Espace]) -> tuple[ClesEspace, ...]:
    try:
        return tuple(ouverture.cles[espace] for espace in espaces)
    except KeyError as error:
        raise refus.AccesManquant from error


def _shown(nom: str) -> str:
    return " ".join(unicodedata.normalize("NFC", nom).split())


def _compared(nom: str) -> str:
    return unicodedata.normalize("NFC", _shown(nom).casefold())


def _checked(nom: str, phrase: str, taken: Iterable[str]) -> str:
    """Return the name as it will be shown, or refuse both fields at once."""
    shown = _shown(nom)
    errors: list[FieldError] = []
    if not shown:
        errors.append(FieldError("nom", "Indiquez le nom de la personne."))
    elif len(shown) > _MAX_NAME or not shown.isprintable():
        errors.append(FieldError("nom", f"Indiquez un nom de {_MAX_NAME} caractères au plus."))
    elif _compared(shown) in {_compared(other) for other in taken}:
        errors.append(FieldError("nom", "Ce nom est déjà celui d’une personne de ce poste."))
    errors.extend(check_phrase(phrase))
    if errors:
        raise SaisieRefusee(errors)
    return shown
