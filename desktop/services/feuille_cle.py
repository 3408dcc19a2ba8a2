"""« Feuille de secours de la clé »: the secret team key on paper, for the safe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from desktop import formats
from desktop.domain.equipe import CleEnClair, FeuilleCle
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn, write_whole
from desktop.services.ouverture import Session
from desktop.services.relogement import local_now
from desktop.services.responsables import require_responsable
from desktop.storage.queries.cles import held_keys

TEXT_SUFFIX = ".txt"
WARNING = (
    "Cette feuille ouvre tous les fichiers d’échange de cet espace, passés et à venir tant que "
    "la clé ne change pas. Rangez-la dans un coffre, n’en gardez aucune copie sur un ordinateur, "
    "ne l’envoyez jamais. Si elle se perd, changez la clé de l’équipe."
)
STEPS = (
    (
        "1. Recopiez la ligne AGE-SECRET-KEY-… dans un fichier texte, par exemple cle.txt "
        "(la feuille au format texte convient telle quelle)."
    ),
    "2. Ouvrez le fichier .carnet comme une archive : unzip fichier.carnet",
    (
        "3. Déchiffrez une partie avec le programme libre age : "
        "age --decrypt -i cle.txt changements/0001.age"
    ),
    (
        "4. Ce qui sort est encore compressé (zlib) : perl, python3 ou pigz le rendent lisible. "
        "Le guide donne les commandes, au chapitre « Lire un fichier sans Carnet de quartier »."
    ),
    "5. Effacez cle.txt et changez la clé de l’équipe dès que l’urgence est passée.",
)


def sheet_name(espace: Espace, moment: datetime, *, text: bool) -> str:
    """Return the proposed file name."""
    suffix = TEXT_SUFFIX if text else ".pdf"
    return f"feuille-de-secours_{espace.value}_{moment:%Y-%m-%d}{suffix}"


def write_sheet(
    session: Session, espace: Espace, phrase: str, target: Path, *, text: bool = False
) -> Path:
    """Write the sheet in a folder, or under the given name; a name in .txt gives a text file.

    The text is one that the program `age` takes as it is. Anybody who may be asked for the key
    proves to be there: the passphrase is asked again, with the same delay after failures.

    Raises:
        AccesRefuse: not in charge of the espace, or another passphrase.
        EcritureImpossible: the disk refuses.
    """
    opened = session.espaces[espace]
    require_responsable(opened.store)
    if not session.ouverture.nom:
        raise AccesRefuse(
            "Phrase de passe à retrouver",
            "La feuille de secours se demande avec votre phrase de passe.",
            "Choisissez d’abord une nouvelle phrase de passe, puis recommencez.",
        )
    session.trousseau.unlock(session.ouverture.nom, phrase)
    feuille, now = _sheet(opened), local_now()
    if target.is_dir():
        target = target / sheet_name(espace, now, text=text)
    if text or target.suffix.lower() == TEXT_SUFFIX:
        write_whole(target, "\n".join([*_lines(feuille), ""]).encode())
    else:
        write_whole(target, _pdf(feuille, now, opened.personne))
    return target


def _sheet(espace: EspaceOuvert) -> FeuilleCle:
    with espace.store.reading() as session:
        held = held_keys(session)
    return FeuilleCle(
        commune=espace.store.identity.commune,
        espace=espace.espace.value,
        cles=tuple(
            CleEnClair(
                generation=one.cle.generation,
                empreinte=one.cle.fingerprint(),
                depuis_ms=one.depuis_ms,
                identite=one.cle.age_identity,
            )
            for one in held.cles
        ),
    )


def _pdf(feuille: FeuilleCle, now: datetime, editor: str) -> bytes:
    from desktop.reports.feuille_cle import render_feuille_cle

    return drawn(render_feuille_cle, feuille, WARNING, STEPS, edited_on=now, editor=editor)


def _lines(feuille: FeuilleCle) -> Iterator[str]:
    """Yield the text: all but the keys are comments for the program `age`."""
    yield "# Carnet de quartier — feuille de secours de la clé"
    yield f"# {_one_line(feuille.commune)} — espace {feuille.espace}"
    yield f"# {WARNING}"
    for step in STEPS:
        yield f"# {step}"
    for cle in feuille.cles:
        yield f"# Génération {cle.generation}, empreinte : {' '.join(cle.empreinte)}"
        if cle.depuis_ms is not None:
            yield f"# Depuis le {formats.full_date(formats.from_ms(cle.depuis_ms).date())}"
        yield cle.identite


def _one_line(text: str) -> str:
    return " ".join(text.split())
