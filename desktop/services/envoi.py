"""« Préparer la clé USB »: what a file may carry, for whom, what it weighs; then it is written."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

from desktop import formats
from desktop.domain.echange import BilanExport
from desktop.domain.envoi import Contenu, Destinataire, Envoi, Estimation
from desktop.domain.ids import new_id
from desktop.domain.partage import Preuve
from desktop.errors import EcritureImpossible
from desktop.models.journal import Lot
from desktop.paths import resource
from desktop.services import identite
from desktop.services.contexte import EspaceOuvert
from desktop.storage.queries import echange as lots
from desktop.storage.queries.cles import held_keys
from desktop.storage.queries.envoi import Reading
from desktop.storage.queries.partenaires import PosteVu, pairs, postes
from desktop.sync.export import Choix, choose, estimate, write_choice

Progress = Callable[[int, int], None]

FILE_SUFFIX = ".carnet"


class EnvoiService:
    """Files written by one open espace; each holds this espace and nothing of another."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    def destinataires(self) -> list[Destinataire]:
        """Return the other postes of the team, by letter and name."""
        with self._store.reading() as session:
            return self._recipients(session)

    def estimate(self, envoi: Envoi) -> Estimation:
        """Say what a choice would weigh; nothing is written.

        Raises:
            UserError: the chosen poste is unknown, or never sent the file a light one needs.
        """
        with self._store.reading() as session:
            return self._weigh(session, self._choose(session, envoi), envoi)

    def file_name(self, contenu: Contenu) -> str:
        """Return the proposed name: date, poste, espace, content; no personal data."""
        moment = formats.from_ms(self._store.clock())
        label = formats.file_stem(self._store.identity.poste)
        espace = self._espace.espace.value
        return f"{moment:%Y-%m-%d_%H%M}_{label}_{espace}_{contenu.value}{FILE_SUFFIX}"

    def export(
        self,
        target: Path,
        envoi: Envoi,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BilanExport:
        """Write the exchange file in a folder, or under the given name, and read it back.

        Raises:
            EcritureImpossible: too little room, or the medium refuses; no half file is left.
            UserError: the chosen poste is unknown, or never sent the file a light one needs.
            Annule: given up; nothing is left.
        """
        if target.is_dir():
            target = _free_name(target / self.file_name(envoi.contenu))
        identite.note_export(self._espace)
        with self._store.reading() as session:
            choix = self._choose(session, envoi)
            self._require_room(target.parent, self._weigh(session, choix, envoi).taille)
            bilan = write_choice(
                self._store,
                session,
                self._espace.magasin,
                held_keys(session).current.cle,
                target,
                choix,
                volume_max=envoi.volume_max,
                progress=progress,
                cancelled=cancelled,
            )
        identite.note_export(self._espace)
        with self._store.local_writing() as session:
            lots.note_lot(
                session,
                Lot(
                    id=new_id(),
                    sens=lots.ENVOI,
                    replica=self._store.identity.replica,
                    poste=self._store.identity.poste,
                    ms=self._store.clock(),
                    nouveaux=bilan.changements,
                    photos=bilan.photos,
                ),
            )
        return bilan

    @staticmethod
    def free_room(folder: Path) -> int | None:
        """Return the free bytes of a medium; None when there is no such folder."""
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return None

    def _choose(self, session: Reading, envoi: Envoi) -> Choix:
        proven = pairs(session)
        preuves: dict[str, Preuve | None] = {
            one.replica: pair.preuve if pair else None
            for one in self._recipients(session)
            for pair in [proven.get(one.replica)]
        }
        known = {poste.lettre[:1] for poste in postes(session)}
        for letter in lots.invited_letters(session) - known:
            preuves[f"invitation {letter}"] = None  # somebody who joined, and whom no file shows
        return choose(session, self._espace.magasin, envoi, preuves)

    def _recipients(self, session: Reading) -> list[Destinataire]:
        proven = pairs(session)
        seen = postes(session)
        found = [
            Destinataire(
                replica=poste.replica,
                nom=poste.libelle,
                lettre=poste.lettre,
                recu_ms=proven[poste.replica].recu_ms if poste.replica in proven else None,
            )
            for poste in seen
            if poste.replica != self._store.identity.replica and not _has_successor(poste, seen)
        ]
        return sorted(found, key=lambda one: (one.lettre, one.nom, one.replica))

    @staticmethod
    def _weigh(session: Reading, choix: Choix, envoi: Envoi) -> Estimation:
        return estimate(session, choix, envoi, courriel_max=mail_max())

    def _require_room(self, folder: Path, wanted: int) -> None:
        room = self.free_room(folder)
        if room is not None and wanted > room:
            raise EcritureImpossible(
                "Support trop petit",
                f"Il faut environ {formats.file_size(wanted)} et il ne reste que "
                f"{formats.file_size(room)} dans « {folder} » : rien n’a été écrit.",
                "Libérez de la place, prenez une autre clé, ou préparez un fichier sans photos.",
            )


def _free_name(target: Path) -> Path:
    """Return a name that no file bears yet: two files of one minute may be for two postes."""
    rank, free = 2, target
    while free.exists():
        free = target.with_stem(f"{target.stem}_{rank}")
        rank += 1
    return free


def mail_max() -> int:
    """Return the greatest size of a file that goes by mail, in bytes."""
    with resource("echange.toml").open("rb") as file:
        return int(tomllib.load(file)["courriel_max_mo"]) * 1_000_000


def _has_successor(poste: PosteVu, seen: list[PosteVu]) -> bool:
    """Say whether the same poste goes on under another id, after a restore or a new start."""
    return any(
        other.libelle == poste.libelle
        and other.lettre[:1] == poste.lettre[:1]
        and poste.ne_ms < other.ne_ms
        and poste.ecrit_ms <= other.ne_ms
        for other in seen
    )
