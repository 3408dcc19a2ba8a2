"""`carnet importer`: reads the exchange file of another poste."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from desktop.cli.french import PATH, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.echange import Apercu
from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.formats import plural, typo
from desktop.texts import ENTITES


@click.command(
    "importer",
    cls=FrenchCommand,
    short_help="Lire un fichier d’échange.",
    help="Lire le fichier d’échange d’un autre poste. Une sauvegarde est faite avant ; "
    "« --essai » dit ce que le fichier apporterait et n’écrit rien.",
    params=common_options(*ALL),
)
@click.argument("fichier", type=PATH, metavar="FICHIER")
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien écrire.")
@click.option(
    "--accepter-suppressions",
    cls=FrenchOption,
    is_flag=True,
    help="Lire même si le fichier masque de nombreuses fiches.",
)
@pass_session
def importer(session: Session, fichier: Path, essai: bool, accepter_suppressions: bool) -> None:
    """Preview, or import in one transaction."""
    carnet = session.opened()
    espace = _espace_of(session, fichier)
    service = carnet.echange(espace)
    data: dict[str, object] = {"commande": "importer", "essai": essai}
    if essai:
        apercu = service.preview(fichier)
        session.answer(_lines(apercu), {**data, **_apercu(apercu)})
        return
    bilan = service.import_(
        fichier,
        accept_mass_deletion=accepter_suppressions,
        progress=session.counter(espace.value),
    ).valeur
    lines = _lines(bilan.apercu)
    if bilan.sauvegarde:
        lines.append(sentence("Sauvegarde faite avant la lecture : {name}", name=bilan.sauvegarde))
    if bilan.apercu.conflits:
        lines.append(typo("« carnet conflits » montre les valeurs à départager."))
    session.answer(
        lines,
        {
            **data,
            **_apercu(bilan.apercu),
            "photos_recues": bilan.photos_recues,
            "sauvegarde": bilan.sauvegarde,
        },
    )


def _espace_of(session: Session, fichier: Path) -> Espace:
    """Return the espace named by --espace, or the one whose team key opens the file."""
    espaces = session.espaces()
    refusal: FichierRefuse | None = None
    for espace in espaces:
        if len(espaces) == 1:
            return espace
        try:
            session.opened().echange(espace).preview(fichier)
        except FichierRefuse as error:
            refusal = refusal or error
        else:
            return espace
    raise refusal or AssertionError("a carnet without espace was opened")


def _lines(apercu: Apercu) -> list[str]:
    sender = f"{apercu.fichier} · espace {apercu.espace.value} · de {apercu.expediteur}"
    if apercu.is_empty:
        return [sender, typo("0 changement : ce poste a déjà tout.")]
    lines = [sender, plural(apercu.changements, "changement")]
    for label, counts in (("Nouvelles", apercu.nouvelles), ("Modifiées", apercu.modifiees)):
        if counts:
            named = (f"{ENTITES.get(kind, kind)} {count}" for kind, count in counts.items())
            lines.append(sentence("  {label} : {named}", label=label, named=", ".join(named)))
    lines += [
        f"  {plural(count, one, several)}"
        for count, one, several in (
            (apercu.masquees, "fiche masquée", "fiches masquées"),
            (apercu.retablies, "fiche rétablie", "fiches rétablies"),
            (apercu.photos_nouvelles, "photo nouvelle", "photos nouvelles"),
            (apercu.photos_attendues, "photo encore attendue", "photos encore attendues"),
            (apercu.conflits, "conflit à départager", "conflits à départager"),
            (apercu.incompris, "changement non compris", "changements non compris"),
        )
        if count
    ]
    lines += [
        sentence(
            "  L’horloge de {poste} semble avancer de {jours}.",
            poste=horloge.poste,
            jours=plural(horloge.jours, "jour"),
        )
        for horloge in apercu.horloges
    ]
    return lines


def _apercu(apercu: Apercu) -> dict[str, object]:
    return asdict(apercu)
