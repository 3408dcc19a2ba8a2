"""`carnet importer`: reads the exchange file of another poste."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from desktop.cli.french import PATH, FrenchCommand, FrenchOption, sentence
from desktop.cli.session import ALL, Session, common_options, pass_session
from desktop.domain.echange import Apercu
from desktop.domain.espaces import Espace
from desktop.errors import CleRemplacee, FichierRefuse
from desktop.formats import plural, typo
from desktop.texts import counted


@click.command(
    "importer",
    cls=FrenchCommand,
    short_help="Lire un fichier d’échange.",
    help="Lire le fichier d’échange d’un autre poste, ou les volumes d’un même envoi. Une "
    "sauvegarde est faite avant ; « --essai » dit ce que le fichier apporterait et n’écrit rien.",
    params=common_options(*ALL),
)
@click.argument("fichiers", type=PATH, metavar="FICHIER...", nargs=-1, required=True)
@click.option("--essai", cls=FrenchOption, is_flag=True, help="Montrer sans rien écrire.")
@click.option(
    "--accepter-suppressions",
    cls=FrenchOption,
    is_flag=True,
    help="Lire même si le fichier masque de nombreuses fiches.",
)
@click.option(
    "--accepter-ancienne-cle",
    cls=FrenchOption,
    is_flag=True,
    help="Lire même si le fichier, fait depuis que la clé a changé, porte l’ancienne clé.",
)
@click.option(
    "--rapport",
    cls=FrenchOption,
    type=PATH,
    metavar="PDF",
    help="Écrire aussi le compte rendu de lecture dans ce fichier PDF.",
)
@pass_session
def importer(
    session: Session,
    fichiers: tuple[Path, ...],
    *,
    essai: bool,
    accepter_suppressions: bool,
    accepter_ancienne_cle: bool,
    rapport: Path | None,
) -> None:
    """Preview, or import in one transaction."""
    espace = _espace_of(session, fichiers)
    service = session.opened().echange(espace).lecture
    data: dict[str, object] = {"commande": "importer", "essai": essai}
    if essai:
        apercu = service.preview_set(fichiers, accept_old_key=accepter_ancienne_cle)
        session.answer(_lines(apercu), {**data, **asdict(apercu)})
        return
    bilan = service.import_set(
        fichiers,
        accept_mass_deletion=accepter_suppressions,
        accept_old_key=accepter_ancienne_cle,
        progress=session.counter(espace.value),
    ).valeur
    lines = _lines(bilan.apercu)
    if bilan.photos_refusees:
        words = plural(bilan.photos_refusees, "photo refusée", "photos refusées")
        lines.append(f"  {words}")
    if bilan.sauvegarde:
        lines.append(sentence("Sauvegarde faite avant la lecture : {name}", name=bilan.sauvegarde))
    if bilan.apercu.conflits:
        lines.append(typo("« carnet conflits » montre les valeurs à départager."))
    if rapport is not None:
        session.opened().rapports(espace).save(service.report(bilan), rapport)
        lines.append(sentence("Compte rendu : {path}", path=rapport))
    session.answer(
        lines,
        {
            **data,
            **asdict(bilan.apercu),
            "photos_recues": bilan.photos_recues,
            "photos_refusees": bilan.photos_refusees,
            "sauvegarde": bilan.sauvegarde,
            "rapport": str(rapport or ""),
        },
    )


def _espace_of(session: Session, fichiers: Sequence[Path]) -> Espace:
    """Return the espace named by --espace, or the one whose team key opens the files."""
    espaces = session.espaces()
    refusal: FichierRefuse | None = None
    for espace in espaces:
        if len(espaces) == 1:
            return espace
        try:
            session.opened().echange(espace).lecture.preview_set(fichiers)
        except CleRemplacee:
            return espace
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
    for label, counts in (
        ("Nouvelles", apercu.nouvelles),
        ("Modifiées", apercu.modifiees),
        ("Masquées", apercu.masquees_par),
        ("Rétablies", apercu.retablies_par),
    ):
        if counts:
            lines.append(sentence("  {label} : {named}", label=label, named=counted(counts)))
    lines += [
        f"  {plural(count, one, several)}"
        for count, one, several in (
            (apercu.photos_nouvelles, "photo nouvelle", "photos nouvelles"),
            (apercu.photos_reparees, "photo à remettre en état", "photos à remettre en état"),
            (apercu.photos_attendues, "photo encore attendue", "photos encore attendues"),
            (apercu.conflits, "conflit à départager", "conflits à départager"),
            (apercu.avis, "suppression pendant un travail", "suppressions pendant un travail"),
            (apercu.doublons, "doublon probable", "doublons probables"),
            (apercu.incompris, "élément non compris", "éléments non compris"),
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
    lines += [
        sentence(
            "  La lettre {lettre} est portée par plusieurs postes : {postes}.",
            lettre=one.lettre,
            postes=", ".join(one.postes),
        )
        for one in apercu.lettres
    ]
    lines += [
        sentence("  Il manque le volume {rank} sur {total}.", rank=rank, total=apercu.volume[1])
        for rank in apercu.volumes_manquants
    ]
    return lines
