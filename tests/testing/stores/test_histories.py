"""Random histories: what is alike ends alike, and what is broken is told apart."""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from mutants import MUTANTS

from leadkit.memory import AsyncStore, Store
from leadkit.testing import Capability, StoreHistories, run_histories


class TestMemory(StoreHistories.for_store(Store).TestCase):
    """As a host has it in its own tests."""


TestMemory.settings = StoreHistories.settings_of(examples=25, steps=30)


def test_the_asynchronous_form_lives_the_same_life():
    run_histories(AsyncStore, examples=10, steps=30)


def test_one_unit_of_work_at_a_time_is_a_life_too():
    class OneAtATime(Store):
        opened = 0

        def begin(self):
            work = super().begin()
            enter, leave = type(work).__enter__, type(work).__exit__
            store = self

            class Counted(type(work)):
                def __enter__(self):
                    store.opened += 1
                    assert store.opened == 1
                    return enter(self)

                def __exit__(self, *error):
                    store.opened -= 1
                    leave(self, *error)

            work.__class__ = Counted
            return work

    run_histories(OneAtATime, examples=5, steps=20, without=(Capability.CONCURRENCY,))


def told_apart(name):
    """What a broken store is told apart by: nearly always within 60 histories. To make it short takes minutes."""
    machine = StoreHistories.for_store(MUTANTS[name].store)
    with pytest.raises(AssertionError) as told:
        run_state_machine_as_test(machine, settings=settings(machine.settings_of(600, 40), phases=[Phase.generate]))
    return told.value


@pytest.mark.once
@pytest.mark.parametrize(
    "name", ["keeps_events", "last_writer_wins", "drops_for_everybody", "leaves_match_keys", "due_unordered"]
)
def test_a_broken_store_is_told_apart(name):
    assert "the memory store" in str(told_apart(name))


@pytest.mark.once
def test_a_difference_says_what_differs():
    difference = told_apart("leaves_events")
    assert "events of one differ" in str(difference)
    assert "state = StoreHistories()" in "\n".join(difference.__notes__)
