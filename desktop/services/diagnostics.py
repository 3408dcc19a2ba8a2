"""User actions of the tab « Diagnostics »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from desktop.domain.changeset import ChangeSet
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.diagnostics.parcours import ParcoursRecord
from desktop.domain.diagnostics.records import (
    ConstatRecord,
    ItemRecord,
    MarcheRecord,
    QuartierRecord,
    StructureRecord,
    ThemeRecord,
)
from desktop.domain.diagnostics.rules import (
    check_constat,
    check_marche,
    marche_number,
)
from desktop.domain.drafts import ConstatDraft, MarcheDraft, StructureDraft
from desktop.domain.parametres import Parametres
from desktop.domain.records import PhotoRecord
from desktop.errors import FieldError, SaisieRefusee
from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.models.photo import Photo
from desktop.models.quartier import Quartier, Structure
from desktop.services.constat_ecriture import ConstatWriter
from desktop.services.contexte import EspaceOuvert
from desktop.services.contours import contours, place, positions_qpv
from desktop.services.depouillement import sort_photos
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import diagnostics as query
from desktop.storage.queries import parcours, referentiel
from desktop.storage.unit_of_work import rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Referentiel:
    """The lists that forms choose from, and the rules they show.

    `arrets` gives the stops of the parcours of each marche, (id, « 3 · Place »), in order.
    """

    quartiers: tuple[QuartierRecord, ...]
    structures: tuple[StructureRecord, ...]
    themes: tuple[ThemeRecord, ...]
    items: tuple[ItemRecord, ...] = ()
    parcours: tuple[ParcoursRecord, ...] = ()
    arrets: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    micro_sites: tuple[tuple[str, str], ...] = ()
    regles: Parametres | None = None


class DiagnosticsService:
    """Marches, constats and their photos, in one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    # --- reading --------------------------------------------------------------------------

    def referentiel(self) -> Referentiel:
        """Return the lists of quartiers, gestionnaires and thèmes."""
        with self._store.reading() as session:
            return Referentiel(
                quartiers=tuple(query.quartiers(session)),
                structures=tuple(query.structures(session)),
                themes=tuple(query.themes(session)),
                items=tuple(referentiel.items(session)),
                parcours=tuple(parcours.parcours(session, parcours.parcours_ids(session))),
                arrets=referentiel.stops_of_marches(session),
                micro_sites=referentiel.micro_sites(session),
                regles=referentiel.parametres(session),
            )

    def parametres(self) -> Parametres:
        """Return the rules in force: delays, distances, scores."""
        with self._store.reading() as session:
            return referentiel.parametres(session)

    def marches(self, texte: str = "") -> list[MarcheRecord]:
        """Return the marches, the latest first."""
        with self._store.reading() as session:
            return query.marches(session, query.marche_ids(session, texte))

    def marche(self, row: str) -> MarcheRecord:
        """Return one marche.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            return only(query.marches(session, [row]), "Marche introuvable")

    def constat_ids(self, filtre: FiltreConstats) -> list[str]:
        """Return the constats that pass the filter, sorted."""
        with self._store.reading() as session:
            ids = query.constat_ids(
                session,
                marche_id=filtre.marche_id,
                typed=filtre.texte,
                theme=filtre.theme,
                gravite=filtre.gravite,
                etat=filtre.etat,
                gestionnaire_id=filtre.gestionnaire_id,
                item=filtre.item,
                polarite=filtre.polarite,
                foncier=filtre.foncier,
                only_open=filtre.ouverts,
                late_on=date.today() if filtre.en_retard else None,  # noqa: DTZ011 - the agent's calendar
                sort=filtre.tri,
                descending=filtre.descendant,
            )
            if filtre.position_qpv is None:
                return ids
            found = positions_qpv(session, ids)
            return [row for row in ids if found.get(row) is filtre.position_qpv]

    def constats(self, ids: Sequence[str]) -> list[ConstatRecord]:
        """Return constats in the order of `ids`."""
        with self._store.reading() as session:
            judge = contours(session).judge
            return [
                replace(
                    one,
                    position_qpv=judge(
                        place(one.draft), one.quartier_id, one.draft.position_qpv_forcee
                    ),
                )
                for one in query.constats(session, ids)
            ]

    def constat(self, row: str) -> ConstatRecord:
        """Return one constat.

        Raises:
            UserError: it is gone.
        """
        return only(self.constats([row]), "Constat introuvable")

    def photo_ids(
        self, marche_id: str, *, a_classer: bool = False, constat_id: str | None = None
    ) -> list[str]:
        """Return the photos of a marche in the order they were taken."""
        with self._store.reading() as session:
            return query.photo_ids(
                session, marche_id=marche_id, to_sort_only=a_classer, constat_id=constat_id
            )

    def photos(self, ids: Sequence[str]) -> list[PhotoRecord]:
        """Return photos in the order of `ids`."""
        with self._store.reading() as session:
            return query.photos(session, ids)

    # --- writing --------------------------------------------------------------------------

    def save_structure(
        self, draft: StructureDraft, row: str | None = None
    ) -> Resultat[StructureRecord]:
        """Create or correct a gestionnaire.

        Raises:
            SaisieRefusee: no name, or one that exists already.
        """
        name = draft.nom.strip()
        others = {record.nom.casefold(): record.id for record in self.referentiel().structures}
        if not name:
            raise SaisieRefusee([FieldError("nom", "Indiquez le nom du gestionnaire.")])
        if others.get(name.casefold(), row) != row:
            raise SaisieRefusee([FieldError("nom", "Ce gestionnaire existe déjà.")])
        with self._store.writing("Gestionnaire enregistré") as unit:
            written = save(unit, Structure, draft, row)
        record = next(item for item in self.referentiel().structures if item.id == written.id)
        return Resultat(record, unit.changes)

    def save_marche(
        self, draft: MarcheDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[MarcheRecord]:
        """Create or correct a marche; a new one is given the next number of its quartier.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_marche(draft, today or date.today()))  # noqa: DTZ011 - the agent's calendar
        with self._store.writing("Marche enregistrée") as unit:
            if not draft.numero and draft.quartier_id and draft.date_prevue:
                quartier = unit.get(Quartier, draft.quartier_id)
                known = query.marche_numbers(unit.session, draft.quartier_id)
                number = marche_number(quartier.prefixe or "", draft.date_prevue, draft.type, known)
                draft = replace(draft, numero=number)
            written = save(unit, Marche, draft, row)
        return Resultat(self.marche(written.id), unit.changes)

    def save_constat(
        self,
        draft: ConstatDraft,
        row: str | None = None,
        *,
        photo_ids: Sequence[str] = (),
        new_row: str | None = None,
        today: date | None = None,
    ) -> Resultat[ConstatRecord]:
        """Create or correct a constat, and attach photos to it in the same transaction.

        `new_row` is the identifier of the constat to create, for a screen that shows it before.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_constat(draft))
        day = today or date.today()  # noqa: DTZ011 - the agent's calendar
        with self._store.writing("Constat corrigé" if row else "Constat créé") as unit:
            writer = ConstatWriter(unit, self._store.identity.lettre, day)
            if row is None:
                written = writer.create(draft, photo_ids, row=new_row)
            else:
                written = unit.get(Constat, row)
                writer.correct(written, draft, photo_ids)
        return Resultat(self.constat(written.id), unit.changes)

    def attach_photos(self, photo_ids: Sequence[str], constat_id: str | None) -> ChangeSet:
        """Attach photos to a constat, or put them back among those to sort (None)."""
        label = "Photos classées" if constat_id else "Photos remises à classer"
        with self._store.writing(label) as unit:
            if constat_id is not None:
                unit.get(Constat, constat_id)
            sort_photos(unit, photo_ids, constat_id)
        return unit.changes

    def delete_constats(self, rows: Sequence[str]) -> ChangeSet:
        """Hide constats; their photos go back among those to sort."""
        with self._store.writing("Constat supprimé") as unit:
            for row in rows:
                constat = unit.get(Constat, row)
                photos = query.photo_ids(
                    unit.session, marche_id=constat.marche_id or "", constat_id=row
                )
                sort_photos(unit, photos, None)
                unit.delete(constat)
        return unit.changes

    def delete_marche(self, row: str) -> ChangeSet:
        """Hide a marche with its constats and photos."""
        with self._store.writing("Marche supprimée") as unit:
            unit.delete(unit.get(Marche, row))
        return unit.changes

    def delete_photos(self, rows: Sequence[str]) -> ChangeSet:
        """Hide photos; their bytes stay in the store."""
        with self._store.writing("Photo supprimée") as unit:
            for photo in rows_of(unit.session, Photo, rows):
                unit.delete(photo)
        return unit.changes
