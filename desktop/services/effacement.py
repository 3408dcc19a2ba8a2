"""« Effacer définitivement… »: a record leaves every poste, and a record of it stays."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from desktop import formats
from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import MotifEffacement
from desktop.domain.effacement import (
    EFFACABLES,
    MOT,
    SAUVEGARDES_MOIS,
    ApercuEffacement,
    ProcesVerbal,
)
from desktop.domain.records import SauvegardeRecord
from desktop.errors import EcritureImpossible, UserError
from desktop.models import entities
from desktop.services.contexte import EspaceOuvert
from desktop.services.responsables import require_responsable
from desktop.services.resultat import Resultat
from desktop.services.sauvegardes import SauvegardesService
from desktop.storage import effacement, journal
from desktop.storage.queries import effacement as query
from desktop.storage.queries.mots import Words

logger = logging.getLogger(__name__)

Purge: TypeAlias = tuple[str, str, str]
"""Entity, root and reason of one erasure."""

_MONTH = timedelta(days=30)


class EffacementService:
    """Erases records of one open espace for ever; no backup is made before, it would keep them."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    # --- before ---------------------------------------------------------------------------

    def find(self, typed: str) -> tuple[str, str]:
        """Return (entity, row) of the one record of this id, number or name.

        Raises:
            UserError: there is none, or several.
        """
        with self._store.reading() as session:
            found = query.find(session, entities(self._espace.espace), typed.strip())
        if len(found) != 1:
            raise UserError(
                "Fiche introuvable" if not found else "Plusieurs fiches",
                "Aucune fiche à effacer ne porte ce numéro ou ce nom."
                if not found
                else "Plusieurs fiches portent ce numéro ou ce nom.",
                "Indiquez son identifiant, ou sa référence exacte.",
            )
        return found[0]

    def preview(self, entity: str, row: str) -> ApercuEffacement:
        """Say what would go and who holds a copy; nothing is written.

        Raises:
            AccesRefuse: the person at work is not in charge of the espace.
            UserError: the record cannot be erased, or is erased already.
        """
        require_responsable(self._store)
        with self._store.reading() as session:
            return self._preview(session, entity, row)

    def _preview(self, session: query.Opened, entity: str, row: str) -> ApercuEffacement:
        table = entities(self._espace.espace).get(entity)
        found = None if table is None else session.get(table, row)
        if table is None or found is None or entity not in EFFACABLES or found.racine != row:
            raise UserError(
                "Effacement impossible",
                "Cette fiche ne peut pas être effacée seule : rien n’a été modifié.",
                "Effacez la fiche dont elle dépend.",
            )
        connection = session.connection()
        if journal.purged_roots(connection, [row]):
            raise UserError(
                "Fiche déjà effacée",
                "Cette fiche a déjà été effacée définitivement.",
                "Son procès-verbal se retrouve dans le menu Outils, Effacements.",
            )
        members = [row, *query.linked(session, table, row)]
        visits = query.visits_of(session, members) if entity == "menage" else []
        roots = (*members, *visits)
        fiches = query.counts(connection, roots)
        rows = {*roots, *effacement.rows_under(connection, roots)}
        return ApercuEffacement(
            espace=self._espace.espace,
            entity=entity,
            row=row,
            mot=query.name_of(found) or MOT,
            racines=roots,
            photos=fiches.pop("photo", 0),
            fiches=fiches,
            brouillons=len(effacement.drafts_of(connection, rows)),
            doublons=len(members) - 1,
            ailleurs=query.moved_to(session, members, roots) if entity == "menage" else 0,
            sauvegardes=self.backups_of(roots),
            postes=query.holders(session, roots, self._store.identity.replica),
        )

    # --- erasing --------------------------------------------------------------------------

    def erase(
        self, entity: str, row: str, motif: MotifEffacement, confirmation: str
    ) -> Resultat[ProcesVerbal]:
        """Erase a record, what hangs under it and its linked duplicates, on every poste.

        Raises:
            AccesRefuse: the person at work is not in charge of the espace.
            UserError: the confirmation is another word, or the record cannot be erased.
            EcritureImpossible: the disk refuses; the rest is done at the next opening.
        """
        apercu = self.preview(entity, row)
        if formats.fold(confirmation.strip()) != formats.fold(apercu.mot):
            raise UserError(
                "Confirmation différente",
                "Le texte tapé n’est pas celui qui est demandé : rien n’a été effacé.",
                "Recopiez le numéro ou le nom de la fiche, tel qu’il est affiché.",
            )
        with self._store.writing("") as unit:  # « Annuler » must never offer it
            for rank, root in enumerate(apercu.racines):
                unit.purge(entity if rank <= apercu.doublons else "contact", root, motif)
        logger.info("a record was erased for ever: %d root(s)", len(apercu.racines))
        effacement.settle(self._store, self._espace.magasin.erase)
        effacement.flush_past(self._store)
        return Resultat(self.proces_verbal(row), unit.changes)

    # --- after ----------------------------------------------------------------------------

    def past(self) -> list[ProcesVerbal]:
        """Return the erasures that this poste knows of, the latest first; backups are not read."""
        with self._store.reading() as session:
            return [self._record(session, act, ()) for act in query.acts(session.connection())]

    def proces_verbal(self, row: str) -> ProcesVerbal:
        """Return the record of an erasure, with the backups of this poste that still hold it.

        Raises:
            UserError: this poste knows of no erasure of that record.
        """
        with self._store.reading() as session:
            for act in query.acts(session.connection()):
                if row in act.roots:
                    return self._record(session, act, self.backups_of(act.roots))
        raise UserError(
            "Effacement inconnu",
            "Ce poste ne connaît pas d’effacement de cette fiche.",
            "Lisez d’abord le fichier d’échange du poste qui l’a effacée.",
        )

    def _record(
        self, session: query.Opened, act: query.Acte, backups: tuple[SauvegardeRecord, ...]
    ) -> ProcesVerbal:
        connection, identity = session.connection(), self._store.identity
        words = Words(connection)
        first = act.purges[0]
        fiches = query.counts(connection, act.roots)
        return ProcesVerbal(
            espace=identity.espace,
            commune=identity.commune,
            entity=first.entity,
            racines=act.roots,
            motif=str((first.payload or {}).get("m", "")),
            ms=first.stamp.ms,
            auteur=words.person(first.author),
            poste=words.poste(first.replica),
            photos=fiches.pop("photo", 0),
            fiches=fiches,
            lignes=query.lines(connection, act.roots),
            sauvegardes=backups,
            postes=query.holders(session, act.roots, identity.replica),
        )

    def backups_of(self, roots: Iterable[str]) -> tuple[SauvegardeRecord, ...]:
        """Return the backups of this poste that still hold a text of some roots, newest first."""
        wanted = tuple(roots)
        return tuple(
            record
            for record in SauvegardesService(self._espace).list()
            if query.holds(record.chemin, self._store.key, wanted)
        )

    def drop_backups(self, row: str, *, months: int = SAUVEGARDES_MOIS) -> int:
        """Delete the backups that still hold an erased record and are older; return how many.

        A backup without the record is made first, so that the poste is never left without one.
        `months` 0: every backup that holds it.

        Raises:
            AccesRefuse: the person at work is not in charge of the espace.
            EcritureImpossible: no good backup could be made, or the disk refuses.
        """
        require_responsable(self._store)
        limit = formats.from_ms(self._store.clock()) - months * _MONTH
        gone = older(self.proces_verbal(row).sauvegardes, limit)
        if gone:
            SauvegardesService(self._espace).create("apres-effacement")
        for record in gone:
            try:
                record.chemin.unlink(missing_ok=True)
            except OSError as error:
                raise EcritureImpossible(
                    "Sauvegarde non supprimée",
                    f"La sauvegarde « {record.chemin.name} » n’a pas pu être supprimée.",
                    "Vérifiez les droits du dossier des sauvegardes, puis recommencez.",
                ) from error
        return len(gone)


def older(records: Iterable[SauvegardeRecord], limit: datetime) -> list[SauvegardeRecord]:
    """Return the backups made up to a moment."""
    return [record for record in records if record.cree_le <= limit]


def resume(espace: EspaceOuvert) -> None:
    """At the opening: end what a stop of the machine left of an erasure.

    A disk that still refuses to delete a file must not keep the espace closed: the file is
    unreadable without the key, no record names it, and the next opening tries again.
    """
    try:
        if effacement.settle(espace.store, espace.magasin.erase):
            effacement.flush_past(espace.store)
    except EcritureImpossible:
        logger.info("a picture that was erased is still on the disk: to be tried again")


# --- a restored or rewound base -----------------------------------------------------------


def purges_in(raw: Any) -> list[Purge]:
    """Return every erasure that an open base knows, to be said again to an older one."""
    found = raw.execute("select entite, racine, contenu from changement where sorte = 'purge'")
    return [
        (entity, root, str(json.loads(body or "{}").get("m", "")))
        for entity, root, body in found.fetchall()
    ]


def purge_again(espace: EspaceOuvert, purges: Iterable[Purge]) -> ChangeSet:
    """Erase in a restored base what was erased since: a purge is never taken back."""
    wanted = list(purges)
    with espace.store.writing("") as unit:
        known = journal.purged_roots(unit.connection, [root for _, root, _ in wanted])
        for entity, root, reason in wanted:
            if root not in known:
                unit.purge(entity, root, reason)
    effacement.settle(espace.store, espace.magasin.erase)
    effacement.flush_past(espace.store)
    return unit.changes
