"""Of which event a passage speaks: this round, an earlier one, the next, a ceasefire.

Every noun of talks or of a ceasefire is a mention of an event; what stands near it (tense, "previous", "next", a number)
says which. A place, date or third party belongs to the nearest such mention of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.mention import Annotated
from negotiation_data.article.shape import END, compile_rule
from negotiation_data.article.times import TimeKind

__all__ = ["EventMention", "Events", "events"]

_TALKS = re.compile(compile_rule(r"\b(?:{talks}|negotiating table|signing(?: ceremony)?|talk|talked|negotiated)\b").pattern, re.IGNORECASE)
_ACTS = re.compile(
    r"\b(?:met|sat down|signed|initialled|inked|put (?:their|his|her|pen|the) (?:names?|signatures?|to)|signature|reconvene[ds]?|face to face|face-to-face|this one)\b",
    re.IGNORECASE,
)
_TRUCE = re.compile(compile_rule(r"\b{truce}\b").pattern, re.IGNORECASE)
_NOT_TALKS = re.compile(
    r"(?:press|news|video|party|donor|cabinet|family|security council|parliament\w*|emergency|extraordinary) ?$", re.IGNORECASE
)
_NOT_TALKS_AFTER = re.compile(
    r"^ (?:of (?:violence|fighting|shelling|strikes|applause)|with (?:the )?(?:press|reporters|journalists))", re.IGNORECASE
)
_CLAUSE = re.compile(rf"[,;:–—()\n{END}]| (?:after|following|since|which|while|when|where|but|before|and had|that had) ")
_ORDINALS = {
    word: number
    for number, word in enumerate([
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
        "thirteenth", "fourteenth", "fifteenth",
    ], 1)
}  # fmt: skip
_NUMBER = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<digits>\d{{1,3}})(?:st|nd|rd|th))"
    r"(?:[- ](?:and (?:final|last)|high-level|formal|official|ever|consecutive|direct|indirect))* (?:round|cycle|meeting)\b",
    re.IGNORECASE,
)

#: Characters from a noun for talks within which a verb tells of the same event.
_NEAR = 25

#: The first sentences, in which the past perfect tells of this round and not of one before.
_LEAD = 3

#: What is left of a sentence of which a part is masked must be so long to be read.
_LEAST = 20


@dataclass(slots=True)
class EventMention:
    """A word for talks or for a ceasefire, and of which event it speaks."""

    start: int
    end: int
    kind: EventKind
    anchor: Anchor
    sentence: int
    number: int | None = None
    earlier: bool = False


@dataclass(slots=True)
class Events:
    """The event mentions of a text in order, and what position belongs to which."""

    annotated: Annotated
    sentences: list[Span]
    mentions: list[EventMention] = field(default_factory=list)
    main_number: int | None = None
    planned: bool = False
    """Whether the round that the text is about is one to come."""
    cues: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)

    def sentence(self, position: int) -> int:
        """The number of the sentence that holds a position."""
        return max(0, bisect_right(self._starts, position) - 1)

    def nearest(self, position: int, kind: EventKind | None = None) -> EventMention | None:
        """The event mention of the same sentence that is nearest, one of the same clause before others."""
        number = self.sentence(position)
        within = [mention for mention in self.mentions if mention.sentence == number and (kind is None or mention.kind is kind)]
        shape = self.annotated.shape

        def distance(mention: EventMention) -> float:
            low, high = sorted((position, mention.start))
            return (high - low) + 60 * len(_CLAUSE.findall(shape[low:high]))

        return min(within, key=distance, default=None)

    def anchor(self, position: int) -> tuple[EventKind, Anchor]:
        """Which event a position belongs to; what no event mention is near to is of this round, if its sentence says nothing else."""
        near = self.nearest(position)
        if near is not None:
            return near.kind, near.anchor
        number = self.sentence(position)
        span = self.sentences[number]
        if number > 0 and _long_ago(self, (span.start, span.end)):
            return EventKind.ROUND, Anchor.EARLIER
        for label, anchor in (("next", Anchor.NEXT), ("earlier", Anchor.EARLIER), ("earlier_weak", Anchor.EARLIER)):
            if label == "earlier_weak" and number <= _LEAD:
                continue
            if any(span.start <= start < span.end for start, _ in self.cues[label]):
                return EventKind.ROUND, anchor
        return EventKind.ROUND, Anchor.THIS


def events(annotated: Annotated) -> Events:
    """Find the event mentions of a text and anchor each."""
    document = annotated.document
    visible = document.visible()
    sentences = [
        span
        for span in document.sentences
        if not document.masked(span.start, span.end) or len(visible[span.start : span.end].strip()) > _LEAST
    ]
    sentences = sentences or [Span(0, len(document.text))]
    found = Events(annotated, sentences, _starts=[span.start for span in sentences])
    shape = annotated.shape
    found.cues = {
        label: sorted(match.span() for pattern in patterns for match in pattern.finditer(annotated.small))
        for label, patterns in book().cues["anchors"].items()
    }
    numbers = {match.end(): _ORDINALS.get((match["word"] or "").lower()) or int(match["digits"] or 0) for match in _NUMBER.finditer(shape)}
    for match in _TALKS.finditer(shape):
        if document.masked(match.start(), match.end()) or _NOT_TALKS.search(shape[max(0, match.start() - 18) : match.start()]):
            continue
        if _NOT_TALKS_AFTER.match(shape[match.end() : match.end() + 30]):
            continue
        number = next((value for end, value in numbers.items() if match.start() <= end <= match.end() + 1), None)
        found.mentions.append(EventMention(*match.span(), EventKind.ROUND, Anchor.THIS, found.sentence(match.start()), number))
    taken = [(m.start, m.end) for m in found.mentions]
    for match in _ACTS.finditer(shape):  # what they did tells of a round too, where no noun for it stands near
        if not document.masked(match.start(), match.end()) and not any(abs(start - match.start()) < _NEAR for start, _ in taken):
            found.mentions.append(EventMention(*match.span(), EventKind.ROUND, Anchor.THIS, found.sentence(match.start())))
    for match in _TRUCE.finditer(shape):
        if not document.masked(match.start(), match.end()):
            found.mentions.append(EventMention(*match.span(), EventKind.CEASEFIRE, Anchor.THIS, found.sentence(match.start())))
    found.mentions.sort(key=lambda mention: mention.start)
    for mention in found.mentions:
        _anchor(found, mention)
    _main(found)
    return found


def _anchor(found: Events, mention: EventMention) -> None:
    """By the cues of its clause, else of its sentence."""
    shape = found.annotated.shape
    span = found.sentences[mention.sentence]
    before = [match.end() for match in _CLAUSE.finditer(shape, span.start, mention.start)]
    after = _CLAUSE.search(shape, mention.end, span.end)
    clause = (before[-1] if before else span.start, after.start() if after else span.end)
    if _long_ago(found, clause):
        mention.anchor = Anchor.EARLIER
        return
    for label, anchor in (("next", Anchor.NEXT), ("earlier", Anchor.EARLIER), ("earlier_weak", Anchor.EARLIER)):
        if label == "earlier_weak" and mention.sentence <= _LEAD:
            continue
        if any(start < clause[1] and clause[0] < end for start, end in found.cues[label]):
            mention.anchor = anchor
            return


def _long_ago(found: Events, clause: tuple[int, int]) -> bool:
    """Whether a clause has a date with a year, or a year alone, well before the article's day."""
    published = found.annotated.document.published
    for mention in found.annotated.within(*clause, "time"):
        time = mention.time
        if time and time.offset < 0 and (time.unit in {"month", "year"} or (time.unit == "week" and time.offset < -1)):
            return True
        if time and time.direction < 0 and time.kind is TimeKind.MONTH:
            return True
    years = [m.time.last for m in found.annotated.within(*clause, "time") if m.time and m.time.last.year]
    if published is None:
        newest = max((m.time.last.year for m in found.annotated.mentions if m.time and m.time.last.year), default=None)
        return newest is not None and any((part.year or newest) < newest - 1 for part in years)
    months = published.year * 12 + published.month
    return any((part.year or 0) * 12 + (part.month or 12) < months - 2 for part in years)


def _main(found: Events) -> None:
    """Which round the text is about: the one of headline and first sentences; if those only look ahead, the one to come."""
    rounds = [mention for mention in found.mentions if mention.kind is EventKind.ROUND]
    lead = [mention for mention in rounds if mention.sentence <= 2]
    weights = {anchor: sum(3 - mention.sentence for mention in lead if mention.anchor is anchor) for anchor in Anchor}
    if weights[Anchor.NEXT] > weights[Anchor.THIS] and sum(m.anchor is Anchor.THIS for m in rounds) <= 1 + sum(
        m.anchor is Anchor.NEXT for m in rounds
    ):
        found.planned = True
        for mention in rounds:
            if mention.anchor is Anchor.NEXT or (mention.anchor is Anchor.THIS and mention.sentence > 2):
                mention.anchor = Anchor.THIS
    numbers = [mention.number for mention in lead if mention.number and mention.anchor is Anchor.THIS]
    numbers = numbers or [mention.number for mention in rounds if mention.number and mention.anchor is Anchor.THIS]
    found.main_number = numbers[0] if numbers else None
    if found.main_number is not None:
        for mention in rounds:
            if mention.number and mention.number < found.main_number:
                mention.anchor = Anchor.EARLIER
            elif mention.number and mention.number > found.main_number:
                mention.anchor = Anchor.NEXT
            elif mention.number == found.main_number:
                mention.anchor = Anchor.THIS
