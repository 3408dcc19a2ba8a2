"""The keys of the dépouillement in words: the screen and the help tell the same."""

from __future__ import annotations

from typing import Final

KEY_SHEET: Final = (
    ("Photo précédente, suivante", "← →"),
    ("Groupe précédent, suivant", "Page↑ Page↓"),
    ("Thème, puis constat de la grille", "sa lettre, puis son chiffre"),
    ("Lettres des thèmes", "? ou F4"),
    ("Gravité", "1 à 4"),
    ("Foncier : à qui est le sol", "Q"),
    ("Créer le constat du groupe, ou enregistrer", "Entrée"),
    ("Joindre au constat proposé", "Maj+Entrée"),
    ("Joindre à un autre constat", "K"),
    ("Choisir des photos une à une, de suite", "Espace, Maj+← →"),
    ("Couper le groupe avant cette photo", "D"),
    ("Réunir au groupe d’avant", "U"),
    ("Rôle de la photo : contexte, détail, avant…", "O"),
    ("Avant et après, côte à côte", "N"),
    ("Flouter : vérifier la photo", "F"),
    ("Écrire le texte ; revenir aux photos", "X ; Échap"),
    ("Retirer la photo", "Suppr"),
    ("Annuler, rétablir", "Z, Y"),
    ("Agrandir, réduire", "+ −"),
    ("Taille réelle, photo entière", "0"),
    ("Grand écran", "G"),
)
"""Every key of the dépouillement, for « Aide › Raccourcis » and the tip under the photo."""
