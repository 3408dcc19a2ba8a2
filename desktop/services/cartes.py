"""User actions of the map: what it shows, and what is pointed or drawn on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.domain.carte import CarteRecord, ConstatCarte, ConstatListe, TraceCarte, sorties
from desktop.domain.changeset import ChangeSet
from desktop.domain.checks import TEXT_MAX, check_position
from desktop.domain.codes import OriginePosition, PositionQpv
from desktop.domain.diagnostics.trace import decode_points
from desktop.domain.drafts import ArretDraft, ParcoursDraft
from desktop.domain.geo import Position, Surface, crosses_itself, distance_m
from desktop.errors import FichierRefuse, UserError
from desktop.formats import fold, full_date, plural, typo
from desktop.interop.geojson import ContourLu, read_contours, write_surface
from desktop.models.constat import Constat
from desktop.models.marche import Arret, Marche, Parcours
from desktop.models.quartier import Quartier
from desktop.services.contexte import EspaceOuvert
from desktop.services.contours import Contours, positions_qpv
from desktop.services.diagnostics import DiagnosticsService
from desktop.services.parcours import check_room
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only
from desktop.storage.queries import cartes as query
from desktop.storage.queries import diagnostics, referentiel
from desktop.storage.queries.parcours import arret_order
from desktop.storage.unit_of_work import UnitOfWork

_AREA_MIN_M2, _AREA_MAX_M2 = 100, 50_000_000
_SIMPLE_POINTS = 5000
_NEAR_M = 50_000


class CartesService:
    """Maps of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    # --- reading --------------------------------------------------------------------------

    def carte_marche(self, marche_id: str) -> CarteRecord:
        """Return the map of a marche: its quartier, its parcours, its track, its constats.

        Raises:
            UserError: the marche is gone.
        """
        with self._store.reading() as session:
            marche = only(diagnostics.marches(session, [marche_id]), "Marche introuvable")
            regles = referentiel.parametres(session)
            contours = Contours.of(query.quartiers(session), regles.abords_tolerance_m)
            parcours = query.parcours_of(session, marche_id=marche_id)
            lus = query.constats(session, marche_id=marche_id)
            placed, waiting = _constats(
                lus, contours, {one.code: one.libelle for one in diagnostics.themes(session)}
            )
            traces = [decode_points(*one).points for one in query.traces(session, marche_id)]
            day = full_date(marche.date_prevue) if marche.date_prevue else "date à fixer"
            return CarteRecord(
                titre=f"{marche.numero}, {marche.quartier}",
                sous_titre=day,
                contours=contours.places(marche.draft.quartier_id),
                traces=tuple(
                    TraceCarte(
                        nom="", points=tuple(Position(one.lat_e7, one.lon_e7) for one in points)
                    )
                    for points in traces
                    if len(points) > 1
                ),
                arrets=tuple(query.arrets(session, parcours, regles.arret_rayon_m)),
                arrets_a_placer=tuple(query.arrets_a_placer(session, parcours)),
                photos=tuple(query.photos(session, marche_id)),
                constats=placed,
                a_placer=waiting,
                marche_id=marche_id,
                quartier_id=marche.draft.quartier_id,
            )

    def carte_quartier(self, quartier_id: str) -> CarteRecord:
        """Return the map of a quartier: the constats of all its marches, its active parcours.

        Raises:
            UserError: the quartier is gone.
        """
        with self._store.reading() as session:
            found = [one for one in query.quartiers(session) if one.id == quartier_id]
            quartier = only(found, "Quartier introuvable")
            regles = referentiel.parametres(session)
            contours = Contours.of(query.quartiers(session), regles.abords_tolerance_m)
            parcours = query.parcours_of(session, quartier_id=quartier_id)
            lus = query.constats(session, quartier_id=quartier_id)
            placed, waiting = _constats(
                lus, contours, {one.code: one.libelle for one in diagnostics.themes(session)}
            )
            return CarteRecord(
                titre=quartier.nom,
                sous_titre="Toutes les marches",
                contours=contours.places(quartier_id),
                arrets=tuple(query.arrets(session, parcours, regles.arret_rayon_m)),
                arrets_a_placer=tuple(query.arrets_a_placer(session, parcours)),
                constats=placed,
                a_placer=waiting,
                quartier_id=quartier_id,
            )

    def surfaces(self) -> dict[str, Surface]:
        """Return the known contours by quartier."""
        with self._store.reading() as session:
            return Contours.of(query.quartiers(session), 0).surfaces

    def positions_qpv(self, ids: Sequence[str]) -> dict[str, PositionQpv]:
        """Return where constats lie with regard to their quartier; those unknown are left out."""
        with self._store.reading() as session:
            return positions_qpv(session, ids)

    # --- pointing -------------------------------------------------------------------------

    def place_constat(self, row: str, place: Position) -> ChangeSet:
        """Give a constat the position that was pointed on the map.

        Raises:
            UserError: it is gone.
        """
        diagnostics_service = DiagnosticsService(self._espace)
        draft = replace(
            diagnostics_service.constat(row).draft,
            lat_e7=place.lat_e7,
            lon_e7=place.lon_e7,
            origine_position=OriginePosition.CARTE_MANUELLE,
        )
        return diagnostics_service.save_constat(draft, row).changes

    def force_qpv(self, row: str, forced: PositionQpv | None) -> ChangeSet:
        """Decide by hand where a constat lies with regard to its quartier; None: compute it.

        Raises:
            UserError: it is gone.
        """
        with self._store.writing("Position par rapport au quartier") as unit:
            unit.get(Constat, row).position_qpv_forcee = forced
        return unit.changes

    def add_arret(
        self, place: Position, *, marche_id: str | None = None, quartier_id: str | None = None
    ) -> Resultat[str]:
        """Add a stop at the end of the parcours of a marche or a quartier, made if there is none.

        Returns:
            The id of the stop.

        Raises:
            UserError: the marche or the quartier is gone.
        """
        accept(tuple(check_position(*place)))
        with self._store.writing("Arrêt ajouté sur la carte") as unit:
            parcours = query.parcours_of(
                unit.session, marche_id=marche_id, quartier_id=quartier_id
            ) or _new_parcours(unit, marche_id, quartier_id)
            order = arret_order(unit.session, parcours)
            check_room(len(order) + 1)
            draft = ArretDraft(
                parcours_id=parcours,
                ordre=len(order) + 1,
                nom=f"Arrêt {len(order) + 1}",
                lat_e7=place.lat_e7,
                lon_e7=place.lon_e7,
            )
            added = unit.add(Arret, draft, root=parcours)
        return Resultat(added.id, unit.changes)

    # --- drawing --------------------------------------------------------------------------

    def save_contour(self, quartier_id: str, surface: Surface | None) -> ChangeSet:
        """Keep the contour of a quartier; None: the shipped one again, or none.

        Raises:
            UserError: it crosses itself, is tiny, immense or too detailed, or the quartier is
                gone.
        """
        text = None if surface is None else _checked_text(surface)
        label = "Contour enregistré" if surface is not None else "Contour retiré"
        with self._store.writing(label) as unit:
            unit.get(Quartier, quartier_id).contour = text
        return unit.changes

    def import_contour(self, quartier_id: str, path: Path) -> Resultat[str]:
        """Keep the contour that a GeoJSON file holds for a quartier.

        Returns:
            What to tell the agent: which contour was taken, what was left aside.

        Raises:
            FichierRefuse: unreadable, no contour, or none that can be told to be this quartier's.
        """
        lecture = read_contours(_bytes(path), path.name)
        with self._store.reading() as session:
            found = [one for one in query.quartiers(session) if one.id == quartier_id]
        quartier = only(found, "Quartier introuvable")
        chosen = _choose(lecture.contours, quartier, path.name)
        _check_axes(chosen.surface, self.surfaces().values(), path.name)
        said = f"Contour de {quartier.nom} importé ({_points(chosen.surface)})."
        others = len(lecture.contours) - 1 + lecture.laisses
        if others:
            said += f" {plural(others, 'autre objet', 'autres objets')} du fichier : laissés."
        return Resultat(said, self.save_contour(quartier_id, chosen.surface))


def _constats(
    lus: Sequence[query.ConstatLu], contours: Contours, themes: dict[str, str]
) -> tuple[tuple[ConstatCarte, ...], tuple[ConstatListe, ...]]:
    """Return the constats on the map, and those that wait for a position."""
    placed: list[ConstatCarte] = []
    waiting: list[ConstatListe] = []
    parts = sorties(one.numero for one in lus)
    for one in lus:
        label = themes.get(one.theme or "", "")
        texte = one.texte or one.titre
        sortie = parts.get(one.numero.rpartition("-")[0], "")
        if one.place is None:
            waiting.append(
                ConstatListe(
                    id=one.id,
                    numero=one.numero,
                    etat=one.etat,
                    theme=one.theme,
                    theme_libelle=label,
                    lieu=one.lieu,
                    texte=texte,
                    marche_id=one.marche_id,
                    qpv=one.qpv_force,
                    qpv_force=one.qpv_force,
                    sortie=sortie,
                )
            )
            continue
        placed.append(
            ConstatCarte(
                id=one.id,
                numero=one.numero,
                etat=one.etat,
                theme=one.theme,
                theme_libelle=label,
                lieu=one.lieu,
                texte=texte,
                marche_id=one.marche_id,
                qpv=contours.judge(one.place, one.quartier_id, one.qpv_force),
                qpv_force=one.qpv_force,
                sortie=sortie,
                position=one.place,
            )
        )
    return tuple(placed), tuple(waiting)


def _new_parcours(unit: UnitOfWork, marche_id: str | None, quartier_id: str | None) -> str:
    """Make the parcours that a first stop needs."""
    marche = unit.get(Marche, marche_id) if marche_id is not None else None
    owner = marche.quartier_id if marche is not None else quartier_id
    quartier = unit.get(Quartier, owner or "")
    nom = f"Parcours {marche.numero}" if marche is not None else f"Parcours {quartier.nom}"
    draft = ParcoursDraft(quartier_id=quartier.id, nom=nom)
    made = unit.add(Parcours, draft)
    if marche is not None:
        marche.parcours_id = made.id
    unit.session.flush()
    return made.id


def _checked_text(surface: Surface) -> str:
    """Return the text of a contour that can be kept."""
    what = ""
    if any(len(ring) <= _SIMPLE_POINTS and crosses_itself(ring) for ring in surface.rings()):
        what = "se croise lui-même"
    elif not _AREA_MIN_M2 <= surface.area_m2 <= _AREA_MAX_M2:
        what = "n’a pas la taille d’un quartier"
    text = write_surface(surface)
    if len(text) > TEXT_MAX:
        what = f"a trop de points ({_points(surface)})"
    if what:
        raise UserError(
            "Contour refusé",
            f"Ce contour {what} : il n’est pas enregistré.",
            "Reprenez le tracé, ou demandez au SIG un contour simplifié.",
        )
    return text


def _choose(contours: Sequence[ContourLu], quartier: query.QuartierLu, file: str) -> ContourLu:
    """Return the contour of a file that is the quartier's: by code, by name, or the only one."""
    coded = [one for one in contours if one.code_qpv and one.code_qpv == quartier.code_qpv]
    named = [one for one in contours if _same_name(one.nom, quartier.nom)]
    for found in (coded, named, list(contours)):
        if len(found) == 1:
            return found[0]
    said = f"Le fichier « {file} » contient {len(contours)} contours, et aucun n’est nommé "
    raise FichierRefuse(
        "Contour refusé",
        typo(f"{said}« {quartier.nom} »."),
        "Gardez dans le fichier le seul contour voulu, ou donnez-lui le nom du quartier.",
    )


def _check_axes(surface: Surface, known: Iterable[Surface], file: str) -> None:
    """Refuse a contour that is among the quartiers once its two numbers are exchanged.

    Raises:
        FichierRefuse: latitude and longitude are the wrong way round.
    """
    here = surface.inside_point
    turned = Position(here.lon_e7, here.lat_e7)
    places = [one.inside_point for one in known]
    if any(distance_m(turned, place) < _NEAR_M for place in places):
        raise FichierRefuse(
            "Contour refusé",
            typo(f"Dans le fichier « {file} », latitude et longitude sont inversées."),
            "Le GeoJSON écrit la longitude avant la latitude : demandez au SIG un fichier corrigé.",
        )


def _same_name(one: str, other: str) -> bool:
    plain = [fold(text).replace("-", " ").split() for text in (one, other)]
    return plain[0] == plain[1]


def _points(surface: Surface) -> str:
    return plural(sum(len(ring) for ring in surface.rings()), "point")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FichierRefuse(
            "Contour refusé",
            typo(f"Le fichier « {path.name} » ne s’ouvre pas."),
            "Vérifiez que le support est branché et que le fichier n’est pas ouvert ailleurs.",
        ) from error
