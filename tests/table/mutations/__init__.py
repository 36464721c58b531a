"""For each rule a mutation, which makes one thing wrong in valid data; and what else it may break, with why."""

from __future__ import annotations

from collections.abc import Callable

from negotiation_data.table.frames import Frames
from tests.table.mutations import burials, evidence_drift, identity_time_place, participation_ceasefire_outcome, several

__all__ = ["BASES", "COMPANIONS", "MUTATIONS"]

_MODULES = (several, burials, identity_time_place, participation_ceasefire_outcome, evidence_drift)

#: By the code of a rule: makes the smallest change of valid tables that must break it; None where they have nothing to change.
MUTATIONS: dict[str, Callable[..., Frames | None]] = {code: mutation for part in _MODULES for code, mutation in part.MUTATIONS.items()}

#: What else a mutation may break, and must by what the rules say; each is explained where it stands.
COMPANIONS: dict[str, set[str]] = {code: found for part in _MODULES for code, found in part.COMPANIONS.items()}

#: Rules that compare with an earlier release: the release, of which the mutation makes that of today.
BASES = evidence_drift.BASES
