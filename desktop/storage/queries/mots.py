"""French words for what the log holds: names of rows, of persons and of postes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from desktop import formats, texts
from desktop.domain.changes import Value
from desktop.models import ENTITIES
from desktop.models.equipe import Membre, Poste
from desktop.models.local import Identite
from desktop.models.quartier import Nomenclature
from desktop.storage.journal import chunks

_TITLES = {
    "membre": "select id, nom from membre where id in ({})",
    "poste": "select id, libelle from poste where id in ({})",
    "nomenclature": "select id, libelle from nomenclature where id in ({})",
    "quartier": "select id, nom from quartier where id in ({})",
    "structure": "select id, nom from structure where id in ({})",
    "marche": "select id, numero from marche where id in ({})",
    "constat": "select id, numero from constat where id in ({})",
    "parametre": "select id, libelle from parametre where id in ({})",
    "item_grille": "select id, code, libelle from item_grille where id in ({})",
    "parcours": "select id, nom from parcours where id in ({})",
    "arret": "select id, cast(ordre as text), nom from arret where id in ({})",
    "trace": "select id, nom from trace where id in ({})",
    "participation": "select p.id, coalesce(s.nom, p.libelle) from participation p "
    "left join structure s on s.id = p.structure_id where p.id in ({})",
    "reponse_item": "select r.id, a.nom, r.theme from reponse_item r "
    "left join arret a on a.id = r.arret_id where r.id in ({})",
    "lien_constat": "select l.id, a.numero, b.numero from lien_constat l "
    "left join constat a on a.id = l.constat_id left join constat b on b.id = l.autre_id "
    "where l.id in ({})",
    "revue_constat": "select r.id, c.numero from revue_constat r "
    "left join constat c on c.id = r.constat_id where r.id in ({})",
    "micro_site": "select id, nom from micro_site where id in ({})",
    "equipement": "select id, nom from equipement where id in ({})",
    "photo": "select id, coalesce(legende, fichier) from photo where id in ({})",
    "batiment": "select id, nom from batiment where id in ({})",
    "logement": "select l.id, b.nom, l.cage, l.etage, l.porte from logement l "
    "left join batiment b on b.id = l.batiment_id where l.id in ({})",
    "menage": "select m.id, m.reference, (select trim(coalesce(o.nom, '') || ' ' || "
    "coalesce(o.prenom, '')) from occupant o where o.menage_id = m.id and not o.supprime "
    "and o.lien = 'TITULAIRE' order by o.id limit 1) "
    "from menage m where m.id in ({})",
    "occupant": "select id, trim(coalesce(nom, '') || ' ' || coalesce(prenom, '')) "
    "from occupant where id in ({})",
    "contact": "select id, horodatage from contact where id in ({})",
}
_UNDER_MENAGE = (
    "ressource", "depense", "dette", "besoin_adaptation", "demande_logement", "recours_dalo",
    "fragilite", "mesure", "piece", "relogement", "demenagement", "travaux",
    "suivi_post", "enquete_satisfaction", "rendez_vous", "tache",
)  # fmt: skip
_TITLES |= {
    "bailleur": "select id, nom from bailleur where id in ({})",
    "logement_disponible": "select id, residence, adresse from logement_disponible "
    "where id in ({})",
    "proposition": "select p.id, m.reference, 'n° ' || p.numero from proposition p "
    "left join menage m on m.id = p.menage_id where p.id in ({})",
    "souhait": "select s.id, m.reference, 'du ' || strftime('%d/%m/%Y', s.date_expression) "
    "from souhait s left join menage m on m.id = s.menage_id where s.id in ({})",
    **{
        table: f"select x.id, m.reference from {table} x "  # noqa: S608 - our own names
        "left join menage m on m.id = x.menage_id where x.id in ({})"
        for table in _UNDER_MENAGE
    },
}
_THEMES = "theme"


class Words:
    """Turns ids and stored values into words; each name is read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._persons = {
            row: name or "" for row, name in connection.execute(select(Membre.id, Membre.nom))
        }
        self._postes = {
            replica: label or ""
            for replica, label in connection.execute(select(Identite.replica, Identite.libelle))
        }
        self._postes |= {
            replica: label or ""
            for replica, label in connection.execute(select(Poste.replica, Poste.libelle))
            if replica
        }
        self._titles: dict[tuple[str, str], str] = {}
        self._themes: dict[str, str] | None = None

    def person(self, author: str) -> str:
        """Return the name of a person, "" when it has not been received."""
        return self._persons.get(author, "")

    def poste(self, replica: str) -> str:
        """Return the label of a poste, "" when it has not been received."""
        return self._postes.get(replica, "")

    def value(self, entity: str, field: str, value: Value) -> str:
        """Return a value of the log in words, references by the name of their row."""
        if isinstance(value, str) and value:
            target = _references(entity).get(field)
            if target is not None:
                return self.title(target, value) or texts.value_text(entity, field, value)
            if field == "theme":
                return self._theme(value)
        return texts.value_text(entity, field, value)

    def subject(self, entity: str, row: str) -> str:
        """Return « Constat BEI-2026-1-003 »."""
        kind = texts.ENTITES.get(entity, entity)
        return f"{kind} {self.title(entity, row)}".strip()

    def title(self, entity: str, row: str) -> str:
        """Return the name or the number of a row, "" when it has none."""
        if (entity, row) not in self._titles:
            self.read_titles(entity, [row])
        return self._titles[entity, row]

    def read_titles(self, entity: str, rows: Iterable[str]) -> None:
        """Read the titles of many rows at once."""
        wanted = list(rows)
        self._titles.update({(entity, row): "" for row in wanted})
        if entity not in _TITLES:
            return
        for batch in chunks(wanted):
            marks = ", ".join("?" for _ in batch)
            for row, *parts in self._connection.exec_driver_sql(
                _TITLES[entity].format(marks), tuple(batch)
            ):
                self._titles[entity, row] = _title(entity, parts)

    def _theme(self, code: str) -> str:
        if self._themes is None:
            self._themes = {
                known: label
                for known, label in self._connection.execute(
                    select(Nomenclature.code, Nomenclature.libelle).where(
                        Nomenclature.domaine == _THEMES
                    )
                )
                if known and label
            }
        return self._themes.get(code, code)


def _references(entity: str) -> dict[str, str]:
    """Return field → table for the fields that hold the id of another row."""
    if entity not in ENTITIES:
        return {}
    return {
        column.name: key.column.table.name
        for column in ENTITIES[entity].__table__.columns
        for key in column.foreign_keys
    }


def _title(entity: str, parts: list[str | int | None]) -> str:
    if entity == "contact":
        return texts.value_text(entity, "horodatage", parts[0]) if parts[0] else ""
    words = [formats.etage(part) if isinstance(part, int) else part for part in parts]
    return " · ".join(word for word in words if word)
