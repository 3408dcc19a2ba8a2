"""What is due today in each open espace, asked of the services in one go; no widget here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.domain.codes import EtatConstat, EtatDossier
from desktop.domain.echange import EchangePasse
from desktop.domain.espaces import Espace
from desktop.formats import plural

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One thing to do: `count` is for the eye, `entity` and `row` say what a click opens.

    `entity` empty opens a screen instead: `row` is then `conflits`, `brouillons` or an onglet.
    """

    texte: str
    detail: str = ""
    entity: str = ""
    row: str = ""
    icone: str = "suivant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bilan:
    """The card of one espace; `vide` when nothing was ever typed in it."""

    espace: Espace
    resume: str
    lignes: tuple[Ligne, ...]
    dernier_echange: EchangePasse | None
    vide: bool


def gather(carnet: Carnet) -> list[Bilan]:
    """Return a card per open espace; runs in the worker."""
    return [
        _terrain(carnet) if espace is Espace.TERRAIN else _relogement(carnet)
        for espace in carnet.espaces()
    ]


def _terrain(carnet: Carnet) -> Bilan:
    from desktop.services.diagnostics import FiltreConstats

    service = carnet.diagnostics
    marches = service.marches()
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
        for marche in waiting[:_SHOWN]
    ]
    unqualified = service.constat_ids(FiltreConstats(etat=EtatConstat.A_QUALIFIER))
    lines += [
        Ligne(
            texte="Constat à qualifier",
            detail=" · ".join(filter(None, (constat.numero, constat.lieu))),
            entity="constat",
            row=constat.id,
            icone="diagnostics",
        )
        for constat in service.constats(unqualified[:_SHOWN])
    ]
    sites = carnet.microsites.site_ids()
    counts = (
        plural(len(marches), "marche"),
        plural(sum(marche.nb_constats for marche in marches), "constat"),
        plural(len(sites), "micro-site"),
    )
    return _card(carnet, Espace.TERRAIN, " · ".join(counts), lines, empty=not marches and not sites)


def _relogement(carnet: Carnet) -> Bilan:
    service = carnet.relogement
    known = service.menage_ids()
    waiting = service.menage_ids(etat=EtatDossier.A_CONTACTER)
    lines = [
        Ligne(
            texte="Ménage à contacter",
            detail=" · ".join(filter(None, (menage.reference, menage.logement))),
            entity="menage",
            row=menage.id,
            icone="telephone",
        )
        for menage in service.menages(waiting[:_SHOWN])
    ]
    summary = f"{plural(len(known), 'ménage')} · {len(waiting)} à contacter"
    return _card(carnet, Espace.RELOGEMENT, summary, lines, empty=not known)


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
