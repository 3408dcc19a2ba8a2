"""What ends badly: French sentence, exit code, JSON object, and no personal data in the log."""

from __future__ import annotations

import pytest

from desktop.services.journal import JournalService
from desktop.verrou import Verrou

NASTY = [
    "Dupont & Fils <dupont@x.fr>",
    "a<b>c",
    "=1+1",
    'L\'école "75-001" 06.12.34',
    "{objet} %s \\n",
]


def assert_user_error(answer, *words):
    assert answer.code == 1
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    for word in words:
        assert word in answer.err


def test_wrong_passphrase_is_refused_with_a_sentence(carnet, demo_folder):
    answer = carnet("verifier", "--donnees", demo_folder, CARNET_PHRASE="une autre phrase longue")

    assert_user_error(answer, "phrase de passe")


def test_wrong_passphrase_with_json_is_an_object_with_three_keys(carnet, demo_folder):
    answer = carnet(
        "verifier", "--donnees", demo_folder, "--json", CARNET_PHRASE="une autre phrase longue"
    )

    assert answer.code == 1
    assert set(answer.json) == {"title", "message", "remedy"}
    assert answer.json["message"] in answer.err


def test_a_command_that_writes_waits_for_the_window_to_close(carnet, new_folder):
    window = Verrou(new_folder / "carnet.verrou")
    window.take()

    writing = carnet("sauvegarder", "--donnees", new_folder)
    reading = carnet("verifier", "--donnees", new_folder)
    window.release()
    after = carnet("sauvegarder", "--donnees", new_folder)

    assert_user_error(writing, "déjà ouvert dans une fenêtre", "Fermez cette fenêtre")
    assert (reading.code, after.code) == (0, 0)


def test_unknown_person_is_refused_without_naming_the_others(carnet, demo_folder):
    answer = carnet("verifier", "--donnees", demo_folder, "--personne", "Inconnue")

    assert_user_error(answer)
    assert "ESSAI" not in answer.err


def test_person_may_come_from_the_environment(carnet, new_folder):
    refused = carnet("verifier", "--donnees", new_folder, CARNET_PERSONNE="Inconnue")
    accepted = carnet("verifier", "--donnees", new_folder, CARNET_PERSONNE="Zéphyrine Canari-ESSAI")

    assert (refused.code, accepted.code) == (1, 0)


def test_folder_without_carnet_says_how_to_make_one(carnet, tmp_path):
    answer = carnet("verifier", "--donnees", tmp_path / "rien")

    assert_user_error(answer, "carnet init", "--donnees")
    assert not (tmp_path / "rien").exists()


@pytest.mark.parametrize("command", ["demo", "verifier"])
def test_data_folder_below_a_file_is_refused(carnet, tmp_path, command):
    (tmp_path / "fichier").write_text("contenu", "utf-8")

    answer = carnet(command, "--donnees", tmp_path / "fichier" / "carnet")

    assert_user_error(answer)
    assert (tmp_path / "fichier").read_text("utf-8") == "contenu"


def test_no_passphrase_and_nobody_at_the_keyboard_says_where_to_put_it(carnet, demo_folder):
    answer = carnet("verifier", "--donnees", demo_folder, CARNET_PHRASE="")

    assert_user_error(answer, "CARNET_PHRASE", "--phrase-fichier")


def test_passphrase_is_the_first_line_of_its_file(carnet, demo_folder, tmp_path):
    file = tmp_path / "phrase.txt"
    file.write_bytes("\ufefflavande tramway fontaine cigale\r\nautre ligne\r\n".encode())

    answer = carnet(
        "verifier", "--donnees", demo_folder, "--phrase-fichier", file, CARNET_PHRASE="fausse"
    )

    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00\xd8", "dossier"])
def test_passphrase_file_that_is_no_text_is_refused(carnet, demo_folder, tmp_path, content):
    file = tmp_path / "phrase.txt"
    if content == "dossier":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)

    answer = carnet("verifier", "--donnees", demo_folder, "--phrase-fichier", file)

    assert_user_error(answer, "phrase.txt")


def test_weak_passphrase_makes_nothing(carnet, tmp_path):
    folder = tmp_path / "neuf"

    answer = carnet(
        "init", "--donnees", folder, "--poste", "A", "--personne", "B", CARNET_PHRASE="azerty"
    )

    assert_user_error(answer)
    assert not folder.exists()


def test_init_never_touches_an_existing_carnet(carnet, new_folder):
    before = (new_folder / "trousseau.json").read_bytes()

    answer = carnet("init", "--donnees", new_folder, "--poste", "A", "--personne", "B")

    assert_user_error(answer, "rien n’a été modifié")
    assert (new_folder / "trousseau.json").read_bytes() == before


@pytest.mark.parametrize("lettre", ["", "AB", "4"])
def test_letter_of_the_poste_is_one_letter(carnet, tmp_path, lettre):
    answer = carnet(
        "init", "--donnees", tmp_path / "x", "--poste", "A", "--personne", "B", "--lettre", lettre
    )

    assert_user_error(answer, "lettre")


@pytest.mark.parametrize("nom", NASTY)
def test_nasty_names_are_stored_and_shown_as_typed(carnet, tmp_path, nom):
    folder = tmp_path / "neuf"

    made = carnet(
        "init", "--donnees", folder, "--poste", nom, "--personne", nom, "--commune", nom, "--json"
    )

    assert made.json["poste"] == nom
    assert carnet("verifier", "--donnees", folder, "--personne", nom).code == 0


def test_name_of_a_million_signs_is_refused_or_stored_but_never_a_trace(carnet, tmp_path):
    answer = carnet(
        "init", "--donnees", tmp_path / "x", "--poste", "é" * 1_000_000, "--personne", "B"
    )

    assert answer.code in {0, 1}


@pytest.mark.parametrize("nom", [*NASTY, ""])
@pytest.mark.parametrize(
    "words",
    [
        ["rapport", "compte-rendu", "{}", "-o", "x.pdf"],
        ["rapport", "menage", "{}", "-o", "x.pdf"],
        ["rapport", "micro-site", "{}", "-o", "x.pdf"],
        ["historique", "{}"],
    ],
    ids=lambda words: words[0] + words[1],
)
def test_unknown_record_is_a_sentence_with_a_remedy(carnet, demo_folder, words, nom):
    filled = [nom if word == "{}" else word for word in words]

    answer = carnet(*filled, "--donnees", demo_folder)

    assert_user_error(answer, "érifiez")


def test_espace_that_this_poste_does_not_hold_is_refused(carnet, tmp_path):
    folder = tmp_path / "neuf"
    carnet("init", "--donnees", folder, "--poste", "A", "--personne", "B")

    answer = carnet("verifier", "--donnees", folder, "--espace", "relogement")

    assert_user_error(answer, "relogement")


def test_action_on_one_espace_asks_which_one(carnet, new_folder):
    answer = carnet("annuler", "--donnees", new_folder)

    assert_user_error(answer, "--espace terrain")


def test_report_in_a_missing_folder_is_refused_and_leaves_nothing(carnet, demo_folder, tmp_path):
    target = tmp_path / "absent" / "fiche.pdf"

    answer = carnet("rapport", "menage", "REL-A0001", "-o", target, "--donnees", demo_folder)

    assert_user_error(answer, str(target))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["trousseau.json", "terrain/espace.db"])
@pytest.mark.parametrize("content", [b"", b"{}", b"tronqu\xe9", bytes(8192)])
def test_foreign_or_cut_file_in_the_data_folder_is_refused(carnet, new_folder, name, content):
    (new_folder / name).write_bytes(content)

    answer = carnet("verifier", "--donnees", new_folder)

    assert_user_error(answer)


def test_bug_ends_with_a_sentence_code_70_and_no_value_in_the_log(carnet, new_folder, monkeypatch):
    def explode(self):
        raise ValueError("Mme Canari-ESSAI, 06 39 98 12 34")

    monkeypatch.setattr(JournalService, "verify", explode)

    answer = carnet("verifier", "--donnees", new_folder)

    log = (new_folder / "journaux" / "carnet.log").read_text("utf-8")
    assert answer.code == 70
    assert answer.err.startswith("Un imprévu est survenu")
    assert "ValueError" in log
    assert "explode" in log
    assert "Canari" not in log + answer.err


def test_bug_keeps_its_trace_for_developers_who_ask(carnet, new_folder, monkeypatch):
    def explode(self):
        raise ValueError("détail")

    monkeypatch.setattr(JournalService, "verify", explode)

    with pytest.raises(ValueError, match="détail"):
        carnet("verifier", "--donnees", new_folder, CARNET_DEBUG="1")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, EOFError])
def test_interruption_is_a_sentence_and_code_130(carnet, new_folder, monkeypatch, interruption):
    def stop(self):
        raise interruption

    monkeypatch.setattr(JournalService, "verify", stop)

    answer = carnet("verifier", "--donnees", new_folder)

    assert answer.code == 130
    assert answer.err.startswith("Interrompu à votre demande")
