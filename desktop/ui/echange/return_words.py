"""French sentences of what goes back: a restored backup, a reading taken back."""

from __future__ import annotations

from desktop.domain.retours import ApercuRetrait, BilanRestauration, Perte
from desktop.formats import full_datetime, plural, typo
from desktop.texts import ESPACE, counted
from desktop.ui.echange.words import sentence, when


def cost_lines(cost: Perte) -> list[str]:
    """Return what restoring a backup takes from this poste, before anybody confirms."""
    moment = full_datetime(cost.sauvegarde.cree_le)
    if not cost.base_lisible:
        return [
            sentence(
                "La base actuelle ne s’ouvre pas : ce qui a été saisi depuis le {date} ne peut pas "
                "être compté. Ce qui n’a jamais été exporté sera perdu ; le reste reviendra avec "
                "le prochain fichier d’un collègue.",
                date=moment,
            )
        ]
    lines = []
    if cost.jamais_exportees:
        lines.append(
            sentence(
                "{n} depuis le {date} : ils seront perdus. Annulez et exportez d’abord pour les "
                "garder.",
                n=plural(
                    cost.jamais_exportees,
                    "changement jamais exporté",
                    "changements jamais exportés",
                ),
                date=moment,
            )
        )
    else:
        lines.append(typo("Rien de ce que vous avez saisi ne sera perdu : tout a été exporté."))
    exported = cost.sans_preuve - cost.jamais_exportees
    if exported > 0:
        lines.append(
            sentence(
                "{n}, sans preuve qu’un collègue les ait lus : gardez le fichier exporté.",
                n=plural(exported, "changement exporté", "changements exportés"),
            )
        )
    if cost.saisies > cost.jamais_exportees or cost.recues:
        lines.append(
            typo("Le reste reviendra dès que vous lirez le prochain fichier d’un collègue.")
        )
    if cost.brouillons:
        drafts = plural(cost.brouillons, "saisie en cours", "saisies en cours")
        lines.append(sentence("{drafts} : gardées.", drafts=drafts))
    return lines


def confirmation(cost: Perte) -> str:
    """Return the question that comes before a restoration."""
    lost = [
        *cost_lines(cost),
        "",
        typo("La base actuelle est gardée parmi les sauvegardes. Restaurer maintenant ?"),
    ]
    return "\n".join(lost)


def restored(done: BilanRestauration) -> str:
    """Return the one sentence after a restoration."""
    text = sentence(
        "Espace {espace} : sauvegarde du {date} restaurée. Lisez maintenant le dernier fichier "
        "d’un collègue.",
        espace=ESPACE[done.perte.espace],
        date=full_datetime(done.perte.sauvegarde.cree_le),
    )
    if done.brouillons_gardes is None:
        text += typo(" Les saisies en cours n’ont pas pu être relues.")
    return text


def withdrawal_lines(apercu: ApercuRetrait) -> list[str]:
    """Return what leaves with a reading, what comes back and what stays."""
    lines = [
        sentence(
            "Fichier de {poste}, lu {date} : {n}.",
            poste=apercu.poste,
            date=when(apercu.lu_ms),
            n=plural(apercu.changements, "changement"),
        )
    ]
    if apercu.disparaissent:
        lines.append(sentence("Disparaissent : {named}.", named=counted(apercu.disparaissent)))
    if apercu.reviennent:
        lines.append(
            sentence("Reprennent leur valeur d’avant : {named}.", named=counted(apercu.reviennent))
        )
    kept = plural(
        apercu.gardees, "changement que vous avez fait", "changements que vous avez faits"
    )
    if apercu.gardees:
        lines.append(sentence("Restent : {kept} depuis cette lecture.", kept=kept))
    if apercu.empechement:
        lines.append(typo(apercu.empechement))
        lines.append(
            typo(
                "Cette lecture ne peut donc pas être retirée : corrigez les fiches, ou restaurez "
                "la sauvegarde faite avant la lecture."
            )
        )
    return lines
