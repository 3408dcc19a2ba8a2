"""Form card of one constat, the same in the dépouillement and beside the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.codes import Foncier, Polarite
from desktop.domain.diagnostics.gestionnaires import GestionnairePropose, propose_gestionnaire
from desktop.domain.diagnostics.rules import ENCOMBRANTS, check_constat
from desktop.domain.drafts import ConstatDraft
from desktop.domain.vie_privee import indices, warning
from desktop.errors import FieldError
from desktop.ui.diagnostics.priority_line import PriorityLine
from desktop.ui.diagnostics.words import gravite_labels, place_facts
from desktop.ui.facts import Facts
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.multi_choice import MultiChoiceField
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import ItemRecord, StructureRecord
    from desktop.domain.parametres import Parametres
    from desktop.services.diagnostics import Referentiel

STATE_KEY = "Ctrl+J"
SUIVI_KEY = "Ctrl+Shift+L"
_PLUS = (
    "titre", "arret_id", "source_parole", "confidentialite", "etendue", "quantite", "unite",
    "micro_site_id", "ref_externe", "priorite_forcee", "priorite_motif",
)  # fmt: skip
_ENCOMBRANT = (
    "enc_natures", "enc_volume", "enc_nb_objets", "enc_situation", "enc_regime", "enc_auteur",
    "enc_date_enlevement", "enc_tonnage_kg", "enc_cout", "enc_payeur",
)  # fmt: skip
_WEAK_ONLY = ("gravite", "exposition", "recurrence")
_PROPOSED = "Proposé d’après le point de grille et le foncier"
_CANDIDATES = "Plusieurs possibles : les premiers de la liste"


class ConstatForm(EntityForm[ConstatDraft]):
    """What was seen, how grave it is, who must mend it, and where.

    The fields of the quick path come first; the rare ones wait behind « Plus ».

    Signals: `gestionnaire_wanted` asks for the small dialog that adds a gestionnaire,
    `state_wanted` for the one that changes the state, `suivi_wanted` for its life and links;
    `shown` follows each record shown.
    """

    shown = Signal()
    gestionnaire_wanted = Signal()
    state_wanted = Signal()
    suivi_wanted = Signal()

    draft_type = ConstatDraft
    submit_label = "Enregistrer"

    @override
    def build(self) -> None:
        self._structures: dict[str, StructureRecord] = {}
        self._items: dict[str, ItemRecord] = {}
        self._arrets: Mapping[str, tuple[tuple[str, str], ...]] = {}
        self._rules: Parametres | None = None
        self._proposed: str | None = None
        self._build_quick()
        self._build_rest()
        self._build_plus()
        self._build_links()
        self._connect_fields()

    def _build_quick(self) -> None:
        self.theme: ChoiceField[str] = self.add_choice("theme", "&Thème", {})
        self.item = SearchChoice(
            "Code ou mots : pro 06, matelas…", "Choisissez un point de la grille.", ""
        )
        self._add("item", "&Constat", self.item)
        self.gravite = self.add_choice("gravite", "&Gravité", gravite_labels())
        self.question = plain_label(role="discret", wrap=True)
        self.question.setObjectName("question_gravite")
        self._add_note(self.question)
        self.foncier: ChoiceField[Foncier] = self.add_choice(
            "foncier", "&Foncier", texts.constat.FONCIER
        )
        self.gestionnaire: ChoiceField[str] = self.add_choice(
            "gestionnaire_id", "Gestionnai&re", {}
        )
        self.proposal = plain_label(role="discret", wrap=True)
        self.proposal.setObjectName("proposition")
        self._add_note(self.proposal)
        self.add_long_text("texte", "Te&xte", rows=3)
        self.guard = plain_label(role="alerte", wrap=True)
        self.guard.setObjectName("vie_privee")
        self.guard.hide()
        self.add_widget(self.guard)

    def _build_rest(self) -> None:
        self.add_text("lieu", "&Lieu", hint="Adresse, entrée…")
        self.place = Facts()
        self.place.setObjectName("position")
        self.add_widget(self.place)
        self.add_text("batiment", "&Bâtiment", max_length=40, hint="bât. C, entrée 3")
        self.polarite = self.add_choice("polarite", "&Nature", texts.constat.POLARITE, empty=None)
        self.add_choice("exposition", "Ex&position", texts.constat.EXPOSITION)
        self.add_choice("recurrence", "Réc&urrence", texts.constat.RECURRENCE)
        self.priority = PriorityLine()
        self.add_widget(self.priority)

    def _build_plus(self) -> None:
        self.plus = quiet_button("Plus", icon="bas")
        self.plus.setObjectName("plus")
        self.plus.setCheckable(True)
        self.plus.setToolTip("Titre, arrêt, source, diffusion, étendue, encombrants…")
        self.plus.setAccessibleName("Plus de champs")
        self.add_widget(_row(self.plus, None))
        self.add_text("titre", "T&itre", max_length=120, hint="Point de grille et lieu")
        self.arret: ChoiceField[str] = self.add_choice("arret_id", "&Arrêt", {})
        self.add_choice("source_parole", "&Source", texts.constat.SOURCE_PAROLE)
        self.add_choice("confidentialite", "&Diffusion", texts.constat.CONFIDENTIALITE)
        self.add_choice("etendue", "Éten&due", texts.constat.ETENDUE)
        self.add_number("quantite", "&Quantité", maximum=100_000, decimals=2)
        self.add_choice("unite", "Unité", texts.constat.UNITE)
        self.micro_site: ChoiceField[str] = self.add_choice("micro_site_id", "&Micro-site", {})
        self.add_text("ref_externe", "Réf. e&xterne", hint="Numéro du gestionnaire")
        self.add_choice("priorite_forcee", "Forcer en", texts.constat.PRIORITE, empty="Non")
        self.add_text("priorite_motif", "Pourquoi", hint="Raison de la priorité forcée")
        natures = MultiChoiceField(texts.encombrant.NATURE_ENCOMBRANT)
        self._add("enc_natures", "Objets", natures)
        self.add_choice("enc_volume", "Volume", texts.encombrant.VOLUME_ENCOMBRANT)
        self.add_number("enc_nb_objets", "Nombre", maximum=10_000)
        self.add_choice("enc_situation", "Situation", texts.encombrant.SITUATION_ENCOMBRANT)
        self.add_choice("enc_regime", "Régime", texts.encombrant.REGIME_ENCOMBRANT)
        self.add_choice("enc_auteur", "Auteur", texts.encombrant.AUTEUR_ENCOMBRANT)
        self.add_date("enc_date_enlevement", "Enlevé le")
        self.add_number("enc_tonnage_kg", "Poids", maximum=1_000_000, unit="kg")
        self.add_number("enc_cout", "Coût", maximum=1_000_000, decimals=2, unit="€")
        self.add_text("enc_payeur", "Payeur")

    def _build_links(self) -> None:
        self.state_button = quiet_button("État…", shortcut_hint=STATE_KEY)
        self.state_button.setObjectName("changer_etat")
        self.state_button.setAccessibleName("Changer l’état")
        self.history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        self.history.setObjectName("historique")
        add = quiet_button("Gestionnaire", icon="ajouter")
        add.setAccessibleName("Ajouter un gestionnaire")
        add.setToolTip("Ajouter un gestionnaire à la liste")
        add.setObjectName("ajouter_gestionnaire")
        add.clicked.connect(self.gestionnaire_wanted)
        self.state_button.clicked.connect(self.state_wanted)
        suivi = quiet_button("Suivi et liens", shortcut_hint=SUIVI_KEY)
        suivi.setObjectName("suivi")
        suivi.clicked.connect(self.suivi_wanted)
        self.add_widget(_row(add, None, self.history))
        self.add_widget(_row(suivi, None))
        top = self.body.indexOf(self._pills)
        self.body.removeWidget(self._pills)
        line = QHBoxLayout()
        line.addWidget(self._pills, 1)
        line.addWidget(self.state_button)
        self.body.insertLayout(top, line)

    def _connect_fields(self) -> None:
        self.theme.edited.connect(self._on_theme)
        self.item.edited.connect(self._on_item)
        self.foncier.edited.connect(self._propose)
        self.gestionnaire.edited.connect(self._on_gestionnaire)
        self.plus.toggled.connect(lambda _checked: self._settle_fields())
        self.changed.connect(self._settle_fields)

    @override
    def above_fields(self) -> Sequence[QWidget]:
        return (self.state_button,)

    @override
    def check(self, draft: ConstatDraft) -> Iterable[FieldError]:
        return check_constat(draft)

    @override
    def load(self, draft: ConstatDraft) -> None:
        """Show a constat; its position is that of a photo, and is not typed."""
        self._proposed = None
        self._offer_items(draft.theme)
        self._offer_stops(draft)
        super().load(draft)
        self.place.set(place_facts(draft))
        self._settle_fields()
        self.shown.emit()

    @override
    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Show a content kept by autosave; the items follow its thème."""
        theme = snapshot.get("theme")
        self._offer_items(str(theme) if theme is not None else None)
        super().restore(snapshot)
        self._settle_fields()

    @override
    def show_errors(self, errors: Iterable[FieldError]) -> None:
        """Open « Plus » for an error of a field behind it."""
        found = [
            FieldError("arret_id", one.message) if one.field == "position" else one
            for one in errors
        ]
        if any(one.field in {*_PLUS, *_ENCOMBRANT} for one in found):
            self.plus.setChecked(True)
        super().show_errors(found)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the thèmes, each with its key, the items and the gestionnaires."""
        self._structures = {one.id: one for one in referentiel.structures}
        self._items = {one.code: one for one in referentiel.items}
        self._arrets, self._rules = referentiel.arrets, referentiel.regles
        themes = {one.code: f"{one.libelle} ({one.touche})" for one in referentiel.themes}
        for field, offered in (
            (self.theme, themes),
            (self.micro_site, dict(referentiel.micro_sites)),
        ):
            chosen = field.value()
            field.set_labels(offered)
            field.set_value(chosen)
        self._offer_items(self.theme.value())
        self._offer_stops(self.draft())
        self._offer_structures()
        self._settle_fields()

    def choose_added(self, structure: StructureRecord) -> None:
        """Choose a gestionnaire that has just been added."""
        self._structures[structure.id] = structure
        self._offer_structures()
        self.choose("gestionnaire_id", structure.id)

    def choose(self, name: str, value: object) -> None:
        """Choose a value by a key of the dépouillement, as if it were done in the form."""
        field = cast("Any", self.field(name))
        field.set_value(value)
        field.edited.emit()

    def name_action(self, label: str, key: str) -> None:
        """Say what the primary action does to the record on screen."""
        self.submit_button.setText(f"{label}   {key}")
        self.submit_button.setAccessibleName(label)

    # --- what follows from a choice -------------------------------------------------------

    @Slot()
    def _on_theme(self) -> None:
        """Offer the items of the thème; one of another thème is chosen no more."""
        theme = self.theme.value()
        self._offer_items(theme)
        item = self._items.get(self.item.value() or "")
        if item is not None and item.theme != theme:
            self.item.set_value(None)
        self._propose()

    @Slot()
    def _on_item(self) -> None:
        """Take the thème of the item, and the gravity that it imposes."""
        item = self._items.get(self.item.value() or "")
        if item is not None:
            self.theme.set_value(item.theme)
            least, gravite = item.gravite_forcee, self.gravite.value()
            if least is not None and (gravite is None or gravite < least):
                self.gravite.set_value(least)
        self._propose()

    @Slot()
    def _on_gestionnaire(self) -> None:
        self._proposed = None

    @Slot()
    def _propose(self) -> None:
        """Propose a gestionnaire, unless a person chose one."""
        if self.gestionnaire.value() in {None, self._proposed}:
            self._proposed = self._proposal().defaut
            self.gestionnaire.set_value(self._proposed)
        self._offer_structures()
        self._settle_fields()

    def _proposal(self) -> GestionnairePropose:
        item = self._items.get(self.item.value() or "")
        return propose_gestionnaire(item, self.foncier.value(), self._structures.values())

    # --- lists ----------------------------------------------------------------------------

    def _offer_items(self, theme: str | None) -> None:
        self.item.set_labels(
            {
                one.code: f"{one.code} {one.libelle}"
                for one in self._items.values()
                if theme is None or one.theme == theme or one.code == self.item.value()
            }
        )

    def _offer_stops(self, draft: ConstatDraft) -> None:
        """Offer the stops of the marche, and the one chosen wherever it comes from."""
        stops = dict(self._arrets.get(draft.marche_id or "", ()))
        if draft.arret_id is not None:
            stops.setdefault(draft.arret_id, "Arrêt d’un autre parcours")
        self.arret.set_labels(stops)
        self.arret.set_value(draft.arret_id)

    def _offer_structures(self) -> None:
        """Offer the gestionnaires, those that the item and the ground point to first."""
        chosen = self.gestionnaire.value()
        first = self._proposal().candidats
        rows = [*first, *(row for row in self._structures if row not in first)]
        self.gestionnaire.set_labels(
            {row: self._structures[row].nom for row in rows if row in self._structures}
        )
        self.gestionnaire.set_value(chosen)

    # --- what is shown --------------------------------------------------------------------

    @Slot()
    def _settle_fields(self) -> None:
        draft = self.draft()
        weak = draft.polarite is Polarite.FAIBLE
        for name in _WEAK_ONLY:
            self.show_field(name, visible=weak)
        open_ = self.plus.isChecked()
        for name in _PLUS:
            self.show_field(name, visible=open_ and (weak or not name.startswith("priorite")))
        self.show_field(
            "priorite_motif", visible=open_ and weak and draft.priorite_forcee is not None
        )
        for name in _ENCOMBRANT:
            self.show_field(name, visible=open_ and draft.item in ENCOMBRANTS)
        self.question.setVisible(weak and draft.gravite is not None)
        if draft.gravite is not None:
            self.question.setText(texts.constat.GRAVITE_QUESTION[draft.gravite])
        self._settle_proposal(draft)
        self.priority.show_draft(draft, self._rules if weak else None)
        found = warning(indices((draft.texte, draft.lieu, draft.titre, draft.batiment)))
        self.guard.setText(found)
        self.guard.setVisible(bool(found))

    def _settle_proposal(self, draft: ConstatDraft) -> None:
        words = ""
        if draft.gestionnaire_id is not None and draft.gestionnaire_id == self._proposed:
            words = _PROPOSED
        elif draft.gestionnaire_id is None and len(self._proposal().candidats) > 1:
            words = _CANDIDATES
        self.proposal.setText(words)
        self.proposal.setVisible(bool(words))

    def _add_note(self, note: QWidget) -> None:
        """Put a muted line under the last field, in the column of the fields."""
        self._grid.addWidget(note, self._next_row(), 1)
        note.hide()


def _row(*parts: QPushButton | None) -> QWidget:
    """Return buttons in a line; None stands for the room that is left."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for part in parts:
        if part is None:
            row.addStretch()
        else:
            row.addWidget(part)
    return line
