"""French wording of the daily work: opening rules, state of a demande, reminders, agenda."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Final

from desktop import formats
from desktop.domain.relogement.agenda import Avertissement
from desktop.domain.relogement.codes import EcheanceSuivi, RegleRappel, TypePiece
from desktop.domain.relogement.nur import EtatNur, Nur
from desktop.domain.relogement.ouverture import Accueil, Moment, Situation
from desktop.domain.relogement.rappels import Rappel, Urgence
from desktop.texts.relogement.accompagnement import TYPE_PIECE
from desktop.texts.relogement.suite import ECHEANCE_SUIVI

NUR: Final[Mapping[EtatNur, str]] = {
    EtatNur.A_CREER: "NUR à créer",
    EtatNur.A_VERIFIER: "NUR à vérifier",
    EtatNur.VALIDE: "NUR valide",
    EtatNur.A_RENOUVELER: "NUR à renouveler",
    EtatNur.EXPIREE: "NUR expirée",
    EtatNur.A_REACTIVER: "NUR à réactiver",
    EtatNur.RADIEE: "NUR radiée",
}
NUR_TONES: Final[Mapping[EtatNur, str]] = {
    EtatNur.A_CREER: "alerte",
    EtatNur.A_VERIFIER: "alerte",
    EtatNur.VALIDE: "succes",
    EtatNur.A_RENOUVELER: "alerte",
    EtatNur.EXPIREE: "erreur",
    EtatNur.A_REACTIVER: "erreur",
    EtatNur.RADIEE: "erreur",
}
URGENCE: Final[Mapping[Urgence, str]] = {
    Urgence.RETARD: "En retard",
    Urgence.PROCHE: "Cette semaine",
    Urgence.A_VENIR: "À venir",
}
URGENCE_TONES: Final[Mapping[Urgence, str]] = {
    Urgence.RETARD: "erreur",
    Urgence.PROCHE: "alerte",
    Urgence.A_VENIR: "neutre",
}
REGLE_COURTE: Final[Mapping[RegleRappel, str]] = {
    RegleRappel.NUR: "NUR",
    RegleRappel.SILENCE: "Qui dorment",
    RegleRappel.REPONSE: "Réponses",
    RegleRappel.CALEOL: "CALEOL",
    RegleRappel.DECHEANCE: "Six mois",
    RegleRappel.SUIVI: "Suivi",
    RegleRappel.CLES: "Clés",
    RegleRappel.FIN_SUIVI: "Fin de suivi",
    RegleRappel.PIECES: "Pièces",
    RegleRappel.COMPOSITION: "Composition",
    RegleRappel.RGPD: "Notice",
    RegleRappel.REPRISE: "Reprises",
}
"""The filters of the radar, short enough to stand side by side."""
AVERTISSEMENT: Final[Mapping[Avertissement, str]] = {
    Avertissement.SANS_RENDEZ_VOUS: "À cette heure, la permanence reçoit sans rendez-vous.",
    Avertissement.JOUR_FERME: "Ce jour-là, la permanence est fermée.",
}


def clock(hour: time) -> str:
    """Return « 9 h » or « 13 h 30 »."""
    minutes = f"{formats.NBSP}{hour.minute:02}" if hour.minute else ""
    return f"{hour.hour}{formats.NBSP}h{minutes}"


def day_words(day: date, today: date) -> str:
    """Return « 12 janv. », with the year when it is another one."""
    return formats.short_date(day, today=today).partition(formats.NBSP)[2]


def permanence_title(told: Situation) -> str:
    """Return « Permanence du jeudi — sans rendez-vous jusqu’à 12 h »."""
    return f"Permanence du {told.jour} — {_situation(told)}"


def _situation(told: Situation) -> str:
    if told.moment is None or told.heure is None:
        return {
            Accueil.FERME: "fermée",
            Accueil.RDV: "sur rendez-vous",
            Accueil.LIBRE: "sans rendez-vous",
            Accueil.A_VERIFIER: "horaires à vérifier",
        }[told.accueil]
    hour = clock(told.heure)
    return {
        Moment.AVANT: f"sans rendez-vous à partir de {hour}",
        Moment.PENDANT: f"sans rendez-vous jusqu’à {hour}",
        Moment.PAUSE: f"de nouveau à {hour}",
        Moment.APRES: f"terminée depuis {hour}",
    }[told.moment]


def visits(count: int, *, matin: bool) -> str:
    """Return « 7 visites ce matin »."""
    return f"{formats.plural(count, 'visite')} {'ce matin' if matin else 'cet après-midi'}"


def nur_words(nur: Nur, today: date) -> str:
    """Return what the card says of a demande, with its day when one is known."""
    if nur.echeance is None:
        return NUR[nur.etat]
    day = day_words(nur.echeance, today)
    return {
        EtatNur.VALIDE: f"valide jusqu’au {day}",
        EtatNur.A_RENOUVELER: f"à renouveler avant le {day}",
        EtatNur.EXPIREE: f"expirée depuis le {day}",
        EtatNur.A_REACTIVER: f"à réactiver avant le {day}",
        EtatNur.RADIEE: f"radiée ({day})",
    }.get(nur.etat, NUR[nur.etat])


def rappel_words(rappel: Rappel, today: date) -> str:
    """Return what a reminder says: « NUR expire le 12 janv. »."""
    day = day_words(rappel.jour, today) if rappel.jour is not None else ""
    words = _WORDS.get((rappel.regle, rappel.nuance), "")
    return words.format(jour=day, precision=_precision(rappel)) if words else day


_WORDS: Final[Mapping[tuple[RegleRappel, str], str]] = {
    (RegleRappel.NUR, ""): "NUR expire le {jour}",
    (RegleRappel.NUR, "EXPIREE"): "NUR expirée depuis le {jour}",
    (RegleRappel.NUR, "REACTIVER"): "NUR à réactiver avant le {jour}",
    (RegleRappel.NUR, "RADIEE"): "NUR radiée : nouvelle demande à déposer",
    (RegleRappel.SILENCE, ""): "Sans contact depuis le {jour}",
    (RegleRappel.SILENCE, "JAMAIS"): "Jamais rencontré",
    (RegleRappel.REPONSE, ""): "Réponse avant le {jour}",
    (RegleRappel.CALEOL, ""): "Réponse à l’attribution avant le {jour}",
    (RegleRappel.DECHEANCE, ""): "Six mois après la 3e offre : le {jour}",
    (RegleRappel.SUIVI, ""): "Visite {precision} le {jour}",
    (RegleRappel.CLES, ""): "Clés à rendre avant le {jour}",
    (RegleRappel.FIN_SUIVI, ""): "À effacer avant le {jour}",
    (RegleRappel.PIECES, ""): "À actualiser : {precision}",
    (RegleRappel.COMPOSITION, ""): "18 ans le {jour} : typologie et plafonds à revoir",
    (RegleRappel.COMPOSITION, "NAISSANCE"): "Naissance le {jour} : typologie à revoir",
    (RegleRappel.RGPD, ""): "Notice d’information à remettre",
    (RegleRappel.REPRISE, ""): "Dossier suspendu à reprendre le {jour}",
}


def _precision(rappel: Rappel) -> str:
    if rappel.regle is RegleRappel.SUIVI:
        return ECHEANCE_SUIVI[EcheanceSuivi(rappel.precision)]
    if rappel.regle is RegleRappel.PIECES:
        return TYPE_PIECE[TypePiece(rappel.precision)]
    return rappel.precision
