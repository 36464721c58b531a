"""Tombstones: ids of earlier releases, each leading on to records that are there, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from negotiation_data.testing.choice import Choose
from negotiation_data.testing.words import Record, a_text

__all__ = ["tombstones"]


def tombstones(choose: Choose, records: list[tuple[str, Record]]) -> Iterator[Record]:
    """Up to four tombstones: of records that moved, once or twice, were merged or split, and of one withdrawn."""
    for fate in choose.some(("withdrawn", "merged", "split", "moved")):
        kind, record = choose.one(records)
        name = record["id"]
        first, second = f"{name}-oldest", f"{name}-older"
        match fate:
            case "withdrawn":
                yield _one(choose, f"{name}-gone", kind, fate)
            case "merged":
                yield _one(choose, f"{name}-again", kind, fate, name)
            case "split":
                others = [other["id"] for _, other in records if other["id"] != name]
                yield _one(choose, f"{name}-and-more", kind, fate, name, choose.one(others))
            case _:
                yield _one(choose, second, kind, fate, name)
                if choose.chance():
                    yield _one(choose, first, kind, fate, second)


def _one(choose: Choose, name: str, kind: str, fate: str, *now: str) -> Record:
    led = {"now": list(now)} if now else {}
    return {
        "id": name,
        "was": kind,
        "fate": fate,
        "date": f"2026-0{choose.number(1, 9)}-1{choose.number(0, 9)}",
        **led,
        "reason": a_text(choose),
    }
