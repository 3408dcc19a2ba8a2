"""Tab « Accueil »."""
