"""Reading of somebody else's lists: real files, most of them hostile."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from desktop.domain.relogement.etat_locatif import Manque
from desktop.errors import Annule, FichierRefuse
from desktop.interop import correspondances
from desktop.interop.occupation import read_file
from desktop.interop.occupation_lignes import make_plan, read_rows
from tests.listes_essai import TITRES, classeur, ligne, texte

CHAMPS = correspondances.fields("etat_locatif")
TODAY = date(2026, 11, 24)
BATIMENTS = ("Calendal", "Méjanes")


def lecture(path, **options):
    tableau = read_file(path).tableaux[0]
    plan = make_plan(CHAMPS, tableau, BATIMENTS, **options)
    return read_rows(CHAMPS, tableau, plan, TODAY)


def only(path):
    found = lecture(path)
    assert found.refusees == ()
    assert len(found.portes) == 1
    return found.portes[0]


def reasons(path):
    return {one.numero: " ".join(one.raisons) for one in lecture(path).refusees}


# --- what is read ----------------------------------------------------------------------------


def test_a_plain_workbook_gives_exact_values(tmp_path):
    porte = only(classeur(tmp_path / "l.xlsx", [ligne(7)]))

    assert porte.logement == {
        "reference_bailleur": "PAH-0007", "cage": "B", "etage": 1, "porte": "7",
        "typologie": "T4", "surface": Decimal("72.00"), "loyer": Decimal("395.50"),
        "charges": Decimal("165.00"),
    }  # fmt: skip
    assert porte.menage == {"telephone_1": "06 00 00 00 07", "date_entree": date(2001, 9, 1)}
    assert porte.personnes[0].valeurs == {
        "nom": "DURAND7-ESSAI", "prenom": "Zoé", "date_naissance": date(1980, 3, 8),
        "lien": "TITULAIRE",
    }  # fmt: skip
    assert porte.libelle == "Méjanes · B · 1er · 7"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_and_separator_gives_the_same_row(tmp_path, separator, encoding):
    path = texte(tmp_path / "l.csv", [ligne(7)], separateur=separator, codage=encoding)

    assert only(path) == only(classeur(tmp_path / "l.xlsx", [ligne(7)]))


def test_the_encoding_that_was_guessed_is_told(tmp_path):
    path = texte(tmp_path / "l.csv", [ligne()], codage="cp1252")

    assert read_file(path).lecture == "Texte Windows-1252, séparateur : point-virgule"


def test_titles_are_found_under_a_heading_and_empty_rows_are_no_rows(tmp_path):
    path = classeur(
        tmp_path / "l.xlsx",
        [ligne(1), [], ligne(2), TITRES, ligne(3)],
        avant=[["Bailleur-Essai"], [], ["État locatif au 01/11/2026", None, "page 1"]],
    )
    found = lecture(path)

    assert [one.numeros for one in found.portes] == [(5,), (7,), (9,)]
    assert found.lignes == 3


def test_merged_cells_repeat_their_value(tmp_path):
    rows = [
        ligne(1), ligne(2, Bâtiment=None, Cage=None), ligne(3, Bâtiment=None),
    ]  # fmt: skip
    path = classeur(tmp_path / "l.xlsx", rows, fusions=["B2:B4", "C2:C3"])

    assert [one.libelle for one in lecture(path).portes] == [
        "Méjanes · B · 1er · 1", "Méjanes · B · 1er · 2", "Méjanes · B · 1er · 3",
    ]  # fmt: skip


def test_a_formula_gives_its_saved_result_and_without_one_says_so(tmp_path):
    path = classeur(tmp_path / "l.xlsx", [ligne(1, Loyer="=300+95.5"), ligne(2)])
    cells = read_file(path).tableaux[0].lignes[1]

    assert cells[7] is Manque.FORMULE
    assert "formule sans résultat enregistré" in reasons(path)[2]
    assert len(lecture(path).portes) == 1

    data = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            text = source.read(name).replace(b"<v></v>", b"<v>395.5</v>")
            target.writestr(name, text.replace(b"<v />", b"<v>395.5</v>"))
    path.write_bytes(data.getvalue())

    assert lecture(path).portes[0].logement["loyer"] == Decimal("395.50")


def test_the_sheet_of_one_batiment_names_it_for_rows_that_do_not(tmp_path):
    titles = [one for one in TITRES if one != "Bâtiment"]
    row = [cell for cell, title in zip(ligne(4), TITRES, strict=True) if title != "Bâtiment"]
    path = classeur(tmp_path / "l.xlsx", [row], titres=titles, feuille="CALENDAL 2026")

    assert only(path).batiment == "Calendal"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1 930,00 €", "1930.00"), ("1\u202f930,00\u202f€", "1930.00"),
        ("1\u00a0930", "1930.00"), ("395,5", "395.50"), ("395.5", "395.50"),
        ("1.930,25", "1930.25"), (395, "395.00"), (395.125, "395.13"), ("0", "0.00"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(tmp_path, cell, amount):
    assert only(classeur(tmp_path / "l.xlsx", [ligne(Loyer=cell)])).logement["loyer"] == Decimal(
        amount
    )


@pytest.mark.parametrize(
    ("cell", "level"),
    [("RDC", 0), ("Rez-de-chaussée", 0), ("R+3", 3), ("3ème", 3), ("1er étage", 1), ("04", 4)],
)
def test_floors_as_people_write_them(tmp_path, cell, level):
    porte = only(classeur(tmp_path / "l.xlsx", [ligne(Étage=cell)]))

    assert porte.logement["etage"] == level


def test_dates_as_text_and_as_numbers_of_the_spreadsheet(tmp_path):
    rows = [
        ligne(1, **{"Né(e) le": "29/02/1980"}), ligne(2, **{"Né(e) le": 29280}),
        ligne(3, **{"Né(e) le": "1 mars 80"}), ligne(4, **{"Né(e) le": "1980-02-29 00:00:00"}),
    ]  # fmt: skip
    found = lecture(classeur(tmp_path / "l.xlsx", rows))

    assert [one.personnes[0].naissance for one in found.portes] == [
        date(1980, 2, 29), date(1980, 2, 29), date(1980, 3, 1), date(1980, 2, 29),
    ]  # fmt: skip


def test_one_column_for_the_whole_name_and_numbers_typed_as_numbers(tmp_path):
    titles = ["Référence", "Bât", "Appt", "Locataire", "Portable"]
    rows = [
        [101, "CALENDAL", 12, "M. DUPONT-ESSAI Jean Marie", 612345678],
        [102, "CALENDAL", 13, "MARTIN-ESSAI", "06.12.34.56.78"],
    ]
    found = lecture(classeur(tmp_path / "l.xlsx", rows, titres=titles))
    people = [one.personnes[0].valeurs for one in found.portes]

    assert people[0]["nom"], people[0]["prenom"] == ("DUPONT-ESSAI", "Jean Marie")
    assert people[1] == {"nom": "MARTIN-ESSAI", "lien": "TITULAIRE"}
    assert {one.menage["telephone_1"] for one in found.portes} == {"06 12 34 56 78"}
    assert found.portes[0].logement["reference_bailleur"] == "101"


def test_rows_of_one_door_with_a_tie_are_one_menage(tmp_path):
    rows = [
        [*ligne(1), "Titulaire"], [*ligne(1, Nom="B-ESSAI"), "Épouse"],
        [*ligne(1, Nom="C-ESSAI"), "Fils"],
    ]  # fmt: skip
    porte = only(classeur(tmp_path / "l.xlsx", rows, titres=(*TITRES, "Lien")))

    assert porte.numeros == (2, 3, 4)
    assert [one.valeurs["lien"] for one in porte.personnes] == ["TITULAIRE", "CONJOINT", "ENFANT"]


# --- what is refused, row by row -------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Né(e) le": "29/02/1981"}, "1981 n’est pas bissextile"),
        ({"Né(e) le": date(2031, 1, 1)}, "date de naissance est dans le futur"),
        ({"Né(e) le": date(1901, 5, 1)}, "donne plus de 120 ans"),
        ({"Nom": "X" * 301}, "ce texte dépasse"),
        ({"Né(e) le": "hier"}, "« hier » n’est pas une date"),
        ({"Date d'entrée": "01/09/2031"}, "cette date est dans le futur"),
        ({"Loyer": -395}, "ce montant est négatif"),
        ({"Loyer": "-395,00 €"}, "ce montant est négatif"),
        ({"Loyer": 1234567890}, "ce montant dépasse 20\u202f000"),
        ({"Loyer": "1.930"}, "ambigu"),
        ({"Loyer": "#REF!"}, "erreur de calcul"),
        ({"Surface hab. (m²)": 0}, "cette surface est nulle"),
        ({"Type": "Duplex"}, "« Duplex » n’est pas reconnu ici (connus : T1, T1bis, T2"),
        ({"Étage": -1}, "n’est pas un étage"),
        ({"Loyer": "(395,50)"}, "ce montant est négatif"),
        ({"Loyer": "∞"}, "« ∞ » n’est pas un nombre"),
        ({"Loyer": "3 95,50"}, "coupé par une espace"),
        ({"Né(e) le": 1980}, "« 1980 » est une année, pas une date"),
        ({"Né(e) le": "1980"}, "« 1980 » est une année, pas une date"),
        ({"Étage": 2.5}, "« 2,5 » n’est pas un étage"),
        ({"Tél": "06.00.00.00.01 / 04.42.00.00.00"}, "deux téléphones"),
        ({"Tél": "123"}, "bon nombre de chiffres"),
        ({"Nom": None}, "Le nom de l’occupant manque"),
        ({"N° logement": None, "Porte": None}, "est-ce un total ou un titre"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_the_others_are_read(tmp_path, changes, reason):
    path = classeur(tmp_path / "l.xlsx", [ligne(1), ligne(2, **changes), ligne(3)])

    assert list(reasons(path)) == [3]
    assert reason in reasons(path)[3]
    assert [one.numeros for one in lecture(path).portes] == [(2,), (4,)]


def test_every_reason_of_a_row_is_told_at_once(tmp_path):
    path = classeur(tmp_path / "l.xlsx", [ligne(Loyer=-1, **{"Né(e) le": "29/02/1981"})])

    assert len(lecture(path).refusees[0].raisons) == 2


def test_two_titulaires_at_one_door_and_two_doors_of_one_reference(tmp_path):
    rows = [
        ligne(1), ligne(1, Nom="AUTRE-ESSAI"), ligne(3, **{"N° logement": "PAH-0001"}),
        ligne(1, **{"N° logement": "PAH-0099"}),
    ]  # fmt: skip
    told = reasons(classeur(tmp_path / "l.xlsx", rows))

    assert "Deux titulaires pour une porte, déjà nommée ligne 2" in told[3]
    assert "déjà celle d’une autre porte, ligne 2" in told[4]
    assert "Cette porte a déjà une autre référence, ligne 2" in told[5]


def test_a_missing_column_is_told_and_an_unknown_one_is_named(tmp_path):
    path = classeur(tmp_path / "l.xlsx", [["A-ESSAI", "rouge"]], titres=["Nom", "Couleur"])
    found = lecture(path)

    assert "Aucune colonne n’est associée à la porte" in found.refusees[0].raisons[0]
    assert found.ignorees == ("Couleur",)


def test_a_name_that_looks_like_nothing_is_a_name_and_a_dash_is_nothing(tmp_path):
    porte = only(classeur(tmp_path / "l.xlsx", [ligne(Nom="SO", Charges="N.C.", Tél="-")]))

    assert porte.personnes[0].valeurs["nom"] == "SO"
    assert "charges" not in porte.logement
    assert "telephone_1" not in porte.menage


def test_names_without_accents_are_the_same_person():
    assert correspondances.name_key("GRÉGOIRE", "Zoé") == correspondances.name_key(
        "ZOE", "GREGOIRE"
    )


# --- files that are no list ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ni un classeur"),
        (b"\x00\x01\x02" * 50, "ni un classeur"),
        (b"PK\x03\x04 nothing", "endommagé"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien classeur Excel (.xls)"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(508) + "EncryptedPackage".encode("utf-16-le"),
            "protégé par un mot de passe",
        ),
        (b"\xef\xbb\xbf\r\n<html><body><table><tr><td>Porte</td></tr></table>", "une page web"),
        (b"<?xml version='1.0'?><Workbook></Workbook>", "un document XML"),
        (b"%PDF-1.7\n1 0 obj", "un document PDF"),
        (b'Nom;Porte\n"A-ESSAI;3\n' + b"x" * 200_000, "guillemet"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(tmp_path, data, words):
    path = tmp_path / "liste.bin"
    path.write_bytes(data)

    with pytest.raises(FichierRefuse) as refusal:
        read_file(path)
    assert words in refusal.value.message


def test_a_missing_file_and_an_ods_are_refused_in_words(tmp_path):
    with pytest.raises(FichierRefuse, match="ne peut pas être lu"):
        read_file(tmp_path / "absent.xlsx")
    with zipfile.ZipFile(tmp_path / "l.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(FichierRefuse, match="LibreOffice"):
        read_file(tmp_path / "l.ods")


def test_a_binary_workbook_is_refused_in_words(tmp_path):
    with zipfile.ZipFile(tmp_path / "l.xlsx", "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    with pytest.raises(FichierRefuse, match=r"\.xlsb"):
        read_file(tmp_path / "l.xlsx")


def test_dates_as_programs_write_them_and_signs_for_nothing(tmp_path):
    born = {"Né(e) le": 19800301}
    (one, other) = lecture(
        classeur(
            tmp_path / "l.xlsx",
            [ligne(1, Loyer="n.c.", Charges="—", **born), ligne(2, **{"Né(e) le": "20240229"})],
        )
    ).portes
    assert one.personnes[0].naissance == date(1980, 3, 1)
    assert other.personnes[0].naissance == date(2024, 2, 29)
    assert "loyer" not in one.logement
    assert "charges" not in one.logement


def test_names_of_every_alphabet_are_kept_and_told_apart(tmp_path):
    rows = [ligne(1, Nom="ИВАНОВ-ESSAI", Prénom="Анна"), ligne(2, Nom="\u202eESSAI", Prénom="علي")]
    one, other = lecture(classeur(tmp_path / "l.xlsx", rows)).portes

    assert one.personnes[0].cle == "essai анна иванов"
    assert other.personnes[0].valeurs["nom"] == "ESSAI"
    assert other.personnes[0].valeurs["prenom"] == "علي"


def test_a_workbook_with_an_entity_is_refused(tmp_path):
    path = classeur(tmp_path / "l.xlsx", [ligne()])
    data = io.BytesIO()
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == "xl/workbook.xml":
                text = bomb + text[text.index(b"<workbook") :]
            target.writestr(name, text)
    path.write_bytes(data.getvalue())

    with pytest.raises(FichierRefuse, match="endommagé"):
        read_file(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(70):
                member.write(bytes(1 << 20))
    tracemalloc.start()
    with pytest.raises(FichierRefuse, match="démesuré"):
        read_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 20 << 20


def test_a_sheet_beyond_the_bound_is_refused_and_a_far_empty_row_is_not(tmp_path):
    line = ";".join(map(str, ligne()))
    path = tmp_path / "longue.csv"
    path.write_text("\n".join([";".join(TITRES), *[line] * 100_000]), "utf-8")
    with pytest.raises(FichierRefuse, match="20\u202f000"):
        read_file(path)

    long = openpyxl.Workbook(write_only=True)
    sheet = long.create_sheet()
    for _ in range(20_002):
        sheet.append((1, 2))
    long.save(tmp_path / "longue.xlsx")
    with pytest.raises(FichierRefuse, match="20\u202f000"):
        read_file(tmp_path / "longue.xlsx", cancelled=lambda: pytest.fail("rows were read"))

    book = openpyxl.load_workbook(classeur(tmp_path / "l.xlsx", [ligne()]))
    book.active.cell(1_000_000, 1).number_format = "0.00"
    book.save(tmp_path / "l.xlsx")
    assert len(read_file(tmp_path / "l.xlsx").tableaux[0].lignes) == 2


def test_reading_stops_when_asked(tmp_path):
    path = classeur(tmp_path / "l.xlsx", [ligne(one) for one in range(300)])

    with pytest.raises(Annule):
        read_file(path, cancelled=lambda: True)
