"""Telephones, cards and sticks that are plugged in: where their photos lie."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop.domain.diagnostics.import_photos import DossierDcim

DCIM: Final = "DCIM"
"""Folder that every camera and telephone uses (DCF standard)."""

_MTP: Final = ("mtp:", "gphoto2:", "afc:")
"""How a telephone on a cable is called under the folder of the desktop's mounts."""

_PLUGGED_IN: Final = frozenset({2, 3})
"""GetDriveTypeW: removable and fixed; many card readers and sticks call themselves fixed."""


def find_dcim(roots: Iterable[Path]) -> list[DossierDcim]:
    """Return the DCIM folders at most one folder below each root, sorted by name.

    A root that does not answer is passed over: it may be a drive without card.
    """
    found: dict[Path, DossierDcim] = {}
    for root in roots:
        for folder in (root, *_folders(root)):
            for inner in _folders(folder):
                if inner.name.upper() == DCIM:
                    found[inner] = DossierDcim(_title(root, folder), inner)
    return sorted(found.values(), key=lambda one: (one.support.casefold(), str(one.chemin)))


def mounted_roots() -> list[Path]:
    """Return the roots of what may be a card, a stick or a telephone on this machine."""
    if sys.platform == "win32":
        import ctypes

        return [drive for drive in drives(ctypes.windll.kernel32.GetDriveTypeW) if _answers(drive)]
    if sys.platform == "darwin":
        return list(_folders(Path("/Volumes")))
    user = os.environ.get("USER", "")
    desks = [Path("/media") / user, Path("/run/media") / user, Path("/mnt")]
    telephones = _folders(Path(f"/run/user/{os.getuid()}/gvfs"))
    return [
        *(root for desk in desks for root in _folders(desk)),
        *(root for root in telephones if root.name.startswith(_MTP)),
    ]


def drives(kind_of: Callable[[str], int]) -> Iterator[Path]:
    """Yield the drives of Windows, from C, that may be a card or a stick.

    Those of the network are left out: one that does not answer holds up whoever asks for half a
    minute. `kind_of` tells the kind of a drive by its letter without asking the drive itself.
    """
    for letter in string.ascii_uppercase[2:]:
        if kind_of(f"{letter}:\\") in _PLUGGED_IN:
            yield Path(f"{letter}:\\")


def _folders(folder: Path) -> Iterator[Path]:
    """Yield the folders in a folder, links left out; nothing when it cannot be opened."""
    with suppress(OSError), os.scandir(folder) as entries:
        yield from [Path(entry.path) for entry in entries if _is_folder(entry)]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _answers(drive: Path) -> bool:
    try:
        return drive.is_dir()
    except OSError:
        return False


def _title(root: Path, folder: Path) -> str:
    name = root.name or str(root)
    if name.startswith(_MTP):
        name = name.partition("host=")[2].replace("_", " ") or name
    return name if folder == root else f"{name} — {folder.name}"
