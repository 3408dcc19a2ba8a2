"""What a file would do, in sentences, and the second confirmation of a mass deletion."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.domain.echange import Apercu
from desktop.formats import plural
from desktop.ui.echange.words import details, origin, sentence, summary
from desktop.ui.widgets.cards import Card, PillRow
from desktop.ui.widgets.plain import plain_label


class PreviewCard(Card):
    """Shows an `Apercu`; `accepts_deletion` says whether the agent confirmed it expressly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._pills = PillRow()
        self._summary = plain_label(role="titre-page", wrap=True)
        self._summary.setObjectName("resume")
        self._details = plain_label(wrap=True)
        self._details.setObjectName("details_apercu")
        self.confirmation = QCheckBox()
        self.confirmation.setObjectName("confirmer_suppressions")
        self._error = plain_label(role="erreur", wrap=True)
        self._error.setObjectName("erreur_suppressions")
        self._mass = QWidget()
        column = QVBoxLayout(self._mass)
        column.setContentsMargins(0, 8, 0, 0)
        self._warning = plain_label(wrap=True)
        for widget in (self._warning, self.confirmation, self._error):
            column.addWidget(widget)
        for part in (self._pills, self._summary, self._details, self._mass):
            self.body.addWidget(part)

    def show_preview(self, apercu: Apercu) -> None:
        """Show a preview; a confirmation given for another file is forgotten."""
        self.set_title(apercu.fichier)
        self.set_subtitle(origin(apercu))
        pills = []
        if apercu.conflits or apercu.avis:
            pills.append(("À relire ensuite", "alerte"))
        if apercu.cle_remplacee:
            pills.append(("Ancienne clé acceptée", "alerte"))
        if apercu.suppression_massive:
            pills.append(("Nombreuses suppressions", "erreur"))
        self._pills.set(pills)
        self._pills.setVisible(bool(pills))
        self._summary.setText(summary(apercu))
        lines = details(apercu)
        self._details.setText("\n".join(lines))
        self._details.setVisible(bool(lines))
        self.confirmation.setChecked(False)
        self._error.hide()
        self._mass.setVisible(apercu.suppression_massive)
        count = plural(apercu.masquees, "fiche")
        self._warning.setText(
            sentence(
                "Ce fichier mettrait {count} à la corbeille. Demandez à l’expéditeur si c’est "
                "voulu ; une sauvegarde sera faite avant.",
                count=count,
            )
        )
        label = sentence("&J’ai vérifié : mettre {count} à la corbeille", count=count)
        self.confirmation.setText(label)
        self.confirmation.setAccessibleName(label.replace("&", ""))

    def check(self, apercu: Apercu) -> bool:
        """Ask for the confirmation if it is needed and missing."""
        missing = apercu.suppression_massive and not self.confirmation.isChecked()
        self._error.setText(
            "Cochez cette case pour confirmer, ou fermez sans lire le fichier." if missing else ""
        )
        self._error.setVisible(missing)
        self.confirmation.setAccessibleDescription(self._error.text())
        if missing:
            self.confirmation.setFocus()
        return not missing

    def texts(self) -> str:
        """Return the sentences now shown."""
        return f"{self._summary.text()}\n{self._details.text()}"
