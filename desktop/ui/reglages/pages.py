"""The pages of « Créer un nouveau carnet »."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.errors import FieldError
from desktop.ui.reglages.phrase_fields import NewPhraseFields
from desktop.ui.reglages.step import Step
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.plain import plain_label

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ESPACES = {
    Espace.TERRAIN: (
        "Espace &Terrain",
        "Marches exploratoires, constats, photos et micro-sites sportifs.",
    ),
    Espace.RELOGEMENT: (
        "Espace &Relogement",
        "Dossiers des ménages et permanence : confidentiel, à réserver à l’équipe relogement.",
    ),
}


class WelcomePage(Step):
    """The first choice. Signals: `create_chosen`, `join_chosen`."""

    create_chosen = Signal()
    join_chosen = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Bienvenue dans Carnet de quartier",
            "Vos marches, vos dossiers de relogement et vos micro-sites restent sur cet "
            "ordinateur, chiffrés. Rien n’est envoyé sur Internet.",
        )
        create = primary_button("&Créer un nouveau carnet")
        create.setObjectName("creer")
        create.clicked.connect(self.create_chosen)
        join = secondary_button("&Rejoindre une équipe (invitation)")
        join.setObjectName("rejoindre")
        join.clicked.connect(self.join_chosen)
        self.add_widget(create)
        self.add_widget(
            plain_label("Vous êtes le premier de votre équipe à l’installer.", "discret")
        )
        self.add_widget(join)
        self.add_widget(
            plain_label(
                "Un collègue vous a remis un fichier d’invitation et vous dira une phrase par "
                "téléphone.",
                "discret",
                wrap=True,
            )
        )
        self._create = create

    def begin(self) -> None:
        """Put the focus on the usual choice."""
        self._create.setFocus()


class PostePage(Step):
    """The poste and the person; `letter` only for the first poste of a team."""

    def __init__(self, *, founder: bool) -> None:
        super().__init__(
            "Ce poste et vous",
            "Ces noms signent vos saisies : vos collègues les liront dans l’historique.",
        )
        self._poste = QLineEdit(maxLength=40)
        self._poste.setPlaceholderText("Portable A")
        self.add_field("poste", "Nom de ce &poste", self._poste)
        self._lettre = QComboBox()
        self._lettre.addItems(list(_LETTERS))
        self._commune = QLineEdit(maxLength=80)
        if founder:
            self.add_field(
                "lettre",
                "&Lettre de ce poste",
                self._lettre,
                "Elle entre dans les numéros créés ici ; chaque poste de l’équipe a la sienne.",
            )
            self.add_field("commune", "&Commune", self._commune)
        self._personne = QLineEdit(maxLength=80)
        self.add_field("personne", "Votre &nom", self._personne)

    @property
    def poste(self) -> str:
        """The name of the poste."""
        return self._poste.text().strip()

    @property
    def lettre(self) -> str:
        """The letter of the poste."""
        return self._lettre.currentText()

    @property
    def commune(self) -> str:
        """The commune."""
        return self._commune.text().strip()

    @property
    def personne(self) -> str:
        """The name of the person."""
        return self._personne.text().strip()

    def check(self) -> list[FieldError]:
        """Poste and person are needed."""
        errors = []
        if not self.poste:
            errors.append(
                FieldError("poste", "Donnez un nom à ce poste, par exemple « Portable A ».")
            )
        if not self.personne:
            errors.append(FieldError("personne", "Indiquez votre nom : il signera vos saisies."))
        return errors


class EspacesPage(Step):
    """Which espaces this poste creates."""

    def __init__(self) -> None:
        super().__init__(
            "Vos espaces",
            "Chaque espace a sa propre base chiffrée et ses propres fichiers d’échange.",
        )
        boxes = QWidget()
        column = QVBoxLayout(boxes)
        column.setContentsMargins(0, 0, 0, 0)
        self._boxes: dict[Espace, QCheckBox] = {}
        for espace, (label, sentence) in _ESPACES.items():
            box = QCheckBox(label)
            box.setObjectName(f"espace_{espace.value}")
            box.setAccessibleName(label.replace("&", ""))
            box.setAccessibleDescription(sentence)
            box.setChecked(espace is Espace.TERRAIN)
            column.addWidget(box)
            column.addWidget(plain_label(sentence, "discret", wrap=True))
            self._boxes[espace] = box
        boxes.setFocusProxy(self._boxes[Espace.TERRAIN])
        self.add_field("espaces", "", boxes)

    def chosen(self) -> tuple[Espace, ...]:
        """Return the ticked espaces."""
        return tuple(espace for espace, box in self._boxes.items() if box.isChecked())

    def check(self) -> list[FieldError]:
        """One at least."""
        if self.chosen():
            return []
        return [FieldError("espaces", "Choisissez au moins un espace.")]


class PhrasePage(Step):
    """The passphrase of the person."""

    def __init__(self, carnet: Carnet, next_label: str) -> None:
        super().__init__(
            "Votre phrase de passe",
            "Elle ouvre le carnet sur ce poste. Personne ne peut la retrouver à votre place, "
            "sauf avec le code de secours de la page suivante.",
        )
        self.next_label = next_label
        self.fields = NewPhraseFields(carnet.check_phrase, carnet.suggest_phrase)
        self.add_field("phrase", "", self.fields)

    def phrase(self) -> str:
        """Return the chosen passphrase."""
        return self.fields.phrase()

    def check(self) -> list[FieldError]:
        """The phrase does, and was typed twice."""
        problem = self.fields.problem()
        return [FieldError("phrase", problem)] if problem else []
