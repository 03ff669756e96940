"""The two desks are one: the same operations, the same parameters, the same words."""

import inspect

import pytest

from leadkit import LeadDesk, aio

GROUPS = ("leads", "pool", "opportunities", "customers", "contacts", "reports")
DESKS = LeadDesk.in_memory(), aio.LeadDesk.in_memory()


def operations(desk, group):
    members = inspect.getmembers(getattr(desk, group), inspect.ismethod)
    return {name: method for name, method in members if not name.startswith("_")}


def test_both_desks_have_the_same_groups():
    for desk in DESKS:
        assert {name for name in vars(desk) if not name.startswith("_")} == {"store", "playbook", *GROUPS}


@pytest.mark.parametrize("group", GROUPS)
def test_both_desks_have_the_same_operations(group):
    sync, other = (operations(desk, group) for desk in DESKS)
    assert sync.keys() == other.keys()
    for name, method in sync.items():
        assert inspect.signature(method).parameters.keys() == inspect.signature(other[name]).parameters.keys()
        assert method.__doc__
        assert method.__doc__ == other[name].__doc__
        assert inspect.iscoroutinefunction(other[name]) or inspect.isasyncgenfunction(other[name])
        assert not inspect.iscoroutinefunction(method)
        assert not inspect.isasyncgenfunction(method)
