"""Where sentences end, in prose about soldiers, envoys and professors.

One pass over full stops, and a look at the words on both sides of each. Why not a library: pysbd takes forty times as long, and
nupunkt parts *Lt.* from *Gen.*; `python benchmarks/articles/sentences.py` compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from negotiation_data.article.document import Span
from negotiation_data.article.wordings import entries

__all__ = ["LONGEST", "sentences"]


# Never the last word of a sentence, as a name follows. With a capital only: `det.` and `sec.` may be other words.
_TITLES = entries(
    "Adm Amb Arch Asst Atty Ave Bp Brig Bros Capt Card Cdr Cmdr Cmdt Col Cols Comdr Cpl Cpt Del Dep Det Div Dr Drs Eng Engr Esq Fig",
    "Fr Ft Gen Gens Gov Govs Hon HRH Ing Insp Lieut Lt LTC LTG Maj MG BG Md Messrs Mgr Mlle Mme Mohd Mr Mrs Ms Msgr Mt Mts Muhd Nos Ofc",
    "Pfc Pres Prof Profs Pte Pvt Rep Reps Rev Rt Sec Secy Sen Sens Sgt Sgts Smt Spc Sqn Sr St Ste Supt Univ Brig.Gen Lt.Gen Maj.Gen Lt.Col",
    "H.E Prof.Dr R.Adm V.Adm Ret ret Ed",
)
_LINKS = entries("approx ca cf e.g i.e incl viz vs")
_BEFORE_NUMBERS = entries("art arts ch fig figs no nos p para paras pp sec vol")
# The last word of a sentence or not: what follows must look like a beginning.
_MAYBE_LAST = entries(
    "a.d a.m al b.c bn co corp d.c dept etc gmt govt hq hrs inc i.d intl jr sr km llc ltd m mins mn natl p.m ph.d pk plc sq",
    "u.k u.n u.s u.s.a u.s.s.r e.u a.u d.r.c u.a.e",
)
_MAYBE_LAST_CAPITALISED = entries("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun")

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
_STOP = re.compile(r"""[.!?…۔؟։।。！？]++["'”’»)\]」』）]*+(?:\[[0-9]{1,3}\])*+""")
_WITHOUT_SPACE = frozenset("。！？")
_SPACE_LOST = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+[\s,]")
_NEXT = re.compile(r"\s*[\"'“‘«(\[¿¡—–-]*\s*([^\W_]+)?")
_LONGEST_ABBREVIATION = 12
_LONGEST_NAME = 40
_OPENING = "\"'“‘«([—–-/"


#: No sentence is so long: a list or a table without stops is parted at a space, as what is looked for in one sentence takes time.
LONGEST = 2000


def sentences(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of a paragraph, in order; every character of it that is not white space is in one of them."""
    for span in _whole(text, paragraph):
        start = span.start
        while span.end - start > LONGEST:
            words = text[start : start + LONGEST].rsplit(None, 1)
            end = start + len(words[0])
            yield Span(start, end)
            start = end
            while text[start].isspace():  # a sentence does not end in white space
                start += 1
        yield Span(start, span.end)


def _whole(text: str, paragraph: Span) -> Iterator[Span]:
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
    last = before.split()[-1].lstrip(_OPENING) if before and not before[-1].isspace() else ""
    closed = text[stop + 1 : end].strip(")]")  # a quotation, or the number of a note
    return bool(closed and last not in _TITLES) or _may_be_last(text, start, stop, last, word)


def _may_be_last(text: str, start: int, stop: int, last: str, following: str) -> bool:
    """Whether the word before a stop may end a sentence, given the word that follows."""
    small = last.casefold()
    if last.isdigit():
        return len(last) > 2 or stop - len(last) > start  # not the number of a list's entry
    if (
        small in _LINKS
        or last in _TITLES
        or (last.isupper() and last.capitalize() in _TITLES)
        or (small in _BEFORE_NUMBERS and following.isdigit())
    ):
        return False
    if len(last) == 1 and last.isupper():
        return following in _BEGINNINGS and not _in_a_name(text, start, stop)
    if small in _MAYBE_LAST or last in _MAYBE_LAST_CAPITALISED or _is_dotted(last):
        return following in _BEGINNINGS
    return True


def _is_dotted(word: str) -> bool:
    """Whether a word is letters with dots between, such as ``D.R.C``."""
    return len(word) > 2 and word[1::2].count(".") * 2 + 1 == len(word)


def _in_a_name(text: str, start: int, stop: int) -> bool:
    """Whether the letter before a stop follows another initial or a title, as in a name; that of *Plan B.* does not."""
    before = text[max(start, stop - 1 - _LONGEST_NAME) : stop - 1].split()
    return bool(before) and before[-1].endswith(".")
