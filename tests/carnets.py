"""A carnet for tests: both espaces, one person, a passphrase that costs nothing to check."""

from __future__ import annotations

from pathlib import Path

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.paths import Dossiers
from desktop.security.trousseau_fichier import Argon2Cost
from desktop.services.equipe import NouvelArrivant, arrive
from desktop.services.ouverture import PremierDemarrage, Session, start

PERSONNE = "C. Martin-Essai"
COLLEAGUE = "D. Durand-Essai"
PHRASE = "cerise lavande tramway fontaine"
CHEAP = Argon2Cost(memory_kib=64, iterations=1, lanes=1)


def make_carnet(
    folder: Path,
    *,
    poste: str = "Portable A",
    lettre: str = "A",
    personne: str = PERSONNE,
    espaces: tuple[Espace, ...] = tuple(Espace),
) -> None:
    """Create the data folder of a poste, closed."""
    demande = PremierDemarrage(
        personne=personne, phrase=PHRASE, poste=poste, lettre=lettre, espaces=espaces,
        commune="Ville-Essai",
    )  # fmt: skip
    session, _ = start(Dossiers(folder), demande, cost=CHEAP)
    travel(session)
    session.close()


def travel(session: Session) -> None:
    """Let each copy of this folder be the base of a machine of its own, as if just installed.

    Without it a copied template is what it looks like, a copied laptop: it takes a new identity.
    """
    for espace in session.espaces.values():
        espace.store.take_identity(espace.store.identity, None)


def join_carnet(
    folder: Path,
    invitation: Path,
    phrase: str,
    *,
    personne: str = COLLEAGUE,
    poste: str = "Portable B",
) -> None:
    """Create the data folder of a poste that joins a team by an invitation, closed."""
    arrivant = NouvelArrivant(personne=personne, phrase=PHRASE, poste=poste)
    session, _ = arrive(Dossiers(folder), None, invitation, phrase, arrivant, cost=CHEAP)
    travel(session)
    session.close()


def open_carnet(folder: Path, *, personne: str = PERSONNE) -> Carnet:
    """Unlock a data folder made by `make_carnet`."""
    carnet = Carnet(folder, log_to_file=False)
    carnet.unlock(personne, PHRASE)
    return carnet
