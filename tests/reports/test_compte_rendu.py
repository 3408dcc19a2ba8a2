"""The compte rendu: every constat, every character, the photos byte for byte."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader
from rapports import EDITED, blob, compte_rendu, constat, jpeg, photo, source

from desktop.domain import codes
from desktop.errors import Annule
from desktop.reports.compte_rendu import CONFIDENTIALITY, render_compte_rendu
from desktop.texts.photo import MOTIF_RETENUE

CANARY = b"CANARI-43.52090-5.43130"


def pdf(record, photos=(), **options) -> bytes:
    out = io.BytesIO()
    given = {"edited_on": EDITED, "editor": "Camille ESSAI", "invariant": True}
    render_compte_rendu(record, photo=source(*photos), out=out, **given | options)
    return out.getvalue()


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    """Return the text of all pages with single spaces."""
    pages = "\n".join(page.extract_text() for page in read(data).pages)
    return re.sub(r"\s+", " ", pages)


def streams(data: bytes) -> list[bytes]:
    return [image.data for page in read(data).pages for image in page.images]


def raw_jpegs(data: bytes) -> list[bytes]:
    """Return the bytes of the image streams as they lie in the file, in the order drawn."""
    found = []
    for page in read(data).pages:
        forms = page["/Resources"].get("/XObject", {})
        for name in re.findall(rb"(/FormXob\.\w+) Do", page.get_contents().get_data()):
            item = forms[name.decode()].get_object()
            if item["/Subtype"] == "/Image":
                found.append(item._data)
    return found


def total_form(page) -> bytes:
    """Return the drawing, shared by all pages, of the number after « page 3/ »."""
    forms = page["/Resources"]["/XObject"].values()
    return b"".join(
        form.get_object().get_data() for form in forms if form.get_object()["/Subtype"] == "/Form"
    )


def test_cover_tells_which_walk_when_and_who_came():
    text = words(pdf(compte_rendu(constat(1))))

    for part in (
        "Diagnostic en marchant (jour)",
        "BEI-2026-1 · Beisson · 12 novembre 2026",
        "12 habitants et 8 professionnels",
        "Mairie de quartier, 14 h",
        "Deux points urgents ont été signalés le jour même par téléphone.",
    ):
        assert part in text


def test_key_figures_count_what_the_record_holds():
    constats = [
        constat(1, gravite=codes.Gravite.DANGER, etat=codes.EtatConstat.A_QUALIFIER),
        constat(2, gravite=codes.Gravite.DANGER, gestionnaire="Ville – Voirie"),
        constat(3, gravite=None, etat=codes.EtatConstat.LEVE, gestionnaire=""),
    ]

    text = words(pdf(compte_rendu(*constats)))

    # A constat whose gestionnaire is unknown or empty counts for none.
    assert (
        "3 faiblesses 0 point fort 2 danger immédiat 1 à qualifier 1 gestionnaire 0 photo" in text
    )
    assert "Danger immédiat : 2" in text
    assert "Sans gravité : 1" in text


@pytest.mark.parametrize("count", [0, 1, 300])
def test_every_constat_is_printed_once_in_order_and_once_in_the_table(count):
    constats = [constat(rank) for rank in range(1, count + 1)]

    text = words(pdf(compte_rendu(*constats)))

    body = text.split("Constats BEI-2026-1-B001")[-1] if count else text
    numbers = ["BEI-2026-1-B001"] * (count > 0) + re.findall(r"BEI-2026-1-B\d{3}", body)
    expected = [item.numero for item in constats]
    assert numbers[:count] == expected
    assert sorted(numbers[count:]) == expected
    assert ("Aucun constat" in text) == (count == 0)


def test_each_page_bears_its_number_the_date_and_the_confidentiality_line():
    reader = read(pdf(compte_rendu(*(constat(rank) for rank in range(1, 41)))))
    total = len(reader.pages)

    assert total > 2
    for rank, page in enumerate(reader.pages, start=1):
        text = re.sub(r"\s+", " ", page.extract_text())
        assert "Carnet de quartier — édité le 24 novembre 2026 à 14 h 05 par Camille ESSAI" in text
        assert f"page {rank}/" in text
        assert f"({total}) Tj".encode() in total_form(page)
        assert CONFIDENTIALITY[codes.Confidentialite.PARTENAIRES] in text


def test_the_table_groups_by_gestionnaire_the_gravest_first_and_the_unknown_last():
    constats = [
        constat(1, gestionnaire="", numero="N1"),
        constat(2, gestionnaire="Ville – Voirie", numero="N2", gravite=codes.Gravite.MINEUR),
        constat(3, gestionnaire="Ville – Voirie", numero="N3", gravite=codes.Gravite.DANGER),
        constat(4, gestionnaire="École ESSAI", numero="N4"),
    ]

    table = words(pdf(compte_rendu(*constats))).split("Récapitulatif par gestionnaire")[1]

    order = ["École ESSAI — 1 constat", "N4", "Ville – Voirie — 2 constats", "N3", "N2"]
    order += ["Gestionnaire à identifier — 1 constat", "N1"]
    places = [table.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Dupont & Fils <dupont@x.fr> suite", "Dupont & Fils <dupont@x.fr> suite"),
        ("a<b>c", "a<b>c"),
        ("=1+1", "=1+1"),
        ("&amp; &#60; %s {0}", "&amp; &#60; %s {0}"),
        ("<img src='/etc/passwd'/>", "<img src='/etc/passwd'/>"),
        ("<font color='[[[1]]]'>x</font>", "<font color='[[[1]]]'>x</font>"),
        ("e\u0301te\u0301 a\u0300 l’e\u0301cole", "été à l’école"),
        ("cœur ≥ 3 m² : 1\u202f930,00\u00a0€ → ✓", "cœur ≥ 3 m² : 1 930,00 € → ✓"),
        ("avant\x00\x1b\u202eaprès", "avantaprès"),
        ("漢 seul \ud800", "\ufffd seul \ufffd"),
        ("👍🏽", "\ufffd"),
    ],
)
def test_text_is_printed_as_typed_in_every_place(typed, printed):
    record = compte_rendu(
        constat(1, texte=typed, lieu=typed, gestionnaire=typed, theme_libelle=typed, numero=typed),
        photos=[photo(1, constat_id="constat-1", legende=typed)],
        synthese=typed,
    )
    marche = replace(record.marche, quartier=typed, numero=typed)

    text = words(pdf(replace(record, marche=marche, photos=record.photos)))

    # Three places are drawn in Noto alone: there « ≥ » becomes a visible box.
    assert text.count(printed) >= (6 if "≥" in typed else 8)


def test_letters_of_other_alphabets_are_all_there():
    text = words(pdf(compte_rendu(constat(1, texte="שלום Ελλάδα Київ"), synthese="")))

    assert set("שלום") <= set(text)
    assert "Ελλάδα Київ" in text


def test_a_long_text_keeps_all_its_characters():
    phrases = [f"Phrase{rank:05} du mur du hall, bâtiment C." for rank in range(4000)]

    text = words(pdf(compte_rendu(constat(1, titre="Mur", texte=" ".join(phrases)))))

    assert re.findall(r"Phrase\d{5}", text) == [phrase.split()[0] for phrase in phrases]
    assert text.count("bâtiment") == 4000


def test_many_lines_and_one_endless_word_are_laid_out_whole():
    lines = "\n".join(f"ligne{rank:04}" for rank in range(1500))
    word = "ÿ" * 20_000

    constats = (constat(1, titre="Lignes", texte=lines), constat(2, titre="Mot", texte=word))
    text = words(pdf(compte_rendu(*constats, synthese="")))

    assert len(re.findall(r"ligne\d{4}", text)) == 1500
    assert text.count("ÿ") == 20_000


def test_long_texts_in_labels_neither_stop_the_report_nor_disappear_silently():
    long = "Libellé " * 20_000
    item = constat(1, numero=long, theme_libelle=long, gestionnaire=long, lieu=long)

    text = words(pdf(compte_rendu(item, photos=[photo(1, constat_id=item.id, legende=long)])))

    assert text.count("Libellé") >= 4 * 20_000
    assert "…" in text


def test_photos_enter_byte_for_byte_in_the_order_of_the_constats():
    pictures = [jpeg(seed) for seed in range(3)]
    record = compte_rendu(
        constat(1),
        constat(2),
        photos=[
            photo(1, blob=blob(pictures[0]), constat_id="constat-1", legende="Vue du hall"),
            photo(2, blob=blob(pictures[1]), constat_id="constat-1"),
            photo(3, blob=blob(pictures[2]), constat_id="constat-2"),
        ],
    )

    data = pdf(record, pictures)

    assert raw_jpegs(data) == pictures
    assert "Vue du hall" in words(data)
    assert "Photo non reçue" not in words(data)


def test_a_photo_used_twice_is_stored_once():
    picture = jpeg()
    uses = [photo(rank, blob=blob(picture), constat_id="constat-1") for rank in (1, 2)]

    data = pdf(compte_rendu(constat(1), photos=uses), [picture])

    assert data.count(picture) == 1


def test_a_photo_not_received_leaves_a_frame_with_words():
    text = words(pdf(compte_rendu(constat(1), photos=[photo(1, constat_id="constat-1")])))

    assert "Photo non reçue" in text


@pytest.mark.parametrize("motif", codes.MotifRetenue)
def test_a_photo_kept_back_leaves_a_frame_that_says_why(motif):
    out = io.BytesIO()
    kept = photo(1, constat_id="constat-1", legende="Vue du hall")

    render_compte_rendu(
        compte_rendu(constat(1), photos=[kept]),
        photo=lambda _: motif,
        out=out,
        edited_on=EDITED,
        editor="",
    )

    assert MOTIF_RETENUE[motif] in words(out.getvalue())
    assert streams(out.getvalue()) == []


def test_photos_without_constat_are_not_lost():
    picture = jpeg()
    loose = photo(1, blob=blob(picture), legende="Vue générale")

    data = pdf(compte_rendu(constat(1), photos=[loose]), [picture])

    assert "Photos sans constat" in words(data)
    assert raw_jpegs(data) == [picture]


def test_no_metadata_passes_even_if_a_photo_still_holds_some():
    segment = b"\xff\xe1" + (len(CANARY) + 8).to_bytes(2, "big") + b"Exif\0\0" + CANARY
    comment = b"\xff\xfe" + (len(CANARY) + 2).to_bytes(2, "big") + CANARY
    clean = jpeg()
    dirty = clean[:2] + segment + comment + clean[2:]
    use = photo(1, blob=blob(dirty), constat_id="constat-1")

    data = pdf(compte_rendu(constat(1), photos=[use]), [dirty])

    assert CANARY in dirty
    assert CANARY not in data
    assert raw_jpegs(data) == [clean]
    assert all(CANARY not in stream for stream in streams(data))


def test_fonts_are_embedded():
    fonts = {}
    for page in read(pdf(compte_rendu(constat(1, texte="≥ →")))).pages:
        for font in page["/Resources"]["/Font"].values():
            item = font.get_object()
            fonts[item["/BaseFont"]] = item.get("/FontDescriptor")
    drawn = {name: descriptor for name, descriptor in fonts.items() if "Helvetica" not in name}

    assert {name.split("+")[-1] for name in drawn} >= {"NotoSans-Regular", "NotoSans-Bold"}
    assert all("/FontFile2" in descriptor.get_object() for descriptor in drawn.values())


def test_the_outline_leads_to_each_constat_on_its_page():
    reader = read(pdf(compte_rendu(*(constat(rank) for rank in range(1, 41)))))

    for entry in reader.outline:
        page = reader.pages[reader.get_destination_page_number(entry)]
        assert entry.title in page.extract_text()
    assert len(reader.outline) == 40


def test_two_runs_give_the_same_bytes():
    record = compte_rendu(constat(1), constat(2))

    assert pdf(record) == pdf(record)


def test_progress_counts_each_photo_up_to_the_total():
    steps = []
    pictures = [jpeg(seed) for seed in range(3)]
    photos = [photo(rank, blob=blob(data)) for rank, data in enumerate(pictures)]

    pdf(
        compte_rendu(photos=photos),
        pictures,
        progress=lambda done, total: steps.append((done, total)),
    )

    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_cancelled_report_writes_nothing():
    out = io.BytesIO()
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Annule):
        render_compte_rendu(
            compte_rendu(*(constat(rank) for rank in range(60))),
            photo=source(),
            out=out,
            edited_on=EDITED,
            editor="",
            cancelled=cancelled,
        )

    assert out.getvalue() == b""


def test_a_file_that_is_no_jpeg_is_a_bug_and_not_an_empty_frame():
    use = photo(1, blob=blob(b"GIF89a"), constat_id="constat-1")

    with pytest.raises(ValueError, match="JPEG"):
        pdf(compte_rendu(constat(1), photos=[use]), [b"GIF89a"])


@pytest.mark.parametrize("numero", ["ENC-2026-1-A001", "MMM-2026-E12-W1007"])
def test_a_number_is_never_broken_in_two_lines_of_a_table(numero):
    grave = {"etat": codes.EtatConstat.OUVERT, "gravite": codes.Gravite.DANGER}

    text = words(pdf(compte_rendu(constat(1, numero=numero, **grave))))

    # in « Les plus urgents », at its own place, in the table by gestionnaire
    assert text.count(numero) == 3
