"""The gazetteer: what its tables hold, and what it finds in sentences."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation_data.article.gazetteer import Mention, gazetteer
from negotiation_data.article.gazetteer import gazetteer as make_gazetteer
from negotiation_data.article.gazetteer.fold import fold
from negotiation_data.article.gazetteer.load import FAMILIES, read, rows, shared, variants
from negotiation_data.article.gazetteer.make import slug
from negotiation_data.paths import schema_folder

ROOT = Path(__file__).resolve().parents[2]
G = gazetteer()
SURFACES = sorted(G.surfaces)
ACTORS = sorted(G.actors, key=lambda actor: actor.id)


def found(text: str, **context: object) -> dict[str, Mention]:
    return {mention.surface: mention for mention in G.mentions(text, **context)}  # type: ignore[arg-type]


def first(text: str, **context: object) -> list[str]:
    """The likeliest actor of each mention that has one."""
    return [mention.actors[0] for mention in G.mentions(text, **context) if mention.actors]  # type: ignore[arg-type]


# -- the tables


def test_every_actor_has_a_source_a_licence_a_kind_of_the_schema_and_a_parent_that_is_there() -> None:
    vocabulary = json.loads((schema_folder() / "v1" / "vocabulary.schema.json").read_bytes())
    kinds = {label["const"] for label in vocabulary["$defs"]["actor_kind"]["oneOf"]}
    sources = {row["key"] for row in rows("sources") if row["licence"] and row["attribution"]}
    labels = {actor.id for actor in ACTORS}
    for actor in ACTORS:
        assert actor.kind in kinds, actor.id
        assert actor.licence, actor.id
        assert set(actor.source.split(";")) <= sources, actor.id
        assert all(name.source in sources for name in actor.names), actor.id
        assert actor.parent is None or actor.parent in labels, (actor.id, actor.parent)
        assert actor.id == slug(actor.id), actor.id
        assert all(re.fullmatch("[A-Z]{3}", country) for country in actor.countries), actor.id
        assert actor.start is None or actor.end is None or actor.start <= actor.end, actor.id


def test_no_table_has_an_id_twice_or_a_cell_too_many() -> None:
    for family in FAMILIES:
        table = rows(family)
        assert all(None not in row and None not in row.values() for row in table), family
        labels = [row["id"] for row in table if family != "ucdp" or row["kind"] != "state"]
        merged = {label for label in labels if labels.count(label) > 1}
        # Several actors of UCDP may be one of ours; elsewhere an id stands once.
        assert family == "ucdp" or not merged, (family, merged)


def test_what_other_tables_point_to_is_there() -> None:
    labels = {actor.id for actor in ACTORS}
    for row in rows("institutions"):
        assert {row["state"], row["id"]} <= labels, row
    for row in rows("leaders"):
        assert row["actor"] in labels, row
    for row in rows("groups"):
        for part in filter(None, row["governs"].split(";")):
            assert part.split("[")[0] in labels, row
    for family in ("groups", "organisations", "media"):
        for row in rows(family):
            assert not row["parent"] or row["parent"] in labels, row


def test_states_are_those_of_iso_3166_and_few_others() -> None:
    pycountry = pytest.importorskip("pycountry")
    codes = {country.alpha_3 for country in pycountry.countries}
    ours = {actor.countries[0] for actor in ACTORS if actor.kind == "state" and actor.countries}
    assert ours - codes == {"XKX"}
    members = {country.alpha_3 for country in pycountry.countries if hasattr(country, "official_name")}
    dependencies = {
        "ABW",
        "AIA",
        "BES",
        "ALA",
        "ASM",
        "BMU",
        "COK",
        "CUW",
        "CYM",
        "FLK",
        "FRO",
        "GGY",
        "GIB",
        "GRL",
        "GUM",
        "IMN",
        "JEY",
        "MAC",
        "MNP",
    }
    dependencies |= {"MSR", "MTQ", "NCL", "NFK", "NIU", "PCN", "PRI", "PYF", "REU", "SHN", "SXM", "TCA", "TKL", "VGB", "VIR", "WLF", "MAF"}
    assert members - ours <= dependencies


def test_ids_are_those_of_the_records() -> None:
    """Where this fails after a change of data/actors: `python -m negotiation_data.article.gazetteer.make records`."""
    for path in sorted((ROOT / "data" / "actors").glob("*.yaml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        actor = G.actor(record["id"])
        assert actor.kind == record["kind"], record["id"]
        assert not record.get("country") or record["country"] in actor.countries, record["id"]


def test_surfaces_that_several_share_are_listed() -> None:
    """Where this fails, look whether one of the names should be weak (`~`); then `… .make ambiguous`."""
    assert {row["surface"]: row["actors"].split(";") for row in rows("ambiguous")} == shared(read())


def test_shared_names_are_noticed() -> None:
    tables = read()
    tables.entries["Front X"] = [tables.entries["FARC"][0], tables.entries["LTTE"][0]]
    assert shared(tables)["Front X"] == ["farc", "ltte"]


def test_tables_are_small() -> None:
    folder = ROOT / "negotiation_data" / "article" / "gazetteer"
    assert (folder / "towns.csv.gz").stat().st_size < 1_500_000
    assert sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) < 2_000_000


def test_the_towns_are_read_without_leaving_the_folder_of_the_package() -> None:
    """What is not beside the module would be missing in a wheel."""
    code = "from negotiation_data.article.gazetteer import gazetteer as g; print(g().places('Geneva')[0].geonames_id)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/")
    assert done.stdout.strip() == "2660646"


# -- every name is found


@pytest.mark.parametrize("kind", sorted({actor.kind for actor in ACTORS}))
def test_every_name_of_every_actor_is_found_in_a_sentence_made_of_it(kind: str) -> None:
    for actor in ACTORS:
        if actor.kind != kind:
            continue
        for name in actor.names:
            year = name.start or name.end
            text = f"they said {name.surface}, they said."
            if name.weak and not actor.countries:
                text += f" {actor.name} was there."
            mentions = G.mentions(text, year=year, countries=frozenset(actor.countries))
            assert mentions, (actor.id, name)
            mention = mentions[0]
            assert actor.id in mention.actors, (actor.id, name, mentions)
            assert (mention.start, mention.surface) == (10, name.surface), (actor.id, name, mentions)


@given(st.sampled_from(ACTORS), st.data())
def test_variants_stand_for_the_same(actor: object, data: st.DataObject) -> None:
    names = [name for name in actor.names if name.kind != "metonym"]  # type: ignore[attr-defined]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    surface = data.draw(st.sampled_from(sorted(variants(name.surface))))
    known = {other.id for other in G.resolve(surface, year=name.start or name.end, countries=frozenset(actor.countries))}  # type: ignore[attr-defined]
    assert actor.id in known  # type: ignore[attr-defined]


# -- spans


WORDS = st.one_of(
    st.sampled_from(SURFACES),
    st.sampled_from(
        ["the", "government", "of", "rebels", "army", "Foreign Ministry", "said", "President", "Santos", "Jordan", "pro-", "al-", "'s"]
    ),
    st.text(max_size=4),
)
TEXTS = st.lists(
    st.tuples(WORDS, st.sampled_from([" ", ", ", ". ", "-", "–", "’s ", "'", "  ", "\n", "\n\n", "\u00a0", "\u00ad", "\u0301 ", "/", ""]))
).map(lambda parts: "".join(word + joint for word, joint in parts))


@given(TEXTS, st.none() | st.integers(1989, 2030))
@settings(max_examples=300, deadline=None)
def test_mentions_lie_in_the_text_in_order_and_apart(text: str, year: int | None) -> None:
    done = 0
    for mention in G.mentions(text, year=year):
        assert done <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert mention.actors or mention.places or mention.kind == "opponents"
        assert len(set(mention.actors)) == len(mention.actors)
        for label in mention.actors:
            G.actor(label)
        done = mention.end


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for mention in G.mentions(text):
        assert text[mention.start : mention.end] == mention.surface


def naive(text: str) -> list[tuple[int, str]]:
    """Where surfaces stand on boundaries of words: the definition, tried at every place with every length."""
    hits = []
    known = set(SURFACES)
    longest = max(map(len, known))
    for start in range(len(text)):
        if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            continue
        for end in range(min(len(text), start + longest), start, -1):
            if text[start:end] in known and not (end < len(text) and (text[end].isalnum() or text[end] == "_")):
                hits.append((start, text[start:end]))
                break
    return hits


@given(st.lists(st.one_of(st.sampled_from(SURFACES), st.sampled_from(["met", "and", "in", "with", "the"])), max_size=8).map(" ".join))
@settings(deadline=None)
def test_the_matcher_sees_what_a_naive_search_sees(text: str) -> None:
    """On words parted by single spaces, where the rules on hyphens and apostrophes have no say at the edges."""
    if re.search(r"[^\w ]", text):
        return
    ours = {(start, surfaces[0]) for start, surfaces in G._candidates(text) if surfaces[0] not in G._tables.blocked}
    theirs = {(start, surface) for start, surface in naive(text)}
    blocked = {start for start, surfaces in G._candidates(text) if surfaces[0] in G._tables.blocked}
    assert ours == {(start, surface) for start, surface in theirs if start not in blocked}


@given(TEXTS)
@settings(deadline=None)
def test_the_way_back_from_folded_text_is_right(text: str) -> None:
    folded, offsets = fold(text)
    if offsets is None:
        assert len(folded) == len(text)
        return
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert all(fold(text[at])[0] in {character, ""} or character in {" ", "\x0b"} for character, at in zip(folded, offsets, strict=False))


def test_folding_again_changes_nothing() -> None:
    for surface in SURFACES[::7]:
        assert fold(surface) == (surface, None), surface


# -- what names mean


@pytest.mark.parametrize(
    ("year", "actor"),
    [
        (1995, "taliban"),
        (1999, "afghanistan-taliban"),
        (2010, "taliban"),
        (2020, "taliban"),
        (2021, "taliban"),
        (2025, "afghanistan-taliban"),
    ],
)
def test_who_the_taliban_are_depends_on_the_year(year: int, actor: str) -> None:
    assert first("The Taliban agreed.", year=year) == [actor]


def test_a_state_is_answered_for_by_who_governs_it() -> None:
    assert found("Kabul refused.", year=2025)["Kabul"].actors == ("afghanistan-taliban", "afghanistan")
    assert found("Kabul refused.", year=2012)["Kabul"].actors == ("afghanistan",)


def test_a_capital_is_a_place_and_its_state() -> None:
    mention = found("Talks were held in Doha.")["Doha"]
    assert (mention.kind, mention.actors, mention.places[0].name, mention.places[0].country) == ("capital", ("qatar",), "Doha", "QAT")


def test_a_town_is_a_place_and_nobody() -> None:
    mention = found("Talks were held in Istanbul.")["Istanbul"]
    assert (mention.kind, mention.actors, mention.places[0].geonames_id) == ("place", (), 745044)


def test_a_country_is_both() -> None:
    mention = found("They met in Oman.")["Oman"]
    assert (mention.actors, mention.places[0].kind) == (("oman",), "country")


@pytest.mark.parametrize(
    ("text", "surface", "kind", "actor"),
    [
        ("the Pakistani government said", "Pakistani government", "government", "pakistan"),
        ("Burundi's interim government said", "Burundi's interim government", "government", "burundi"),
        ("the Government of the Philippines said", "Government of the Philippines", "government", "philippines"),
        ("the Sudanese army said", "Sudanese army", "military", "sudan-army"),
        ("the Pakistani Army said", "Pakistani Army", "military", "pakistan-army"),
        ("Congolese troops said; the Congo", "Congolese troops", "military", "fardc"),
        ("Qatar's Foreign Ministry said", "Qatar's Foreign Ministry", "ministry", "qatar-mfa"),
        ("the US State Department said", "US State Department", "ministry", "us-state-department"),
        ("the Ministry of Foreign Affairs of Norway said", "Ministry of Foreign Affairs of Norway", "ministry", "norway-mfa"),
        ("the Santos administration said", "Santos administration", "metonym", "colombia"),
        ("Netanyahu's government said", "Netanyahu's government", "metonym", "israel"),
        ("the Kremlin said", "Kremlin", "metonym", "russia"),
        ("the Taliban administration said", "Taliban administration", "name", "afghanistan-taliban"),
    ],
)
def test_governments_armies_and_ministries(text: str, surface: str, kind: str, actor: str) -> None:
    mention = found(text)[surface]
    assert mention.kind in {kind, "name"}
    assert mention.actors[0] == actor


def test_a_longer_name_beats_a_phrase() -> None:
    assert first("Libya's Government of National Accord signed.") == ["libya", "gna-libya"]


def test_opponents_of_a_state_are_not_the_state() -> None:
    mention = found("Burmese rebels refused.")["Burmese rebels"]
    assert (mention.kind, mention.actors) == ("opponents", ())
    assert "taliban" not in {actor.id for actor in G.armed_groups("COL")}
    assert "farc" in {actor.id for actor in G.armed_groups("COL", 2012)}
    assert "farc" not in {actor.id for actor in G.armed_groups("COL", 2022)}


def test_an_agreement_named_after_a_town_is_no_venue() -> None:
    mention = found("They renewed the Algiers Agreement in Tunis.")["Algiers Agreement"]
    assert (mention.kind, mention.actors) == ("agreement", ())


@pytest.mark.parametrize(
    "text",
    ["pro-Russian officials", "anti-Taliban fighters", "non-Iranian goods", "Mr al-Baghdadi spoke", "Let Us pray", "a turkey", "mali"],
)
def test_what_is_no_mention(text: str) -> None:
    assert G.mentions(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Henderson scored.",
        "Then Michael Jordan left.",
        "Mr Chad Smith spoke.",
        "Prime Minister Giorgia and Israel Katz met.",
        "Latin American states met.",
        "President Santos spoke.",
        "Professor Paris Aristide spoke.",
        "A study of the University of Oslo said so.",
        "They met in the Oslo Room.",
    ],
)
def test_names_of_persons_and_things_are_not_states(text: str) -> None:
    assert not [
        mention for mention in G.mentions(text) if mention.surface in {"Jordan", "Chad", "Israel", "American", "Santos", "Paris", "Oslo"}
    ]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Jordan said so.", "jordan"),
        ("in Chad, rebels", "chad"),
        ("Georgia and Russia met.", "georgia"),
        ("The US said so.", "united-states"),
    ],
)
def test_but_states_are(text: str, country: str) -> None:
    assert first(text)[0] == country


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Lord’s Resistance Army", "lra"),
        ("Lord's Resistance Army", "lra"),
        ("LORD’S RESISTANCE ARMY", "lra"),
        ("SPLM–N", "splm-n"),
        ("SPLM\u2011N", "splm-n"),
        ("Cote d’Ivoire", "cote-divoire"),
        ("Co\u0302te d'Ivoire", "cote-divoire"),
        ("Türkiye", "turkiye"),
        ("Tu\u0308rkiye", "turkiye"),
        ("Democratic Republic\nof the Congo", "dr-congo"),
        ("Lord's Resistance\nArmy", "lra"),
        ("Lord`s Resistance\tArmy", "lra"),
        ("Democratic  Republic of\u00a0the Congo", "dr-congo"),
        ("Al Shabaab", "al-shabaab"),
        ("al-Shabab", "al-shabaab"),
        ("Unita", "unita"),
        ("Ecowas", "ecowas"),
        ("ex-Seleka", "seleka"),
        ("Sana’a", "yemen"),
        ("Pakistan's", "pakistan"),
        ("Mec\u00adhanism of Hez\u00adbollah", "hezbollah"),
    ],
)
def test_writing(text: str, actor: str) -> None:
    mentions = G.mentions(f"and {text} agreed")
    assert actor in [label for mention in mentions for label in mention.actors]
    assert all(f"and {text} agreed"[mention.start : mention.end] == mention.surface for mention in mentions)


def test_a_name_does_not_reach_over_the_end_of_a_paragraph() -> None:
    assert "Sudan Liberation Army" not in found("It rained in Sudan\n\nLiberation Army soldiers")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The ELN met Colombian officials.", "eln"),
        ("The FNL met in Bujumbura.", "fnl"),
        ("The UPC of Thomas Lubanga fought in Ituri, Congo.", "upc-drc"),
        ("The UPC signed in Bangui, Central African Republic.", "upc-car"),
        ("The AFC took Goma in Congo.", "afc"),
        ("The SLA of Minni Minnawi signed on Darfur, Sudan.", "slm"),
        ("The NLA and Macedonian officials", "nla-macedonia"),
        ("Naga rebels and India met in Bangkok.", "nscn-im"),
        ("Kurdish rebels and Turkey met.", "pkk"),
        ("The DPR's envoy and Ukraine met.", "dpr"),
    ],
)
def test_short_names_are_told_apart_by_the_countries_of_the_text(text: str, actor: str) -> None:
    assert actor in [mention.actors[0] for mention in G.mentions(text) if mention.actors]


def test_short_names_say_nothing_alone() -> None:
    assert G.mentions("The UPC and the AFC played.") == []


def test_places_of_one_name_are_ordered_by_the_countries_of_the_text() -> None:
    assert G.places("Cartagena", countries=frozenset({"ESP"}))[0].country == "ESP"
    assert found("In Colombia, talks in Cartagena")["Cartagena"].places[0].country == "COL"
    assert G.places("Tripoli", countries=frozenset({"LBN"}))[0].country == "LBN"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Armenia", "ARM"),
        ("Washington", "USA"),
        ("Gaza", "PSE"),
        ("Georgia", "GEO"),
        ("Santiago", "CHL"),
        ("Male", "MDV"),
        ("Victoria", None),
    ],
)
def test_traps(name: str, country: str | None) -> None:
    places = G.places(name)
    assert (places[0].country if places else None) == country or (country is None and places[0].kind != "capital")


@pytest.mark.parametrize("name", ["Africa", "Of", "Army", "March", "Dawn", "Reading", "Mobile", "Nice", "Most", "Independence"])
def test_words_are_no_towns(name: str) -> None:
    assert not G.places(name)


def test_media_are_media() -> None:
    assert {G.actor(label).kind for label in first("Reuters, AFP, Xinhua and Dawn reported.")} == {"media"}


def test_a_newspaper_is_not_the_beginning_of_another_name() -> None:
    assert G.mentions("The National Labour Commission met.") == []
    assert first("The National reported it.") == ["the-national"]


def test_the_gazetteer_is_read_once() -> None:
    assert make_gazetteer() is G


def test_csv_tables_are_as_a_writer_of_csv_would_write_them() -> None:
    """So that a change made by a spreadsheet shows only what was changed."""
    for path in sorted((ROOT / "negotiation_data" / "article" / "gazetteer").glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        again = io.StringIO()
        csv.writer(again, lineterminator="\n").writerows(csv.reader(io.StringIO(text)))
        assert again.getvalue() == text, path.name
