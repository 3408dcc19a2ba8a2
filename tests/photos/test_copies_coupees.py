"""Copies that were cut short, which codecs show in part without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from cartes import encoded, scene
from PIL import Image
from pillow_heif import register_heif_opener

from desktop.errors import FichierRefuse
from desktop.photos.import_ import PhotoRefusee, prepare
from desktop.photos.lecture import check_whole

REAL = Path(__file__).resolve().parents[3] / "shared" / "photos-reelles"
NOISE = Image.effect_noise((300, 200), 80).convert("RGB")


def heic() -> bytes:
    register_heif_opener()
    return encoded(NOISE, "HEIF")


@pytest.mark.photos_reelles
@pytest.mark.parametrize("name", ["IMG_5195.HEIC", "HMD_Nokia_8.3_5G_hdr.heif", "lund_05.jpg"])
@pytest.mark.parametrize("hole", [False, True])
def test_the_copy_of_a_telephone_photo_that_was_cut_short_is_refused(tmp_path, name, hole):
    """The tiles of a HEIC that are missing are black, and libheif says nothing of them."""
    whole = (REAL / name).read_bytes()
    kept = len(whole) * 7 // 10
    path = tmp_path / name
    path.write_bytes(whole[:kept] + bytes(len(whole) - kept if hole else 0))

    result = prepare(path)

    assert isinstance(result, PhotoRefusee)
    assert "incomplète ou abîmée" in result.raison


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "HEIF"])
def test_a_hole_at_the_end_is_a_copy_cut_short(form):
    register_heif_opener()
    data = encoded(NOISE, form)

    with pytest.raises(FichierRefuse, match="incomplète"):
        check_whole(data[:-2000] + bytes(2000))


def test_a_heic_without_its_last_byte_is_cut_short():
    with pytest.raises(FichierRefuse, match="incomplète"):
        check_whole(heic()[:-1])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: encoded(NOISE) + bytes(4096), id="JPEG padded to the block"),
        pytest.param(lambda: encoded(scene()) + b"SEFT" + bytes(100), id="JPEG with a trailer"),
        pytest.param(lambda: encoded(NOISE, "PNG") + bytes(4096), id="PNG padded to the block"),
        pytest.param(
            lambda: encoded(NOISE, "WEBP", exif=b"Exif\0\0" + bytes(4000)),
            id="WebP whose metadata end in zeros",
        ),
        pytest.param(lambda: heic() + b"ADDITIF" * 9, id="HEIC with a trailer"),
        pytest.param(lambda: heic() + b"\0\0\x10\0free" + bytes(4088), id="HEIC with room left"),
        pytest.param(lambda: _open_ended(heic()), id="HEIC whose last box has no size"),
    ],
)
def test_what_a_camera_writes_behind_a_whole_photo_is_no_hole(data):
    check_whole(data())


def _open_ended(data: bytes) -> bytes:
    """Return a HEIC whose pixels go « up to the end »."""
    place = data.index(b"mdat") - 4
    return data[:place] + bytes(4) + data[place + 4 :]
