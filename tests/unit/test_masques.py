"""The layers of a photo, what is hostile in them, and the one rule that lets a photo leave."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.codes import (
    CouleurAnnotation,
    FormeMasque,
    GenreAnnotation,
    MotifRetenue,
    StyleMasque,
    VerifPhoto,
)
from desktop.domain.diagnostics.masques import (
    ANNOTATIONS_MAX,
    COTE,
    JSON_MAX,
    LEGENDE_MAX,
    MASQUES_MAX,
    Annotation,
    CouchesIllisibles,
    Masque,
    dump_annotations,
    dump_masques,
    one_line,
    parse_annotations,
    parse_masques,
    retenue,
)

VISAGE = Masque(x=1200, y=800, l=900, h=1100)
PLAQUE = Masque(forme=FormeMasque.ELLIPSE, style=StyleMasque.PLEIN, x=0, y=9_000, l=COTE, h=1_000)
ZONES = dump_masques([VISAGE])
MOTS = "Trappe ouverte"
ROUGE, JAUNE = CouleurAnnotation.ROUGE, CouleurAnnotation.JAUNE


def zone(**changes):
    return {"forme": "RECTANGLE", "style": "MOSAIQUE", "x": 1, "y": 2, "l": 3, "h": 4, **changes}


def edges(most=COTE):
    return st.tuples(st.integers(0, most), st.integers(0, most)).filter(
        lambda pair: pair[0] < pair[1]
    )


masques = st.builds(
    lambda forme, style, x, y: Masque(
        forme=forme, style=style, x=x[0], l=x[1] - x[0], y=y[0], h=y[1] - y[0]
    ),
    st.sampled_from(FormeMasque),
    st.sampled_from(StyleMasque),
    edges(),
    edges(),
)


# --- stored form --------------------------------------------------------------------------


@given(st.lists(masques, max_size=5))
def test_zones_come_back_from_their_stored_form(zones):
    stored = dump_masques(zones)

    assert parse_masques(stored) == tuple(zones)
    assert dump_masques(parse_masques(stored)) == stored


def test_the_stored_form_is_canonical_and_nothing_is_an_empty_text():
    shuffled = json.dumps([dict(reversed(zone().items()))], indent=3)

    assert dump_masques(parse_masques(shuffled)) == (
        '[{"forme":"RECTANGLE","h":4,"l":3,"style":"MOSAIQUE","x":1,"y":2}]'
    )
    assert dump_masques([]) == dump_annotations([]) == ""
    assert parse_masques(None) == parse_masques("") == parse_masques("[]") == ()


def test_annotations_come_back_from_their_stored_form():
    drawn = (
        Annotation(x=100, y=200, x2=5_000, y2=COTE),
        Annotation(genre=GenreAnnotation.ELLIPSE, couleur=JAUNE, x=9, y=9, x2=99, y2=99),
        Annotation(genre=GenreAnnotation.TEXTE, couleur=ROUGE, x=1, y=1, texte="Câble à nu ⚠"),
    )

    assert parse_annotations(dump_annotations(drawn)) == drawn


def test_what_a_newer_version_wrote_is_kept():
    newer = [zone(flou=3), zone(forme="LASSO", points=[[1, 2], [3, 4]]), zone(style="CUBISTE")]
    drawn = [{"genre": "MESURE", "cm": 12}, {"genre": "FLECHE", "couleur": "VIOLET", "x": 1}]

    assert json.loads(dump_masques(parse_masques(json.dumps(newer)))) == newer
    assert json.loads(dump_annotations(parse_annotations(json.dumps(drawn)))) == drawn
    assert [found.forme for found in parse_masques(json.dumps(newer))] == [
        FormeMasque.RECTANGLE,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "stored",
    [
        "{",
        "null",
        "3",
        '"[]"',
        '{"forme":"RECTANGLE"}',
        "[1]",
        "[[]]",
        "[NaN]",
        "[" * 40_000,
        "[" * 20_000 + "]" * 20_000,
        '[{"a":' * 8_000 + "1" + "}]" * 8_000,
        " " * (JSON_MAX + 1),
        json.dumps([zone()] * (MASQUES_MAX + 1)),
        *(
            json.dumps([zone(**changes)])
            for changes in (
                {"x": -1},
                {"l": 0},
                {"h": -4},
                {"x": COTE},
                {"x": 5_000, "l": 5_001},
                {"y": COTE + 1},
                {"l": 10**40},
                {"x": 1.5},
                {"x": 1e2},
                {"x": True},
                {"x": "1"},
                {"x": None},
            )
        ),
    ],
)
def test_hostile_zones_are_refused_and_never_leave(stored):
    with pytest.raises(CouchesIllisibles):
        parse_masques(stored)
    assert retenue(VerifPhoto.FLOUTEE, stored) is MotifRetenue.ZONES_INCONNUES
    assert retenue(VerifPhoto.SANS_PERSONNE, stored) is MotifRetenue.ZONES_INCONNUES


@pytest.mark.parametrize(
    "changes",
    [
        {"x": COTE + 1},
        {"texte": MOTS},
        {"genre": "TEXTE"},
        {"genre": "TEXTE", "texte": "a\nb"},
        {"genre": "TEXTE", "texte": "\u202eabc"},
        {"genre": "TEXTE", "texte": "\ud800"},
        {"genre": "TEXTE", "texte": "m" * (LEGENDE_MAX + 1)},
        {"genre": "TEXTE", "texte": ["a"]},
    ],
)
def test_hostile_annotations_are_refused(changes):
    drawn = {"genre": "FLECHE", "couleur": "ROUGE", "x": 1, "y": 1, "x2": 2, "y2": 2, **changes}

    with pytest.raises(CouchesIllisibles):
        parse_annotations(json.dumps([drawn]))


def test_more_layers_than_the_limits_are_not_written():
    arrow = Annotation(x2=9)

    with pytest.raises(CouchesIllisibles):
        dump_masques([VISAGE] * (MASQUES_MAX + 1))
    with pytest.raises(CouchesIllisibles):
        dump_annotations([arrow] * (ANNOTATIONS_MAX + 1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  deux \n lignes\t", "deux lignes"),
        ("e\u0301te\u0301", "été"),
        ("\u202eà l’envers\u200b\x00", "à l’envers"),
        ("\n", ""),
        ("10\u202fm", "10 m"),
    ],
)
def test_a_typed_text_becomes_one_line(typed, kept):
    assert one_line(typed) == kept
    assert one_line(kept) == kept


# --- gate ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verif", "zones", "leaves"),
    [
        (None, None, False),
        (None, ZONES, False),
        (VerifPhoto.A_VERIFIER, None, False),
        (VerifPhoto.A_VERIFIER, ZONES, False),
        (VerifPhoto.NON_DIFFUSABLE, None, False),
        (VerifPhoto.NON_DIFFUSABLE, ZONES, False),
        (VerifPhoto.SANS_PERSONNE, None, True),
        (VerifPhoto.SANS_PERSONNE, ZONES, True),
        (VerifPhoto.FLOUTEE, ZONES, True),
        (VerifPhoto.FLOUTEE, None, False),
        (VerifPhoto.FLOUTEE, "[]", False),
    ],
)
def test_only_a_photo_that_a_person_cleared_may_leave(verif, zones, leaves):
    assert (retenue(verif, zones) is None) is leaves


def test_a_zone_of_an_unknown_kind_keeps_the_photo_and_an_unknown_annotation_does_not():
    newer = json.dumps([zone(), zone(forme="LASSO")])

    assert retenue(VerifPhoto.FLOUTEE, newer) is MotifRetenue.ZONES_INCONNUES
    assert retenue(VerifPhoto.FLOUTEE, json.dumps([zone(flou=3)])) is None


def test_two_answers_that_nobody_settled_keep_the_photo():
    answer = VerifPhoto.SANS_PERSONNE

    assert retenue(answer, None, desaccord=True) is MotifRetenue.DESACCORD
    assert retenue(VerifPhoto.NON_DIFFUSABLE, None, desaccord=True) is MotifRetenue.NON_DIFFUSABLE


def test_a_zone_that_cannot_be_drawn_cannot_be_made():
    with pytest.raises(ValueError, match="inside"):
        Masque(x=9_000, l=2_000)
    with pytest.raises(ValueError, match="inside"):
        Annotation(x=-1)
    assert PLAQUE.x + PLAQUE.l == COTE
