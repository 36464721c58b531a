"""Plain text: what is title, date, dateline, outlet, language; what is masked; what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from negotiation_data.article import decode, paragraphs
from negotiation_data.article.document import MaskKind, PublishedBasis
from negotiation_data.article.read import from_text, read
from negotiation_data.error import NegotiationDataError
from tests.article.invariants import broken
from tests.conftest import SEEDS

STORY = "The delegations of the north and of the south met again on the island, and their mediators said that nothing was agreed."
LINES = [line.split("|", 1) for line in Path(__file__).with_name("lines.txt").read_text("utf-8").splitlines() if not line.startswith("#")]


def page(*lines: str) -> str:
    return "\n\n".join(lines)


# ---------------------------------------------------------------------------- masks


@pytest.mark.parametrize(("kind", "line"), LINES)
def test_what_a_line_is(kind: str, line: str) -> None:
    document = from_text(page("Talks of north and south end", STORY, STORY, line, STORY))
    start = document.text.index(line)
    kinds = {str(mask.kind) for mask in document.masks if mask.start < start + len(line) and start < mask.end}
    assert kinds == (set() if kind == "story" else {kind})
    assert not broken(document)


def test_headlines_with_times_are_others() -> None:
    document = from_text(
        page("Talks of north and south end", STORY) + "\n01:55\nFloods in the west\n00:50\nElection: who stands?\n01:20\nCup won 3-1"
    )
    (mask,) = document.masks
    assert mask.kind is MaskKind.RELATED
    assert document.quote(mask).startswith("01:55")
    assert document.quote(mask).endswith("3-1")


def test_a_live_report_with_times_is_the_story() -> None:
    document = from_text(page("Talks of north and south: the day", "10:15", STORY, "11:40", STORY, "12:05", STORY))
    assert [document.quote(mask) for mask in document.masks] == ["10:15", "11:40", "12:05"]


def test_headlines_below_a_heading_are_others_until_prose_comes() -> None:
    document = from_text(
        page("Talks of north and south end", STORY, STORY, "Related articles", "Floods in the west", "Election: who stands?", STORY)
    )
    (mask,) = document.masks
    assert document.quote(mask) == page("Related articles", "Floods in the west", "Election: who stands?")


def test_one_headline_follows_read_also() -> None:
    document = from_text(page("Talks of north and south end", STORY, "Read also:", "Floods in the west", "What the north asked for", STORY))
    assert [document.quote(mask) for mask in document.masks] == [page("Read also:", "Floods in the west")]


def test_a_bracket_about_a_photograph_is_masked_within_a_paragraph() -> None:
    long = f"{STORY} (Photo by A. Photographer) {STORY} {STORY} {STORY}"
    document = from_text(page("Talks of north and south end", long))
    assert [document.quote(mask) for mask in document.masks] == ["(Photo by A. Photographer)"]


def test_program_text_is_masked_to_its_last_bracket() -> None:
    code = "if ( document.referrer.indexOf( x ) < 0 ) {\nargs.ref = document.referrer;\n}\nvar s=d.createElement(t);s.async=1;"
    document = from_text(page("Talks of north and south end", STORY, code))
    assert [(mask.kind, document.quote(mask)) for mask in document.masks] == [(MaskKind.SCRIPT, code)]


def test_the_headline_keeps_the_agency_that_stands_behind_it() -> None:
    document = from_text(page("Talks of north and south end - Reuters", STORY))
    assert document.title is not None
    assert not document.masks


# ---------------------------------------------------------------------------- date of publication


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Monday, 27 October 2025", date(2025, 10, 27)),
        ("27 October 2025", date(2025, 10, 27)),
        ("Oct 27 2025 - 10:12", date(2025, 10, 27)),
        ("October 27, 2025 10:12 AM GMT+3", date(2025, 10, 27)),
        ("Published: 27 Oct 2025, 14:05 PKT", date(2025, 10, 27)),
        ("Published on 2025-10-27", date(2025, 10, 27)),
        ("Last updated at 15:21 27 October 2025", date(2025, 10, 27)),
        ("By Ahmad Rahimi | October 27, 2025", date(2025, 10, 27)),
        ("by A. Rahimi October 27th, 2025", date(2025, 10, 27)),
        ("The Example · 27 Oct 2025 · 3 min read", date(2025, 10, 27)),
        ("27/10/2025", date(2025, 10, 27)),
        ("27.10.2025 10:12", date(2025, 10, 27)),
        ("2025-10-27T10:12:00+04:30", date(2025, 10, 27)),
        ("Posted by Sara Noor on October 27, 2025 at 10:12 pm", date(2025, 10, 27)),
        ("Date: October 27, 2025", date(2025, 10, 27)),
        # not a day, or not of the page
        ("Sunday, 27 October 2025", None),  # it was a Monday
        ("03/04/2025", None),  # of March or of April
        ("31 June 2025", None),
        ("October 25-30, 2025", None),
        ("Mediators: Türkiye & Qatar | Date: November 6–7, 2025", None),
        ("Mediators: Türkiye & Qatar | Date: November 6, 2025", None),
        ("The Doha Talks, October 27, 2025", None),
        ("The ceasefire of October 27, 2025", None),
        ("It was signed on October 27, 2025.", None),
        ("October 2025", None),
    ],
)
def test_a_line_below_the_title(line: str, day: date | None) -> None:
    document = from_text(page("Talks of north and south end", line, STORY))
    assert document.published == day
    assert document.published_basis is (PublishedBasis.TEXT if day else PublishedBasis.NONE)
    assert document.published_at is None or document.quote(document.published_at) in line
    if day:
        masked = document.text.index(line)
        assert document.masked(masked, masked + len(line))


def test_a_date_in_the_story_is_not_that_of_the_page() -> None:
    assert from_text(page("Talks end", STORY, f"On October 27, 2025 they met. {STORY}")).published is None


def test_dates_as_headings_are_a_chronology() -> None:
    document = from_text(page("A year of talks", "1 March 2025", STORY, "5 April 2025", STORY))
    assert document.published is None
    assert not document.masks


def test_a_date_in_a_table_of_facts_is_not_that_of_the_page() -> None:
    assert from_text(page("Talks of north and south end", "Venue: Doha", "Date: 27 October 2025", STORY)).published is None


def test_published_is_believed_before_updated() -> None:
    assert from_text(page("Talks end today", "Updated 28 October 2025", "Published 27 October 2025", STORY)).published == date(2025, 10, 27)


@pytest.mark.parametrize(
    ("opening", "day", "outlet"),
    [
        ("ISLAMABAD, Oct. 29, 2025 (Xinhua) -- ", date(2025, 10, 29), "Xinhua"),
        ("ISLAMABAD, Oct. 29 (Xinhua) -- ", None, "Xinhua"),
        ("KUALA LUMPUR (MindaNews/15 February) – ", None, "MindaNews"),
        ("Mexico City, February 13. ", None, None),
        ("GENEVA, 3 March 2025 — ", date(2025, 3, 3), None),
        ("Juba — ", None, None),
        ("Doha: ", None, None),
        ("KHARTOUM (AFP) - ", None, "AFP"),
        ("NEW YORK (AP) — ", None, "AP"),
        ("Addis Ababa, Ethiopia (Reuters) - ", None, "Reuters"),
        ("(MENAFN) ", None, "MENAFN"),
    ],
)
def test_datelines(opening: str, day: date | None, outlet: str | None) -> None:
    document = from_text(page("Talks of north and south end", opening + STORY, STORY))
    assert document.dateline is not None
    assert document.quote(document.dateline) == opening.strip()
    assert document.published == day
    assert document.outlet == outlet
    assert not document.masked(document.dateline.start, document.dateline.end)


@pytest.mark.parametrize("opening", ["The army (SAF) and ", "Analysis: ", "Turkey, Qatar and ", "Army (SAF) - "])
def test_what_is_no_dateline(opening: str) -> None:
    document = from_text(page("Talks of north and south end", opening + STORY))
    assert document.dateline is None or document.outlet is None


def test_the_year_of_a_dateline_may_be_in_the_address() -> None:
    document = from_text(page("Talks end", "KUALA LUMPUR (MindaNews/15 February) – " + STORY), url="https://example.org/2012/02/talks-end")
    assert (document.published, document.published_basis) == (date(2012, 2, 15), PublishedBasis.TEXT)


def test_the_day_in_an_address() -> None:
    document = from_text(page("Talks end", STORY), url="https://www.example.org/2023/12/05/talks?x=1999/01/01")
    assert (document.published, document.published_basis) == (date(2023, 12, 5), PublishedBasis.URL)
    assert document.outlet == "example.org"


def test_yesterday_with_its_date_tells_the_day() -> None:
    document = from_text(f"Doha: {STORY} It was signed yesterday, July 19, 2025.")
    assert document.published == date(2025, 7, 20)


def test_a_date_given_is_believed_before_all() -> None:
    document = from_text(page("Talks end", "27 October 2025", STORY), published=date(2025, 10, 28), url="https://example.org/2023/12/05/x")
    assert (document.published, document.published_basis, document.published_at) == (date(2025, 10, 28), PublishedBasis.GIVEN, None)


def test_the_day_in_front_of_a_search_result() -> None:
    document = from_text(f" date 2024-11-30 (MENAFN) {STORY}")
    assert (document.published, document.outlet) == (date(2024, 11, 30), "MENAFN")
    assert [document.quote(mask) for mask in document.masks] == ["date 2024-11-30"]


# ---------------------------------------------------------------------------- title, language, paragraphs


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Talks of north and south end", STORY), "Talks of north and south end"),
        (("Trending", "Talks of north and south end", STORY), "Talks of north and south end"),
        (("Sudan", "Talks of north and south end", STORY), "Talks of north and south end"),
        (("May 10, 2025", "2 mins read", "Talks of north and south end", STORY), "Talks of north and south end"),
        (("Will the talks of north and south end?", STORY), "Will the talks of north and south end?"),
        (("Sudan", STORY, STORY), None),
        ((STORY, STORY), None),
        (("Talks of north and south end",), None),
    ],
)
def test_titles(lines: tuple[str, ...], title: str | None) -> None:
    document = from_text(page(*lines))
    assert (document.title and document.quote(document.title)) == title


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        (
            "Las delegaciones del gobierno y de la guerrilla se reunieron de nuevo, y los mediadores dijeron que nada fue acordado.",
            "es",
        ),
        (
            "Les délégations du gouvernement et des rebelles se sont réunies à Doha, et les médiateurs ont dit que rien n'a été conclu.",
            "fr",
        ),
        ("Делегации правительства и повстанцев снова встретились на острове, но посредники сказали, что ничего не решено.", "ru"),
        ("اجتمعت وفود الحكومة والمتمردين مرة أخرى في الجزيرة وقال الوسطاء إنه لم يتم الاتفاق على أي شيء.", "ar"),
        ("De delegaties van de regering en de rebellen kwamen weer bijeen op het eiland, en er was volgens hen niets afgesproken.", "nl"),
        ("xx 12", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert from_text(text).language == language


def test_a_wrapped_text_has_its_paragraphs_whole() -> None:
    lines = [
        "The delegations of the north and of the south met again on the",
        "island, and their mediators said that nothing was agreed. They will",
        "meet again, the north says, before the rains come and the roads are",
        "closed.",
        "",
        "The south did not say whether it will come. Its leader has told the",
        "envoy that he sees no reason to leave his town.",
    ]
    document = from_text("\n".join(lines))
    assert [document.quote(span) for span in document.paragraphs] == ["\n".join(lines[:4]), "\n".join(lines[5:])]
    assert document.quote(document.sentences[0]).endswith("agreed.")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\n\n", "\u2029"])
def test_any_line_break_parts_paragraphs_and_stays(newline: str) -> None:
    document = from_text(STORY + newline + STORY)
    assert len(document.paragraphs) == 2
    assert document.text == STORY + newline + STORY


# ---------------------------------------------------------------------------- bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_in_any_form_is_one_text(encoding: str) -> None:
    assert read(STORY.encode(encoding)) == from_text(STORY)


def test_older_encodings_are_recognised() -> None:
    arabic = "اجتمعت وفود الحكومة والمتمردين مرة أخرى في الجزيرة وقال الوسطاء إنه لم يتم الاتفاق على أي شيء. " * 3
    assert read(arabic.encode("cp1256")).text == arabic
    page = f"<html><body><div class='story' id='main-story'><p>{arabic}</p></div></body></html>"
    assert "الوسطاء" in read(page.encode("cp1256")).text


@pytest.mark.parametrize("word", ["São Tomé", "Peña Nieto", "“no deal”", "Tōkyō–style".replace("ō", "o"), "el Año"])
def test_a_few_accents_are_those_of_windows_1252(word: str) -> None:
    text = f"{STORY} The mediators spoke of {word} once."
    assert read(text.encode("cp1252")).text == text


def test_a_file_and_its_bytes_are_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(STORY.encode())
    assert read(tmp_path / "a.txt") == read(str(tmp_path / "a.txt")) == read(STORY.encode())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no words"),
        (b" \n\xc2\xa0 ... ", "no words"),
        (b"abc\0def ghi", "binary"),
        (bytes(range(1, 32)) * 4 + b"abc", "binary"),
        (b"%PDF-1.7 abc", "a PDF"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x1f\x8babc", "gzip"),
        ("Töne über Öl ".encode() * 20 + b"\xff" + "und Änderungen".encode(), "Byte 321 of this file is not UTF-8"),
        ("Präsident".encode() + b" \xe2\x82", "Byte 12 of this file is not UTF-8"),
        (b"\xef\xbb\xbfabc \xff", "Byte 5 of this file is not UTF-8"),
        (b"\xff\xfea\x00b", "not UTF-16-LE"),
        (b"abc \xed\xa0\x80", "not UTF-8"),
        (b"a" * (decode.MAX_BYTES + 1), "more than 12,000,000 bytes"),
        (b"a" * (decode.MAX_CHARACTERS + 1), "more than 250,000 characters"),
        (b"a\n" * (paragraphs.MAX_LINES + 1), "more than 10,000 lines"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(NegotiationDataError) as refused:
        read(content)
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(NegotiationDataError, match="Character 5 of this text is half of a character"):
        from_text("abc \ud800")


def test_a_path_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(NegotiationDataError, match=r"nothing\.txt cannot be read: no such file or directory\."):
        read(tmp_path / "nothing.txt")
    with pytest.raises(NegotiationDataError, match=r"cannot be read: is a directory\."):
        read(tmp_path)


# ---------------------------------------------------------------------------- the seed


def test_the_seed_article() -> None:
    seed = SEEDS / "000_3fa766c17b53cb33.txt"
    if not seed.is_file():
        pytest.skip("the seed article is not here")
    document = read(seed)
    assert not broken(document)
    assert document.text == seed.read_text("utf-8")
    assert document.title is not None
    assert document.quote(document.title).startswith("Deadlock in Istanbul")
    assert (document.published, document.published_basis, document.language, document.outlet) == (
        None,
        PublishedBasis.NONE,
        "en",
        "Kokcha News",
    )
    story = document.text.index("The two-day")
    end = document.text.index("Discover more from")
    assert not document.masked(story, end)
    assert all(document.masked(span.start, span.end) for span in document.paragraphs if span.start >= end)
    assert read(seed, published=date(2025, 10, 27)).published == date(2025, 10, 27)


def test_a_dateline_may_stand_on_a_line_of_its_own() -> None:
    document = from_text(
        "By Lensa Tolera\nNAIROBI, 8 June 2024\n\nThe two sides met on Tuesday, said people who were there, for the first time."
    )
    assert document.published == date(2024, 6, 8)
    assert document.dateline is not None
    assert document.quote(document.dateline) == "NAIROBI, 8 June 2024"
    assert document.title is None


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("Home | World | Africa", True),
        ("Home › World › Africa", True),
        ("Talks stall in Geneva | A truce holds", False),
        ("Three came: the government | the rebels, who had walked out of the talks a week before | and the United Nations.", False),
    ],
)
def test_a_row_of_entries_is_a_menu(line: str, masked: bool) -> None:
    document = from_text(f"Talks in Geneva end\n\n{line}\n\n{STORY}")
    at = document.text.index(line)
    assert document.masked(at, at + len(line)) is masked
