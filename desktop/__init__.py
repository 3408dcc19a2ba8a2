"""Carnet de quartier: offline field tool of a Politique de la Ville team."""

__version__ = "0.1.0"

BUILD_DATE = "2026-11-01"
"""When this version was made: a poste whose clock lies before it is wrong."""
