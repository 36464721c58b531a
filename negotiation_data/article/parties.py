"""Who talks with whom, and who helps them: sides from patterns about pairs, third parties from words of role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from negotiation_data.article.annotate import Annotated, Named, NamedActor
from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor, EventKind
from negotiation_data.article.document import Span
from negotiation_data.article.events import Events
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.shape import compile_rule

__all__ = ["Sides", "ThirdParty", "sides", "third_parties"]

_STATE_KINDS = {"state", "government", "ministry", "military", "intelligence_service"}
_NEVER = {"media"}
#: Kinds that stand for themselves, not for the country that they are of.
_OWN = {"armed_group", "coalition", "political_party", "intergovernmental_organisation", "civil_society", "media"}


@dataclass(slots=True)
class Side:
    """A party as the article has it: everything that it calls it."""

    key: str
    score: float = 0.0
    strong: float = 0.0
    actors: dict[str, int] = field(default_factory=dict)
    spans: list[tuple[float, Span, str]] = field(default_factory=list)
    count: int = 0
    armed: bool = False


@dataclass(slots=True)
class ThirdParty:
    """A third party in one role."""

    key: str
    actor: str
    role: str
    rule: str
    weak: bool
    span: Span
    position: int
    kind: EventKind
    anchor: Anchor


@dataclass(slots=True)
class Sides:
    """The parties, best first, and whatever else was in question."""

    annotated: Annotated
    chosen: list[Side]
    others: list[Side]

    def names(self, side: Side) -> tuple[str, ...]:
        """All names of a side, the article's own actor first."""
        order = sorted(side.actors, key=lambda actor: (-_specific(self.annotated.actors[actor]), -side.actors[actor]))
        return tuple(dict.fromkeys(name for actor in order for name in self.annotated.actors[actor].names))

    def actor(self, side: Side) -> str:
        """The id of a side: that of a government or group rather than of its country."""
        return max(side.actors, key=lambda actor: (_specific(self.annotated.actors[actor]), side.actors[actor]))


def _specific(actor: NamedActor) -> int:
    return {"armed_group": 3, "coalition": 3, "political_party": 2, "government": 2, "state": 1}.get(actor.kind, 0)


def key_of(annotated: Annotated, actor_id: str) -> str:
    """What makes two actors one side: a state, its government, army and ministries are one; a group is itself."""
    actor = annotated.actors[actor_id]
    if actor.kind in _OWN or not actor.countries or (actor.kind == "government" and not gazetteer().governs(actor_id)):
        return actor_id
    return actor.countries[0]


def _lists(annotated: Annotated, start: int, end: int) -> Iterator[Named]:
    yield from annotated.within(start, end, "actor", "country", "capital", "generic")


def _home(annotated: Annotated, helpers: frozenset[str]) -> str | None:
    """The state whom "the government" means: of an armed group, else the one whose towns and people are named most."""
    counts: dict[str, float] = defaultdict(float)
    dateline = annotated.document.dateline
    for mention in annotated.mentions:
        if dateline is not None and dateline.start <= mention.start < dateline.end:
            continue
        if mention.kind == "place" and mention.places and mention.places[0].country not in helpers:
            counts[mention.places[0].country] += 0.7
        for actor_id in mention.actors[:1]:
            actor = annotated.actors[actor_id]
            if actor.kind in {"armed_group", "coalition", "political_party"} and actor.countries:
                counts[actor.countries[0]] += 3
            elif actor.kind in _STATE_KINDS and actor.countries and actor.countries[0] not in helpers:
                counts[actor.countries[0]] += 1
    return max(counts, key=lambda country: counts[country], default=None)


def _state(annotated: Annotated, country: str) -> str | None:
    """A state or government actor of a country that the text names, else the state from the gazetteer."""
    from negotiation_data.article.annotate import _of

    for mention in annotated.mentions:
        for actor_id in mention.actors[:1]:
            actor = annotated.actors[actor_id]
            if actor.kind in {"state", "government"} and actor.countries[:1] == (country,):
                return actor_id
    found = gazetteer().state(country)
    if found is None:
        return None
    annotated.actors.setdefault(found.id, _of(found))
    return found.id


#: Behind a name: it stands behind somebody else, or is where something is.
_BACKER = re.compile(r"[- ](?:backed|aligned|allied|based|supported|sponsored|led|mediated|brokered|hosted|trained|controlled|held|born)\b")
_LIST = re.compile(compile_rule("{list3}").pattern, re.IGNORECASE)
_GROUPS = {"armed_group", "coalition", "political_party"}


def _of_one_conflict(annotated: Annotated, listed: list[Named]) -> bool:
    """Whether three or more in a row are groups of one country, its government perhaps among them."""
    actors = [annotated.actors[m.actors[0]] for m in listed]
    groups = [actor for actor in actors if actor.kind in _GROUPS]
    homes = [actor.countries[0] for actor in actors if actor.countries]
    return (
        len(groups) >= 2
        and len({a.id for a in actors}) >= 3
        and len(groups) >= len(actors) - 1
        and (not homes or homes.count(homes[0]) >= len(homes) - 1)
    )


_REBELS = ("rebel", "insurgent", "guerrilla", "separatist", "opposition")


def sides(annotated: Annotated, happenings: Events, third: Iterable[ThirdParty]) -> Sides:
    """Choose the parties of the round that a text is about."""
    document = annotated.document
    third = list(third)
    home = _home(annotated, frozenset(party.key for party in third if not party.weak))
    found: dict[str, Side] = {}
    title = document.title

    def actor_of(mention: Named) -> str | None:
        if mention.actors:
            return mention.actors[0]
        words = document.text[mention.start : mention.end].lower()
        if any(word in words for word in _REBELS):
            groups = [a for m in annotated.mentions for a in m.actors[:1] if annotated.actors[a].kind == "armed_group"]
            return max(set(groups), key=groups.count) if groups else None
        return _state(annotated, home) if home else None

    def add(mention: Named, weight: float, rule: str) -> None:
        actor_id = actor_of(mention)
        if actor_id is None or annotated.actors[actor_id].kind in _NEVER:
            return
        side = found.setdefault(key_of(annotated, actor_id), Side(key_of(annotated, actor_id)))
        side.actors[actor_id] = side.actors.get(actor_id, 0) + 1
        position = happenings.sentence(mention.start)
        near = 1.5 if (title is not None and mention.start < title.end) or position <= 1 else 1.2 if position <= 3 else 1.0
        _, anchor = happenings.anchor(mention.start)
        weight *= near * (0.6 if anchor is Anchor.EARLIER else 1.0)
        side.score += weight
        side.strong += weight if weight >= 1.5 else 0
        side.spans.append((weight, mention.span, rule))

    for rule in book().parties:
        seen: set[int] = set()
        for match in rule.pattern.finditer(annotated.small):
            for name, group in match.groupdict().items():
                if group is None:
                    continue
                for mention in _lists(annotated, match.start(name), match.end(name)):
                    if mention.start not in seen and not _BACKER.match(annotated.shape, mention.end):
                        seen.add(mention.start)
                        add(mention, rule.weight, rule.id)
    for match in _LIST.finditer(annotated.shape):
        listed = [m for m in _lists(annotated, *match.span()) if m.actors]
        if _of_one_conflict(annotated, listed):
            for mention in listed:
                add(mention, 2.0, "list-of-groups")
    for mention in annotated.mentions:
        for actor_id in mention.actors[:1]:
            actor = annotated.actors[actor_id]
            key = key_of(annotated, actor_id)
            if key in found:
                found[key].count += 1
                found[key].actors[actor_id] = found[key].actors.get(actor_id, 0) + 1
            elif actor.kind == "armed_group":
                side = found[key] = Side(key, count=1)
                side.actors[actor_id] = 1
                side.spans.append((0.1, mention.span, "named"))
    helpers = defaultdict(float)
    for party in third:
        helpers[party.key] += 1.0 if party.weak else 2.5
    for key, side in found.items():
        kinds = {annotated.actors[actor].kind for actor in side.actors}
        side.score += min(side.count, 12) * 0.25
        if "armed_group" in kinds:
            side.score += 1.5
            side.armed = True
        if kinds <= {"intergovernmental_organisation", "civil_society", "other"}:
            side.score *= 0.25
        side.score -= helpers.get(key, 0.0)
    ranked = sorted(found.values(), key=lambda side: -side.score)
    ranked = _families(annotated, ranked)
    chosen = _choose(annotated, ranked, home, found)
    return Sides(annotated, chosen, [side for side in ranked if side not in chosen and side.score > 1.5])


def _families(annotated: Annotated, ranked: list[Side]) -> list[Side]:
    """A wing or member goes into its parent where both are there and the parent is said at least as often."""
    by_key = {side.key: side for side in ranked}
    kept = []
    for side in ranked:
        parents = {annotated.actors[actor].parent for actor in side.actors} - {None}
        into = next((by_key[p] for p in parents if p in by_key and by_key[p] is not side and by_key[p].score >= side.score), None)
        if into is not None:
            continue
        kept.append(side)
    return kept


def _choose(annotated: Annotated, ranked: list[Side], home: str | None, found: dict[str, Side]) -> list[Side]:
    if not ranked or ranked[0].score < 2.0:
        return []
    top = ranked[0].score
    chosen = [
        side
        for side in ranked
        if (side.score >= max(3.0, 0.3 * top) and side.strong > 0)
        or (side.armed and (side.strong >= 2 or side.score >= max(3.0, 0.6 * top)))
    ][:10]
    if not chosen:
        chosen = ranked[:1]
    if len(chosen) == 1:
        chosen += [side for side in ranked if side not in chosen and side.score >= 1.5][:1]
    states = [side for side in chosen if len(side.key) == 3 and side.key.isupper()]
    homes = {country for side in chosen for actor in side.actors for country in annotated.actors[actor].countries[:1]}
    if (
        not states
        and home
        and (len(chosen) == 1 or (homes == {home} and (home in found or any(m.kind == "generic" for m in annotated.mentions))))
    ):
        state = _state(annotated, home)
        if state is not None:
            side = found.get(home) or Side(home, 1.0, actors={state: 1})
            if side not in chosen:
                chosen.append(side)
    return chosen


def third_parties(annotated: Annotated, happenings: Events) -> list[ThirdParty]:
    """Third parties by words of role, each with the event that its passage speaks of."""
    found: list[ThirdParty] = []
    rules = book()
    for rule in rules.third_parties:
        for match in rule.pattern.finditer(annotated.small):
            groups = match.groupdict()
            role = rules.role(groups["role"]) if groups.get("role") else rule.gives if rule.gives != "by role" else None
            if role is None:
                continue
            for name, group in groups.items():
                if name == "role" or group is None:
                    continue
                for mention in annotated.within(match.start(name), match.end(name), "actor", "country", "capital"):
                    actor_id = mention.actors[0] if mention.actors else None
                    if (
                        actor_id is None
                        or annotated.actors[actor_id].kind in {"armed_group", "media"}
                        or (rule.weak and mention.kind == "capital")
                    ):
                        continue
                    where = match.start("role") if groups.get("role") else mention.start
                    kind, anchor = _object(annotated, happenings, where)
                    found.append(
                        ThirdParty(
                            key_of(annotated, actor_id),
                            actor_id,
                            role,
                            rule.id,
                            rule.weak,
                            Span(*match.span()),
                            mention.start,
                            kind,
                            anchor,
                        )
                    )
    return found


def _object(annotated: Annotated, happenings: Events, role_at: int) -> tuple[EventKind, Anchor]:
    """The event of which it is a role: named right after the word ("guarantor of the ceasefire"), else the nearest."""
    number = happenings.sentence(role_at)
    after = [m for m in happenings.mentions if m.sentence == number and role_at < m.start <= role_at + 45]
    if (after and " of " in annotated.shape[role_at : after[0].start]) or (
        after and " the " in annotated.shape[role_at : after[0].start] and after[0].start - role_at < 22
    ):
        return after[0].kind, after[0].anchor
    return happenings.anchor(role_at)
