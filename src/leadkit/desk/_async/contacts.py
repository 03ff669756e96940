"""`desk.contacts`: the persons of the customers."""

from typing import ClassVar

from leadkit.desk._async.records import AsyncRecords
from leadkit.model import Contact

__all__ = ["AsyncContacts"]


class AsyncContacts(AsyncRecords[Contact]):
    """Contacts of one desk."""

    kind: ClassVar[str] = "contact"
