"""Evidence: what is reported has a source, reports say what they are said to say, and a span is a passage of a text."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.record.limits import LONGEST_SPAN
from negotiation_data.table.reports import ADDRESS, SUPPORTING, compared, entries
from negotiation_data.table.rule import Finding, Tables, rule
from negotiation_data.table.values import addresses, needing_evidence

#: Longest quotation, in words and in characters; some scripts set no spaces between words.
LONGEST_PHRASE = (15, 120)


@rule(
    "ND701",
    "Every value that sources report has evidence.",
    cure="Add an entry to `evidence` with the `source` in which you read it and `fields: [{pointer}]`, or add {pointer} to the fields of one.",
    explanation=(
        "Nothing is coded from memory. The schema says which values are reported and which the coder judges; a report that only contradicts, or "
        "leaves the value out, is no evidence for it."
    ),
    tables=("evidence",),
    own="every table",
)
def reported_values_have_evidence(tables: Tables) -> Iterator[Finding]:
    support = tables["evidence"].filter(pl.col("stance").is_in(SUPPORTING)).select("record_id", "table", "row_key", "column")
    for table, column, values in needing_evidence(tables):
        address = ["record_id", "row_key"]
        here = support.filter(
            pl.col("table") == table.name, pl.col("column").is_null() if column is None else pl.col("column") == column.name
        )
        bare = values.join(here.select(address), on=address, how="anti", nulls_equal=True)
        told = "The entry" if column is None else f"`{column.path[-1]}`"
        rows = bare.rename({"record_id": table.record_key, "row_key": "failing_row"})
        yield Finding(table.name, rows, f"{told} has no evidence.", None if column is None else column.name)


@rule(
    "ND702",
    "A span lies inside the text of its source, whose hash and length are known.",
    cure="Count the span again in Unicode code points of the text as it was hashed; or give the source its `text`.",
    explanation="A span that counts bytes, or characters of a cleaned text, points elsewhere in the text that others have.",
    tables=("evidence", "sources"),
)
def spans_lie_inside(tables: Tables) -> Iterator[Finding]:
    lengths = tables["sources"].select("source_id", "text_length")
    spans = tables["evidence"].filter(pl.col("span_start").is_not_null()).join(lengths, on="source_id")
    yield Finding(
        "evidence", spans.filter(pl.col("text_length").is_null()), "The source {source_id} has no text to count in.", "span_start"
    )
    beyond = spans.filter(pl.col("span_end") > pl.col("text_length"))
    yield Finding("evidence", beyond, "The span ends at {span_end}, and the text of {source_id} at {text_length}.", "span_end")
    if "not_coded" in tables:
        left = tables["not_coded"].join(lengths, on="source_id").filter(pl.col("span_end") > pl.col("text_length"))
        yield Finding("not_coded", left, "The passage ends at {span_end}, and the text at {text_length}.", "span_end")


@rule(
    "ND703",
    "A span is at most one sentence.",
    cure="Choose the words that support this value; give other values spans of their own.",
    explanation=(
        "A span must be enough to support its value and no more: a paragraph supports everything and shows nothing. Its length is checked here; "
        "whoever has the text has sentence ends checked too, by `verify`."
    ),
    tables=("evidence",),
)
def spans_are_short(tables: Tables) -> Iterator[Finding]:
    length = pl.col("span_end") - pl.col("span_start")
    spans = tables["evidence"].with_columns(length=length)
    yield Finding("evidence", spans.filter(length <= 0), "The span {span_start} to {span_end} is empty.", "span_end")
    yield Finding("evidence", spans.filter(length > LONGEST_SPAN), "The span has {length} characters.", "span_end")


@rule(
    "ND704",
    "Evidence that supports something supports something that is coded.",
    cure="Code the value, or point to what is coded; a row that is not coded is reported about its whole list, with `stance: contradicts`.",
    explanation=(
        "Support for a value that is not there is a slip: a row was renamed or removed, and its evidence was left. A value that is left open because sources "
        "disagree is listed under `missing` and may have evidence for either side."
    ),
    tables=("evidence", "missing_values"),
    own="every table",
)
def support_is_for_something(tables: Tables) -> Iterator[Finding]:
    address = ["record_id", "table", "row_key", "column"]
    pointing = (
        tables["evidence"]
        .with_columns(pl.col("table").cast(pl.String))
        .filter(pl.col("stance").is_in(SUPPORTING), pl.col("row_key").is_not_null() | pl.col("column").is_not_null())
    )
    open_values = tables["missing_values"].select("record_id", pl.col("table").cast(pl.String), "row_key", "column")
    dangling = pointing.join(addresses(tables), on=address, how="anti", nulls_equal=True).join(
        open_values, on=address, how="anti", nulls_equal=True
    )
    yield Finding("evidence", dangling, "{field} is not coded, so nothing can support it.", "field")


@rule(
    "ND705",
    "What is said to be missing is not coded.",
    cure="Delete one of the two.",
    explanation="A value is there, or there is a reason why not.",
    tables=("missing_values",),
    own="every table",
)
def missing_is_missing(tables: Tables) -> Iterator[Finding]:
    address = ["record_id", "table", "row_key", "column"]
    named = (
        tables["missing_values"]
        .with_columns(pl.col("table").cast(pl.String))
        .filter(pl.col("row_key").is_not_null() | pl.col("column").is_not_null())
    )
    yield Finding(
        "missing_values",
        named.join(addresses(tables), on=address, how="semi", nulls_equal=True),
        "{field} is said to be missing, and it is coded.",
        "field",
    )


# ---------------------------------------------------------------------------- what it says against what is coded


@rule(
    "ND707",
    "A report that supports a value says that value.",
    cure="Say `stance: partial` if it is less exact, or `stance: contradicts`; or code what is reported.",
    explanation=(
        "A source that has another number is a second claim, not a confirmation. Evidence that only names a page hides this: published data sets cite "
        "sources that say something else. Dates are compared by their days, in a rule of their own; free text is not compared."
    ),
    tables=("evidence",),
    own="every table",
)
def support_says_the_same(tables: Tables) -> Iterator[Finding]:
    differs = pl.col("comparable") & ~pl.col("of_list") & (pl.col("said") != pl.col("coded"))
    rows = tables.once(compared).filter(pl.col("stance") == "supports", differs)
    yield Finding("evidence", rows, "It supports {coded} in `{compared}`, and reports {said}.", "reported")


@rule(
    "ND708",
    "A value that is left open because sources disagree has two reports that disagree.",
    cure="Add the reports as evidence, each with what it says as `reported`; or choose another reason.",
    explanation="A dispute is a finding, and its two sides can be cited. Without them a reader cannot tell a dispute from a value that nobody looked for.",
    tables=("missing_values", "evidence"),
)
def contested_is_contested(tables: Tables) -> Iterator[Finding]:
    # A report without `reported` says its stance: that it is so, that it is not, that it is left out.
    says = (
        tables["evidence"]
        .with_columns(pl.col("table", "column").cast(pl.String), says=pl.coalesce("reported", pl.col("stance").cast(pl.String)))
        .select(*ADDRESS, "says")
    )
    missing = tables["missing_values"].filter(pl.col("reason") == "contested").with_columns(pl.col("table", "column").cast(pl.String))
    # Fields of one entry are contested together: which of the two sides asked is one dispute about two values.
    heard = (
        missing.join(says, on=ADDRESS, nulls_equal=True)
        .group_by("record_id", "entry")
        .agg(reports=pl.col("field").len(), versions=pl.struct("field", "says").n_unique())
    )
    rows = missing.join(heard, on=["record_id", "entry"], how="left").with_columns(pl.col("reports", "versions").fill_null(0))
    first = entries(rows)
    yield Finding(
        "missing_values",
        first.filter(pl.col("versions") < 2),
        "It is said to be contested. Reports of it: {reports}; versions among them: {versions}.",
        "reason",
    )


@rule(
    "ND709",
    "A report that contradicts what is coded says something else.",
    cure="Say `stance: supports`, or mend what is reported or coded.",
    explanation="A contradiction with the same value is left over from before the value was corrected; it would be counted as a dispute.",
    tables=("evidence",),
    own="every table",
)
def contradiction_says_another_thing(tables: Tables) -> Iterator[Finding]:
    report = ["record_id", "entry", "field"]
    against = tables.once(compared).filter(pl.col("stance") == "contradicts")
    same = against.filter((pl.col("said") == pl.col("coded")).fill_null(False).all().over(report))
    rows = same.unique(report, keep="first", maintain_order=True)
    yield Finding("evidence", rows, "It contradicts what is coded, and reports the same: {reported}.", "reported")


@rule(
    "ND710",
    "A source that leaves something out was read to its end.",
    cure="Read all of it; or say in the entry's `note` that the list was seen whole.",
    explanation="What a page leaves out is known only to one who has seen its end. A list broken off by a paywall omits whoever comes later.",
    tables=("evidence", "sources"),
    level=Level.WARNING,
)
def omissions_are_seen_whole(tables: Tables) -> Iterator[Finding]:
    partly = tables["sources"].filter(pl.col("read_extent") != "whole").select("source_id", read=pl.col("read_extent").cast(pl.String))
    rows = tables["evidence"].filter(pl.col("stance") == "omits", pl.col("note").is_null()).join(partly, on="source_id")
    yield Finding("evidence", rows, "{source_id} is said to leave {field} out, and was read in part only: {read}.", "stance")


@rule(
    "ND714",
    "A source does not both support and contradict one value, unless it says so in two names.",
    cure="Say in `attributed_to` or `attributed_as` who says which; or say in the `note` of the contradiction how the page comes to hold both.",
    explanation="A page that quotes both sides reports a dispute. Without names it looks like a page that contradicts itself, or like a slip of the stance.",
    tables=("evidence",),
    level=Level.WARNING,
    own="every table",
)
def sources_keep_to_one_word(tables: Tables) -> Iterator[Finding]:
    by = [*ADDRESS, "source_id", "attributed_to", "attributed_as"]
    against = tables["evidence"].filter(pl.col("stance") == "contradicts", pl.col("note").is_null())
    support = tables["evidence"].filter(pl.col("stance").is_in(SUPPORTING)).join(against.select(by), on=by, how="semi", nulls_equal=True)
    rows = against.join(support.group_by(by).agg(supporting=pl.col("entry").min()), on=by, nulls_equal=True)
    yield Finding("evidence", rows, "{source_id} contradicts {field} here, and supports it in entry {supporting}.", "stance")


@rule(
    "ND721",
    "What is only supported in part and contradicted has a note that says why it is coded so.",
    cure="Say in a `note` of the evidence what decided; or leave the value out and list it under `missing` as contested.",
    explanation="Half a confirmation against a denial is a decision of the coder. The reason is lost unless it is written down.",
    tables=("evidence",),
    level=Level.WARNING,
    own="every table",
)
def weak_support_is_explained(tables: Tables) -> Iterator[Finding]:
    against = tables["evidence"].filter(pl.col("stance") == "contradicts").select(ADDRESS).unique()
    weighed = (
        tables["evidence"]
        .join(against, on=ADDRESS, how="semi", nulls_equal=True)
        .with_columns(
            full=(pl.col("stance") == "supports").any().over(ADDRESS),
            explained=pl.col("note").is_not_null().any().over(ADDRESS),
            against=pl.col("source_id").filter(pl.col("stance") == "contradicts").min().over(ADDRESS),
        )
    )
    rows = weighed.filter(
        pl.col("stance") == "partial",
        ~pl.col("full"),
        ~pl.col("explained"),
        pl.col("against").is_not_null(),
        pl.col("against") != pl.col("source_id"),
    )
    first = rows.filter(pl.col("entry") == pl.col("entry").min().over(ADDRESS))
    yield Finding("evidence", first, "{field} has partial support only, and {against} contradicts it.", "stance")


# ---------------------------------------------------------------------------- what is said once


@rule(
    "ND713",
    "A source says one thing of one value once.",
    cure="Delete one of the entries; or give each the passage that it stands for.",
    explanation="The same report twice counts twice wherever reports are counted. Two passages of one text may each have an entry.",
    tables=("evidence",),
    own="every table",
)
def reports_are_entered_once(tables: Tables) -> Iterator[Finding]:
    said = ["stance", "reported", "wording", "attributed_to", "attributed_as", "through", "span_start", "span_end"]
    same = [*ADDRESS, "source_id", *said]
    told = tables["evidence"].with_columns(through=pl.col("via").list.join(","))
    # Of all evidence only what has the hash of another row is compared value by value.
    alike = told.filter(pl.struct(same).hash().is_duplicated())
    rows = alike.with_columns(first=pl.col("entry").min().over(same)).filter(pl.col("entry") > pl.col("first"))
    yield Finding("evidence", rows, "{source_id} says the same of {field} in entry {first}.", "field")


@rule(
    "ND716",
    "What is quoted is a phrase, not a sentence.",
    cure="Keep the date, name, office or number, and leave out the rest; the passage is named by its span.",
    explanation=(
        "Sentences belong to those who wrote them, and a data set that copies them cannot be published. A phrase is enough to check a conversion or a name; "
        f"the limit is {LONGEST_PHRASE[0]} words and {LONGEST_PHRASE[1]} characters."
    ),
    tables=("evidence",),
    own="every table",
)
def quotations_are_phrases(tables: Tables) -> Iterator[Finding]:
    words, characters = LONGEST_PHRASE
    for name in ("wording", "attributed_as"):
        counted = tables["evidence"].with_columns(words=pl.col(name).str.count_matches(r"\S+"), characters=pl.col(name).str.len_chars())
        rows = counted.filter((pl.col("words") > words) | (pl.col("characters") > characters))
        yield Finding("evidence", entries(rows), f"`{name}` has {{words}} words, {{characters}} characters.", name)


@rule(
    "ND718",
    "One passage has one hash, and one hash is of passages of one length.",
    cure="Count and hash the passage again; one of the two was copied from another entry.",
    explanation="A span copied without its hash, or a hash without its span, points at words that say something else. `verify` finds it for those who have the text; this, for all.",
    tables=("evidence",),
)
def spans_and_hashes_agree(tables: Tables) -> Iterator[Finding]:
    where = ["source_id", "span_start", "span_end"]
    having = [name for name in ("evidence", "not_coded") if name in tables]
    spans = pl.concat([tables[name].filter(pl.col("span_sha256").is_not_null()).select(*where, "span_sha256") for name in having])
    length = pl.col("span_end") - pl.col("span_start")
    passages = spans.group_by(where).agg(hashes=pl.col("span_sha256").n_unique()).filter(pl.col("hashes") > 1)
    copies = spans.group_by("span_sha256").agg(lengths=length.n_unique()).filter(pl.col("lengths") > 1)
    for name in having:
        rows = tables[name].filter(pl.col("span_sha256").is_not_null())
        rows = entries(rows) if tables.model.tables[name].exploded else rows
        two_hashes = rows.join(passages, on=where)
        yield Finding(
            name, two_hashes, "The passage {span_start} to {span_end} of {source_id} has {hashes} different hashes.", "span_sha256"
        )
        two_lengths = rows.join(copies, on="span_sha256")
        told = "The hash of the passage {span_start} to {span_end} is given for passages of {lengths} different lengths."
        yield Finding(name, two_lengths, told, "span_start")
