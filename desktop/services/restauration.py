"""« Restaurer une sauvegarde »: what it costs first, then one swap of the file.

The restored base never goes on under the old replica id: what was written since the backup may
be in the hands of colleagues. It takes a new identity before it takes the place of the base, so
that a power cut leaves the old base whole or the new one whole.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from desktop import formats
from desktop.domain.espaces import Espace
from desktop.domain.records import SauvegardeRecord
from desktop.domain.retours import BilanRestauration, Perte
from desktop.errors import FichierRefuse, UserError
from desktop.paths import Dossiers, clear_away, private_dir
from desktop.photos.magasin import Magasin
from desktop.security.sceau import Sceau
from desktop.security.trousseau import Ouverture
from desktop.services import effacement, identite, profil
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import write_whole
from desktop.services.ouverture import Session, open_espace, present_if_needed
from desktop.services.sauvegardes import SauvegardesService, kept
from desktop.storage import backup
from desktop.storage.espace_store import EspaceStore, now_ms

logger = logging.getLogger(__name__)

REASON = "avant-restauration"
_PREPARED = "restauration.part"
_DAMAGED = "base-endommagee"


class RestaurationService:
    """Restores one espace that is closed, or whose base does not open any more.

    The caller has closed the espace and opens it again afterwards; `ouverture` gives its keys.
    """

    def __init__(self, dossiers: Dossiers, ouverture: Ouverture, espace: Espace) -> None:
        if espace not in ouverture.cles:
            raise UserError(
                "Espace absent",
                f"Votre nom n’ouvre pas l’espace « {espace.value} » sur ce poste.",
                "Demandez à une personne qui l’ouvre de restaurer la sauvegarde.",
            )
        self._dossiers = dossiers
        self._ouverture = ouverture
        self._espace = espace
        self._key = ouverture.cles[espace].base
        self._base = dossiers.base(espace.value)

    def backups(self) -> list[SauvegardeRecord]:
        """Return the backups, newest first."""
        return kept(self._dossiers.sauvegardes(self._espace.value))

    def cost(self, sauvegarde: SauvegardeRecord) -> Perte:
        """Say what restoring a backup would take from this poste; nothing is written.

        Raises:
            FichierRefuse: the backup is damaged or foreign.
        """
        with backup.reading(sauvegarde.chemin, self._key) as raw:
            self._check_espace(raw, sauvegarde.chemin)
            then = _tips(raw)
        if not self._is_sound():
            return Perte(espace=self._espace, sauvegarde=sauvegarde, base_lisible=False)
        with backup.reading(self._base, self._key) as raw:
            return self._count(raw, sauvegarde, then)

    def restore(self, sauvegarde: SauvegardeRecord) -> BilanRestauration:
        """Put a backup in the place of the base, under a new identity; keep the drafts.

        Raises:
            FichierRefuse: the backup is damaged, foreign or too recent; nothing was changed.
            EcritureImpossible: the disk refuses, or somebody works in the base; same.
        """
        perte = self.cost(sauvegarde)
        private_dir(self._base.parent)
        prepared = self._base.with_name(_PREPARED)
        try:
            backup.copy(sauvegarde.chemin, self._key, prepared)  # before the rotation of backups
            former = self._set_aside(readable=perte.base_lisible)
            tokens, drafts, identity = self._prepare(prepared, readable=perte.base_lisible)
            backup.swap(prepared, self._base, self._key)
        finally:
            for name in ("", "-wal", "-shm", "-journal", backup.PART):
                clear_away(prepared.with_name(prepared.name + name))
        for token in tokens:
            profil.forget(self._dossiers, token)
        logger.info("a backup was restored: new identity of this poste")
        return BilanRestauration(
            perte=perte,
            replica=identity.replica,
            lettre=identity.lettre,
            ancienne=former,
            brouillons_gardes=drafts,
        )

    # --- what is lost ---------------------------------------------------------------------

    def _is_sound(self) -> bool:
        """Say whether the present base can be read to its last page."""
        if not self._base.exists() or not self._base.stat().st_size:
            return False
        try:
            with backup.reading(self._base, self._key) as raw:
                sound: bool = raw.execute("pragma cipher_integrity_check").fetchone() is None
                return sound
        except FichierRefuse:
            return False

    def _count(self, raw: Any, sauvegarde: SauvegardeRecord, then: dict[str, int]) -> Perte:
        own: dict[str, list[int]] = {}
        received = 0
        for replica, n, lot in raw.execute("select replica, n, lot from changement"):
            if n > then.get(replica, 0):
                if lot is None:
                    own.setdefault(replica, []).append(n)
                else:
                    received += 1
        proven = _proven(raw)
        marks = self._marks(raw)
        return Perte(
            espace=self._espace,
            sauvegarde=sauvegarde,
            base_lisible=True,
            saisies=sum(len(numbers) for numbers in own.values()),
            jamais_exportees=_beyond(own, marks, proven),
            sans_preuve=_beyond(own, proven),
            recues=received,
            brouillons=raw.execute("select count(*) from brouillon").fetchone()[0],
        )

    def _marks(self, raw: Any) -> dict[str, int]:
        """Return how far each own chain was exported, as this machine remembers it."""
        (token,) = raw.execute("select jeton from identite").fetchone()
        known = profil.read(self._dossiers, token) if token else None
        return {replica: n for replica, (n, _) in known.marques.items()} if known else {}

    def _check_espace(self, raw: Any, path: Path) -> None:
        found = raw.execute("select espace, espace_id from identite").fetchone()
        if found != (self._espace.value, self._ouverture.cles[self._espace].espace_id):
            raise FichierRefuse(
                "Sauvegarde d’un autre espace",
                f"La sauvegarde « {path.name} » n’est pas de cet espace. Rien n’a été modifié.",
                "Choisissez une sauvegarde de cet espace.",
            )

    # --- the swap -------------------------------------------------------------------------

    def _set_aside(self, *, readable: bool) -> Path:
        """Keep the present base: as a backup, or its bytes as they are when it is damaged."""
        folder = private_dir(self._dossiers.sauvegardes(self._espace.value))
        if readable:
            present = self._beside(self._base)
            try:
                return SauvegardesService(present).create(REASON).chemin
            finally:
                present.close()
        moment = f"{formats.from_ms(now_ms()):%Y-%m-%d_%H%M%S}"
        target = folder / f"{moment}_{_DAMAGED}.abimee"
        for end in ("", "-wal"):
            part = self._base.with_name(self._base.name + end)
            if part.exists():
                write_whole(target.with_name(target.name + end), part.read_bytes())
        return target

    def _prepare(self, prepared: Path, *, readable: bool) -> tuple[list[str], int | None, Any]:
        """Give the restored base its new identity and what only this poste knows."""
        espace = self._beside(prepared)
        tokens = [espace.store.jeton] if espace.store.jeton else []
        drafts = None
        erased: list[effacement.Purge] = []
        try:
            if readable:
                drafts = backup.keep_local(self._base, self._key, prepared)
                with backup.reading(self._base, self._key) as raw:
                    tokens += [raw.execute("select jeton from identite").fetchone()[0]]
                    erased = effacement.purges_in(raw)
            identite.renew(espace, base=self._base)
            present_if_needed(espace)
            effacement.purge_again(espace, erased)
            return [token for token in tokens if token], drafts, espace.store.identity
        finally:
            espace.close()

    def _beside(self, path: Path) -> EspaceOuvert:
        keys = self._ouverture.cles[self._espace]
        store = EspaceStore.open(
            path, self._key, espace=self._espace, personne_id=self._ouverture.personne_id
        )
        folder = self._dossiers.espace(self._espace.value)
        magasin = Magasin(folder, Sceau(keys.photos))
        return EspaceOuvert(self._espace, store, magasin, self._ouverture.nom, self._dossiers)


def restore_open(
    dossiers: Dossiers, session: Session, espace: Espace, sauvegarde: SauvegardeRecord
) -> BilanRestauration:
    """Restore a backup of an open espace, which is closed meanwhile and opened again.

    Raises:
        FichierRefuse: the backup is damaged or foreign; nothing was changed.
        EcritureImpossible: the disk refuses, or a read is under way; same.
    """
    service = RestaurationService(dossiers, session.ouverture, espace)
    session.espaces[espace].close()
    try:
        return service.restore(sauvegarde)
    finally:
        session.espaces[espace] = open_espace(
            dossiers, session.ouverture.cles[espace], session.ouverture
        )


def _tips(raw: Any) -> dict[str, int]:
    return dict(raw.execute("select replica, n from frontiere").fetchall())


def _proven(raw: Any) -> dict[str, int]:
    """Return, for each chain, the last change that a colleague's own file names as held."""
    proven: dict[str, int] = {}
    for (stored,) in raw.execute("select frontiere from pair"):
        for replica, n in json.loads(stored).items():
            proven[replica] = max(proven.get(replica, 0), n)
    return proven


def _beyond(own: dict[str, list[int]], *held: dict[str, int]) -> int:
    """Count the own changes that none of these reach."""
    return sum(
        sum(n > max(known.get(replica, 0) for known in held) for n in numbers)
        for replica, numbers in own.items()
    )
