from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from negotiation_data.article.shape import END, FILL, KINDS, compile_rule, lower, shape

TEXTS = st.text(max_size=80)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]], list[int]]:
    """A text with mentions in order and ends of sentences."""
    text = draw(TEXTS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    mentions = [(start, end, draw(st.sampled_from(sorted(KINDS)))) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return text, mentions, draw(st.lists(st.integers(0, len(text)), max_size=4))


@given(marked())
def test_a_shape_is_as_long_as_the_text_and_differs_only_in_mentions_and_ends(
    case: tuple[str, list[tuple[int, int, str]], list[int]],
) -> None:
    text, mentions, ends = case
    shaped = shape(text, mentions, ends)
    assert len(shaped) == len(text)
    within = {place for start, end, _ in mentions for place in range(start, end)}
    for place, (was, now) in enumerate(zip(text, shaped, strict=True)):
        if place in ends:
            assert now == END
        elif place not in within:
            assert now == was
    for start, end, kind in mentions:
        if not set(ends) & set(range(start, end)):
            assert shaped[start:end] == KINDS[kind] + FILL * (end - start - 1)


@given(TEXTS)
@example("İstanbul ẞ")
def test_small_letters_keep_the_length(text: str) -> None:
    small = lower(text)
    assert len(small) == len(text)
    if text.isascii():
        assert small == text.lower()


def test_kinds_are_told_apart() -> None:
    signs = [*KINDS.values(), END, FILL]
    assert len(set(signs)) == len(signs)
    assert all(len(sign) == 1 for sign in signs)


def shaped(text: str, **kinds: str) -> str:
    """The shape of a text in which the named words are of a kind."""
    mentions = sorted((text.index(word), text.index(word) + len(word), kind) for word, kind in kinds.items())
    return shape(text, mentions, [])


def test_a_rule_speaks_of_kinds() -> None:
    rule = compile_rule(r"{A} met in {L}")
    assert rule.search(shaped("Mali met in Oslo", Mali="country", Oslo="place"))
    assert rule.search(shaped("Hamas met in Doha", Hamas="actor", Doha="capital"))
    assert not rule.search(shaped("Mali met in Oslo", Mali="place", Oslo="place"))


def test_a_list_takes_all_members() -> None:
    text = "the ELN, the FARC and Mali signed"
    found = compile_rule(r"(?P<X>{As}) signed").search(shaped(text, ELN="actor", FARC="actor", Mali="country"))
    assert found is not None
    assert found.span("X") == (text.index("ELN"), text.index(" signed"))


def test_a_gap_stays_in_its_sentence() -> None:
    rule = compile_rule("talks{~10}failed")
    assert rule.search("talks have failed")
    assert not rule.search(f"talks{END} it failed")
    assert not rule.search("talks\nfailed")
    assert not rule.search("talks that were long failed")
