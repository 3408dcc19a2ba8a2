"""The steps of depouillement_du_soir.feature, through the services of one carnet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from desktop.bootstrap import Carnet
from desktop.domain.codes import EtatConstat, Foncier, Gravite, IssueImport, VerifPhoto
from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.diagnostics.gestionnaires import propose_gestionnaire
from desktop.domain.diagnostics.import_photos import ImportPhotosBilan
from desktop.domain.diagnostics.masques import Couches, Masque
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from tests.carnets import make_carnet, open_carnet
from tests.ui.diagnostics.soixante import take_photos

scenarios("depouillement_du_soir.feature")

DAY = date(2026, 11, 12)
ITEMS = ("PRO-06", "VOI-02", "STA-01", "MOB-01")
ZONE = Masque(x=0, y=0, l=10_000, h=6_000)


@dataclass
class Soir:
    """A carnet, the card, what each photo shows, and what the agent read last."""

    carnet: Carnet
    carte: Path
    marche: str = ""
    choses: dict[str, int] = field(default_factory=dict)
    octets: dict[Path, bytes] = field(default_factory=dict)
    bilan: ImportPhotosBilan = field(default_factory=ImportPhotosBilan)
    constat: str = ""
    lu: str = ""

    def ouvre(self) -> Depouillement:
        return self.carnet.depouillement.open(self.marche)

    def constate(self, photo_ids: list[str], rang: int = 0) -> str:
        service = self.carnet.diagnostics
        lists = service.referentiel()
        item = next(one for one in lists.items if one.code == ITEMS[rang % len(ITEMS)])
        proposed = propose_gestionnaire(item, Foncier.PUBLIC_VILLE, lists.structures)
        draft = ConstatDraft(
            marche_id=self.marche, theme=item.theme, item=item.code, gravite=Gravite.MODERE,
            foncier=Foncier.PUBLIC_VILLE, lieu="Devant l’école", lat_e7=435_209_500,
            lon_e7=54_313_500,
            gestionnaire_id=proposed.defaut,
        )  # fmt: skip
        return service.save_constat(draft, photo_ids=photo_ids, today=DAY).valeur.id

    def compte_rendu(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.carnet.rapports(Espace.TERRAIN).compte_rendu(self.marche)))


@pytest.fixture
def soir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Soir]:
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    make_carnet(tmp_path / "a")
    carnet = open_carnet(tmp_path / "a")
    yield Soir(carnet, tmp_path / "carte")
    carnet.close()


@given("une marche à Beisson et une carte de 60 photos, avec une copie et une image abîmée")
def start(soir: Soir) -> None:
    service = soir.carnet.diagnostics
    beisson = next(one for one in service.referentiel().quartiers if one.nom == "Beisson")
    draft = MarcheDraft(quartier_id=beisson.id, date_prevue=DAY)
    soir.marche = service.save_marche(draft, today=DAY).valeur.id
    shown = take_photos(soir.carte)
    soir.choses = {f"IMG_{rank:04}.jpg": thing for rank, thing in enumerate(shown)}
    first = (soir.carte / "IMG_0000.jpg").read_bytes()
    (soir.carte / "IMG_0000_copie.jpg").write_bytes(first)
    (soir.carte / "IMG_9999.jpg").write_bytes(first[:200])
    soir.octets = {path: path.read_bytes() for path in soir.carte.iterdir()}


# --- the import -----------------------------------------------------------------------------


@when("l'agent importe la carte")
def read_card(soir: Soir) -> None:
    soir.bilan = soir.carnet.photos.import_files([soir.carte], marche_id=soir.marche).valeur


@then("le bilan compte 62 fichiers : 60 importés, 1 doublon et 1 refusé, chacun nommé")
def counted(soir: Soir) -> None:
    (double,), (refused,) = soir.bilan.doublons, soir.bilan.refus

    assert (soir.bilan.lues, soir.bilan.importees) == (62, 60)
    assert {line.fichier for line in soir.bilan.lignes} == {path.name for path in soir.octets}
    assert double.fichier == "IMG_0000_copie.jpg"
    assert (refused.fichier, bool(refused.note)) == ("IMG_9999.jpg", True)


@then("les fichiers de la carte n'ont pas changé")
def untouched(soir: Soir) -> None:
    assert {path: path.read_bytes() for path in soir.carte.iterdir()} == soir.octets


@when("l'agent retire la carte après 25 fichiers")
def unplug(soir: Soir) -> None:
    done: list[object] = []
    soir.bilan = soir.carnet.photos.import_files(
        [soir.carte],
        marche_id=soir.marche,
        progress=done.append,
        cancelled=lambda: len(done) >= 25,
    ).valeur
    soir.carte.rename(soir.carte.with_name("loin"))


@then("un import attend d'être repris, et 24 photos sont dans le carnet")
def waiting(soir: Soir) -> None:
    (one,) = soir.carnet.photos.unfinished()

    assert one.id == soir.bilan.id
    assert len(one.avec(IssueImport.A_REPRENDRE)) > 0
    assert len(soir.ouvre().photos) == 24  # one of the files is a copy


@when("l'agent reprend l'import sans la carte")
def resume_without(soir: Soir) -> None:
    with pytest.raises(UserError) as refusal:
        soir.carnet.photos.resume(soir.bilan.id)
    soir.lu = str(refusal.value)


@then(parsers.parse("l'agent lit « {words} »"))
def agent_reads(soir: Soir, words: str) -> None:
    assert words in soir.lu


@when("l'agent remet la carte et reprend l'import")
def resume(soir: Soir) -> None:
    soir.carte.with_name("loin").rename(soir.carte)
    soir.bilan = soir.carnet.photos.resume(soir.bilan.id).valeur


@then("60 photos sont dans le carnet")
def all_there(soir: Soir) -> None:
    photos = soir.ouvre().photos

    assert len(photos) == 60
    assert len({one.blob for one in photos}) == 60
    assert (soir.bilan.lues, soir.bilan.importees) == (62, 60)


@then("aucun import n'attend")
def none_waits(soir: Soir) -> None:
    assert soir.carnet.photos.unfinished() == []


# --- sorting --------------------------------------------------------------------------------


@then("des groupes sont proposés, et aucune photo n'est classée")
def grouped(soir: Soir) -> None:
    shown = soir.ouvre()

    assert len(shown.groupes) == 21  # two things touch, and two have a gap in their middle
    assert sum(len(groupe.photos) for groupe in shown.groupes) == 60
    assert (shown.sorted_count, shown.constats) == (0, {})


@when("l'agent fait un constat de chacune des 20 choses vues")
def sort_all(soir: Soir) -> None:
    for thing in range(20):
        found = [one.id for one in soir.ouvre().photos if soir.choses[one.fichier] == thing]
        soir.constate(found, thing)


@when("l'agent fait un constat du premier groupe")
def sort_first(soir: Soir) -> None:
    soir.constat = soir.constate(list(soir.ouvre().groupes[0].photos))


@when("l'agent supprime ce constat et en fait un autre du premier groupe")
def sort_again(soir: Soir) -> None:
    soir.carnet.diagnostics.delete_constats([soir.constat])
    soir.constat = soir.constate(list(soir.ouvre().groupes[0].photos))


@when("l'agent annule")
def undo(soir: Soir) -> None:
    soir.carnet.journal(Espace.TERRAIN).undo()


@when("l'agent rétablit")
def redo(soir: Soir) -> None:
    soir.carnet.journal(Espace.TERRAIN).redo()


@then(parsers.re(r"(?P<count>\d+) photos? (?:est|sont) classées? sur 60"))
def sorted_count(soir: Soir, count: str) -> None:
    shown = soir.ouvre()

    assert (shown.sorted_count, len(shown.photos)) == (int(count), 60)


@then("les constats sont numérotés de BEI-2026-1-A001 à BEI-2026-1-A020")
def numbered(soir: Soir) -> None:
    constats = soir.ouvre().constats.values()

    assert sorted(one.numero for one in constats) == numbers()
    assert {one.etat for one in constats} == {EtatConstat.OUVERT}


def numbers() -> list[str]:
    return [f"BEI-2026-1-A{rank:03}" for rank in range(1, 21)]


@then(parsers.parse("le constat porte le numéro {numero}"))
def number_of(soir: Soir, numero: str) -> None:
    assert soir.carnet.diagnostics.constat(soir.constat).numero == numero


# --- the gate -------------------------------------------------------------------------------


@then("le compte rendu porte tous les numéros et ne montre aucune photo")
def nothing_leaves(soir: Soir) -> None:
    pdf = soir.compte_rendu()
    text = " ".join(page.extract_text() for page in pdf.pages)

    assert [number for number in numbers() if number not in text] == []
    assert sum(len(page.images) for page in pdf.pages) == 0
    assert "à vérifier" in text


@when("l'agent répond « sans personne » pour toutes les photos, et en floute une")
def look(soir: Soir) -> None:
    photos, service = soir.ouvre().photos, soir.carnet.verification
    service.set_verif([one.id for one in photos], VerifPhoto.SANS_PERSONNE)
    service.verify(photos[0].id, VerifPhoto.FLOUTEE, Couches((ZONE,), ()))


@then("le compte rendu montre des photos")
def photos_leave(soir: Soir) -> None:
    assert sum(len(page.images) for page in soir.compte_rendu().pages) >= 20


@then("la photo floutée sort sans ce que la zone cache, et sans métadonnées")
def blurred(soir: Soir) -> None:
    blur = soir.ouvre().photos[0]
    source = Image.open(io.BytesIO(soir.carnet.photos.image(blur.blob)))
    left = soir.carnet.diffusion.photo(blur)

    assert isinstance(left, bytes)
    picture = Image.open(io.BytesIO(left))
    hidden = picture.crop((0, 0, picture.width, picture.height // 2))
    whole = source.crop((0, 0, source.width, source.height // 2))
    assert hidden.convert("L").getextrema() != whole.convert("L").getextrema()
    assert not picture.getexif()
