"""R1: all that a gestionnaire needs on half a page, whatever the constat holds."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader
from rapports import EDITED, blob, constat, jpeg, photo

from desktop.domain import codes
from desktop.domain.carte import ContourCarte
from desktop.domain.codes import EtatConstat, MotifRetenue, RolePhoto
from desktop.domain.diagnostics.fiche_constat import FicheConstatRecord, choose_photos
from desktop.domain.diagnostics.records import EtapeRecord, EtapesConstat
from desktop.domain.drafts import ConstatDraft
from desktop.domain.geo import Position, Surface
from desktop.errors import Annule
from desktop.reports.fiche_constat import HEIGHT, WIDTH, render_fiches_constats

PLACE = Position(435_390_000, 54_480_000)
SQUARE = Surface(((
    (Position(435_300_000, 54_400_000), Position(435_300_000, 54_600_000),
     Position(435_450_000, 54_500_000)),
),))  # fmt: skip


def fiche(rank: int = 1, **changes) -> FicheConstatRecord:
    given = {
        "titre": "Encombrants hors jour — Entrée B",
        "item": "PRO-06",
        "item_libelle": "Encombrants hors jour",
        "quartier": "Beisson",
        "arret": "3 · Square",
        "etat": EtatConstat.TRANSMIS,
        "gravite": codes.Gravite.MAJEUR,
        "priorite": codes.Priorite.P1,
        "priorite_calculee": codes.Priorite.P1,
        "foncier": codes.Foncier.PRIVE_BAILLEUR,
        "gestionnaire": "Bailleur ESSAI",
        "jour": date(2026, 11, 12),
        "delai_cible": date(2026, 11, 19),
        "draft": ConstatDraft(batiment="bât. C", recurrence=codes.Recurrence.RECIDIVE),
        "etapes": EtapesConstat(cout=Decimal("1930.5"), financement="Contrat de ville"),
    }
    record = constat(rank, **given | changes)
    steps = [
        EtapeRecord(etat=etat, ms=1_795_350_300_000 + day * 86_400_000, auteur="X", poste="B")
        for day, etat in enumerate((EtatConstat.A_QUALIFIER, EtatConstat.OUVERT, record.etat))
    ]
    return FicheConstatRecord(
        constat=record,
        place=PLACE,
        etapes=tuple(steps),
        contours=(ContourCarte(nom="Beisson", surface=SQUARE, principal=True),),
        axe_tfpb=4,
    )


def pdf(*records, photos=(), **options) -> bytes:
    out = io.BytesIO()
    store = {blob(data): data for data in photos}
    given = {
        "edited_on": EDITED, "editor": "Camille ESSAI", "confidentiality": "Réservé",
        "invariant": True,
    }  # fmt: skip
    render_fiches_constats(
        records,
        photo=lambda one: store.get(one.blob, MotifRetenue.NON_RECUE),
        out=out,
        **given | options,
    )
    return out.getvalue()


def pages(data: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize(
    "part",
    [
        "BEI-2026-1-B001",
        "Beisson · BEI-2026-1",
        "Transmis",
        "G3 · P1 · Majeur",
        "Encombrants hors jour — Entrée B",
        "bât. C · arrêt 3 · Square",
        "Trottoir soulevé par les racines",
        "Bailleur ESSAI Foncier Privé – bailleur",
        "19 novembre 2026 — dépassé",
        "1 930,50 €",
        "Contrat de ville · axe TFPB 4",
        "22/11/2026 À qualifier → 23/11/2026 Ouvert → 24/11/2026 Transmis",
        "Après",
        "Action proposée",
        "Contours QPV : ANCT, 2024",
        "fiche 1/1",
        "Réservé",
    ],
)
def test_a_fiche_prints(part):
    (text,) = pages(pdf(fiche()))

    assert part in text


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (2, 1), (3, 2)])
def test_two_fiches_share_an_a4_page(count, expected):
    records = [fiche(rank) for rank in range(1, count + 1)]
    reader = PdfReader(io.BytesIO(pdf(*records, deux_par_page=True)))

    assert len(reader.pages) == expected
    text = " ".join(page.extract_text() for page in reader.pages)
    assert [f"BEI-2026-1-B{rank:03}" in text for rank in range(1, count + 1)] == [True] * count
    assert float(reader.pages[0].mediabox.height) > 2 * HEIGHT


def test_alone_a_fiche_is_a_page_of_a5():
    reader = PdfReader(io.BytesIO(pdf(fiche(1), fiche(2))))

    assert len(reader.pages) == 2
    assert [float(value) for value in reader.pages[0].mediabox[2:]] == pytest.approx(
        [WIDTH, HEIGHT], abs=0.1
    )
    assert len(reader.outline) == 2


def test_two_photos_enter_byte_for_byte_and_the_mended_state_beside_them():
    pictures = [jpeg(seed) for seed in range(3)]
    shown = [photo(rank, blob=blob(data)) for rank, data in enumerate(pictures)]

    data = pdf(replace(fiche(), photos=tuple(shown[:2]), apres=shown[2]), photos=pictures)

    assert all(data.count(picture) == 1 for picture in pictures)
    (text,) = pages(data)
    assert "Après" not in text


def test_a_photo_that_may_not_leave_is_a_frame_that_says_why():
    (text,) = pages(pdf(replace(fiche(), photos=(photo(1, legende="Vue"),))))

    assert "Photo non reçue" in text


def test_a_constat_without_anything_is_printed():
    bare = FicheConstatRecord(
        constat=constat(1, texte="", gravite=None, gestionnaire="", theme_libelle="", lieu="")
    )

    (text,) = pages(pdf(bare))

    assert "Position inconnue" in text
    assert "Aucune photo" in text
    assert "à identifier" in text
    assert "ANCT" not in text


def test_a_point_fort_has_no_frame_to_mend():
    (text,) = pages(pdf(fiche(polarite=codes.Polarite.FORT, gravite=None)))

    assert "Point fort" in text
    assert "Après" not in text
    assert "Gestionnaire" not in text


@pytest.mark.parametrize(
    "typed",
    [
        "a<b>c & <font color='[[[1]]]'>x</font>",
        "mot " * 5000,
        "ÿ" * 20_000,
        "ligne\n" * 400,
        "avant\x00\x1b\u202eaprès",
        "漢 👍🏽 \ud800",
    ],
)
def test_any_text_fits_its_half_page(typed):
    record = fiche(
        texte=typed, titre=typed, lieu=typed, gestionnaire=typed, numero=typed, quartier=typed,
        item_libelle=typed, arret=typed, draft=ConstatDraft(batiment=typed),
    )  # fmt: skip

    texts = pages(pdf(record, record, deux_par_page=True))

    assert len(texts) == 1
    assert texts[0].count("fiche 2/2") == 1
    if len(typed) > 700:
        assert "…" in texts[0]


def test_progress_counts_the_fiches_and_a_cancel_stops_them():
    steps = []
    pdf(fiche(1), fiche(2), progress=lambda *step: steps.append(step))

    assert steps == [(1, 2), (2, 2)]
    with pytest.raises(Annule):
        pdf(fiche(), cancelled=lambda: True)


def test_photos_are_chosen_by_role_and_those_that_may_leave_first():
    def taken(rank, role, *, leaves=True):
        return photo(rank, role=role, presente=leaves)

    detail, context, label = (
        taken(1, RolePhoto.DETAIL), taken(2, RolePhoto.CONTEXTE), taken(3, RolePhoto.ETIQUETTE),
    )  # fmt: skip
    old_after, new_after = taken(4, RolePhoto.APRES), taken(5, RolePhoto.APRES)
    hidden = taken(6, RolePhoto.CONTEXTE, leaves=False)
    everything = [detail, context, label, old_after, new_after, hidden, taken(7, None)]

    shown, after = choose_photos(everything, lambda one: one.presente)

    assert [one.id for one in shown] == ["photo-2", "photo-1"]
    assert after is new_after
    assert choose_photos([hidden], lambda one: one.presente) == ((hidden,), None)
    assert choose_photos([], lambda _: True) == ((), None)


def test_a_lifted_constat_says_when_and_by_whom_instead_of_dots_to_fill():
    steps = EtapesConstat(date_levee=date(2026, 11, 20), levee_par="Agent ESSAI")
    (lifted,) = pages(pdf(fiche(etat=EtatConstat.LEVE, etapes=steps)))
    (waiting,) = pages(pdf(fiche()))

    for words in (
        "Levé, sans photo",
        "Levé le : 20/11/2026 par : Agent ESSAI",
        "Levé le 20 novembre 2026",
    ):
        assert words in lifted
    assert "Levé le : …… / …… / ……… par : …" in waiting


def test_theme_and_point_are_whole_whatever_the_title_says():
    long = "Lieu dit sombre par les habitants, à revoir de nuit"
    (text,) = pages(pdf(fiche(titre="Passage", item_libelle=long, theme_libelle="Éclairage")))

    assert f"Éclairage · {long}" in text
    assert "fiche 1/1 Réservé" in text  # the map itself says where its contour comes from
