"""The life of the fictional dossiers: supply, propositions, bails, moves, follow-up, agenda."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import ZONE
from desktop.domain.relogement.cloture import MOTIFS
from desktop.domain.relogement.codes import (
    Avis,
    CanalContact,
    EtatDossier,
    EtatProposition,
    LieuTravaux,
    ModeCaleol,
    ModeDemenagement,
    ModeNotification,
    NatureRelogement,
    PaiementLoyer,
    Perimetre,
    PriseEnCharge,
    ReponseAvis,
    ResultatCaleol,
    ResultatVisite,
    RoleBailleur,
    Satisfaction,
    TypeBatiment,
    Typologie,
)
from desktop.domain.relogement.drafts import (
    EtapeDraft,
    LogementDraft,
)
from desktop.domain.relogement.drafts_offre import (
    BailleurDraft,
    DemenagementDraft,
    EnqueteSatisfactionDraft,
    EtapePropositionDraft,
    LogementDisponibleDraft,
    RelogementDraft,
    TravauxDraft,
)
from desktop.services.contexte import EspaceOuvert
from desktop.services.disponibles import DisponiblesService
from desktop.services.dossiers import DossiersService
from desktop.services.propositions import PropositionsService
from desktop.services.suite import SuiteService

_D, _P = EtatDossier, EtatProposition
DISPONIBLES: Final = 12
_WORKING: Final = frozenset({0, 1, 3, 4})  # neither Wednesday nor the week-end
_SINCE_ENTRY: Final = {_D.EMMENAGE: (6,), _D.SUIVI: (25, 48, 100, 170), _D.CLOS: (215,)}
_LIVES: Final = (
    _D.PROPOSITION, _D.ACCEPTE, _D.ATTRIBUE, _D.BAIL_SIGNE, _D.EMMENAGE, _D.SUIVI, _D.CLOS,
)  # fmt: skip
"""States in the order that a dossier lives through them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histoire:
    """A dossier and the state it has reached on the day of the demonstration."""

    menage_id: str
    etape: EtatDossier
    typologie: Typologie


def supply(espace: EspaceOuvert, words: Mapping[str, Any], day: date) -> dict[Typologie, list[str]]:
    """Create fictional bailleurs and vacant dwellings; return those of each size."""
    service = DisponiblesService(espace, now=clock(day))
    service.save_bailleur(
        BailleurDraft(nom=words["demolisseur"], role=RoleBailleur.DEMOLISSEUR, signataire=True)
    )
    bailleurs = [
        service.save_bailleur(
            BailleurDraft(nom=nom, role=RoleBailleur.ACCUEILLANT, signataire=True)
        ).valeur.id
        for nom in words["bailleurs"]
    ]
    sizes = [Typologie(size) for size in words["nouveau"]]
    found: dict[Typologie, list[str]] = {size: [] for size in sizes}
    for rank in range(DISPONIBLES):
        size = sizes[rank % len(sizes)]
        amounts = words["nouveau"][size.value]
        made = service.save_disponible(
            LogementDisponibleDraft(
                bailleur_id=bailleurs[rank % len(bailleurs)],
                residence=f"Résidence ESSAI {rank + 1}",
                adresse=f"{2 * rank + 1} {words['rues'][rank % len(words['rues'])]} - ESSAI",
                commune=words["commune"],
                hors_qpv=bool(rank % 2),
                type_batiment=TypeBatiment.COLLECTIF,
                typologie=size,
                surface=Decimal(amounts["surface"]),
                etage=rank % 5,
                ascenseur=rank % 3 > 0,
                exterieur=True,
                loyer=Decimal(amounts["loyer"]),
                charges=Decimal(amounts["charges"]),
                charges_incluent="ASCENSEUR TEOM",
                forfait_chauffage=Decimal(30),
                forfait_eau_chaude=Decimal(15),
                forfait_eau_froide=Decimal(10),
                date_conventionnement=day - timedelta(days=365 * (1 + rank % 7)),
                date_disponible=day - timedelta(days=10 + rank),
            )
        ).valeur
        found[size].append(made.id)
    return found


def live(
    espace: EspaceOuvert,
    stories: Sequence[Histoire],
    offer: Mapping[Typologie, Sequence[str]],
    words: Mapping[str, Any],
    draw: random.Random,
    day: date,
) -> None:
    """Lead each dossier, from the state where it began, to the one it has reached."""
    ages = {stage: list(days) for stage, days in _SINCE_ENTRY.items()}
    for story in stories:
        if story.etape in _LIVES:
            since = ages[story.etape].pop(0) if ages.get(story.etape) else 0
            _Vie(espace, story, offer[story.typologie], words, draw, day).lead(since)
        elif story.etape is _D.CONTENTIEUX:
            _Vie(espace, story, offer[story.typologie], words, draw, day).refuse_three()
    _away(espace, stories, words, day)


class _Vie:
    """One dossier that is led through its propositions."""

    def __init__(
        self,
        espace: EspaceOuvert,
        story: Histoire,
        offer: Sequence[str],
        words: Mapping[str, Any],
        draw: random.Random,
        day: date,
    ) -> None:
        self._propositions = PropositionsService(espace)
        self._dossiers = DossiersService(espace)
        self._suite = SuiteService(espace)
        self._story, self._offer, self._words = story, offer, words
        self._draw, self._day = draw, day

    def lead(self, since: int) -> None:
        """Go on to the state of the story; `since` are the days lived in the new dwelling."""
        stage = self._story.etape
        notified = self._day - timedelta(days=max(since + 75, 12))
        row = self._propose(notified)
        if stage is _D.PROPOSITION:
            if self._draw.random() < 1 / 2:
                soon = self._day + timedelta(days=3)
                self._step(row, _P.VISITE_PREVUE, notified, date_visite=soon)
            return
        if self._draw.random() < 1 / 2:
            self._visit(row, notified + timedelta(days=3))
        self._step(
            row, _P.ACCEPTEE, answered := notified + timedelta(days=6), date_reponse=answered
        )
        if stage is _D.ACCEPTE:
            return
        decided = notified + timedelta(days=9)
        mode = ModeCaleol.DECISION
        self._step(row, _P.CALEOL_ATTENTE, decided, caleol_mode=mode)
        result = ResultatCaleol.ATTRIBUTION
        self._step(row, _P.ATTRIBUEE, decided, date_caleol=decided, caleol_resultat=result)
        if stage is _D.ATTRIBUE:
            return
        entry = self._day - timedelta(days=since) if since else None
        signed = entry - timedelta(days=10) if entry is not None else decided
        self._step(row, _P.BAIL, signed, date_bail=signed)
        if entry is not None:
            self._move_in(entry, since)

    def refuse_three(self) -> None:
        """Refuse three counted offers: the six months run from the third one."""
        for back, motif in ((170, "LOIN_FAMILLE"), (120, "COUT"), (40, "VEUT_RESTER")):
            notified = self._day - timedelta(days=back)
            row = self._propose(notified)
            answered = notified + timedelta(days=8)
            self._step(row, _P.REFUSEE, answered, date_reponse=answered, motifs_refus=motif)

    def _propose(self, notified: date) -> str:
        chosen = self._draw.choice(self._offer)
        draft = self._propositions.depuis_disponible(self._story.menage_id, chosen)
        amounts = self._words["nouveau"][self._story.typologie.value]
        oui = ReponseAvis.OUI
        made = self._propositions.save(
            replace(
                draft,
                apl_estimee=Decimal(amounts["apl"]),
                date_reperage=notified - timedelta(days=2),
                conf_etat=oui,
                conf_besoins=oui,
                conf_possibilites=oui,
                conf_localisation=oui,
            ),
            today=notified,
        ).valeur
        self._step(
            made.id,
            _P.NOTIFIEE,
            notified,
            date_notification=notified,
            mode_notification=ModeNotification.MAIN_PROPRE,
        )
        return made.id

    def _visit(self, row: str, seen: date) -> None:
        self._step(row, _P.VISITE_PREVUE, seen, date_visite=seen)
        done = ResultatVisite.FAITE
        self._step(row, _P.VISITEE, seen, date_visite=seen, visite_resultat=done)

    def _step(self, row: str, vers: EtatProposition, when: date, **fields: Any) -> None:
        draft = EtapePropositionDraft(vers=vers, **fields)
        self._propositions.avancer(row, draft, today=when)

    def _move_in(self, entry: date, since: int) -> None:
        menage_id, stage = self._story.menage_id, self._story.etape
        kept = self._suite.suite(menage_id).relogements[0]
        real = since > 95  # noqa: PLR2004 - after the visit of M+3
        self._suite.save_relogement(
            replace(
                kept.draft,
                date_entree=entry,
                perimetre=self._draw.choice((Perimetre.MEME_QUARTIER, Perimetre.AIX_HORS_QPV)),
                apl_reelle=kept.draft.apl_estimee if real else None,
                date_apl_reelle=entry + timedelta(days=92) if real else None,
            ),
            kept.id,
            today=self._day,
        )
        self._dossiers.avancer(menage_id, EtapeDraft(vers=_D.EMMENAGE), today=entry)
        self._move(menage_id, kept.id, entry)
        if stage is _D.EMMENAGE:
            return
        returned = entry + timedelta(days=7)
        self._suite.return_keys(
            menage_id,
            LogementDraft(date_edl_sortant=returned, date_remise_cles=returned),
            today=self._day,
        )
        self._dossiers.avancer(menage_id, EtapeDraft(vers=_D.SUIVI), today=returned)
        self._visits(menage_id, everything=stage is _D.CLOS)
        if since > 95:  # noqa: PLR2004 - after the visit of M+3
            self._survey(menage_id, entry + timedelta(days=95))
        if stage is _D.CLOS:
            self._suite.close(menage_id, EtapeDraft(motif_etat=MOTIFS[0]), today=self._day)

    def _move(self, menage_id: str, relogement_id: str, entry: date) -> None:
        self._suite.save_demenagement(
            DemenagementDraft(
                menage_id=menage_id,
                relogement_id=relogement_id,
                date_demenagement=entry,
                creneau="8 h – 12 h",
                prestataire=self._words["prestataire"],
                mode=ModeDemenagement.PRESTATAIRE,
                prise_en_charge=PriseEnCharge.BAILLEUR,
                postes="CARTONS DEMONTAGE EAU ENERGIE COURRIER",
                postes_faits="CARTONS DEMONTAGE EAU",
                montant_devis=Decimal(1450),
                reglements=Decimal(500),
            ),
            today=self._day,
        )

    def _visits(self, menage_id: str, *, everything: bool) -> None:
        """Make the visits that were due, but the last one of a followed ménage: it is late."""
        due = [
            one
            for one in self._suite.suite(menage_id).suivis
            if one.draft.date_prevue is not None and one.draft.date_prevue < self._day
        ]
        for one in due if everything else due[:-1]:
            planned = one.draft.date_prevue or self._day
            self._suite.save_suivi(
                replace(
                    one.draft,
                    date_faite=working_day(min(planned + timedelta(days=2), self._day)),
                    canal=CanalContact.VISITE_DOMICILE,
                    appropriation=Avis.PLUTOT,
                    paiement_loyer=PaiementLoyer.A_JOUR,
                    apl_ok=True,
                    energie_ok=True,
                    voisinage_ok=True,
                ),
                one.id,
                today=self._day,
            )

    def _survey(self, menage_id: str, asked: date) -> None:
        self._suite.save_satisfaction(
            EnqueteSatisfactionDraft(
                menage_id=menage_id,
                date_faite=asked,
                information_qualite=Satisfaction.PLUTOT,
                interlocuteur=True,
                accompagnement_general=True,
                accompagnement_demenagement=True,
                logement_avis=Avis.OUI,
                quartier_avis=Avis.PLUTOT,
                recommande=True,
                verbatim=self._words["verbatim"],
                verbatim_accord=True,
            ),
            today=self._day,
        )
        self._suite.save_travaux(
            TravauxDraft(
                menage_id=menage_id,
                lieu=LieuTravaux.ANCIEN,
                objet=self._words["investissement"],
                investissement_prive=True,
                date_declaration=asked,
            ),
            today=self._day,
        )


def _away(
    espace: EspaceOuvert, stories: Sequence[Histoire], words: Mapping[str, Any], day: date
) -> None:
    """Let one ménage live elsewhere for a time: it stays to be relogé."""
    story = next(one for one in stories if one.etape is _D.ENQUETE_FAITE)
    left = day - timedelta(days=21)
    draft = RelogementDraft(
        menage_id=story.menage_id,
        nature=NatureRelogement.TEMPORAIRE,
        adresse=f"1 {words['rues'][0]} - ESSAI",
        commune=words["commune"],
        date_entree=left,
    )
    SuiteService(espace, now=clock(day)).save_relogement(draft, today=day)


def clock(day: date) -> Callable[[], datetime]:
    """Return the clock of the morning of the demonstration."""
    return lambda: datetime.combine(day, time(8), ZoneInfo(ZONE))


def working_day(day: date) -> date:
    """Return the day, or the last one before it on which the team receives."""
    while day.weekday() not in _WORKING:
        day -= timedelta(days=1)
    return day
