"""`desk.contacts`: the persons of the customers."""

from typing import ClassVar

from leadkit.desk._async.merging import AsyncMergeable
from leadkit.model import Contact

__all__ = ["AsyncContacts"]


class AsyncContacts(AsyncMergeable[Contact]):
    """Contacts of one desk."""

    kind: ClassVar[str] = "contact"
