"""« Retirer la dernière lecture »: what the last file brought leaves, own later work stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from desktop import formats
from desktop.domain.changeset import ChangeSet
from desktop.domain.retours import ApercuRetrait, BilanRetrait
from desktop.errors import UserError
from desktop.services.contexte import EspaceOuvert
from desktop.services.resultat import Resultat
from desktop.services.sauvegardes import SauvegardesService
from desktop.storage import retrait
from desktop.storage.journal import Reading
from desktop.storage.retrait import Stakes, Tail

REASON = "avant-retrait"
_PEOPLE_SEE = frozenset(
    {
        "marche", "constat", "photo", "micro_site", "equipement", "quartier", "structure",
        "batiment", "logement", "menage", "occupant", "contact",
    }
)  # fmt: skip


class RetraitService:
    """Takes back the last file that brought changes, as long as nothing hangs on it.

    The log loses the changes of that bundle, the frontier and what was known of the colleague
    go back, rows are shown as the rest of the log says. Pictures stay: they are harmless, and
    the next reading finds them. Reading the file again brings everything back.
    """

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    def preview(self) -> ApercuRetrait | None:
        """Say what would go and what would stay; None: no reading is left to take back."""
        with self._store.reading() as session:
            return self._preview(session.connection())

    def withdraw(self) -> Resultat[BilanRetrait]:
        """Take the last reading back, after a backup, in one transaction.

        Raises:
            UserError: no reading is left, or own later work hangs on it; nothing was changed.
            EcritureImpossible: no good backup could be written.
        """
        self._accept(self.preview())
        made = SauvegardesService(self._espace).create(REASON)
        with self._store.writing("") as unit:
            connection = unit.connection
            apercu = self._accept(self._preview(connection))
            rows = retrait.remove(connection, Tail.of_lot(apercu.lot))
            touched = retrait.show(connection, unit.entities, rows)
            lot = retrait.lot(unit.session, apercu.lot)
            if lot is not None:
                lot.retire_ms = self._store.clock()
                backup = self._backup_of(lot.sauvegarde)
                if backup is not None:
                    before = retrait.pair_before(backup, self._store.key, lot.replica)
                    retrait.put_pair_back(unit.session, lot.replica, before)
            unit.changes = ChangeSet.of(self._espace.espace, touched)
        return Resultat(BilanRetrait(apercu=apercu, sauvegarde=made.chemin.name), unit.changes)

    def _preview(self, connection: Reading) -> ApercuRetrait | None:
        lot = retrait.last_lot(connection)
        if lot is None:
            return None
        found = retrait.stakes(connection, lot)
        kept, hanging = retrait.later_work(connection, found)
        poste, read_ms = retrait.lot_sender(connection, lot)
        return ApercuRetrait(
            lot=lot,
            poste=poste,
            lu_ms=read_ms,
            changements=found.changes,
            disparaissent=_seen(Counter(found.born.values())),
            reviennent=_seen(found.changed),
            gardees=kept,
            empechement=_obstacle(found, len(hanging)),
        )

    @staticmethod
    def _accept(apercu: ApercuRetrait | None) -> ApercuRetrait:
        if apercu is None:
            raise UserError(
                "Aucune lecture à retirer",
                "Ce poste ne garde aucune lecture qui puisse être retirée.",
                "Lisez d’abord le fichier d’un collègue.",
            )
        if apercu.empechement:
            raise UserError(
                "Lecture à garder",
                f"{apercu.empechement} Rien n’a été modifié.",
                "Gardez cette lecture et corrigez les fiches, ou restaurez la sauvegarde faite "
                "avant la lecture.",
            )
        return apercu

    def _backup_of(self, name: str | None) -> Path | None:
        """Return the backup made before the reading, if the rotation has not taken it."""
        if not name:
            return None
        path = self._espace.dossiers.sauvegardes(self._espace.espace.value) / Path(name).name
        return path if path.exists() else None


def _seen(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if name in _PEOPLE_SEE}


def _obstacle(found: Stakes, hanging: int) -> str:
    """Return the sentence for what forbids to take a reading back."""
    if found.purges:
        return (
            "Cette lecture a effacé des fiches pour toujours : leur texte n’est plus sur ce "
            "poste, il ne peut pas revenir."
        )
    if hanging:
        rows = formats.plural(hanging, "fiche")
        return f"Depuis, vous avez travaillé sur {rows} qui tiennent à ce que ce fichier apporte."
    return ""
