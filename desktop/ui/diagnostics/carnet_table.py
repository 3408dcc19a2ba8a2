"""Columns of the lines of a carnet, and the words of each line."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from desktop import formats, texts
from desktop.domain.codes import VerdictRevue
from desktop.domain.diagnostics.carnet import BilanSaisie, levee_a_confirmer
from desktop.domain.diagnostics.saisie_carnet import Ligne, SorteLigne
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column

TO_CONFIRM = "levée à confirmer"
_VERDICT_TONES = {
    VerdictRevue.LEVE: "succes",
    VerdictRevue.PERSISTE: "alerte",
    VerdictRevue.AGGRAVE: "erreur",
    VerdictRevue.AMELIORE: "information",
    VerdictRevue.NON_VU: "neutre",
}
_NOTE_TONES = {"3": "succes", "2": "information", "1": "alerte", "0": "erreur"}


def where(ligne: Ligne) -> str:
    """Return where a line stands: « Arrêt 4 · Square », on the first line of its page."""
    if not ligne.premiere:
        return ""
    if ligne.arret is not None:
        return f"Arrêt {ligne.arret.ordre} · {ligne.arret.nom}"
    return {
        SorteLigne.ENTETE: "En-tête",
        SorteLigne.DEBRIEF: "Débrief à chaud",
        SorteLigne.FICHE: "Fiches libres",
        SorteLigne.REVUE: "Constats sans arrêt",
        SorteLigne.NOTE: "Ensemble de la marche",
    }[ligne.sorte]


def asked(ligne: Ligne) -> str:
    """Return what a line is about."""
    if ligne.constat is not None:
        one = ligne.constat.constat
        return " · ".join(
            filter(None, (one.numero, one.theme_libelle, " ".join(one.texte.split())))
        )
    if ligne.theme is not None:
        return f"{ligne.theme.touche}   {ligne.theme.libelle}"
    if ligne.sorte is SorteLigne.FICHE:
        return f"Fiche {ligne.fiche}"
    return {
        SorteLigne.ENTETE: "Heures, météo, sol, participants",
        SorteLigne.DEBRIEF: "Faits marquants et synthèse",
    }.get(ligne.sorte, "")


def answered(ligne: Ligne) -> str:
    """Return what was typed on a line, in words; "" when nothing was."""
    if ligne.revue is not None and ligne.revue.verdict is not None:
        return texts.label(ligne.revue.verdict)
    if ligne.reponse is not None and ligne.reponse.note is not None:
        note = ligne.reponse.note
        digit = f"{note.value} — " if note.value in _NOTE_TONES else ""
        return digit + texts.label(note).lower()
    if ligne.copie is not None:
        return ligne.copie.numero
    return "Noté" if ligne.remplie else ""


def tone(ligne: Ligne) -> str | None:
    """Return the tone of the answer."""
    if ligne.revue is not None and ligne.revue.verdict is not None:
        return _VERDICT_TONES[ligne.revue.verdict]
    if ligne.reponse is not None and ligne.reponse.note is not None:
        return _NOTE_TONES.get(ligne.reponse.note.value, "neutre")
    return "information" if ligne.remplie else None


def _more(ligne: Ligne) -> str:
    if ligne.constat is not None and levee_a_confirmer(ligne.constat.constat, ligne.revue):
        return TO_CONFIRM
    if ligne.copie is not None:
        return " ".join(ligne.copie.texte.split()) or ligne.copie.theme_libelle
    return ligne.revue.note if ligne.revue is not None else ""


_COLUMNS: tuple[Column[Ligne], ...] = (
    Column(
        key="page",
        title="Page",
        text=lambda ligne: str(ligne.page) if ligne.premiere else "",
        align=Qt.AlignmentFlag.AlignRight,
        width=56,
    ),
    Column(key="ou", title="Où", text=where, tooltip=where, width=190),
    Column(key="ligne", title="Ligne", text=asked, tooltip=asked),
    Column(key="reponse", title="Saisi", text=answered, pill=tone, width=150),
    Column(key="plus", title="", text=_more, tooltip=_more, width=150),
)


class LigneTableModel(RecordTableModel[Ligne]):
    """The lines of a carnet; one of them can be changed without reading the others again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_COLUMNS, parent)

    def put(self, ligne: Ligne) -> None:
        """Show a line as it is now."""
        self._by_id[ligne.id] = ligne
        self.refresh()


def bilan_sentence(counted: BilanSaisie) -> str:
    """Return « 18 constats revus sur 20, dont 2 non vus · 96 notes sur 104 · 12 fiches »."""
    seen, due = counted.revus
    words = [f"{formats.plural(seen, 'constat revu', 'constats revus')} sur {due}"]
    if counted.non_vus:
        words[0] += f", dont {formats.plural(counted.non_vus, 'non vu', 'non vus')}"
    if counted.a_confirmer:
        words.append(formats.plural(counted.a_confirmer, "levée à confirmer", "levées à confirmer"))
    given, boxes = counted.notes
    words.append(f"{formats.plural(given, 'note')} sur {boxes}")
    words.append(formats.plural(counted.fiches, "fiche copiée", "fiches copiées"))
    return " · ".join(words)
