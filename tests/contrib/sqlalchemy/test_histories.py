"""Random histories on each database and on the memory store, side by side."""

from contextlib import ExitStack

import pytest

from databases import fresh
from leadkit.contrib.sqlalchemy import SqlAlchemyStore, create_all
from leadkit.contrib.sqlalchemy.opening import open_engine
from leadkit.contrib.sqlalchemy.tables import ACTIVITY, EVENT, MATCH_KEY, NOUN_TABLES, RECEIPT, ROTATION
from leadkit.testing import run_histories

TABLES = (*NOUN_TABLES.values(), ACTIVITY, RECEIPT, ROTATION, EVENT, MATCH_KEY)


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
def engine(request, servers, tmp_path_factory):
    """One database for all checks: each has ids of its own."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('suite') / 'suite.db'}"
        else:
            url = stack.enter_context(fresh(servers(request.param)))
        made = open_engine(url)
        stack.callback(made.dispose)
        create_all(made)
        yield made


@pytest.fixture
def empty(engine):
    """A function: the store, without anything in it."""

    def emptied():
        with engine.begin() as connection:
            for table in TABLES:
                connection.execute(table.delete())
        return SqlAlchemyStore(engine)

    return emptied


def test_random_histories_agree_with_the_memory_store(empty):
    run_histories(empty, examples=3, steps=20)


@pytest.mark.proof
@pytest.mark.parametrize("_part", range(6))  # 300 in all, in parts that several processes can share
def test_many_histories_agree_with_the_memory_store(empty, _part):
    run_histories(empty, examples=50, steps=50)


@pytest.mark.full
def test_very_many_long_histories_agree_with_the_memory_store(empty):
    run_histories(empty, examples=5_000, steps=100)
