"""How a round stands at the time of an article, and what came of it, by the words for it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.mention import Annotated
from negotiation_data.article.stems import stems
from negotiation_data.article.weights import SAYS, Features, answers, labels

__all__ = ["AT_THE_TOP", "TOGETHER", "Found", "Signs", "cues", "signs", "standing"]

_FAMILIES = ("status", "outcome")
#: A label, its sentence, and where the words for it stand.
_Cue: TypeAlias = tuple[str, int, int, int]
#: Behind a word that headline or first sentence have.
AT_THE_TOP = ", at the top"
#: What may have come of a round that stands so; None of one to come.
TOGETHER: dict[str, tuple[str | None, ...]] = {
    "planned": (None, "postponed"),
    "cancelled": ("postponed",),
    "ongoing": ("ongoing", "partial_agreement"),
    "concluded": ("agreement", "partial_agreement", "no_agreement", "ongoing", "unknown"),
}
#: Outcomes that follow from how the round stands.
_FOLLOWS = frozenset({"ongoing", "postponed"})
_OUTRIGHT = ("title", "lead")
#: What the weights call no outcome.
_NONE = "none"
#: A find counts so often in its part of the text, and so often in all.
_IN_PART, _IN_ALL = 2, 3
#: Headline and first sentence, the sentences at the top, and how often each word there counts.
_LEAD, _TOP, _WORDS = 1, 3, 3
#: Words of the whole text tell less than those of its beginning.
_A_WORD = 0.5
_WORDS_FOR = {
    word: kind
    for kind, words in {
        "to come": "will would due expected scheduled planned tomorrow next",
        "going on": "continue continues continued continuing resume resumes resumed still remain remains ongoing yet",
        "over": "ended concluded closed signed agreed over reached wrapped finished after",
        "denied": "without no not failed fails never collapsed broke",
        "called off": "postponed cancelled suspended boycott boycotted refuse refused withdrew pulled delayed",
        "begun": "open opens opened opening began begin begins begun start started starts",
        "these days": "today yesterday tonight",
        "long": "month months year years",
        "hoped": "hope hopes hoped",
    }.items()
    for word in words.split()
}
_WORD = re.compile(r"[a-z]{3,}")
#: Without words for talks beside them, words of outcome further down than this are of something else.
_LAST_SENTENCE = 8
#: What is said of a coming round may be said of this one, if that is the one to come.
_OF_WHAT_COMES = frozenset({"planned", "ongoing", "postponed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Found:
    """A label with how much speaks for it, and the passage that does so best."""

    label: str
    weight: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for how a round stands and what came of it.

    Attributes:
        given: the words for it, by family.
        seen: those by where they stand and of which round, and words at the top.
    """

    given: Mapping[str, list[_Cue]]
    seen: Features


def standing(happenings: Events, told: Signs) -> tuple[Found, Found | None]:
    """How the round stands (planned, ongoing, concluded or cancelled), and what came of it; None for one to come.

    Both together, so that they go together. A label for which the text has no words of its own has no passage.
    """
    given, seen = told.given, told.seen
    stands, comes = answers("status", seen), answers("outcome", seen)
    pairs = [(label, outcome) for label, outcomes in TOGETHER.items() for outcome in outcomes]
    label, outcome = max(pairs, key=lambda pair: stands[pair[0]] + comes[pair[1] or _NONE])
    if label == "concluded":
        outcome = _said_outright(seen) or outcome
    found = Found(label, stands[label], _best(_finds(happenings, "status", given["status"]), label))
    if outcome is None:
        return found, None
    passages = _best(_finds(happenings, "outcome", given["outcome"]), outcome)
    return found, Found(outcome, comes[outcome], passages or (found.spans if outcome in _FOLLOWS else ()))


def _said_outright(seen: Features) -> str | None:
    """The outcome that headline and first sentence both tell, if nothing there tells another; on the development articles it is right."""
    told = {label for label in labels("outcome") for part in _OUTRIGHT if seen.get(f"outcome {label}, {part}, {Anchor.THIS}")}
    only = told.pop() if len(told) == 1 else None
    both = all(seen.get(f"outcome {only}, {part}, {Anchor.THIS}") for part in _OUTRIGHT)
    return only if both and only in TOGETHER["concluded"] else None


def signs(annotated: Annotated, happenings: Events) -> Signs:
    """What speaks for how the round of a text stands."""
    given = {family: list(cues(annotated, happenings, family)) for family in _FAMILIES}
    return Signs(given, _seen(annotated, happenings, given))


def _seen(annotated: Annotated, happenings: Events, given: Mapping[str, list[_Cue]]) -> Features:
    counts: Counter[str] = Counter()
    title = annotated.document.title
    for family, found_cues in given.items():
        seen: set[tuple[str, int]] = set()
        for label, number, start, end in found_cues:
            if (label, number) in seen:
                continue
            seen.add((label, number))
            near, depth = happenings.nearest((start + end) // 2), happenings.depth(start)
            anchor = near.anchor if near is not None else Anchor.THIS
            in_title = (title is not None and start < title.end) or depth == 0
            part = "title" if in_title else "lead" if depth <= _LEAD else "top" if depth <= _TOP else "rest"
            counts[f"{family} {label}, {part}, {anchor}"] += 1
            counts[f"{family} {label}, {anchor}"] += 1
    found = {name: float(min(count, _IN_PART if name.count(",") > 1 else _IN_ALL)) for name, count in counts.items()}
    lead = [m for m in happenings.mentions if m.kind is EventKind.ROUND and happenings.depth(m.start) < _TOP]
    found |= {f"lead of {anchor}": float(min(sum(m.anchor is anchor for m in lead), _WORDS)) for anchor in Anchor}
    end = max((span.end for span in happenings.sentences if happenings.depth(span.start) <= _TOP), default=0)
    said = _WORD.findall(annotated.small[:end])
    words = Counter(_WORDS_FOR[word] for word in said if word in _WORDS_FOR)
    found |= {f"words: {kind}": float(min(count, _WORDS)) for kind, count in words.items()}
    leads = max((span.end for span in happenings.sentences if happenings.depth(span.start) <= _LEAD), default=0)
    found |= {f"{SAYS}{stem}": _A_WORD for stem in stems(annotated.small)}
    return found | {f"{SAYS}{stem}{AT_THE_TOP}": 1.0 for stem in stems(annotated.small[:leads])} | {"planned": float(happenings.planned)}


def cues(annotated: Annotated, happenings: Events, family: str) -> Iterator[_Cue]:
    """Where words of a family of cues stand, with their label and sentence; a sentence may give a label again and again."""
    for label, match in annotated.found(book().labelled[family]):
        if not annotated.document.masked(*match.span()):
            yield label, happenings.sentence(match.start()), match.start(), match.end()


def _finds(happenings: Events, family: str, given: list[_Cue]) -> dict[str, list[tuple[float, Span]]]:
    """The sentences that speak for each label of this round, with how early they stand."""
    found: dict[str, list[tuple[float, Span]]] = defaultdict(list)
    for label, number, start, end in given:
        near, depth = happenings.nearest((start + end) // 2), happenings.depth(start)
        anchor = near.anchor if near is not None else Anchor.THIS
        comes = anchor is Anchor.NEXT and label in _OF_WHAT_COMES
        if (anchor is Anchor.THIS or comes) and (family == "status" or near is not None or depth <= _LAST_SENTENCE):
            found[label].append((-depth - (0.5 if comes else 0.0), happenings.sentences[number]))
    return dict(found)


def _best(found: Mapping[str, list[tuple[float, Span]]], label: str) -> tuple[Span, ...]:
    return tuple(span for _, span in sorted(found.get(label, []), key=lambda pair: -pair[0])[:1])
