# Derived from src/leadkit/desk/_async/contacts.py by tools/twins.py; edit that file.
"""`desk.contacts`: the persons of the customers."""

from typing import ClassVar

from leadkit.desk._sync.records import Records
from leadkit.model import Contact

__all__ = ["Contacts"]


class Contacts(Records[Contact]):
    """Contacts of one desk."""

    kind: ClassVar[str] = "contact"
