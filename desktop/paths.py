"""Where data, resources and logs lie; nobody else computes a path."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from desktop.errors import EcritureImpossible

_APPLICATION = "carnet-de-quartier"
_HELD = frozenset({5, 32, 33})
"""Windows: access denied, sharing violation, lock violation. No other system has a `winerror`."""
_PAUSES_S = (0.01, 0.04, 0.1, 0.2, 0.3, 0.35)


def resource(*names: str) -> Path:
    """Return the path of a shipped file, from the source tree or the installed folder."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parent.parent
    return root.joinpath("resources", *names)


def default_data_dir() -> Path:
    """Return the data folder of this user: `CARNET_DONNEES` or the system's own place."""
    chosen = os.environ.get("CARNET_DONNEES")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False))


def default_profile_dir() -> Path:
    """Return the folder of what is of this machine: `CARNET_PROFIL` or the system's own place.

    It lies beside no data folder, whatever the system: who copies the data must not copy it.
    """
    chosen = os.environ.get("CARNET_PROFIL")
    if chosen:
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_state_dir(f"{_APPLICATION}-poste", appauthor=False))


def machine_id() -> str:
    """Return what the system says to name this machine, empty where it says nothing.

    A copied disk has the same; a user's folders copied to another machine, or shared by two,
    have not.
    """
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography"
            ) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


@dataclass(frozen=True, slots=True)
class Dossiers:
    """The folders of one data directory; `espace` arguments are the values of `Espace`.

    `machine` is the folder of what never travels with the data; None: that of the system.
    """

    racine: Path
    machine: Path | None = None

    def profil(self, jeton: str) -> Path:
        """File of this machine, outside the data, for the base that bears a token."""
        return (self.machine or default_profile_dir()) / f"{jeton}.json"

    @property
    def trousseau(self) -> Path:
        """File of the persons' slots."""
        return self.racine / "trousseau.json"

    @property
    def reglages(self) -> Path:
        """File of the poste's settings."""
        return self.racine / "reglages.toml"

    @property
    def verrou(self) -> Path:
        """Lock file: one application per data folder."""
        return self.racine / "carnet.verrou"

    @property
    def journaux(self) -> Path:
        """Folder of the technical log."""
        return self.racine / "journaux"

    def espace(self, espace: str) -> Path:
        """Folder of one espace."""
        return self.racine / espace

    def base(self, espace: str) -> Path:
        """Encrypted database of one espace."""
        return self.espace(espace) / "espace.db"

    def sauvegardes(self, espace: str) -> Path:
        """Backups of one espace."""
        return backups_beside(self.base(espace))

    def reception(self, espace: str) -> Path:
        """Staging of files being read; emptied at each start."""
        return self.espace(espace) / "reception"

    def create(self) -> None:
        """Make the data folder, readable by its owner only.

        Raises:
            EcritureImpossible: the place cannot be written.
        """
        private_dir(self.racine)


def backups_beside(base: Path) -> Path:
    """Return the folder of the backups of a database."""
    return base.parent / "sauvegardes"


def private_dir(path: Path) -> Path:
    """Make a folder (and its parents) with mode 0700 and return it.

    Raises:
        EcritureImpossible: the place cannot be written.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EcritureImpossible(
            "Dossier inaccessible",
            f"Le dossier « {path} » ne peut pas être créé ou ouvert en écriture.",
            "Choisissez un autre dossier, ou demandez les droits d’écriture sur celui-ci.",
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise EcritureImpossible(
            "Dossier protégé",
            f"Le dossier « {path} » est protégé en écriture.",
            "Choisissez un autre dossier, ou demandez les droits d’écriture sur celui-ci.",
        )
    return path


def put_in_place(part: Path, target: Path) -> None:
    """Give a file that is written its final name, in the place of what bears it.

    On Windows a virus scanner or an indexer opens what was just written for a moment, and the
    rename is refused meanwhile: it is tried again for a second. What a person keeps open, such as
    the former PDF in a reader, is refused in the end.

    Raises:
        OSError: the medium or another program refuses; both files are as they were.
    """
    for pause in _PAUSES_S:
        try:
            part.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            sleep(pause)
        else:
            return
    part.replace(target)


def clear_away(path: Path) -> None:
    """Remove a file that is of no more use; one that another program holds stays for next time.

    A virus scanner holds what was just written: what was done with it is done all the same.
    """
    with suppress(OSError):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the last rename in a folder survive a power cut.

    Windows neither needs nor allows it: its file system journals the rename itself.

    Raises:
        OSError: the medium refuses; the renamed file is whole all the same.
    """
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
