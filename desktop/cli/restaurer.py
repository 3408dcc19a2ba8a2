"""`carnet sauvegardes` and `carnet restaurer`: they work while the base cannot be opened."""

from __future__ import annotations

from pathlib import Path

import click

from desktop.cli.french import PATH, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.espaces import Espace
from desktop.domain.records import SauvegardeRecord
from desktop.domain.retours import BilanRestauration, Perte
from desktop.errors import AccesRefuse, FichierRefuse, UserError
from desktop.formats import file_size, full_datetime, plural, typo


@click.command(
    "sauvegardes",
    cls=FrenchCommand,
    short_help="Lister les sauvegardes.",
    help="Lister les sauvegardes gardées dans le dossier du carnet, la dernière d’abord.",
    params=common_options(*ALL),
)
@pass_session
def sauvegardes(session: Session) -> None:
    """List what can be restored; nothing is opened."""
    found = [(espace, record) for espace in _espaces(session) for record in _kept(session, espace)]
    session.answer(
        [_line(espace, record) for espace, record in found]
        or [typo("Aucune sauvegarde n’est gardée ici.")],
        {
            "commande": "sauvegardes",
            "sauvegardes": [
                {
                    "espace": espace.value,
                    "fichier": record.chemin,
                    "date": record.cree_le.isoformat(),
                    "raison": record.raison,
                    "taille": record.taille,
                }
                for espace, record in found
            ],
        },
    )


@click.command(
    "restaurer",
    cls=FrenchCommand,
    short_help="Restaurer une sauvegarde.",
    help="Remettre une sauvegarde à la place de la base d’un espace, la dernière si aucune n’est "
    "nommée. « --essai » dit ce qui serait perdu et n’écrit rien. La base remplacée est gardée. "
    "Fonctionne aussi quand la base est endommagée.",
    params=common_options(*ALL),
)
@click.argument("sauvegarde", type=PATH, metavar="[SAUVEGARDE]", required=False)
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien écrire.")
@click.option(
    "--accepter-pertes",
    cls=FrenchOption,
    is_flag=True,
    help="Restaurer même si des saisies jamais exportées sont perdues.",
)
@pass_session
def restaurer(
    session: Session, sauvegarde: Path | None, essai: bool, accepter_pertes: bool
) -> None:
    """Tell the cost, or restore."""
    espace = _only(_espaces(session))
    service = session.carnet.restauration(espace, session.access())
    record = _chosen(service.backups(), sauvegarde)
    cost = service.cost(record)
    data: dict[str, object] = {
        "commande": "restaurer",
        "essai": essai,
        "espace": espace.value,
        "fichier": record.chemin,
        "base_lisible": cost.base_lisible,
        "saisies": cost.saisies,
        "jamais_exportees": cost.jamais_exportees,
        "sans_preuve": cost.sans_preuve,
        "recues": cost.recues,
    }
    if essai:
        session.answer(_cost(cost), data)
        return
    if (cost.jamais_exportees or not cost.base_lisible) and not accepter_pertes:
        raise UserError(
            "Perte à confirmer",
            " ".join(_cost(cost)) + typo(" Rien n’a été modifié."),
            "Exportez d’abord si la base s’ouvre, ou ajoutez --accepter-pertes.",
        )
    done = service.restore(record)
    session.answer(
        [*_cost(cost), *_done(done)],
        {
            **data,
            "poste": done.lettre,
            "ancienne_base": done.ancienne,
            "brouillons_gardes": done.brouillons_gardes,
        },
    )


def _espaces(session: Session) -> list[Espace]:
    """Return the espaces to work on, without opening any."""
    dossiers = session.carnet.dossiers
    if not session.carnet.is_initialised:
        raise AccesRefuse(
            "Aucun carnet ici",
            f"Le dossier « {dossiers.racine} » ne contient pas de carnet.",
            "Lancez « carnet init », ou indiquez le bon dossier avec --donnees.",
        )
    if session.espace is not None:
        return [session.espace]
    return [espace for espace in Espace if dossiers.espace(espace.value).exists()]


def _only(espaces: list[Espace]) -> Espace:
    if len(espaces) != 1:
        raise UserError(
            "Espace à préciser",
            "Une sauvegarde ne remplace que la base d’un seul espace.",
            "Ajoutez --espace terrain ou --espace relogement.",
        )
    return espaces[0]


def _kept(session: Session, espace: Espace) -> list[SauvegardeRecord]:
    from desktop.services.sauvegardes import kept

    return kept(session.carnet.dossiers.sauvegardes(espace.value))


def _chosen(known: list[SauvegardeRecord], named: Path | None) -> SauvegardeRecord:
    """Return the backup of that name or path, or the last one."""
    from desktop.services.sauvegardes import record_of

    if named is None:
        if not known:
            raise FichierRefuse(
                "Aucune sauvegarde",
                "Cet espace n’a aucune sauvegarde sur ce poste.",
                "Indiquez le chemin d’une copie, ou rejoignez de nouveau l’équipe.",
            )
        return known[0]
    for record in known:
        if record.chemin.name == str(named):
            return record
    return record_of(named)


def _line(espace: Espace, record: SauvegardeRecord) -> str:
    return sentence(
        "{espace} · {date} · {reason} · {size} · {name}",
        espace=espace.value,
        date=full_datetime(record.cree_le),
        reason=record.raison,
        size=file_size(record.taille),
        name=record.chemin.name,
    )


def _cost(cost: Perte) -> list[str]:
    moment = full_datetime(cost.sauvegarde.cree_le)
    if not cost.base_lisible:
        return [
            sentence(
                "La base actuelle ne s’ouvre pas : ce qui a été saisi depuis le {date} ne peut pas "
                "être compté.",
                date=moment,
            )
        ]
    lines = [
        sentence(
            "Sauvegarde du {date} : {n} depuis sur ce poste.",
            date=moment,
            n=plural(cost.saisies, "changement saisi", "changements saisis"),
        )
    ]
    if cost.jamais_exportees:
        lines.append(
            sentence(
                "{n} : ils seront perdus.",
                n=plural(
                    cost.jamais_exportees,
                    "changement jamais exporté",
                    "changements jamais exportés",
                ),
            )
        )
    if cost.saisies > cost.jamais_exportees or cost.recues:
        lines.append(typo("Le reste reviendra avec le prochain fichier d’un collègue."))
    return lines


def _done(done: BilanRestauration) -> list[str]:
    lines = [
        sentence(
            "Sauvegarde restaurée. La base remplacée est gardée : {path}.", path=done.ancienne
        ),
        sentence("Ce poste continue sous la lettre {letter}.", letter=done.lettre),
    ]
    if done.brouillons_gardes is None:
        lines.append(typo("Les saisies en cours n’ont pas pu être relues."))
    return lines
