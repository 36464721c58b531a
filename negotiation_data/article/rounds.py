"""Where and when a round was held, how it stands, and what came of it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from negotiation_data.article import times
from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.gazetteer.gazetteer import Place
from negotiation_data.article.mention import Annotated, Named
from negotiation_data.article.shape import END, compile_rule

__all__ = ["PlaceFound", "dates", "outcome", "places", "status"]


#: A place before the first words of a report.
_DATELINE = re.compile(
    compile_rule(r"(?:^|\n|{END})\s*({L}(?:, {L})?)(?:,? {D})?\.?(?: ?\([^)\n]{2,40}\))? ?(?:[–—:]|-(?=\s)|―)").pattern.replace(
        "{END}", END
    ),
    re.MULTILINE,
)


#: A room or a road that is called after a place is not there.
_CALLED_AFTER = re.compile(
    r" (?:Room|Hall|Suite|Hotel|Street|Road|Avenue|Boulevard|University|Airport|Convention|Summit Declaration|Times|Post)\b"
)


@dataclass(slots=True)
class PlaceFound:
    """A place with what speaks for it, by the event that it belongs to."""

    place: Place
    scores: dict[tuple[EventKind, Anchor], float] = field(default_factory=lambda: defaultdict(float))
    spans: list[tuple[float, Span, str, tuple[EventKind, Anchor]]] = field(default_factory=list)

    def score(self, kind: EventKind, anchor: Anchor) -> float:
        return self.scores.get((kind, anchor), 0.0)


def places(annotated: Annotated, happenings: Events) -> list[PlaceFound]:
    """Every place where something may have been held, with the weight of what says so for each event."""
    found: dict[tuple[str, str], PlaceFound] = {}
    shape, document = annotated.shape, annotated.document
    best: dict[int, tuple[float, str]] = {}
    against: dict[int, float] = {}
    for rule in book().by_family["venues"]:
        for match in rule.pattern.finditer(annotated.small):
            for name, group in match.groupdict().items():
                if group is None or not name.startswith("X"):
                    continue
                mention = annotated.at(match.start(name))
                if mention is None or not mention.places:
                    continue
                if rule.weight < 0:
                    against[mention.start] = min(against.get(mention.start, 0.0), rule.weight)
                elif rule.weight > best.get(mention.start, (0.0, ""))[0]:
                    best[mention.start] = rule.weight, rule.id
    dateline = document.dateline
    own = next((m for m in _DATELINE.finditer(shape) if happenings.sentence(m.start(1)) <= 4), None)
    for mention in annotated.mentions:
        if not mention.places or document.masked(mention.start, mention.end) or _CALLED_AFTER.match(shape, mention.end):
            continue
        weight, rule = best.get(mention.start, (0.0, "named"))
        weight = weight + against.get(mention.start, 0.0) if weight < 3 else weight + 0.3 * against.get(mention.start, 0.0)
        in_dateline = (dateline is not None and dateline.start <= mention.start < dateline.end) or (
            dateline is None and own is not None and own.start(1) <= mention.start < own.end(1)
        )
        if in_dateline:
            weight, rule = 1.6, "dateline"
        if weight <= 0:
            continue
        number = happenings.sentence(mention.start)
        in_title = document.title is not None and mention.start < document.title.end
        weight *= 1.5 if in_title else 1.3 if number <= 2 else 1.0 if number <= 10 else 0.8
        event = (EventKind.ROUND, Anchor.THIS) if in_dateline else happenings.anchor(mention.start)
        if event[0] is EventKind.CEASEFIRE and happenings.nearest(mention.start, EventKind.ROUND) is None and rule == "in-place":
            weight *= 0.5
        place = mention.places[0]
        entry = found.setdefault((place.name, place.country), PlaceFound(place))
        entry.scores[event] += weight
        entry.spans.append((weight, mention.span, rule, event))
    return list(found.values())


_TALKS_THERE = re.compile(compile_rule(r" (?:{talks}|{deal})\b").pattern)


def sentences_elsewhere(annotated: Annotated, happenings: Events, place: str, venue_country: str | None) -> set[int]:
    """Sentences after the first in which something was held, but only at another place than a round's."""
    there: set[int] = set()
    here: set[int] = set()
    for mention in annotated.mentions:
        if not mention.places:
            continue
        number = happenings.sentence(mention.start)
        town = mention.places[0]
        if town.name == place or (town.kind == "country" and town.country == venue_country):
            here.add(number)
        elif town.kind not in {"country", "region"} and (
            annotated.shape[max(0, mention.start - 4) : mention.start].lower() in {" in ", " at "}
            or _TALKS_THERE.match(annotated.small, mention.end)
        ):
            near = happenings.nearest(mention.start)
            if number > 3 or (near is not None and abs(near.start - mention.start) < 90):
                there.add(number)
    return {number for number in there - here if number > 0}


# ---------------------------------------------------------------------------- dates


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date of an event: its EDTF, which end of the event it is, and what says so."""

    role: str  # S first day, E last, B both as far as it goes
    first: str
    last: str
    weight: float
    span: Span
    rule: str
    event: tuple[EventKind, Anchor]
    kind: times.TimeKind
    sentence: int


def _day_of_dateline(annotated: Annotated) -> str | None:
    """A day without a year in the dateline: what "this Monday" means in the first sentences."""
    lead = annotated.document.dateline
    end = lead.end if lead is not None else 40
    for mention in annotated.within(lead.start if lead is not None else 0, end, "time"):
        if mention.time is not None and mention.time.kind is times.TimeKind.DAY:
            found = times.resolve(mention.time, None)
            return found.first if found else None
    return None


def year_of(annotated: Annotated) -> int | None:
    """The one year that the text names with a day or month, for days that have none."""
    years = {m.time.first.year for m in annotated.mentions if m.time and m.time.first.year and m.time.first.month}
    return max(years) if years and max(years) - min(years) <= 1 else None


def dates(annotated: Annotated, happenings: Events) -> list[DateFound]:
    """Dates that rules tie to a beginning, an end or a day of talks."""
    document, shape = annotated.document, annotated.shape
    published = document.published
    year = year_of(annotated)
    dateline = _day_of_dateline(annotated) if published is None else None
    taken: dict[tuple[int, str], tuple[float, str]] = {}
    for rule in book().by_family["dates"]:
        for match in rule.pattern.finditer(annotated.small):
            for name, group in match.groupdict().items():
                if group is None:
                    continue
                key = (match.start(name), name[0])
                if rule.weight > taken.get(key, (0.0, ""))[0]:
                    taken[key] = rule.weight, rule.id
    by_mention: dict[int, list[tuple[float, str, str]]] = defaultdict(list)
    for (start, role), (weight, rule) in taken.items():
        by_mention[start].append((weight, role, rule))
    lead_at, lead_end = (
        (document.dateline.start, document.dateline.end) if document.dateline is not None and published is not None else (0, 0)
    )
    found = []
    for mention in annotated.mentions:
        if mention.time is None or document.masked(mention.start, mention.end):
            continue
        roles = by_mention.get(mention.start)
        if not roles:
            continue
        event = happenings.anchor(mention.start)
        if lead_at <= mention.start < lead_end:
            continue  # the day of the report
        if happenings.nearest(mention.start) is None and happenings.sentence(mention.start) > (
            6 if ("since" in {rule for _, _, rule in roles}) else 3
        ):
            continue  # of something else that happened
        number = happenings.sentence(mention.start)
        span = happenings.sentences[number]
        future = (
            event[1] is Anchor.NEXT
            or (happenings.planned and event[1] is Anchor.THIS)
            or (
                any(span.start <= start < span.end for start, _ in happenings.cues["next"])
                and event[1] is not Anchor.EARLIER
                and not _past(shape, mention)
            )
        )
        resolved = times.resolve(mention.time, published, future=future, year=year)
        if (
            resolved is None
            and dateline is not None
            and number <= 3
            and (mention.time.kind is times.TimeKind.WEEKDAY or mention.time.offset == 0)
        ):
            resolved = times.Resolved(dateline, dateline)
        if resolved is None or _of_violence(shape, mention):
            continue
        if published is not None and event[1] is not Anchor.NEXT and not happenings.planned and _after(resolved.first, published):
            event = (event[0], Anchor.NEXT)
        top = max(roles)
        for weight, role, rule in sorted(roles, reverse=True)[:2]:
            if weight < top[0] and {role, top[1]} != {"S", "E"}:
                continue
            if role != top[1] and weight < top[0]:
                continue
            near = 1.4 if number <= 2 else 1.0
            found.append(
                DateFound(role, resolved.first, resolved.last, weight * near, mention.span, rule, event, mention.time.kind, number)
            )
            break
    return found


_VIOLENCE = re.compile(
    r"\b(?:invasion|war|fighting|conflict|offensive|attacks?|clashes|uprising|insurgency|rebellion|coup|bombing|strikes?|hostilities|crisis)\b[^,;]{0,30}$",
    re.IGNORECASE,
)


def _of_violence(shape: str, mention: Named) -> bool:
    """Whether it is the day on which violence began: "since the invasion started on 24 February"."""
    after = shape[mention.end : mention.end + 90].split(END)[0]
    if re.search(r"\bsince $|\bfrom $", shape[max(0, mention.start - 6) : mention.start], re.IGNORECASE) and re.search(
        r"\b(?:at war|war|fighting|killed|dead|died|fled|displaced|conflict)\b", after
    ):
        return True
    before = shape[max(0, mention.start - 60) : mention.start]
    cut = max(before.rfind(END), before.rfind("\n"))
    found = _VIOLENCE.search(before[cut + 1 :])
    return (
        found is not None
        and re.search(r"\b(?:started|began|begun|broke out|erupted|since|launched)\b", before[cut + 1 :], re.IGNORECASE) is not None
        and not re.search(r"\b(?:talks|negotiations|round|meeting|agreed|signed)\b", found.group(), re.IGNORECASE)
    )


def of_the_lead(annotated: Annotated, happenings: Events) -> list[tuple[str, Span]]:
    """The day that the first two sentences of the story name, if just one."""
    published = annotated.document.published
    dateline = _day_of_dateline(annotated) if published is None else None
    found: dict[str, Span] = {}
    for mention in annotated.mentions:
        if mention.time is None or happenings.sentence(mention.start) > 2 or happenings.anchor(mention.start)[1] is not Anchor.THIS:
            continue
        if re.search(r"\b(?:to|will|would|due|set|by|next)\b", annotated.shape[max(0, mention.start - 25) : mention.start]):
            continue
        resolved = times.resolve(mention.time, published)
        if resolved is None and dateline is not None and mention.time.kind is times.TimeKind.WEEKDAY:
            resolved = times.Resolved(dateline, dateline)
        if resolved is not None and resolved.first == resolved.last and len(resolved.first) == len("2025-01-01"):
            found.setdefault(resolved.first, mention.span)
    return list(found.items()) if len(found) == 1 else []


def _after(first: str, published: date) -> bool:
    return first[:1].isdigit() and first[:10] > published.isoformat() and len(first) >= len("2025-01-01")


def _past(shape: str, mention: Named) -> bool:
    before = shape[max(0, mention.start - 60) : mention.start]
    return any(word in before for word in ("ended", "concluded", "opened", "began", "met ", "held ", "signed", "agreed", "said"))


# ---------------------------------------------------------------------------- how it stands and what came of it


def _weights(annotated: Annotated, happenings: Events, family: str, anchor: Anchor) -> dict[str, list[tuple[float, Span]]]:
    """What speaks for each label: finds in passages on the event, weighted by how early they stand."""
    found: dict[str, list[tuple[float, Span]]] = defaultdict(list)
    title = annotated.document.title
    for label, patterns in book().cues[family].items():
        seen: set[int] = set()
        for pattern in patterns:
            for match in pattern.finditer(annotated.small):
                number = happenings.sentence(match.start())
                if number in seen or annotated.document.masked(*match.span()):
                    continue
                near = happenings.nearest((match.start() + match.end()) // 2)
                event = (near.kind, near.anchor) if near is not None else (EventKind.ROUND, Anchor.THIS)
                if (
                    family != "ceasefire"
                    and event[1] is not anchor
                    and not (
                        label in {"planned", "ongoing", "postponed", "cancelled"} and event[1] is Anchor.NEXT and anchor is Anchor.THIS
                    )
                ):
                    continue
                if family == "outcome" and near is None and number > 8:
                    continue
                seen.add(number)
                early = 2.0 if title is not None and match.start() < title.end else 1.6 if number <= 1 else 1.2 if number <= 3 else 0.7
                if event[1] is not anchor:
                    early *= 0.5
                found[label].append((early, happenings.sentences[number]))
    return found


def _sum(found: dict[str, list[tuple[float, Span]]], label: str) -> float:
    return sum(weight for weight, _ in found.get(label, ()))


def status(annotated: Annotated, happenings: Events) -> tuple[str, float, tuple[Span, ...]]:
    """How the round stands at the time of the article, with how much speaks for it."""
    found = _weights(annotated, happenings, "status", Anchor.THIS)
    scores = {label: _sum(found, label) for label in ("planned", "cancelled", "ongoing", "concluded")}
    if not happenings.planned:
        scores["planned"] *= 0.45
    else:
        scores["planned"] = scores["planned"] * 1.5 + 2
        scores["concluded"] *= 0.4
        scores["ongoing"] *= 0.5
    scores["cancelled"] *= 1.1 if scores["cancelled"] >= 1.0 else 0.5
    label = max(scores, key=lambda label: scores[label])
    if scores[label] <= 0:
        label = "concluded"
    spans = tuple(span for _, span in sorted(found.get(label, ()), key=lambda pair: -pair[0])[:1])
    return label, scores[label], spans


def outcome(annotated: Annotated, happenings: Events, stands: str) -> tuple[str | None, float, tuple[Span, ...]]:
    """What came of the round, by the words for it; None for one to come."""
    found = _weights(annotated, happenings, "outcome", Anchor.THIS)
    scores = {label: _sum(found, label) for label in book().cues["outcome"]}

    def told(label: str) -> tuple[str, float, tuple[Span, ...]]:
        return label, scores[label], tuple(span for _, span in sorted(found.get(label, ()), key=lambda pair: -pair[0])[:1])

    if stands == "planned":
        return (None, 0.0, ()) if scores["postponed"] < 1.5 else told("postponed")
    if stands == "cancelled":
        return told("postponed") if scores["postponed"] else ("postponed", 0.1, ())
    if stands == "ongoing":
        return "ongoing", max(scores["ongoing"], 0.5), told("ongoing")[2]
    scores["partial_agreement"] *= 0.8
    scores["ongoing"] *= 0.7
    best = max(("no_agreement", "agreement", "partial_agreement", "ongoing"), key=lambda label: scores[label])
    if scores[best] < 0.6:
        return "unknown", 0.1, ()
    return told(best)


def span_of_days(last: str, days: int) -> str | None:
    """The first day of so many that end on a day; of a day without a year, if both are in one month."""
    if last.startswith("XXXX-") and len(last) == len("XXXX-12-05"):
        day = int(last[-2:]) - days + 1
        return f"{last[:-2]}{day:02}" if day > 0 else None
    try:
        return (date.fromisoformat(last) - timedelta(days=days - 1)).isoformat()
    except ValueError:
        return None


__all__ += ["span_of_days", "year_of"]
