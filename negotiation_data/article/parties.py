"""Who talks with whom: everybody whom an article names, by what rules about pairs, lists and delegations say and by how it is named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from negotiation_data.article.book import book
from negotiation_data.article.candidate import Anchor
from negotiation_data.article.events import Events
from negotiation_data.article.gazetteer.gazetteer import gazetteer
from negotiation_data.article.likely_parties import HELPS, is_a_format, sides_seen
from negotiation_data.article.mention import ACTING, GROUPS, REBELS, WHO, Annotated, Named, NamedActor, known_actor, slug
from negotiation_data.article.shape import compile_rule
from negotiation_data.article.sides import Side, Sides, key_of
from negotiation_data.article.third_parties import ThirdParty
from negotiation_data.article.weights import Features, model

__all__ = ["considered", "parties"]

_STATE_KINDS = frozenset({"state", "government", "ministry", "military", "intelligence_service"})
#: Sides that often go by no other name.
_NAMELESS = (
    "opposition",
    "armed groups",
    "rebel groups",
    "factions",
    "faction leaders",
    "separatists",
    "rebels",
    "guerrillas",
    "insurgents",
)
#: Who is several is not the one whose name is told.
_SEVERAL = ("groups", "factions", "movements", "faction leaders")
_GOVERNMENT = r"(?:['’]s)?(?: [a-z]+)?(?: (?:government|regime|army|forces|authorities|officials|junta))?"
_GOVERNMENT_AND = re.compile(rf"{_GOVERNMENT},? (?:and|with|against) (?:the )?(?:[a-z]+ )?")
_PAIR_WITHIN = 60
#: Behind a name: it stands behind somebody else, or is where something is.
_BACKER = re.compile(r"[- ](?:backed|aligned|allied|based|supported|sponsored|led|mediated|brokered|hosted|trained|controlled|held|born)\b")
_WHERE = re.compile(r"\b(?:in|at|near|outside|to) $", re.IGNORECASE)
_LIST = re.compile(compile_rule("{list3}").pattern.lower())
_PAIR = re.compile(compile_rule("{G}{behind}(?:,? and |, and )(?:with )?{who}{G}").pattern.lower())

# Weights were set on the development articles, where a rule of the book that seldom errs weighs 2 to 3.
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
#: Of a passage that only names somebody.
_NAMED = 0.1
#: Talks take two: the likeliest are parties from these log-odds on, where fewer are likely enough.
_TWO, _LEAST_OF_TWO = 2, -1.4
_MOST = 10


def parties(annotated: Annotated, happenings: Events, third: Iterable[ThirdParty]) -> Sides:
    """Choose the parties of the round that a text is about, the likeliest first."""
    chances = model("party")
    seen = considered(annotated, happenings, list(third))
    helping = {side.key for side, features in seen if features[HELPS]}
    for side, features in seen:
        side.log_odds = chances.log_odds(features)
    ranked = sorted((side for side, _ in seen), key=lambda side: -side.log_odds)
    chosen = [side for side in ranked if side.log_odds >= chances.least][:_MOST]
    two = [side for side in ranked if side.key not in helping or side in chosen][:_TWO]
    return Sides(annotated, chosen if len(chosen) >= _TWO else [side for side in two if side.log_odds >= _LEAST_OF_TWO])


def considered(annotated: Annotated, happenings: Events, third: Sequence[ThirdParty]) -> list[tuple[Side, Features]]:
    """Everybody who may be a party, and what is seen of each."""
    search = _Search(annotated, happenings, _home(annotated, frozenset(party.key for party in third if not party.weak)))
    search.by_rules()
    search.by_pairs()
    search.by_lists()
    search.by_name()
    search.home_state()
    return list(sides_seen(annotated, happenings, list(search.found.values()), third, search.home, search.nameless))


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


def _states_in(words: str) -> list[str]:
    """The countries of the states, or of their people, with whose name some words begin."""
    table, named = gazetteer(), words.split()
    found = (actor for end in (2, 1) for actor in table.resolve(" ".join(named[:end])) if actor.kind == "state")
    return [country for actor in found for country in actor.countries[:1]]


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
        self._groups: dict[str | None, Counter[str]] = {}

    @cached_property
    def _home_state(self) -> str | None:
        """Whom "the government" means."""
        return _state(self.annotated, self.home) if self.home else None

    def by_rules(self) -> None:
        """Whom the rules of the book catch, each mention once a rule."""
        seen: set[tuple[str, int]] = set()
        for rule, match in self.annotated.found(book().patterns["parties"]):
            for name in (name for name, group in match.groupdict().items() if group is not None):
                for mention in self.annotated.within(match.start(name), match.end(name), *WHO):
                    if (rule.id, mention.start) not in seen and not self._is_elsewhere(mention):
                        seen.add((rule.id, mention.start))
                        self._add(mention, rule.weight, rule.id)

    def _is_elsewhere(self, mention: Named) -> bool:
        """Whether it only stands behind somebody else, or is a capital in which something was."""
        shape = self.annotated.shape
        where = mention.kind == "capital" and _WHERE.search(shape[max(0, mention.start - 8) : mention.start])
        return _BACKER.match(shape, mention.end) is not None or bool(where)

    def by_pairs(self) -> None:
        """A group and the government of its country side by side, "the TFG and the ARS", or two peoples."""
        for match in _PAIR.finditer(self.annotated.small):
            pair = self.annotated.within(*match.span(), *WHO)
            rule = ""
            if len(pair) == 2 and _of_one_country(self.annotated, pair, self.home):
                rule = "group-and-government"
            elif len(pair) == 2 and all(_is_communal(self.annotated, mention) for mention in pair):
                rule = "pair-of-peoples"
            for mention in pair if rule else ():
                self._add(mention, _PAIRED, rule)

    def by_lists(self) -> None:
        """Three or more groups of one country in a row."""
        for match in _LIST.finditer(self.annotated.small):
            listed = [m for m in self.annotated.within(*match.span(), *WHO) if m.actors]
            if _of_one_conflict(self.annotated, listed):
                for mention in listed:
                    self._add(mention, _LISTED, "list-of-groups")

    def by_name(self) -> None:
        """Everybody whom the text names, and those without a name where no group is named."""
        for mention in self.annotated.mentions:
            if mention.kind == "generic" and (actor_id := self._actor(mention)) is not None and actor_id == self.nameless:
                self._note(mention, actor_id)
            for actor_id in mention.actors[:1] if mention.kind in ACTING else ():
                actor = self.annotated.actors[actor_id]
                if actor.kind == "media" or is_a_format(actor):
                    continue
                self._note(mention, actor_id)

    def _note(self, mention: Named, actor_id: str) -> None:
        side = self.found.setdefault(key := key_of(self.annotated, actor_id), Side(key))
        side.actors[actor_id] = side.actors.get(actor_id, 0) + 1
        side.spans.append((_NAMED, mention.span, "named"))

    def home_state(self) -> None:
        """The home state, also where only its towns, people and groups are named."""
        state = self._home_state
        if self.home and self.home not in self.found and state is not None:
            self.found[self.home] = Side(self.home, actors={state: 1})

    def _add(self, mention: Named, weight: float, rule: str) -> None:
        actor_id = self._actor(mention)
        if actor_id is None or self.annotated.actors[actor_id].kind == "media":
            return
        if is_a_format(self.annotated.actors[actor_id]):
            return  # "the Geneva International Discussions": where they talk, and nobody who does
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
        quote = self.annotated.document.quote(mention.span)
        words = quote.lower()
        if not any(word in words for word in REBELS):
            return self._home_state
        states = _states_in(quote) or self._paired(mention)
        home = self.home if self.home in states or not states else states[0]
        kind = next((kind for kind in _NAMELESS if kind in words), None)
        groups = self._armed(home if home != self.home else None)
        several = any(word in words for word in _SEVERAL) and len(groups) <= 1
        if (groups and not several) or kind is None or home is None:
            return max(groups, key=groups.__getitem__, default=None)
        self.nameless = self.nameless or _nameless(self.annotated, home, kind)
        return self.nameless

    def _paired(self, mention: Named) -> list[str]:
        """The country whose government stands right before: "Libya's government and the rebels"."""
        before = self.annotated.within(max(0, mention.start - _PAIR_WITHIN), mention.start, *ACTING)
        if not before or not _GOVERNMENT_AND.fullmatch(self.annotated.small, before[-1].end, mention.start):
            return []
        return [country for actor in before[-1].actors[:1] for country in self.annotated.actors[actor].countries[:1]]

    def _armed(self, country: str | None) -> Counter[str]:
        """Armed groups, of a country or of any, and how often each is named."""
        if country not in self._groups:
            actors = self.annotated.actors
            named = (a for m in self.annotated.mentions for a in m.actors[:1] if actors[a].kind in {"armed_group", "coalition"})
            self._groups[country] = Counter(
                actor for actor in named if country is None or country in actors[actor].countries or not actors[actor].countries
            )
        return self._groups[country]

    def _near(self, position: int) -> float:
        title, depth = self.annotated.document.title, self.happenings.depth(position)
        at_the_top = (title is not None and position < title.end) or depth <= 1
        near = _IN_HEADLINE_OR_LEAD if at_the_top else _NEAR_THE_TOP if depth <= 3 else 1.0
        _, anchor = self.happenings.anchor(position)
        return near * (_OF_EARLIER if anchor is Anchor.EARLIER else 1.0)


def _of_one_country(annotated: Annotated, pair: Sequence[Named], home: str | None) -> bool:
    """Whether one is a group and the other the government that it is up against."""
    kinds = [annotated.actors[mention.actors[0]].kind if mention.actors else "generic" for mention in pair]
    group = next((mention for mention, kind in zip(pair, kinds, strict=True) if kind in {"armed_group", "coalition"}), None)
    if group is None or not any(kind in {"state", "government", "generic"} for kind in kinds):
        return False
    of_group = annotated.actors[group.actors[0]].countries[:1] or ((home,) if home else ())
    other = next(mention for mention in pair if mention is not group)
    return (annotated.actors[other.actors[0]].countries[:1] if other.actors else ((home,) if home else ())) == of_group


def _is_communal(annotated: Annotated, mention: Named) -> bool:
    return bool(mention.actors) and annotated.actors[mention.actors[0]].communal


def _of_one_conflict(annotated: Annotated, listed: Sequence[Named]) -> bool:
    """Whether three or more in a row are groups of one country, its government perhaps among them."""
    actors = [annotated.actors[m.actors[0]] for m in listed]
    groups = [actor for actor in actors if actor.kind in GROUPS or actor.communal]
    homes = [actor.countries[0] for actor in actors if actor.countries]
    return (
        len(groups) >= 2
        and len({a.id for a in actors}) >= 3
        and len(groups) >= len(actors) - 1
        and (not homes or homes.count(homes[0]) >= len(homes) - 1)
    )
