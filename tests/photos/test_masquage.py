"""What leaves in place of a hidden zone tells nothing of it: pixels, edges, bytes."""

import io
import random
import statistics

import pytest
from cartes import encoded, exif, scene
from PIL import Image, ImageChops, ImageDraw

from desktop.domain.codes import CouleurAnnotation, FormeMasque, GenreAnnotation, StyleMasque
from desktop.domain.diagnostics.masques import COTE, Annotation, Masque
from desktop.domain.diagnostics.traits import PLEIN
from desktop.photos.masquage import diffused_jpeg, hide, zone_box
from desktop.photos.rendu import LONG_SIDE

CELLS = 8
SECRET = b"secret-essai"
ELLIPSE, RECTANGLE = FormeMasque.ELLIPSE, FormeMasque.RECTANGLE


class Silence:
    """The noise that changes nothing in the middle of its range."""

    def __init__(self, value=0):
        self.value = value

    def digest(self, length):
        return bytes([self.value]) * length


def diffused(picture, *masques, annotations=(), secret=SECRET, max_side=LONG_SIDE, quality=95):
    jpeg = picture if isinstance(picture, bytes) else encoded(picture, quality=100, subsampling=0)
    return diffused_jpeg(
        jpeg,
        masques=masques,
        annotations=annotations,
        secret=secret,
        max_side=max_side,
        quality=quality,
    )


def opened(jpeg):
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def hidden(picture, masque, secret=None):
    """Return the exact pixels before any compression."""
    done = picture.copy()
    hide(done, masque, Silence() if secret is None else secret)
    return done


def grain(width=400, height=300, seed=1):
    draw = random.Random(seed)  # noqa: S311 - repeatable grain
    return Image.frombytes("RGB", (width, height), draw.randbytes(width * height * 3))


def changed(before, after):
    """Return the pixels that differ, as a mask."""
    return ImageChops.difference(before, after).convert("L").point(lambda value: 255 * (value > 0))


# --- nothing comes back -------------------------------------------------------------------


@pytest.mark.parametrize("forme", [RECTANGLE, ELLIPSE])
def test_two_faces_with_the_same_means_leave_the_same_bytes(forme):
    """What differs inside the cells is gone: no reader of the file can tell which one it was."""
    masque = Masque(forme=forme, x=2000, y=2000, l=4000, h=4000)
    one = Image.new("RGB", (400, 400), (120, 90, 60))
    other = one.copy()
    box = zone_box(masque, one.size)
    for x in range(box[0], box[2], 2):
        for y in range(box[1], box[3], 2):
            for dx, dy, step in ((0, 0, 40), (1, 0, -40), (0, 1, -40), (1, 1, 40)):
                if box[0] <= x + dx < box[2] and box[1] <= y + dy < box[3]:
                    red, green, blue = one.getpixel((x, y))
                    other.putpixel((x + dx, y + dy), (red + step, green + step, blue + step))

    done, same = hidden(one, masque), hidden(other, masque)

    assert changed(one.crop(box), other.crop(box)).getbbox() is not None
    inside = Image.new("L", one.size, 0)
    inside.paste(255, box)
    if forme is ELLIPSE:
        inside = changed(
            one, hidden(one, Masque(**{**_fields(masque), "style": StyleMasque.PLEIN}))
        )
    black = Image.new("RGB", one.size)
    assert (
        Image.composite(done, black, inside).tobytes()
        == Image.composite(same, black, inside).tobytes()
    )


def _fields(masque):
    return {name: getattr(masque, name) for name in ("forme", "style", "x", "y", "l", "h")}


def test_a_mosaic_holds_at_most_eight_by_eight_colours():
    picture = grain(800, 800)

    for masque in (
        Masque(x=1000, y=1000, l=8000, h=8000),
        Masque(x=1000, y=1000, l=8000, h=1500),
        Masque(x=0, y=0, l=COTE, h=COTE),
    ):
        done = hidden(picture, masque)
        box = zone_box(masque, picture.size)
        assert len(done.crop(box).getcolors(10**6)) <= CELLS * CELLS
        narrow = min(box[2] - box[0], box[3] - box[1]) / max(box[2] - box[0], box[3] - box[1])
        assert len(done.crop(box).getcolors(10**6)) <= CELLS * max(1, round(CELLS * narrow))


def test_many_small_zones_tell_no_more_than_a_hundredth_of_the_picture():
    """A zone too small for cells is one colour, hence no pile of small zones draws a face."""
    picture = grain(1000, 750)

    done = hidden(picture, Masque(x=5000, y=5000, l=80, h=80))

    box = zone_box(Masque(x=5000, y=5000, l=80, h=80), picture.size)
    assert len(done.crop(box).getcolors(10**6)) == 1


def test_the_noise_moves_the_cells_and_is_the_same_at_each_export():
    picture = Image.new("RGB", (400, 400), (128, 128, 128))
    masque = Masque(x=0, y=0, l=COTE, h=COTE)

    once, again = diffused(picture, masque), diffused(picture, masque)
    elsewhere = diffused(picture, masque, secret=b"autre espace")

    assert once == again
    assert once != elsewhere
    levels = [
        opened(once).convert("L").getpixel((x, y))
        for x in range(25, 400, 50)
        for y in range(25, 400, 50)
    ]
    assert statistics.pstdev(levels) > 6
    assert 40 < min(levels) < max(levels) < 216


def test_the_noise_covers_the_step_so_that_a_mean_is_not_read_back():
    grey = [
        hidden(Image.new("RGB", (64, 64), (level,) * 3), Masque(), Silence(49))
        for level in (112, 127)
    ]

    assert grey[0].tobytes() == grey[1].tobytes()


def test_a_plain_fill_leaves_one_colour():
    picture = grain()

    done = hidden(picture, Masque(style=StyleMasque.PLEIN, x=1000, y=1000, l=3000, h=3000))

    box = zone_box(Masque(x=1000, y=1000, l=3000, h=3000), picture.size)
    assert done.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), PLEIN)]


def test_the_variance_of_a_hidden_face_is_gone_from_the_file():
    picture = grain(1200, 900)
    masque = Masque(x=4000, y=4000, l=1000, h=1000)
    box = zone_box(masque, picture.size)

    left = opened(diffused(picture, masque)).crop(box).convert("L")

    cell = (box[2] - box[0]) // CELLS
    deviations = [
        statistics.pstdev(left.crop((x + 3, y + 3, x + cell - 3, y + cell - 3)).tobytes())
        for x in range(0, left.width - cell, cell)
        for y in range(0, left.height - cell, cell)
    ]
    source = picture.crop(box).convert("L").tobytes()
    assert statistics.pstdev(source) > 40
    assert statistics.median(deviations) < 3


# --- edges --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(400, 300), (300, 400), (1999, 1501), (37, 53)])
@pytest.mark.parametrize(
    "masque",
    [
        Masque(x=1234, y=2345, l=3333, h=1111),
        Masque(x=0, y=0, l=1, h=1),
        Masque(x=9_999, y=9_999, l=1, h=1),
        Masque(x=0, y=4_000, l=COTE, h=3),
    ],
)
@pytest.mark.parametrize("style", StyleMasque)
def test_every_pixel_that_a_rectangle_touches_is_replaced_and_its_rim_too(size, masque, style):
    """The outline is rounded outwards: a pixel that is half inside is hidden as well."""
    white = Image.new("RGB", size, "white")
    masque = Masque(**{**_fields(masque), "style": style})

    done = changed(white, hidden(white, masque, Silence(30)))

    width, height = size
    left, right = masque.x * width / COTE, (masque.x + masque.l) * width / COTE
    top, bottom = masque.y * height / COTE, (masque.y + masque.h) * height / COTE
    wanted = (
        max(0, int(left) - 1),
        max(0, int(top) - 1),
        min(width, int(-(-right // 1)) + 1),
        min(height, int(-(-bottom // 1)) + 1),
    )
    assert done.getbbox() == wanted
    assert set(done.crop(wanted).tobytes()) == {255}


@pytest.mark.parametrize("size", [(400, 300), (301, 999), (64, 64)])
@pytest.mark.parametrize(
    "box",
    [(1000, 1000, 5000, 3000), (0, 0, COTE, COTE), (4000, 4000, 150, 2600), (8000, 0, 2000, 90)],
)
def test_every_pixel_whose_middle_an_ellipse_holds_is_replaced(size, box):
    white = Image.new("RGB", size, "white")
    x, y, l, h = box  # noqa: E741 - the names of the stored form
    masque = Masque(forme=ELLIPSE, style=StyleMasque.PLEIN, x=x, y=y, l=l, h=h)

    done = hidden(white, masque)

    width, height = size
    middle = ((x + l / 2) * width / COTE, (y + h / 2) * height / COTE)
    radius = (l / 2 * width / COTE, h / 2 * height / COTE)
    pixels = done.load()
    missed = [
        (column, row)
        for column in range(width)
        for row in range(height)
        if pixels[column, row] != PLEIN
        and ((column + 0.5 - middle[0]) / radius[0]) ** 2
        + ((row + 0.5 - middle[1]) / radius[1]) ** 2
        <= 1
    ]
    assert missed == []
    assert {colour for _count, colour in done.getcolors()} <= {PLEIN, (255, 255, 255)}


def test_no_pixel_outside_the_rim_changes():
    picture = grain()
    masque = Masque(x=2000, y=2000, l=2000, h=2000)
    box = zone_box(masque, picture.size)

    done = hidden(picture, masque)
    done.paste(picture.crop(box), box)

    assert done.tobytes() == picture.tobytes()


def test_zones_stay_in_place_in_a_portrait_and_in_a_landscape():
    for size in ((400, 300), (300, 400)):
        done = opened(
            diffused(
                Image.new("RGB", size, "white"),
                Masque(style=StyleMasque.PLEIN, x=7000, y=1000, l=2000, h=1000),
            )
        )
        assert done.size == size
        assert max(done.getpixel((int(size[0] * 0.8), int(size[1] * 0.15)))) < 70
        assert min(done.getpixel((int(size[0] * 0.5), int(size[1] * 0.15)))) > 245
        assert min(done.getpixel((int(size[0] * 0.8), int(size[1] * 0.5)))) > 245


# --- order and size -----------------------------------------------------------------------


def test_zones_are_hidden_before_the_picture_is_shrunk():
    """A bright line at the edge of a zone leaves no trace in a smaller picture, one outside does.

    Hidden once small, the rim of one pixel would be four pixels of the rendition.
    """
    picture = Image.new("RGB", (1600, 1200), "black")
    ImageDraw.Draw(picture).rectangle((396, 0, 398, 1200), fill="white")
    ImageDraw.Draw(picture).rectangle((400, 400, 800, 800), outline="white")
    masque = Masque(style=StyleMasque.PLEIN, x=2500, y=3333, l=2500, h=3334)

    done = opened(diffused(picture, masque, max_side=400))

    assert done.size == (400, 300)
    assert min(done.getpixel((99, 150))) > 120
    assert max(value for _low, value in done.crop((102, 0, 400, 300)).getextrema()) < 90


def test_annotations_are_drawn_over_the_hidden_zones():
    picture = Image.new("RGB", (800, 600), "white")
    masque = Masque(style=StyleMasque.PLEIN, x=2000, y=2000, l=6000, h=6000)
    arrow = Annotation(x=1000, y=5000, x2=7000, y2=5000)

    done = opened(diffused(picture, masque, annotations=[arrow]))

    red, green, blue = done.getpixel((400, 300))
    assert red > 150
    assert max(green, blue) < 80


@pytest.mark.parametrize("couleur", CouleurAnnotation)
@pytest.mark.parametrize("background", ["white", "black", "gray"])
def test_every_colour_shows_in_black_and_white_on_every_background(couleur, background):
    picture = Image.new("RGB", (800, 600), background)
    drawn = [
        Annotation(couleur=couleur, x=1000, y=1000, x2=5000, y2=1000),
        Annotation(
            genre=GenreAnnotation.ELLIPSE, couleur=couleur, x=3000, y=3000, x2=6000, y2=6000
        ),
        Annotation(genre=GenreAnnotation.TEXTE, couleur=couleur, x=1000, y=8000, texte="Ici"),
    ]

    for annotation in drawn:
        done = opened(diffused(picture, annotations=[annotation])).convert("L")
        low, high = done.getextrema()
        assert high - low > 100


@pytest.mark.parametrize("genre", GenreAnnotation)
@pytest.mark.parametrize(("x", "y"), [(0, 0), (COTE, COTE), (COTE, 0)])
def test_an_annotation_at_the_edge_or_of_no_length_is_drawn_inside(genre, x, y):
    texte = "Un texte bien plus large que la photo où il doit tenir en entier ici"
    words = texte if genre is GenreAnnotation.TEXTE else ""
    picture = Image.new("RGB", (300, 200), "gray")

    done = opened(
        diffused(picture, annotations=[Annotation(genre=genre, x=x, y=y, x2=x, y2=y, texte=words)])
    )

    low, high = done.convert("L").getextrema()
    assert high - low > 100
    if words:
        band = changed(picture, done).point(lambda value: value).getbbox()
        assert band[2] - band[0] > 250


def test_an_annotation_of_a_newer_version_is_left_out():
    picture = scene()
    newer = Annotation(genre=None, autres='{"genre":"MESURE"}')

    assert diffused(picture, annotations=[newer]) == diffused(picture)


def test_a_zone_of_a_newer_version_is_never_ignored():
    with pytest.raises(ValueError, match="cannot be hidden"):
        diffused(scene(), Masque(forme=None, autres='{"forme":"LASSO"}'))


# --- bytes --------------------------------------------------------------------------------


def test_no_metadata_and_no_thumbnail_leave():
    """The thumbnail of a camera still shows the face that the picture hides."""
    canary = b"CANARI-ESSAI"
    thumbnail = encoded(scene(160, 120))
    block = exif(main={0x010E: canary.decode()}, gps={1: "N", 2: (43.0, 31.0, 12.0)})
    source = encoded(scene(1600, 800), exif=block, comment=canary, icc_profile=canary)
    source = (
        source[:2] + b"\xff\xe2" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail + source[2:]
    )
    assert canary in source
    assert source.count(b"\xff\xd8\xff") == 2

    for masques in ((), (Masque(x=1000, y=1000, l=2000, h=2000),)):
        jpeg = diffused(source, *masques, max_side=800)
        assert canary not in jpeg
        assert jpeg.count(b"\xff\xd8\xff") == 1
        assert b"Exif" not in jpeg
        picture = Image.open(io.BytesIO(jpeg))
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert picture.size == (800, 400)


def test_a_smaller_quality_weighs_less():
    picture = grain()

    assert len(diffused(picture, quality=30)) < len(diffused(picture, quality=82))


def test_a_picture_in_grey_is_hidden_as_well():
    done = opened(diffused(encoded(scene().convert("L")), Masque(style=StyleMasque.PLEIN)))

    assert max(value for _low, value in done.getextrema()) < 70
