"""Which town or person a name means: two coders write one name in two ways, and are not to be marked down for that."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

import negotiation_data as nd

_TITLES = re.compile(
    r"\b(?:dr|mr|mrs|ms|gen|general|lt|lieutenant|maj|major|adm|admiral|field marshal|mullah|maulvi|mawlawi|sheikh|prince|haji|hajji)\b"
)
#: How alike two spellings must be to mean one person.
ALIKE = 0.84


def fold(name: str) -> str:
    """A name without case, accents, points, hyphens and titles."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", _TITLES.sub(" ", re.sub(r"[.\-'’ʿʾ]", " ", plain))).split())


class Names:
    """Names of one kind of thing, and what each means."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are pairs of id and name, as many for an id as it has names."""
        self._ids: dict[str, str] = {}
        for key, name in names:
            self._ids.setdefault(fold(name), key)
            self._ids.setdefault(fold(key), key)

    def meaning(self, name: str) -> str:
        """The id that a name means: the same name, all its words in one known name only, or a spelling close to one.

        Else the name itself, folded.
        """
        folded = fold(name)
        if folded in self._ids:
            return self._ids[folded]
        words = set(folded.split())
        within = {key for known, key in self._ids.items() if words and (words <= set(known.split()) or set(known.split()) <= words)}
        if len(within) == 1:
            return within.pop()
        close = difflib.get_close_matches(folded, self._ids, n=1, cutoff=ALIKE)
        return self._ids[close[0]] if close else folded

    def knows(self, name: str) -> bool:
        return self.meaning(name) in self._ids.values()


def people_and_places() -> Mapping[str, Names]:
    """The names of the data set, by the word by which the form knows them."""
    return {
        kind: Names(
            [*nd.load(table).select(key, "name").iter_rows(), *nd.load(names).select(key, "name").iter_rows()]  # type: ignore[call-overload]
        )
        for kind, table, names, key in (("person", "people", "person_names", "person_id"), ("place", "places", "place_names", "place_id"))
    }
