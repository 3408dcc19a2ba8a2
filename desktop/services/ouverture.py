"""Creates the espaces of a poste, opens them and closes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.domain.espaces import Espace
from desktop.domain.ids import new_id, new_replica_id, shared_id
from desktop.errors import FichierRefuse, FieldError, SaisieRefusee
from desktop.models.equipe import Membre, Poste
from desktop.paths import Dossiers, private_dir
from desktop.photos.magasin import Magasin
from desktop.security.cles import ClesEspace, new_cles
from desktop.security.equipe import CleEquipe
from desktop.security.phrases import check_phrase
from desktop.security.sceau import Sceau
from desktop.security.trousseau import DEFAULT_COST, Ouverture, Trousseau
from desktop.security.trousseau_fichier import Argon2Cost
from desktop.services import effacement, identite, lecture
from desktop.services.contexte import EspaceOuvert
from desktop.services.referentiel import complete_starting_lists, load_starting_lists
from desktop.storage.espace_store import EspaceStore, Identity
from desktop.storage.queries.equipe import add_team_key
from desktop.storage.unit_of_work import UnitOfWork

FIRST_LETTER = "A"
POSTE_MAX = 60
"""Longest label of a poste: it is shown in lists, and travels in every file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PremierDemarrage:
    """What the first-run assistant asks."""

    personne: str
    phrase: str
    poste: str
    commune: str = ""
    lettre: str = FIRST_LETTER
    espaces: tuple[Espace, ...] = (Espace.TERRAIN,)


@dataclass(slots=True)
class Session:
    """Somebody at work on this poste: the opened slot and the open espaces."""

    trousseau: Trousseau
    ouverture: Ouverture
    espaces: dict[Espace, EspaceOuvert]

    def close(self) -> None:
        """Close every espace."""
        for espace in self.espaces.values():
            espace.close()


def check_start(demande: PremierDemarrage) -> tuple[FieldError, ...]:
    """Return what the first-run assistant still lacks, in screen order."""
    errors: list[FieldError] = []
    if not demande.poste.strip():
        errors.append(FieldError("poste", "Donnez un nom à ce poste, par exemple « Portable A »."))
    elif len(demande.poste) > POSTE_MAX:
        errors.append(FieldError("poste", f"Gardez un nom de {POSTE_MAX} signes au plus."))
    if not demande.lettre.isalpha() or len(demande.lettre) != 1:
        errors.append(FieldError("lettre", "Choisissez une lettre de A à Z pour ce poste."))
    if not demande.personne.strip():
        errors.append(FieldError("personne", "Indiquez votre nom : il signera vos saisies."))
    if not demande.espaces:
        errors.append(FieldError("espaces", "Choisissez au moins un espace."))
    errors.extend(check_phrase(demande.phrase))
    return tuple(errors)


def start(
    dossiers: Dossiers, demande: PremierDemarrage, *, cost: Argon2Cost = DEFAULT_COST
) -> tuple[Session, str]:
    """Create the trousseau and the espaces of a new poste; return the recovery code, shown once.

    Raises:
        SaisieRefusee: something is missing.
        FichierRefuse: this data folder is already in use.
        EcritureImpossible: the disk refuses.
    """
    errors = check_start(demande)
    if errors:
        raise SaisieRefusee(errors)
    dossiers.create()
    _refuse_used(dossiers, demande.espaces)
    cles = [new_cles(espace, new_id()) for espace in demande.espaces]
    trousseau, code = Trousseau.create(
        dossiers.trousseau, demande.personne, demande.phrase, cles, cost
    )
    ouverture = trousseau.unlock(demande.personne, demande.phrase)
    opened = {}
    for keys in cles:
        identity = Identity(
            espace=keys.espace,
            espace_id=keys.espace_id,
            commune=demande.commune,
            replica=new_replica_id(),
            lettre=demande.lettre.upper(),
            poste=demande.poste.strip(),
        )
        espace = create_espace(dossiers, keys, identity, ouverture)
        with espace.store.writing("Espace créé") as unit:
            present_self(unit, espace, responsable=True)
            load_starting_lists(unit)
            first = CleEquipe.create()
            add_team_key(unit.session, first.generation, first.to_dict())
        opened[keys.espace] = espace
    return Session(trousseau, ouverture, opened), code


def unlock(
    dossiers: Dossiers, nom: str, phrase: str, trousseau: Trousseau | None = None
) -> Session:
    """Open what a person may open.

    Raises:
        AccesRefuse: unknown person, wrong passphrase, or too early after failures.
        FichierRefuse: a damaged trousseau or database; nothing was changed.
    """
    keyring = trousseau or Trousseau.load(dossiers.trousseau)
    return open_all(dossiers, keyring, keyring.unlock(nom, phrase))


def recover(dossiers: Dossiers, code: str, nom: str, phrase: str) -> Session:
    """Give a person a new passphrase with the printed recovery code, and open.

    Raises:
        AccesRefuse: mistyped or foreign code, unknown person.
        SaisieRefusee: the new passphrase does not do.
    """
    keyring = Trousseau.load(dossiers.trousseau)
    keyring.change_phrase(nom, phrase, keyring.recover(code))
    return open_all(dossiers, keyring, keyring.unlock(nom, phrase))


def open_all(dossiers: Dossiers, trousseau: Trousseau, ouverture: Ouverture) -> Session:
    """Open every espace of an opened slot; all or none."""
    opened: dict[Espace, EspaceOuvert] = {}
    try:
        for espace, keys in ouverture.cles.items():
            opened[espace] = open_espace(dossiers, keys, ouverture)
    except BaseException:
        for done in opened.values():
            done.close()
        raise
    return Session(trousseau, ouverture, opened)


def create_espace(
    dossiers: Dossiers, keys: ClesEspace, identity: Identity, ouverture: Ouverture
) -> EspaceOuvert:
    """Make the empty database of an espace; the caller grants the keys and fills it."""
    folder = private_dir(dossiers.espace(keys.espace.value))
    store = EspaceStore.create(
        dossiers.base(keys.espace.value),
        keys.base,
        identity=identity,
        personne_id=ouverture.personne_id,
    )
    espace = EspaceOuvert(
        keys.espace, store, Magasin(folder, Sceau(keys.photos)), ouverture.nom, dossiers
    )
    identite.settle(espace)
    return espace


def present_self(unit: UnitOfWork, espace: EspaceOuvert, *, responsable: bool = False) -> None:
    """Write who this person and this poste are, so that colleagues read names in histories.

    `responsable`: the person begins the espace, hence is in charge of it.
    """
    replica = espace.store.identity.replica
    membre = unit.session.get(Membre, unit.author.personne_id)
    if membre is None:
        unit.add(
            Membre,
            None,
            row=unit.author.personne_id,
            nom=espace.personne,
            responsable=True if responsable else None,
        )
    elif membre.nom != espace.personne:
        membre.nom = espace.personne
    row = shared_id("poste", replica)
    if unit.session.get(Poste, row) is None:
        unit.add(
            Poste,
            None,
            row=row,
            replica=replica,
            lettre=espace.store.identity.lettre,
            libelle=espace.store.identity.poste,
        )


def open_espace(dossiers: Dossiers, keys: ClesEspace, ouverture: Ouverture) -> EspaceOuvert:
    """Open one espace; a base that may be a copy or a restored one takes a new identity.

    Raises:
        FichierRefuse: a damaged or foreign base; nothing was changed.
    """
    folder = dossiers.espace(keys.espace.value)
    store = EspaceStore.open(
        dossiers.base(keys.espace.value),
        keys.base,
        espace=keys.espace,
        personne_id=ouverture.personne_id,
    )
    opened = EspaceOuvert(
        keys.espace, store, Magasin(folder, Sceau(keys.photos)), ouverture.nom, dossiers
    )
    try:
        identite.settle(opened)
        present_if_needed(opened)
        effacement.resume(opened)
        lecture.prepare(opened)
        complete_starting_lists(store)
    except BaseException:
        store.close()
        raise
    return opened


def present_if_needed(espace: EspaceOuvert) -> None:
    """Write who is at work: a person added to this poste, a poste that took a new identity."""
    store = espace.store
    with store.reading() as session:
        person = session.get(Membre, store.personne_id)
        poste = session.get(Poste, shared_id("poste", store.identity.replica))
    if person is None or poste is None:
        with store.writing("Personne ajoutée" if poste else "Poste ajouté") as unit:
            present_self(unit, espace)


def _refuse_used(dossiers: Dossiers, espaces: Iterable[Espace]) -> None:
    if any(dossiers.base(espace.value).exists() for espace in espaces):
        raise FichierRefuse(
            "Dossier déjà utilisé",
            "Ce dossier contient déjà une base de Carnet de quartier : rien n’a été modifié.",
            "Ouvrez-la avec sa phrase de passe, ou choisissez un autre dossier.",
        )
