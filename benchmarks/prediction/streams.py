"""The lists that are predicted: public ones where they are at hand, and made-up ones of any size.

A stream is a table without identifiers and without columns that were filled in after the outcome, in the order in
which its leads are thought to have come.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).parents[3] / "shared" / "data"
#: X Education: filled in by the sales team or by a scoring product while the lead was worked on.
POST_HOC = [
    "Tags", "Lead Quality", "Lead Profile", "Asymmetrique Activity Index", "Asymmetrique Profile Index",
    "Asymmetrique Activity Score", "Asymmetrique Profile Score", "Last Notable Activity",
]  # fmt: skip
# The bank's months in order, told by the employment variation rate that was published for each.
_MONTHS = (
    "1.1may 1.4jun 1.4jul 1.4aug -0.1oct -0.1nov -0.2dec -1.8mar -1.8apr -1.8may -2.9jun -2.9jul -2.9aug -3.4sep"
    " -3.4oct -3.4nov -3.0dec -1.8mar2 -1.8apr2 -1.8may2 -1.7jun -1.7jul -1.7aug -1.1sep -1.1oct -1.1nov"
).split()
_SECOND_SPRING = 93.3  # the consumer price index that parts the spring of 2009 from that of 2010


@dataclass(frozen=True)
class Stream:
    name: str
    title: str
    table: pd.DataFrame
    won: np.ndarray


def at_hand() -> bool:
    return (DATA / "xeducation-leads.csv").exists()


def x_education(*, in_time: bool = True) -> Stream:
    leads = pd.read_csv(DATA / "xeducation-leads.csv")
    leads = leads.loc[:, ~leads.columns.str.startswith("Unnamed")]
    if in_time:
        leads = leads.sort_values("Lead Number")
    table = leads.drop(columns=[*POST_HOC, "Prospect ID", "Lead Number", "Converted"])
    return Stream("x-education", "X Education", table.reset_index(drop=True), leads["Converted"].to_numpy())


def _bank(name: str, title: str, file: str) -> Stream:
    leads = pd.read_csv(DATA / file, sep=";")
    return Stream(name, title, leads.drop(columns=["duration", "y"]), (leads["y"] == "yes").to_numpy().astype(int))


def _bank_by_month() -> Stream:
    stream = _bank("bank-2-by-month", "bank, 20 fields, by month", "bank-additional-10pct.csv")
    second = (stream.table["emp.var.rate"] == -1.8) & (stream.table["cons.price.idx"] > _SECOND_SPRING)
    month = stream.table["emp.var.rate"].astype(str) + stream.table["month"] + np.where(second, "2", "")
    order = np.argsort([_MONTHS.index(each) for each in month], kind="stable")
    return Stream(stream.name, stream.title, stream.table.iloc[order].reset_index(drop=True), stream.won[order])


def _extraalearn() -> Stream:
    leads = pd.read_csv(DATA / "extraalearn.csv")
    return Stream("extraalearn", "ExtraaLearn", leads.drop(columns=["ID", "status"]), leads["status"].to_numpy())


def streams() -> list[Stream]:
    """Those that count: in the order of their numbers, or as the file has them."""
    return [
        x_education(),
        _bank("bank-1", "bank, 16 fields", "bank-10pct.csv"),
        _bank("bank-2", "bank, 20 fields", "bank-additional-10pct.csv"),
        _extraalearn(),
    ]


def drifting() -> Stream:
    """The same bank in the order of its months: the base rate goes from 5 % to 24 %."""
    return _bank_by_month()


def maven() -> Stream:
    """A made-up pipeline with nothing in it."""
    deals = pd.read_csv(DATA / "maven" / "sales_pipeline.csv")
    deals = deals[deals["deal_stage"].isin(["Won", "Lost"])].sort_values("engage_date", kind="stable")
    table = deals[["sales_agent", "product", "account"]]
    table = table.merge(pd.read_csv(DATA / "maven" / "accounts.csv"), on="account", how="left")
    table = table.merge(pd.read_csv(DATA / "maven" / "sales_teams.csv"), on="sales_agent", how="left")
    return Stream("maven", "Maven", table, (deals["deal_stage"] == "Won").to_numpy().astype(int))


def raw() -> list[tuple[str, pd.DataFrame, np.ndarray, list[str]]]:
    """Title, table with everything in it, outcome, and the columns that are known to be post-hoc."""
    leads = pd.read_csv(DATA / "xeducation-leads.csv")
    leads = leads.loc[:, ~leads.columns.str.startswith("Unnamed")]
    found = [("X Education", leads.drop(columns="Converted"), leads["Converted"].to_numpy(), POST_HOC)]
    for title, file in (("bank, 16 fields", "bank-10pct.csv"), ("bank, 20 fields", "bank-additional-10pct.csv")):
        bank = pd.read_csv(DATA / file, sep=";")
        found.append((title, bank.drop(columns="y"), (bank["y"] == "yes").to_numpy().astype(int), ["duration"]))
    clean = _extraalearn()
    return [*found, (clean.title, clean.table, clean.won, [])]


def made_up(leads: int = 30_000, seed: int = 5) -> Stream:
    """Twenty fields: eight measures, four counts, eight categories; curved, missing, and in part without meaning."""
    rng = np.random.default_rng(seed)
    columns: dict[str, object] = {f"measure {at}": rng.normal(size=leads) for at in range(8)}
    columns |= {f"count {at}": rng.poisson(2 + at, size=leads).astype(float) for at in range(4)}
    columns |= {f"kind {at}": rng.choice([f"v{word}" for word in range(4 + 4 * at)], size=leads) for at in range(8)}
    table = pd.DataFrame(columns)
    table.loc[rng.random(leads) < 0.2, "measure 1"] = np.nan
    logit = -1 + 0.8 * table["measure 0"] + 0.5 * table["measure 2"].abs() + 0.1 * table["count 1"]
    logit += 0.3 * (table["kind 2"] == "v1") - 0.5 * (table["kind 3"] == "v0") + 0.4 * (table["kind 0"] == "v2")
    logit += 0.5 * (table["measure 3"] > 0) * (table["kind 1"] == "v3")
    return Stream("made-up", "made up", table, (rng.random(leads) < 1 / (1 + np.exp(-logit))).astype(int))


def columns(table: pd.DataFrame) -> dict[str, object]:
    """As our models take it: numbers as arrays, everything else as lists with `None` for missing."""
    return {
        name: cells.to_numpy()
        if cells.dtype.kind in "fiu"
        else cells.astype(object).where(cells.notna(), None).tolist()
        for name, cells in table.items()
    }
