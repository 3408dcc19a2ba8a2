"""`carnet effacer`: erases a record for ever, on every poste."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.bootstrap import Carnet
from desktop.cli.french import PATH, TEXT, CodeType, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.codes import MotifEffacement
from desktop.domain.effacement import SAUVEGARDES_MOIS, ApercuEffacement, ProcesVerbal
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.formats import plural, typo
from desktop.texts import counted, motif_effacement


class _MotifType(CodeType[MotifEffacement]):
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> MotifEffacement:
        try:
            return MotifEffacement(str(value).strip().upper())
        except ValueError:
            choices = ", ".join(code.value.lower() for code in MotifEffacement)
            self.fail(f"« {value} » n’est pas un choix possible : {choices}.", param, ctx)


@click.command(
    "effacer",
    cls=FrenchCommand,
    short_help="Effacer une fiche définitivement.",
    help="Effacer définitivement une fiche et ce qui en dépend, sur tous les postes de l’équipe, "
    "et écrire son procès-verbal. « --essai » montre ce qui partirait et n’efface rien. Réservé "
    "aux responsables. Aucune sauvegarde n’est faite avant : elle garderait la fiche.",
    params=common_options(*ALL),
)
@click.option(
    "--ligne",
    cls=FrenchOption,
    type=TEXT,
    required=True,
    metavar="FICHE",
    help="Référence du ménage, numéro de la marche, nom du micro-site, ou identifiant.",
)
@click.option(
    "--motif",
    cls=FrenchOption,
    type=_MotifType(MotifEffacement),
    metavar="MOTIF",
    help="fin_conservation, demande_personne ou erreur_saisie.",
)
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien effacer.")
@click.option(
    "--confirmer",
    cls=FrenchOption,
    type=TEXT,
    metavar="TEXTE",
    help="Le texte que « --essai » demande de recopier.",
)
@click.option(
    "--proces-verbal",
    cls=FrenchOption,
    type=PATH,
    metavar="FICHIER",
    help="Où écrire le procès-verbal, en PDF.",
)
@click.option(
    "--supprimer-sauvegardes",
    cls=FrenchOption,
    is_flag=True,
    help=f"Supprimer aussi les sauvegardes de plus de {SAUVEGARDES_MOIS} mois qui l’ont encore.",
)
@pass_session
def effacer(
    session: Session,
    ligne: str,
    motif: MotifEffacement | None,
    essai: bool,
    confirmer: str | None,
    proces_verbal: Path | None,
    supprimer_sauvegardes: bool,
) -> None:
    """Preview, or erase."""
    carnet = session.opened()
    espace, entity, row = _found(session, carnet, ligne)
    service = carnet.effacement(espace)
    data: dict[str, object] = {"commande": "effacer", "essai": essai, "espace": espace.value}
    if essai:
        apercu = service.preview(entity, row)
        session.answer(_preview(apercu), {**data, **_counts(apercu), "confirmer": apercu.mot})
        return
    if motif is None or confirmer is None:
        raise UserError(
            "Effacement à confirmer",
            "Il manque le motif ou la confirmation : rien n’a été effacé.",
            "Lancez d’abord « --essai », puis ajoutez --motif et --confirmer.",
        )
    record = service.erase(entity, row, motif, confirmer).valeur
    dropped = service.drop_backups(row) if supprimer_sauvegardes else 0
    lines = [
        sentence("Fiche effacée : {what}.", what=_what(record)),
        sentence("Motif : {motif}.", motif=motif_effacement(record.motif)),
    ]
    if dropped:
        lines.append(f"{plural(dropped, 'sauvegarde supprimée', 'sauvegardes supprimées')}.")
    if proces_verbal is not None:
        rapports = carnet.rapports(espace)
        if proces_verbal.is_dir():
            proces_verbal = proces_verbal / rapports.proces_verbal_name(row)
        rapports.save(rapports.proces_verbal(row), proces_verbal)
        lines.append(sentence("Procès-verbal écrit : {path}", path=proces_verbal))
    held = len(service.proces_verbal(row).sauvegardes)
    if held:
        lines.append(_still(held))
    session.answer(
        lines,
        {
            **data,
            **_counts(record),
            "motif": record.motif,
            "sauvegardes_supprimees": dropped,
            "sauvegardes": held,
            "proces_verbal": proces_verbal,
        },
    )


def _found(session: Session, carnet: Carnet, ligne: str) -> tuple[Espace, str, str]:
    """Return the record in the espace of --espace, or in the only one that has it."""
    refusal: UserError | None = None
    for espace in session.espaces():
        try:
            return (espace, *carnet.effacement(espace).find(ligne))
        except UserError as error:
            refusal = refusal or error
    raise refusal or AssertionError("a carnet without espace was opened")


def _preview(apercu: ApercuEffacement) -> list[str]:
    lines = [sentence("Serait effacé : {what}.", what=_what(apercu))]
    if apercu.doublons:
        linked = plural(apercu.doublons, "fiche réunie", "fiches réunies")
        lines.append(sentence("  dont {linked} comme doublon.", linked=linked))
    if apercu.brouillons:
        lines.append(f"  {plural(apercu.brouillons, 'saisie gardée', 'saisies gardées')}")
    if apercu.ailleurs:
        lines.append(
            "  "
            + plural(
                apercu.ailleurs,
                "ligne venue d’un autre dossier resterait",
                "lignes venues d’autres dossiers resteraient",
            )
        )
    if apercu.postes:
        lines.append(sentence("Postes qui l’ont aussi : {names}.", names=", ".join(apercu.postes)))
    if apercu.sauvegardes:
        lines.append(_still(len(apercu.sauvegardes)))
    lines.append(typo("Rien n’a été effacé. Pour effacer, ajoutez --motif et :"))
    return [*lines, f"  --confirmer « {apercu.mot} »"]


def _what(found: ApercuEffacement | ProcesVerbal) -> str:
    return counted(found.fiches | {"photo": found.photos})


def _counts(found: ApercuEffacement | ProcesVerbal) -> dict[str, object]:
    return {
        "fiches": found.fiches,
        "photos": found.photos,
        "racines": found.racines,
        "postes": found.postes,
    }


def _still(count: int) -> str:
    held = plural(
        count,
        "sauvegarde de ce poste contient encore la fiche",
        "sauvegardes de ce poste contiennent encore la fiche",
    )
    return f"{held}."
