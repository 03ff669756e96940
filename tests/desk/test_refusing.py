"""A refusal becomes an exception; everything else passes."""

import pytest

from leadkit import Problem, Refusal, Refused
from leadkit.desk.refusing import allowed

PROBLEMS = (Problem("missing_reason", "reason", "say why"), Problem("not_permitted", "trigger", "no"))


@pytest.mark.parametrize("outcome", [None, 0, "", (), object()])
def test_an_outcome_passes_whatever_it_is(outcome):
    assert allowed(outcome) is outcome


def test_a_refusal_is_raised_with_every_reason():
    with pytest.raises(Refused, match="say why") as caught:
        allowed(Refusal(PROBLEMS))
    assert caught.value.problems == PROBLEMS
