"""« Rejoindre une équipe »: opens an invitation and makes the espace on this poste."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.domain.echange import InvitationLue
from desktop.domain.ids import new_replica_id
from desktop.errors import FichierRefuse, UserError
from desktop.paths import Dossiers
from desktop.security.cles import ClesEspace, new_cles
from desktop.security.trousseau import DEFAULT_COST, Trousseau
from desktop.security.trousseau_fichier import Argon2Cost
from desktop.services.contexte import EspaceOuvert
from desktop.services.ouverture import POSTE_MAX, Session, create_espace, present_self
from desktop.storage.espace_store import Identity, now_ms
from desktop.storage.queries.equipe import add_team_key
from desktop.sync.invitation import Invitation, read_invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class NouvelArrivant:
    """Who joins on a poste that has no trousseau yet."""

    personne: str
    phrase: str
    poste: str


def open_invitation(path: Path, phrase: str) -> InvitationLue:
    """Read what an invitation says, to be compared by telephone before joining.

    Raises:
        FichierRefuse: not an invitation, damaged, or out of date.
        AccesRefuse: another phrase.
    """
    invitation = _read(path, phrase)
    return InvitationLue(
        espace=invitation.espace,
        commune=invitation.commune,
        lettre=invitation.lettre,
        empreinte=invitation.current.fingerprint(),
        inviteur=invitation.inviteur,
    )


def join_new(
    dossiers: Dossiers,
    path: Path,
    phrase: str,
    arrivant: NouvelArrivant,
    *,
    cost: Argon2Cost = DEFAULT_COST,
) -> tuple[Session, str]:
    """Join from a poste without trousseau; return the session and the recovery code.

    Raises:
        FichierRefuse: refused invitation, or a data folder already in use.
        AccesRefuse: another phrase.
        SaisieRefusee: name or passphrase of the person.
    """
    invitation = _read(path, phrase)
    dossiers.create()
    _refuse_held(dossiers, invitation)
    keys = new_cles(invitation.espace, invitation.espace_id)
    trousseau, code = Trousseau.create(
        dossiers.trousseau, arrivant.personne, arrivant.phrase, [keys], cost
    )
    session = Session(trousseau, trousseau.unlock(arrivant.personne, arrivant.phrase), {})
    session.espaces[keys.espace] = _make(dossiers, session, keys, invitation, arrivant.poste)
    return session, code


def join_more(
    dossiers: Dossiers, session: Session, path: Path, phrase: str, poste: str
) -> EspaceOuvert:
    """Join one more espace on a poste that is open.

    Raises:
        FichierRefuse: refused invitation, or this espace is already here.
        AccesRefuse: another phrase.
    """
    invitation = _read(path, phrase)
    _refuse_held(dossiers, invitation)
    keys = new_cles(invitation.espace, invitation.espace_id)
    session.ouverture = session.trousseau.grant(session.ouverture, keys)
    opened = _make(dossiers, session, keys, invitation, poste)
    session.espaces[keys.espace] = opened
    return opened


def _make(
    dossiers: Dossiers, session: Session, keys: ClesEspace, invitation: Invitation, poste: str
) -> EspaceOuvert:
    if not 0 < len(poste.strip()) <= POSTE_MAX:
        raise UserError(
            "Nom du poste à donner",
            f"Ce poste n’a pas encore de nom, ou un nom de plus de {POSTE_MAX} signes.",
            "Donnez-lui un nom court, par exemple « Portable B ».",
        )
    identity = Identity(
        espace=invitation.espace,
        espace_id=invitation.espace_id,
        commune=invitation.commune,
        replica=new_replica_id(),
        lettre=invitation.lettre,
        poste=poste.strip(),
    )
    espace = create_espace(dossiers, keys, identity, session.ouverture)
    with espace.store.writing("Poste ajouté") as unit:
        present_self(unit, espace)
        for generation, cle in invitation.cles.items():
            add_team_key(unit.session, generation, cle.to_dict())
    return espace


def _read(path: Path, phrase: str) -> Invitation:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FichierRefuse(
            "Invitation introuvable",
            f"Le fichier « {path} » est introuvable ou illisible.",
            "Vérifiez que la clé est branchée, puis recommencez.",
        ) from error
    return read_invitation(data, phrase, name=path.name, now_ms=now_ms())


def _refuse_held(dossiers: Dossiers, invitation: Invitation) -> None:
    if dossiers.base(invitation.espace.value).exists():
        raise FichierRefuse(
            "Espace déjà présent",
            "Ce poste a déjà un espace de ce type : rien n’a été modifié.",
            "Ouvrez l’espace existant, ou rejoignez l’équipe dans un autre dossier de données.",
        )
