"""The gate: no picture enters a document before a person has answered (7.4, checks 2 and 3)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageStat

from desktop.bootstrap import Carnet
from desktop.domain.codes import Confidentialite, MotifRetenue, StyleMasque, VerifPhoto
from desktop.domain.diagnostics.exports import DemandeExport, FormatExport
from desktop.domain.diagnostics.masques import Annotation, Couches, Masque
from desktop.domain.espaces import Espace
from desktop.domain.records import PhotoRecord
from desktop.models.photo import Photo
from desktop.photos.import_ import PhotoPreparee, discover, prepare
from desktop.photos.masquage import diffused_jpeg
from desktop.services.diffusion import REPORT_QUALITY, REPORT_SIDE, motif_of, retenues
from tests.fuites import alike, assert_no_unverified_photo, pictures

ZONE = Masque(style=StyleMasque.PLEIN, x=2500, y=2500, l=5000, h=5000)


def again(carnet: Carnet, photo: PhotoRecord) -> PhotoRecord:
    return carnet.diagnostics.photos([photo.id])[0]


def written(carnet: Carnet, photo: PhotoRecord, **fields: str | None) -> None:
    """Write fields of a photo as the file of another poste would."""
    with carnet.espace(Espace.TERRAIN).store.writing("essai") as unit:
        row = unit.get(Photo, photo.id)
        for name, value in fields.items():
            setattr(row, name, value)


# --- one photo ----------------------------------------------------------------------------


def test_an_imported_photo_waits_for_a_person(carnet, photos):
    assert {photo.verif for photo in photos} == {VerifPhoto.A_VERIFIER}
    assert [carnet.diffusion.photo(photo) for photo in photos] == [MotifRetenue.A_VERIFIER] * 4
    assert retenues(photos) == {MotifRetenue.A_VERIFIER: 4}


@pytest.mark.parametrize(
    ("verif", "motif"),
    [
        (VerifPhoto.A_VERIFIER, MotifRetenue.A_VERIFIER),
        (VerifPhoto.NON_DIFFUSABLE, MotifRetenue.NON_DIFFUSABLE),
        (VerifPhoto.SANS_PERSONNE, None),
    ],
)
def test_only_an_answer_opens_the_door(carnet, photos, verif, motif):
    carnet.verification.set_verif([photos[0].id], verif)

    left = carnet.diffusion.photo(photos[0])

    if motif is None:
        assert alike(Image.open(io.BytesIO(left)), _source(carnet, photos[0]))
    else:
        assert left is motif
    assert carnet.diffusion.photo(photos[1]) is MotifRetenue.A_VERIFIER


def _source(carnet, photo):
    return Image.open(io.BytesIO(carnet.photos.image(photo.blob)))


def test_a_blurred_photo_leaves_without_what_its_zones_hide(carnet, photos):
    arrow = Annotation(x=100, y=9000, x2=2000, y2=9000)

    saved = carnet.verification.verify(
        photos[0].id, VerifPhoto.FLOUTEE, Couches((ZONE,), (arrow,))
    ).valeur
    left = Image.open(io.BytesIO(carnet.diffusion.photo(saved)))

    middle = left.crop((130, 100, 350, 260)).convert("L")
    assert max(middle.getextrema()) < 60
    assert not alike(left, _source(carnet, photos[0]))
    assert not left.getexif()
    assert carnet.photos.image(photos[0].blob) == carnet.photos.image(saved.blob)


def test_the_door_believes_the_row_and_not_what_it_is_given(carnet, photos):
    """A screen may hold a photo cleared an hour ago, which a colleague has withdrawn since."""
    carnet.verification.set_verif([photos[0].id], VerifPhoto.SANS_PERSONNE)
    held = again(carnet, photos[0])
    carnet.verification.set_verif([photos[0].id], VerifPhoto.NON_DIFFUSABLE)

    assert motif_of(held) is None
    assert carnet.diffusion.photo(held) is MotifRetenue.NON_DIFFUSABLE


def test_zones_of_a_newer_version_keep_the_photo_and_a_damaged_layer_as_well(carnet, photos):
    for stored in ('[{"forme":"LASSO"}]', "{", '[{"forme":"RECTANGLE"}]'):
        written(carnet, photos[0], verif=VerifPhoto.SANS_PERSONNE, masques=stored)
        assert carnet.diffusion.photo(photos[0]) is MotifRetenue.ZONES_INCONNUES


def test_annotations_that_cannot_be_read_are_left_out_and_the_photo_leaves(carnet, photos):
    written(carnet, photos[0], verif=VerifPhoto.SANS_PERSONNE, annotations="{")

    assert isinstance(carnet.diffusion.photo(photos[0]), bytes)


def test_a_photo_whose_bytes_are_not_here_is_said_to_be_missing(carnet, photos):
    carnet.verification.set_verif([photos[0].id], VerifPhoto.SANS_PERSONNE)
    carnet.espace(Espace.TERRAIN).magasin.erase(photos[0].blob)

    assert carnet.diffusion.photo(photos[0]) is MotifRetenue.NON_RECUE


def test_a_photo_whose_file_is_spoilt_is_told_and_stops_no_document(carnet, photos):
    carnet.verification.set_verif([photo.id for photo in photos], VerifPhoto.SANS_PERSONNE)
    espace = carnet.espace(Espace.TERRAIN)
    for folder in ("photos", "diffusees"):
        for file in (
            path for path in (espace.magasin._dossier / folder).rglob("*") if path.is_file()
        ):
            if espace.magasin._sceau.name(photos[0].blob) in str(file):
                data = bytearray(file.read_bytes())
                data[len(data) // 2] ^= 1
                file.write_bytes(data)

    assert carnet.diffusion.photo(photos[0]) is MotifRetenue.ABIMEE
    pages = pdfium.PdfDocument(carnet.rapports(Espace.TERRAIN).compte_rendu(photos[0].marche_id))
    words = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    assert words.count("Photo abîmée sur ce poste") == 1
    assert (
        sum(len(list(page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE]))) for page in pages)
        >= 3
    )


def test_the_same_photo_leaves_the_same_at_each_export_and_in_no_other_espace(carnet, photos):
    mosaic = Couches((Masque(x=2500, y=2500, l=5000, h=5000),))
    carnet.verification.verify(photos[0].id, VerifPhoto.FLOUTEE, mosaic)
    magasin = carnet.espace(Espace.TERRAIN).magasin

    assert carnet.diffusion.photo(photos[0]) == carnet.diffusion.photo(photos[0])
    assert magasin.secret(photos[0].blob) != magasin.secret(photos[1].blob)


def test_a_picture_made_once_is_not_made_again_and_never_outlives_its_zones(
    carnet, photos, monkeypatch
):
    carnet.verification.verify(photos[0].id, VerifPhoto.FLOUTEE, Couches((ZONE,)))
    first = carnet.diffusion.photo(photos[0])
    with monkeypatch.context() as patch:
        patch.setattr("desktop.services.diffusion.diffused_jpeg", None)
        assert carnet.diffusion.photo(photos[0]) == first

    other = Masque(style=StyleMasque.PLEIN, x=0, y=0, l=2000, h=2000)
    carnet.verification.verify(photos[0].id, VerifPhoto.FLOUTEE, Couches((other,)))
    assert carnet.diffusion.photo(photos[0]) != first
    carnet.verification.set_verif([photos[0].id], VerifPhoto.A_VERIFIER)
    assert carnet.diffusion.photo(photos[0]) is MotifRetenue.A_VERIFIER


def test_the_screen_sees_what_will_leave(carnet, photos):
    couches = Couches((ZONE,))
    large, fitted = carnet.diffusion.apercu(photos[0], couches, (120, 120))

    carnet.verification.verify(photos[0].id, VerifPhoto.FLOUTEE, couches)

    left = Image.open(io.BytesIO(carnet.diffusion.photo(photos[0], cote=2000, qualite=95)))
    size = (large.largeur, large.hauteur)
    seen = Image.frombytes("RGB", size, large.bgrx, "raw", "BGRX")
    assert size == left.size == (480, 360)
    assert (fitted.largeur, fitted.hauteur) == (120, 90)
    assert max(ImageStat.Stat(ImageChops.difference(seen, left)).mean) < 2


# --- documents ----------------------------------------------------------------------------


def compte_rendu(carnet: Carnet, photos: list[PhotoRecord]) -> bytes:
    return carnet.rapports(Espace.TERRAIN).compte_rendu(photos[0].marche_id)


def fiche(carnet: Carnet, photos: list[PhotoRecord]) -> bytes:
    return carnet.rapports(Espace.TERRAIN).fiche_micro_site(photos[0].micro_site_id)


def fiches(carnet: Carnet, photos: list[PhotoRecord], _folder: Path) -> bytes:
    ids = dict.fromkeys(photo.constat_id for photo in photos if photo.constat_id)
    return carnet.rapports(Espace.TERRAIN).fiches_constats(list(ids))


def carnet_terrain(carnet: Carnet, photos: list[PhotoRecord]) -> bytes:
    """Make the booklet of the next marche of the quartier, which reviews the open constat."""
    marche = carnet.diagnostics.marche(photos[0].marche_id or "")
    later = replace(marche.draft, numero="", date_prevue=date(2027, 1, 14))
    following = carnet.diagnostics.save_marche(later, today=date(2027, 1, 14)).valeur
    carnet.carnets.prepare(following.id)
    return carnet.rapports(Espace.TERRAIN).carnet_terrain(following.id)


def exported(form: FormatExport) -> Callable[[Carnet, list[PhotoRecord], Path], bytes]:
    def make(carnet: Carnet, photos: list[PhotoRecord], folder: Path) -> bytes:
        path = folder / f"export.{form.value}"
        ids = [photo.constat_id for photo in photos if photo.constat_id]
        demande = DemandeExport(format=form, profil=Confidentialite.INTERNE)
        carnet.exports.export(list(dict.fromkeys(ids)), demande, path)
        return path.read_bytes()

    return make


DOCUMENTS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "compte rendu": ("photos", lambda carnet, photos, _folder: compte_rendu(carnet, photos)),
    "fiche micro-site": ("site_photos", lambda carnet, photos, _folder: fiche(carnet, photos)),
    "fiches constat": ("photos", fiches),
    "carte KMZ": ("photos", exported(FormatExport.KMZ)),
}
"""Every document that shows photos, with the fixture whose photos it shows."""

OTHERS: dict[str, Callable[..., bytes]] = {
    "carnet de terrain": lambda carnet, photos, _folder: carnet_terrain(carnet, photos),
    **{f"export {form.value}": exported(form) for form in FormatExport if form != FormatExport.KMZ},
}
"""Documents that show few photos or none: they must not show one that waits either."""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_document_shows_a_photo_before_a_person_has_answered(
    carnet, request, tmp_path, document
):
    fixture, make = DOCUMENTS[document]
    photos = request.getfixturevalue(fixture)

    assert assert_no_unverified_photo(make(carnet, photos, tmp_path), carnet) == []

    carnet.verification.set_verif([photos[0].id], VerifPhoto.SANS_PERSONNE)
    carnet.verification.set_verif([photos[1].id], VerifPhoto.NON_DIFFUSABLE)
    shown = assert_no_unverified_photo(make(carnet, photos, tmp_path), carnet)
    assert [alike(picture, _source(carnet, photos[0])) for picture in shown] == [True]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_shows_a_blurred_photo_with_its_zones_hidden(
    carnet, request, tmp_path, document
):
    fixture, make = DOCUMENTS[document]
    photos = request.getfixturevalue(fixture)
    carnet.verification.verify(photos[0].id, VerifPhoto.FLOUTEE, Couches((ZONE,)))

    data = make(carnet, photos, tmp_path)

    (shown,) = assert_no_unverified_photo(data, carnet)
    middle = shown.crop((130, 100, 350, 260)).convert("L")
    assert max(middle.getextrema()) < 60
    assert data.count(b"\xff\xd8\xff") <= 1
    assert b"Exif" not in data


@pytest.mark.parametrize("document", OTHERS)
def test_no_other_document_lets_a_photo_out_either(carnet, photos, tmp_path, document):
    assert assert_no_unverified_photo(OTHERS[document](carnet, photos, tmp_path), carnet) == []


def test_the_search_for_leaks_finds_a_photo_in_every_kind_of_file(carnet, photos, tmp_path):
    """The helper must be able to fail: a photo hidden in each format is found."""
    import base64
    import zipfile

    jpeg = carnet.photos.image(photos[0].blob)
    small = io.BytesIO()
    _source(carnet, photos[0]).resize((160, 120)).save(small, "PNG")
    kmz = tmp_path / "essai.kmz"
    with zipfile.ZipFile(kmz, "w") as archive:
        archive.writestr("files/photo.jpg", jpeg)
    packed = tmp_path / "essai.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(kmz, "carte.kmz")
    geojson = b'{"media":"data:image/png;base64,' + base64.b64encode(small.getvalue()) + b'"}'

    for produced in (kmz, packed, geojson, jpeg, b"tail" + small.getvalue()):
        with pytest.raises(AssertionError, match="is shown"):
            assert_no_unverified_photo(produced, carnet)
    assert len(list(pictures(packed.read_bytes()))) == 1
    assert assert_no_unverified_photo(b"{}", carnet) == []


@pytest.mark.photos_reelles
def test_a_hundred_and_twenty_real_photos_fit_in_a_compte_rendu_of_fifteen_megabytes():
    """7.4, check 10; pages and texts add a hundredth (`bench_rapport` tells the time too)."""
    real = Path(__file__).resolve().parents[3] / "shared" / "photos-reelles"
    read = map(prepare, discover([real]))
    taken = [one for one in read if isinstance(one, PhotoPreparee)]
    weights = [
        len(
            diffused_jpeg(
                one.rendu.jpeg,
                masques=(),
                secret=b"essai",
                max_side=REPORT_SIDE,
                quality=REPORT_QUALITY,
            )
        )
        for one in taken
    ]

    assert len(weights) == 25
    assert 1.01 * 120 * sum(weights) / len(weights) < 15_000_000
