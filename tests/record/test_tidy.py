"""`tidy` puts a record in order and changes nothing that it says, data or remark."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.record import folder, tidy
from negotiation_data.record.yaml import read_slowly
from negotiation_data.schema import catalog
from tests.conftest import EXAMPLES, ROOT

MODEL = catalog.model()


def tidied(kind: str, text: str) -> str:
    content, problems = tidy.tidied(MODEL.kinds[kind], text.encode())
    assert content is not None, problems
    return content.decode()


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same data, its names in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, rng)) for key, item in value.items()]
        rng.shuffle(items)
        return dict(items)
    return [shuffled(item, rng) for item in value] if isinstance(value, list) else value


def with_remarks(text: str, rng: random.Random, wanted: int) -> tuple[str, list[str]]:
    """A text with remarks and empty lines put in wherever they are none of its data, and those remarks."""
    data = read_slowly(text.encode()).data
    lines, remarks = text.split("\n")[:-1], []
    for number in range(wanted):
        remark, place = f"# remark {number}: x [ {{ ' \" - a", rng.randrange(len(lines) + 1)
        if place < len(lines) and rng.random() < 0.4:
            new = [*lines[:place], f"{lines[place]}  {remark}", *lines[place + 1 :]]
        else:
            new = [
                *lines[:place],
                *rng.choice([[], [""]]),
                " " * rng.choice([0, 0, 2, 4, 6]) + remark,
                *rng.choice([[], [""]]),
                *lines[place:],
            ]
        if tidy.same_meaning(read_slowly("\n".join([*new, ""]).encode()).data, data):
            lines = new
            remarks.append(remark)
    return "\n".join([*lines, ""]), remarks


class Dumper(yaml.SafeDumper):
    """PyYAML's, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(record: dict[str, Any], rng: random.Random) -> str:
    """A record as some person or program would write it."""
    style: dict[str, Any] = {
        "default_flow_style": rng.choice([None, False, True]),
        "indent": rng.choice([2, 4]),
        "width": rng.choice([30, 80]),
    }
    text = str(yaml.dump(record, Dumper=Dumper, allow_unicode=True, sort_keys=False, **style))
    # PyYAML writes YAML 1.1, which now and then means something else to us.
    return text if rng.random() < 0.6 and tidy.same_meaning(read_slowly(text.encode()).data, record) else testing.record_texts(record)


@st.composite
def remarked(draw: st.DrawFn) -> tuple[str, dict[str, Any], str, list[str]]:
    kind = draw(st.sampled_from(sorted(MODEL.kinds)))
    record = draw(testing.records(kind))
    rng = random.Random(draw(st.integers(0, 2**32)))
    text = written(shuffled(record, rng), rng)
    return kind, record, *with_remarks(text, rng, rng.randrange(12))


@given(remarked())
def test_data_and_remarks_stay_and_twice_is_once(case: tuple[str, dict[str, Any], str, list[str]]) -> None:
    kind, record, text, remarks = case
    once = tidied(kind, text)
    assert tidy.same_meaning(read_slowly(once.encode()).data, record)
    for remark in remarks:
        assert once.count(remark) == 1
    assert len(re.findall("# remark", once)) == len(remarks)
    assert tidied(kind, once) == once


@given(remarked())
def test_names_come_in_the_order_of_the_schema(case: tuple[str, dict[str, Any], str, list[str]]) -> None:
    kind, record, text, _ = case
    data = read_slowly(tidied(kind, text).encode()).data
    assert data is not None
    assert list(data) == [name for name in MODEL.kinds[kind].schema["properties"] if name in record]
    for row in data.get("evidence", ()):
        order = list(MODEL.kinds[kind].schema["properties"]["evidence"]["items"]["properties"])
        assert list(row) == sorted(row, key=order.index)


@given(remarked(), st.integers(0, 2**32))
def test_a_remark_goes_with_what_it_stands_above(case: tuple[str, dict[str, Any], str, list[str]], seed: int) -> None:
    kind, record, _, _ = case
    plain = tidied(kind, "".join(f"{line}\n" for line in tidied(kind, _dumped(record)).splitlines()))
    blocks = re.split(r"(?m)^(?=[\w-]+:)", plain)[1:]
    random.Random(seed).shuffle(blocks)
    text = "".join(f"# about {block.partition(':')[0]}\n{block}" for block in blocks)
    lines = tidied(kind, text).splitlines()
    assert [line for line in lines if not line.startswith("# about ")] == plain.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("# about "):
            assert lines[number + 1].startswith(line.removeprefix("# about ") + ":")


def _dumped(record: dict[str, Any]) -> str:
    import json

    return json.dumps(record, ensure_ascii=False)


ACTOR = """\
# yaml-language-server: $schema=x.json
# Who else would know?

# what it is
kind: armed_group   # as the sources say
name: 'Seals'

id: seals # the id
names:
- kind: spelling
  # in their own words
  name: "Robben"
  language: de
  # - name: Phoques
  #   language: fr
evidence: # all of it
  - source: orca-times   # unread
    fields: [/kind,   # first
      /name]
# the end
"""


def test_remarks_of_every_place() -> None:
    assert (
        tidied("actor", ACTOR)
        == """\
# yaml-language-server: $schema=x.json
# Who else would know?

id: seals  # the id
name: Seals
# what it is
kind: armed_group  # as the sources say
names:
  # in their own words
  - name: Robben
    language: de
    kind: spelling
    # - name: Phoques
    #   language: fr
evidence:  # all of it
  # first
  - fields: [/kind, /name]
    source: orca-times  # unread
# the end
"""
    )


VALUES = {
    "NOR": "NOR",
    "'no'": '"no"',
    "'12:30'": '"12:30"',
    "12:30": '"12:30"',
    "'2025-10-19'": "2025-10-19",
    '"2025-10-19?"': '"2025-10-19?"',
    "'say \"yes\"'": 'say "yes"',
    "'\"yes\", it''s said'": "'\"yes\", it''s said'",
    "'it''s \\ so'": "it's \\ so",
    "a: b": None,
    "'a: b'": '"a: b"',
    "'a #b'": '"a #b"',
    ">-\n  one\n  two": "one two",
    "0x10": "16",
    "1e3": "1000.0",
    "12.50": "12.50",
    "True": "true",
    "~": "null",
    "'~'": '"~"',
    "پنگوئن‌ها": "پنگوئن‌ها",
    "[]": "[]",
    "[a, 'b, c']": '[a, "b, c"]',
    "http://a.b/c?d=e#f": "http://a.b/c?d=e#f",
}  # fmt: skip


@pytest.mark.parametrize("written", VALUES)
def test_values_have_one_form(written: str) -> None:
    content, problems = tidy.tidied(MODEL.kinds["actor"], f"x: {written}\n".encode())
    if VALUES[written] is None:
        assert content is None
        assert problems
    else:
        assert content == f"x: {VALUES[written]}\n".encode()


def test_a_text_with_a_fault_is_left_alone_and_the_fault_is_told() -> None:
    content, (problem,) = tidy.tidied(MODEL.kinds["actor"], b"id: a\nid: b\n", file="actors/a.yaml")
    assert content is None
    assert problem.place == "actors/a.yaml:2:1"


@pytest.mark.parametrize("root", [ROOT / "data", EXAMPLES / "good"], ids=["data", "examples"])
def test_records_of_ours_can_be_put_in_order(root: Any) -> None:
    for file in folder.scan(MODEL, root).files:
        content = folder.content_of(root, file.path)
        once, problems = tidy.tidied(MODEL.kinds[file.kind], content)
        assert once is not None, problems
        assert tidy.tidied(MODEL.kinds[file.kind], once)[0] == once
        assert max(map(len, once.decode().splitlines())) <= max(120, max(map(len, content.decode().splitlines())))
