"""The fence around plug-ins: what they raise is reported by kind, and never gets through."""

from datetime import UTC, datetime

import pytest

from leadkit import Lead
from leadkit.flows.isolation import Failure, isolated, reported

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAD = Lead("lead-1", NOW, NOW)


class Plugin:
    pass


def raising(error):
    def call():
        raise error

    return call


def test_an_answer_is_passed_on():
    assert isolated("scoring", Plugin(), lambda: 5, raising(AssertionError)) == (5, None)


@pytest.mark.parametrize("error", [ValueError("secret"), SystemExit("secret"), RecursionError(), MemoryError()])
def test_an_error_is_reported_by_its_kind_alone(error):
    answer, failure = isolated("scoring", Plugin(), raising(error), lambda: 7)
    assert (answer, failure) == (7, Failure("scoring", "Plugin", type(error).__name__))
    assert "secret" not in repr(failure)


@pytest.mark.parametrize("error", [KeyboardInterrupt, GeneratorExit])
def test_what_is_meant_for_the_whole_process_goes_through(error):
    with pytest.raises(error):
        isolated("scoring", Plugin(), raising(error), lambda: 7)


def test_a_failure_becomes_a_fact_of_the_lead():
    decision = reported(LEAD, Failure("scoring", "Plugin", "ValueError"), NOW)
    assert decision.noun.version == 2
    assert [event.sentence() for event in decision.events] == ["scoring plug-in Plugin failed: ValueError"]


def test_no_failure_is_no_news():
    assert reported(LEAD, None, NOW) == (LEAD, ())
