"""The refusals of the trousseau, told apart by class so that a form knows its field."""

from __future__ import annotations

from desktop.errors import AccesRefuse, FichierRefuse
from desktop.formats import plural, typo


class PersonneInconnue(AccesRefuse):
    """No slot bears this name."""

    def __init__(self) -> None:
        super().__init__(
            "Personne inconnue",
            "Aucune personne de ce nom sur ce poste.",
            "Choisissez un nom de la liste, ou demandez à un collègue de vous ajouter.",
        )


class PhraseRefusee(AccesRefuse):
    """The passphrase is not the right one; the file itself is sound."""

    def __init__(self) -> None:
        super().__init__(
            "Phrase de passe refusée",
            "La phrase de passe n’est pas la bonne.",
            typo(
                "Vérifiez les majuscules et la langue du clavier, puis recommencez. "
                "Si elle est oubliée, utilisez le code de secours imprimé."
            ),
        )


class CodeRefuse(AccesRefuse):
    """A recovery code that is mistyped or is not the one of this poste.

    `groups` numbers the groups to look at again, from 1; empty when no group stands out.
    """

    def __init__(self, message: str, remedy: str, groups: tuple[int, ...] = ()) -> None:
        super().__init__("Code de secours refusé", typo(message), typo(remedy))
        self.groups = groups


class AttenteNecessaire(AccesRefuse):
    """Too many failures: nothing is tried before `seconds`, a whole number."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Patientez un instant",
            "Plusieurs phrases de passe ont été refusées.",
            f"Attendez encore {plural(seconds, 'seconde')} avant de recommencer.",
        )
        self.seconds = seconds


class AccesManquant(AccesRefuse):
    """The opened person holds no key of an espace that the action needs."""

    def __init__(self) -> None:
        super().__init__(
            "Accès non ouvert",
            "Votre accès ne comprend pas cet espace.",
            "Demandez à une personne qui l’utilise sur ce poste de vous l’ouvrir.",
        )


_SAUVEGARDE = (
    "Le fichier n’a pas été modifié. Remettez à sa place une copie de sauvegarde du dossier."
)


def trousseau_absent() -> FichierRefuse:
    """Say that there is no file at all."""
    return FichierRefuse(
        "Trousseau introuvable",
        "Le fichier des accès (trousseau.json) n’est pas dans le dossier de données.",
        "Vérifiez le dossier choisi, ou remettez à sa place une copie de sauvegarde.",
    )


def trousseau_illisible() -> FichierRefuse:
    """Say that the system refuses to read the file."""
    return FichierRefuse(
        "Trousseau inaccessible",
        "Le fichier des accès (trousseau.json) existe, mais il ne peut pas être lu.",
        "Demandez les droits de lecture sur ce fichier, ou vérifiez que le disque est branché.",
    )


def trousseau_vide() -> FichierRefuse:
    """Say that the file holds no byte."""
    return FichierRefuse(
        "Trousseau vide", "Le fichier des accès (trousseau.json) est vide.", _SAUVEGARDE
    )


def trousseau_etranger() -> FichierRefuse:
    """Say that the file was not written by this application."""
    return FichierRefuse(
        "Trousseau non reconnu",
        typo("Ce fichier trousseau.json n’a pas été écrit par « Carnet de quartier »."),
        _SAUVEGARDE,
    )


def trousseau_tronque() -> FichierRefuse:
    """Say that the end of the file is missing."""
    return FichierRefuse(
        "Trousseau incomplet",
        typo("Le fichier des accès (trousseau.json) est incomplet : il manque sa fin."),
        _SAUVEGARDE,
    )


def trousseau_abime() -> FichierRefuse:
    """Say that the content is not what the application wrote."""
    return FichierRefuse(
        "Trousseau abîmé",
        "Le fichier des accès (trousseau.json) a été abîmé ou modifié.",
        _SAUVEGARDE,
    )


def trousseau_trop_recent() -> FichierRefuse:
    """Say that a newer version wrote the file."""
    return FichierRefuse(
        "Version trop ancienne",
        "Le fichier des accès (trousseau.json) vient d’une version plus récente de l’application.",
        typo("Installez la dernière version de « Carnet de quartier ». Rien n’a été modifié."),
    )
