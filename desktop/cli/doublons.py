"""`carnet doublons | fusionner | separer`: the same thing entered twice, made one, or two again."""

from __future__ import annotations

import click

from desktop.bootstrap import Carnet
from desktop.cli.french import TEXT, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.espaces import Espace
from desktop.domain.fusion import ChampCompare, Comparaison, DoublonRecord
from desktop.errors import UserError
from desktop.formats import plural

_MARK_LENGTH = 8
_MARK_MIN = 6
_SIDES = ("A", "B")


@click.command(
    "doublons",
    cls=FrenchCommand,
    short_help="Montrer les fiches saisies deux fois.",
    help="Montrer les fiches qui sont peut-être la même chose : même adresse, même nom, même "
    "endroit, même personne. Rien n’est réuni sans vous : « carnet fusionner REPERE REPERE ».",
    params=common_options(*ALL),
)
@pass_session
def doublons(session: Session) -> None:
    """List the suggestions."""
    carnet = session.opened()
    found = [
        record for espace in session.espaces() for record in carnet.doublons(espace).suggestions()
    ]
    lines = []
    for record in found:
        marks = f"{_mark(record.a)} {_mark(record.b)}"
        lines.append(f"{marks}  {record.titre_a} · {record.titre_b}")
        lines.append(f"  {', '.join(record.raisons)}")
    lines.append(f"{plural(len(found), 'doublon possible', 'doublons possibles')}.")
    session.answer(lines, {"commande": "doublons", "doublons": [_data(one) for one in found]})


@click.command(
    "fusionner",
    cls=FrenchCommand,
    short_help="Réunir deux fiches en une, pour toute l’équipe.",
    help="Réunir deux fiches qui sont la même chose. Les repères sont ceux de « carnet "
    "doublons ». Là où elles diffèrent, la valeur proposée est gardée, sauf « --garder "
    "champ=A » ou « champ=B ». « carnet separer » revient en arrière.",
    params=common_options(*ALL),
)
@click.argument("a", type=TEXT, metavar="A")
@click.argument("b", type=TEXT, metavar="B")
@click.option(
    "--garder",
    cls=FrenchOption,
    type=TEXT,
    multiple=True,
    metavar="CHAMP=A|B",
    help="Fiche dont la valeur est gardée pour un champ ; l’option se répète.",
)
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Comparer sans rien écrire.")
@pass_session
def fusionner(session: Session, a: str, b: str, garder: tuple[str, ...], essai: bool) -> None:
    """Compare, then merge."""
    carnet = session.opened()
    espace, entity, first = _record(carnet, session.espaces(), a)
    _, _, second = _record(carnet, (espace,), b, entity)
    compared = carnet.doublons(espace).compare(entity, first, second)
    choices = {line.champ: line.propose for line in compared.differents}
    for text in garder:
        line, side = _choice(compared, text)
        choices[line.champ] = side
    lines = [f"A  {compared.fiches[0].titre}", f"B  {compared.fiches[1].titre}"]
    for line in compared.differents:
        left, right = (cell.valeur for cell in line.valeurs)
        kept = _SIDES[choices[line.champ]]
        lines.append(
            sentence(
                "  {label} ({champ}) : A « {left} », B « {right} » ; gardé : {kept}",
                label=line.libelle,
                champ=line.champ,
                left=left,
                right=right,
                kept=kept,
            )
        )
    if not essai:
        carnet.doublons(espace).merge(entity, first, second, choices)
        lines.append("Fiches réunies.")
    session.answer(
        lines,
        {
            "commande": "fusionner",
            "espace": espace.value,
            "ecrit": not essai,
            "a": first,
            "b": second,
            "differences": [
                {
                    "champ": line.champ,
                    "a": line.valeurs[0].valeur,
                    "b": line.valeurs[1].valeur,
                    "garde": _SIDES[choices[line.champ]],
                }
                for line in compared.differents
            ],
        },
    )


@click.command(
    "separer",
    cls=FrenchCommand,
    short_help="Séparer une fiche de celles avec qui elle a été réunie.",
    help="Séparer une fiche de celles avec qui elle a été réunie : chacune retrouve ses propres "
    "valeurs et ce qui dépendait d’elle.",
    params=common_options(*ALL),
)
@click.argument("fiche", type=TEXT, metavar="FICHE")
@pass_session
def separer(session: Session, fiche: str) -> None:
    """Take a record out of its group."""
    carnet = session.opened()
    espace, entity, row = _record(carnet, session.espaces(), fiche)
    carnet.doublons(espace).separate(entity, row)
    session.answer(
        ["Fiches séparées."],
        {"commande": "separer", "espace": espace.value, "fiche": row},
    )


def _mark(row: str) -> str:
    return row[:_MARK_LENGTH]


def _data(record: DoublonRecord) -> dict[str, object]:
    return {
        "espace": record.espace.value,
        "genre": record.entity,
        "a": record.a,
        "b": record.b,
        "titre_a": record.titre_a,
        "titre_b": record.titre_b,
        "raisons": list(record.raisons),
    }


def _record(
    carnet: Carnet, espaces: tuple[Espace, ...], mark: str, entity: str = ""
) -> tuple[Espace, str, str]:
    """Return the one record whose identifier begins so."""
    start = mark.strip().lower()
    found = [
        (espace, kind, row)
        for espace in espaces
        for kind, row in (carnet.doublons(espace).named(start) if len(start) >= _MARK_MIN else ())
        if entity in ("", kind)
    ]
    if len(found) != 1:
        raise UserError(
            "Repère inconnu",
            f"Le repère « {mark} » ne désigne pas une fiche, ou en désigne plusieurs.",
            "Relisez la liste avec « carnet doublons ».",
        )
    return found[0]


def _choice(compared: Comparaison, text: str) -> tuple[ChampCompare, int]:
    name, _, side = text.partition("=")
    for line in compared.differents:
        if line.champ == name.strip().lower() and side.strip().upper() in _SIDES:
            return line, _SIDES.index(side.strip().upper())
    raise UserError(
        "Choix inconnu",
        f"« {text} » ne désigne pas un champ qui diffère entre ces deux fiches.",
        "Lisez les champs avec « carnet fusionner A B --essai » ; écrivez par exemple nom=A.",
    )
