"""What came of rounds: outcomes that fit the judgement on the round, its ceasefires and its documents."""

from __future__ import annotations

from negotiation_data.testing.choice import Choose
from negotiation_data.testing.dated import a_period, later
from negotiation_data.testing.talks import Talks, TalksRound
from negotiation_data.testing.words import Record, a_text

__all__ = ["add_result", "finish_results"]

_STATES = ("agreed", "done", "agreed_in_principle", "claimed")
#: What came of a round by its status, besides ceasefires and documents that have a record.
_KINDS = ("undertaking", "joint_statement", "exchange", "next_round")
_KINDS_OF_HELD = ("agreement", "mechanism", "ceasefire", *_KINDS)


def add_result(choose: Choose, plan: Talks, one: TalksRound, kind: str, **links: str) -> None:
    """One more thing that came of a round; nothing is agreed where the round failed."""
    row: Record = {"outcome": f"outcome-{len(one.results) + 1}", "kind": kind, "summary": a_text(choose), **links}
    chosen = choose.some(("state", "date"))
    nameless = kind == "ceasefire" and "ceasefire" not in links
    if nameless:
        row["state"] = "claimed"
    elif "state" in chosen:
        row["state"] = choose.one(_STATES[2:] if one.failed else _STATES)
    if "date" in chosen and one.start <= plan.observed:
        first = later(one.start, choose.number(0, (one.end - one.start).days))
        row["date"] = a_period(choose, first, one.end if choose.chance(3) else first)
    one.results.append(row)


def finish_results(choose: Choose, plan: Talks, one: TalksRound, record: Record) -> None:
    """The outcomes of a round into its record, and what else must be said so that they fit it."""
    for kind in choose.several(_KINDS_OF_HELD if one.held else _KINDS, 0, 2):
        add_result(choose, plan, one, kind)
    shows = {"agreement", "ceasefire", "joint_statement"}
    if one.outcome in ("agreement", "partial_agreement") and not one.shown and not shows & {row["kind"] for row in one.results}:
        add_result(choose, plan, one, choose.one(("agreement", "joint_statement")))
    if not one.results and one.outcome not in ("agreement", "partial_agreement", "undertaking") and choose.chance(3):
        add_result(choose, plan, one, "none")
    if one.results:
        record["outcomes"] = one.results
    if one.outcome:
        record["outcome"] = one.outcome
    missing = record.get("missing", [])
    if one.status == "concluded" and not one.outcome:
        missing.append({"fields": ["/outcome"], "reason": choose.one(("not_reported", "withheld"))})
    if any(row["kind"] == "next_round" for row in one.results) and "next_round" not in record:
        missing.append({"fields": ["/next_round/date"], "reason": choose.one(("not_reported", "withheld", "not_applicable"))})
    if missing:
        record["missing"] = missing
