import json

import pytest

from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.security import trousseau_fichier
from desktop.security.cles import new_cles
from desktop.security.trousseau import Trousseau
from desktop.security.trousseau_fichier import Argon2Cost

CHEAP = Argon2Cost(memory_kib=8, iterations=1, lanes=1)
PHRASE = "été sous le grand tilleul"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "trousseau.json"
    Trousseau.create(path, "C. Martin-ESSAI", PHRASE, [new_cles(Espace.TERRAIN, "t-1")], CHEAP)
    return path


def refused(path, data: bytes) -> str:
    """Write `data`, load it, and return the title of the refusal."""
    path.write_bytes(data)
    with pytest.raises(FichierRefuse) as caught:
        Trousseau.load(path)
    assert caught.value.remedy
    assert path.read_bytes() == data
    return caught.value.title


def changed(path, **values) -> bytes:
    """Return the file with some values changed and a checksum that agrees."""
    found = json.loads(path.read_bytes())
    del found["controle"]
    found.update(values)
    found["controle"] = trousseau_fichier._checksum(found)
    return json.dumps(found).encode()


def test_a_file_read_and_written_again_is_the_same(path):
    before = path.read_bytes()

    trousseau_fichier.write(path, trousseau_fichier.read(path))

    assert path.read_bytes() == before


def test_an_absent_file_says_so(tmp_path):
    with pytest.raises(FichierRefuse) as caught:
        Trousseau.load(tmp_path / "trousseau.json")

    assert caught.value.title == "Trousseau introuvable"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_its_place_cannot_be_read(tmp_path):
    with pytest.raises(FichierRefuse) as caught:
        Trousseau.load(tmp_path)

    assert caught.value.title == "Trousseau inaccessible"


def test_an_empty_file_says_so(path):
    assert refused(path, b"") == "Trousseau vide"


@pytest.mark.parametrize(
    "data",
    [
        b"SQLite format 3\x00",
        b"\xff\xd8\xff\xe0",
        b"   ",
        b"[]",
        b"3",
        b'{"format": "autre"}',
        b"[" * 100_000,
        b" " * (4 * 2**20 + 1),
    ],
)
def test_a_foreign_file_says_so(path, data):
    assert refused(path, data) == "Trousseau non reconnu"


def test_a_file_cut_anywhere_says_that_its_end_is_missing(path):
    data = path.read_bytes()
    cuts = [*range(1, 60), *range(60, len(data), 37), len(data) - 1]

    titles = {length: refused(path, data[:length]) for length in cuts}

    assert {length: title for length, title in titles.items() if "incomplet" not in title} == {}


def test_altered_bytes_are_refused_and_never_taken_for_a_wrong_phrase(path):
    data = path.read_bytes()
    allowed = {"Trousseau abîmé", "Trousseau non reconnu", "Trousseau incomplet"}
    allowed.add("Version trop ancienne")
    accepted = []
    for place in range(0, len(data), 3):
        altered = bytearray(data)
        altered[place] ^= 0x04
        path.write_bytes(altered)
        try:
            trousseau_fichier.read(path)
        except FichierRefuse as error:
            assert error.title in allowed  # noqa: PT017 - hundreds of cases in one loop
        else:
            accepted.append(place)

    # White space between two tokens is all that may differ without a word being changed.
    assert [place for place in accepted if data[place : place + 1].strip()] == []


def test_a_damaged_value_inside_sound_json_says_that_the_file_is_damaged(path):
    text = path.read_text("utf-8")
    damaged = text.replace('"iterations": 1', '"iterations": 2', 1)

    assert damaged != text
    assert refused(path, damaged.encode()) == "Trousseau abîmé"


@pytest.mark.parametrize(
    "values",
    [
        {"personnes": None},
        {"personnes": [3]},
        {"personnes": [{}]},
        {"secours": {}},
        {"secours": "x"},
        {"version": 0},
        {"version": "1"},
        {"version": None},
    ],
)
def test_a_file_of_another_shape_is_damaged_even_if_its_checksum_agrees(path, values):
    assert refused(path, changed(path, **values)) == "Trousseau abîmé"


@pytest.mark.parametrize(
    "argon2",
    [
        {"memoire_kio": 2**40},
        {"memoire_kio": 1},
        {"iterations": 0},
        {"iterations": 10**9},
        {"voies": 0},
        {"voies": "1"},
        {"sel": "AAAA"},
        {"sel": "é"},
    ],
)
def test_a_cost_that_would_stop_the_machine_is_refused_before_it_is_paid(path, argon2):
    secours = json.loads(path.read_bytes())["secours"]
    secours["argon2id"].update(argon2)

    assert refused(path, changed(path, secours=secours)) == "Trousseau abîmé"


def test_a_file_of_a_newer_version_asks_for_the_newer_application(path):
    assert refused(path, changed(path, version=2)) == "Version trop ancienne"


def test_all_refusals_have_their_own_sentence(path, tmp_path):
    data = path.read_bytes()
    titles = [
        refused(path, b""),
        refused(path, b"autre"),
        refused(path, data[:50]),
        refused(path, data.replace(b"personnes", b"personnez")),
        refused(path, changed_version(data)),
    ]

    assert len(set(titles)) == 5


def changed_version(data: bytes) -> bytes:
    return data.replace(b'"version": 1', b'"version": 9')
