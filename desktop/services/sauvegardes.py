"""Backups of one open espace."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from desktop import formats
from desktop.domain.records import SauvegardeRecord
from desktop.errors import FichierRefuse
from desktop.paths import clear_away, private_dir
from desktop.services.contexte import EspaceOuvert
from desktop.storage import backup

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}_\d{6})_([a-z0-9-]+?)(?:-n\d+)?\.db")
_MOMENT = "%Y-%m-%d_%H%M%S"


class SauvegardesService:
    """Copies of the database of an espace, under the same key as the espace.

    Photos are not in these copies. Their files are named by their content and never deleted or
    rewritten by the application, so that an older database finds its photos where they are; a
    copy of the whole folder of the espace (on a stick) takes both.
    """

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store
        self._folder = espace.dossiers.sauvegardes(espace.espace.value)

    def create(self, reason: str) -> SauvegardeRecord:
        """Write a backup, proven good, and let the oldest ones go.

        `reason` is a few words without personal data: they become part of the file name.

        Raises:
            EcritureImpossible: no good copy could be written; older backups are untouched.
        """
        private_dir(self._folder)
        for left in self._folder.glob(f"*{backup.PART}"):
            clear_away(left)
        now = formats.from_ms(self._store.clock())
        target = self._free_name(f"{now:{_MOMENT}}_{formats.file_stem(reason).lower()}")
        backup.copy(self._store.path, self._store.key, target)
        created = _record(target)
        if created is None:
            raise AssertionError(f"{target.name} is not a name of ours")
        self._rotate(created)
        return created

    def list(self) -> list[SauvegardeRecord]:
        """Return the backups, newest first; files with other names are left out."""
        return kept(self._folder)

    def _rotate(self, created: SauvegardeRecord) -> None:
        records = self.list()
        gone = backup.superseded((record.cree_le for record in records), created.cree_le)
        for record in records:
            if record.cree_le in gone and record.chemin != created.chemin:
                clear_away(record.chemin)

    def _free_name(self, stem: str) -> Path:
        target = self._folder / f"{stem}.db"
        rank = 2
        while target.exists():
            target = self._folder / f"{stem}-n{rank}.db"
            rank += 1
        return target


def kept(folder: Path) -> list[SauvegardeRecord]:
    """Return the backups of a folder, newest first, whether or not the espace opens."""
    found = [_record(path) for path in folder.glob("*.db")]
    return sorted(
        (record for record in found if record is not None),
        key=lambda record: (record.cree_le, record.chemin.name),
        reverse=True,
    )


def record_of(path: Path) -> SauvegardeRecord:
    """Return a backup that may lie elsewhere and bear another name.

    Raises:
        FichierRefuse: there is no such file.
    """
    if not path.is_file():
        raise FichierRefuse(
            "Sauvegarde introuvable",
            f"Le fichier « {path} » est introuvable. Rien n’a été modifié.",
            "Vérifiez que le disque est branché, ou choisissez une sauvegarde de la liste.",
        )
    stat = path.stat()
    return _record(path) or SauvegardeRecord(
        chemin=path,
        cree_le=formats.from_ms(int(stat.st_mtime * 1000)),
        raison="copie",
        taille=stat.st_size,
    )


def _record(path: Path) -> SauvegardeRecord | None:
    parts = _NAME.fullmatch(path.name)
    if parts is None:
        return None
    try:
        moment = datetime.strptime(parts[1], _MOMENT)  # noqa: DTZ007 - the zone is added below
    except ValueError:
        return None
    return SauvegardeRecord(
        chemin=path,
        cree_le=moment.replace(tzinfo=formats.from_ms(0).tzinfo),
        raison=parts[2],
        taille=path.stat().st_size,
    )
