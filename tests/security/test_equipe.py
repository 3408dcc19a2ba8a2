import shutil
import subprocess
from dataclasses import replace

import pytest

from desktop.security.equipe import (
    CleEquipe,
    open_with_phrase,
    seal_with_phrase,
    suggest_code,
)
from desktop.security.refus import PhraseRefusee

AGE = shutil.which("age")
DATA = "constat n° 12 : éclairage".encode()


@pytest.fixture(scope="module")
def cle() -> CleEquipe:
    return CleEquipe.create()


@pytest.fixture(scope="module")
def invitation() -> bytes:
    return seal_with_phrase(DATA, "tulipe wagon été")


def test_what_a_member_seals_another_member_opens(cle):
    member = CleEquipe.from_dict(cle.to_dict())

    assert member == cle
    assert member.open(cle.seal(DATA)) == DATA
    assert cle.open(cle.seal(b"")) == b""


def test_another_generation_does_not_open(cle):
    following = CleEquipe.create(cle.generation + 1)

    with pytest.raises(ValueError, match="not readable"):
        following.open(cle.seal(DATA))
    assert following.generation == 2


def test_every_altered_byte_and_every_cut_of_an_exchange_is_refused(cle):
    sealed = cle.seal(DATA)

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 0x01
        with pytest.raises(ValueError, match="not readable"):
            cle.open(bytes(altered))
        with pytest.raises(ValueError, match="not readable"):
            cle.open(sealed[:place])


@pytest.mark.skipif(AGE is None, reason="the age tool is not installed")
def test_the_plain_age_tool_opens_an_exchange_in_an_emergency(cle, tmp_path):
    identity = tmp_path / "identite.txt"
    identity.write_text(cle.age_identity + "\n", "ascii")
    sealed = tmp_path / "manifeste.age"
    sealed.write_bytes(cle.seal(DATA))

    done = subprocess.run(  # noqa: S603 - a tool found by shutil.which
        [AGE, "--decrypt", "-i", identity, sealed], capture_output=True, check=True
    )

    assert done.stdout == DATA


@pytest.mark.skipif(AGE is None, reason="the age tool is not installed")
def test_the_application_opens_what_the_plain_age_tool_made(cle):
    done = subprocess.run(  # noqa: S603 - a tool found by shutil.which
        [AGE, "--encrypt", "-r", cle.age_recipient], input=DATA, capture_output=True, check=True
    )

    assert cle.open(done.stdout) == DATA


def test_a_signature_holds_for_these_bytes_and_this_team_only(cle):
    signature = cle.sign(DATA)

    assert len(signature) == 64
    assert cle.verify(signature, DATA)
    assert not cle.verify(signature, DATA + b"x")
    assert not cle.verify(signature[:-1], DATA)
    assert not cle.verify(b"", DATA)
    assert not CleEquipe.create().verify(signature, DATA)
    for place in range(64):
        altered = bytearray(signature)
        altered[place] ^= 0x01
        assert not cle.verify(bytes(altered), DATA)


def test_the_fingerprint_follows_both_public_parts_and_not_the_copy(cle):
    other = CleEquipe.create()

    assert cle.fingerprint() == CleEquipe.from_dict(cle.to_dict()).fingerprint()
    assert len(cle.fingerprint()) == 6
    assert replace(cle, age_recipient=other.age_recipient).fingerprint() != cle.fingerprint()
    assert replace(cle, signature_seed=other.signature_seed).fingerprint() != cle.fingerprint()


def test_the_text_form_of_a_team_key_shows_no_secret(cle):
    text = repr(cle)

    assert "SECRET" not in text
    assert str(cle.signature_seed) not in text
    assert cle.age_recipient in text


@pytest.mark.parametrize(
    "change",
    [
        {"generation": 0},
        {"generation": "1"},
        {"identite": "AGE-SECRET-KEY-1FAUX"},
        {"identite": 3},
        {"signature": "AAAA"},
        {"signature": "é"},
        {"signature": None},
    ],
)
def test_something_else_than_a_team_key_is_refused(cle, change):
    with pytest.raises(ValueError):
        CleEquipe.from_dict({**cle.to_dict(), **change})


@pytest.mark.parametrize("missing", ["generation", "identite", "signature"])
def test_a_team_key_without_one_of_its_parts_is_refused(cle, missing):
    found = cle.to_dict()
    del found[missing]

    with pytest.raises(ValueError, match="not a team key"):
        CleEquipe.from_dict(found)


def test_an_invitation_opens_with_its_phrase_however_it_is_typed(invitation):
    assert open_with_phrase(invitation, "  tulipe wagon e\u0301te\u0301 ") == DATA


def test_a_wrong_phrase_is_told_apart_from_a_damaged_invitation(invitation):
    with pytest.raises(PhraseRefusee) as caught:
        open_with_phrase(invitation, "tulipe wagon ete")
    assert caught.value.message == "La phrase de passe n’est pas la bonne."

    for damaged in (b"", b"PK\x03\x04", invitation[:40], invitation[:-1]):
        with pytest.raises(ValueError, match="not a file protected"):
            open_with_phrase(damaged, "tulipe wagon été")


def test_an_exchange_file_is_not_taken_for_an_invitation(cle):
    with pytest.raises(ValueError, match="not a file protected"):
        open_with_phrase(cle.seal(DATA), "tulipe wagon été")


def test_an_invitation_code_is_six_words():
    assert len(suggest_code().split(" ")) == 6
