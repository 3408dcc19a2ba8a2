"""The layers of a photo, zones to hide and annotations, and the one rule that lets it leave.

The stored picture is never touched: `photo.masques` and `photo.annotations` hold these layers as
canonical JSON, and every diffused picture is made from them in new bytes (gusp-microsites 2.14
and 6). Coordinates are whole numbers from 0 to `COTE` of the width or the height of the upright
picture, so that they hold at every size.

What a newer version wrote is kept: unknown keys travel along untouched, and a kind this version
does not know stays as it is. An annotation it cannot draw is only left out; a zone it cannot
hide keeps the whole photo from leaving. A newer version that changes what a zone *means* must
therefore give it a new `forme` or `style`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from desktop.domain.codes import (
    CouleurAnnotation,
    FormeMasque,
    GenreAnnotation,
    MotifRetenue,
    StyleMasque,
    VerifPhoto,
)

COTE: Final = 10_000
"""Full width, or full height, of a picture in the coordinates of its layers."""

MASQUES_MAX: Final = 200
ANNOTATIONS_MAX: Final = 100
LEGENDE_MAX: Final = 80
"""Longest text of an annotation, in characters."""

JSON_MAX: Final = 60_000
"""Longest stored layer, in characters: below what one field of the log may hold."""

Layer = TypeVar("Layer")


class CouchesIllisibles(ValueError):
    """A stored layer that is no list of zones or annotations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Masque:
    """A zone to hide: left `x`, top `y`, width `l`, height `h`.

    `forme` None: a zone that only a newer version can hide, kept whole in `autres`. Otherwise
    `autres` holds the unknown keys, as canonical JSON.

    Raises:
        ValueError: An empty zone, or one that leaves the picture.
    """

    forme: FormeMasque | None = FormeMasque.RECTANGLE
    style: StyleMasque = StyleMasque.MOSAIQUE
    x: int = 0
    y: int = 0
    l: int = COTE  # noqa: E741 - the key of the stored form
    h: int = COTE
    autres: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if self.forme is None:
            return
        for start, length in ((self.x, self.l), (self.y, self.h)):
            if not (0 <= start < start + length <= COTE):
                raise ValueError("a zone lies inside the picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A drawing over a photo, above its hidden zones.

    An arrow goes from (x, y) to its point (x2, y2); an ellipse fills the box between them; a
    text begins at (x, y). `genre` None: known to a newer version only, kept whole in `autres`.

    Raises:
        ValueError: A point outside the picture, or a text that is empty or too long.
    """

    genre: GenreAnnotation | None = GenreAnnotation.FLECHE
    couleur: CouleurAnnotation = CouleurAnnotation.ROUGE
    x: int = 0
    y: int = 0
    x2: int = 0
    y2: int = 0
    texte: str = ""
    autres: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        if self.genre is None:
            return
        if not all(0 <= value <= COTE for value in (self.x, self.y, self.x2, self.y2)):
            raise ValueError("an annotation lies inside the picture")
        if (self.genre is GenreAnnotation.TEXTE) != bool(self.texte):
            raise ValueError("a text has words, nothing else has")
        if self.texte != one_line(self.texte) or len(self.texte) > LEGENDE_MAX:
            raise ValueError("a text is one short line")


@dataclass(frozen=True, slots=True)
class Couches:
    """Both layers of a photo, as a screen edits them."""

    masques: tuple[Masque, ...] = ()
    annotations: tuple[Annotation, ...] = ()

    @property
    def vides(self) -> bool:
        """Whether nothing is drawn."""
        return not self.masques and not self.annotations


def one_line(typed: str) -> str:
    """Return a typed text as one line: composed, without control marks, spaces folded."""
    signs = unicodedata.normalize("NFC", typed)
    kept = (sign for sign in signs if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join("".join(kept).split())


def parse_masques(stored: str | None) -> tuple[Masque, ...]:
    """Return the zones of a stored layer; None and "" hold none.

    Raises:
        CouchesIllisibles: No list of zones, a zone out of bounds, or more than the limits.
    """
    return _parse(stored, _masque, MASQUES_MAX)


def parse_annotations(stored: str | None) -> tuple[Annotation, ...]:
    """Return the annotations of a stored layer; None and "" hold none.

    Raises:
        CouchesIllisibles: As for `parse_masques`.
    """
    return _parse(stored, _annotation, ANNOTATIONS_MAX)


def dump_masques(masques: Iterable[Masque]) -> str:
    """Return the canonical form: the same zones give the same text; "" for none.

    Raises:
        CouchesIllisibles: More than the limits.
    """
    return _dump([_masque_fields(masque) for masque in masques], MASQUES_MAX)


def dump_annotations(annotations: Iterable[Annotation]) -> str:
    """Return the canonical form of annotations, as `dump_masques`."""
    return _dump([_annotation_fields(one) for one in annotations], ANNOTATIONS_MAX)


def retenue(
    verif: VerifPhoto | None, masques: str | None, *, desaccord: bool = False
) -> MotifRetenue | None:
    """Return why a photo may not leave in a document; None lets it leave.

    Args:
        verif: What a person answered; None counts as « à vérifier ».
        masques: The stored zones.
        desaccord: Two postes gave different answers or zones, and nobody has decided yet.
    """
    if verif is VerifPhoto.NON_DIFFUSABLE:
        return MotifRetenue.NON_DIFFUSABLE
    if desaccord:
        return MotifRetenue.DESACCORD
    if verif not in (VerifPhoto.SANS_PERSONNE, VerifPhoto.FLOUTEE):
        return MotifRetenue.A_VERIFIER
    if not understood(masques):
        return MotifRetenue.ZONES_INCONNUES
    # Blurred without a zone: what was hidden has not arrived, or was taken away.
    return (
        MotifRetenue.A_VERIFIER
        if verif is VerifPhoto.FLOUTEE and not parse_masques(masques)
        else None
    )


def understood(masques: str | None) -> bool:
    """Say whether this version can hide every zone of a stored layer."""
    try:
        return all(zone.forme is not None for zone in parse_masques(masques))
    except CouchesIllisibles:
        return False


def _parse(
    stored: str | None, read: Callable[[Mapping[str, Any]], Layer], most: int
) -> tuple[Layer, ...]:
    if not stored:
        return ()
    if len(stored) > JSON_MAX:
        raise CouchesIllisibles("too long")
    try:
        found = json.loads(stored, parse_constant=_no_constant, parse_float=_no_constant)
        if not isinstance(found, list) or len(found) > most:
            raise CouchesIllisibles("no short list")
        return tuple(read(_mapping(one)) for one in found)
    except (ValueError, RecursionError) as error:
        raise CouchesIllisibles(str(error)) from error


def _no_constant(text: str) -> Any:
    raise CouchesIllisibles(f"no number of a layer: {text[:20]}")


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CouchesIllisibles("no object")
    return value


_MASQUE_KEYS: Final = ("forme", "style", "x", "y", "l", "h")
_ANNOTATION_KEYS: Final = ("genre", "couleur", "x", "y", "x2", "y2", "texte")


def _masque(stored: Mapping[str, Any]) -> Masque:
    try:
        forme, style = FormeMasque(stored.get("forme", "")), StyleMasque(stored.get("style", ""))
    except ValueError:
        return Masque(forme=None, autres=_text(stored))
    return Masque(
        forme=forme,
        style=style,
        autres=_others(stored, _MASQUE_KEYS),
        **{key: _whole(stored, key) for key in ("x", "y", "l", "h")},
    )


def _annotation(stored: Mapping[str, Any]) -> Annotation:
    try:
        genre = GenreAnnotation(stored.get("genre", ""))
        couleur = CouleurAnnotation(stored.get("couleur", ""))
    except ValueError:
        return Annotation(genre=None, autres=_text(stored))
    texte = stored.get("texte", "")
    if not isinstance(texte, str):
        raise CouchesIllisibles("no text")
    return Annotation(
        genre=genre,
        couleur=couleur,
        texte=texte,
        autres=_others(stored, _ANNOTATION_KEYS),
        **{key: _whole(stored, key) for key in ("x", "y", "x2", "y2")},
    )


def _whole(stored: Mapping[str, Any], key: str) -> int:
    value = stored.get(key)
    if type(value) is not int:
        raise CouchesIllisibles(f"{key} is no whole number")
    return value


def _others(stored: Mapping[str, Any], known: tuple[str, ...]) -> str:
    others = {key: value for key, value in stored.items() if key not in known}
    return _text(others) if others else ""


def _masque_fields(masque: Masque) -> dict[str, Any]:
    others: dict[str, Any] = json.loads(masque.autres) if masque.autres else {}
    if masque.forme is None:
        return others
    return {
        **others,
        "forme": masque.forme.value,
        "style": masque.style.value,
        **{key: getattr(masque, key) for key in ("x", "y", "l", "h")},
    }


def _annotation_fields(one: Annotation) -> dict[str, Any]:
    others: dict[str, Any] = json.loads(one.autres) if one.autres else {}
    if one.genre is None:
        return others
    fields = {
        **others,
        "genre": one.genre.value,
        "couleur": one.couleur.value,
        **{key: getattr(one, key) for key in ("x", "y", "x2", "y2")},
    }
    return {**fields, "texte": one.texte} if one.texte else fields


def _dump(layer: list[dict[str, Any]], most: int) -> str:
    stored = _text(layer) if layer else ""
    if len(layer) > most or len(stored) > JSON_MAX:
        raise CouchesIllisibles("too many")
    return stored


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
