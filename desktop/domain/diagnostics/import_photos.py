"""What an import of photos was asked to do, and what became of every file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any, Final

from desktop.domain.codes import IssueImport

EVERY_CAMERA: Final = "*"
"""Key of a correction of the clock that holds for all photos, whatever their camera."""


@dataclass(frozen=True, slots=True)
class DossierDcim:
    """The photo folder of a plugged device; `support` is its name in the file manager."""

    support: str
    chemin: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeImport:
    """What to import: kept with the import, so that it can be taken up again after a crash.

    `jour` keeps only the files last changed on that local day; None takes all. `decalages`
    gives the seconds to add to the clock of a camera, by `appareil` or `EVERY_CAMERA`.
    """

    sources: tuple[str, ...]
    jour: date | None = None
    decalages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneImport:
    """One file of an import and what became of it.

    `chemin` is its full path on this poste. `note` is the reason of a refusal, or what the
    agent should know of a photo that was taken; sentences. `etat_fichier` is « size:mtime » of
    the file when it was read: the same path with another one is another file.
    """

    chemin: str
    issue: IssueImport
    note: str = ""
    photo_id: str = ""
    etat_fichier: str = ""

    @property
    def fichier(self) -> str:
        """Name of the file as it can be shown: on one line, without hidden signs."""
        return shown_name(PurePath(self.chemin).name or self.chemin)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPhotosBilan:
    """Count in = count out: `lues` files, each with exactly one outcome.

    `destination` names the marche or the micro-site. `fin_ms` is None while files remain to
    be taken up. `autres_jours` files were left unread because the import was limited to one
    day. `support_retire`: the stick or the telephone was unplugged meanwhile.
    """

    id: str = ""
    marche_id: str | None = None
    micro_site_id: str | None = None
    destination: str = ""
    debut_ms: int = 0
    fin_ms: int | None = None
    lignes: tuple[LigneImport, ...] = ()
    autres_jours: int = 0
    support_retire: bool = False

    @property
    def lues(self) -> int:
        """Number of files found."""
        return len(self.lignes)

    @property
    def importees(self) -> int:
        """Number of photos taken."""
        return len(self.avec(IssueImport.IMPORTEE))

    @property
    def doublons(self) -> tuple[LigneImport, ...]:
        """Files that were there already."""
        return self.avec(IssueImport.DOUBLON)

    @property
    def refus(self) -> tuple[LigneImport, ...]:
        """Files that could not be taken."""
        return self.avec(IssueImport.REFUSEE)

    @property
    def traces(self) -> tuple[LigneImport, ...]:
        """Tracks that were read and kept."""
        return self.avec(IssueImport.TRACE)

    @property
    def restantes(self) -> tuple[LigneImport, ...]:
        """Files that were not reached."""
        return self.avec(IssueImport.A_REPRENDRE)

    @property
    def interrompu(self) -> bool:
        """Whether files remain to be taken up; not one is known of an import stopped early."""
        return bool(self.restantes) or (self.fin_ms is None and not self.lignes)

    @property
    def photo_ids(self) -> tuple[str, ...]:
        """The photos taken, in the order of the files."""
        return tuple(line.photo_id for line in self.lignes if line.photo_id)

    def avec(self, issue: IssueImport) -> tuple[LigneImport, ...]:
        """Return the files of one outcome."""
        return tuple(line for line in self.lignes if line.issue is issue)


def give_up(bilan: ImportPhotosBilan, reason: str) -> ImportPhotosBilan:
    """Return the report of an import that is ended although files remain: they count as refused."""
    return replace(
        bilan,
        lignes=tuple(
            replace(line, issue=IssueImport.REFUSEE, note=reason)
            if line.issue is IssueImport.A_REPRENDRE
            else line
            for line in bilan.lignes
        ),
    )


def shown_name(name: str) -> str:
    """Return a file name on one line, without controls, half characters or turned text."""
    return "".join(
        letter if letter.isprintable() or letter == "\u200d" else "\ufffd" for letter in name
    )


# --- kept as JSON ----------------------------------------------------------------------------


def demande_to_json(demande: DemandeImport) -> str:
    """Return the text that `demande_of_json` reads."""
    return json.dumps(
        {
            "sources": list(demande.sources),
            "jour": demande.jour.isoformat() if demande.jour else None,
            "decalages": dict(demande.decalages),
        }
    )


def demande_of_json(text: str) -> DemandeImport:
    """Return what `demande_to_json` wrote on this poste."""
    found: dict[str, Any] = json.loads(text)
    day = found.get("jour")
    return DemandeImport(
        sources=tuple(found["sources"]),
        jour=date.fromisoformat(day) if day else None,
        decalages=found.get("decalages") or {},
    )


def lines_to_json(lines: Iterable[LigneImport], *, autres_jours: int, retire: bool) -> str:
    """Return the text that `lines_of_json` reads; names of any bytes come back as they were."""
    rows = [
        [line.chemin, line.issue.value, line.note, line.photo_id, line.etat_fichier]
        for line in lines
    ]
    return json.dumps({"lignes": rows, "autres_jours": autres_jours, "support_retire": retire})


def lines_of_json(text: str | None) -> tuple[tuple[LigneImport, ...], int, bool]:
    """Return the files, the number left out by their day, and whether the stick was pulled."""
    found: dict[str, Any] = json.loads(text) if text else {}
    lines = tuple(
        LigneImport(
            chemin=chemin,
            issue=IssueImport(issue),
            note=note,
            photo_id=photo_id,
            etat_fichier=etat_fichier,
        )
        for chemin, issue, note, photo_id, etat_fichier in found.get("lignes", [])
    )
    return lines, int(found.get("autres_jours", 0)), bool(found.get("support_retire", False))
