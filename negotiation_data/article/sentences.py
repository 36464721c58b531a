"""Where sentences end, in prose about soldiers, envoys and professors.

One pass over full stops, and a look at the words on both sides of each. Why not a library: see `benchmarks/articles/sentences.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from negotiation_data.article.document import Span
from negotiation_data.article.wordings import entries

__all__ = ["sentences"]


# Never the last word of a sentence: a name, a number or an example follows.
_NEVER_LAST = entries(
    "adm admin amb arch asst atty av ave bp br brig bros capt card cdr cmdr cmdt cmsgt cntr col comdr commr cpl cpt del dep",
    "det dist div dr drs eng esq fig figs fmr fr ft gen gens gov govs hon hrh ing insp lieut lt ltc ltg ltgen ltjg maj",
    "majgen md messrs mgr mlle mm mme mohd mr mrs ms msgr msgt mt mts muhd nos ofc op para paras pfc ph pres prof profs pte",
    "pvt rep reps rev rs sec secy sen sens sfc sgt sgts smt spc spkr sqn ssgt sr st ste supt tel univ vs viz wg yr b.gen",
    "r.adm v.adm e.g i.e h.e p.o prof.dr lt.gen maj.gen brig.gen lt.col lt.cmdr r.i.p approx art arts ca cf cl ch vol ed eds",
    "est ext incl nr pp",
)
# The last word of a sentence or not: what follows must look like a beginning.
_MAYBE_LAST = entries(
    "a.d a.m al b.c bn co corp d.c dept etc gmt govt hq hrs inc i.d intl jr sr km llc ltd m min mins mn natl no p.m ph.d pk plc",
    "sq u.k u.n u.s u.s.a u.s.s.r e.u a.u d.r.c u.a.e jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu",
    "thur thurs fri sat sun",
)

# Words that begin sentences far more often than they continue a name.
_BEGINNINGS = entries(
    "A About According Additionally After Afterwards Again All Also Although Among An And Another Any As Asked At Because",
    "Before Between Both But By Despite During Each Earlier Either Even Every Few Finally First Following For From Further He",
    "Her Here His How However I If In Instead It Its Last Later Many Meanwhile More Moreover Most Neither Nevertheless No Nor",
    "Not Nothing Now Of On Once One Only Or Other Others Our Over Previously Several She Since So Some Still Such Talks That",
    "The Their Then There These They This Those Though Three Through Thus To Today Two Under Until We What When Where Whether",
    "While Who Why With Without Yesterday Yet You",
)

# Possessive, so that a hundred thousand dots are looked at once.
_STOP = re.compile(r"""[.!?…۔؟։।。！？]++["'”’»)\]」』）]*+""")
_WITHOUT_SPACE = frozenset("。！？")
_SPACE_LOST = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+[\s,]")
_NEXT = re.compile(r"\s*[\"'“‘«(\[¿¡—–-]*\s*([^\W_]+)?")
_LONGEST_ABBREVIATION = 12
_LONGEST_NAME = 40
_OPENING = "\"'“‘«([—–-/"


def sentences(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of a paragraph, in order; every character of it that is not white space is in one of them."""
    start = paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        end = stop.end()
        if end >= paragraph.end or not _ends(text, start, stop.start(), end, paragraph.end):
            continue
        yield Span(start, end)
        start = end
        while text[start].isspace():  # a paragraph does not end in white space
            start += 1
    yield Span(start, paragraph.end)


def _ends(text: str, start: int, stop: int, end: int, limit: int) -> bool:
    """Whether the stop at `stop`, with what closes after it up to `end`, ends the sentence that began at `start`."""
    if not text[end].isspace():
        lost = end - stop <= 2 and text[max(start, stop - 2) : stop].islower() and _SPACE_LOST.match(text, end, limit)
        return bool(lost) or text[stop] in _WITHOUT_SPACE
    following = _NEXT.match(text, end, limit)
    word = (following and following[1]) or ""
    if word[:1].islower():
        return False
    if text[stop] != "." or text.startswith("..", stop):
        return True
    before = text[max(start, stop - _LONGEST_ABBREVIATION) : stop]
    last_word = before.split()[-1].lstrip(_OPENING) if before and not before[-1].isspace() else ""
    if stop - len(last_word) <= start and last_word.isdigit() and len(last_word) <= 2:
        return False  # the number of a list's entry
    if len(last_word) == 1 and last_word.isupper():
        return word in _BEGINNINGS and last_word != "I" and not _initial(text, start, stop)
    plain = last_word.casefold()
    if plain in _NEVER_LAST:
        return False
    if plain in _MAYBE_LAST or (len(last_word) > 2 and last_word[1::2].count(".") * 2 + 1 == len(last_word)):
        return word in _BEGINNINGS
    return True


def _initial(text: str, start: int, stop: int) -> bool:
    """Whether the letter before a stop follows another initial or a capitalised word, as in a name."""
    before = text[max(start, stop - 1 - _LONGEST_NAME) : stop - 1].split()
    return bool(before) and (before[-1].endswith(".") or before[-1][:1].isupper())
