"""French wording of the photos: their import, what covers them, what keeps them back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from desktop import formats
from desktop.domain.changes import Value
from desktop.domain.codes import (
    CouleurAnnotation,
    CoupurePhoto,
    FormeMasque,
    GenreAnnotation,
    IssueImport,
    MotifRetenue,
    OriginePosition,
    RolePhoto,
    StyleMasque,
    VerifPhoto,
)
from desktop.domain.diagnostics.masques import COTE, parse_annotations, parse_masques

ROLE_PHOTO: Final[Mapping[RolePhoto, str]] = {
    RolePhoto.CONTEXTE: "Contexte",
    RolePhoto.DETAIL: "Détail",
    RolePhoto.AVANT: "Avant",
    RolePhoto.APRES: "Après",
    RolePhoto.PLAN: "Plan",
    RolePhoto.ETIQUETTE: "Étiquette",
}

VERIF_PHOTO: Final[Mapping[VerifPhoto, str]] = {
    VerifPhoto.A_VERIFIER: "À vérifier",
    VerifPhoto.SANS_PERSONNE: "Sans personne",
    VerifPhoto.FLOUTEE: "Floutée",
    VerifPhoto.NON_DIFFUSABLE: "Non diffusable",
}

COUPURE_PHOTO: Final[Mapping[CoupurePhoto, str]] = {
    CoupurePhoto.SEPAREE: "Séparée des précédentes",
    CoupurePhoto.JOINTE: "Jointe aux précédentes",
}

ISSUE_IMPORT: Final[Mapping[IssueImport, str]] = {
    IssueImport.IMPORTEE: "Importée",
    IssueImport.TRACE: "Trace gardée",
    IssueImport.DOUBLON: "Doublon",
    IssueImport.REFUSEE: "Refusé",
    IssueImport.A_REPRENDRE: "À reprendre",
}

FORME_MASQUE: Final[Mapping[FormeMasque, str]] = {
    FormeMasque.RECTANGLE: "Rectangle",
    FormeMasque.ELLIPSE: "Ellipse",
}

STYLE_MASQUE: Final[Mapping[StyleMasque, str]] = {
    StyleMasque.MOSAIQUE: "Mosaïque",
    StyleMasque.PLEIN: "Aplat",
}

GENRE_ANNOTATION: Final[Mapping[GenreAnnotation, str]] = {
    GenreAnnotation.FLECHE: "Flèche",
    GenreAnnotation.ELLIPSE: "Cercle",
    GenreAnnotation.TEXTE: "Texte",
}

COULEUR_ANNOTATION: Final[Mapping[CouleurAnnotation, str]] = {
    CouleurAnnotation.ROUGE: "Rouge",
    CouleurAnnotation.JAUNE: "Jaune",
    CouleurAnnotation.NOIR: "Noir",
}

MOTIF_RETENUE: Final[Mapping[MotifRetenue, str]] = {
    MotifRetenue.A_VERIFIER: "Photo à vérifier, non diffusée",
    MotifRetenue.NON_DIFFUSABLE: "Photo non diffusable",
    MotifRetenue.ZONES_INCONNUES: "Photo floutée par une version plus récente, non diffusée",
    MotifRetenue.DESACCORD: "Photo en désaccord entre deux postes, non diffusée",
    MotifRetenue.NON_RECUE: "Photo non reçue",
    MotifRetenue.ABIMEE: "Photo abîmée sur ce poste, à restaurer ou à importer de nouveau",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    RolePhoto: ROLE_PHOTO,
    VerifPhoto: VERIF_PHOTO,
    CoupurePhoto: COUPURE_PHOTO,
    IssueImport: ISSUE_IMPORT,
    FormeMasque: FORME_MASQUE,
    StyleMasque: STYLE_MASQUE,
    GenreAnnotation: GENRE_ANNOTATION,
    CouleurAnnotation: COULEUR_ANNOTATION,
    MotifRetenue: MOTIF_RETENUE,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "photo": "Photo",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "photo": {
        "blob": "Fichier image",
        "marche_id": "Marche",
        "constat_id": "Constat",
        "micro_site_id": "Micro-site",
        "fichier": "Nom d’origine",
        "legende": "Légende",
        "ordre": "Ordre",
        "prise_le": "Prise le",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "largeur": "Largeur",
        "hauteur": "Hauteur",
        "source_sha256": "Empreinte de l’original",
        "arret_id": "Arrêt",
        "role": "Rôle",
        "origine_position": "Origine de la position",
        "precision_m": "Précision",
        "azimut_deg": "Direction",
        "appareil": "Appareil",
        "decalage_s": "Correction de l’heure",
        "iso": "Sensibilité ISO",
        "vitesse": "Temps de pose",
        "ouverture": "Ouverture",
        "coupure": "Groupe",
        "verif": "Vérification",
        "masques": "Zones masquées",
        "annotations": "Annotations",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("photo", "role"): RolePhoto,
    ("photo", "origine_position"): OriginePosition,
    ("photo", "coupure"): CoupurePhoto,
    ("photo", "verif"): VerifPhoto,
}
"""Fields that hold a code."""


def photos_retenues(counts: Mapping[MotifRetenue, int]) -> str:
    """Return « 23 photos à vérifier, 1 photo non reçue », or "" when every photo is shown."""
    words = (
        (MotifRetenue.A_VERIFIER, "photo à vérifier", "photos à vérifier"),
        (MotifRetenue.DESACCORD, "photo en désaccord", "photos en désaccord"),
        (MotifRetenue.ZONES_INCONNUES, "photo aux zones inconnues", "photos aux zones inconnues"),
        (MotifRetenue.NON_DIFFUSABLE, "photo non diffusable", "photos non diffusables"),
        (MotifRetenue.NON_RECUE, "photo non reçue", "photos non reçues"),
        (MotifRetenue.ABIMEE, "photo abîmée", "photos abîmées"),
    )
    return ", ".join(
        formats.plural(counts[motif], one, several)
        for motif, one, several in words
        if counts.get(motif)
    )


def zones_text(value: Value) -> str:
    """Return « 1 zone : rectangle, mosaïque, à 12 % et 8 % (9 % sur 11 %) »."""
    zones = parse_masques(str(value))
    words = [
        f"{FORME_MASQUE[zone.forme].lower()}, {STYLE_MASQUE[zone.style].lower()}, "
        f"à {_share(zone.x)} et {_share(zone.y)} ({_share(zone.l)} sur {_share(zone.h)})"
        for zone in zones
        if zone.forme is not None
    ]
    unknown = len(zones) - len(words)
    words += [formats.plural(unknown, "zone inconnue", "zones inconnues")] if unknown else []
    return formats.typo(f"{formats.plural(len(zones), 'zone')} : {' ; '.join(words)}")


def annotations_text(value: Value) -> str:
    """Return « 2 annotations : flèche rouge ; texte jaune « Ici » »."""
    drawn = parse_annotations(str(value))
    words = [
        f"{GENRE_ANNOTATION[one.genre].lower()} {COULEUR_ANNOTATION[one.couleur].lower()}"
        + (f" « {one.texte} »" if one.texte else "")
        for one in drawn
        if one.genre is not None
    ]
    return formats.typo(f"{formats.plural(len(drawn), 'annotation')} : {' ; '.join(words)}")


def _share(units: int) -> str:
    return f"{formats.number(Decimal(units) * 100 / COTE, 1)} %"
