"""What every command shares: its options, the unlocked carnet, the passphrase, the answer."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import click

from desktop.bootstrap import Carnet
from desktop.cli.french import PATH, TEXT, CodeType, FrenchOption, sentence
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, FichierRefuse, UserError
from desktop.formats import typo
from desktop.verrou import Verrou

PHRASE_VARIABLE = "CARNET_PHRASE"
PERSONNE_VARIABLE = "CARNET_PERSONNE"
_PHRASE_FILE_MAX = 4096


class Avance(Protocol):
    """Any progress that services report."""

    @property
    def fait(self) -> int: ...  # noqa: D102 - the class says it
    @property
    def total(self) -> int: ...  # noqa: D102 - the class says it


@dataclass(frozen=True, slots=True)
class Screens:
    """What a few commands ask of the window, handed down by `__main__`.

    Commands do not know the screens: `capture` draws the window of a carnet into a PNG,
    `checks` opens it and yields the French name of each check that passed.
    """

    capture: Callable[[Carnet, Path], None]
    checks: Callable[[Carnet], Iterator[str]]


class Session:
    """One run of a command; `screens` is None where there is no window to draw."""

    def __init__(self, screens: Screens | None = None) -> None:
        self.screens = screens
        self.donnees: Path | None = None
        self.espace: Espace | None = None
        self.json = False
        self.personne: str | None = None
        self.phrase_fichier: Path | None = None
        self._carnet: Carnet | None = None
        self._verrou: Verrou | None = None
        self._reads_only = False

    # --- the carnet -----------------------------------------------------------------------

    @property
    def carnet(self) -> Carnet:
        """The carnet of the chosen folder, locked or open."""
        if self._carnet is None:
            self._carnet = Carnet(self.donnees)
        return self._carnet

    def reads_only(self) -> None:
        """Let the command work beside an open window: it writes nothing."""
        self._reads_only = True

    def reserve(self) -> None:
        """Keep the data folder for this command until its end.

        Raises:
            FichierRefuse: a window or another command works in it.
        """
        if self._verrou is None:
            self.carnet.dossiers.create()
            self._verrou = Verrou(self.carnet.dossiers.verrou)
        self._verrou.take()

    def opened(self) -> Carnet:
        """Return the carnet, unlocked, and kept for this command unless it only reads.

        Raises:
            UserError: no carnet there, nobody named, the passphrase does not open, or a window
                works in it.
        """
        if not self.carnet.is_open:
            if not self.carnet.is_initialised:
                raise AccesRefuse(
                    "Aucun carnet ici",
                    f"Le dossier « {self.carnet.dossiers.racine} » ne contient pas de carnet.",
                    "Lancez « carnet init », ou indiquez le bon dossier avec --donnees.",
                )
            if not self._reads_only:
                self.reserve()
            personne = self._who()
            self.carnet.unlock(personne, self.phrase())
        return self.carnet

    def espaces(self) -> tuple[Espace, ...]:
        """Return the espaces to work on: the one of --espace, or all that are open."""
        carnet = self.opened()
        if self.espace is not None:
            carnet.espace(self.espace)
            return (self.espace,)
        return carnet.espaces()

    def only_espace(self) -> Espace:
        """Return the one espace to work on.

        Raises:
            UserError: several are open and none was named.
        """
        found = self.espaces()
        if len(found) > 1:
            raise UserError(
                "Espace à préciser",
                "Plusieurs espaces sont ouverts sur ce poste.",
                "Ajoutez --espace terrain ou --espace relogement.",
            )
        return found[0]

    def close(self) -> None:
        """Close what was opened."""
        if self._carnet is not None:
            self._carnet.close()
            self._carnet = None
        if self._verrou is not None:
            self._verrou.release()
            self._verrou = None

    # --- who ------------------------------------------------------------------------------

    def phrase(self, *, confirm: bool = False) -> str:
        """Return the passphrase of the person: from the file, the variable, or the keyboard.

        Raises:
            UserError: none was given and nobody can be asked, or the file cannot be read.
        """
        if self.phrase_fichier is not None:
            return first_line(self.phrase_fichier)
        given = os.environ.get(PHRASE_VARIABLE)
        if given:
            return given
        return ask_phrase("Phrase de passe", f"{PHRASE_VARIABLE} ou --phrase-fichier", confirm)

    def access(self) -> tuple[str, str]:
        """Return name and passphrase, for what works without opening the espaces."""
        return self._who(), self.phrase()

    def newcomer(self) -> tuple[str, str]:
        """Return name and new passphrase of who begins on this poste.

        Raises:
            MissingParameter: nobody was named.
        """
        named = self._named()
        if not named:
            raise click.MissingParameter(param=common_options("personne")[0])
        return named, self.phrase(confirm=True)

    def _named(self) -> str | None:
        return self.personne or os.environ.get(PERSONNE_VARIABLE)

    def _who(self) -> str:
        named = self._named()
        if named:
            return named
        known = self.carnet.personnes()
        if len(known) == 1:
            return known[0]
        raise UserError(
            "Personne à préciser",
            "Plusieurs personnes travaillent sur ce poste.",
            f"Indiquez votre nom avec --personne, ou dans la variable {PERSONNE_VARIABLE}.",
        )

    # --- the answer -----------------------------------------------------------------------

    def answer(self, lines: Iterable[str], data: Mapping[str, Any]) -> None:
        """Write the result: sentences, or one JSON object with --json."""
        if self.json:
            click.echo(json.dumps(dict(data), ensure_ascii=False, indent=2, default=str))
        else:
            for line in lines:
                click.echo(line)

    def progress(self, label: str) -> Callable[[Avance], None]:
        """Return what shows progress on the terminal; it says nothing in a file or a pipe."""
        if self.json or not sys.stderr.isatty():
            return lambda _: None

        def show(step: Avance) -> None:
            end = "\n" if step.total and step.fait >= step.total else ""
            click.echo(f"\r{label} {step.fait}/{step.total}{end}", err=True, nl=False)

        return show

    def counter(self, label: str) -> Callable[[int, int], None]:
        """Return the same as `progress`, for services that report two numbers."""
        show = self.progress(label)
        return lambda fait, total: show(_Step(fait, total))


@dataclass(frozen=True, slots=True)
class _Step:
    fait: int
    total: int


pass_session = click.make_pass_decorator(Session)


# --- passphrases --------------------------------------------------------------------------


def ask_phrase(question: str, otherwise: str, confirm: bool = False) -> str:  # noqa: FBT002 - asked once, here
    """Ask for a passphrase without showing it.

    Raises:
        UserError: nobody is at the keyboard, or the two answers differ.
    """
    if not sys.stdin.isatty():
        raise UserError(
            "Phrase de passe absente",
            f"{question} : rien n’a été indiqué et il n’y a personne au clavier.",
            f"Donnez-la par {otherwise}.",
        )
    phrase = getpass.getpass(sentence("{question} : ", question=question))
    if confirm and getpass.getpass(typo("La même, pour vérifier : ")) != phrase:
        raise UserError(
            "Phrases différentes",
            "Les deux phrases de passe ne sont pas les mêmes : rien n’a été créé.",
            "Recommencez.",
        )
    return phrase


def first_line(path: Path) -> str:
    """Return the first line of a passphrase file, without its line end.

    Raises:
        FichierRefuse: it is missing, unreadable or no text.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline(_PHRASE_FILE_MAX).rstrip("\r\n")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise FichierRefuse(
            "Fichier de phrase illisible",
            f"Le fichier « {path} » ne peut pas être lu comme un texte.",
            "Vérifiez le chemin et les droits ; la phrase est la première ligne du fichier.",
        ) from error


# --- options ------------------------------------------------------------------------------


def common_options(*names: str) -> list[click.Parameter]:
    """Return the shared options, by name; they are accepted before and after the command."""
    return [_COMMON[name]() for name in names]


ALL = ("donnees", "espace", "personne", "phrase_fichier", "json")


def _remember(ctx: click.Context, param: click.Parameter, value: object) -> None:
    if value:
        setattr(ctx.ensure_object(Session), str(param.name), value)


def _option(name: str, **extra: Any) -> Callable[[], click.Parameter]:
    return lambda: FrenchOption([name], callback=_remember, expose_value=False, **extra)


_COMMON: Mapping[str, Callable[[], click.Parameter]] = {
    "donnees": _option(
        "--donnees", type=PATH, metavar="DOSSIER", help="Dossier des données du carnet."
    ),
    "espace": _option(
        "--espace",
        type=CodeType(Espace),
        metavar="ESPACE",
        help="Espace concerné : terrain ou relogement.",
    ),
    "personne": _option(
        "--personne",
        type=TEXT,
        metavar="NOM",
        help=f"Votre nom sur ce poste (ou la variable {PERSONNE_VARIABLE}).",
    ),
    "phrase_fichier": _option(
        "--phrase-fichier",
        type=PATH,
        metavar="FICHIER",
        help=f"Fichier dont la première ligne est votre phrase de passe (ou {PHRASE_VARIABLE}).",
    ),
    "json": _option("--json", is_flag=True, help="Répondre par un objet JSON."),
}
