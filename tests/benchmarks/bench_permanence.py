"""What the permanence answers, on 2 000 ménages, 10 000 occupants and 20 000 contacts.

    .venv/bin/python tests/benchmarks/bench_permanence.py [--menages 2000] [--rounds 15]

« Frappe » asks, after each letter of a name, a door and a telephone, for all that the screen
shows of it: the ids, sorted, and the first block of rows with their next deadline. Beside it, in
turn, a plain `LIKE` scan over names, doors and telephones that returns ids alone. « Carte » is
the card of a ménage, « dossier » what opening its page reads, « radar » the whole list of what is
due, « semaine » a week of the agenda. Each time stands twice, by the clock and by the processor:
the second one alone says something on a machine that works for others. Fails when the median of
the processor misses a target of the issue: 50 ms a key, 150 ms a dossier, 1 s for the radar.
"""

# ruff: noqa: T201 - a script that prints, with names of its own

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.bench_enregistreur import KEY  # noqa: E402 - path

KEY_MS, OPEN_MS, RADAR_MS = 50.0, 150.0, 1000.0
OCCUPANTS, CONTACTS, BLOCK = 5, 10, 32
TODAY = date(2026, 11, 26)
TYPED = ("dupont", "mejanes b 12", "06399812", "rel-a01", "e")
SYLLABLES = """ba be chan cor da dou ga gi la lé man mi no par qui ra sou ta ve du pont"""


def fill(store, menages: int) -> list[str]:
    """Write the ménages with all that hangs under them, through the unit of work."""
    from desktop.domain.relogement import codes
    from desktop.domain.relogement.drafts import (
        BatimentDraft,
        ContactDraft,
        LogementDraft,
        MenageDraft,
        OccupantDraft,
        RendezVousDraft,
    )
    from desktop.models.agenda import Contact, RendezVous
    from desktop.models.enquete import DemandeLogement
    from desktop.models.menage import Batiment, Logement, Menage, Occupant
    from desktop.models.offre import Proposition

    chance = random.Random(7)  # noqa: S311 - only words
    etats = list(codes.EtatDossier)

    def name() -> str:
        return "".join(chance.choices(SYLLABLES.split(), k=3)).title() + "-Essai"

    with store.writing("Bâtiments") as unit:
        batiments = [
            unit.add(Batiment, BatimentDraft(nom=nom)).id for nom in ("Calendal", "Méjanes")
        ]
    ids: list[str] = []
    for start in range(0, menages, 200):
        with store.writing("Ménages") as unit:
            for rank in range(start, min(start + 200, menages)):
                logement = unit.add(
                    Logement,
                    LogementDraft(
                        batiment_id=batiments[rank % 2], cage="ABC"[rank % 3], etage=rank % 12,
                        porte=str(rank % 97),
                    ),
                    root=batiments[rank % 2],
                )  # fmt: skip
                phone = f"06 39 98 {chance.randint(0, 99):02} {chance.randint(0, 99):02}"
                menage = unit.add(
                    Menage,
                    MenageDraft(logement_id=logement.id, telephone_1=phone),
                    reference=f"REL-A{rank:04}",
                    etat=chance.choice(etats),
                    date_etat=TODAY - timedelta(days=chance.randint(1, 300)),
                )
                ids.append(menage.id)
                nom = name()
                for one in range(OCCUPANTS):
                    draft = OccupantDraft(
                        menage_id=menage.id, nom=nom, prenom=name().partition("-")[0],
                        lien=codes.LienOccupant.ENFANT if one else codes.LienOccupant.TITULAIRE,
                    )  # fmt: skip
                    unit.add(Occupant, draft, root=menage.id)
                for _ in range(CONTACTS):
                    day = TODAY - timedelta(days=chance.randint(0, 400))
                    moment = datetime(day.year, day.month, day.day, chance.randint(9, 16))  # noqa: DTZ001 - local
                    draft = ContactDraft(
                        menage_id=menage.id, horodatage=f"{moment.isoformat()}+01:00",
                        objet=chance.choice(list(codes.ObjetContact)), note="Pièces déposées.",
                    )  # fmt: skip
                    unit.add(Contact, draft, root=menage.id)
                unit.add(
                    DemandeLogement, None, root=menage.id, menage_id=menage.id,
                    date_depot=TODAY - timedelta(days=chance.randint(0, 500)),
                    statut=codes.StatutDemande.ACTIVE,
                )  # fmt: skip
                if rank % 2:
                    unit.add(
                        Proposition, None, root=menage.id, menage_id=menage.id,
                        etat=codes.EtatProposition.NOTIFIEE, compte_comme_offre=True,
                        date_notification=TODAY - timedelta(days=chance.randint(0, 200)),
                        date_limite_reponse=TODAY + timedelta(days=chance.randint(-9, 9)),
                    )  # fmt: skip
                if not rank % 40:
                    day = TODAY + timedelta(days=rank % 5 - 3)
                    hour = f"{day}T{9 + rank % 7:02}"
                    draft = RendezVousDraft(
                        menage_id=menage.id, debut=f"{hour}:00:00+01:00", fin=f"{hour}:45:00+01:00",
                        statut=codes.StatutRendezVous.PREVU,
                    )  # fmt: skip
                    unit.add(RendezVous, draft, root=menage.id)
    return ids


def scan(store, typed: str) -> list[str]:
    """Return the ménages by a plain scan: what one writes before there is an index."""
    sql = (
        "select distinct m.id from menage m left join occupant o on o.menage_id = m.id "
        "left join logement l on l.id = m.logement_id left join batiment b on "
        "b.id = l.batiment_id where not m.supprime and (lower(o.nom || ' ' || coalesce("
        "o.prenom, '')) like ? or replace(coalesce(m.telephone_1, ''), ' ', '') like ? or "
        "lower(b.nom || ' ' || l.cage || ' ' || l.porte) like ? or lower(m.reference) like ?)"
    )
    words = f"%{typed}%"
    with store.reading() as session:
        found = session.connection().exec_driver_sql(sql, (words, words, words, words))
        return [row for (row,) in found]


@dataclass
class Bench:
    """What was measured; times are (wall, processor) in milliseconds."""

    missed: list[str] = field(default_factory=list)

    def measure(self, action: Callable[[], object]) -> tuple[float, float]:
        wall, processor = time.perf_counter(), time.process_time()
        action()
        return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000

    def report(
        self,
        name: str,
        times: list[tuple[float, float]],
        *,
        beside: list[tuple[float, float]] | None = None,
        most: float | None = None,
    ) -> None:
        wall, processor = ([one[side] for one in times] for side in (0, 1))
        words = f"{name:24} {_both(wall)}   processeur {_both(processor)}"
        if beside:
            against = [one[1] for one in beside]
            ratio = statistics.median(a / b for a, b in zip(processor, against, strict=True))
            words += f"   LIKE {_both(against)}   × {ratio:4.2f}"
        print(words)
        if most is not None and statistics.median(processor) > most:
            self.missed.append(name)


def _both(times: list[float]) -> str:
    high = sorted(times)[max(round(len(times) * 0.95) - 1, 0)]
    return f"{statistics.median(times):6.1f} / {high:6.1f} ms"


def bench_keys(bench: Bench, store, opened, rounds: int) -> None:
    from desktop.services.permanence import PermanenceService
    from desktop.services.relogement import RelogementService

    menages, permanence = RelogementService(opened), PermanenceService(opened)

    def key(typed: str) -> None:
        permanence.lignes(menages.menage_ids(typed)[:BLOCK], TODAY)

    everything: list[tuple[float, float]] = []
    key("d")
    for whole in TYPED:
        times, plain = [], []
        for _ in range(rounds):
            for end in range(1, len(whole) + 1):
                plain.append(bench.measure(partial(scan, store, whole[:end])))
                times.append(bench.measure(partial(key, whole[:end])))
        bench.report(f"frappe « {whole} »", times, beside=plain)
        everything += times
    bench.report("toute frappe", everything, most=KEY_MS)
    bench.report("liste entière", [bench.measure(partial(key, "")) for _ in range(rounds)])


def bench_dossiers(bench: Bench, opened, ids: list[str], rounds: int) -> None:
    from desktop.services.enquete import EnqueteService
    from desktop.services.permanence import PermanenceService
    from desktop.services.relogement import RelogementService

    menages, enquete = RelogementService(opened), EnqueteService(opened)
    permanence = PermanenceService(opened)

    def open_dossier(row: str) -> None:
        menages.menage(row)
        enquete.dossier(row)
        menages.contacts(row)
        menages.logements()

    chance = random.Random(3)  # noqa: S311 - only rows
    some = chance.sample(ids, min(rounds * 4, len(ids)))
    cards = [bench.measure(partial(permanence.carte, row, TODAY)) for row in some]
    bench.report("carte", cards, most=KEY_MS)
    pages = [bench.measure(partial(open_dossier, row)) for row in some]
    bench.report("dossier ouvert", pages, most=OPEN_MS)


def bench_lists(bench: Bench, opened, rounds: int) -> None:
    from desktop.services.agenda import AgendaService
    from desktop.services.permanence import PermanenceService
    from desktop.services.rappels import RappelsService

    agenda, rappels = AgendaService(opened), RappelsService(opened)
    print(f"{len(rappels.radar(TODAY).lignes)} lignes au radar")
    radar = [bench.measure(lambda: rappels.radar(TODAY)) for _ in range(rounds)]
    bench.report("radar", radar, most=RADAR_MS)
    bench.report("semaine", [bench.measure(lambda: agenda.semaine(TODAY)) for _ in range(rounds)])
    names = PermanenceService(opened).dossiers
    bench.report("noms des dossiers", [bench.measure(names) for _ in range(rounds)])


def load() -> None:
    print(f"Charge de la machine : {os.getloadavg()[0]:.1f} sur {os.cpu_count()} cœurs")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--menages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args()
    from desktop.domain.espaces import Espace
    from desktop.services.contexte import EspaceOuvert
    from desktop.storage.espace_store import EspaceStore, Identity

    bench = Bench()
    with tempfile.TemporaryDirectory() as folder:
        identity = Identity(
            Espace.RELOGEMENT, "banc-essai", "Ville-Essai", "a" * 16, "A", "Portable A"
        )
        path = Path(folder) / "espace.db"
        store = EspaceStore.create(path, KEY, identity=identity, personne_id="p")
        ids = fill(store, chosen.menages)
        load()
        print(
            f"{len(ids)} ménages, {len(ids) * OCCUPANTS} occupants, {len(ids) * CONTACTS} contacts"
        )
        print("médiane / 95e centile")
        opened = EspaceOuvert(Espace.RELOGEMENT, store, None, "p", None)  # type: ignore[arg-type]  # no photo here
        bench_keys(bench, store, opened, chosen.rounds)
        bench_dossiers(bench, opened, ids, chosen.rounds)
        bench_lists(bench, opened, chosen.rounds)
        load()
        store.close()
    for text in bench.missed:
        print(f"Objectif manqué : {text}")
    return 1 if bench.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
