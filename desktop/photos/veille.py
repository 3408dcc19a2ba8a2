"""A watched folder: which photos have newly arrived in it, whole."""

from __future__ import annotations

from pathlib import Path

from desktop.errors import FichierRefuse
from desktop.photos.import_ import discover, in_order

_State = tuple[int, int]


class Veille:
    """Looks into one folder, to the bottom, each time it is asked; starts no thread.

    What lies there at the first look is left alone. A file that came later is given once, when
    its size and date have not moved between two looks: a copy that is still running waits.
    A file that changes after it was given is given again: it is another photo.
    """

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self._settled: dict[Path, _State] | None = None
        self._moving: dict[Path, _State] = {}

    def look(self) -> list[Path]:
        """Return the files that are new and whole, in reading order.

        Raises:
            FichierRefuse: The folder is gone or cannot be opened; a later look may succeed.
        """
        states = self._states()
        if self._settled is None:
            self._settled = states
            return []
        moving = {path: state for path, state in states.items() if self._settled.get(path) != state}
        ready = [path for path, state in moving.items() if self._moving.get(path) == state]
        self._moving = {path: state for path, state in moving.items() if path not in set(ready)}
        self._settled.update((path, states[path]) for path in ready)
        return in_order(ready)

    def _states(self) -> dict[Path, _State]:
        found: dict[Path, _State] = {}
        try:
            next(self.dossier.iterdir(), None)
        except OSError as error:
            raise FichierRefuse(
                "Dossier surveillé introuvable",
                "Le dossier surveillé n’est plus là, ou ne peut plus être ouvert.",
                "Rebranchez le support, ou arrêtez la surveillance.",
            ) from error
        for path in discover([self.dossier]):
            try:
                information = path.lstat()
            except OSError:
                continue  # gone between the listing and this look
            if information.st_size:  # an empty file is the beginning of a copy
                found[path] = (information.st_size, information.st_mtime_ns)
        return found
