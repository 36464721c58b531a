"""Participation: who negotiates, who brings them together, who sits in the room."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from negotiation_data.problem import Level
from negotiation_data.table.kinship import ancestors, families, linked_families
from negotiation_data.table.rule import Finding, Tables, rule

#: Of rounds that did not take place, or not yet.
_NOT_HELD = ["planned", "cancelled", "refused", "not_held"]

#: Of participants whom a source that counts a delegation counts; advisers, spokespeople and signatories often come on top.
_MEMBERS = ["head", "co_head", "member", "mediator", "host", "observer"]

#: What a third party can have done only where the sides met.
_AT_THE_MEETING = ["mediator", "facilitator", "host", "observer", "witness"]

#: Of a round that goes on none is known: who joins it later may be younger than it.
_LAST_DAY_OF_ROUND = (
    pl.when(pl.col("end").is_not_null()).then("end_latest").when(~pl.col("status").is_in(["ongoing", "suspended"])).then("start_latest")
)

#: Rows that say that an actor took part, what dates them, and the last day that this can mean.
_TAKING_PART = (
    ("round_parties", "rounds", "round_id", "start", _LAST_DAY_OF_ROUND),
    ("round_mediators", "rounds", "round_id", "start", _LAST_DAY_OF_ROUND),
    ("ceasefire_parties", "ceasefires", "ceasefire_id", "declared", pl.col("declared_latest")),
    ("ceasefire_mediators", "ceasefires", "ceasefire_id", "declared", pl.col("declared_latest")),
    ("document_actors", "documents", "document_id", "date", pl.col("date_latest")),
    ("incident_actors", "incidents", "incident_id", "date", pl.col("date_latest")),
)

#: Rows of these that do not say so: a text may be addressed to those who are no more.
_NO_PART = {"document_actors": pl.col("role") == "addressee"}


@rule(
    "ND401",
    "Every round and ceasefire has a third party, or says that it had none, and why.",
    cure="List the third parties under `mediators`; or write `mediation: none` (or `unknown`) and say why in `mediation_reason`.",
    explanation=(
        "Whether anybody brought the sides together is what this data set is for. A missing mediator must be a finding, not an omission: "
        "`none` and `unknown` are answers, an empty list is not."
    ),
    tables=(),
    completeness="an article need not tell of a third party; one that is listed and denied is an error.",
)
def third_party_or_none(tables: Tables) -> Iterator[Finding]:
    for table, mediators, key in (("rounds", "round_mediators", "round_id"), ("ceasefires", "ceasefire_mediators", "ceasefire_id")):
        if table not in tables or mediators not in tables:
            continue
        counted = tables[mediators].group_by(key).agg(pl.len().alias("third_parties"))
        rows = tables[table].join(counted, on=key, how="left").with_columns(pl.col("third_parties").fill_null(0))
        mediated = pl.col("mediation") == "third_party"
        yield Finding(
            table,
            rows.filter(mediated & (pl.col("third_parties") == 0)),
            "It says that a third party took part, and lists none.",
            "mediation",
        )
        yield Finding(
            table,
            rows.filter(~mediated & (pl.col("third_parties") > 0)),
            "It says `mediation: {mediation}`, and lists third parties.",
            "mediation",
        )
        yield Finding(
            table,
            rows.filter(~mediated & pl.col("mediation_reason").is_null()),
            "It says `mediation: {mediation}`, and not why.",
            "mediation",
            completeness=True,
        )
        silent = rows.filter(pl.col("mediation").is_null())
        yield Finding(table, silent, "It does not say whether a third party took part.", "mediation", completeness=True)


@rule(
    "ND402",
    "A round has as many distinct parties as its kind takes.",
    cure="Add the other party, with its attendance; or choose the kind that fits a contact with one side only.",
    explanation="Talks take two. A contact of a mediator with one side, or a meeting on the margins of another event, does not.",
    tables=("rounds", "round_parties"),
    completeness="an article may name one side only.",
)
def enough_parties(tables: Tables) -> Iterator[Finding]:
    kind = tables.model.tables["rounds"].column("kind").vocabulary
    assert kind is not None
    wanted = {label.name: label.minimum_parties for label in kind.labels}
    counted = tables["round_parties"].group_by("round_id").agg(pl.col("actor_id").n_unique().alias("parties"))
    rows = (
        tables["rounds"]
        .join(counted, on="round_id", how="left")
        .with_columns(pl.col("parties").fill_null(0), wanted=pl.col("kind").cast(pl.String).replace_strict(wanted, return_dtype=pl.UInt32))
    )
    few = rows.filter(pl.col("parties") < pl.col("wanted"))
    yield Finding("rounds", few, "A {kind} takes {wanted} parties, and {parties} is listed.", "kind", completeness=True)


@rule(
    "ND403",
    "A mediator or facilitator is not also a party of the same round.",
    cure="Decide what it was: a side of the conflict, or one between the sides. A guarantor with a delegation of its own is a third party.",
    explanation="Counting a side as its own mediator makes a two-sided contact look mediated.",
    tables=("round_mediators", "round_parties"),
)
def mediators_are_no_parties(tables: Tables) -> Iterator[Finding]:
    parties = tables["round_parties"].select("round_id", "actor_id")
    between = tables["round_mediators"].filter(pl.col("role").is_in(["mediator", "facilitator"]))
    yield Finding(
        "round_mediators", between.join(parties, on=["round_id", "actor_id"], how="semi"), "{actor_id} is {role}, and a party too.", "role"
    )


@rule(
    "ND404",
    "A participant, delegation or position belongs to one who took part in the round.",
    cure="Add the actor to `parties` or `mediators`, or name the one on whose behalf the person sat there (the institution goes into `institution`).",
    explanation="A delegate of nobody who was there is a slip of an id: most often the ministry instead of the government.",
    tables=("round_parties", "round_mediators"),
)
def sides_took_part(tables: Tables) -> Iterator[Finding]:
    there = pl.concat([tables[name].select("round_id", "actor_id") for name in ("round_parties", "round_mediators")])
    for table in ("participants", "delegations", "positions"):
        if table in tables:
            rows = tables[table].join(there, on=["round_id", "actor_id"], how="anti")
            yield Finding(table, rows, "{actor_id} is neither a party nor a third party of the round.", "actor_id")


@rule(
    "ND405",
    "A delegation has one head, unless all who led it are co-heads.",
    cure="Decide from the sources who led; where two did together, make both `co_head`.",
    explanation="Sources often call every senior delegate the leader. The claim of another head is kept as evidence that contradicts.",
    tables=("participants",),
)
def one_head(tables: Tables) -> Iterator[Finding]:
    led = tables["participants"].filter(pl.col("role").is_in(["head", "co_head"]))
    delegation = ["round_id", "actor_id"]
    heads = led.group_by(delegation).agg(heads=(pl.col("role") == "head").sum(), co_heads=(pl.col("role") == "co_head").sum())
    odd = heads.filter((pl.col("heads") > 1) | (pl.col("co_heads") == 1) | ((pl.col("heads") > 0) & (pl.col("co_heads") > 0)))
    counted = led.join(odd, on=delegation)
    too_many = counted.filter((pl.col("role") == "head") & ((pl.col("heads") > 1) | (pl.col("co_heads") > 0)))
    yield Finding("participants", too_many, "The delegation of {actor_id} has {heads} heads and {co_heads} co-heads.", "role")
    alone = counted.filter((pl.col("role") == "co_head") & (pl.col("co_heads") == 1) & (pl.col("heads") == 0))
    yield Finding("participants", alone, "{participant} is co-head of {actor_id}'s delegation, and nobody else is.", "role")


@rule(
    "ND406",
    "A participant is named or described.",
    cure="Give `person`, or `described_as` for one whom sources do not name.",
    explanation="An unnamed delegate is worth a row only with what sources do say: a post, an institution.",
    tables=("participants",),
)
def participants_are_somebody(tables: Tables) -> Iterator[Finding]:
    rows = tables["participants"].filter(pl.col("person_id").is_null() & pl.col("described_as").is_null())
    yield Finding("participants", rows, "{participant} has neither a name nor a description.", "participant")


@rule(
    "ND407",
    "A person is listed once in a round.",
    cure="Keep one row, with the part that the sources agree on; give what another source says as evidence that contradicts.",
    explanation=(
        "Whoever counts delegates counts rows. The same person under two spellings, or once as a member and once as spokesperson, makes a delegation "
        "larger than it was."
    ),
    tables=("participants",),
)
def one_row_a_person(tables: Tables) -> Iterator[Finding]:
    named = tables["participants"].filter(pl.col("person_id").is_not_null())
    several = named.group_by("round_id", "person_id").agg(times=pl.len(), first=pl.col("participant").min()).filter(pl.col("times") > 1)
    again = named.join(several, on=["round_id", "person_id"]).filter(pl.col("participant") != pl.col("first"))
    yield Finding("participants", again, "{person_id} is listed already, as {first}.", "person_id")


@rule(
    "ND408",
    "A person sits for the same side in all rounds of a process.",
    cure="Look whether these are two people of one name; where the person did change sides, say so in the `note` of the person.",
    explanation=(
        "Namesakes are the commonest mistake in linking people: the delegate of one side becomes the delegate of the other. A ministry and its government are "
        "one side, and so are actors that a renaming, a split, a merger or an alliance links."
    ),
    tables=("participants", "rounds", "actors"),
    level=Level.WARNING,
)
def people_keep_their_side(tables: Tables) -> Iterator[Finding]:
    order = tables["rounds"].select("round_id", "process_id", "start_earliest")
    named = tables["participants"].filter(pl.col("person_id").is_not_null())
    # Most people sit for one actor all the time; only of the others need anything be looked up.
    actors = named.group_by("person_id").agg(actors=pl.col("actor_id").min() != pl.col("actor_id").max())
    named = named.join(actors.filter("actors"), on="person_id", how="semi")
    seats = named.join(order, on="round_id").join(families(tables), on="actor_id")
    sides = seats.select("process_id", "person_id", "family").unique().group_by("process_id", "person_id").len()
    several = seats.join(sides.filter(pl.col("len") > 1), on=["process_id", "person_id"], how="semi")
    in_order = several.sort("start_earliest", "round_id", "participant", nulls_last=True)
    compared = in_order.with_columns(
        other_family=pl.col("family").first().over("process_id", "person_id"),
        first_actor=pl.col("actor_id").first().over("process_id", "person_id"),
        first_round=pl.col("round_id").first().over("process_id", "person_id"),
    ).filter(pl.col("round_id") != pl.col("first_round"), pl.col("family") != pl.col("other_family"))
    moved = compared.join(linked_families(tables), on=["family", "other_family"], how="anti")
    yield Finding("participants", moved, "{person_id} sits for {actor_id} here, and for {first_actor} in {first_round}.", "actor_id")


@rule(
    "ND409",
    "A delegation is no smaller than the members who are listed as there, nor than its women.",
    cure="Mend the number; where sources count differently, code one and keep the other as evidence that contradicts; or mend who attended.",
    explanation=(
        "The number is what a source reports, the list is what sources name: they may differ one way only. Advisers, spokespeople and signatories are not "
        "counted here, as reports often leave them out."
    ),
    tables=("delegations",),
)
def delegations_hold_their_members(tables: Tables) -> Iterator[Finding]:
    more_women = tables["delegations"].filter(pl.col("women") > pl.col("size"))
    yield Finding("delegations", more_women, "The size of the delegation of {actor_id} is {size}, and its women: {women}.", "women")
    if "participants" in tables:
        there = tables["participants"].filter(pl.col("attendance") == "attended", pl.col("role").is_in(_MEMBERS))
        listed = there.group_by("round_id", "actor_id").agg(listed=pl.coalesce("person_id", "participant").n_unique())
        too_small = tables["delegations"].join(listed, on=["round_id", "actor_id"]).filter(pl.col("size") < pl.col("listed"))
        yield Finding(
            "delegations", too_small, "The size of the delegation of {actor_id} is {size}, and members listed as there: {listed}.", "size"
        )


@rule(
    "ND410",
    "A delegation is named, partly named or unnamed as its list of participants is.",
    cure="Mend `disclosed`, or the list: a member whom sources name has a `person`, and sits for the side that is meant.",
    explanation=(
        "Whether names were kept back is a finding of its own, and it is coded apart from the names so that an unfinished list is not taken for secrecy. "
        "Where the two differ, one of them is unfinished."
    ),
    tables=("delegations", "participants"),
)
def disclosure_fits_names(tables: Tables) -> Iterator[Finding]:
    # Whoever stayed away was not of the delegation; whoever is announced was made public.
    listed = tables["participants"].filter(~pl.col("attendance").is_in(["absent", "declined"]))
    counted = listed.group_by("round_id", "actor_id").agg(
        named=pl.col("person_id").count(), unnamed=pl.col("person_id").null_count(), first=pl.col("person_id").drop_nulls().sort().first()
    )
    rows = (
        tables["delegations"].join(counted, on=["round_id", "actor_id"], how="left").with_columns(pl.col("named", "unnamed").fill_null(0))
    )
    disclosed = pl.col("disclosed")
    secret = rows.filter((disclosed == "unnamed") & (pl.col("named") > 0))
    yield Finding("delegations", secret, "The delegation of {actor_id} is unnamed, and members named: {named}, as {first}.", "disclosed")
    nameless = rows.filter(disclosed.is_in(["named", "partly"]) & (pl.col("named") == 0))
    yield Finding("delegations", nameless, "The delegation of {actor_id} is {disclosed} named, and no participant is.", "disclosed")
    incomplete = rows.filter((disclosed == "named") & (pl.col("named") > 0) & (pl.col("unnamed") > 0))
    yield Finding("delegations", incomplete, "The delegation of {actor_id} is named, and members without a name: {unnamed}.", "disclosed")


@rule(
    "ND411",
    "An actor takes part in nothing before it came to be or after it ceased.",
    cure="Choose the actor that there was at the time: the predecessor or the successor; or mend `start` or `end` of the actor.",
    explanation=(
        "Groups split, merge and take new names, and states succeed each other; a table of codes that knows no dates puts the later actor into the earlier "
        "event. Only what no reading of the dates allows is a fault."
    ),
    tables=("actors",),
)
def actors_exist(tables: Tables) -> Iterator[Finding]:
    life = tables["actors"].select("actor_id", actor_start="start", born="start_earliest", actor_end="end", ceased="end_latest")
    life = life.filter(pl.col("born").is_not_null() | pl.col("ceased").is_not_null())
    for table, parent, key, date, last in _TAKING_PART:
        if table not in tables or parent not in tables:
            continue
        events = tables[parent].select(key, happened=date, first=f"{date}_earliest", last=last)
        rows = tables[table].filter(~_NO_PART.get(table, pl.lit(False))).join(life, on="actor_id").join(events, on=key)
        early, late = rows.filter(pl.col("last") < pl.col("born")), rows.filter(pl.col("first") > pl.col("ceased"))
        yield Finding(table, early, "{actor_id} came to be {actor_start}, and this is of {happened}.", "actor_id")
        yield Finding(table, late, "{actor_id} ceased {actor_end}, and this is of {happened}.", "actor_id")


@rule(
    "ND412",
    "Nobody attends, hosts or mediates talks that did not take place.",
    cure=(
        "Mend `status`; or say how far it came: `attendance` announced, declined or unknown, `engagement` offered, requested or refused. A third "
        "party's own effort to bring the sides together is a round of kind `mission` or `mediation_contact`."
    ),
    explanation=(
        "Where nothing is written, a participant attended and a third party acted, so a list of delegates that was announced becomes a list of people who "
        "sat there. A count of mediations must not count those that were turned down."
    ),
    tables=("rounds",),
)
def nobody_attends_what_was_not_held(tables: Tables) -> Iterator[Finding]:
    not_held = tables["rounds"].filter(pl.col("status").is_in(_NOT_HELD)).select("round_id", "status", round_kind="kind")
    for table in ("round_parties", "participants"):
        if table in tables:
            rows = tables[table].filter(pl.col("attendance") == "attended").join(not_held, on="round_id")
            yield Finding(table, rows, "The round is {status}, and {actor_id} attended.", "attendance")
    if "round_mediators" in tables:
        # A mediator may well have travelled or telephoned in vain; that is what these two kinds are for.
        talks = not_held.filter(~pl.col("round_kind").is_in(["mission", "mediation_contact"]))
        acted = tables["round_mediators"].filter(pl.col("engagement") == "acted", pl.col("role").is_in(_AT_THE_MEETING))
        yield Finding(
            "round_mediators", acted.join(talks, on="round_id"), "The round is {status}, and {actor_id} acted as {role}.", "engagement"
        )


@rule(
    "ND413",
    "Nobody attends for a party that stayed away.",
    cure="Mend the attendance of the person or of the party.",
    explanation="Attendance is said for the party and for each person; a delegate in the room is the party in the room.",
    tables=("participants", "round_parties"),
)
def nobody_attends_for_the_absent(tables: Tables) -> Iterator[Finding]:
    away = tables["round_parties"].filter(pl.col("attendance").is_in(["absent", "declined"]))
    away = away.select("round_id", "actor_id", party_attendance="attendance")
    rows = tables["participants"].filter(pl.col("attendance") == "attended").join(away, on=["round_id", "actor_id"])
    yield Finding("participants", rows, "{participant} attended for {actor_id}, which is {party_attendance}.", "attendance")


@rule(
    "ND414",
    "Who mediates, hosts or observes a round does so on behalf of a third party.",
    cure="Name the third party for which the person sat, which may have to join `mediators`; or choose the role that he or she has for a party.",
    explanation="A mediator who sits for a side is either not a mediator, or the third party is missing from the list from which mediation is counted.",
    tables=("participants", "round_parties", "round_mediators"),
)
def third_party_roles_are_of_third_parties(tables: Tables) -> Iterator[Finding]:
    between = tables["participants"].filter(pl.col("role").is_in(["mediator", "host", "observer"]))
    pair = ["round_id", "actor_id"]
    # One who is neither is told by ND404.
    rows = between.join(tables["round_mediators"], on=pair, how="anti").join(tables["round_parties"], on=pair, how="semi")
    yield Finding("participants", rows, "{participant} is {role} for {actor_id}, which is a party and no third party.", "role")


@rule(
    "ND416",
    "An actor is not a party beside one that it is a part of.",
    cure="Keep the one in whose name the talks were held, and put the other into `institution` of its delegates; or mend `parent`.",
    explanation="An army and its state, listed both, make two sides three and a pair of enemies out of a chain of command.",
    tables=("actors",),
    level=Level.WARNING,
)
def parties_are_not_of_each_other(tables: Tables) -> Iterator[Finding]:
    above = ancestors(tables)
    for table, key in (("round_parties", "round_id"), ("ceasefire_parties", "ceasefire_id")):
        if table in tables:
            whole = tables[table].select(key, ancestor_id="actor_id")
            others = above.filter(pl.col("actor_id") != pl.col("ancestor_id"))  # a part of itself is told by ND210
            rows = tables[table].join(others, on="actor_id").join(whole, on=[key, "ancestor_id"], how="semi")
            yield Finding(table, rows, "{actor_id} is a part of {ancestor_id}, which is a party too.", "actor_id")


@rule(
    "ND417",
    "A party of a round or ceasefire is a party of its process.",
    cure="Add it to `parties` of the process, with `joined`; or name the actor that is: the government rather than its ministry.",
    explanation=(
        "A process is the talks of its parties. Who sits in some rounds and is no party of the process is a third party, or the process has got a party "
        "that nobody wrote down, and whoever counts sides misses it."
    ),
    tables=("process_parties", "processes"),
    level=Level.WARNING,
)
def parties_are_of_the_process(tables: Tables) -> Iterator[Finding]:
    known = tables["processes"].select("process_id")
    members = tables["process_parties"].select("process_id", "actor_id")
    for table, owner, key in (("round_parties", "rounds", "round_id"), ("ceasefire_parties", "ceasefires", "ceasefire_id")):
        if table in tables and owner in tables:
            process = tables[owner].select(key, "process_id").join(known, on="process_id", how="semi")
            rows = tables[table].join(process, on=key).join(members, on=["process_id", "actor_id"], how="anti")
            yield Finding(table, rows, "{actor_id} is not a party of {process_id}.", "actor_id")


@rule(
    "ND418",
    "A position is addressed to somebody else.",
    cure="Name the one to whom it was put, or leave `addressee` out.",
    explanation="An actor that demands something of itself is a slip of an id; it turns who asked whom around.",
    tables=("positions",),
)
def positions_are_for_others(tables: Tables) -> Iterator[Finding]:
    own = tables["positions"].filter(pl.col("actor_id") == pl.col("addressee_actor_id"))
    yield Finding("positions", own, "The position is of {actor_id} and addressed to {addressee_actor_id}.", "addressee_actor_id")


@rule(
    "ND419",
    "Who speaks for an actor belongs to it.",
    cure="Look whether the position is the speaker's side's, or whether this is another person of the same name; or add the office that the person held.",
    explanation=(
        "A statement about the other side is easily coded as the other side's. A speaker's offices and seats in any round show where the person belongs; "
        "one of whom neither is known is not judged."
    ),
    tables=("positions", "offices", "actors"),
    level=Level.WARNING,
)
def speakers_belong(tables: Tables) -> Iterator[Finding]:
    family = families(tables)
    positions = tables["positions"].select("round_id", "position", "actor_id", "speaker_person_id")
    voiced = positions.filter(pl.col("speaker_person_id").is_not_null()).join(family, on="actor_id")
    places = [tables["offices"].select("person_id", "actor_id")]
    if "participants" in tables:
        places.append(tables["participants"].filter(pl.col("person_id").is_not_null()).select("person_id", "actor_id"))
    belongs = pl.concat(places).rename({"person_id": "speaker_person_id"}).join(voiced, on="speaker_person_id", how="semi")
    belongs = belongs.unique().join(family.rename({"family": "other_family"}), on="actor_id")
    own = belongs.select("speaker_person_id", family="other_family")
    linked = belongs.join(linked_families(tables), on="other_family").select("speaker_person_id", "family")
    at_home = pl.concat([own, linked])
    strangers = voiced.join(at_home, on=["speaker_person_id", "family"], how="anti")
    elsewhere = belongs.group_by("speaker_person_id").agg(pl.col("actor_id").unique().sort().str.join(", ").alias("elsewhere"))
    rows = strangers.join(elsewhere, on="speaker_person_id")
    yield Finding("positions", rows, "{speaker_person_id} speaks for {actor_id}, and belongs to {elsewhere}.", "speaker_person_id")


@rule(
    "ND420",
    "Whoever is of an institution sits for the side that it belongs to.",
    cure="Mend `actor` or `institution`; if the institution changed sides, say so in its `changes`, and if it was lent, in the `note` of the round.",
    explanation=(
        "A row in the wrong delegation is seldom seen, as each of its values is right by itself. An institution that is a part of no larger actor may "
        "serve anybody; and actors that a renaming, a split, a merger or an alliance links are one side."
    ),
    tables=("participants", "actors"),
    level=Level.WARNING,
)
def institutions_are_of_the_side(tables: Tables) -> Iterator[Finding]:
    side = families(tables)
    own = side.select(institution_id="actor_id", other_family="family").filter(pl.col("institution_id") != pl.col("other_family"))
    rows = (
        tables["participants"].join(own, on="institution_id").join(side, on="actor_id").filter(pl.col("family") != pl.col("other_family"))
    )
    strange = rows.join(linked_families(tables), on=["family", "other_family"], how="anti")
    yield Finding("participants", strange, "{participant} sits for {actor_id}, and {institution_id} belongs to {other_family}.", "actor_id")
