"""The invitation file: opened by its phrase only, refused in words when odd, late or altered.

One invitation takes seconds by design, so a cheap seal stands in wherever the seal itself is
not what is tested.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, FichierRefuse
from desktop.security.generations import ClesTenues, CleTenue
from desktop.sync import invitation as module
from desktop.sync.invitation import Invitation, read_invitation, write_invitation
from tests.sync.fichiers import team_key
from tests.unit.histories import NOON

PHRASE = "cerise lavande tramway fontaine"
MAGIC = b"CARNET-INVITATION 1\n"
KEYS = {1: team_key(1), 2: team_key(2)}
HELD = ClesTenues.of(CleTenue(cle=cle) for cle in KEYS.values())
MADE = Invitation(
    espace=Espace.TERRAIN,
    espace_id="espace-essai",
    commune="Ville-Essai",
    inviteur="Portable A",
    lettre="B",
    expire_ms=NOON,
    cles=HELD,
)


def opened(data: bytes, *, now_ms: int = NOON, phrase: str = PHRASE) -> Invitation:
    return read_invitation(data, phrase, name="i.invitation", now_ms=now_ms)


def unsealed(data: bytes, _phrase: str) -> bytes:
    return data


@pytest.fixture
def cheap_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the slow seal by nothing at all."""
    monkeypatch.setattr(module, "seal_with_phrase", unsealed)
    monkeypatch.setattr(module, "open_with_phrase", unsealed)


def test_an_invitation_opens_with_its_phrase_and_hides_all_without_it():
    data = write_invitation(MADE, PHRASE)

    assert opened(data) == MADE
    assert opened(data).cles.current.cle == KEYS[2]
    for word in (b"Ville-Essai", b"espace-essai", KEYS[1].age_identity.encode()):
        assert word not in data
    with pytest.raises(AccesRefuse):
        opened(data, phrase="une autre phrase")
    spoilt = bytearray(data)
    spoilt[-1] ^= 1
    for odd in (bytes(spoilt), data[:-1], data[: len(data) // 2], MAGIC):
        with pytest.raises((FichierRefuse, AccesRefuse)) as caught:
            opened(odd)
        assert caught.value.remedy


@pytest.mark.usefixtures("cheap_seal")
def test_an_invitation_is_good_until_its_last_millisecond():
    data = write_invitation(MADE, PHRASE)

    assert opened(data, now_ms=NOON).lettre == "B"
    with pytest.raises(FichierRefuse) as caught:
        opened(data, now_ms=NOON + 1)

    assert caught.value.title == "Invitation périmée"
    assert "i.invitation" in caught.value.message


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", MAGIC[:-1], MAGIC + b"x" * module.FILE_MAX])
def test_a_file_of_another_kind_or_of_an_absurd_size_is_refused_unopened(data, monkeypatch):
    monkeypatch.setattr(module, "open_with_phrase", lambda *_: pytest.fail("opened"))

    with pytest.raises(FichierRefuse) as caught:
        opened(data)

    assert caught.value.title == "Fichier étranger"


@pytest.mark.usefixtures("cheap_seal")
@pytest.mark.parametrize(
    "odd",
    [
        {"espace": "voirie"}, {"espace": None}, {"cles": []}, {"cles": None}, {"cles": {"a": 1}},
        {"cles": [{}]}, {"cles": [1]}, {"cles": [{**KEYS[1].to_dict(), "generation": 0}]},
        {"cles": [{**KEYS[1].to_dict(), "identite": "AGE-SECRET-KEY-1"}]},
        {"cles": [{**KEYS[1].to_dict(), "signature": "AAAA"}]}, {"expire_ms": "demain"},
        {"lettre": "BB"}, {"lettre": "é"}, {"lettre": None}, {"commune": 1},
        {"espace_id": "x" * 201},
        {"cles": [{**KEYS[1].to_dict(), "remplacee_ms": "hier"}]},
        {"cles": [{**KEYS[1].to_dict(), "depuis_ms": -1}]},
        {"cles": [{**KEYS[1].to_dict(), "motif": 1}]},
        {"cles": [{**KEYS[1].to_dict(), "generation": 10**9}]},
        {"expire_ms": 10**20}, {"expire_ms": float("inf")}, {"expire_ms": float("nan")},
        {"expire_ms": None},
    ],
    ids=lambda odd: str(odd)[:30],
)  # fmt: skip
def test_an_invitation_whose_content_makes_no_sense_is_refused(odd):
    content = json.loads(write_invitation(MADE, PHRASE)[len(MAGIC) :])

    with pytest.raises(FichierRefuse) as caught:
        opened(MAGIC + json.dumps({**content, **odd}).encode())

    assert caught.value.title == "Invitation abîmée"


@pytest.mark.usefixtures("cheap_seal")
@pytest.mark.parametrize("key", ["espace", "espace_id", "commune", "lettre", "expire_ms", "cles"])
def test_an_invitation_without_one_of_its_parts_is_refused(key):
    content = json.loads(write_invitation(MADE, PHRASE)[len(MAGIC) :])
    del content[key]

    with pytest.raises(FichierRefuse):
        opened(MAGIC + json.dumps(content).encode())


@pytest.mark.usefixtures("cheap_seal")
@pytest.mark.parametrize("body", [b"[" * 100_000, b"[]", b"null", b"1", b"\xff\xfe", b"{"])
def test_a_content_that_is_no_object_is_refused(body):
    with pytest.raises(FichierRefuse):
        opened(MAGIC + body)


@given(st.binary(max_size=300))
def test_any_content_is_refused_in_words(body):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "open_with_phrase", unsealed)
        with pytest.raises(FichierRefuse):
            opened(MAGIC + body)
