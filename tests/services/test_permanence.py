"""The permanence: list, card and a visit with the tâche it leaves, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    CanalContact,
    EtatDossier,
    EtatProposition,
    EtatTache,
    ObjetContact,
    PosteCharge,
    ReponseAvis,
    SensContact,
    StatutDemande,
)
from desktop.domain.relogement.drafts import ContactDraft, VisiteDraft
from desktop.domain.relogement.nur import EtatNur
from desktop.domain.relogement.offres import CONTROLES
from desktop.domain.relogement.ouverture import Accueil
from desktop.errors import SaisieRefusee
from desktop.models.enquete import DemandeLogement
from desktop.models.menage import Logement, Menage
from desktop.models.offre import Proposition
from desktop.services.permanence import PermanenceService
from desktop.services.rappels import RappelsService
from desktop.texts.permanence import rappel_words
from desktop.ui.relogement.permanence_words import reste_words
from tests.menages_essai import JEUDI, add_menage, put

TODAY = JEUDI.date()


@pytest.fixture
def service(carnet) -> PermanenceService:
    return PermanenceService(carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI)


@pytest.fixture
def anne(carnet) -> str:
    return add_menage(carnet, "Dupont-Essai", "Anne", etat=EtatDossier.PROPOSITION)


def notify(carnet, menage: str, day: date, **fields) -> str:
    return put(
        carnet,
        Proposition,
        menage,
        etat=fields.pop("etat", EtatProposition.NOTIFIEE),
        date_notification=day,
        compte_comme_offre=True,
        **fields,
    )


def test_the_list_says_what_comes_next(carnet, service, anne):
    notify(carnet, anne, date(2026, 11, 14), date_limite_reponse=date(2026, 11, 29))

    [line] = service.lignes([anne])

    assert line.nom == "DUPONT-ESSAI Anne"
    assert line.prochain is not None
    assert rappel_words(line.prochain, TODAY).replace("\u00a0", " ") == "Réponse avant le 29 nov."


def test_the_list_counts_the_attempts(carnet, service, anne):
    for _ in range(2):
        carnet.relogement.note_contact(ContactDraft(menage_id=anne, sens=SensContact.SORTANT))

    [line] = service.lignes([anne])

    assert line.tentatives == 2


def test_the_card_says_nur_offers_limit_and_last_contact(carnet, service, anne):
    put(carnet, DemandeLogement, anne, date_depot=date(2026, 10, 1), statut=StatutDemande.ACTIVE)
    notify(carnet, anne, date(2026, 8, 31), etat=EtatProposition.REFUSEE)
    notify(carnet, anne, date(2026, 10, 27), date_limite_reponse=date(2026, 12, 1))
    carnet.relogement.note_contact(ContactDraft(menage_id=anne, objet=ObjetContact.PIECES))

    card = service.carte(anne)

    assert (card.nur.etat, card.nur.echeance) == (EtatNur.VALIDE, date(2027, 10, 1))
    offres = card.offres
    assert (offres.comptees, offres.maximum, offres.decheance) == (2, 3, None)
    assert (offres.derniere, offres.limite) == (date(2026, 10, 27), date(2026, 12, 1))
    assert card.dernier_contact is not None
    assert card.dernier_contact.draft.objet is ObjetContact.PIECES
    assert card.menage.reference.startswith("REL-A")


def test_the_third_counted_offer_shows_its_six_months(carnet, service, anne):
    for day in (date(2026, 3, 1), date(2026, 5, 1), date(2026, 8, 31)):
        notify(carnet, anne, day, etat=EtatProposition.REFUSEE)

    offres = service.carte(anne).offres

    assert (offres.comptees, offres.decheance) == (3, date(2027, 2, 28))


def test_a_visit_and_its_tache_are_one_action(carnet, service, anne):
    draft = VisiteDraft(
        menage_id=anne,
        objet=ObjetContact.PIECES,
        autres_objets="NUR PIECES",
        nb_demandeurs=2,
        duree_min=15,
        resultat="avis d’imposition déposé",
        suite="Relire l’avis d’imposition",
        suite_echeance=date(2026, 12, 3),
    )

    noted = service.note_visite(draft).valeur

    kept = noted.draft
    assert (kept.canal, kept.objet, kept.autres_objets) == (
        CanalContact.PERMANENCE, ObjetContact.PIECES, "NUR",
    )  # fmt: skip
    assert (kept.nb_demandeurs, kept.duree_min, kept.resultat) == (2, 15, draft.resultat)
    assert kept.horodatage == JEUDI.isoformat(timespec="seconds")
    radar = RappelsService(carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI).radar()
    [tache] = [one.tache.draft for one in radar.lignes if one.tache]
    assert (tache.titre, tache.echeance, tache.etat) == (
        "Relire l’avis d’imposition", date(2026, 12, 3), EtatTache.A_FAIRE,
    )  # fmt: skip
    assert tache.responsable_id == carnet.espace(Espace.RELOGEMENT).store.personne_id

    carnet.journal(Espace.RELOGEMENT).undo()

    assert carnet.relogement.contacts(anne) == []
    assert [one for one in carnet.rappels.radar().lignes if one.tache] == []


def test_a_tache_without_day_is_for_the_next_open_day(carnet, service, anne):
    service.note_visite(VisiteDraft(menage_id=anne, suite="Rappeler"))
    late = PermanenceService(
        carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI + timedelta(days=1)
    )
    late.note_visite(VisiteDraft(menage_id=anne, suite="Rappeler encore"))

    days = {
        one.tache.draft.titre: one.echeance for one in carnet.rappels.radar().lignes if one.tache
    }

    assert days == {"Rappeler": date(2026, 11, 27), "Rappeler encore": date(2026, 11, 30)}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"note": "x" * 501}, "note"),
        ({"duree_min": 5000}, "duree_min"),
        ({"nb_demandeurs": 400}, "nb_demandeurs"),
        ({"suite_echeance": date(2026, 12, 3)}, "suite"),
        ({"suite": "Rappeler", "suite_echeance": date(2026, 11, 2)}, "suite_echeance"),
    ],
)
def test_what_cannot_be_leaves_neither_visit_nor_tache(carnet, service, anne, fields, field):
    with pytest.raises(SaisieRefusee) as refused:
        service.note_visite(VisiteDraft(menage_id=anne, **fields))

    assert [error.field for error in refused.value.errors] == [field]
    assert carnet.relogement.contacts(anne) == []


def test_visits_of_the_morning_are_not_those_of_the_afternoon(carnet, service, anne):
    for clock in ("09:10", "12:50", "13:00", "16:30"):
        moment = f"2026-11-26T{clock}:00+01:00"
        carnet.relogement.note_contact(ContactDraft(menage_id=anne, horodatage=moment))
    carnet.relogement.note_contact(
        ContactDraft(
            menage_id=anne, horodatage="2026-11-26T10:00:00+01:00", canal=CanalContact.TELEPHONE
        )
    )
    afternoon = PermanenceService(
        carnet.espace(Espace.RELOGEMENT), now=lambda: JEUDI.replace(hour=15)
    )

    assert (service.accueil().visites, service.accueil().matin) == (2, True)
    assert (afternoon.accueil().visites, afternoon.accueil().matin) == (2, False)
    assert service.accueil().situation.accueil is Accueil.LIBRE


def test_a_visitor_without_dossier_is_counted_apart(carnet, service):
    service.note_visite(VisiteDraft(objet=ObjetContact.INFORMATION))

    assert service.accueil().sans_dossier == 1
    assert service.accueil().visites == 1


def test_an_offer_counts_as_the_legal_counter_judges_it(carnet, service, anne):
    store = carnet.espace(Espace.RELOGEMENT).store
    checks = dict.fromkeys(CONTROLES, ReponseAvis.OUI)
    row = put(
        carnet, Proposition, anne, etat=EtatProposition.REFUSEE,
        date_notification=date(2026, 10, 1), **checks,
    )  # fmt: skip
    by_checks = service.carte(anne).offres.comptees
    with store.writing("Essai") as unit:
        unit.get(Proposition, row).conf_etat = ReponseAvis.NON
        unit.get(Proposition, row).compte_comme_offre = None

    assert by_checks == 1
    assert service.carte(anne).offres.comptees == 0


def test_the_card_compares_the_reste_a_charge_at_constant_perimeter(carnet, service):
    anne = reference_household(carnet)

    reste = service.carte(anne).reste

    assert (reste.avant, reste.apres) == (Decimal("312.00"), Decimal("400.00"))
    said = reste_words(reste).replace("\u00a0", " ")
    assert said == "312,00 € → 400,00 € (périmètre constant)"


def test_what_is_missing_is_named_instead_of_a_false_amount(carnet, service, anne):
    notify(carnet, anne, date(2026, 11, 14))

    reste = service.carte(anne).reste

    assert (reste.avant, reste.apres) == (None, None)
    assert reste_words(reste).startswith("à compléter : ")


def test_no_open_proposition_no_comparison(carnet, service, anne):
    notify(carnet, anne, date(2026, 11, 14), etat=EtatProposition.REFUSEE)

    assert service.carte(anne).reste is None


def test_a_guarded_word_in_the_tache_is_refused_at_its_field(carnet, service, anne):
    with pytest.raises(SaisieRefusee) as refused:
        service.note_visite(VisiteDraft(menage_id=anne, suite="Voir son cancer avec elle"))

    assert [error.field for error in refused.value.errors] == ["suite"]
    assert carnet.relogement.contacts(anne) == []


def reference_household(carnet) -> str:
    """Household H of relogement 3, with the proposition of its example."""
    both = " ".join((PosteCharge.CHAUFFAGE, PosteCharge.EAU_CHAUDE, PosteCharge.EAU_FROIDE))
    anne = add_menage(
        carnet, "Dupont-Essai", "Anne", etat=EtatDossier.PROPOSITION, apl=Decimal(248)
    )
    logement_id = carnet.relogement.menage(anne).draft.logement_id
    with carnet.espace(Espace.RELOGEMENT).store.writing("Essai") as unit:
        logement = unit.get(Logement, logement_id)
        logement.loyer, logement.charges = Decimal(395), Decimal(165)
        logement.loyer_annexes, logement.charges_incluent = Decimal(0), both
        unit.get(Menage, anne).contribution_travaux = Decimal(0)
    put(
        carnet, Proposition, anne, etat=EtatProposition.NOTIFIEE, loyer=Decimal(540),
        charges=Decimal(120), loyer_annexes=Decimal(0), apl_estimee=Decimal(315),
        charges_incluent=PosteCharge.ASCENSEUR.value, forfait_chauffage=Decimal(40),
        forfait_eau_chaude=Decimal(10), forfait_eau_froide=Decimal(5),
        date_notification=date(2026, 11, 14),
    )  # fmt: skip
    return anne
