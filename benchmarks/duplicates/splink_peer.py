"""Splink 5 on DuckDB, configured with care for each kind of list. It gets normal forms, and no labels.

python splink_peer.py KIND FILE.parquet FOUND.npz     writes labels at .95 and every pair from .01 with its probability
"""

import json
import logging
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from measuring import clusters
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

DEFAULT, LEAST = 0.95, 0.01
U_PAIRS = 1e7


def exact(column: str):
    """The same value; a rare one weighs more than a frequent one."""
    return cll.ExactMatchLevel(column).configure(tf_adjustment_column=column)


def custom(sql: str, label: str, tf: str = ""):
    level = cll.CustomLevel(sql, label_for_charts=label)
    return level.configure(tf_adjustment_column=tf) if tf else level


# ---- leads ----------------------------------------------------------------------------------------------------------

NAME = cl.CustomComparison(
    output_column_name="person_name",
    comparison_levels=[
        custom("given_l is null or given_r is null or family_l is null or family_r is null", "a name is missing"),
        custom("spelled_l = spelled_r", "same spelling", "name"),
        exact("name"),
        custom("family_l = family_r and formal_l = formal_r", "nickname", "family"),
        custom(
            "family_l = family_r and jaro_winkler_similarity(given_l, given_r) >= 0.88", "given name alike", "family"
        ),
        custom(
            "given_l = given_r and jaro_winkler_similarity(family_l, family_r) >= 0.88", "family name alike", "given"
        ),
        custom(
            "family_l = family_r and left(given_l, 1) = left(given_r, 1) and least(len(given_l), len(given_r)) = 1",
            "initial",
            "family",
        ),
        custom("jaro_winkler_similarity(name_l, name_r) >= 0.92", "both alike"),
        exact("family"),
        exact("given"),
        cll.ElseLevel(),
    ],
)
# Mailboxes that are made of the name say nothing beside the name, unless the whole address is the same.
EMAIL = cl.CustomComparison(
    output_column_name="address",
    comparison_levels=[
        custom("email_l is null or email_r is null", "no e-mail"),
        exact("email"),
        custom(
            "len(euser_l) > 7"
            " and regexp_replace(email_l, '[0-9]', '', 'g') != regexp_replace(email_r, '[0-9]', '', 'g')"
            " and abs(len(email_l) - len(email_r)) <= 1 and left(email_l, 1) = left(email_r, 1)"
            " and damerau_levenshtein(email_l, email_r) = 1",
            "one slip",
        ),
        exact("euser_own"),
        cll.ElseLevel(),
    ],
)
# Colleagues share all of this, so it counts once: the best that agrees.
PLACE = cl.CustomComparison(
    output_column_name="belonging",
    comparison_levels=[
        custom(
            "coalesce(phone_l, company_l, domain_l, street_l) is null"
            " or coalesce(phone_r, company_r, domain_r, street_r) is null",
            "nothing known",
        ),
        exact("phone"),
        custom("phone_l = phone2_r or phone2_l = phone_r", "same second phone"),
        custom("street_l = street_r and postcode_l = postcode_r", "same address", "street"),
        exact("company"),
        exact("domain"),
        exact("street"),
        custom("left(phone_l, 4) = left(phone_r, 4) and damerau_levenshtein(phone_l, phone_r) = 1", "one wrong digit"),
        custom(
            "jaro_winkler_similarity(company_l, company_r) >= 0.9 or starts_with(company_l, company_r)"
            " or starts_with(company_r, company_l)",
            "company alike",
        ),
        exact("city"),
        cll.ElseLevel(),
    ],
)
LEADS = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[NAME, EMAIL, PLACE],
    blocking_rules_to_generate_predictions=[
        block_on("email"),
        block_on("phone"),
        block_on("name"),
        block_on("euser_own"),
        block_on("family", "formal", "city"),
        block_on("family", "company"),
        block_on("family", "domain"),
        block_on("given", "company"),
        block_on("given", "domain"),
        block_on("family", "street"),
        block_on("given", "substr(family, 1, 3)", "city"),
        block_on("family", "substr(given, 1, 1)", "city"),
    ],
)
LEADS_TRAINED_ON = (block_on("email"), block_on("name", "city"), block_on("phone"))
LEADS_SURE = ["l.email = r.email", "l.phone = r.phone and l.name = r.name", "l.company = r.company and l.name = r.name"]


# What its documentation shows: a ready-made comparison for each column.
LIBRARY = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.ForenameSurnameComparison("given", "family", forename_surname_concat_col_name="name"),
        cl.EmailComparison("email"),
        cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("company", [0.9, 0.8]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("email"),
        block_on("phone"),
        block_on("given", "family"),
        block_on("family", "company"),
        block_on("given", "company"),
        block_on("family", "city"),
        block_on("euser"),
    ],
)
LIBRARY_TRAINED_ON = (block_on("email"), block_on("given", "family"))

# ---- persons with a date of birth -----------------------------------------------------------------------------------

FEBRL = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        cl.ExactMatch("street_number"),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.8]),
        cl.JaroWinklerAtThresholds("suburb", [0.9, 0.8]),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("soc_sec_id"),
        block_on("date_of_birth"),
        block_on("given_name", "surname"),
        block_on("surname", "postcode"),
        block_on("given_name", "postcode"),
        block_on("address_1", "street_number"),
        block_on("suburb", "surname"),
        block_on("suburb", "given_name"),
    ],
)
FEBRL_SURE = [
    "l.soc_sec_id = r.soc_sec_id",
    "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
]
FEBRL_TRAINED_ON = (block_on("date_of_birth"), block_on("surname"))
FAKE = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="full_name"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("first_name"),
        block_on("surname"),
        block_on("dob"),
        block_on("email"),
    ],
)
FAKE_SURE = ["l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob", "l.email = r.email"]
FAKE_TRAINED_ON = (block_on("dob"), block_on("surname"))


def linked(
    settings: SettingsCreator,
    sure: list[str],
    recall: float,
    trained_on: tuple,
    api: DuckDBAPI,
    tables: list[str],
    phases: dict[str, float],
):
    """Train without labels and predict. The caller picks the threshold."""
    clock = time.perf_counter()

    def phase(name: str) -> None:
        nonlocal clock
        phases[name], clock = time.perf_counter() - clock, time.perf_counter()

    linker = Linker([api.register(table) for table in tables], settings, log_level=logging.ERROR)
    phase("prepare")
    linker.training.estimate_probability_two_random_records_match(sure, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=U_PAIRS, seed=None)
    for rule in trained_on:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    phase("train")
    found = linker.inference.predict(threshold_match_probability=LEAST)
    columns = found.as_duckdbpyrelation().select("unique_id_l, unique_id_r, match_probability").fetchnumpy()
    phase("predict")
    return columns.values()


def generic(database: duckdb.DuckDBPyConnection) -> tuple:
    """What somebody would try who knows nothing but the columns."""
    frame = database.table("rows").df().drop(columns="unique_id")
    various = [column for column in frame if len(frame) / 50 < frame[column].nunique() < len(frame)]
    long = max(various, key=lambda column: frame[column].str.len().mean())
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds(column, [0.92, 0.8]).configure(term_frequency_adjustments=True)
            for column in frame
        ],
        blocking_rules_to_generate_predictions=[
            *(block_on(column) for column in various),
            block_on(f"substr({long}, 1, 6)"),
        ],
    )
    return (
        settings,
        [f"l.{column} = r.{column}" for column in various[:2]],
        0.6,
        tuple(block_on(column) for column in various[:3]),
    )


KINDS = {
    "leads": (LEADS, LEADS_SURE, 0.7, LEADS_TRAINED_ON),
    "library": (LIBRARY, LEADS_SURE, 0.7, LIBRARY_TRAINED_ON),
    "febrl": (FEBRL, FEBRL_SURE, 0.8, FEBRL_TRAINED_ON),
    "fake": (FAKE, FAKE_SURE, 0.6, FAKE_TRAINED_ON),
}


def main(kind: str, source: str, target: str) -> None:
    logging.disable(logging.WARNING)
    phases: dict[str, float] = {}
    started = time.perf_counter()
    kind, _, link = kind.partition(" ")
    database = duckdb.connect()
    database.execute(f"create table rows as select * exclude (person) from read_parquet('{source}')")
    tables = ["rows"]
    if kind == "fake":
        database.execute(
            "alter table rows add column full_name varchar; update rows set full_name = first_name || ' ' || surname"
        )
    if link:
        tables = ["first_list", "second_list"]
        for at, table in enumerate(tables):
            database.execute(f"create table {table} as select * exclude (source) from rows where source = {at}")
    settings, *how = KINDS[kind] if kind in KINDS else generic(database)
    if link:
        settings.link_type = "link_only"
    ((rows,),) = database.execute("select count(*) from rows").fetchall()
    phases["load"] = time.perf_counter() - started
    left, right, probability = linked(settings, *how, DuckDBAPI(database), tables, phases)
    started = time.perf_counter()
    sure = probability >= DEFAULT
    labels = clusters(left[sure], right[sure], rows)
    phases["cluster"] = time.perf_counter() - started
    np.savez(Path(target), labels=labels, left=left, right=right, probability=probability)
    print(json.dumps(phases))


if __name__ == "__main__":
    main(*sys.argv[1:])
