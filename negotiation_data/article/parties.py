"""Who talks with whom: sides from patterns about pairs, weighed against signs that somebody only helps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor
from negotiation_data.article.events import Events
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.mention import ACTING, GROUPS, REBELS, WHO, Annotated, Named, NamedActor, known_actor, slug
from negotiation_data.article.shape import compile_rule
from negotiation_data.article.sides import Side, Sides, is_state, key_of
from negotiation_data.article.third_parties import ThirdParty

__all__ = ["parties", "with_most_named"]

_STATE_KINDS = frozenset({"state", "government", "ministry", "military", "intelligence_service"})
#: A side of nothing but these hardly ever is a party.
_SELDOM_PARTIES = frozenset({"intergovernmental_organisation", "civil_society", "other"})
#: Sides that often go by no other name.
_NAMELESS = ("opposition", "armed groups", "factions", "separatists", "rebels", "guerrillas", "insurgents")
#: Behind a name: it stands behind somebody else, or is where something is.
_BACKER = re.compile(r"[- ](?:backed|aligned|allied|based|supported|sponsored|led|mediated|brokered|hosted|trained|controlled|held|born)\b")
_WHERE = re.compile(r"\b(?:in|at|near|outside|to) $", re.IGNORECASE)
_LIST = re.compile(compile_rule("{list3}").pattern.lower())
_PAIR = re.compile(compile_rule("{G}{behind}(?:,? and |, and )(?:with )?{who}{G}").pattern.lower())

# Weights and thresholds were set on the development articles, where a rule of the book that seldom errs weighs 2 to 3.
#: Where "the government" is: of an armed group's country, of states named, of towns named.
_HOME_BY_GROUP, _HOME_BY_STATE, _HOME_BY_TOWN = 3, 1, 0.7
#: Three groups in a row, as in a list of signatories.
_LISTED = 2.0
#: A group and the government of its country, joined by "and".
_PAIRED = 1.6
#: From this weight on a find is a strong one.
_STRONG = 1.5
#: What is said at the top is what the article is about; what is said of an earlier round may have had other parties.
_IN_HEADLINE_OR_LEAD, _NEAR_THE_TOP, _OF_EARLIER = 1.5, 1.2, 0.6
#: Being named often speaks a little for a side, up to a point.
_A_MENTION, _MENTIONS_COUNTED = 0.25, 12
_ARMED = 1.5
_SELDOM = 0.25
#: A third party that a sure or a weak rule found is so much less a party.
_HELPS, _HELPS_WEAKLY = 3.5, 1.0
#: Less than this for the best side, and there are no parties.
_LEAST_OF_BEST = 2.0
#: The others need this, and this share of the best one's score; armed groups without a strong find twice the share.
_LEAST, _SHARE, _SHARE_OF_ARMED = 3.0, 0.3, 0.6
_STRONG_ENOUGH = 2.0
#: Where only one is left, the next best needs this.
_LEAST_OF_SECOND = 1.5
_MOST = 10
#: Named so often, and first so far up, somebody may be a party of whom nothing says so.
_NAMED_ENOUGH, _AT_THE_TOP = 3, 3


def parties(annotated: Annotated, happenings: Events, third: Iterable[ThirdParty]) -> Sides:
    """Choose the parties of the round that a text is about."""
    third = list(third)
    search = _Search(annotated, happenings, _home(annotated, frozenset(party.key for party in third if not party.weak)))
    search.by_rules()
    search.by_pairs()
    search.by_lists()
    search.count()
    _weigh(annotated, search.found.values(), third)
    ranked = _families(annotated, sorted(search.found.values(), key=lambda side: -side.score))
    chosen = _choose(ranked)
    home = _home_state(annotated, chosen, search)
    return Sides(annotated, [*chosen, home] if home is not None else chosen)


def with_most_named(annotated: Annotated, happenings: Events, sides: Sides, third: Iterable[ThirdParty]) -> Sides:
    """The same, made up to two by those who are named most, for a text on a war in which too few are said to talk."""
    more = _most_named(annotated, happenings, sides.chosen, frozenset(party.key for party in third))
    return Sides(annotated, [*sides.chosen, *more[: max(0, 2 - len(sides))]])


def _home(annotated: Annotated, helpers: frozenset[str]) -> str | None:
    """The state whom "the government" means: of an armed group, else the one whose towns and people are named most."""
    counts: dict[str, float] = defaultdict(float)
    dateline = annotated.document.dateline
    for mention in annotated.mentions:
        if dateline is not None and dateline.start <= mention.start < dateline.end:
            continue
        if mention.kind == "place" and mention.places and mention.places[0].country not in helpers:
            counts[mention.places[0].country] += _HOME_BY_TOWN
        for actor_id in mention.actors[:1]:
            actor = annotated.actors[actor_id]
            if actor.kind in GROUPS and actor.countries:
                counts[actor.countries[0]] += _HOME_BY_GROUP
            elif actor.kind in _STATE_KINDS and actor.countries and actor.countries[0] not in helpers:
                counts[actor.countries[0]] += _HOME_BY_STATE
    return max(counts, key=lambda country: counts[country], default=None)


def _state(annotated: Annotated, country: str) -> str | None:
    """A state or government actor of a country that the text names, else the state from the gazetteer."""
    for mention in annotated.mentions:
        for actor_id in mention.actors[:1]:
            actor = annotated.actors[actor_id]
            if actor.kind in {"state", "government"} and actor.countries[:1] == (country,):
                return actor_id
    found = gazetteer().state(country)
    if found is None:
        return None
    annotated.actors.setdefault(found.id, known_actor(found))
    return found.id


def _nameless(annotated: Annotated, country: str, kind: str) -> str | None:
    """The opposition, or the armed groups, of a country, as an actor of this text."""
    state = gazetteer().state(country)
    if state is None:
        return None
    of = next((name.surface for name in state.names if name.kind == "demonym"), state.name)
    name = f"{of} {kind}"
    actor = NamedActor(slug(name), name, "coalition", (country,), (name, kind), known=False)
    annotated.actors.setdefault(actor.id, actor)
    return actor.id


class _Search:
    """Sides as they are found, by their keys."""

    def __init__(self, annotated: Annotated, happenings: Events, home: str | None) -> None:
        self.annotated = annotated
        self.happenings = happenings
        self.home = home
        self.found: dict[str, Side] = {}
        #: Those whom no name is given, under whatever word: they are one side.
        self.nameless: str | None = None

    def by_rules(self) -> None:
        """Whom the rules of the book catch, each mention once a rule."""
        for rule in book().parties:
            seen: set[int] = set()
            for match in self.annotated.matches(rule.pattern):
                for name in (name for name, group in match.groupdict().items() if group is not None):
                    for mention in self.annotated.within(match.start(name), match.end(name), *WHO):
                        if mention.start not in seen and not self._is_elsewhere(mention):
                            seen.add(mention.start)
                            self._add(mention, rule.weight, rule.id)

    def _is_elsewhere(self, mention: Named) -> bool:
        """Whether it only stands behind somebody else, or is a capital in which something was."""
        shape = self.annotated.shape
        where = mention.kind == "capital" and _WHERE.search(shape[max(0, mention.start - 8) : mention.start])
        return _BACKER.match(shape, mention.end) is not None or bool(where)

    def by_pairs(self) -> None:
        """A group and the government of its country, side by side: "the TFG and the ARS"."""
        for match in _PAIR.finditer(self.annotated.small):
            pair = self.annotated.within(*match.span(), *WHO)
            if len(pair) == 2 and _of_one_country(self.annotated, pair, self.home):
                for mention in pair:
                    self._add(mention, _PAIRED, "group-and-government")

    def by_lists(self) -> None:
        """Three or more groups of one country in a row."""
        for match in _LIST.finditer(self.annotated.small):
            listed = [m for m in self.annotated.within(*match.span(), *WHO) if m.actors]
            if _of_one_conflict(self.annotated, listed):
                for mention in listed:
                    self._add(mention, _LISTED, "list-of-groups")

    def count(self) -> None:
        """How often each side is named; armed groups are sides by being named."""
        for mention in self.annotated.mentions:
            for actor_id in mention.actors[:1]:
                key = key_of(self.annotated, actor_id)
                if key not in self.found:
                    if self.annotated.actors[actor_id].kind not in GROUPS:
                        continue
                    self.found[key] = Side(key, spans=[(0.1, mention.span, "named")])
                side = self.found[key]
                side.count += 1
                side.actors[actor_id] = side.actors.get(actor_id, 0) + 1

    def _add(self, mention: Named, weight: float, rule: str) -> None:
        actor_id = self._actor(mention)
        if actor_id is None or self.annotated.actors[actor_id].kind == "media":
            return
        key = key_of(self.annotated, actor_id)
        side = self.found.setdefault(key, Side(key))
        side.actors[actor_id] = side.actors.get(actor_id, 0) + 1
        weight *= self._near(mention.start)
        side.score += weight
        side.strong += weight if weight >= _STRONG else 0
        side.spans.append((weight, mention.span, rule))

    def _actor(self, mention: Named) -> str | None:
        """Whom a mention names, or means: "the rebels" are the armed group named most, "the government" is that of the home state."""
        if mention.actors:
            return mention.actors[0]
        words = self.annotated.document.quote(mention.span).lower()
        if any(word in words for word in REBELS):
            actors = self.annotated.actors
            groups = [a for m in self.annotated.mentions for a in m.actors[:1] if actors[a].kind in {"armed_group", "coalition"}]
            kind = next((kind for kind in _NAMELESS if kind in words), None)
            if groups or kind is None or self.home is None:
                return max(dict.fromkeys(groups), key=groups.count, default=None)
            self.nameless = self.nameless or _nameless(self.annotated, self.home, kind)
            return self.nameless
        return _state(self.annotated, self.home) if self.home else None

    def _near(self, position: int) -> float:
        title, depth = self.annotated.document.title, self.happenings.depth(position)
        at_the_top = (title is not None and position < title.end) or depth <= 1
        near = _IN_HEADLINE_OR_LEAD if at_the_top else _NEAR_THE_TOP if depth <= 3 else 1.0
        _, anchor = self.happenings.anchor(position)
        return near * (_OF_EARLIER if anchor is Anchor.EARLIER else 1.0)


def _most_named(annotated: Annotated, happenings: Events, chosen: Sequence[Side], helpers: frozenset[str]) -> list[Side]:
    """Where too few are said to talk: who is named most, at the top too; no organisation of states, and nobody who helps."""
    found: dict[str, Side] = {}
    for mention in annotated.mentions:
        for actor_id in mention.actors[:1] if mention.kind in ACTING else ():
            key = key_of(annotated, actor_id)
            if key in helpers or annotated.actors[actor_id].kind in _SELDOM_PARTIES | {"media"} or any(side.key == key for side in chosen):
                continue
            side = found.setdefault(key, Side(key))
            side.count += 1
            side.actors[actor_id] = side.actors.get(actor_id, 0) + 1
            side.spans.append((_A_MENTION, mention.span, "most-named"))
            side.score += _A_MENTION * (2 if happenings.depth(mention.start) <= 1 else 1)
    enough = (side for side in found.values() if side.count >= _NAMED_ENOUGH and happenings.depth(side.spans[0][1].start) <= _AT_THE_TOP)
    return sorted(enough, key=lambda side: -side.score)


def _of_one_country(annotated: Annotated, pair: Sequence[Named], home: str | None) -> bool:
    """Whether one is a group and the other the government that it is up against."""
    kinds = [annotated.actors[mention.actors[0]].kind if mention.actors else "generic" for mention in pair]
    group = next((mention for mention, kind in zip(pair, kinds, strict=True) if kind in {"armed_group", "coalition"}), None)
    if group is None or not any(kind in {"state", "government", "generic"} for kind in kinds):
        return False
    of_group = annotated.actors[group.actors[0]].countries[:1] or ((home,) if home else ())
    other = next(mention for mention in pair if mention is not group)
    return (annotated.actors[other.actors[0]].countries[:1] if other.actors else ((home,) if home else ())) == of_group


def _of_one_conflict(annotated: Annotated, listed: Sequence[Named]) -> bool:
    """Whether three or more in a row are groups of one country, its government perhaps among them."""
    actors = [annotated.actors[m.actors[0]] for m in listed]
    groups = [actor for actor in actors if actor.kind in GROUPS]
    homes = [actor.countries[0] for actor in actors if actor.countries]
    return (
        len(groups) >= 2
        and len({a.id for a in actors}) >= 3
        and len(groups) >= len(actors) - 1
        and (not homes or homes.count(homes[0]) >= len(homes) - 1)
    )


def _weigh(annotated: Annotated, found: Iterable[Side], third: Iterable[ThirdParty]) -> None:
    """Add to each score what the text as a whole says of a side."""
    helpers: dict[str, float] = defaultdict(float)
    for party in third:
        helpers[party.key] += _HELPS_WEAKLY if party.weak else _HELPS
    for side in found:
        kinds = {annotated.actors[actor].kind for actor in side.actors}
        side.score += min(side.count, _MENTIONS_COUNTED) * _A_MENTION
        if kinds & GROUPS:
            side.score += _ARMED
            side.armed = True
        if kinds <= _SELDOM_PARTIES:
            side.score *= _SELDOM
        side.score -= helpers.get(side.key, 0.0)


def _families(annotated: Annotated, ranked: Sequence[Side]) -> list[Side]:
    """Those that are no wing or member of another side that is said at least as often."""
    by_key = {side.key: side for side in ranked}

    def has_parent(side: Side) -> bool:
        parents = (by_key.get(annotated.actors[actor].parent or "") for actor in side.actors)
        return any(parent is not None and parent is not side and parent.score >= side.score for parent in parents)

    return [side for side in ranked if not has_parent(side)]


def _choose(ranked: list[Side]) -> list[Side]:
    """Sides that have enough to say for them, best first."""
    if not ranked or ranked[0].score < _LEAST_OF_BEST:
        return []
    top = ranked[0].score
    chosen = [
        side
        for side in ranked
        if (side.score >= max(_LEAST, _SHARE * top) and side.strong > 0)
        or (side.armed and (side.strong >= _STRONG_ENOUGH or side.score >= max(_LEAST, _SHARE_OF_ARMED * top)))
    ][:_MOST]
    chosen = chosen or ranked[:1]
    if len(chosen) == 1:
        chosen += [side for side in ranked if side not in chosen and side.score >= _LEAST_OF_SECOND][:1]
    return chosen


def _home_state(annotated: Annotated, chosen: list[Side], search: _Search) -> Side | None:
    """The home state, where groups talk with it and no state was found."""
    home = search.home
    if not chosen or not home or any(is_state(side.key) for side in chosen):
        return None
    if len(chosen) > 1:
        named = home in search.found or any(m.kind == "generic" for m in annotated.mentions)
        if not named or Sides(annotated, chosen).countries() != {home}:
            return None
    state = _state(annotated, home)
    if state is None:
        return None
    side = search.found.get(home) or Side(home, 1.0, actors={state: 1})
    return side if side not in chosen else None
