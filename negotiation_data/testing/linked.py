"""Whole data sets whose records refer to each other, valid by construction: no rule finds anything in them.

Days, sides and results are planned first, then records are written that keep to the plan, then those of all whom they
refer to, then the evidence; so next to nothing is drawn in vain.
"""

from __future__ import annotations

from hypothesis import strategies as st

from negotiation_data.schema import catalog
from negotiation_data.schema.model import Model
from negotiation_data.testing import cast as authority
from negotiation_data.testing import context
from negotiation_data.testing.addresses import references
from negotiation_data.testing.burials import tombstones
from negotiation_data.testing.cast import Cast, a_cast
from negotiation_data.testing.choice import Choose, Range
from negotiation_data.testing.dataset import LinkedRecords
from negotiation_data.testing.pages import a_pool, medium_record, source_record
from negotiation_data.testing.reports import Pool, cite
from negotiation_data.testing.sittings import round_record
from negotiation_data.testing.talks import Sizes, Talks, process_record, talks
from negotiation_data.testing.truces import truce_record, truces
from negotiation_data.testing.words import Record

__all__ = ["datasets"]


@st.composite
def datasets(
    draw: st.DrawFn,
    *,
    processes: Range = (1, 2),
    rounds: Range = (1, 4),
    ceasefires: Range = (0, 2),
    incidents: Range = (0, 2),
    documents: Range = (0, 2),
) -> LinkedRecords:
    """Linked data sets in which `check` finds no error, no warning and no note.

    Each option says how many there are at least and at most: of processes, and of the others in each process (of what
    stands between rounds sometimes fewer, where there are not days enough). People, actors, places and sources are
    those that the others refer to.
    """
    return linked(Choose(draw), processes, Sizes(rounds, ceasefires, incidents, documents))


def linked(choose: Choose, processes: Range, sizes: Sizes) -> LinkedRecords:
    """A linked data set, by whoever makes the choices."""
    model = catalog.model()
    cast = a_cast(choose)
    found: list[tuple[str, Record]] = []
    plans = [talks(choose, cast, number, sizes) for number in range(1, choose.number(*processes) + 1)]
    parties = list(dict.fromkeys(side.id for plan in plans for side in plan.parties))
    pool = a_pool(choose, parties or ["outlet-99"])
    pool.quotable = [name for side in cast.sides for name in (side.id, *(person.id for person in side.people))]
    for plan in plans:
        found += _records_of(choose, cast, plan, sizes, [source.id for source in pool.late])
    complete = _completed(choose, model, cast, pool, found)
    complete += [("tombstone", record) for record in tombstones(choose, complete)]
    return LinkedRecords(tuple(complete))


def _records_of(choose: Choose, cast: Cast, plan: Talks, sizes: Sizes, counted_by: list[str]) -> list[tuple[str, Record]]:
    """The records of one process."""
    found = [("process", process_record(choose, cast, plan))]
    planned = truces(choose, plan, choose.number(*sizes.ceasefires))
    events = context.incidents(choose, cast, plan, choose.number(*sizes.incidents))
    texts = context.documents(choose, cast, plan, planned, choose.number(*sizes.documents))
    days = [(record["id"], day) for record, day in events]
    found += [("ceasefire", truce_record(choose, cast, plan, truce, days)) for truce in planned]
    found += [("incident", record) for record, _ in events] + [("document", record) for record in texts]
    return found + [("round", round_record(choose, cast, plan, one, counted_by)) for one in plan.rounds]


def _completed(choose: Choose, model: Model, cast: Cast, pool: Pool, found: list[tuple[str, Record]]) -> list[tuple[str, Record]]:
    """With evidence, and with the records of all whom anything refers to."""
    done = {record["id"] for _, record in found}
    sources = {source.id: source for source in pool.sources}
    waiting = list(found)
    complete = []
    while waiting:
        kind, record = waiting.pop(0)
        if kind != "source":
            cite(choose, model, pool, kind, record)
        complete.append((kind, record))
        for name in references(model, kind, record):
            if name in done:
                continue
            done.add(name)
            if name in sources:
                waiting.append(("source", source_record(choose, cast, sources[name])))
            elif name in pool.media:
                waiting.append(("actor", medium_record(choose, name)))
            elif (authored := authority.records(choose, cast, name, [source.id for source in pool.late])) is not None:
                waiting.append(authored)
    return complete
