"""The development articles, and what must hold of any draft."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from negotiation_data.article.candidate import Candidate, EventDraft, EventKind, Tier
from negotiation_data.article.draft import Draft
from negotiation_data.article.read import from_text
from negotiation_data.article.standing import TOGETHER
from negotiation_data.dates.edtf import parse
from tests.conftest import ROOT

#: Every set that rules may be looked at with; those held out are not read here.
SETS = [ROOT / "benchmarks" / "articles" / "given", *sorted((ROOT / "benchmarks" / "articles").glob("development*"))]


@cache
def articles() -> dict[str, tuple[str, date | None, bool]]:
    """Set and name → text, publication date, whether there is nothing to be read from it."""
    found = {}
    for folder in SETS:
        for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
            name, published = entry["name"], entry["published"]
            gold: dict[str, Any] = json.loads((folder / f"{name}.gold.json").read_text(encoding="utf-8"))
            text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
            found[f"{folder.name}/{name}"] = (text, date.fromisoformat(published) if published else None, gold["negative"])
    return found


@cache
def sentences() -> list[str]:
    """The sentences of all development articles."""
    found = []
    for text, published, _ in articles().values():
        document = from_text(text, published=published)
        found += [document.quote(span) for span in document.sentences]
    return found


def candidates(draft: Draft) -> Iterator[Candidate]:
    for event in (*draft.rounds, *draft.ceasefires):
        yield from event.candidates
    yield from (person.side for person in draft.people if person.side is not None)


def broken(draft: Draft) -> list[str]:
    """Everything that does not hold of a draft."""
    found = []

    def holds(statement: str, truth: bool) -> None:
        if not truth:
            found.append(statement)

    document = draft.document
    spans = [span for candidate in candidates(draft) for span in candidate.spans]
    spans_of_people = [span for person in draft.people for span in person.spans]
    holds("every span lies in the text", all(0 <= s.start < s.end <= len(document.text) for s in (*spans, *spans_of_people)))
    holds("every person has a passage", all(person.spans for person in draft.people))
    values = [candidate for candidate in candidates(draft) if candidate.field in {"venue/place", "start", "end", "effective", "place"}]
    holds("every place and date has a passage", all(candidate.spans for candidate in values))
    holds("no place or date is read from a masked part", not any(document.masked(s.start, s.end) for c in values for s in c.spans))
    holds(
        "nothing is drafted where there is a reason not to", draft.reason is None or not (draft.rounds or draft.ceasefires or draft.people)
    )
    holds("something is drafted where there is none", draft.reason is not None or bool(draft.rounds or draft.ceasefires))
    for event in (*draft.rounds, *draft.ceasefires):
        parties, helpers = ({c.value for c in event.all(name)} for name in ("parties", "mediators"))
        holds("no party is a third party", not parties & helpers)
        holds("who helps has a role", all(c.role for c in event.all("mediators")))
        holds("nothing that is only likely is filled in", not any(c.likely and c.tier is Tier.PREFILLED for c in event.candidates))
        holds("what came of a round goes with how it stands", event.kind is not EventKind.ROUND or _together(event))
        holds("a round does not end before it begins", _in_order(event))
    holds("one round at most is the one that the article is about", sum(event.anchor.value == "this" for event in draft.rounds) <= 1)
    return found


def _together(event: EventDraft) -> bool:
    """What is said of the round that the article is about; of others no outcome is drafted."""
    status, outcome = event.best("status"), event.best("outcome")
    return outcome is None or (status is not None and outcome.value in TOGETHER[status.value])


def _in_order(event: EventDraft) -> bool:
    start, end = (found if found is None or found.tier is not Tier.CODER else None for found in (event.best("start"), event.best("end")))
    if start is None or end is None or "X" in start.value + end.value:
        return True
    first, last = parse(start.value).earliest, parse(end.value).latest
    return first is None or last is None or first <= last
