"""Tells files apart by their first bytes, whatever their name says, and refuses those unread."""

from __future__ import annotations

from typing import Final

from desktop.errors import FichierRefuse

_START: Final = 256
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_OTHERS: Final = (
    ((b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta"), "une page web (HTML)"),
    ((b"<?xml", b"<workbook"), "un document XML"),
    ((b"%pdf",), "un document PDF"),
    ((b"{\\rtf",), "un document de traitement de texte (RTF)"),
)


def refuse_others(data: bytes) -> None:
    """Refuse what is neither a workbook nor a text in columns, whatever its name says."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if _PROTECTED in data:
            raise refusal(
                "Ce classeur est protégé par un mot de passe : rien n’a été lu.",
                "Ouvrez-le dans le tableur avec son mot de passe, enregistrez-le sans mot de "
                "passe, puis recommencez. Effacez cette copie ensuite.",
            )
        raise refusal(
            "Ce fichier est un ancien classeur Excel (.xls), même si son nom dit autre chose.",
            "Ouvrez-le dans le tableur, enregistrez-le en « Classeur Excel (.xlsx) », puis "
            "recommencez.",
        )
    start = data[:_START].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for marks, words in _OTHERS:
        if start.startswith(marks):
            raise refusal(
                f"Ce fichier est {words}, même si son nom dit autre chose.",
                "Ouvrez-le dans le tableur s’il le peut, enregistrez-le en « Classeur Excel "
                "(.xlsx) », puis recommencez ; sinon demandez la liste au bailleur en XLSX ou "
                "en CSV.",
            )


def refusal(message: str, remedy: str = "Vérifiez le fichier, puis recommencez.") -> FichierRefuse:
    """Return the refusal of a list."""
    return FichierRefuse("Liste non lue", message, remedy)
