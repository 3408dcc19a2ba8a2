"""`carnet conflits`: lists the values to choose between, and keeps the chosen ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from desktop.bootstrap import Carnet
from desktop.cli.french import TEXT, FrenchCommand, FrenchOption
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.conflits import Saisie
from desktop.domain.conflits import les_deux as les_deux_textes
from desktop.domain.espaces import Espace
from desktop.domain.records import AvisRecord, ConflitRecord
from desktop.errors import UserError
from desktop.formats import fold, from_ms, plural, short_datetime

_MARK_LENGTH = 8


@dataclass(frozen=True, slots=True)
class _Choice:
    """One thing a person may keep; `mark` changes as soon as the conflict does."""

    mark: str
    line: str
    data: dict[str, object]
    keep: Callable[[], object]
    keep_both: Callable[[], object] | None = None


@click.command(
    "conflits",
    cls=FrenchCommand,
    short_help="Montrer les conflits, ou les départager.",
    help="Montrer les valeurs saisies en même temps sur deux postes, et les fiches supprimées "
    "pendant qu’un collègue y travaillait. « --garder REPERE » garde une valeur, sur tous les "
    "postes ; « --les-deux REPERE » garde les deux textes l’un après l’autre ; les repères sont "
    "ceux de la liste.",
    params=common_options(*ALL),
)
@click.option(
    "--garder",
    cls=FrenchOption,
    type=TEXT,
    multiple=True,
    metavar="REPERE",
    help="Repère de la valeur à garder ; l’option se répète.",
)
@click.option(
    "--les-deux",
    cls=FrenchOption,
    type=TEXT,
    multiple=True,
    metavar="REPERE",
    help="Repère d’un des textes à garder ensemble ; l’option se répète.",
)
@click.option(
    "--fiche",
    cls=FrenchOption,
    type=TEXT,
    metavar="MOTS",
    default="",
    help="Ne montrer que les fiches dont le nom ou le numéro contient ces mots.",
)
@pass_session
def conflits(
    session: Session, garder: tuple[str, ...], les_deux: tuple[str, ...], fiche: str
) -> None:
    """List, or keep and list what is left."""
    if not (garder or les_deux):
        session.reads_only()
    carnet = session.opened()
    espaces = session.espaces()
    for mark in garder:
        _chosen(carnet, espaces, mark).keep()
    for mark in les_deux:
        _both(_chosen(carnet, espaces, mark))()
    kept_count = len(garder) + len(les_deux)
    words = fold(fiche).split()
    lines: list[str] = []
    listed: list[dict[str, object]] = []
    for espace in espaces:
        for title, data, choices in _waiting(carnet, espace):
            if not all(word in fold(str(data["objet"])) for word in words):
                continue
            lines.append(title)
            lines += [f"  {choice.mark}  {choice.line}" for choice in choices]
            marked = [{"repere": choice.mark, **choice.data} for choice in choices]
            listed.append({"espace": espace.value, **data, "valeurs": marked})
    kept = plural(kept_count, "valeur gardée", "valeurs gardées")
    left = plural(len(listed), "conflit en attente", "conflits en attente")
    lines.append(f"{kept}, {left}." if kept_count else f"{left}.")
    session.answer(lines, {"commande": "conflits", "gardees": kept_count, "conflits": listed})


def _both(choice: _Choice) -> Callable[[], object]:
    if choice.keep_both is None:
        raise UserError(
            "Textes courts",
            "Seuls deux longs textes peuvent être gardés ensemble : rien n’a été écrit.",
            "Choisissez une des valeurs avec « --garder ».",
        )
    return choice.keep_both


def _chosen(carnet: Carnet, espaces: tuple[Espace, ...], mark: str) -> _Choice:
    for espace in espaces:
        for _, _, choices in _waiting(carnet, espace):
            for choice in choices:
                if choice.mark == mark.strip().lower():
                    return choice
    raise UserError(
        "Repère inconnu",
        f"Aucune valeur en attente n’a le repère « {mark} » : le conflit a changé, ou est clos.",
        "Relisez la liste avec « carnet conflits ».",
    )


def _waiting(
    carnet: Carnet, espace: Espace
) -> Iterator[tuple[str, dict[str, object], list[_Choice]]]:
    journal = carnet.journal(espace)
    for conflit in journal.conflicts():
        data: dict[str, object] = {"objet": conflit.objet, "champ": conflit.champ_libelle}
        yield f"{conflit.objet} · {conflit.champ_libelle}", data, _values(carnet, conflit)
    for avis in journal.notices():
        yield avis.objet, {"objet": avis.objet, "champ": ""}, _notice(carnet, avis)


def _values(carnet: Carnet, conflit: ConflitRecord) -> list[_Choice]:
    journal = carnet.journal(conflit.espace)
    state = [f"{value.auteur}/{value.modifie_ms}/{value.valeur}" for value in conflit.valeurs]
    both = None
    if conflit.saisie == Saisie.TEXTE_LONG:
        text_of_both = les_deux_textes(str(value.stockee or "") for value in conflit.valeurs)
        both = lambda: journal.keep_other(  # noqa: E731 - one of two callables of a choice
            conflit.entity, conflit.row, conflit.champ, text_of_both
        )
    choices = []
    for rank, value in enumerate(conflit.valeurs):
        head = value.head
        moment = from_ms(value.modifie_ms)
        shown = " (affichée)" if rank == 0 else ""
        text = f"{value.valeur}{shown} — {value.auteur}, {value.poste}, {short_datetime(moment)}"
        choices.append(
            _Choice(
                _mark(conflit.row, conflit.champ, *state, str(head)),
                text,
                {
                    "valeur": value.valeur,
                    "auteur": value.auteur,
                    "poste": value.poste,
                    "modifie_le": moment.isoformat(timespec="seconds"),
                },
                lambda head=head: journal.keep(  # type: ignore[misc]  # a lambda keeps this round's head
                    conflit.entity, conflit.row, conflit.champ, head
                ),
                both,
            )
        )
    return choices


def _notice(carnet: Carnet, avis: AvisRecord) -> list[_Choice]:
    journal = carnet.journal(avis.espace)
    state = f"{avis.supprime_ms}/{avis.travail_ms}"
    keep = f"garder la fiche (travail de {avis.travail_par})"
    drop = f"supprimer la fiche (demandé par {avis.supprime_par})"
    return [
        _Choice(
            _mark(avis.row, state, "garder"),
            keep,
            {"valeur": "garder", "auteur": avis.travail_par},
            lambda: journal.settle_notice(avis.entity, avis.row, garder=True),
        ),
        _Choice(
            _mark(avis.row, state, "supprimer"),
            drop,
            {"valeur": "supprimer", "auteur": avis.supprime_par},
            lambda: journal.settle_notice(avis.entity, avis.row, garder=False),
        ),
    ]


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_MARK_LENGTH]
