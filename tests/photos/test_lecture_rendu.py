"""Foreign files: what is accepted is upright and clean, what is refused is explained."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from cartes import (
    CORNERS,
    STORED_AS,
    bomb_png,
    corners,
    encoded,
    exif,
    photo,
    resized_header,
    scene,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.errors import FichierRefuse
from desktop.photos.import_ import PhotoPreparee, PhotoRefusee, prepare
from desktop.photos.lecture import MAX_BYTES, open_picture, read_source
from desktop.photos.rendu import Rendu, decode, make_vignette, render


def rendered(data: bytes, orientation: int = 1) -> Rendu:
    picture = open_picture(data)
    decode(picture)
    return render(picture, orientation)


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


def pixel(jpeg: bytes, x: int, y: int) -> tuple[int, ...]:
    value = opened(jpeg).getpixel((x, y))
    assert isinstance(value, tuple)
    return value


def refusal(path: Path) -> str:
    result = prepare(path)
    assert isinstance(result, PhotoRefusee)
    assert result.source == path
    return result.raison


# --- upright, small, clean ------------------------------------------------------------------


@pytest.mark.parametrize("orientation", STORED_AS)
def test_each_exif_orientation_comes_out_upright(tmp_path, orientation):
    turn = STORED_AS[orientation]
    stored = scene() if turn is None else scene().transpose(turn)
    path = tmp_path / "carte.jpg"
    path.write_bytes(encoded(stored, exif=exif(orientation=orientation)))

    result = prepare(path)

    assert isinstance(result, PhotoPreparee)
    assert (result.rendu.largeur, result.rendu.hauteur) == (120, 80)
    assert opened(result.rendu.jpeg).size == (120, 80)
    assert corners(result.rendu.jpeg) == list(CORNERS)
    assert corners(result.rendu.vignette) == list(CORNERS)


@pytest.mark.parametrize(
    ("source", "rendition"),
    [
        ((4000, 3000), (2000, 1500)),  # exactly half
        ((4032, 3024), (2016, 1512)),  # half, left at what the decoder gives
        ((4001, 1001), (2001, 501)),
        ((3000, 4000), (1500, 2000)),
        ((3200, 2400), (2000, 1500)),  # half would be too small: full decode, then resampled
        ((2050, 100), (2050, 100)),
        ((2051, 100), (2000, 98)),
        ((640, 480), (640, 480)),  # never enlarged
        ((9000, 2), (2000, 1)),
        ((1, 9000), (1, 2000)),
    ],
)
def test_a_rendition_has_a_long_side_of_2000_pixels_or_the_one_it_came_with(source, rendition):
    rendu = rendered(encoded(Image.new("RGB", source, "white")))

    assert (rendu.largeur, rendu.hauteur) == rendition
    assert opened(rendu.jpeg).size == rendition
    assert max(opened(rendu.vignette).size) == min(320, max(source))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_of_the_metadata_is_left_in_what_is_kept(form):
    from pillow_heif import register_heif_opener

    register_heif_opener()
    canary = b"CANARI-ESSAI"
    block = exif(main={0x010E: canary.decode()}, gps={1: "N", 2: (43.0, 31.0, 12.0)})
    source = encoded(scene(), form, exif=block, comment=canary, icc_profile=canary)
    assert canary in source

    rendu = rendered(source)

    for jpeg in (rendu.jpeg, rendu.vignette):
        assert canary not in jpeg
        assert not opened(jpeg).getexif()
        assert set(opened(jpeg).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_thumbnail_made_again_from_the_rendition_is_of_the_same_size():
    rendu = rendered(encoded(scene(4000, 3000)))

    assert opened(make_vignette(rendu.jpeg)).size == opened(rendu.vignette).size == (320, 240)


# --- odd but honest pictures ----------------------------------------------------------------


def test_a_cmyk_jpeg_keeps_its_colours():
    rendu = rendered(encoded(scene().convert("CMYK")))

    assert opened(rendu.jpeg).mode == "RGB"
    assert corners(rendu.jpeg) == list(CORNERS)


def test_a_16_bit_grey_png_is_scaled_and_not_cut_to_white():
    grey = Image.new("I;16", (40, 20), 128 * 256)

    assert pixel(rendered(encoded(grey, "PNG")).jpeg, 20, 10) == pytest.approx((128,) * 3, abs=2)


def test_a_palette_with_transparency_lies_on_white():
    picture = Image.new("P", (40, 20), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.paste(1, (20, 0, 40, 20))

    jpeg = rendered(encoded(picture, "PNG", transparency=0)).jpeg

    assert pixel(jpeg, 5, 10) == pytest.approx((255, 255, 255), abs=6)
    assert pixel(jpeg, 35, 10) == pytest.approx((0, 0, 255), abs=12)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_half_transparent_picture_lies_on_white(form):
    picture = Image.new("RGBA", (40, 20), (0, 0, 0, 128))

    jpeg = rendered(encoded(picture, form)).jpeg

    assert pixel(jpeg, 20, 10) == pytest.approx((127, 127, 127), abs=4)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_colour_mode_of_a_png_is_accepted(mode):
    assert opened(rendered(encoded(Image.new(mode, (30, 20)), "PNG")).jpeg).size == (30, 20)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_only_the_first_picture_of_an_animation_is_taken(form):
    later = [Image.new("RGB", (120, 80), "black") for _ in range(3)]
    source = encoded(scene(), form, save_all=True, append_images=later)

    assert corners(rendered(source).jpeg) == list(CORNERS)


def test_only_the_first_picture_of_an_mpo_is_taken():
    later = [Image.new("RGB", (120, 80), "black")]
    source = encoded(scene(), "MPO", save_all=True, append_images=later)

    assert corners(rendered(source).jpeg) == list(CORNERS)


def test_a_progressive_jpeg_is_accepted():
    rendu = rendered(encoded(scene(4000, 3000), progressive=True))

    assert (rendu.largeur, rendu.hauteur) == (2000, 1500)


@pytest.mark.parametrize(
    "name",
    ["ligne\nsuivante.jpg", "chien 🐕.jpg", "\u202egpj.exe", "L’été à l’école.JPG", "sans-suffixe"],
)
def test_the_name_of_a_file_says_nothing_about_it(tmp_path, name):
    result = prepare(photo(tmp_path, name))

    assert isinstance(result, PhotoPreparee)
    assert result.source.name == name


@pytest.mark.skipif(os.name == "nt", reason="les noms de fichier y sont toujours de l’Unicode")
def test_a_name_that_is_not_utf8_is_accepted(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/photo-\xe9\xff.jpg"))
    path.write_bytes(encoded(scene()))

    assert isinstance(prepare(path), PhotoPreparee)


# --- refused, with a reason -----------------------------------------------------------------


def test_an_empty_file_is_refused_as_empty(tmp_path):
    path = tmp_path / "vide.jpg"
    path.touch()

    assert "vide" in refusal(path)


@pytest.mark.parametrize(
    "content",
    [
        b"Bonjour, ceci est du texte.",
        b"%PDF-1.7 ",
        b"GIF89a" + bytes(50),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\0\0\0\x20ftypavif" + bytes(50),
    ],
)
def test_what_is_no_photo_is_refused_whatever_its_name(tmp_path, content):
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)

    assert "n’est pas une photo" in refusal(path)


@pytest.mark.parametrize(
    "start", [b"\0\0\0\x20ftypisom", b"\0\0\0\x14ftypqt  ", b"RIFF\0\0\0\0AVI "]
)
def test_a_video_is_told_as_one(tmp_path, start):
    path = tmp_path / "IMG_0001.MOV"
    path.write_bytes(start + bytes(50))

    assert "C’est une vidéo" in refusal(path)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_truncated_photo_is_refused_as_incomplete(tmp_path, form, kept):
    from pillow_heif import register_heif_opener

    register_heif_opener()
    noise = Image.effect_noise((200, 200), 80).convert("RGB")
    source = encoded(noise, form)
    path = tmp_path / "coupee"
    path.write_bytes(source[: int(len(source) * kept)])

    assert "incomplète ou abîmée" in refusal(path)


def test_a_small_file_of_144_megapixels_is_refused_before_it_is_decoded(tmp_path):
    path = tmp_path / "bombe.png"
    path.write_bytes(bomb_png(12_000))
    assert path.stat().st_size < 100_000

    reason = refusal(path)

    assert "144 millions de pixels" in reason
    assert "50" in reason


def test_a_png_whose_text_inflates_without_end_is_refused(tmp_path):
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("note", "0" * 100_000_000, zip=True)
    path = tmp_path / "texte.png"
    path.write_bytes(encoded(scene(), "PNG", pnginfo=note))

    assert "incomplète ou abîmée" in refusal(path)


def test_the_header_of_a_jpeg_decides_how_many_pixels_are_accepted():
    source = encoded(scene())

    assert open_picture(resized_header(source, 12_000, 9_000)).size == (12_000, 9_000)
    with pytest.raises(FichierRefuse, match="200 acceptés"):
        open_picture(resized_header(source, 20_000, 10_001))


def test_a_progressive_jpeg_is_held_to_the_lower_limit():
    source = encoded(scene(), progressive=True).replace(b"\xff\xc2", b"\xff\xc0", 1)
    source = resized_header(source, 12_000, 9_000).replace(b"\xff\xc0", b"\xff\xc2", 1)

    with pytest.raises(FichierRefuse, match="50 acceptés"):
        open_picture(source)


def test_a_file_above_60_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "lourd.jpg"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert "60 Mo" in refusal(path)


def test_a_missing_file_is_refused_as_missing(tmp_path):
    assert "n’est plus à cet endroit" in refusal(tmp_path / "partie.jpg")


def test_a_link_is_refused_even_to_a_good_photo(tmp_path):
    link = tmp_path / "lien.jpg"
    link.symlink_to(photo(tmp_path))

    assert "raccourci" in refusal(link)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pas de tube nommé sur ce système")
def test_a_named_pipe_is_refused_without_waiting(tmp_path):
    pipe = tmp_path / "tube.jpg"
    os.mkfifo(pipe)

    assert "fichier ordinaire" in refusal(pipe)


@pytest.mark.skipif(os.name == "nt", reason="pas de /dev sur ce système")
def test_a_device_is_refused():
    assert "fichier ordinaire" in refusal(Path("/dev/zero"))


@pytest.mark.skipif(os.name == "nt", reason="les droits POSIX n’existent pas sur ce système")
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root lit tout")
def test_a_forbidden_file_is_refused_as_forbidden(tmp_path):
    path = photo(tmp_path)
    path.chmod(0)

    assert "pas le droit" in refusal(path)


def test_a_permission_error_is_worded_as_such(tmp_path, monkeypatch):
    def deny(*_arguments: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", deny)

    with pytest.raises(FichierRefuse, match="pas le droit"):
        read_source(photo(tmp_path))


def test_a_name_with_a_nul_is_refused(tmp_path):
    assert "n’est plus à cet endroit" in refusal(tmp_path / "a\0b.jpg")


def test_preparing_leaves_the_source_as_it_was(tmp_path):
    path = photo(tmp_path)
    path.chmod(0o444)
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir()))

    prepare(path)

    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(tmp_path.iterdir())) == before


def test_a_fault_of_the_program_on_one_photo_is_told_and_does_not_raise(tmp_path, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("desktop.photos.import_.render", fail)

    assert "défaut du logiciel (ZeroDivisionError)" in refusal(photo(tmp_path))


SOURCES = [
    encoded(scene(), exif=exif(orientation=6, gps={1: "N", 2: (43.0, 31.0, 12.0)})),
    encoded(scene(), "PNG"),
    encoded(scene(), "WEBP"),
]


@settings(max_examples=settings.default.max_examples * 3 // 2)
@given(
    source=st.sampled_from(SOURCES),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=8)), max_size=6),
)
def test_spoilt_bytes_are_either_rendered_or_refused(tmp_path_factory, source, changes):
    data = bytearray(source)
    for place, patch in changes:
        start = int(place * len(data))
        data[start : start + len(patch)] = patch
    path = tmp_path_factory.mktemp("abime") / "photo"
    path.write_bytes(data)

    result = prepare(path)

    if isinstance(result, PhotoRefusee):
        assert "défaut du logiciel" not in result.raison
    else:
        assert opened(result.rendu.jpeg).size == (result.rendu.largeur, result.rendu.hauteur)
