from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from negotiation_data import testing
from negotiation_data.record import fast
from negotiation_data.record import yaml as record_yaml
from negotiation_data.record.yaml import MAX_BYTES, MAX_DEPTH, Document, read, read_slowly

# Pieces of YAML, sound and unsound, from which texts are put together: what a record has, and what readers differ on.
PIECES = [
    *("a", "x y", "2025-10-19", "12:30", "NO", "yes", "true", "null", "~", "1", "-1", "+5", "1.5", "1e3", ".5", "017", "0x1F", "0o17"),
    *("1_0", "_1", '"q"', "'q'", '"a: b"', "'it''s'", "[1, 2]", "[a,b]", "{a: 1}", "{a: 1, b: [2]}", "[]", "{}", "[a, ]", "{a}", "{a:1}"),
    *('{"a":1}', "http://x.y/z?a=b&c=d", "a:b", "a :b", "- a", "-", "---", "...", "?", "? a", ":", "|", ">-", "&a", "*a", "!t", "!!str 1"),
    *("%", "@", "`", "<<", "é", "ق", "a#b", "a # b", "a\n  b", "a\n\n  b", "[a\n, b]", "{a: 1,\n b: 2}", "1e400", "9" * 20, ".inf", ".NaN"),
    *("0b1", "-0x1", "\t", "\u200b", "\ufeff"),
]


@st.composite
def yaml_texts(draw: st.DrawFn, indent: int = 0, depth: int = 0) -> str:
    """Texts that are YAML, or nearly."""
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(["a", "b", "id", "x y", '"q"', "1", "é", "true"]) | st.sampled_from(PIECES))
        separator = draw(st.sampled_from([": ", ": ", ": ", ":  ", ":", " : "]))
        value = draw(st.sampled_from(PIECES))
        pad = " " * max(0, indent + draw(st.sampled_from([0, 0, 0, 0, 1, -1])))
        if depth < 2 and draw(st.integers(0, 3)) == 0:
            inner = draw(yaml_texts(indent + draw(st.sampled_from([0, 2, 2])), depth + 1))
            lines.append(f"{pad}{name}:\n{inner}")
        elif draw(st.integers(0, 3)) == 0:
            lines.append(f"{pad}- {value}\n")
        else:
            lines.append(f"{pad}{name}{separator}{value}{draw(st.sampled_from(['', '', '  # note', '#']))}\n")
    return "".join(lines)


def same(first: Any, second: Any) -> bool:
    """Equal in values and types: 1 is not True, and not 1.0."""
    if type(first) is not type(second):
        return False
    if isinstance(first, dict):
        return list(first) == list(second) and all(same(first[name], second[name]) for name in first)
    if isinstance(first, list):
        return len(first) == len(second) and all(map(same, first, second))
    return bool(first == second)


@given(yaml_texts() | testing.records().map(testing.record_texts))
@example("a: {b:,c}\n")
@example("a: [1,:2]\n")
@example("a: {b\n: c}\n")
@example("a: 1e400\n")
@example("a: -0o17\n")
def test_the_fast_reader_reads_what_pyyaml_reads_or_nothing(text: str) -> None:
    content = text.encode()
    found = fast.read_fast(content)
    if found is not None:
        slow = read_slowly(content)
        assert slow.problems == []
        assert same(found, slow.data)


def test_the_fast_reader_is_used() -> None:
    """Else the test above would hold of nothing."""
    assert fast.read_fast(b"id: x\nspan: {start: 1, end: 2, sha256: abc}\nlist:\n  - a: 'b'\n    c: [d, e]\n") is not None


@given(st.text() | yaml_texts())
def test_any_text_is_data_or_located_problems(text: str) -> None:
    check_answer(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes_are_data_or_located_problems(content: bytes) -> None:
    check_answer(content)


def check_answer(content: bytes) -> None:
    data, problems = read(content, file="f.yaml")
    assert (data is None) == bool(problems)
    lines = content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert problem.message.endswith(".")
        assert problem.cure.endswith(".")
        assert 1 <= problem.location.line <= len(lines)
        assert problem.location.column >= 1
    if data is not None:
        assert plain(data)


def plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(type(name) is str and plain(item) for name, item in value.items())
    if isinstance(value, list):
        return all(map(plain, value))
    return value is None or type(value) in (str, bool, int) or (type(value) is float and math.isfinite(value))


@given(testing.records())
def test_records_survive_writing_and_reading(record: dict[str, Any]) -> None:
    data, problems = read(testing.record_texts(record).encode())
    assert problems == []
    assert data == record


@given(testing.records())
def test_every_value_has_its_mark(record: dict[str, Any]) -> None:
    text = testing.record_texts(record)
    document = read_slowly(text.encode())
    assert set(document.values) == set(paths(record))
    assert set(document.keys) == {path for path in paths(record) if path and isinstance(path[-1], str)}
    lines = text.split("\n")
    for path, mark in document.keys.items():
        assert lines[mark.line - 1][mark.column - 1 : mark.column - 1 + mark.width].strip("'\"") == str(path[-1]).replace("'", "''")


def paths(value: Any, path: record_yaml.Path = ()) -> list[record_yaml.Path]:
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        found += paths(item, (*path, name))
    return found


def test_scalars_are_read_by_the_core_schema_of_yaml_1_2() -> None:
    text = b"a: NO\nb: 12:30\nc: 2025-10-19\nd: yes\ne: 1_000\nf: '5'\ng: 5\nh: true\ni: ~\nj:\nk: 1.5e3\nl: 0o17\nm: on\nn: 017\n"
    data, problems = read(text)
    assert problems == []
    texts = {"a": "NO", "b": "12:30", "c": "2025-10-19", "d": "yes", "e": "1_000", "f": "5", "m": "on"}
    assert data == texts | {"g": 5, "h": True, "i": None, "j": None, "k": 1500.0, "l": 15, "n": 17}


def codes(content: bytes) -> list[tuple[str, int, int]]:
    data, problems = read(content)
    assert data is None
    return [(problem.code, problem.location.line, problem.location.column) for problem in problems]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"id: x\n" + b"#" * MAX_BYTES, ("ND001", 1, 1)),
        (b"id: x\nname: caf\xe9\n", ("ND002", 2, 10)),
        (b"\xef\xbb\xbfid: x\n", ("ND003", 1, 1)),
        (b"id: x\n\tname: y\n", ("ND004", 2, 1)),
        (b"id: x\nname: 'y\n", ("ND005", 2, 7)),
        (b"id: x\nid: y\n", ("ND006", 2, 1)),
        (b"id: x\na: {b: 1, b: 2}\n", ("ND006", 2, 11)),
        (b"id: &x x\n", ("ND007", 1, 5)),
        (b"id: x\nname: *x\n", ("ND007", 2, 7)),
        (b"id: !!python/object/apply:os.system [ls]\n", ("ND008", 1, 5)),
        (b"a: " + b"[" * 30 + b"]" * 30, ("ND009", 1, 23)),
        (b"a: " + b"[" * 300_000, ("ND009", 1, 23)),
        (b"- " * 400_000, ("ND009", 1, 41)),
        (b"id: x\n---\nid: y\n", ("ND010", 2, 1)),
        (b"", ("ND011", 1, 1)),
        (b"- id: x\n", ("ND011", 1, 1)),
        (b"just text", ("ND011", 1, 1)),
        (b"1: x\n", ("ND012", 1, 1)),
        (b"? [a]\n: x\n", ("ND012", 1, 3)),
        (b"id: x\x07\n", ("ND013", 1, 6)),
        (b'id: "x\\x07"\n', ("ND013", 1, 5)),
        ("id: x\u202ey\n".encode(), ("ND013", 1, 6)),
        (b"n: 99999999999999999999\n", ("ND014", 1, 4)),
        (b"n: .inf\n", ("ND014", 1, 4)),
        (b"n: 1e999\n", ("ND014", 1, 4)),
        (b"a: |\n  b\n  c\n", ("ND015", 1, 4)),
    ],
)
def test_refusals_by_place(content: bytes, expected: tuple[str, int, int]) -> None:
    assert codes(content) == [expected]


@given(
    st.integers(0, 1500),
    st.lists(st.sampled_from(["[", "{a: ", "[\n", "[x, "]), min_size=1, max_size=4),
    st.sampled_from(["", "x", "é: [", "]" * 900, "]]}", "\n- a"]),
)
@example(19, ["["], "")
@example(20, ["["], "")
@example(999, ["["], "")
@example(1000, ["["], "")
@example(0, ["[x, "], "]" * 3000)
def test_depth_is_told_where_it_is_passed_however_deep_it_goes(blocks: int, flows: list[str], end: str) -> None:
    """Readers of YAML differ in how deep they follow, and in how far they look ahead; what we say does not."""
    text = "- " * blocks + "".join(flows) * 1100 + end
    starts = [2 * number for number in range(blocks)]
    starts += [found.start() for found in re.finditer(r"[\[{]", text[: 2 * blocks + 1000])]
    before = text[: starts[MAX_DEPTH]]
    assert codes(text.encode()) == [("ND009", before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)]


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    found = codes("\n".join(lines).encode())
    assert {code for code, *_ in found} == {"ND007"}
    assert len(found) == 9 + 80


def test_all_faults_of_a_text_are_told_at_once() -> None:
    assert codes(b"id: x\nid: y\n1: z\nn: .nan\n") == [("ND006", 2, 1), ("ND012", 3, 1), ("ND014", 4, 4)]


def test_carriage_returns_end_lines() -> None:
    assert read(b"id: x\r\nname: y\r\n") == ({"id": "x", "name": "y"}, [])


def test_the_mark_of_what_is_not_there_is_that_of_what_is_around_it() -> None:
    document: Document = read_slowly(b"id: x\nvenue:\n  place: p\n")
    assert document.mark(("venue", "country")).line == 2
    assert document.mark(("nothing",)).line == 1
