"""Settings of this poste: one TOML file beside the data, read by people as well."""

from __future__ import annotations

import logging
import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from desktop.errors import EcritureImpossible
from desktop.paths import clear_away, put_in_place

logger = logging.getLogger(__name__)

THEMES = ("clair", "sombre", "contraste")
_RANGES = {"verrouillage_min": range(1, 16), "dossier_equipe_minutes": range(5, 241)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglages:
    """What the person at this poste chose; nothing personal beyond the last name typed."""

    theme: str = "clair"
    mode_terrain: bool = False
    verrouillage_min: int = 5
    derniere_personne: str = ""
    dossier_equipe_terrain: str = ""
    dossier_equipe_relogement: str = ""
    dossier_equipe_auto: bool = False
    dossier_equipe_minutes: int = 30
    dossier_equipe_photos: bool = True
    fond_carte: str = ""
    fond_systeme: str = ""

    @classmethod
    def load(cls, path: Path) -> Reglages:
        """Read the file; a missing or odd value falls back to the default, and is logged."""
        try:
            found = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            logger.info("settings file unreadable: defaults are used")
            return cls()
        kept: dict[str, object] = {}
        for field in fields(cls):
            value = found.get(field.name, field.default)
            if _is_valid(field.name, value, field.default):
                kept[field.name] = value
            else:
                logger.info("setting %s refused: default is used", field.name)
        return cls(**kept)  # type: ignore[arg-type]  # each value was checked against its default

    def save(self, path: Path) -> None:
        """Write the file completely or not at all.

        Raises:
            EcritureImpossible: the disk refuses; the former settings are intact.
        """
        lines = [f"{field.name} = {_toml(getattr(self, field.name))}" for field in fields(self)]
        part = path.with_suffix(".part")
        try:
            with part.open("w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
                file.flush()
                os.fsync(file.fileno())
            part.chmod(0o600)
            put_in_place(part, path)
        except OSError as error:
            clear_away(part)
            raise EcritureImpossible(
                "Réglages non enregistrés",
                f"Le fichier « {path.name} » du dossier « {path.parent} » n’a pas pu être écrit : "
                "les réglages d’avant sont gardés.",
                "Vérifiez la place libre et les droits de ce dossier, puis recommencez.",
            ) from error


def _is_valid(name: str, value: object, default: object) -> bool:
    if type(value) is not type(default):
        return False
    if name == "theme":
        return value in THEMES
    return name not in _RANGES or value in _RANGES[name]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    kept = "".join(sign for sign in escaped if sign.isprintable())
    return f'"{kept}"'
