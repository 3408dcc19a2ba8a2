"""The fiche ménage and the blank enquête, as bytes; file names bear the reference alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.formats import file_stem
from desktop.services.contexte import EspaceOuvert
from desktop.services.enquete import EnqueteService
from desktop.services.fichiers import drawn
from desktop.services.relogement import local_now
from desktop.services.vie_privee import ViePriveeService

Document = tuple[bytes, str]
"""A PDF and the file name proposed for it."""


class DocumentsDossierService:
    """PDF documents of the dossier of a ménage, in one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._now = now

    def fiche(self, menage_id: str, *, partenaire: bool = False) -> Document:
        """Return the fiche ménage, whole or for a partner; that it was made is logged (V16).

        Raises:
            UserError: the ménage is gone.
        """
        from desktop.reports.dossier_menage import render_dossier_menage

        record = EnqueteService(self._espace, now=self._now).dossier(menage_id)
        pdf = drawn(
            render_dossier_menage,
            record,
            partenaire=partenaire,
            edited_on=self._now(),
            editor=self._espace.personne,
        )
        bloc = BlocSensible.FICHE_PARTENAIRE if partenaire else BlocSensible.FICHE
        ViePriveeService(self._espace).note(menage_id, bloc)
        kind = "fiche-partenaire" if partenaire else "fiche"
        return pdf, f"{file_stem(f'{kind}-{record.menage.reference}')}.pdf"

    def enquete_vierge(self, menage_id: str = "") -> Document:
        """Return the blank enquête, with the reference of a ménage when one is chosen."""
        from desktop.reports.enquete_vierge import render_enquete_vierge

        reference = ""
        if menage_id:
            service = EnqueteService(self._espace, now=self._now)
            reference = service.dossier(menage_id).menage.reference
        editor = self._espace.personne
        pdf = drawn(render_enquete_vierge, reference, edited_on=self._now(), editor=editor)
        stem = file_stem(f"enquete-vierge-{reference}" if reference else "enquete-vierge")
        return pdf, f"{stem}.pdf"
