"""A store in PostgreSQL, MariaDB, MySQL or SQLite. Extra: `pip install "leadkit[sqlalchemy]"` and a driver.

Open one with `open_store(url)`, or hand your own engine, connection or session to `SqlAlchemyStore`.
"""

from leadkit.errors import MissingExtra

try:
    from leadkit.contrib.sqlalchemy._async import AsyncSqlAlchemyStore
    from leadkit.contrib.sqlalchemy._sync import SqlAlchemyStore
    from leadkit.contrib.sqlalchemy.opening import open_async_store, open_store
    from leadkit.contrib.sqlalchemy.schema import SCHEMA_VERSION, check, create_all, upgrade
    from leadkit.contrib.sqlalchemy.tables import metadata
except ModuleNotFoundError as missing:
    raise MissingExtra(f'this store needs {missing.name}: pip install "leadkit[sqlalchemy]"') from missing

__all__ = [
    "SCHEMA_VERSION",
    "AsyncSqlAlchemyStore",
    "SqlAlchemyStore",
    "check",
    "create_all",
    "metadata",
    "open_async_store",
    "open_store",
    "upgrade",
]
