"""One root, stable codes, every reason at once; errors cross process borders."""

import inspect
import pickle
import re

import pytest

from leadkit import errors
from leadkit.errors import InvalidRecord, LeadkitError, MissingExtra, NotFound, Problem, StoreError
from leadkit.kernel.decision import Decision, Refusal, accepted

FAMILY = {value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, LeadkitError)}
CODES = {  # written out: hosts translate them, so a changed code is a breaking change
    "IdempotencyConflict": "idempotency_conflict",
    "InvalidCalendar": "invalid_calendar",
    "InvalidMachine": "invalid_machine",
    "InvalidPlaybook": "invalid_playbook",
    "InvalidRecord": "invalid_record",
    "LeadkitError": "leadkit_error",
    "MissingExtra": "missing_extra",
    "NotFound": "not_found",
    "Refused": "refused",
    "StoreError": "store_error",
    "UnusableInput": "unusable_input",
    "VersionConflict": "version_conflict",
}
PROBLEMS = (Problem("too_long", "company", "501 characters, at most 500 fit"), Problem("empty", None, "has nothing"))


def test_every_class_has_a_stable_code_of_its_own():
    assert {kind.__name__: kind.code for kind in FAMILY} == CODES
    assert set(errors.__all__) == CODES.keys() | {"Problem"}
    assert all(re.fullmatch("[a-z_]+", code) for code in CODES.values())


def test_hosts_that_catch_the_usual_classes_catch_ours():
    assert issubclass(InvalidRecord, ValueError)
    assert issubclass(MissingExtra, ImportError)
    assert issubclass(NotFound, LookupError)
    stores = {kind.__name__ for kind in FAMILY if issubclass(kind, StoreError)}
    assert stores == {"StoreError", "NotFound", "VersionConflict", "IdempotencyConflict"}


@pytest.mark.parametrize("kind", sorted(FAMILY, key=lambda kind: kind.__name__))
def test_an_error_holds_every_reason_and_crosses_process_borders(kind):
    error = kind(PROBLEMS)
    assert error.problems == PROBLEMS
    assert str(error) == "company: 501 characters, at most 500 fit [too_long]; has nothing [empty]"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is kind
    assert again.problems == PROBLEMS
    assert str(again) == str(error)


def test_a_sentence_alone_is_a_problem_with_the_code_of_its_class():
    assert MissingExtra("needs openpyxl").problems == (Problem("missing_extra", None, "needs openpyxl"),)
    assert InvalidRecord(problem for problem in PROBLEMS).problems == PROBLEMS


def test_a_refusal_is_a_value_until_somebody_overlooks_it():
    refusal = Refusal(PROBLEMS)
    assert not refusal
    with pytest.raises(errors.Refused) as raised:
        accepted(refusal)
    assert raised.value.problems == refusal.problems == PROBLEMS
    assert accepted(Decision("noun")) == ("noun", ())
