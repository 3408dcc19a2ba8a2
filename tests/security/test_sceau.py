import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.espaces import Espace
from desktop.security.cles import ClesEspace, new_cles
from desktop.security.sceau import Sceau
from desktop.security.tampons import Tampon

KEY = bytes(range(32))
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@settings(max_examples=settings.default.max_examples // 2)
@given(data=st.binary(max_size=300), context=st.binary(max_size=30))
def test_what_is_sealed_opens_again_under_the_same_key_and_context(data, context):
    sealed = Sceau(KEY).seal(data, context)

    assert Sceau(KEY).open(sealed, context) == data
    assert data not in sealed or len(data) < 4


@settings(max_examples=settings.default.max_examples // 2)
@given(many=st.lists(st.binary(max_size=300)), context=st.binary(max_size=30))
def test_contents_that_follow_each_other_in_one_memory_open_as_the_others(many, context):
    sceau, sealing, opening = Sceau(KEY), Tampon(200), Tampon(200)
    for data in many:
        sealed = sceau.seal_into(data, sealing, context)
        assert sceau.open(bytes(sealed), context) == data
        assert sceau.open_into(sealed, opening, context) == data
        with pytest.raises(ValueError, match="altered"):
            sceau.open_into(sealed, opening, context + b"x")
        with pytest.raises(ValueError, match=r"altered|not sealed"):
            sceau.open_into(sealed[:-1], opening, context)


def test_every_altered_byte_of_a_sealed_content_is_refused():
    sceau = Sceau(KEY)
    sealed = sceau.seal("photo de la façade".encode(), b"constat")

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 0x01
        with pytest.raises(ValueError, match=r"altered|not sealed"):
            sceau.open(bytes(altered), b"constat")


def test_every_truncation_and_every_addition_is_refused():
    sceau = Sceau(KEY)
    sealed = sceau.seal(b"abc")

    for length in range(len(sealed)):
        with pytest.raises(ValueError, match=r"altered|not sealed"):
            sceau.open(sealed[:length])
    with pytest.raises(ValueError, match="altered"):
        sceau.open(sealed + b"\0")


def test_another_context_or_another_key_does_not_open():
    sealed = Sceau(KEY).seal(b"abc", b"menage")

    with pytest.raises(ValueError, match="altered"):
        Sceau(KEY).open(sealed, b"constat")
    with pytest.raises(ValueError, match="altered"):
        Sceau(bytes(32)).open(sealed, b"menage")


def test_the_same_content_never_gives_the_same_bytes_twice():
    assert Sceau(KEY).seal(b"abc") != Sceau(KEY).seal(b"abc")


def test_a_file_name_is_stable_within_an_espace_and_differs_between_two():
    first, second = Sceau(KEY), Sceau(bytes(32))

    assert first.name(HASH) == Sceau(KEY).name(HASH)
    assert first.name(HASH) != second.name(HASH)
    assert first.name(HASH) != HASH
    assert set(first.name(HASH)) <= set("0123456789abcdef")
    assert len(first.name(HASH)) == 64


def test_a_file_name_is_frozen_so_that_old_photos_are_still_found():
    expected = "4ba4d997354eb27698314589b54a862a35eb2b00853f62a8282f4c8bdeaa7307"
    assert Sceau(KEY).name(HASH) == expected


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        Sceau(b"court")


def test_espace_keys_are_random_and_survive_encoding():
    cles = new_cles(Espace.RELOGEMENT, "e-1")

    assert ClesEspace.decode(cles.encode()) == cles
    assert len({cles.base, cles.photos, new_cles(Espace.RELOGEMENT, "e-1").base}) == 3


def test_the_text_form_of_espace_keys_shows_no_secret():
    cles = new_cles(Espace.TERRAIN, "e-1")

    assert repr(cles) == "ClesEspace(espace=<Espace.TERRAIN: 'terrain'>, espace_id='e-1')"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b'{"espace": "terrain"}',
        b'{"espace": "cave", "espace_id": "x", "base": "", "photos": ""}',
        b'{"espace": "terrain", "espace_id": "x", "base": "AAAA", "photos": "AAAA"}',
        b'{"espace": "terrain", "espace_id": "x", "base": 3, "photos": null}',
    ],
)
def test_something_else_than_espace_keys_is_refused(data):
    with pytest.raises(ValueError):
        ClesEspace.decode(data)
