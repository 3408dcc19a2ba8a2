"""The life of constats: changes of state, links, actions on several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop import texts
from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import (
    EtatConstat,
    FamilleStructure,
    NatureLien,
    Polarite,
    Recurrence,
    RolePhoto,
)
from desktop.domain.diagnostics.etats import Effet, Transition, onward, transition
from desktop.domain.diagnostics.records import (
    ConstatRecord,
    LienRecord,
    LotConstats,
    MarcheRecord,
    RefusConstat,
    SuiviRecord,
)
from desktop.domain.diagnostics.rules import weakness_of
from desktop.domain.diagnostics.suggestions import Suggestions, Voisin, suggest
from desktop.domain.diagnostics.transitions import (
    FaitsConstat,
    check_transition,
    too_late,
    written,
)
from desktop.domain.doublons import CONSTAT_M
from desktop.domain.drafts import ConstatDraft, TransitionDraft
from desktop.domain.geo import Position
from desktop.domain.parametres import Parametres
from desktop.domain.records import PhotoRecord
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.models.constat import Constat, LienConstat
from desktop.models.photo import Photo
from desktop.services.constat_ecriture import ConstatWriter
from desktop.services.contexte import EspaceOuvert
from desktop.services.fusion_constats import merge
from desktop.services.refus_etat import closed_too_long, forbidden
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only
from desktop.storage.queries import diagnostics as query
from desktop.storage.queries import referentiel, voisins
from desktop.storage.queries import suivi as life
from desktop.storage.queries.commun import draft_of
from desktop.storage.unit_of_work import UnitOfWork

EN_LOT = frozenset(
    {
        "theme", "item", "gravite", "foncier", "gestionnaire_id", "exposition", "recurrence",
        "confidentialite", "arret_id", "source_parole",
    }
)  # fmt: skip
"""Fields that several constats may be given at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoixEtat:
    """What a change of state starts from: the constat, what may come next, its photos.

    `voisins` are constats of its marche, then of its quartier, the latest first, (id, words):
    those that it may be linked to, or be a duplicate of; `personne` is who is at work.
    """

    constat: ConstatRecord
    lignes: tuple[Transition, ...]
    faits: FaitsConstat
    photos: tuple[PhotoRecord, ...]
    voisins: tuple[tuple[str, str], ...]
    regles: Parametres
    personne: str


class ConstatsService:
    """States, links and bulk actions of the constats of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store
        self._personne = espace.personne

    # --- reading --------------------------------------------------------------------------

    def shown(self, row: str) -> str:
        """Return the constat to open for one: itself, or the one it was merged into."""
        with self._store.reading() as session:
            return life.shown_constat(session, row)

    def with_marche(self, row: str) -> tuple[MarcheRecord, ConstatRecord]:
        """Return the constat to open for one, with its marche.

        Raises:
            UserError: one of them is gone.
        """
        with self._store.reading() as session:
            shown = query.constats(session, [life.shown_constat(session, row)])
            constat = only(shown, "Constat introuvable")
            marches = query.marches(session, [constat.draft.marche_id or ""])
            return only(marches, "Marche introuvable"), constat

    def suivi(self, row: str) -> SuiviRecord:
        """Return the states of a constat with dates and authors, from the log."""
        with self._store.reading() as session:
            return life.suivi(session, row)

    def liens(self, row: str) -> list[LienRecord]:
        """Return the links of a constat, both ways."""
        with self._store.reading() as session:
            return life.liens(session, row)

    def choix(self, row: str) -> ChoixEtat:
        """Return what may become of a constat, and what a dialog shows to choose.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            record = only(query.constats(session, [row]), "Constat introuvable")
            constat = session.get_one(Constat, row)
            photos = query.photo_ids(session, marche_id=constat.marche_id or "", constat_id=row)
            lines = onward(record.polarite, record.etat)
            return ChoixEtat(
                constat=record,
                lignes=lines,
                faits=life.faits(session, constat),
                photos=tuple(query.photos(session, photos)),
                voisins=tuple(
                    (one.id, " ".join(filter(None, (one.numero, one.titre))))
                    for one in query.constats(session, voisins.of_quartier(session, constat))
                ),
                regles=referentiel.parametres(session),
                personne=self._personne,
            )

    def choix_lot(self, rows: Sequence[str]) -> ChoixEtat:
        """Return what may become of several constats: what one of them at least allows.

        A duplicate and a check that found nothing mended concern one constat, and are left
        out. Each constat is checked by `change_states`; the facts here refuse nothing.

        Raises:
            UserError: all of them are gone.
        """
        with self._store.reading() as session:
            records = query.constats(session, rows)
            first = only(records, "Constats introuvables")
            lines: dict[EtatConstat, Transition] = {}
            for line in (one for record in records for one in onward(record.polarite, record.etat)):
                if not line.effets & {Effet.REDIRECTION, Effet.CONTROLE_NEGATIF}:
                    lines.setdefault(line.vers, line)
            names = {record.gestionnaire for record in records}
            facts = FaitsConstat(etat=first.etat, famille=FamilleStructure.PDV, photos_apres=1)
            return ChoixEtat(
                constat=replace(first, gestionnaire=names.pop() if len(names) == 1 else ""),
                lignes=tuple(lines.values()),
                faits=facts,
                photos=(),
                voisins=(),
                regles=referentiel.parametres(session),
                personne=self._personne,
            )

    def suggestions(
        self, draft: ConstatDraft, row: str | None = None, *, today: date | None = None
    ) -> Suggestions:
        """Return what a constat looks like beside those around it; `row` None: a new one.

        Those that it is linked to already are left out.
        """
        if row is not None and draft.polarite is Polarite.FORT:
            with self._store.reading() as session:
                constat = session.get(Constat, row)
                lost = constat is not None and _is_lost(constat, life.liens(session, row))
                return Suggestions(perdu=lost)
        if draft.lat_e7 is None or draft.lon_e7 is None:
            return Suggestions()
        day = today or date.today()  # noqa: DTZ011 - the agent's calendar
        place = Position(draft.lat_e7, draft.lon_e7)
        with self._store.reading() as session:
            rules = referentiel.parametres(session)
            quartier, seen = voisins.quartier_of(session, draft.marche_id)
            radius = max(rules.recidive_rayon_m, rules.point_noir_rayon_m, CONSTAT_M)
            subject = Voisin(
                id=row, numero="", marche_id=draft.marche_id, quartier_id=quartier,
                theme=draft.theme, item=draft.item, polarite=draft.polarite,
                etat=EtatConstat.A_QUALIFIER, position=place, jour=seen,
            )  # fmt: skip
            found = suggest(subject, voisins.around(session, place, radius), rules, day)
            linked = {one.constat_id for one in life.liens(session, row)} if row else set()
        return replace(
            found,
            recidives=tuple(one for one in found.recidives if one.voisin.id not in linked),
            doublons=tuple(one for one in found.doublons if one.voisin.id not in linked),
        )

    # --- states ---------------------------------------------------------------------------

    def change_state(
        self, row: str, draft: TransitionDraft, *, today: date | None = None
    ) -> Resultat[ConstatRecord]:
        """Give a constat another state.

        Raises:
            SaisieRefusee: a field that the transition asks for is missing.
            UserError: the transition does not exist, or comes too late; nothing is written.
        """
        with self._store.writing(_label(draft.vers)) as unit:
            self._apply(unit, self._writer(unit, today), row, draft)
        with self._store.reading() as session:
            record = only(query.constats(session, [row]), "Constat introuvable")
        return Resultat(record, unit.changes)

    def change_states(
        self, rows: Sequence[str], draft: TransitionDraft, *, today: date | None = None
    ) -> Resultat[LotConstats]:
        """Give several constats another state, as one action; those refused stay as they are."""

        def move(unit: UnitOfWork, writer: ConstatWriter, row: str) -> bool:
            self._apply(unit, writer, row, draft)
            return True

        return self._each(rows, _label(draft.vers), today, move)

    def edit_many(
        self, rows: Sequence[str], values: Mapping[str, Any], *, today: date | None = None
    ) -> Resultat[LotConstats]:
        """Give several constats the same values, as one action; those refused stay as they are.

        Args:
            rows: The constats.
            values: Fields of `EN_LOT`; an item brings its thème with it.
            today: The agent's day.
        """
        if unknown := set(values) - EN_LOT:
            raise ValueError(f"not for several constats at once: {sorted(unknown)}")

        def edit(unit: UnitOfWork, writer: ConstatWriter, row: str) -> bool:
            constat = unit.get(Constat, row)
            item = writer.item(values.get("item"))
            given = {**values, "theme": item.theme} if item is not None else values
            before = draft_of(ConstatDraft, constat)
            writer.correct(constat, replace(before, **given))
            return draft_of(ConstatDraft, constat) != before

        return self._each(rows, "Constats corrigés", today, edit)

    def _each(
        self,
        rows: Sequence[str],
        label: str,
        today: date | None,
        act: Callable[[UnitOfWork, ConstatWriter, str], bool],
    ) -> Resultat[LotConstats]:
        done: list[str] = []
        same: list[str] = []
        refused: list[RefusConstat] = []
        with self._store.writing(label) as unit:
            writer = self._writer(unit, today)
            for row in rows:
                try:
                    changed = act(unit, writer, row)
                except UserError as refusal:
                    held = unit.session.get(Constat, row)
                    number = (held.numero or "") if held is not None else ""
                    refused.append(RefusConstat(id=row, numero=number, raison=refusal.message))
                else:
                    (done if changed else same).append(row)
        lot = LotConstats(faits=tuple(done), refus=tuple(refused), inchanges=tuple(same))
        return Resultat(lot, unit.changes)

    def _writer(self, unit: UnitOfWork, today: date | None) -> ConstatWriter:
        day = today or date.today()  # noqa: DTZ011 - the agent's calendar
        return ConstatWriter(unit, self._store.identity.lettre, day)

    def _apply(
        self, unit: UnitOfWork, writer: ConstatWriter, row: str, draft: TransitionDraft
    ) -> None:
        """Check everything, then write; a refusal leaves the row untouched."""
        constat = unit.get(Constat, row)
        facts = life.faits(unit.session, constat)
        line = transition(facts.polarite, facts.etat, draft.vers) if constat.etat else None
        if line is None:
            raise forbidden(facts, draft.vers)
        accept(check_transition(line, draft, facts, writer.today))
        days = too_late(line, facts, writer.today, writer.rules)
        if days is not None:
            raise closed_too_long(days, writer.rules.reouverture_jours)
        photo = _photo(unit, constat, draft) if "photo_id" in {*line.exige, *line.permet} else None
        values = written(line, draft, writer.today)
        if Effet.REDIRECTION in line.effets:
            values["cible_id"] = merge(unit, constat, draft.cible_id or "")
        unit.fill(constat, None, **values)
        if Effet.OUVERTURE in line.effets:
            writer.open(constat, again=Effet.REOUVERTURE in line.effets)
        if photo is not None:
            photo.constat_id, photo.role = constat.id, RolePhoto.APRES
        unit.session.flush()  # the next one of several reads what this one wrote

    # --- links ----------------------------------------------------------------------------

    def link(self, row: str, other: str, nature: NatureLien) -> ChangeSet:
        """Say how a constat is linked to another one.

        Raises:
            UserError: it is the same one, or they are linked so already.
        """
        with self._store.writing("Lien ajouté") as unit:
            _link(unit, row, other, nature)
        return unit.changes

    def accept_recidive(self, row: str, other: str) -> ChangeSet:
        """Link a constat to the one that came back, and say that it is a récidive."""
        with self._store.writing("Récidive notée") as unit:
            _link(unit, row, other, NatureLien.RECIDIVE_DE)
            constat = unit.get(Constat, row)
            if constat.recurrence is not Recurrence.CHRONIQUE:
                constat.recurrence = Recurrence.RECIDIVE
        return unit.changes

    def weaken(self, row: str, *, today: date | None = None) -> Resultat[ConstatRecord]:
        """Create the faiblesse that a lost point fort has become, linked to it.

        Raises:
            UserError: it is not lost, or a faiblesse says so already.
        """
        with self._store.writing("Point faible créé") as unit:
            strong = unit.get(Constat, row)
            if not _is_lost(strong, life.liens(unit.session, row)):
                raise UserError(
                    "Point faible non créé",
                    "Ce constat n’est pas un point fort perdu, ou son point faible existe déjà.",
                    "Ouvrez « Suivi et liens » (Ctrl+Maj+L) pour voir ce qui lui est lié.",
                )
            writer = self._writer(unit, today)
            made = writer.create(weakness_of(draft_of(ConstatDraft, strong), writer.today))
            _link(unit, made.id, row, NatureLien.INVERSE_DE)
        with self._store.reading() as session:
            record = only(query.constats(session, [made.id]), "Constat introuvable")
        return Resultat(record, unit.changes)

    def unlink(self, lien: str) -> ChangeSet:
        """Take a link away."""
        with self._store.writing("Lien retiré") as unit:
            unit.delete(unit.get(LienConstat, lien))
        return unit.changes


def _is_lost(constat: Constat, links: Iterable[LienRecord]) -> bool:
    """Say whether a constat is a lost point fort that no faiblesse is the inverse of."""
    told = any(link.nature is NatureLien.INVERSE_DE for link in links)
    return constat.etat is EtatConstat.PERDU and not told


def _label(wanted: EtatConstat) -> str:
    return f"État « {texts.constat.ETAT_CONSTAT[wanted]} »"


def _link(unit: UnitOfWork, row: str, other: str, nature: NatureLien) -> None:
    one, target = unit.get(Constat, row), unit.get(Constat, other)
    held = {
        link.nature for link in life.links_of(unit.session, row)
        if other in {link.constat_id, link.autre_id}
    }  # fmt: skip
    if one is target or nature in held:
        raise UserError(
            "Lien impossible",
            "Ces deux constats sont déjà liés ainsi, ou ne font qu’un.",
            "Choisissez un autre constat, ou une autre nature de lien.",
        )
    unit.add(
        LienConstat, None, root=one.racine, constat_id=one.id, autre_id=target.id, nature=nature
    )


def _photo(unit: UnitOfWork, constat: Constat, draft: TransitionDraft) -> Photo | None:
    """Return the photo of a check; one of another constat proves nothing of this one."""
    if draft.photo_id is None:
        return None
    photo = unit.get(Photo, draft.photo_id)
    if photo.constat_id not in {None, constat.id}:
        raise SaisieRefusee([FieldError("photo_id", "Cette photo est celle d’un autre constat.")])
    return photo
