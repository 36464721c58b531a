"""Spans against texts: the examples' own text, copies of it altered in every way, and the seed where it is."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiation_data import paths
from negotiation_data.error import NegotiationDataError
from negotiation_data.publish.verify import SpanStatus, TextStatus, Verification, sentences, verify
from negotiation_data.table import dataset
from negotiation_data.table.frames import Frames
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "texts" / "floe-gazette.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def frames() -> Frames:
    return dataset.read(EXAMPLES / "good", cache=False).frames


def verified(frames: Frames, tmp_path: Path, text: str) -> Verification:
    folder = tmp_path / "texts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "whatever-name").write_bytes(text.encode())
    return verify(frames, folder)


def test_a_text_is_found_by_its_content_whatever_its_name(frames: Frames, tmp_path: Path) -> None:
    result = verified(frames, tmp_path, TEXT)
    assert result.texts[0].status is TextStatus.FOUND
    assert {span.status for span in result.spans} == {SpanStatus.VERIFIED}
    assert not result.failed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0, len(TEXT) - 1), sign=st.sampled_from("#é☃"))
def test_one_changed_character_fails_and_names_the_records(frames: Frames, tmp_path: Path, place: int, sign: str) -> None:
    result = verified(frames, tmp_path, TEXT[:place] + sign + TEXT[place + 1 :])
    assert result.failed
    assert result.texts[0].status is TextStatus.ALTERED
    assert "floe-base-alpha" in result.records_citing("floe-gazette")
    touched = {(span.start, span.end) for span in result.spans if span.start <= place < span.end}
    assert {(span.start, span.end) for span in result.spans if span.status is SpanStatus.FAILED} == touched


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(before=st.text("ab\n é", min_size=1, max_size=20), after=st.text("ab\n é", max_size=20))
def test_another_version_of_a_text_has_its_spans_moved(frames: Frames, tmp_path: Path, before: str, after: str) -> None:
    result = verified(frames, tmp_path, before + TEXT + after)
    assert result.texts[0].status is TextStatus.OTHER_VERSION
    assert {span.status for span in result.spans} == {SpanStatus.MOVED}
    assert all(span.found_at == span.start + len(before) for span in result.spans)
    assert not result.failed


def test_a_passage_that_another_version_lacks_has_failed(frames: Frames, tmp_path: Path) -> None:
    lost = "with the albatross council as mediator and host"
    result = verified(frames, tmp_path, TEXT.replace(lost, ""))
    failed = [span for span in result.spans if span.status is SpanStatus.FAILED]
    assert [span.records for span in failed] == [("floe-base-alpha",)]
    assert set(failed[0].fields) == {"/mediators/albatross-council/host", "/mediators/albatross-council/mediator"}
    assert result.failed


def test_a_text_of_something_else_verifies_nothing(frames: Frames, tmp_path: Path) -> None:
    result = verified(frames, tmp_path, "Another article altogether, about krill. " * 20)
    assert result.texts[0].status is TextStatus.NOT_HERE
    assert {span.status for span in result.spans} == {SpanStatus.NOT_HERE}
    assert not result.failed


def test_files_that_are_no_text_are_passed_over(frames: Frames, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"\x89PNG\xff\xfe")
    assert verify(frames, tmp_path).files == 0
    with pytest.raises(NegotiationDataError, match="no folder"):
        verify(frames, tmp_path / "nowhere")


def test_a_wrong_hash_in_a_record_fails(good: Path, tmp_path: Path) -> None:
    path = good / "processes" / "floe" / "rounds" / "floe-base-alpha.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("sha256: ") + len("sha256: ")
    path.write_text(text[:start] + "f" * 64 + text[start + 64 :], encoding="utf-8")
    result = verify(dataset.read(good, cache=False).frames, EXAMPLES / "texts")
    assert [span.reason for span in result.spans if span.status is SpanStatus.FAILED] == ["the hash is not that of the text at this place"]


def test_a_sentence_without_evidence_is_told(frames: Frames, tmp_path: Path) -> None:
    cited = verified(frames, tmp_path, TEXT).texts[0]
    assert (cited.coded + cited.left, cited.unaccounted) == (cited.sentences, [])
    bare = frames | {"evidence": frames["evidence"].filter(pl.col("span_start") < 300)}
    found = verified(bare, tmp_path, TEXT).texts[0]
    assert found.coded + found.left + len(found.unaccounted) == found.sentences == cited.sentences
    assert found.unaccounted
    assert set(found.unaccounted) <= set(sentences(TEXT))


def test_sentences_begin_and_end_at_their_letters() -> None:
    text = "One went.  Two came. \n  Three stayed."
    assert [text[start:end] for start, end in sentences(text)] == ["One went.", "Two came.", "Three stayed."]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? “Four.” Five", 5),
        ("Lt. Gen. Asim spoke to Dr. Khan. He left.", 2),
        ("At 3.5 per cent. it rose", 1),
        ("Heading\n\nA sentence. Another one.", 3),
        ("یک جمله. دو جمله؟ سه جمله۔ چهار", 4),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text("aB .!?\n“”", max_size=60))
def test_sentences_are_in_order_and_lose_no_letter(text: str) -> None:
    found = sentences(text)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    assert "".join("".join(text[start:end] for start, end in found).split()) == "".join(text.split())


# ---------------------------------------------------------------------------- the seed

ISTANBUL, DOHA, INFILTRATION = "afg-pak-2025-istanbul-october", "afg-pak-2025-doha-ceasefire", "afg-pak-2025-infiltration-october-24"

#: The 25 statements of the dossier's check of the seed: the characters that make each, and where it is coded.
STATEMENTS = {
    1: (260, 300, ISTANBUL, "/outcome"),
    2: (209, 258, ISTANBUL, "/mediators/turkiye/mediator"),
    3: (303, 509, ISTANBUL, "/positions/written-commitments"),
    4: (511, 590, ISTANBUL, "/sessions/sitting-october-26/hours"),
    5: (693, 850, ISTANBUL, "/positions/patronage-unacceptable"),
    6: (852, 973, ISTANBUL, "/positions/answers-illogical"),
    7: (975, 1131, ISTANBUL, "/positions/differences-minor"),
    8: (1133, 1286, ISTANBUL, "/positions/tension-no-interest"),
    9: (1288, 1474, ISTANBUL, "/positions/end-of-aggression"),
    10: (1476, 1682, ISTANBUL, "/positions/evidence-armed-groups"),
    11: (1684, 1789, ISTANBUL, "/positions/evidence-detained-afghans"),
    12: (1791, 2077, ISTANBUL, "/positions/ttp-direct-talks"),
    13: (2079, 2330, INFILTRATION, "/place"),
    14: (2332, 2480, ISTANBUL, "/positions/infiltration-casts-doubt"),
    15: (2482, 2595, ISTANBUL, "/sessions/sitting-october-25"),
    16: (2757, 2925, ISTANBUL, "/positions/no-authority"),
    17: (2927, 2998, DOHA, "/declared"),
    18: (3000, 3060, DOHA, "/mediators/qatar/mediator"),
    19: (3061, 3125, DOHA, "/summary"),
    20: (3127, 3160, ISTANBUL, "/mediators/turkiye/host"),
    21: (3166, 3217, DOHA, "/mediators"),
    22: (3256, 3468, ISTANBUL, "/participants/isi-officer"),
    23: (3483, 3584, ISTANBUL, "/participants/najib/role"),
    24: (3483, 3711, ISTANBUL, "/participants/balkhi"),
    25: (10, 123, ISTANBUL, "/issues"),
}


def test_the_seed_verifies_to_the_last_sentence(seeds: Path) -> None:
    assert paths.CHECKOUT is not None
    result = verify(dataset.read(paths.CHECKOUT / "data").frames, seeds)
    here = [span for span in result.spans if span.source_id == "kokcha-news-9813"]
    assert len(here) > 40
    assert {span.status for span in here} == {SpanStatus.VERIFIED}
    (text,) = (text for text in result.texts if text.source_id == "kokcha-news-9813")
    assert text.status is TextStatus.FOUND
    assert text.unaccounted == []
    for number, (start, end, record, field) in STATEMENTS.items():
        cited = [span for span in here if start <= span.start and span.end <= end and record in span.records]
        assert any(field in span.fields for span in cited), f"statement {number} has no span that supports or contradicts {field}"


def test_one_changed_character_of_the_seed_fails(seeds: Path, tmp_path: Path) -> None:
    assert paths.CHECKOUT is not None
    frames = dataset.read(paths.CHECKOUT / "data").frames
    (seed,) = seeds.glob("*.txt")
    text = seed.read_text(encoding="utf-8")
    for place in range(0, len(text), 197):
        result = verified(frames, tmp_path, text[:place] + ("#" if text[place] != "#" else "+") + text[place + 1 :])
        assert result.failed
        assert "afg-pak-2025-istanbul-october" in result.records_citing("kokcha-news-9813")
