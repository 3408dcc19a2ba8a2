"""« Clé de l’équipe »: its words, its generations, the invitations given, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.domain.equipe import EtatCle, GenerationCle, InvitationDonnee, MotifCle
from desktop.domain.espaces import Espace
from desktop.formats import from_ms, full_date, numeric_date, plural, short_datetime, typo
from desktop.texts.equipe import CLES_JUMELLES, ETAT_INVITATION, LETTRE_PARTAGEE, MOTIF_CLE
from desktop.ui.context import UiContext
from desktop.ui.echange.change_key_dialog import ChangeKeyDialog
from desktop.ui.echange.espace_choice import EspaceChoice
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.invite_dialog import InviteDialog
from desktop.ui.echange.sheet_dialog import SheetDialog
from desktop.ui.echange.words import sentence
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(1000, 660)
_EXPLANATION = typo(
    "La clé chiffre les fichiers d’échange de l’équipe. Ses six mots se comparent par téléphone : "
    "ils sont les mêmes sur tous les postes à jour."
)
_NO_INVITATION = typo("Aucune invitation n’a été donnée depuis ce poste.")
_KEYS_HEIGHT = 152
_GIVEN_HEIGHT = 112


@dataclass(frozen=True, slots=True)
class _Key:
    record: GenerationCle

    @property
    def id(self) -> str:
        return f"{self.record.generation}/{' '.join(self.record.empreinte)}"


@dataclass(frozen=True, slots=True)
class _Given:
    rank: int
    record: InvitationDonnee

    @property
    def id(self) -> str:
        return str(self.rank)


def _day(ms: int | None) -> str:
    return full_date(from_ms(ms).date()) if ms is not None else ""


def _since(line: _Key) -> str:
    return _day(line.record.depuis_ms) or typo("Création de l’espace")


def _reason(line: _Key) -> str:
    motif = line.record.motif
    return MOTIF_CLE[MotifCle(motif)] if motif in set(MotifCle) else ""


def _standing(line: _Key) -> str:
    if line.record.remplacee_ms is not None:
        return f"Remplacée le {numeric_date(from_ms(line.record.remplacee_ms).date())}"
    return "En service" if line.record.actuelle else "Lue seulement"


def _warnings(etat: EtatCle) -> list[str]:
    twins = [typo(CLES_JUMELLES)] if etat.jumelles > 1 else []
    letters = (
        sentence(LETTRE_PARTAGEE, lettre=one.lettre, postes=", ".join(one.postes))
        for one in etat.lettres
    )
    return [*twins, *letters]


_KEYS: tuple[Column[_Key], ...] = (
    Column(key="generation", title="Clé", text=lambda line: str(line.record.generation), width=60),
    Column(key="mots", title="Six mots", text=lambda line: " ".join(line.record.empreinte)),
    Column(key="depuis", title="Depuis", text=_since, width=170),
    Column(key="motif", title="Raison", text=_reason, width=160),
    Column(key="etat", title="État", text=_standing, width=210),
)
_GIVEN: tuple[Column[_Given], ...] = (
    Column(
        key="poste",
        title="Poste",
        text=lambda line: line.record.lettre or typo("Équipe : nouvelle clé"),
        width=170,
    ),
    Column(key="pour", title="Pour", text=lambda line: line.record.pour),
    Column(
        key="donnee",
        title="Donnée",
        text=lambda line: short_datetime(from_ms(line.record.donnee_ms)),
        width=170,
    ),
    Column(
        key="expire",
        title="Valable jusqu’au",
        text=lambda line: _day(line.record.expire_ms),
        width=170,
    ),
    Column(
        key="fiches",
        title="Fiches",
        text=lambda line: "Oui" if line.record.donnees else "Non",
        width=70,
    ),
    Column(
        key="etat",
        title="État",
        text=lambda line: ETAT_INVITATION[line.record.etat],
        width=210,
    ),
)


class CleDialog(ExchangeDialog):
    """Shows nothing secret; each act has its own dialog."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Clé de l’équipe", _EXPLANATION, "&Inviter un poste…", parent, _SIZE
        )
        self.espace = EspaceChoice(context)
        self.words = plain_label(role="titre-page", wrap=True)
        self.words.setObjectName("six_mots")
        self.warning = plain_label(role="erreur", wrap=True)
        self.warning.setObjectName("attention")
        self.warning.hide()
        self.keys: RecordTableModel[_Key] = RecordTableModel(_KEYS, self)
        self.given: RecordTableModel[_Given] = RecordTableModel(_GIVEN, self)
        self._given_label = plain_label(_NO_INVITATION, "libelle", wrap=True)
        self._given_label.setObjectName("invitations")
        self.change = secondary_button("C&hanger la clé…", icon="cle")
        self.change.setObjectName("changer")
        self.sheet = secondary_button("Feuille de &secours…", icon="imprimer")
        self.sheet.setObjectName("feuille")
        self._build()
        self.espace.changed.connect(self.refresh)
        self.change.clicked.connect(self._open_change)
        self.sheet.clicked.connect(self._open_sheet)
        self.primary.clicked.connect(self._open_invite)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the keys and the invitations of the chosen espace again."""
        if self._espace() not in self.context.carnet.espaces():
            return  # locked while a dialog stood over this one: it closes too
        service = self.context.carnet.cles(self._espace())
        self.context.tasks.run(
            lambda _: (service.etat(), service.invitations()),
            owner=self,
            done=lambda found: self._show(*found),
        )

    def _show(self, etat: EtatCle, given: list[InvitationDonnee]) -> None:
        self.words.setText("  ".join(etat.empreinte))
        self.words.setAccessibleName(typo(f"Six mots de la clé : {', '.join(etat.empreinte)}"))
        warnings = _warnings(etat)
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.keys.set_records([_Key(one) for one in etat.generations])
        self.given.set_records([_Given(rank, one) for rank, one in enumerate(given)])
        counted = plural(len(given), "invitation donnée", "invitations données")
        self._given_label.setText(f"{counted} depuis ce poste" if given else _NO_INVITATION)

    @Slot()
    def _open_change(self) -> None:
        dialog = ChangeKeyDialog(self.context, self._espace(), self)
        dialog.invite_requested.connect(self._invite_team)
        self._open(dialog)

    @Slot()
    def _open_sheet(self) -> None:
        self._open(SheetDialog(self.context, self._espace(), self))

    @Slot()
    def _open_invite(self) -> None:
        self._open(InviteDialog(self.context, self, espace=self._espace()))

    @Slot()
    def _invite_team(self) -> None:
        self._open(InviteDialog(self.context, self, espace=self._espace(), update=True))

    def _open(self, dialog: ExchangeDialog) -> None:
        dialog.finished.connect(self.refresh)
        dialog.open()

    def _espace(self) -> Espace:
        return self.espace.value()

    def _build(self) -> None:
        keys = BlockTableView(self.keys, "Clés de l’équipe, la dernière d’abord")
        keys.setMinimumHeight(_KEYS_HEIGHT)
        keys.setMaximumHeight(2 * _KEYS_HEIGHT)
        given = BlockTableView(self.given, "Invitations données, la dernière d’abord")
        given.setMinimumHeight(_GIVEN_HEIGHT)
        for table in (keys, given):
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for part in (self.espace, self.words, self.warning, plain_label("Générations", "libelle")):
            self.body.addWidget(part)
        self.body.addWidget(keys, 1)
        self.body.addWidget(self._given_label)
        self.body.addWidget(given, 2)
        self.left_buttons.addWidget(self.change)
        self.left_buttons.addWidget(self.sheet)
