"""« Changer l’état… »: only what the table allows, each with the fields it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.codes import EtatConstat, LeveeMode, RolePhoto
from desktop.domain.diagnostics.etats import Transition
from desktop.domain.diagnostics.transitions import check_transition, too_late
from desktop.domain.drafts import TransitionDraft
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.formats import plural
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.lot_dialog import refusal_words
from desktop.ui.diagnostics.words import constat_pills, photo_hour
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.check_field import CheckField
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import ConstatRecord, LotConstats
    from desktop.domain.records import PhotoRecord
    from desktop.services.constats import ChoixEtat
    from desktop.services.diagnostics import Referentiel
    from desktop.services.resultat import Resultat
    from desktop.ui.keeper import FormKeeper

_FIRST_SAVE = "Enregistrez d’abord votre saisie (Ctrl+Entrée), puis changez l’état."
_NO_ROW = "Enregistrez d’abord ce constat : il n’a pas encore d’état."
_LAST = "Cet état est le dernier : il ne se change plus."


class EtatForm(EntityForm[TransitionDraft]):
    """The next state, and what goes with it."""

    draft_type = TransitionDraft
    submit_label = "Changer l’état"

    @override
    def build(self) -> None:
        self._choix: ChoixEtat | None = None
        self.vers: ChoiceField[EtatConstat] = self.add_choice("vers", "&Nouvel état", {})
        self.hint = plain_label(role="erreur", wrap=True)
        self.hint.setObjectName("manque")
        self.hint.hide()
        self.add_widget(self.hint)
        self.add_date("date_transmission", "&Transmis le")
        self.add_choice("canal_transmission", "Par &quel moyen", texts.constat.CANAL_TRANSMISSION)
        self.add_text("destinataire", "À &qui", hint="Service ou fonction")
        self.add_long_text("motif_contestation", "Ce que dit le gestionnaire", rows=2)
        self.gestionnaire: ChoiceField[str] = self.add_choice(
            "gestionnaire_id", "Gestionnai&re", {}
        )
        self.add_date("date_reponse", "&Réponse le")
        self.add_date("date_prevue", "&Prévu le")
        self.add_number("cout", "C&oût", maximum=100_000_000, decimals=2, unit="€")
        self.add_text("financement", "&Financement")
        self.add_date("date_travaux", "&Commencé le")
        self.add_date("date_realise", "Ré&alisé le")
        self.add_date("date_levee", "&Vérifié le")
        self.add_text("levee_par", "Vérifié &par", hint="Fonction ou nom de l’agent")
        self.add_choice("levee_mode", "Co&mment", texts.constat.LEVEE_MODE)
        self.photo: ChoiceField[str] = self.add_choice(
            "photo_id", "Photo « après »", {}, empty="Aucune"
        )
        self._add("sans_photo", "", CheckField("Constaté &sans photo"))
        self.field("sans_photo").setAccessibleName("Constaté sans photo")
        self.add_text("levee_motif", "Pourquoi", hint="Raison de l’absence de photo")
        self.add_choice("motif_sans_suite", "&Motif", texts.constat.MOTIF_SANS_SUITE)
        self.add_long_text("motif_texte", "&Explication", rows=3)
        self.add_long_text("motif_reouverture", "Pourquoi &rouvrir", rows=2)
        self.cible = SearchChoice("Numéro ou mots", "Choisissez un constat de la liste.", "")
        self._add("cible_id", "Constat &gardé", self.cible)
        self.vers.edited.connect(self.settle)
        self.changed.connect(self.settle)

    def offer(self, choix: ChoixEtat, lists: Referentiel) -> None:
        """Show what may become of a constat, with what is usual filled in."""
        self._choix = choix
        record = choix.constat
        self.vers.set_labels({line.vers: words(line) for line in choix.lignes})
        self.gestionnaire.set_labels(
            {one.id: one.nom for one in lists.structures if one.id != record.draft.gestionnaire_id}
        )
        self.photo.set_labels({photo.id: _photo_words(photo) for photo in choix.photos})
        self.cible.set_labels(dict(choix.voisins))
        today = date.today()  # noqa: DTZ011 - the agent's calendar
        after = [photo.id for photo in choix.photos if photo.role is RolePhoto.APRES]
        self.load(
            TransitionDraft(
                vers=choix.lignes[0].vers,
                date_transmission=today,
                destinataire=record.gestionnaire,
                date_reponse=today,
                date_travaux=today,
                date_realise=today,
                date_levee=today,
                levee_par=choix.personne,
                levee_mode=LeveeMode.SUR_PLACE,
                photo_id=after[-1] if after else None,
            )
        )
        self.set_title(f"Changer l’état de {record.numero}")
        self.set_subtitle(record.titre)
        self.set_pills(constat_pills(record))
        self.settle()

    def line(self) -> Transition | None:
        """Return the transition that is chosen."""
        wanted = self.vers.value()
        lines = self._choix.lignes if self._choix is not None else ()
        return next((one for one in lines if one.vers is wanted), None)

    @Slot()
    def settle(self) -> None:
        """Show the fields of the chosen transition alone, and what keeps it from being made."""
        line = self.line()
        asked = {*line.exige, *line.permet} if line is not None else set()
        for name in self.snapshot():
            if name != "vers":
                self.show_field(name, visible=name in asked)
        if "levee_motif" in asked:
            self.show_field("levee_motif", visible=bool(self.draft().sans_photo))
        self.hint.setText(self._obstacle(line))
        self.hint.setVisible(bool(self.hint.text()))

    def _obstacle(self, line: Transition | None) -> str:
        """Return what no field of this form can mend: the constat itself is to be completed."""
        choix = self._choix
        if line is None or choix is None:
            return ""
        today = date.today()  # noqa: DTZ011 - the agent's calendar
        days = too_late(line, choix.faits, today, choix.regles)
        if days is not None:
            return (
                f"Clos depuis {days} jours : créez plutôt un nouveau constat, lié à celui-ci par "
                "« Récidive de »."
            )
        return " ".join(
            error.message
            for error in check_transition(line, self.draft(), choix.faits, today)
            if error.field not in {*line.exige, *line.permet}
        )

    @override
    def check(self, draft: TransitionDraft) -> Iterable[FieldError]:
        line = self.line()
        if line is None or self._choix is None:
            return [FieldError("vers", "Choisissez le nouvel état.")]
        today = date.today()  # noqa: DTZ011 - the agent's calendar
        return check_transition(line, draft, self._choix.faits, today)


class EtatDialog(QDialog):
    """Emits `changed(ConstatRecord)` once the service has written the new state, and closes."""

    changed = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._rows: tuple[str, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Changer l’état")
        self.resize(480, 540)
        self.form = EtatForm()
        self.form.submitted.connect(self._save)
        self._refusal = plain_label(role="erreur", wrap=True)
        self._refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.form, 1)
        column.addWidget(self._refusal)

    def show_choice(
        self, choix: ChoixEtat, lists: Referentiel, preset: TransitionDraft | None = None
    ) -> None:
        """Open on what may become of a constat; `preset` chooses a state and a target."""
        self._rows = (choix.constat.id,)
        self.form.offer(choix, lists)
        if preset is not None:
            self.form.load(replace(self.form.draft(), vers=preset.vers, cible_id=preset.cible_id))
            self.form.settle()
        self.form.field("vers").setFocus()
        self.open()

    def show_lot(self, rows: Sequence[str], choix: ChoixEtat, lists: Referentiel) -> None:
        """Open on what may become of several constats."""
        self._rows = tuple(rows)
        self.form.offer(choix, lists)
        self.form.set_title(f"Changer l’état de {plural(len(rows), 'constat')}")
        self.form.set_subtitle("Ceux pour lesquels ce n’est pas possible restent comme ils sont.")
        self.form.set_pills(())
        self.form.field("vers").setFocus()
        self.open()

    def _save(self, draft: TransitionDraft) -> None:
        self.form.set_enabled_submit(enabled=False)
        self._refusal.hide()
        if len(self._rows) == 1:
            self._save_one(self._rows[0], draft)
        else:
            self._save_lot(draft)

    def _save_lot(self, draft: TransitionDraft) -> None:
        service, rows = self._context.carnet.constats, self._rows

        def done(result: Resultat[LotConstats]) -> None:
            lot = result.valeur
            if lot.faits:
                state = texts.constat.ETAT_CONSTAT[draft.vers]
                words = f"{plural(len(lot.faits), 'constat')} : {state}."
                self._context.written(self._context.bus, result.changes, words)
            if not lot.refus:
                self.close()
                return
            self.form.set_enabled_submit(enabled=True)
            self._refusal.setText(refusal_words(lot))
            self._refusal.show()

        self._context.tasks.run(
            lambda _context: service.change_states(rows, draft), owner=self, done=done
        )

    def _save_one(self, row: str, draft: TransitionDraft) -> None:
        service = self._context.carnet.constats

        def done(result: Resultat[ConstatRecord]) -> None:
            word = texts.constat.ETAT_CONSTAT[result.valeur.etat]
            self._context.written(
                self._context.bus, result.changes, f"{result.valeur.numero} : {word}."
            )
            self.changed.emit(result.valeur)
            self.close()

        def failed(error: Exception) -> None:
            self.form.set_enabled_submit(enabled=True)
            if isinstance(error, SaisieRefusee):
                self.form.show_errors(error.errors)
            if isinstance(error, UserError):
                self._refusal.setText(str(error))
                self._refusal.show()

        self._context.tasks.run(
            lambda _context: service.change_state(row, draft),
            owner=self,
            done=done,
            failed=failed,
        )


def ask_state(
    context: UiContext, keeper: FormKeeper, preset: TransitionDraft | None = None
) -> None:
    """Open the dialog for the constat of a form; what is typed in it has to be saved first."""
    row = keeper.row
    if row is None or keeper.form.is_dirty():
        context.bus.tell(_NO_ROW if row is None else _FIRST_SAVE)
        return
    service, lists = context.carnet.constats, context.carnet.diagnostics

    def done(read: tuple[ChoixEtat, Referentiel]) -> None:
        if not read[0].lignes:
            context.bus.tell(_LAST)
        elif keeper.row == row:
            EtatDialog(context, keeper.form).show_choice(*read, preset)

    context.tasks.run(
        lambda _context: (service.choix(row), lists.referentiel()), owner=keeper, done=done
    )


def ask_states(context: UiContext, rows: Sequence[str], parent: QWidget) -> None:
    """Open the dialog for several constats at once."""
    service, lists = context.carnet.constats, context.carnet.diagnostics

    def done(read: tuple[ChoixEtat, Referentiel]) -> None:
        if read[0].lignes:
            EtatDialog(context, parent).show_lot(rows, *read)
        else:
            context.bus.tell(_LAST)

    context.tasks.run(
        lambda _context: (service.choix_lot(rows), lists.referentiel()), owner=parent, done=done
    )


def words(line: Transition) -> str:
    """Return what an agent does by a transition."""
    return texts.constat.TRANSITION.get(line.rang, texts.constat.ETAT_CONSTAT[line.vers])


def _photo_words(photo: PhotoRecord) -> str:
    role = texts.photo.ROLE_PHOTO[photo.role] if photo.role is not None else ""
    return " · ".join(filter(None, (photo_hour(photo), role, photo.fichier)))
