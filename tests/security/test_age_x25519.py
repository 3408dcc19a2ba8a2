"""The age format: held to the published vectors (`vecteurs_age`, C2SP/CCTV, CC0) and to pyrage."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import decrypt, encrypt, x25519

from desktop.security import age_x25519
from desktop.security.age_x25519 import CHUNK, seal, unseal, unseal_into
from desktop.security.tampons import Tampon

FOLDER = Path(__file__).parent / "vecteurs_age"
VECTORS = sorted(path for path in FOLDER.iterdir() if not path.suffix)
KEY = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
"""The published one: it protects nothing."""
IDENTITY = x25519.Identity.from_str(KEY)
RECIPIENT = str(IDENTITY.to_public())
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


def vector(path: Path) -> tuple[dict[str, list[str]], bytes]:
    """Return the keys of a published vector and its file."""
    head, _, data = path.read_bytes().partition(b"\n\n")
    found: dict[str, list[str]] = {}
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        found.setdefault(name, []).append(value)
    return found, zlib.decompress(data) if found.get("compressed") == ["zlib"] else data


def opened(data: bytes, identities: list[str]) -> bytes | None:
    for identity in identities:
        try:
            return bytes(unseal(data, identity))
        except ValueError:
            continue
    return None


def text(size: int) -> bytes:
    return bytes(range(256)) * (size // 256) + bytes(size % 256)


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.name)
def test_the_published_vectors_are_opened_or_refused(path):
    told, data = vector(path)
    plain = opened(data, told.get("identity", []))

    if told["expect"] == ["success"]:
        assert plain is not None
        assert hashlib.sha256(plain).hexdigest() == told["payload"][0]
    else:
        assert plain is None


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_what_is_sealed_here_and_the_other_way_round(size):
    data = text(size)

    assert decrypt(bytes(seal([data], RECIPIENT)), [IDENTITY]) == data
    assert unseal(encrypt(data, [IDENTITY.to_public()]), KEY) == data


@given(st.lists(st.sampled_from([*SIZES, 5, 1000])))
def test_pieces_laid_end_to_end_are_one_text(sizes):
    pieces = [text(size) for size in sizes]

    assert unseal(seal(iter(pieces), RECIPIENT), KEY) == b"".join(pieces)


@given(st.lists(st.tuples(st.sampled_from(SIZES), st.sampled_from(SIZES)), max_size=6))
def test_texts_of_any_size_follow_each_other_in_one_memory_whatever_size_was_told(sizes):
    sealing, opening = Tampon(2 * CHUNK), Tampon(2 * CHUNK)
    for rank, (size, told) in enumerate(sizes):
        data = bytes([rank]) * size
        sealed = seal([data], RECIPIENT, size=told, tampon=sealing)
        assert decrypt(bytes(sealed), [IDENTITY]) == data
        assert unseal_into(sealed, KEY, opening) == data


def test_an_altered_text_is_refused_in_memory_that_served():
    tampon = Tampon(CHUNK)
    sealed = bytearray(seal([b"abc"], RECIPIENT))
    assert unseal_into(sealed, KEY, tampon) == b"abc"
    for place in range(len(sealed)):
        sealed[place] ^= 1
        with pytest.raises(ValueError):
            unseal_into(sealed, KEY, tampon)
        sealed[place] ^= 1


def test_one_among_several_recipients_opens():
    others = [x25519.Identity.generate().to_public() for _ in range(2)]
    sealed = encrypt(b"abc", [others[0], IDENTITY.to_public(), others[1]])

    assert unseal(sealed, KEY) == b"abc"


def test_a_header_of_countless_recipients_is_refused_before_it_costs():
    others = [x25519.Identity.generate().to_public() for _ in range(30)]

    with pytest.raises(ValueError, match="too many"):
        unseal(encrypt(b"abc", others), KEY)
    with pytest.raises(ValueError, match="does not end"):
        unseal(b"age-encryption.org/v1\n-> X25519 " + b"A" * 10_000_000, KEY)


def test_keys_are_read_as_pyrage_writes_them_in_either_case():
    assert unseal(seal([b"abc"], RECIPIENT.upper()), KEY.lower()) == b"abc"
    for _ in range(20):
        one = x25519.Identity.generate()
        assert unseal(seal([b"abc"], str(one.to_public())), str(one)) == b"abc"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "age1",
        KEY,
        RECIPIENT[:-1],
        RECIPIENT + "q",
        RECIPIENT.capitalize(),
        "AGE" + RECIPIENT[3:],
    ],
    ids=["rien", "debut", "secret", "courte", "longue", "capitale", "casse"],
)
def test_a_mistyped_recipient_is_refused(wrong):
    with pytest.raises(ValueError):
        seal([b"abc"], wrong)


@pytest.mark.parametrize("place", range(len(RECIPIENT)))
def test_every_mistyped_letter_of_a_key_is_refused(place):
    letter = "q" if RECIPIENT[place] != "q" else "p"

    with pytest.raises(ValueError):
        seal([b"abc"], RECIPIENT[:place] + letter + RECIPIENT[place + 1 :])


def test_each_file_has_its_own_key_and_its_own_nonce():
    assert len({bytes(seal([b"abc"], RECIPIENT)) for _ in range(50)}) == 50


def test_chunks_swapped_repeated_or_left_out_are_refused():
    sealed = bytes(seal([text(3 * CHUNK + 7)], RECIPIENT))
    start = len(sealed) - 7 - 16 - 3 * (CHUNK + 16)
    head, parts = (
        sealed[:start],
        [sealed[start + n * (CHUNK + 16) :][: CHUNK + 16] for n in range(4)],
    )
    assert unseal(head + b"".join(parts), KEY) == text(3 * CHUNK + 7)

    for order in ([1, 0, 2, 3], [0, 0, 1, 2, 3], [0, 2, 3], [0, 1, 2], [0, 1, 3, 2], [3], []):
        with pytest.raises(ValueError):
            unseal(head + b"".join(parts[rank] for rank in order), KEY)


def test_a_recipient_that_would_share_nothing_secret_is_refused():
    with pytest.raises(ValueError):
        age_x25519._header(bytes(16), bytes(32))
