"""What an import of an occupancy list compares with and writes, inside one open transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Final

from desktop.domain.ids import new_id, shared_id
from desktop.domain.relogement.codes import EtatDossier
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.etat_locatif import (
    Apercu,
    BilanOccupation,
    Connu,
    Lecture,
    LigneApercu,
    LogementConnu,
    MenageConnu,
    Passe,
    PersonneLue,
    PorteLue,
    Sorte,
    Valeur,
    takes,
)
from desktop.domain.relogement.etat_locatif_ecarts import compare
from desktop.formats import short_etage
from desktop.interop.correspondances import batiment_key, name_key, place_key
from desktop.models import Synced
from desktop.models.enquete import Souhait
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.storage.queries import import_occupation as query
from desktop.storage.queries.import_passe import passe
from desktop.storage.unit_of_work import UnitOfWork

ETAT_LOCATIF_IMPORTE: Final = "État locatif importé"
"""Name of the action: what tells a value of the list from one that the team wrote."""

_LETTERS: Final = "BCDFGHJKMNPQRSTVWXYZ"
_NUMBERS: Final = 100_000
_ENTITIES: Final[Mapping[str, type[Synced]]] = {
    "logement": Logement,
    "menage": Menage,
    "occupant": Occupant,
    "souhait": Souhait,
}


class Base:
    """The carnet as the comparison needs it, read in an open transaction."""

    def __init__(
        self, session: query.Reading, espace_id: str, libelle: str = ETAT_LOCATIF_IMPORTE
    ) -> None:
        self._session = session
        self._libelle = libelle
        self._espace_id = espace_id
        self.batiments = {batiment_key(name): row for row, name in query.batiments(session)}
        self.passe = passe(session, libelle)

    def preview(self, lecture: Lecture) -> Apercu:
        """Compare a list with the carnet, and say which of our values the team wrote."""
        apercu = compare(lecture, self._known(), self)
        wanted = [(one.ligne, one.champ) for line in apercu.lignes for one in line.ecarts]
        traces = query.corrections(self._session, wanted, self._libelle) if wanted else {}
        return replace(apercu, lignes=tuple(_told(line, traces) for line in apercu.lignes))

    def logement_id(self, porte: PorteLue) -> str:
        """Return the id that every poste of the team gives to this logement."""
        return shared_id(f"logement@{self._espace_id}", porte.reference or porte.cle)

    @staticmethod
    def menage_id(logement_id: str, people: Iterable[PersonneLue]) -> str:
        """Return the id that every poste gives to the dossier of these persons there."""
        first = min(people, key=lambda one: (one.valeurs.get("lien") != "TITULAIRE", one.cle))
        return shared_id(f"menage@{logement_id}", f"{first.cle}/{first.naissance or ''}")

    def _known(self) -> Connu:
        names = dict(query.batiments(self._session))
        return Connu(
            batiments=self.batiments,
            logements=tuple(
                _logement(row, names.get(batiment, ""), values)
                for row, batiment, values in query.logements(self._session)
            ),
            menages=tuple(_keyed(one) for one in query.menages(self._session)),
        )

    # --- what the carnet knew: `etat_locatif_ecarts.Disparus` ------------------------------

    def logement(self, porte: PorteLue) -> Passe | None:
        """Return what became of the logement that a door would make."""
        return self.passe.get(self.logement_id(porte))

    def dossier(self, porte: PorteLue, logement_id: str) -> Passe | None:
        """Return what became of the dossier that a door would open in a logement."""
        return self.passe.get(self.menage_id(logement_id, porte.personnes))

    def personne(self, menage_id: str, person: PersonneLue) -> Passe | None:
        """Return what became of the occupant that a person would be in a dossier."""
        return self.passe.get(person_id(menage_id, person))


def _told(line: LigneApercu, traces: Mapping[tuple[str, str], str]) -> LigneApercu:
    if not line.ecarts:
        return line
    told = (
        replace(one, corrige=True, trace=traces[one.ligne, one.champ])
        if (one.ligne, one.champ) in traces
        else one
        for one in line.ecarts
    )
    return replace(line, ecarts=tuple(told))


def _logement(row: str, batiment: str, values: Mapping[str, Valeur]) -> LogementConnu:
    level = values.get("etage")
    floor = level if isinstance(level, int) else None
    cage, porte = str(values.get("cage") or ""), str(values.get("porte") or "")
    parts = (batiment, cage, "" if floor is None else short_etage(floor), porte)
    return LogementConnu(
        id=row,
        batiment=batiment_key(batiment),
        cle=place_key(batiment, cage, floor, porte),
        reference=name_key(str(values.get("reference_bailleur") or "")),
        libelle=" · ".join(filter(None, parts)),
        valeurs=values,
    )


def _keyed(menage: MenageConnu) -> MenageConnu:
    people = tuple(
        replace(
            one,
            cle=name_key(str(one.valeurs.get("nom") or ""), str(one.valeurs.get("prenom") or "")),
        )
        for one in menage.personnes
    )
    return replace(menage, personnes=people)


class Ecriture:
    """Writes the lines of a preview, under the ids that every poste would give if they are free."""

    def __init__(self, unit: UnitOfWork, base: Base, choix: Mapping[str, bool]) -> None:
        self._unit = unit
        self._base = base
        self._choix = choix
        self._references = query.references(unit.session)
        self._batiments = dict(base.batiments)
        self._known: set[str] = set()
        self._hidden: dict[str, Synced] = {}
        self._back: dict[str, Synced] = {}
        self._wishes: dict[str, str] = {}
        self._logements = self._dossiers = self._people = self._taken = self._kept = 0
        self._waiting = 0

    def prepare(self, apercu: Apercu) -> None:
        """Ask once which of the ids to come are already known, deleted or erased."""
        ids: set[str] = set()
        for line in apercu.lignes:
            if line.porte is None or (line.logement_id and not line.arrivants):
                continue
            logement = line.logement_id or self._base.logement_id(line.porte)
            ids |= {logement, _batiment_id(line.porte)}
            menage = line.menage_id
            if line.arrivants and not menage:
                menage = self._base.menage_id(logement, line.arrivants)
                ids.add(menage)
            ids.update(person_id(menage, one) for one in line.arrivants)
        self._known = query.rows_once_known(self._unit, ids)
        wanted = [row for row in ids if self._base.passe.get(row) in {Passe.ANNULE, Passe.LISTE}]
        self._hidden = query.hidden_rows(self._unit, wanted)

    def finish(self) -> None:
        """Show again what came back, once every line is written."""
        if self._back:
            self._unit.restore_rows(self._back.values())

    def write(self, line: LigneApercu) -> None:
        """Write one line with the choices made."""
        porte = line.porte
        if porte is None:
            return
        for gap in line.ecarts:
            if takes(gap, self._choix):
                self._take(gap.entite, gap.ligne, gap.champ, gap.liste)
            else:
                self._kept += 1
        if line.sorte is Sorte.A_DECIDER and not self._choix.get(line.id, False):
            self._waiting += 1
            return
        logement_id = line.logement_id or self._new_logement(porte)
        if line.arrivants:
            menage_id = line.menage_id or self._new_menage(porte, logement_id)
            for person in line.arrivants:
                self._new_person(menage_id, person)

    def bilan(self, apercu: Apercu, fichier: str, moment_ms: int) -> BilanOccupation:
        """Return the report of what was written."""
        return BilanOccupation(
            fichier=fichier,
            importe_ms=moment_ms,
            lues=apercu.lues,
            logements_crees=self._logements,
            dossiers_crees=self._dossiers,
            personnes_ajoutees=self._people,
            champs_pris=self._taken,
            champs_gardes=self._kept,
            identiques=apercu.count(Sorte.IDENTIQUE),
            a_decider=self._waiting,
            absents=tuple(one.libelle for one in apercu.lignes if one.sorte is Sorte.ABSENT),
            refusees=apercu.refusees,
            ignorees=apercu.ignorees,
        )

    # --- rows -----------------------------------------------------------------------------

    def _take(self, entity: str, row: str, field: str, value: Valeur) -> None:
        if row.startswith("souhait@"):
            menage_id = row.partition("@")[2]
            if row not in self._wishes:
                made = self._unit.add(Souhait, SouhaitDraft(menage_id=menage_id), root=menage_id)
                self._wishes[row] = made.id
                setattr(made, field, value)
                self._taken += 1
                return
            row = self._wishes[row]
        found = self._unit.get(_ENTITIES[entity], row)
        self._unit.fill(found, None, **{field: value})
        self._taken += 1

    def _batiment(self, porte: PorteLue) -> str:
        key = batiment_key(porte.batiment)
        if key not in self._batiments:
            draft = BatimentDraft(nom=porte.batiment)
            self._batiments[key] = self._add(Batiment, draft, _batiment_id(porte))
        return self._batiments[key]

    def _new_logement(self, porte: PorteLue) -> str:
        batiment = self._batiment(porte)
        values = {"batiment_id": batiment, **porte.logement}
        draft = LogementDraft(**values)  # type: ignore[arg-type]  # the table of correspondence names the fields of the draft
        self._logements += 1
        return self._add(Logement, draft, self._base.logement_id(porte), batiment)

    def _new_menage(self, porte: PorteLue, logement_id: str) -> str:
        row = self._base.menage_id(logement_id, porte.personnes)
        draft = MenageDraft(logement_id=logement_id, **porte.menage)  # type: ignore[arg-type]  # as above
        self._dossiers += 1
        return self._add(Menage, draft, row)

    def _new_person(self, menage_id: str, person: PersonneLue) -> None:
        draft = OccupantDraft(menage_id=menage_id, **person.valeurs)  # type: ignore[arg-type]  # as above
        self._people += 1
        self._add(Occupant, draft, person_id(menage_id, person), menage_id)

    def _add(self, entity: type[Synced], draft: object, row: str, root: str = "") -> str:
        """Write what a list says of a row nobody sees, under the id that every poste gives it.

        Where an import made it and nothing but lists ever filled it, it comes back, and the
        colleague who imports the same list finds it. Where the team had worked on it, it stays
        deleted and a new one is made. Returns the id.
        """
        held = self._hidden.get(row)
        if held is not None and row not in self._back and held.racine == (root or row):
            self._back[row] = held
            wanted = {one.name: getattr(draft, one.name) for one in fields(draft)}  # type: ignore[arg-type]  # drafts are dataclasses
            self._unit.fill(held, None, **wanted)
            return row
        row = self._free(row)
        extra = {}
        if entity is Menage:
            extra = {"reference": self._reference(row), "etat": EtatDossier.A_CONTACTER}
        return self._unit.add(entity, draft, row=row, root=root or None, **extra).id

    def _reference(self, row: str) -> str:
        """Return a reference that the other postes would give to the same dossier.

        It comes from the id, whose seed is secret to the team: nobody reads a door in it. The
        numbers that a poste gives in order begin with its letter, these with a figure.
        """
        seed = uuid.UUID(row).int
        while True:
            number, rest = seed % _NUMBERS, seed // _NUMBERS
            reference = f"REL-{number:05d}{_LETTERS[rest % len(_LETTERS)]}"
            if reference not in self._references:
                self._references.add(reference)
                return reference
            seed += 1

    def _free(self, row: str) -> str:
        if row in self._known:
            return new_id()
        self._known.add(row)
        return row


def _batiment_id(porte: PorteLue) -> str:
    return shared_id("batiment", batiment_key(porte.batiment).upper())


def person_id(menage_id: str, person: PersonneLue) -> str:
    """Return the id that every poste gives to a person in a dossier."""
    return shared_id(f"occupant@{menage_id}", f"{person.cle}/{person.naissance or ''}")
