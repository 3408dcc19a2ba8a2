"""What the review says of a photo."""

from __future__ import annotations

from desktop import formats, texts
from desktop.domain.codes import MotifRetenue, VerifPhoto
from desktop.domain.diagnostics.masques import retenue
from desktop.domain.diagnostics.verification import PhotoAVerifier
from desktop.domain.records import PhotoRecord, Trace

TONES = {
    VerifPhoto.A_VERIFIER: "alerte",
    VerifPhoto.SANS_PERSONNE: "succes",
    VerifPhoto.FLOUTEE: "succes",
    VerifPhoto.NON_DIFFUSABLE: "erreur",
}


def state_pill(photo: PhotoRecord) -> tuple[str, str]:
    """Return the word and the tone of where a photo stands."""
    motif = retenue(photo.verif, photo.masques, desaccord=photo.desaccord)
    if motif is MotifRetenue.DESACCORD:
        return "Deux avis", "alerte"
    if motif is MotifRetenue.ZONES_INCONNUES:
        return "Zones à revoir", "alerte"
    if motif is MotifRetenue.A_VERIFIER:
        return texts.photo.VERIF_PHOTO[VerifPhoto.A_VERIFIER], TONES[VerifPhoto.A_VERIFIER]
    return texts.photo.VERIF_PHOTO[photo.verif], TONES[photo.verif]


def place_line(one: PhotoAVerifier) -> str:
    """Return « BEI-2026-2 · 14:32 · IMG_0012.jpg »."""
    return " · ".join(filter(None, (one.lieu, hour(one.photo), one.photo.fichier)))


def hour(photo: PhotoRecord) -> str:
    """Return « 15:42 » as the camera wrote it, or an empty text."""
    moment = formats.from_iso(photo.prise_le) if photo.prise_le else None
    return f"{moment:%H:%M}" if moment is not None else ""


def answer_line(one: PhotoAVerifier) -> str:
    """Return « par C. Martin-Essai, jeu. 12 nov. à 15:42 », or why the photo waits."""
    photo = one.photo
    motif = retenue(photo.verif, photo.masques, desaccord=photo.desaccord)
    if motif is MotifRetenue.DESACCORD:
        return "Deux postes ont répondu différemment : votre réponse vaudra pour tous."
    if motif is MotifRetenue.ZONES_INCONNUES:
        return "Ses zones viennent d’une version plus récente, ou sont illisibles."
    if photo.verif is VerifPhoto.A_VERIFIER:
        return "Personne ne l’a encore vérifiée."
    return _who(one.reponse) if one.reponse is not None else "À l’instant."


def _who(trace: Trace) -> str:
    moment = formats.short_datetime(formats.from_ms(trace.modifie_ms))
    return f"Par {trace.auteur}, {moment}." if trace.auteur else f"Le {moment}."


def progress(done: int, total: int) -> str:
    """Return « 43 photos vérifiées sur 60 »."""
    words = "photos vérifiées" if done > 1 else "photo vérifiée"
    return f"{done} {words} sur {total}"
