"""Mapped classes (tables), one file per aggregate."""
