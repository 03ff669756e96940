"""`leadkit db`."""

import pytest
from sqlalchemy import create_engine, text

from leadkit.cli.main import main


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'leads.db'}"


def run(capsys, *arguments):
    code = main(["db", *arguments])
    return code, capsys.readouterr()


def test_the_tables_are_made_checked_and_upgraded(url, capsys):
    assert run(capsys, "init", "--store", url)[0] == 0
    code, told = run(capsys, "check", "--store", url)
    assert (code, told.out) == (0, "all is well\n")
    assert run(capsys, "upgrade", "--store", url)[0] == 0


def test_a_missing_table_is_named(url, capsys):
    run(capsys, "init", "--store", url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE leadkit_lead"))
    engine.dispose()
    code, told = run(capsys, "check", "--store", url)
    assert code == 1
    assert "leadkit_lead: there is no such table" in told.out


def test_a_database_that_is_none_is_refused_in_a_sentence(capsys):
    code, told = run(capsys, "check", "--store", "nonsense")
    assert code == 2
    assert "is not a database URL" in told.err
