"""What the pages of « Micro-sites » say of a site, an équipement or a photo."""

from __future__ import annotations

from datetime import date

from desktop import formats, texts
from desktop.domain.codes import EtatGeneral, EtatVie
from desktop.domain.records import EquipementRecord, MicroSiteRecord, PhotoRecord

VIE_TONES = {
    EtatVie.PROJET: "information",
    EtatVie.EN_TRAVAUX: "alerte",
    EtatVie.OUVERT: "succes",
    EtatVie.FERME_PARTIEL: "alerte",
    EtatVie.FERME_SECURITE: "erreur",
    EtatVie.DEPOSE: "neutre",
}
GENERAL_TONES = {
    EtatGeneral.A: "succes",
    EtatGeneral.B: "succes",
    EtatGeneral.C: "alerte",
    EtatGeneral.D: "erreur",
    EtatGeneral.E: "erreur",
}
_CM_PER_M = 100


def today() -> date:
    """Return the day of the agent's calendar."""
    return date.today()  # noqa: DTZ011 - the agent's calendar


def general_word(etat: EtatGeneral | None) -> str:
    """Return the état général, or a dash."""
    return texts.micro_site.ETAT_GENERAL[etat] if etat is not None else "—"


def general_tone(etat: EtatGeneral | None) -> str | None:
    """Return the tone of an état général; None shows plain text."""
    return GENERAL_TONES[etat] if etat is not None else None


def site_pills(site: MicroSiteRecord) -> list[tuple[str, str]]:
    """Return situation and état général as pills."""
    pills = [(texts.micro_site.ETAT_VIE[site.etat_vie], VIE_TONES[site.etat_vie])]
    if site.etat_general is not None:
        pills.append(
            (texts.micro_site.ETAT_GENERAL[site.etat_general], GENERAL_TONES[site.etat_general])
        )
    return pills


def site_line(site: MicroSiteRecord) -> str:
    """Return the muted line of the card: quartier and gestionnaire."""
    return " · ".join(filter(None, (site.quartier, site.gestionnaire))) or "Quartier à préciser"


def type_word(equipement: EquipementRecord) -> str:
    """Return the type of an équipement, or a dash."""
    return texts.micro_site.TYPE_EQUIPEMENT[equipement.type] if equipement.type is not None else "—"


def equipement_name(equipement: EquipementRecord) -> str:
    """Return the name of an équipement, its type when it has none."""
    return equipement.nom or type_word(equipement)


def size(equipement: EquipementRecord) -> str:
    """Return « 24 × 12 m », or a dash."""
    sides = (equipement.draft.longueur_cm, equipement.draft.largeur_cm)
    words = [_metres(side) for side in sides if side is not None]
    return f"{' × '.join(words)}{formats.NBSP}m" if words else "—"


def photo_caption(photo: PhotoRecord) -> str:
    """Return the day of a photo, else the name of its file."""
    moment = formats.from_iso(photo.prise_le) if photo.prise_le else None
    return formats.short_date(moment.date(), today=today()) if moment else photo.fichier


def _metres(centimetres: int) -> str:
    whole, rest = divmod(centimetres, _CM_PER_M)
    return str(whole) if not rest else f"{whole},{rest:02}".rstrip("0")
