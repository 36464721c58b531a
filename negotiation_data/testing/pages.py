"""Sources as planned and as records: outlets of their own, copies of an agency, statements of a side, early announcements."""

from __future__ import annotations

import hashlib

from negotiation_data.testing.cast import Cast
from negotiation_data.testing.choice import Choose
from negotiation_data.testing.dated import a_date, later
from negotiation_data.testing.reports import Pool, Source, passage_hash
from negotiation_data.testing.words import LANGUAGES, Record, a_label, a_text, notes, other_names, word

__all__ = ["a_pool", "medium_record", "source_record"]

_KINDS = (
    *("news_article", "agency_report", "official_statement", "official_document", "organisation_report"),
    *("analysis", "dataset", "interview", "social_media", "book"),
)
_EXTENTS = ("whole", "first_part", "excerpt")


def a_pool(choose: Choose, parties: list[str]) -> Pool:
    """Two to four sources that report everything, and up to three others."""
    sources = [_planned(choose, number, late=True) for number in range(1, choose.number(2, 4) + 1)]
    for number in range(len(sources) + 1, len(sources) + 1 + choose.number(0, 3)):
        early = choose.chance(3)
        own = choose.one(parties) if not early and choose.chance() else None
        sources.append(_planned(choose, number, late=False, early=early, own=own))
    return Pool(sources)


def _planned(choose: Choose, number: int, *, late: bool, early: bool = False, own: str | None = None) -> Source:
    length = choose.number(1, 3000) if choose.chance() else None
    return Source(f"source-{number}", number, late, choose.one(_EXTENTS), length, early, own)


def source_record(choose: Choose, cast: Cast, source: Source) -> Record:
    """The record of a source."""
    record: Record = {
        "id": source.id,
        "kind": choose.one(_KINDS),
        "outlet": f"Outlet {source.number}",
        "language": choose.one(LANGUAGES)[0],
        "read_extent": source.read_extent,
        "origins": _origins(choose, source),
    }
    chosen = choose.some(("title", "url", "read_on"))
    if "title" in chosen:
        record["title"] = a_label(choose, "What was said")
    if "url" in chosen:
        record["url"] = choose.one(("https://example.org/{}", "https://www.example.org/page?n={}")).format(source.number)
    day = later(cast.first, -30) if source.early else later(cast.last, choose.number(0, 30))
    undated = not source.early and choose.chance(5)
    record["published_basis"] = "none" if undated else choose.one(("metadata", "text", "url", "given", "inferred"))
    if not undated:
        record["published"] = f"{day}" if source.early else a_date(choose, day)
    if undated or "read_on" in chosen:
        record["read_on"] = f"{later(day, choose.number(0, 9))}"
    if source.length:
        record["text"] = {
            "sha256": hashlib.sha256(source.id.encode()).hexdigest(),
            "length": source.length,
            "extent": choose.one(_EXTENTS),
            "obtained": a_text(choose),
        }
        if choose.chance():
            record["not_coded"] = _not_coded(choose, source, source.length)
    notes(choose, record)
    record.pop("review", None)
    return record


def _origins(choose: Choose, source: Source) -> list[Record]:
    """Where it comes from: late sources each from an origin that no other late one has."""
    if source.late:
        if choose.chance(3):
            return [{"origin": f"agency-{source.number}", "relation": choose.one(("carries", "rewrites"))}]
        own = [{"origin": f"outlet-{source.number}", "relation": "own"}]
        return own + ([{"origin": "agency-99", "relation": "cites"}] if choose.chance() else [])
    if source.own:
        return [{"origin": source.own, "relation": "own"}]
    return [{"origin": choose.one(("agency-1", "outlet-1", "agency-99")), "relation": choose.one(("carries", "cites", "rewrites"))}]


def _not_coded(choose: Choose, source: Source, length: int) -> list[Record]:
    start = choose.number(0, length - 1)
    end = choose.number(start + 1, length)
    reason = choose.one(("out_of_scope", "no_field", "opinion", "repeated", "furniture"))
    return [{"start": start, "end": end, "sha256": passage_hash(source.id, start, end), "reason": reason, "note": a_text(choose)}]


def medium_record(choose: Choose, name: str) -> Record:
    """The record of a medium through which reports came."""
    number = int(name.rpartition("-")[2])
    record: Record = {"id": name, "name": f"{word(900 + number)} daily", "kind": "media"}
    if choose.chance():
        record["country"] = "TUR"
    if choose.chance():
        record["names"] = other_names(choose, 900 + number, ["source-1"], "actor")
    notes(choose, record)
    return record
