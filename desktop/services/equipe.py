"""« Rejoindre une équipe »: an invitation makes the espace here, or brings its new keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.echange import BilanImport, InvitationLue
from desktop.domain.equipe import Arrivee
from desktop.domain.ids import new_replica_id
from desktop.errors import FichierRefuse, UserError
from desktop.paths import Dossiers
from desktop.security.cles import ClesEspace, new_cles
from desktop.security.trousseau import DEFAULT_COST, Ouverture, Trousseau
from desktop.security.trousseau_fichier import Argon2Cost
from desktop.services.cles import workshop
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import write_whole
from desktop.services.lecture import LectureService
from desktop.services.ouverture import POSTE_MAX, Session, create_espace, present_self
from desktop.storage.espace_store import Identity, now_ms
from desktop.storage.queries.cles import held_keys, keep_keys
from desktop.sync.invitation import FILE_MAX, Invitation, read_invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class NouvelArrivant:
    """Who joins; a poste that is open already knows the person and needs no phrase."""

    personne: str
    phrase: str
    poste: str


def open_invitation(path: Path, phrase: str, session: Session | None = None) -> InvitationLue:
    """Read what an invitation says, to be compared by telephone before joining.

    Raises:
        FichierRefuse: not an invitation, damaged, out of date, or of an espace that cannot
            live beside those of this poste.
        AccesRefuse: another phrase.
    """
    invitation = _read(path, phrase)
    held = _held(session, invitation)
    if held is not None:
        _check_team(held, invitation, path.name)
    return InvitationLue(
        espace=invitation.espace,
        commune=invitation.commune,
        lettre=invitation.lettre,
        empreinte=invitation.empreinte,
        inviteur=invitation.inviteur,
        donnees=bool(invitation.donnees),
        deja_ici=held is not None,
    )


def arrive(
    dossiers: Dossiers,
    session: Session | None,
    path: Path,
    phrase: str,
    arrivant: NouvelArrivant,
    *,
    cost: Argon2Cost = DEFAULT_COST,
) -> tuple[Session, Arrivee]:
    """Open an invitation on this poste: a new espace, or the new keys of one held here.

    Args:
        dossiers: The data folder.
        session: Who is at work; None on a poste without trousseau.
        path: The invitation.
        phrase: Its phrase.
        arrivant: Person and passphrase for a new trousseau, name of the poste.
        cost: Cost of the passphrase of a new trousseau.

    Raises:
        FichierRefuse: refused invitation, or a data folder already in use.
        AccesRefuse: another phrase.
        SaisieRefusee: name or passphrase of the person.
    """
    invitation = _read(path, phrase)
    held = _held(session, invitation)
    if held is not None:
        news = _update(held, invitation, path.name)
        return _known(session), Arrivee(espace=invitation.espace, mise_a_jour=True, nouvelles=news)
    _refuse_unfit(dossiers, invitation, arrivant.poste)
    dossiers.create()
    keys = new_cles(invitation.espace, invitation.espace_id)
    code: str | None = None
    with _undone_on_failure(dossiers, keys, new=session is None):
        if session is None:
            trousseau, code = Trousseau.create(
                dossiers.trousseau, arrivant.personne, arrivant.phrase, [keys], cost
            )
            ouverture = trousseau.unlock(arrivant.personne, arrivant.phrase)
            session = Session(trousseau, ouverture, {})
            opened = _make(dossiers, ouverture, keys, invitation, arrivant.poste)
        else:
            opened = _make(dossiers, session.ouverture, keys, invitation, arrivant.poste)
            with _closed_on_failure(opened):
                session.ouverture = session.trousseau.grant(session.ouverture, keys)
    session.espaces[keys.espace] = opened
    lecture, refus = _fill(opened, invitation)
    return session, Arrivee(
        espace=invitation.espace,
        code=code,
        nouvelles=len(invitation.cles.cles),
        lecture=lecture,
        refus=refus,
    )


# --- the keys of an espace held here ------------------------------------------------------


def _held(session: Session | None, invitation: Invitation) -> EspaceOuvert | None:
    """Return the open espace that the invitation is about, if it is here."""
    opened = session.espaces.get(invitation.espace) if session is not None else None
    if opened is None or opened.store.identity.espace_id != invitation.espace_id:
        return None
    return opened


def _check_team(espace: EspaceOuvert, invitation: Invitation, name: str) -> None:
    with espace.store.reading() as session:
        mine = held_keys(session)
    if not mine.shares_with(invitation.cles):
        raise FichierRefuse(
            "Autre équipe",
            f"L’invitation « {name} » ne vient pas de votre équipe : rien n’a été modifié.",
            "Ne l’utilisez pas, et prévenez la personne qui vous l’a donnée.",
        )
    if invitation.cles.generation < mine.generation:
        raise FichierRefuse(
            "Invitation dépassée",
            (
                f"L’invitation « {name} » porte une clé plus ancienne que celle de ce poste : "
                "rien n’a été modifié."
            ),
            "Demandez une invitation faite après le changement de clé, si un fichier ne s’ouvre "
            "pas. Sinon, ce poste n’en a pas besoin.",
        )


def _update(espace: EspaceOuvert, invitation: Invitation, name: str) -> int:
    """Add the keys that the poste lacks and the moments of losses; return how many keys."""
    _check_team(espace, invitation, name)
    with espace.store.local_writing() as session:
        before = held_keys(session)
        after = before.merged(invitation.cles)
        if after != before:
            keep_keys(session, after)
    return len(after.cles) - len(before.cles)


def _known(session: Session | None) -> Session:
    if session is None:
        raise AssertionError("an espace is only held by somebody at work")
    return session


# --- a new espace -------------------------------------------------------------------------


def _refuse_unfit(dossiers: Dossiers, invitation: Invitation, poste: str) -> None:
    if dossiers.base(invitation.espace.value).exists():
        raise FichierRefuse(
            "Espace déjà présent",
            (
                "Ce poste a déjà un espace de ce type, d’une autre équipe ou fermé pour vous : "
                "rien n’a été modifié."
            ),
            "Ouvrez l’espace existant, ou rejoignez l’équipe dans un autre dossier de données.",
        )
    if not invitation.lettre:
        raise FichierRefuse(
            "Invitation pour un poste de l’équipe",
            (
                "Cette invitation met à jour la clé d’un poste qui a déjà l’espace ; elle ne "
                "donne pas de lettre à un nouveau poste."
            ),
            "Demandez à votre collègue une invitation « pour un nouveau poste ».",
        )
    if not 0 < len(poste.strip()) <= POSTE_MAX:
        raise UserError(
            "Nom du poste à donner",
            f"Ce poste n’a pas encore de nom, ou un nom de plus de {POSTE_MAX} signes.",
            "Donnez-lui un nom court, par exemple « Portable B ».",
        )


def _make(
    dossiers: Dossiers, ouverture: Ouverture, keys: ClesEspace, invitation: Invitation, poste: str
) -> EspaceOuvert:
    identity = Identity(
        espace=invitation.espace,
        espace_id=invitation.espace_id,
        commune=invitation.commune,
        replica=new_replica_id(),
        lettre=invitation.lettre,
        poste=poste.strip(),
    )
    espace = create_espace(dossiers, keys, identity, ouverture)
    with _closed_on_failure(espace), espace.store.writing("Poste ajouté") as unit:
        present_self(unit, espace)
        keep_keys(unit.session, invitation.cles)
    return espace


def _fill(espace: EspaceOuvert, invitation: Invitation) -> tuple[BilanImport | None, str]:
    """Read the data of an invitation; the espace stays, empty, when they are refused."""
    if not invitation.donnees:
        return None, ""
    with workshop(espace) as folder:
        copy = folder / "donnees.carnet"
        try:
            write_whole(copy, invitation.donnees)
            return LectureService(espace).import_(copy).valeur, ""
        except UserError as error:
            return None, str(error)


@contextmanager
def _closed_on_failure(espace: EspaceOuvert) -> Iterator[None]:
    try:
        yield
    except BaseException:
        espace.close()
        raise


@contextmanager
def _undone_on_failure(dossiers: Dossiers, keys: ClesEspace, *, new: bool) -> Iterator[None]:
    """Leave no half-made espace behind: the same invitation must serve again."""
    folder, known = dossiers.espace(keys.espace.value), dossiers.trousseau.exists()
    try:
        yield
    except BaseException:
        with suppress(OSError):  # the disk that failed may be gone
            shutil.rmtree(folder, ignore_errors=True)
            if new and not known:
                dossiers.trousseau.unlink(missing_ok=True)
        raise


def _read(path: Path, phrase: str) -> Invitation:
    try:
        with path.open("rb") as file:
            data = file.read(FILE_MAX + 1)
    except OSError as error:
        raise FichierRefuse(
            "Invitation introuvable",
            f"Le fichier « {path} » est introuvable ou illisible.",
            "Vérifiez que la clé est branchée, puis recommencez.",
        ) from error
    return read_invitation(data, phrase, name=path.name, now_ms=now_ms())
