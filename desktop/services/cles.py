"""« Clé de l’équipe »: show it, change it after a loss, invite postes with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import chain, count
from pathlib import Path
from typing import Any

from desktop import formats
from desktop.domain.echange import InvitationFaite
from desktop.domain.equipe import EtatCle, EtatInvitation, GenerationCle, InvitationDonnee, MotifCle
from desktop.domain.ids import new_id
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.models.journal import Lot
from desktop.paths import private_dir
from desktop.security.equipe import CleEquipe, suggest_code
from desktop.security.generations import ClesTenues
from desktop.services.contexte import EspaceOuvert
from desktop.services.echange import EchangeService
from desktop.services.fichiers import write_whole
from desktop.storage.queries import cles as query
from desktop.storage.queries import echange as lots
from desktop.storage.queries.equipe import letters
from desktop.sync.invitation import DATA_MAX, Invitation, write_invitation

INVITATION_SUFFIX = ".invitation"
INVITATION_DAYS = 7
DAYS_MAX = 30
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAME_MAX = 80


class ClesService:
    """The team key of one open espace; nothing here ever enters the log."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    # --- the key --------------------------------------------------------------------------

    def fingerprint(self) -> tuple[str, ...]:
        """Return the six words of the team key, the same on every poste that is up to date."""
        return self._held().current.cle.fingerprint()

    def etat(self) -> EtatCle:
        """Return the keys of every generation, the latest first, without their secrets."""
        with self._store.reading() as session:
            held = query.held_keys(session)
            postes = query.other_postes(session, self._store.identity.replica)
            lettres = query.double_letters(session)
        return EtatCle(
            empreinte=held.current.cle.fingerprint(),
            generations=tuple(
                GenerationCle(
                    generation=one.cle.generation,
                    empreinte=one.cle.fingerprint(),
                    depuis_ms=one.depuis_ms,
                    remplacee_ms=one.remplacee_ms,
                    motif=one.motif,
                    actuelle=one is held.current,
                )
                for one in held.cles
            ),
            jumelles=held.twins,
            postes=tuple(postes),
            lettres=lettres,
        )

    def change(self, motif: MotifCle) -> EtatCle:
        """Make the next generation: new files use it, older files stay readable here.

        Any person of the team may do it: whoever is in charge may be the one who lost the
        laptop, and a change reveals nothing. What the lost poste already held stays there.

        Returns:
            The new key, and the postes to invite again.
        """
        with self._store.local_writing() as session:
            held = query.held_keys(session)
            after = held.renewed(
                CleEquipe.create(held.generation + 1),
                now_ms=max(self._store.clock(), 0),
                motif=motif.value,
            )
            query.keep_keys(session, after)
        return self.etat()

    # --- invitations ----------------------------------------------------------------------

    def invite(
        self,
        target: Path,
        *,
        days: int = INVITATION_DAYS,
        nouveau: bool = True,
        donnees: bool = False,
        pour: str = "",
        cancelled: Callable[[], bool] | None = None,
    ) -> InvitationFaite:
        """Write an invitation; its phrase is told by telephone and kept nowhere.

        Args:
            target: A folder, or the file to write.
            days: How long it may be opened.
            nouveau: For one more poste, which gets a letter; else for the postes of the team,
                which only need the new key.
            donnees: Put every record inside, without photos.
            pour: Whom it is for; stays on this poste.
            cancelled: Asked while the data are written.

        Raises:
            SaisieRefusee: days or name out of bounds.
            EcritureImpossible: the medium refuses.
            UserError: every letter is taken, or the data are too large.
            Annule: given up; nothing is left.
        """
        _check(days, pour)
        identity = self._store.identity
        data = self._data(cancelled) if donnees and nouveau else b""
        moment = self._store.clock()
        expire = moment + int(timedelta(days=days).total_seconds() * 1000)
        noted = {"expire_ms": expire, "donnees": bool(data), "pour": pour.strip()}
        with self._noted(noted, moment, nouveau=nouveau) as (lettre, cles):
            invitation = Invitation(
                espace=identity.espace,
                espace_id=identity.espace_id,
                commune=identity.commune,
                inviteur=identity.poste,
                lettre=lettre,
                expire_ms=expire,
                cles=cles,
                donnees=data,
            )
            if target.is_dir():
                whom = f"poste-{lettre}" if lettre else "mise-a-jour"
                target = _free_name(target, f"invitation_{identity.espace.value}_{whom}")
            phrase = suggest_code()
            sealed = write_invitation(invitation, phrase)
            write_whole(target, sealed)
        return InvitationFaite(
            chemin=str(target),
            phrase=phrase,
            lettre=lettre,
            empreinte=invitation.empreinte,
            expire_ms=expire,
            donnees=bool(data),
            taille=len(sealed),
        )

    def invitations(self) -> list[InvitationDonnee]:
        """Return the invitations given from this poste, the latest first."""
        with self._store.reading() as session:
            given = query.invitations(session)
            arrived = letters(session)
            generation = query.held_keys(session).generation
        return [_given(lot, arrived, generation, self._store.clock()) for lot in given]

    @contextmanager
    def _noted(
        self, noted: dict[str, Any], moment: int, *, nouveau: bool
    ) -> Iterator[tuple[str, ClesTenues]]:
        """Take a letter while the file is made; give it back if the file is not written."""
        lot_id = new_id()
        with self._store.local_writing() as session:
            taken = letters(session) | lots.invited_letters(session)
            lettre = _free_letter(taken) if nouveau else ""
            cles = query.held_keys(session)
            lots.note_lot(
                session,
                Lot(
                    id=lot_id,
                    sens=lots.INVITATION,
                    replica=self._store.identity.replica,
                    poste=lettre,
                    ms=moment,
                    nouveaux=0,
                    photos=0,
                    bilan=json.dumps({**noted, "generation": cles.generation}),
                ),
            )
        try:
            yield lettre, cles
        except BaseException:
            with self._store.local_writing() as session:
                query.forget_invitation(session, lot_id)
            raise

    def _data(self, cancelled: Callable[[], bool] | None) -> bytes:
        """Return a complete exchange file without photos, made beside the database."""
        with workshop(self._espace) as folder:
            copy = folder / "donnees.carnet"
            EchangeService(self._espace).export(copy, photos=False, cancelled=cancelled)
            if copy.stat().st_size > DATA_MAX:
                raise UserError(
                    "Données trop volumineuses",
                    f"Les fiches de cet espace pèsent {formats.file_size(copy.stat().st_size)}, "
                    f"plus que les {formats.file_size(DATA_MAX)} qu’une invitation peut porter.",
                    "Invitez sans les données, puis préparez un fichier d’échange.",
                )
            return copy.read_bytes()

    def _held(self) -> ClesTenues:
        with self._store.reading() as session:
            return query.held_keys(session)


@contextmanager
def workshop(espace: EspaceOuvert) -> Iterator[Path]:
    """Give a folder of the espace for the data of an invitation: sealed, and gone afterwards."""
    folder = espace.dossier / "invitation"
    shutil.rmtree(folder, ignore_errors=True)  # what a power cut may have left
    try:
        yield private_dir(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check(days: int, pour: str) -> None:
    errors = []
    if not 1 <= days <= DAYS_MAX:
        errors.append(FieldError("jours", f"Choisissez une durée de 1 à {DAYS_MAX} jours."))
    if len(pour) > _NAME_MAX:
        errors.append(FieldError("pour", f"Indiquez {_NAME_MAX} caractères au plus."))
    if errors:
        raise SaisieRefusee(errors)


def _free_letter(taken: set[str]) -> str:
    for letter in _LETTERS:
        if letter not in taken:
            return letter
    raise UserError(
        "Plus de lettre libre",
        "Les vingt-six lettres de poste sont déjà attribuées dans cet espace.",
        "Réutilisez un poste existant plutôt que d’en inviter un nouveau.",
    )


def _free_name(folder: Path, stem: str) -> Path:
    """Return a name that is free: an earlier invitation goes with an earlier phrase."""
    marks = chain([""], (f"-{rank}" for rank in count(2)))
    paths = (folder / f"{stem}{mark}{INVITATION_SUFFIX}" for mark in marks)
    return next(path for path in paths if not path.exists())


def _given(lot: Lot, arrived: set[str], generation: int, now_ms: int) -> InvitationDonnee:
    noted = json.loads(lot.bilan) if lot.bilan else {}
    expire_ms = noted.get("expire_ms")
    if lot.poste in arrived:
        etat = EtatInvitation.ARRIVEE
    elif noted.get("generation", generation) < generation:
        etat = EtatInvitation.DEPASSEE
    elif expire_ms is not None and now_ms > expire_ms:
        etat = EtatInvitation.PERIMEE
    else:
        etat = EtatInvitation.ATTENTE
    return InvitationDonnee(
        lettre=lot.poste,
        pour=noted.get("pour", ""),
        donnee_ms=lot.ms,
        expire_ms=expire_ms,
        donnees=noted.get("donnees", False),
        etat=etat,
    )
