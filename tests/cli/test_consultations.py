"""`carnet consultations`: the reading log of a poste, as a terminal sees it."""

from __future__ import annotations

from desktop.bootstrap import Carnet
from desktop.domain.relogement.vie_privee import BlocSensible
from tests.cli.conftest import PHRASE


def test_the_readings_are_listed_then_written(carnet, demo_copy, tmp_path):
    opened = Carnet(demo_copy, log_to_file=False)
    opened.unlock(opened.personnes()[0], PHRASE)
    row = opened.relogement.menage_ids()[0]
    reference = opened.relogement.menage(row).reference
    opened.vie_privee.note(row, BlocSensible.RESSOURCES)
    opened.close()
    target = tmp_path / "journal.csv"

    listed = carnet("consultations", "--donnees", demo_copy, "--json").json["consultations"]
    words = carnet("consultations", "--donnees", demo_copy).out
    written = carnet("consultations", "--donnees", demo_copy, "--sortie", target)

    # other tests may have printed a fiche of the demonstration that this one is a copy of
    assert (reference, "RESSOURCES") in [(one["dossier"], one["bloc"]) for one in listed]
    assert f"{reference} · Ressources et charges" in words
    assert (written.code, reference in target.read_text("utf-8-sig")) == (0, True)
