"""The report of an import as text: kept with its lot, shown and printed later."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from desktop.domain.echange import Apercu, BilanImport, HorlogeEnAvance, LettrePartagee
from desktop.domain.espaces import Espace


def bilan_to_json(bilan: BilanImport) -> str:
    """Return the text of a report: figures, labels of postes, no content of a record."""
    return json.dumps(asdict(bilan), ensure_ascii=False, sort_keys=True)


def bilan_from_json(text: str) -> BilanImport:
    """Read what `bilan_to_json` gave, by this version or an older one."""
    fields: dict[str, Any] = json.loads(text)
    seen: dict[str, Any] = fields.pop("apercu")
    apercu = Apercu(
        **{
            **seen,
            "espace": Espace(seen["espace"]),
            "horloges": tuple(HorlogeEnAvance(**one) for one in seen["horloges"]),
            "lettres": tuple(
                LettrePartagee(one["lettre"], tuple(one["postes"])) for one in seen["lettres"]
            ),
            "volume": tuple(seen["volume"]),
            "volumes_manquants": tuple(seen["volumes_manquants"]),
        }
    )
    return BilanImport(apercu=apercu, **fields)
