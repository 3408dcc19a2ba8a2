"""What the four sections after the bail share: one reading, and the documents they print."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from desktop.domain.espaces import Espace
from desktop.domain.relogement.records_suite import SuiteRecord
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.relogement.section import DossierSection
from desktop.ui.widgets.buttons import quiet_button

if TYPE_CHECKING:
    from desktop.services.documents_suite import DocumentsSuiteService
    from desktop.services.suite import SuiteService


class SuiteSection(DossierSection):
    """A section that shows a part of `SuiteRecord`; `show` is called each time it was read."""

    record: SuiteRecord | None = None

    @property
    def service(self) -> SuiteService:
        """The actions of what follows a bail."""
        return self.context.carnet.suite

    @override
    def open(self, row: str | None) -> None:
        if row != self.row:
            super().open(row)
            self.record = None
            self.turn()

    @override
    def load(self) -> None:
        row, service = self.menage_id, self.service
        self.read(lambda: service.suite(row), self._take)

    def turn(self) -> None:
        """Empty what is shown: another ménage comes."""
        raise NotImplementedError

    def show(self, record: SuiteRecord) -> None:
        """Show what was read."""
        raise NotImplementedError

    def document_button(
        self,
        words: str,
        name: str,
        make: Callable[[DocumentsSuiteService, str], tuple[bytes, str]],
    ) -> QPushButton:
        """Return the button that shows a document of the ménage; its title names nobody."""
        button = quiet_button(words, icon="document")
        button.setObjectName(name)
        button.clicked.connect(lambda _checked=False: self._print(words.rstrip("…"), make))
        return button

    def _print(
        self, title: str, make: Callable[[DocumentsSuiteService, str], tuple[bytes, str]]
    ) -> None:
        if self.row is None:
            return
        row, service = self.row, self.context.carnet.documents_suite
        self.preview.show(title, lambda _rapports, _task: make(service, row))

    @property
    def preview(self) -> PdfPreview:
        """The preview of the documents of this section."""
        if self._preview is None:
            self._preview = PdfPreview(self.context, Espace.RELOGEMENT, self.heart)
        return self._preview

    _preview: PdfPreview | None = None

    def _take(self, record: SuiteRecord) -> None:
        self.record = record
        self.show(record)
