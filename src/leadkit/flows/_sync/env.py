# Derived from src/leadkit/flows/_async/env.py by tools/twins.py; edit that file.
"""What every use case is handed: a store, the policies, a clock, a source of ids."""

from collections.abc import Callable
from datetime import datetime

from attrs import frozen

from leadkit.playbook import Playbook
from leadkit.repositories import Store

__all__ = ["Env"]


@frozen
class Env:
    store: Store
    playbook: Playbook
    now: Callable[[], datetime]
    new_id: Callable[[], str]
