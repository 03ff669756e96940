"""Rows become leads, attached inquiries, or rejects: every one of them, and a second run changes nothing."""

import csv
import io

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from leadkit import LeadDesk, Playbook
from leadkit.cli import job
from leadkit.cli.job import run_job
from leadkit.cli.reading import open_source
from leadkit.cli.run import run_file
from leadkit.flows._sync.env import Env
from leadkit.memory import Store
from leadkit.runtime import new_id, system_now
from leadkit.serialization import from_json
from leadkit.tabular import stage_of

ADA = "1,Ada Marsh,Marsh Tools,ada@marsh-tools.com,+12125550123,Referral,{stage},,"


def leads(out):
    return [from_json(line) for line in (out / "leads.jsonl").read_text(encoding="utf-8").splitlines()]


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


CELLS = st.sampled_from(
    [
        "",
        "Ada Marsh",
        "王小明",
        "ada@marsh-tools.com",
        "x@",
        "+12125550123",
        "138 1234 5678/13912345678",
        "Closed Won",
        "a,b",
        '"',
        "=1",
        "\n",
    ]
)


@settings(max_examples=40)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=10), max_size=8), quoting=st.sampled_from([0, 1]))
def test_every_row_is_accounted_for_and_a_second_run_changes_nothing(tmp_path_factory, rows, quoting):
    folder = tmp_path_factory.mktemp("run")
    text = io.StringIO()
    csv.writer(text, quoting=quoting).writerows([["Name", "Company", "Email", "Phone", "Deal Stage", "Notes"], *rows])
    file, out = folder / "leads.csv", folder / "out"
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    first = run_file(file, out)
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    assert first.captured + first.duplicates + first.rejected == first.rows_read
    assert first.rows_read == sum(1 for _ in open_source(file).table.rows)
    assert first.leads_in_store == first.captured == len(leads(out))
    second = run_file(file, out)
    assert second == evolve(first, known=second.known)
    assert second.known >= first.known
    assert {path.name: path.read_bytes() for path in out.iterdir()} == written


def test_a_repeated_inquiry_is_attached_and_a_repeated_row_is_known(run):
    again = "9,A. Marsh,,ADA@Marsh-Tools.com,,展会,,,second visit"
    _, summary, out = run(ADA.format(stage=""), again, again)
    assert (summary["captured"], summary["duplicates"]) == (1, 2)
    (lead,) = leads(out)
    rows = table(out / "duplicates.csv")
    assert [(row["Row"], row["Lead ID"]) for row in rows] == [("2", lead.id), ("3", lead.id)]
    assert rows[0]["Because"].startswith("the same e-mail address (+23.8); the same family name")
    assert "row 2" in rows[1]["Because"]


def test_what_a_row_moved_a_later_row_of_the_same_lead_finds_moved(run, monkeypatch):
    monkeypatch.setattr(job, "BATCH", 1)  # in a batch of its own
    again = "9,A. Marsh,,ADA@Marsh-Tools.com,,展会,Won,,second visit"
    rows = (ADA.format(stage="Won"), again)
    _, summary, _ = run(*rows)
    assert (summary["captured"], summary["duplicates"], summary["warnings"]) == (1, 1, 0)
    assert run(*rows)[1] == {**summary, "known": 2}


def test_a_second_file_finds_the_people_of_the_first(run):
    run(ADA.format(stage="Contacted"))
    _, summary, out = run("7,Ada M,,,(212) 555-0123,Google Ads,,,", name="more.csv")
    assert (summary["captured"], summary["duplicates"], summary["leads_in_store"]) == (0, 1, 1)
    assert leads(out)[0].status == "working"


def test_the_first_outcome_stands_when_a_file_comes_back_after_its_leads_moved_on(run):
    _, _, out = run(ADA.format(stage="Closed Won"))
    before = leads(out)
    _, summary, _ = run(ADA.format(stage="Closed Won"), "2,Bo Lin,,bo@lin-partners.com,,,,,")
    assert (summary["captured"], summary["duplicates"]) == (2, 0)
    assert before[0] in leads(out)


@pytest.mark.parametrize(
    ("label", "status", "stage"),
    [
        ("New Lead", "assigned", None),
        ("Contacted", "working", None),
        ("On Hold", "nurturing", None),
        ("Qualified", "qualified", None),
        ("Proposal Sent", "converted", "proposal"),
        ("Negotiation", "converted", "negotiation"),
        ("Closed Won", "converted", "won"),
        ("Closed Lost", "converted", "lost"),
        ("Disqualified", "disqualified", None),
        ("跟进中", "working", None),
        ("已成交", "converted", "won"),
        ("无效", "disqualified", None),
    ],
)
def test_the_stage_of_the_file_is_replayed(run, tmp_path, label, status, stage):
    assert stage_of(label) is not None
    store = tmp_path / "store.jsonl"
    _, summary, out = run(ADA.format(stage=label), options=["--store", str(store)])
    (lead,) = leads(out)
    assert lead.status == status
    assert summary["warnings"] == 0
    assert summary["funnel"]["won"] == (stage == "won")
    assert stage is None or f'"target":"{stage}"' in store.read_text(encoding="utf-8")


def test_a_stage_that_the_rules_refuse_leaves_the_lead_before_it_with_a_warning(run):
    unreachable = "1,Ada Marsh,Marsh Tools,ada at marsh,,Referral,Qualified,,"
    _, summary, out = run(unreachable)
    assert leads(out)[0].status == "assigned"
    codes = {row["Code"]: row["Message"] for row in table(out / "warnings.csv")}
    assert "reachable" in codes["stage_not_reached"]
    assert run(unreachable)[1] == {**summary, "known": 1}


def test_a_row_that_was_refused_gets_its_chance_when_the_columns_are_named(run, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('"客户" = "name"\n"信" = "email"\n', encoding="utf-8")
    file = {"header": "客户,信,怪", "name": "strange.csv"}
    assert run("王小明,王,x", **file)[1]["rejected"] == 1
    options = ["--mapping", str(mapping)]
    for known in (0, 1):
        _, summary, _ = run("王小明,王,x", **file, options=options)
        assert (summary["captured"], summary["rejected"], summary["known"]) == (1, 0, known)


def test_a_row_that_was_captured_keeps_its_first_reading_and_says_so(run, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('"Notes" = "needs"\n', encoding="utf-8")
    run(ADA.format(stage="") + "needs a crane")
    _, summary, out = run(ADA.format(stage="") + "needs a crane", options=["--mapping", str(mapping)])
    assert (summary["captured"], summary["rejected"]) == (1, 0)
    assert table(out / "warnings.csv")[0]["Code"] == "row_known"
    assert not leads(out)[0].needs


def test_the_next_export_moves_the_leads_it_knows_on(run):
    run(ADA.format(stage="New"))
    _, summary, out = run(ADA.format(stage="Closed Won"), name="next-month.csv")
    (lead,) = leads(out)
    assert (summary["captured"], summary["duplicates"]) == (0, 1)
    assert (lead.status, summary["funnel"]["won"]) == ("converted", 1)
    assert "asked again" not in lead.score.explain()  # the same record, and no new interest


def test_a_duplicate_that_stands_elsewhere_is_pointed_out(run):
    other = "9,A. Marsh,,ada@marsh-tools.com,,Webinar,Closed Won,,"
    _, _, out = run(ADA.format(stage="Contacted"), other)
    (warning,) = table(out / "warnings.csv")
    assert (warning["Row"], warning["Code"]) == ("2", "stage_not_reached")
    assert leads(out)[0].status == "working"


def test_leads_in_the_public_pool_stay_there(run):
    _, _, out = run(ADA.format(stage="公海"))
    (lead,) = leads(out)
    assert (lead.status, lead.owner, lead.pool) == ("new", None, "public")


def test_an_unknown_stage_is_kept_and_said(run):
    _, _, out = run(ADA.format(stage="Wibble"))
    assert leads(out)[0].extra["stage"] == "Wibble"
    assert table(out / "warnings.csv")[0]["Code"] == "stage_unknown"


def test_owners_of_the_file_stay_and_the_others_are_taken_in_turn(run, tmp_path):
    playbook = tmp_path / "playbook.toml"
    playbook.write_text('[[teams]]\nname = "sales"\nmembers = ["kim", "lee"]\n', encoding="utf-8")
    people = [f"{n},Person {n},,p{n}@marsh-tools.com,,Referral,,{'Rosa' if n == 2 else ''}," for n in range(1, 6)]
    _, _, out = run(*people, options=["--playbook", str(playbook)])
    assert [lead.owner for lead in leads(out)] == ["kim", "Rosa", "lee", "kim", "lee"]


def test_a_damaged_line_is_repaired_and_never_shifted(run):
    damaged = '"2,Bo Lin,""Lin, Marby and Co"",bo@lin-partners.com,,Referral,,,"'
    too_long = "3,Cy Hart,Hart, Sons and Daughters,cy@hart-sons.com,,Referral,,,surplus"
    _, summary, out = run(ADA.format(stage=""), damaged, too_long)
    assert (summary["captured"], summary["repaired"], summary["rejected"]) == (2, 1, 1)
    assert leads(out)[1].company == "Lin, Marby and Co"
    assert [(row["Row"], row["Code"], row["Raw row"]) for row in table(out / "rejects.csv")] == [
        ("3", "too_many_cells", too_long)
    ]


def test_a_run_that_broke_off_is_finished_by_the_next(tmp_path):
    file = tmp_path / "leads.csv"
    rows = [f"{number},Lead {number},Tools,lead{number}@marsh-tools.com,,Referral,Working,," for number in range(6)]
    file.write_text(
        "\n".join(["Lead ID,Full Name,Company,Email,Phone,Source,Deal Stage,,", *rows, ""]), encoding="utf-8"
    )
    source, store, calls = open_source(file), Store(), []

    def stumble():
        calls.append(1)
        if len(calls) == 9:  # six rows captured, then some of them placed
            raise KeyboardInterrupt

    env = Env(store, Playbook(), system_now, new_id)
    with pytest.raises(KeyboardInterrupt):
        run_job(env, source, stumble)
    outcomes = run_job(env, source, bool)
    assert [outcome.known for outcome in outcomes] == [True] * 6
    assert [lead.status for lead in LeadDesk(store=store).leads.find()] == ["working"] * 6
    events = tuple(store.outbox.since(limit=1_000))
    run_job(env, source, bool)
    assert store.outbox.since(limit=1_000) == events
