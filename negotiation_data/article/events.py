"""Of which event a passage speaks: this round, an earlier one, the next, a ceasefire.

Every noun of talks or of a ceasefire is a mention of an event; what stands near it (tense, "previous", "next", a number)
says which. A place, date or third party belongs to the nearest such mention of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Document, Span
from negotiation_data.article.mention import Annotated
from negotiation_data.article.shape import END, FILL, KINDS, compile_rule
from negotiation_data.article.times import TimeKind

__all__ = ["EventMention", "Events", "events", "numbered"]

_TRUCE = re.compile(compile_rule(r"\b{truce}\b").pattern)
_NOT_TALKS = re.compile(
    r"(?:press|news|video|party|donor|cabinet|family|security council|parliament\w*|emergency|extraordinary) ?$", re.IGNORECASE
)
_NOT_TALKS_AFTER = re.compile(
    r"^ (?:of (?:violence|fighting|shelling|strikes|applause)|with (?:the )?(?:press|reporters|journalists))", re.IGNORECASE
)
_CLAUSE = re.compile(
    rf",(?! [\ue001-\ue008])|[;:–—()\n{END}]| (?:after|following|since|which|while|when|where|but|before|and had|that had) "
)
_ORDINALS = {
    word: number
    for number, word in enumerate([
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
        "thirteenth", "fourteenth", "fifteenth",
    ], 1)
}  # fmt: skip
#: A name in a text, or in its shape: "the second Helsinki round".
_NAME = rf"[A-Z][\w-]+|[{''.join(KINDS.values())}]{FILL}*"
_NUMBER = re.compile(
    rf"\b(?=[fsten0-9])(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<digits>\d{{1,3}})(?:st|nd|rd|th))"
    rf"(?:[- ](?:and (?:final|last)|high-level|formal|official|ever|consecutive|direct|indirect))*(?: (?-i:{_NAME}))? (?:round|cycle|meeting|phase)\b",
    re.IGNORECASE,
)

#: The first for a long time is not the first of all.
_FIRST_IN_YEARS = re.compile(
    r"first(?: [\w-]+){1,3}?(?: [^.,;\n]{0,60})? (?:since|in (?:about |over |nearly |almost |more than )?(?:an? |\w+ |\d+ )?(?:years?|months|weeks|decades?))\b",
    re.IGNORECASE,
)

#: Before the number of a round that somebody would like to see.
_WISHED = re.compile(
    r"\b(?:wants?|wanted|hopes?|hoped|calls?|called|asks?|asked|ready|agrees?|agreed|plans?|propos\w+|would be|will be)\b[^.]{0,30}\ban? (?:[\w-]+ )?$"
)

#: Characters from a noun for talks within which a verb tells of the same event.
_NEAR = 25

#: The first sentences, in which the past perfect tells of this round and not of one before.
_LEAD = 3

#: A time within so many characters of the beginning of a sentence is that of all of it: "Last December, after several rounds …".
_OPENING = 8

#: What is left of a sentence of which a part is masked must be so long to be read.
_LEAST = 20

#: A line of so many characters that ends like a sentence is one, and no headline or caption.
_LEAST_OF_PROSE, _STOPS = 60, ".!?”\"’'…"

#: Between a position and an event, the end of a clause counts as so many characters.
_A_CLAUSE = 60

#: Cues of an anchor, the first to be found decides.
_CUES = (("next", Anchor.NEXT), ("earlier", Anchor.EARLIER), ("earlier_weak", Anchor.EARLIER))


_UNASKED = -1
_DONE = re.compile(r"met|sat down|signed|initialled|inked|talked|negotiated", re.IGNORECASE)


@dataclass(slots=True)
class EventMention:
    """A word for talks or for a ceasefire, and of which event it speaks."""

    start: int
    end: int
    kind: EventKind
    anchor: Anchor
    sentence: int
    number: int | None = None
    """Of the round, as the article counts."""


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
    _starts: list[int] = field(init=False, repr=False)
    _of_sentence: dict[int, list[EventMention]] = field(init=False, repr=False)
    _depths: list[int] = field(init=False, repr=False)
    #: Where clauses are parted.
    _clauses: list[tuple[int, int]] | None = field(init=False, repr=False, default=None)
    _newest: int | None = field(init=False, repr=False, default=_UNASKED)
    _nearest: dict[tuple[int, EventKind | None], EventMention | None] = field(init=False, repr=False, default_factory=dict)
    _alone: dict[int, tuple[EventKind, Anchor]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [span.start for span in self.sentences]
        self._of_sentence = defaultdict(list)
        self._depths = list(_depths(self.annotated.document, self.sentences))

    def add(self, start: int, end: int, kind: EventKind, number: int | None = None) -> None:
        """Note a mention, of this round as long as nothing else is known."""
        mention = EventMention(start, end, kind, Anchor.THIS, self.sentence(start), number)
        self.mentions.append(mention)
        self._of_sentence[mention.sentence].append(mention)

    def sort(self) -> None:
        """Put the mentions in order."""
        for mentions in (self.mentions, *self._of_sentence.values()):
            mentions.sort(key=lambda mention: mention.start)

    @property
    def newest_year(self) -> int | None:
        """The last year that the text names."""
        if self._newest == _UNASKED:
            self._newest = max((m.time.last.year for m in self.annotated.mentions if m.time and m.time.last.year), default=None)
        return self._newest

    def sentence(self, position: int) -> int:
        """The number of the sentence that holds a position."""
        return (bisect_right(self._starts, position) or 1) - 1

    def depth(self, position: int) -> int:
        """How far down a position stands: in sentences of prose, headlines and captions before the first not counted."""
        return self._depths[self.sentence(position)]

    def nearest(self, position: int, kind: EventKind | None = None) -> EventMention | None:
        """The event mention of the same sentence that is nearest, one of the same clause before others."""
        asked = position, kind
        if asked not in self._nearest:  # many features ask for the same, once all mentions are noted
            self._nearest[asked] = self._find_nearest(position, kind)
        return self._nearest[asked]

    def _find_nearest(self, position: int, kind: EventKind | None) -> EventMention | None:
        within = [mention for mention in self._of_sentence.get(self.sentence(position), ()) if kind is None or mention.kind is kind]
        if len(within) < 2:
            return within[0] if within else None
        if self._clauses is None:
            self._clauses = [match.span() for match in _CLAUSE.finditer(self.annotated.shape)]
        clauses = self._clauses

        def distance(mention: EventMention) -> float:
            low, high = sorted((position, mention.start))
            between = bisect_right(clauses, high, key=itemgetter(1)) - bisect_left(clauses, low, key=itemgetter(0))
            return (high - low) + _A_CLAUSE * max(0, between)

        return min(within, key=distance)

    def anchor(self, position: int) -> tuple[EventKind, Anchor]:
        """Which event a position belongs to; what no event mention is near to is of this round, if its sentence says nothing else."""
        near = self.nearest(position)
        if near is not None:
            return near.kind, near.anchor
        number = self.sentence(position)
        if number not in self._alone:
            self._alone[number] = self._by_sentence(number)
        return self._alone[number]

    def _by_sentence(self, number: int) -> tuple[EventKind, Anchor]:
        span, depth = self.sentences[number], self._depths[number]
        if depth > 0 and _long_ago(self, (span.start, span.end)):
            return EventKind.ROUND, Anchor.EARLIER
        for label, anchor in _CUES:
            if label == "earlier_weak" and depth <= _LEAD:
                continue
            if any(span.start <= start < span.end for start, _ in self.cues[label]):
                return EventKind.ROUND, anchor
        return EventKind.ROUND, Anchor.THIS


def events(annotated: Annotated) -> Events:
    """Find the event mentions of a text and anchor each."""
    cues: dict[str, list[tuple[int, int]]] = {label: [] for label in book().cues["anchors"]}
    for label, match in annotated.found(book().labelled["anchors"]):
        cues[label].append(match.span())
    for spans in cues.values():
        spans.sort()
    found = Events(annotated, _readable(annotated.document), cues=cues)
    _add_talks(found)
    _add_acts(found)
    for match in _mentions(annotated, "truce"):
        found.add(*match.span(), EventKind.CEASEFIRE)
    if not found.mentions:  # where nobody is said to talk, what was agreed tells of it
        for match in _mentions(annotated, "deal"):
            found.add(*match.span(), EventKind.ROUND)
    found.sort()
    for mention in found.mentions:
        _anchor(found, mention)
    _main(found)
    return found


def _readable(document: Document) -> list[Span]:
    """The sentences of which enough is not masked; of a text without words, the whole."""
    visible = document.visible()
    return [
        span
        for span in document.sentences
        if not document.masked(span.start, span.end) or len(visible[span.start : span.end].strip()) > _LEAST
    ] or [Span(0, len(document.text))]


def _depths(document: Document, sentences: list[Span]) -> Iterator[int]:
    """For each sentence, how many of prose come before it; the headlines above, together, count as one."""
    depth, above = 0, True
    for span in sentences:
        words = document.quote(span).rstrip()
        prose = len(words) >= _LEAST_OF_PROSE and words[-1] in _STOPS and span != document.title
        if prose and above and span is not sentences[0]:
            depth, above = 1, False
        above = above and not prose
        yield depth
        depth += prose and not above


def _mentions(annotated: Annotated, label: str) -> Iterator[re.Match[str]]:
    """Words that speak of events, of one label."""
    found = annotated.found(book().mentions[label])
    return (match for _, match in found if not annotated.document.masked(*match.span()))


def numbered(text: str, shape: str | None = None) -> Iterator[tuple[Span, int]]:
    """Where a text counts a round or meeting by a number: "the third round"; with its shape only outside of names."""
    for match in _NUMBER.finditer(text if shape is None else shape):
        if not _FIRST_IN_YEARS.match(text, match.start()):
            yield Span(*match.span()), _ORDINALS.get((match["word"] or "").lower()) or int(match["digits"] or 0)


def _add_talks(found: Events) -> None:
    """Nouns of talks, with the number before them: "the third round"."""
    shape = found.annotated.shape
    numbers = {span.end: number for span, number in numbered(found.annotated.document.text, shape)}
    for match in _mentions(found.annotated, "talks"):
        before, after = shape[max(0, match.start() - 18) : match.start()], shape[match.end() : match.end() + 30]
        if not _NOT_TALKS.search(before) and not _NOT_TALKS_AFTER.match(after):
            number = next((value for end, value in numbers.items() if match.start() <= end <= match.end() + 1), None)
            if number is not None and _WISHED.search(shape, max(0, match.start() - 40), match.start()):
                number = None  # "wants a second round": one that is not there yet
            found.add(*match.span(), EventKind.ROUND, number)


def _add_acts(found: Events) -> None:
    """What they did tells of a round too, where no noun for it stands near."""
    nouns = [mention.start for mention in found.mentions]
    for match in _mentions(found.annotated, "acts"):
        if not any(abs(start - match.start()) < _NEAR for start in nouns):
            of_truce = _TRUCE.search(found.annotated.small, max(0, match.start() - _NEAR), match.start())
            found.add(*match.span(), EventKind.CEASEFIRE if of_truce else EventKind.ROUND)


def _anchor(found: Events, mention: EventMention) -> None:
    """By the cues of its clause, else of its sentence."""
    shape = found.annotated.shape
    span = found.sentences[mention.sentence]
    before = [match.end() for match in _CLAUSE.finditer(shape, span.start, mention.start)]
    after = _CLAUSE.search(shape, mention.end, span.end)
    clause = (before[-1] if before else span.start, after.start() if after else span.end)
    first = _CLAUSE.search(shape, span.start, span.end)
    opening = found.annotated.within(span.start, span.start + _OPENING, "time")
    if _long_ago(found, clause) or (opening and first is not None and _long_ago(found, (span.start, first.start()))):
        mention.anchor = Anchor.EARLIER
        return
    for label, anchor in _CUES:
        if label == "earlier_weak" and found.depth(mention.start) <= _LEAD:
            continue
        if label == "next" and _DONE.fullmatch(shape, mention.start, mention.end) and shape[mention.start - 3 : mention.start] != "be ":
            continue  # they met, and agreed to meet again
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
        newest = found.newest_year
        return newest is not None and any((part.year or newest) < newest - 1 for part in years)
    months = published.year * 12 + published.month
    return any((part.year or 0) * 12 + (part.month or 12) < months - 2 for part in years)


def _main(found: Events) -> None:
    """Which round the text is about: the one of headline and first sentences; if those only look ahead, the one to come."""
    rounds = [mention for mention in found.mentions if mention.kind is EventKind.ROUND]
    lead = [mention for mention in rounds if found.depth(mention.start) < _LEAD]
    if _looks_ahead(found, rounds, lead):
        found.planned = True
        for mention in rounds:
            if mention.anchor is Anchor.NEXT:
                mention.anchor = Anchor.THIS
    this = (mention.number for mention in (*lead, *rounds) if mention.number and mention.anchor is Anchor.THIS)
    found.main_number = next(this, None)
    if found.main_number is not None:
        for mention in rounds:
            if mention.number:
                mention.anchor = _by_number(mention.number, found.main_number)


def _looks_ahead(found: Events, rounds: list[EventMention], lead: list[EventMention]) -> bool:
    """Whether the first sentences speak more of a round to come, and the text as a whole not more of this one."""
    if any(
        mention.kind is EventKind.CEASEFIRE and mention.anchor is Anchor.THIS and found.depth(mention.start) == 0
        for mention in found.mentions
    ):
        return False  # a truce in the headline is no news of what is to come
    weights = {anchor: sum(_LEAD - found.depth(mention.start) for mention in lead if mention.anchor is anchor) for anchor in Anchor}
    this, coming = (sum(mention.anchor is anchor for mention in rounds) for anchor in (Anchor.THIS, Anchor.NEXT))
    opens_ahead = bool(lead) and lead[0].anchor is Anchor.NEXT and weights[Anchor.NEXT] >= weights[Anchor.THIS]
    return opens_ahead or (weights[Anchor.NEXT] > weights[Anchor.THIS] and this <= coming + 1)


def _by_number(number: int, main: int) -> Anchor:
    return Anchor.EARLIER if number < main else Anchor.NEXT if number > main else Anchor.THIS
