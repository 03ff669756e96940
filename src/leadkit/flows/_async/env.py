"""What every use case is handed: a store, the policies, a clock, a source of ids."""

from collections.abc import Callable
from datetime import datetime

from attrs import frozen

from leadkit.playbook import Playbook
from leadkit.repositories import AsyncStore

__all__ = ["Env"]


@frozen
class Env:
    store: AsyncStore
    playbook: Playbook
    now: Callable[[], datetime]
    new_id: Callable[[], str]
