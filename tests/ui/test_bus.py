"""Bus: changes and messages reach whoever listens."""

from __future__ import annotations

import pytest

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.ui.bus import Action, Bus, Level, Message

pytestmark = pytest.mark.gui


def test_announced_change_set_arrives_as_the_same_object(qtbot):
    bus = Bus()
    changes = ChangeSet.of(Espace.TERRAIN, [("constat", "c1")])

    with qtbot.waitSignal(bus.changed, timeout=1000) as heard:
        bus.announce(changes)

    assert heard.args == [changes]


def test_empty_change_set_disturbs_nobody(qtbot):
    bus = Bus()

    with qtbot.assertNotEmitted(bus.changed):
        bus.announce(ChangeSet(Espace.TERRAIN))


def test_told_message_carries_level_remedy_and_action(qtbot):
    bus = Bus()
    action = Action("Annuler", lambda: None)

    with qtbot.waitSignal(bus.message, timeout=1000) as heard:
        bus.tell("Constat supprimé.", Level.SUCCES, remedy="r", details="d", action=action)

    assert heard.args == [
        Message(
            text="Constat supprimé.",
            level=Level.SUCCES,
            remedy="r",
            details="d",
            action=action,
        )
    ]


def test_user_error_becomes_an_error_message_with_its_remedy(qtbot):
    bus = Bus()

    with qtbot.waitSignal(bus.message, timeout=1000) as heard:
        bus.tell_error(FichierRefuse("Titre", "Le fichier est abîmé.", "Redemandez-le."))

    assert heard.args == [
        Message(text="Le fichier est abîmé.", level=Level.ERREUR, remedy="Redemandez-le.")
    ]
