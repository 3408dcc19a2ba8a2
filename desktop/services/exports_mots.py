"""What an export says it holds and leaves out, in sentences for screens and commands alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop import texts
from desktop.domain.diagnostics.diffusion import Reserve
from desktop.domain.diagnostics.exports import (
    AVEC_PHOTOS,
    BilanExport,
    DemandeExport,
    FormatExport,
)
from desktop.formats import plural, typo

FORMATS: Final = {
    FormatExport.XLSX: "Tableur Excel ou LibreOffice (XLSX)",
    FormatExport.CSV: "Texte en colonnes (CSV)",
    FormatExport.GEOJSON: "Carte pour le SIG (GeoJSON)",
    FormatExport.KML: "Carte pour Google Earth (KML)",
    FormatExport.KMZ: "Carte avec les photos (KMZ)",
    FormatExport.GPX: "Repères pour un téléphone (GPX)",
}
"""Words of the formats, in the order of a list."""

PROFILS: Final = {
    code: f"{words} — {whom}"
    for (code, words), whom in zip(
        texts.constat.CONFIDENTIALITE.items(),
        (
            "habitants : ni tranquillité, ni porte, à dix mètres près",
            "bailleurs, services, police, associations",
            "l’équipe seulement",
        ),
        strict=True,
    )
}
"""Who each profile is for."""

RESERVES: Final = {
    Reserve.TRANQUILLITE: "de tranquillité, pas pour ce profil",
    Reserve.CONFIDENTIEL: "à diffusion plus restreinte",
    Reserve.NON_QUALIFIE: "encore à qualifier",
}


def held(bilan: BilanExport, demande: DemandeExport) -> str:
    """Return « 12 constats, 3 arrêts, 20 photos »: what is in the file."""
    parts = [plural(bilan.constats, "constat")]
    if bilan.arrets:
        parts.append(plural(bilan.arrets, "arrêt"))
    if demande.format in AVEC_PHOTOS:
        parts.append(plural(bilan.photos, "photo"))
    return ", ".join(parts)


def left_out(bilan: BilanExport, demande: DemandeExport) -> Iterator[str]:
    """Yield a sentence for each thing that is not in the file, or not whole in it."""
    for reason, count in bilan.reserves.items():
        stay = "ne part pas" if count == 1 else "ne partent pas"
        yield typo(f"{plural(count, 'constat')} {stay} : {RESERVES[reason]}.")
    if bilan.sans_position:
        where = (
            "n’y figurent pas" if demande.format is FormatExport.GPX else "y figurent sans point"
        )
        if bilan.sans_position == 1:
            where = where.replace("figurent", "figure")
        yield typo(f"{plural(bilan.sans_position, 'constat')} sans position {where}.")
    if demande.format in AVEC_PHOTOS | {FormatExport.XLSX}:
        for motif, count in bilan.retenues.items():
            words = texts.photo.MOTIF_RETENUE[motif].removeprefix("Photo ")
            yield typo(f"{plural(count, 'photo')} en moins : {words}.")
    if bilan.champs:
        names = ", ".join(sorted(_field(key) for key in bilan.champs))
        yield typo(f"Champs laissés vides pour ce profil : {names}.")
    if bilan.coupes:
        cut = "texte raccourci" if bilan.coupes == 1 else "textes raccourcis"
        yield typo(f"{bilan.coupes} {cut} : une cellule contient au plus 32 767 signes.")


def _field(key: str) -> str:
    from desktop.interop.colonnes import CLES

    return CLES[key].lower()
