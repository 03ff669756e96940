"""The memory store over broken tables or through broken units of work."""

from leadkit.buffered import BufferedWork
from leadkit.memory import Store
from leadkit.memory._sync import _Backend, _Outbox
from leadkit.memory._tables import Tables


class BrokenStore(Store):
    """The memory store over other tables or other units of work."""

    tables, work = Tables, BufferedWork

    def __init__(self):
        self._tables = self.tables()
        self.outbox = _Outbox(self._tables)

    def begin(self):
        return self.work(_Backend(self._tables))


def over(tables):
    return type("Store", (BrokenStore,), {"tables": tables})


def through(work):
    return type("Store", (BrokenStore,), {"work": work})
