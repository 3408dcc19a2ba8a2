"""« Échange »: the other postes of the team, what they lack and what they could bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.domain.partage import Nommee, Preuve, held_by
from desktop.domain.partenaires import EtatEchange, Partenaire
from desktop.services.contexte import EspaceOuvert
from desktop.services.echange import EchangeService
from desktop.storage import journal
from desktop.storage.queries import partenaires as query
from desktop.storage.queries.echange import held_blobs
from desktop.storage.queries.envoi import named_blobs
from desktop.storage.queries.journal import count_open
from desktop.storage.queries.partenaires import PairLu, PosteVu

_NOTHING = Preuve({}, ())


class PartenairesService:
    """The partners of one open espace; everything here is read, nothing is written."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    def state(self) -> EtatEchange:
        """Return what the page shows."""
        identity = self._store.identity
        past = tuple(EchangeService(self._espace).past())
        with self._store.reading() as session:
            connection = session.connection()
            awaited = query.awaited_blobs(session, identity.espace)
            known = _Known(
                frontier={name: n for name, (n, _) in journal.frontier(connection).items()},
                pairs=query.pairs(session),
                held=held_blobs(session),
                named=[one for one in named_blobs(session) if one.sha256 in awaited],
            )
            seen = query.postes(session)
            waiting = count_open(connection, identity.espace)
        return EtatEchange(
            espace=identity.espace,
            poste=identity.poste,
            lettre=identity.lettre,
            partenaires=tuple(
                known.partner(current, former)
                for current, former in _laptops(seen)
                if current.replica != identity.replica
            ),
            photos_attendues=len(awaited),
            a_decider=waiting,
            passe=past,
        )


class _Known:
    """What this poste holds, and what the files of the others proved."""

    def __init__(
        self,
        *,
        frontier: Mapping[str, int],
        pairs: Mapping[str, PairLu],
        held: set[str],
        named: Sequence[Nommee],
    ) -> None:
        self._frontier = frontier
        self._pairs = pairs
        self._held = held
        self._named = named

    def partner(self, poste: PosteVu, former: list[PosteVu]) -> Partenaire:
        pair = self._pairs.get(poste.replica)
        proven = pair.preuve if pair else _NOTHING
        return Partenaire(
            id=poste.replica,
            nom=poste.libelle,
            lettre=poste.lettre,
            lu_ms=pair.recu_ms if pair else None,
            manque=sum(
                max(0, n - proven.frontiere.get(replica, 0))
                for replica, n in self._frontier.items()
                if replica != poste.replica  # it holds what it wrote, whoever brought it here
            ),
            photos_voulues=len(self._held.intersection(proven.voulus)),
            photos_a_recevoir=len(held_by(proven, self._named)),
            anciens=tuple(self.partner(one, []) for one in former),
        )


def _laptops(seen: list[PosteVu]) -> list[tuple[PosteVu, list[PosteVu]]]:
    """Put the earlier incarnations of a laptop under its latest one, postes in letter order.

    Same label and first letter are not enough: two laptops that bear them both go on writing,
    while an earlier incarnation is silent since the next one presented itself.
    """
    found: list[tuple[PosteVu, list[PosteVu]]] = []
    for poste in sorted(seen, key=lambda one: (one.ne_ms, one.replica), reverse=True):
        for current, former in found:
            oldest = former[-1] if former else current
            same = (poste.libelle, poste.lettre[:1]) == (current.libelle, current.lettre[:1])
            if same and poste.ecrit_ms <= oldest.ne_ms:
                former.append(poste)
                break
        else:
            found.append((poste, []))
    return sorted(found, key=lambda one: (one[0].lettre, one[0].libelle, one[0].replica))
