"""French sentences of the exchange: what a file brings, who wrote what, when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.domain.echange import Apercu, BilanImport, EchangePasse
from desktop.domain.records import AvisRecord, ConflitRecord, SauvegardeRecord
from desktop.formats import NBSP, fold, from_ms, full_datetime, plural, short_datetime, typo
from desktop.texts import ENTITES, ESPACE, counted

NOTHING_NEW = typo("0 changement : ce fichier a déjà été lu, ou ce poste a déjà tout.")
_PHOTO = "photo"
_REASONS = {
    "manuelle": "Manuelle",
    "avant-lecture": "Avant la lecture d’un fichier",
    "avant-retrait": "Avant le retrait d’une lecture",
    "avant-restauration": "Avant une restauration",
    "avant-nouvelle-identite": "Avant une nouvelle identité",
}


def sentence(template: str, **values: object) -> str:
    """Fill a French sentence; its own spaces become unbreakable, the values stay as they are."""
    return typo(template).format(**values)


def when(ms: int) -> str:
    """Return « jeu. 5 nov., 14 h 05 », with the year when it is another one."""
    today = date.today()  # noqa: DTZ011 - the agent's calendar
    return short_datetime(from_ms(ms), today=today)


def summary(apercu: Apercu) -> str:
    """Return « 12 fiches nouvelles, 3 modifiées, 1 conflit, 25 photos »."""
    if apercu.is_empty:
        return NOTHING_NEW
    created, modified = _records(apercu.nouvelles), _records(apercu.modifiees)
    parts = []
    if created:
        parts.append(plural(created, "fiche nouvelle", "fiches nouvelles"))
    if modified:
        word = "modifiée" if created else "fiche modifiée"
        parts.append(plural(modified, word, " ".join(f"{part}s" for part in word.split())))
    if apercu.conflits:
        parts.append(plural(apercu.conflits, "conflit"))
    if apercu.photos_nouvelles:
        parts.append(plural(apercu.photos_nouvelles, "photo"))
    if apercu.masquees:
        words = ("fiche à la corbeille", "fiches à la corbeille")
        parts.append(plural(apercu.masquees, *words))
    if not parts:
        parts.append(plural(apercu.changements, "changement"))
    return ", ".join(parts)


def details(apercu: Apercu) -> list[str]:
    """Return one sentence for each thing worth knowing before reading the file."""
    lines = [
        sentence("{label} : {counts}", label=label, counts=_by_kind(found))
        for label, found in (
            ("Fiches nouvelles", apercu.nouvelles),
            ("Fiches modifiées", apercu.modifiees),
            ("Fiches à la corbeille", apercu.masquees_par),
            ("Fiches rétablies", apercu.retablies_par),
        )
        if _records(found)
    ]
    told = (
        (
            apercu.conflits,
            "1 conflit entre deux postes : il sera à relire.",
            "{n} conflits entre deux postes : ils seront à relire.",
        ),
        (
            apercu.masquees,
            "1 fiche supprimée par un collègue ira à la corbeille.",
            "{n} fiches supprimées par des collègues iront à la corbeille.",
        ),
        (
            apercu.avis,
            "1 fiche supprimée pendant qu’un collègue y travaillait : elle est gardée, à relire.",
            (
                "{n} fiches supprimées pendant que des collègues y travaillaient : elles sont "
                "gardées, à relire."
            ),
        ),
        (
            apercu.retablies,
            "1 fiche reviendra de la corbeille.",
            "{n} fiches reviendront de la corbeille.",
        ),
        (
            apercu.photos_attendues,
            "1 photo n’est pas dans ce fichier : elle viendra avec un fichier complet.",
            "{n} photos ne sont pas dans ce fichier : elles viendront avec un fichier complet.",
        ),
        (
            apercu.photos_reparees,
            "1 photo abîmée sur ce poste sera remise en état.",
            "{n} photos abîmées sur ce poste seront remises en état.",
        ),
        (
            apercu.doublons,
            "1 doublon probable avec une fiche de ce poste : rien n’est fusionné sans vous.",
            "{n} doublons probables avec des fiches de ce poste : rien n’est fusionné sans vous.",
        ),
        (
            apercu.incompris,
            (
                "1 élément non compris, d’une version plus récente : il est gardé, et se verra "
                "après la mise à jour."
            ),
            (
                "{n} éléments non compris, d’une version plus récente : ils sont gardés, et se "
                "verront après la mise à jour."
            ),
        ),
    )
    lines += [sentence(one if n == 1 else many, n=n) for n, one, many in told if n]
    lines += [
        sentence(
            "L’horloge de {poste} semble avancer de {jours} : dites-le à votre collègue.",
            poste=horloge.poste,
            jours=plural(horloge.jours, "jour"),
        )
        for horloge in apercu.horloges
    ]
    lines += [
        sentence(
            "La lettre {lettre} est portée par plusieurs postes ({postes}) : leurs numéros de "
            "fiches peuvent se répéter.",
            lettre=one.lettre,
            postes=", ".join(one.postes),
        )
        for one in apercu.lettres
    ]
    lines += [
        sentence(
            "Il manque le volume {rank} sur {total} : ses photos viendront avec lui.",
            rank=rank,
            total=apercu.volume[1],
        )
        for rank in apercu.volumes_manquants
    ]
    if apercu.cle_remplacee:
        lines.append("Fichier fait avec l’ancienne clé de l’équipe, accepté par vous.")
    return lines


def origin(apercu: Apercu) -> str:
    """Return who prepared a file, when, and for which espace."""
    return sentence(
        "Préparé par « {poste} » le {date} · espace {espace}",
        poste=apercu.expediteur,
        date=full_datetime(from_ms(apercu.cree_ms)),
        espace=ESPACE[apercu.espace],
    )


def report(bilan: BilanImport) -> list[str]:
    """Return what an import did, line by line, to be shown or copied."""
    apercu = bilan.apercu
    lines = [f"{apercu.fichier}", origin(apercu), summary(apercu), *details(apercu)]
    if bilan.photos_recues:
        received = plural(bilan.photos_recues, "photo reçue", "photos reçues")
        lines.append(sentence("{received}.", received=received))
    if bilan.photos_refusees:
        words = ("photo refusée", "photos refusées")
        refused = plural(bilan.photos_refusees, *words)
        lines.append(
            sentence("{refused} : abîmée ou trop grande, sa fiche est gardée.", refused=refused)
        )
    if bilan.sauvegarde:
        lines.append(sentence("Sauvegarde faite avant la lecture : {name}", name=bilan.sauvegarde))
    return lines


def past_line(lot: EchangePasse) -> str:
    """Return « Reçu de Portable B · jeu. 5 nov., 14 h 05 · 12 changements · 3 photos »."""
    what = f"Reçu de {lot.poste}" if lot.sens == "réception" else "Fichier préparé"
    changes = plural(lot.changements, "changement")
    return " · ".join((what, when(lot.ms), changes, plural(lot.photos, "photo")))


def written_by(auteur: str, poste: str, ms: int) -> str:
    """Return « C. Martin · Portable A · jeu. 5 nov., 14 h 05 »."""
    return " · ".join(filter(None, (auteur, poste, when(ms))))


def decision_title(item: ConflitRecord | AvisRecord) -> str:
    """Return « Constat BEI-2026-1-A001 », with its kind and number."""
    kind = ENTITES.get(item.entity, "")
    if kind.casefold() in item.objet.casefold():
        return item.objet
    return f"{kind} {item.objet}".strip()


def decision_subject(item: ConflitRecord | AvisRecord) -> str:
    """Return the disputed field, or what a notice is about."""
    if isinstance(item, ConflitRecord):
        return item.champ_libelle
    return "Supprimée pendant un travail"


def decision_key(item: ConflitRecord | AvisRecord) -> tuple[str, ...]:
    """Return what tells a decision from the others, however often the list is read."""
    champ = item.champ if isinstance(item, ConflitRecord) else ""
    return item.espace, item.entity, item.row, champ


def decision_kind(item: ConflitRecord | AvisRecord) -> str:
    """Return the kind under which a decision is filtered: « Constat », « Fiche supprimée »."""
    if isinstance(item, AvisRecord):
        return "Fiche supprimée"
    return ENTITES.get(item.entity, item.entity)


def decision_words(item: ConflitRecord | AvisRecord) -> str:
    """Return all that a search in the list looks at."""
    parts = [decision_title(item), decision_subject(item), decision_kind(item)]
    if isinstance(item, ConflitRecord):
        for value in item.valeurs:
            parts += [value.valeur, value.auteur, value.poste]
    else:
        parts += [item.supprime_par, item.travail_par]
    return fold(" ".join(parts))


def notice_sentence(avis: AvisRecord) -> str:
    """Return « Supprimée par X … pendant que Y y travaillait … »."""
    return sentence(
        "Fiche supprimée par {who} ({at}), pendant que {worker} y travaillait ({then}). "
        "Elle a été gardée : rien n’est perdu.",
        who=avis.supprime_par,
        at=when(avis.supprime_ms),
        worker=avis.travail_par,
        then=when(avis.travail_ms),
    )


def reason(record: SauvegardeRecord) -> str:
    """Return why a backup was made."""
    return _REASONS.get(record.raison, record.raison.replace("-", NBSP).capitalize())


def _records(counts: Mapping[str, int]) -> int:
    return sum(count for kind, count in counts.items() if kind != _PHOTO)


def _by_kind(counts: Mapping[str, int]) -> str:
    return counted({kind: count for kind, count in counts.items() if kind != _PHOTO})
