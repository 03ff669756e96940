"""What a desk recognises in the example file without being told anything: more than exact keys, and more precisely."""

import importlib
from pathlib import Path

import pytest

from leadkit.steps.dedup import ExactKeys, Probabilistic

pytest.importorskip("numpy")
DUPLICATES = Path(__file__).parents[2] / "benchmarks" / "duplicates"


@pytest.fixture(scope="module")
def measured():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(DUPLICATES)
        yield importlib.import_module("desk")


@pytest.mark.once
def test_a_desk_finds_more_than_exact_keys_and_is_less_often_wrong(measured):
    true = measured.truth()
    (_, exact, _), (_, found, listed) = (measured.recognised(each) for each in (ExactKeys(), Probabilistic()))
    assert (len(true), len(exact & true)) == (259, 206)
    assert len(found & true) > 220
    assert len(found - true) < len(exact - true)
    assert len(listed) < 40
    assert not found & listed
