"""User actions that watch over personal data: reading log, search in free texts (V5, V16)."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.relogement.vie_privee import (
    BlocSensible,
    ConsultationRecord,
    TexteLibreRecord,
)
from desktop.formats import fold, from_ms
from desktop.models.local import Consultation
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import writing_whole
from desktop.services.responsables import require_responsable
from desktop.storage.queries import vie_privee as query
from desktop.texts.vie_privee import bloc_words

MOST = 20_000
"""Readings shown at once; the file holds them all."""

_ALL = 10_000_000


class ViePriveeService:
    """The reading log of this poste and the free texts of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def note(self, menage_id: str, bloc: BlocSensible) -> None:
        """Write that the person at work read, or printed, a block of a dossier.

        Raises:
            EcritureImpossible: the disk refused.
        """
        with self._store.local_writing() as session:
            session.add(
                Consultation(
                    auteur=self._store.personne_id,
                    moment_ms=self._store.clock(),
                    entite="menage",
                    ligne=menage_id,
                    bloc=bloc.value,
                )
            )

    def consultations(self) -> list[ConsultationRecord]:
        """Return the last readings of this poste, the newest first; the look itself is noted.

        Raises:
            UserError: the person is not responsable of the espace.
        """
        require_responsable(self._store)
        with self._store.reading() as session:
            found = query.consultations(session, MOST)
        self.note("", BlocSensible.CONSULTATIONS)
        return found

    def export_consultations(self, path: Path) -> int:
        """Write the whole reading log as CSV; return how many lines.

        Raises:
            UserError: the person is not responsable of the espace, or the disk refused.
        """
        from desktop.interop.csv_fr import write_csv
        from desktop.interop.feuilles import Colonne, Feuille, Genre

        require_responsable(self._store)
        with self._store.reading() as session:
            found = query.consultations(session, _ALL)
        columns = (
            Colonne(cle="moment", titre="Quand", genre=Genre.MOMENT),
            Colonne(cle="auteur", titre="Qui"),
            Colonne(cle="reference", titre="Dossier"),
            Colonne(cle="bloc", titre="Bloc"),
        )
        lines = [
            (from_ms(one.moment_ms), one.auteur, one.reference, bloc_words(one.bloc))
            for one in found
        ]
        with writing_whole(path) as file:
            write_csv(file, Feuille("Consultations", columns, lines))
        return len(found)

    def textes_libres(self, cherche: str = "") -> list[TexteLibreRecord]:
        """Return the free texts that hold all the typed words, those to be reviewed first.

        Raises:
            UserError: the person is not responsable of the espace.
        """
        require_responsable(self._store)
        words = fold(cherche).split()
        with self._store.reading() as session:
            found = [
                one
                for one in query.textes_libres(session)
                if all(word in fold(one.texte) for word in words)
            ]
        if not words:
            self.note("", BlocSensible.TEXTES)  # once, not at each key
        return sorted(found, key=lambda one: (not one.signales, one.reference, one.entite))
