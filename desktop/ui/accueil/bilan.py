"""What is due today in each open espace, asked of the services in one go; no widget here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.domain.codes import EtatConstat
from desktop.domain.echange import EchangePasse
from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, StatutRendezVous
from desktop.formats import plural
from desktop.texts import compteurs

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

_BEFORE = "Avant d’en montrer dans un document"
SHOWN = 5
"""How many things of a kind a card lists before « et N autres »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One thing to do: `count` is for the eye, `entity` and `row` say what a click opens.

    `entity` « radar » or « agenda » opens that page of the tab. `entity` empty opens a screen:
    `row` is `conflits`, `brouillons` or `verification`. `suite` is the kind of which a click
    lists more.
    """

    texte: str
    detail: str = ""
    entity: str = ""
    row: str = ""
    icone: str = "suivant"
    suite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """The card of one espace; `vide` when nothing was ever typed in it.

    `compteurs` are (what is counted, the count in words).
    """

    espace: Espace
    resume: str
    lignes: tuple[Ligne, ...]
    compteurs: tuple[tuple[str, str], ...] = ()
    dernier_echange: EchangePasse | None
    vide: bool


def gather(carnet: Carnet, shown: Mapping[str, int]) -> list[Bilan]:
    """Return a card per open espace; runs in the worker.

    Args:
        carnet: The open carnet.
        shown: How many things to list, by kind (`marche`, `constat`, `menage`); else `SHOWN`.
    """
    return [
        _terrain(carnet, shown) if espace is Espace.TERRAIN else _relogement(carnet, shown)
        for espace in carnet.espaces()
    ]


def _rest(kind: str, total: int, shown: int, words: tuple[str, str]) -> list[Ligne]:
    """Return « et N autres … », or nothing when all are listed."""
    hidden = total - shown
    return [Ligne(texte=f"et {plural(hidden, *words)}", suite=kind)] if hidden > 0 else []


def _terrain(carnet: Carnet, shown: Mapping[str, int]) -> Bilan:
    from desktop.domain.diagnostics.filtres import FiltreConstats

    service = carnet.diagnostics
    marches = service.marches()
    first = shown.get("marche", SHOWN)
    waiting = [marche for marche in marches if marche.nb_photos > marche.nb_photos_classees]
    lines = [
        Ligne(
            texte=plural(
                marche.nb_photos - marche.nb_photos_classees,
                "photo à classer",
                "photos à classer",
            ),
            detail=" · ".join(filter(None, (marche.numero, marche.quartier))),
            entity="marche",
            row=marche.id,
            icone="photo",
        )
        for marche in waiting[:first]
    ]
    lines += _rest(
        "marche", len(waiting), first, ("autre marche à classer", "autres marches à classer")
    )
    unqualified = service.constat_ids(FiltreConstats(etat=EtatConstat.A_QUALIFIER))
    first = shown.get("constat", SHOWN)
    lines += [
        Ligne(
            texte="Constat à qualifier",
            detail=" · ".join(filter(None, (constat.numero, constat.lieu))),
            entity="constat",
            row=constat.id,
            icone="diagnostics",
        )
        for constat in service.constats(unqualified[:first])
    ]
    lines += _rest(
        "constat",
        len(unqualified),
        first,
        ("autre constat à qualifier", "autres constats à qualifier"),
    )
    unseen = carnet.verification.count_waiting()
    if unseen:
        words = plural(unseen, "photo à vérifier", "photos à vérifier")
        lines.append(Ligne(texte=words, detail=_BEFORE, row="verification", icone="masquer"))
    sites = carnet.microsites.site_ids()
    counts = (
        plural(len(marches), "marche"),
        plural(sum(marche.nb_constats for marche in marches), "constat"),
        plural(len(sites), "micro-site"),
    )
    return _card(carnet, Espace.TERRAIN, " · ".join(counts), lines, empty=not marches and not sites)


def _relogement(carnet: Carnet, shown: Mapping[str, int]) -> Bilan:
    service = carnet.relogement
    first = shown.get("menage", SHOWN)
    known = service.menage_ids()
    waiting = service.menage_ids(etat=EtatDossier.A_CONTACTER)
    lines = _daily(carnet) if known else []
    lines += [
        Ligne(
            texte="Ménage à contacter",
            detail=" · ".join(filter(None, (menage.reference, menage.logement))),
            entity="menage",
            row=menage.id,
            icone="telephone",
        )
        for menage in service.menages(waiting[:first])
    ]
    lines += _rest(
        "menage", len(waiting), first, ("autre ménage à contacter", "autres ménages à contacter")
    )
    summary = f"{plural(len(known), 'ménage')} · {len(waiting)} à contacter"
    card = _card(carnet, Espace.RELOGEMENT, summary, lines, empty=not known)
    return replace(card, compteurs=compteurs.lignes(carnet.etats.compteurs())) if known else card


def _daily(carnet: Carnet) -> list[Ligne]:
    """Return what the radar and the agenda hold for today, counted: no name, no door."""
    radar = carnet.rappels.radar()
    lines = []
    if radar.lignes:
        late = f"dont {radar.retard} en retard" if radar.retard else ""
        words = plural(len(radar.lignes), "rappel à traiter", "rappels à traiter")
        lines.append(Ligne(texte=words, detail=late, entity="radar", icone="alerte"))
    expected = [
        one
        for one in carnet.agenda.semaine(radar.jour).rendez_vous
        if one.draft.statut is StatutRendezVous.PREVU
        and one.debut is not None
        and one.debut.date() == radar.jour
    ]
    if expected:
        words = plural(len(expected), "rendez-vous aujourd’hui", "rendez-vous aujourd’hui")
        lines.append(Ligne(texte=words, entity="agenda", icone="calendrier"))
    return lines


def _card(
    carnet: Carnet, espace: Espace, summary: str, lines: list[Ligne], *, empty: bool
) -> Bilan:
    """Add what every espace has: conflicts first, then drafts, then its own lines."""
    conflicts = carnet.journal(espace).count_conflicts()
    drafts = len(carnet.brouillons(espace).list())
    common = []
    if conflicts:
        common.append(
            Ligne(texte=f"{plural(conflicts, 'conflit')} à relire", row="conflits", icone="conflit")
        )
    if drafts:
        common.append(
            Ligne(
                texte=plural(drafts, "saisie gardée à reprendre", "saisies gardées à reprendre"),
                row="brouillons",
                icone="modifier",
            )
        )
    past = carnet.echange(espace).past()
    return Bilan(
        espace=espace,
        resume=summary,
        lignes=(*common, *lines),
        dernier_echange=past[0] if past else None,
        vide=empty and not common,
    )
