"""The page of promises has every broken store, and the suite a check for every promise. The list of promises on it is
made by tools/machines_page.py.

LEADKIT_WRITE_CONTRACT=1 pytest tests/testing/stores/test_contract_page.py    writes the table of broken stores anew
"""

import os
import re
from pathlib import Path

import pytest
from mutants import MUTANTS

from leadkit.cli.check_store import CAPABILITIES
from leadkit.testing import PROMISES, AsyncStoreSuite, Capability, StoreSuite
from leadkit.testing.stores.checking import checks
from leadkit.testing.stores.running import promised

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "store-contract.md"
BLOCK = re.compile(r"(<!-- from the suite: broken-stores -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def mutant_table():
    yield "| fault | caught by |"
    yield "| --- | --- |"
    for mutant in MUTANTS.values():
        yield f"| {mutant.fault} | {', '.join(f'S{number}' for number in mutant.caught_by.split())} |"
    yield ""


def rewritten(text):
    return BLOCK.sub(lambda found: "\n".join([found[1], *mutant_table(), found[3]]), text)


def test_the_page_has_the_table_of_broken_stores():
    text = PAGE.read_text("utf-8")
    if os.environ.get("LEADKIT_WRITE_CONTRACT"):
        PAGE.write_text(rewritten(text), "utf-8", newline="\n")
    assert BLOCK.search(text)
    assert rewritten(text) == PAGE.read_text("utf-8")


def test_numbers_count_and_every_promise_has_a_check():
    assert list(PROMISES) == list(range(1, len(PROMISES) + 1))
    assert {promised(name).number for name in checks()} == PROMISES.keys()


@pytest.mark.parametrize("suite", [StoreSuite, AsyncStoreSuite])
def test_every_check_names_its_promise(suite):
    named = [name for name in dir(suite) if name.startswith("test")]
    assert sorted(named) == sorted(checks())
    for name in named:
        assert name.startswith(f"test_s{promised(name).number:02}_")


def test_the_command_knows_the_capabilities():
    assert set(CAPABILITIES) <= {capability.option for capability in Capability}
