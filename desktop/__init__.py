"""Carnet de quartier: offline field tool of a Politique de la Ville team."""

__version__ = "0.1.0"
