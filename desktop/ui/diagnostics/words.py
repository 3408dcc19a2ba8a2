"""What the pages of « Diagnostics » say of a marche, a constat or a photo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from desktop import formats, texts
from desktop.domain.codes import Gravite, OriginePosition
from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.diagnostics.exposition import ev100
from desktop.domain.diagnostics.groupes import ArretProche, ConstatProche
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.drafts import ConstatDraft
from desktop.domain.recherche import LIMITE
from desktop.domain.records import PhotoRecord

_MINUTE_S = 60

GRAVITE_TONES = {
    Gravite.MINEUR: "neutre",
    Gravite.MODERE: "information",
    Gravite.MAJEUR: "alerte",
    Gravite.DANGER: "erreur",
}


def marche_title(marche: MarcheRecord) -> str:
    """Return « BEI-2026-2, Beisson, 12 novembre 2026 »."""
    day = formats.full_date(marche.date_prevue) if marche.date_prevue else "date à fixer"
    return ", ".join(filter(None, (marche.numero, marche.quartier, day)))


def marche_day(marche: MarcheRecord) -> str:
    """Return the day of a marche as lists show it."""
    if marche.date_prevue is None:
        return "à fixer"
    return formats.short_date(marche.date_prevue, today=date.today())  # noqa: DTZ011 - the agent's calendar


def sorted_photos(marche: MarcheRecord) -> str:
    """Return « 18 sur 25 », or a dash when there is no photo."""
    return f"{marche.nb_photos_classees} sur {marche.nb_photos}" if marche.nb_photos else "—"


def count_sentence(count: int, *, searched: bool) -> str:
    """Return « 60 constats », or say that a search found more than it lists."""
    if searched and count >= LIMITE:
        return f"{formats.number(count)} premiers : ajoutez un mot"
    return formats.plural(count, "constat")


def gravite_word(gravite: Gravite | None) -> str:
    """Return « 2 — Modéré », or an empty text."""
    return f"{int(gravite)} — {texts.constat.GRAVITE[gravite]}" if gravite is not None else ""


def gravite_labels() -> dict[Gravite, str]:
    """Return the choices of a form."""
    return {gravite: gravite_word(gravite) for gravite in Gravite}


def constat_title(constat: ConstatRecord) -> str:
    """Return the title of the form card."""
    return f"Constat {constat.numero}".rstrip()


def constat_pills(constat: ConstatRecord) -> list[tuple[str, str]]:
    """Return the state and the gravité as pills."""
    pills = [(texts.constat.ETAT_CONSTAT[constat.etat], constat.etat.value)]
    if constat.gravite is not None:
        pills.append((texts.constat.GRAVITE[constat.gravite], GRAVITE_TONES[constat.gravite]))
    return pills


def place_and_photos(constat: ConstatRecord) -> str:
    """Return « Chemin de l’école · dans le quartier · 2 photos »."""
    parts = [constat.lieu or "sans lieu", formats.plural(constat.nb_photos, "photo")]
    if constat.position_qpv is not None:
        parts.insert(1, texts.constat.POSITION_QPV[constat.position_qpv].lower())
    return " · ".join(parts)


def short_number(number: str) -> str:
    """Return « B017 » of « BEI-2026-2-B017 »: what is unique in one marche."""
    return number.rpartition("-")[2]


def arret_words(arret: ArretProche) -> str:
    """Return « Arrêt 4 — city-stade », or one of both."""
    rank = f"Arrêt {arret.ordre}" if arret.ordre is not None else ""
    return " — ".join(filter(None, (rank, arret.nom))) or "Arrêt"


def groupe_line(shown: Depouillement, photos: Sequence[PhotoRecord]) -> str:
    """Return the muted line of a new constat: photos, stop, hour, and whether it has a place."""
    first = photos[0]
    arret = shown.groupe_of[first.id].arret
    parts = [
        formats.plural(len(photos), "photo"),
        arret_words(arret) if arret is not None else "",
        photo_hour(first),
        "sans position" if all(photo.lat_e7 is None for photo in photos) else "",
    ]
    return " · ".join(filter(None, parts))


def near_words(near: ConstatProche | None) -> str:
    """Return « à 40 s et 12 m », or an empty text when nothing is known."""
    if near is None:
        return ""
    parts = []
    if near.ecart_s is not None:
        parts.append(_seconds(near.ecart_s))
    if near.distance_m is not None:
        parts.append(f"{round(near.distance_m)}{formats.NBSP}m")
    return f"à {' et '.join(parts)}" if parts else ""


def _seconds(seconds: float) -> str:
    if seconds < _MINUTE_S:
        return f"{round(seconds)}{formats.NBSP}s"
    return f"{round(seconds / _MINUTE_S)}{formats.NBSP}min"


def photo_hour(photo: PhotoRecord) -> str:
    """Return « 15:42 » as the camera wrote it, or an empty text."""
    return _hour(photo.prise_le) if photo.prise_le else ""


@lru_cache(maxsize=4096)
def _hour(prise_le: str) -> str:
    moment = formats.from_iso(prise_le)
    return f"{moment:%H:%M}" if moment is not None else ""


def photo_facts(photo: PhotoRecord) -> str:
    """Return « IMG_0012.jpg · 15:42 · NIKON D90 · ISO 200 · 1/60 s · f/2,8 · EV100 8,9 »."""
    speed = photo.vitesse.replace(".", ",")
    exposure = (
        f"ISO{formats.NBSP}{photo.iso}" if photo.iso else "",
        f"{speed}{formats.NBSP}s" if speed else "",
        f"f/{formats.number(photo.ouverture)}" if photo.ouverture else "",
    )
    light = _ev100(photo)
    parts = (photo.fichier, photo_hour(photo), photo.appareil, *exposure)
    return " · ".join(filter(None, (*parts, f"EV100{formats.NBSP}{light}" if light else "")))


def exposure_words(photo: PhotoRecord) -> str:
    """Say what EV100 tells, "" for a photo that tells no exposure."""
    if not _ev100(photo):
        return ""
    return (
        "EV100 : lumière de la scène d’après les réglages de l’appareil. Un téléphone éclaircit "
        "la nuit : deux photos se comparent par ce nombre, non par leur aspect."
    )


def _ev100(photo: PhotoRecord) -> str:
    found = ev100(photo.iso, photo.vitesse, photo.ouverture)
    return formats.number(Decimal(repr(found)), 1) if found is not None else ""


def place_line(lieu: str, photo: PhotoRecord | None, draft: ConstatDraft | None = None) -> str:
    """Return the muted line: place, hour and, unless the card says it, position of the photo."""
    parts = [lieu]
    if photo is not None:
        parts.append(photo_hour(photo))
    if draft is None or not place_facts(draft):
        parts.append(_photo_position(photo) or "sans position")
    return " · ".join(filter(None, parts))


def place_facts(draft: ConstatDraft) -> list[tuple[str, str]]:
    """Return the position of a constat and where it comes from, or nothing when it has none."""
    if draft.lat_e7 is None or draft.lon_e7 is None:
        return []
    origin = texts.constat.ORIGINE_POSITION[draft.origine_position]
    if draft.origine_position is OriginePosition.AUCUNE:
        origin = "Origine non renseignée"
    return [("Position", f"{position(draft.lat_e7, draft.lon_e7)}\n{origin}")]


def position(lat_e7: int, lon_e7: int) -> str:
    """Return coordinates that a line never cuts in two."""
    return formats.coordinates(lat_e7, lon_e7).replace(" ", formats.NBSP)


def _photo_position(photo: PhotoRecord | None) -> str:
    if photo is None or photo.lat_e7 is None or photo.lon_e7 is None:
        return ""
    return position(photo.lat_e7, photo.lon_e7)


def printed_sentence(numeros: Sequence[str]) -> str:
    """Return what changing the stops costs to carnets already prepared, "" for none."""
    if not numeros:
        return ""
    said = "Le carnet" if len(numeros) == 1 else "Les carnets"
    done = "est déjà préparé" if len(numeros) == 1 else "sont déjà préparés"
    return formats.typo(
        f"{said} de {', '.join(numeros)} {done} avec ces arrêts : si vous en changez l’ordre ou "
        "le nombre, imprimez à nouveau, sinon la saisie ne suivra plus les pages."
    )
