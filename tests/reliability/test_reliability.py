"""The proofs of docs/explanation/reliability.md: reduced counts with `-m proof`, those of the page with `-m full`."""

import gc
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks" / "reliability"))

from plan import PLAN
from proofs.processes import Nursery
from proofs.stores import Stores

# A driver whose server is killed leaves its socket to the collector, which says so.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def swept():
    """What a proof left lying about is collected here, and not in another test."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def ground():
    with Stores() as stores, Nursery() as nursery:
        yield stores, nursery


def proved(ground, proof, full):
    result = proof.proved(*ground, full=full)
    if result.skipped:
        pytest.skip(result.skipped)
    assert result.wrong == []


@pytest.mark.proof
@pytest.mark.parametrize("proof", PLAN, ids=lambda proof: proof.id)
def test_nothing_is_lost_and_nothing_doubled(ground, proof):
    proved(ground, proof, full=False)


@pytest.mark.full
@pytest.mark.parametrize("proof", PLAN, ids=lambda proof: proof.id)
def test_in_full(ground, proof):
    proved(ground, proof, full=True)
