"""`leadkit db`: the tables of a store in a database."""

import argparse

__all__ = ["add_commands"]

ALL_WELL, AT_FAULT = 0, 1


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Teach the parser `db init`, `db check` and `db upgrade`."""
    database = commands.add_parser("db", help="make, check or upgrade the tables of a store in a database")
    tasks = database.add_subparsers(required=True, metavar="TASK")
    for name, task, help in (
        ("init", _init, "make the tables that are not there yet"),
        ("check", _check, "say what is missing or of another version; exit with 1 when anything is"),
        ("upgrade", _upgrade, "bring the tables of an older release up to this one"),
    ):
        parser = tasks.add_parser(name, help=help)
        parser.set_defaults(command=task)
        parser.add_argument("--store", required=True, metavar="URL", help="such as sqlite:///leads.db")


def _init(options: argparse.Namespace) -> int:
    from leadkit.contrib.sqlalchemy.opening import open_store

    open_store(options.store, create=True).close()
    print("the tables are there")
    return ALL_WELL


def _check(options: argparse.Namespace) -> int:
    from leadkit.contrib.sqlalchemy import check
    from leadkit.contrib.sqlalchemy.opening import open_engine

    engine = open_engine(options.store)
    try:
        problems = check(engine)
    finally:
        engine.dispose()
    print("\n".join(map(str, problems)) or "all is well")
    return AT_FAULT if problems else ALL_WELL


def _upgrade(options: argparse.Namespace) -> int:
    from leadkit.contrib.sqlalchemy import upgrade
    from leadkit.contrib.sqlalchemy.opening import open_engine

    engine = open_engine(options.store)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
    print("the tables are up to date")
    return ALL_WELL
