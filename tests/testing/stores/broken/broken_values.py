"""Stores that keep something else than what was given."""

from datetime import datetime

import attrs
from broken_store import over

from leadkit.buffered.changes import Written
from leadkit.kernel.frozendict import FrozenDict
from leadkit.kernel.record import vouched
from leadkit.memory._tables import Tables


def mapped(value, change, whole=False):
    """The value with every part of it changed, unchecked. whole: an object is changed by the function itself."""
    if isinstance(value, dict) and not whole:
        return FrozenDict({mapped(key, change): mapped(each, change) for key, each in value.items()})
    if isinstance(value, tuple):
        return tuple(mapped(each, change, whole) for each in value)
    if attrs.has(type(value)) and hasattr(value, "__dict__"):
        return vouched(type(value), {name: mapped(each, change, whole) for name, each in vars(value).items()})
    return change(value)


def storing(change, whole=False):
    """Tables that change every part of nouns, activities, receipts and events, but for ids and keys."""

    class Changing(Tables):
        def apply(self, changes):
            for at, written in changes.nouns.items():
                noun = mapped(written.noun, change, whole)
                changes.nouns[at] = Written(attrs.evolve(noun, id=written.noun.id), written.expected)
            for lead_id, activities in changes.activities.items():
                changes.activities[lead_id] = [
                    kept(mapped(each, change, whole), each, "lead_id") for each in activities
                ]
            for key, receipt in changes.receipts.items():
                changes.receipts[key] = kept(mapped(receipt, change, whole), receipt, "key", "digest", "lead_id")
            changes.events = [kept(mapped(each, change, whole), each, "subject_id") for each in changes.events]
            super().apply(changes)

    return over(Changing)


def kept(made, given, *names):
    return vouched(type(made), {**vars(made), **{name: getattr(given, name) for name in names}})


def in_objects(change):
    """As `storing`, but what stands in JSON objects only."""

    def walked(value):
        return change(value) if not isinstance(value, dict) else value

    def inside(value):
        return mapped(value, walked) if isinstance(value, dict) else value

    return storing(inside, whole=True)


def storing_none_for_blank():
    """Owner and pool that are blank come back as `None`."""

    class Changing(Tables):
        def apply(self, changes):
            for at, written in changes.nouns.items():
                blank = {name: None for name in ("owner", "pool", "team") if getattr(written.noun, name, None) == ""}
                noun = vouched(type(written.noun), {**vars(written.noun), **blank})
                changes.nouns[at] = Written(noun, written.expected)
            super().apply(changes)

    return over(Changing)


def of_text(change):
    return storing(lambda value: change(value) if type(value) is str else value)


def of_time(change):
    return storing(lambda value: change(value) if isinstance(value, datetime) else value)


def half_as_wide(text):
    return "".join(letter if letter <= "\uffff" else "?" for letter in text)


def as_float(value):
    return float(value) if type(value) is int and abs(value) < 2**53 else value


class HandsOutMutable(Tables):
    def apply(self, changes):
        for at, written in changes.nouns.items():
            if hasattr(written.noun, "extra"):
                loose = vouched(type(written.noun), {**vars(written.noun), "extra": dict(written.noun.extra)})
                changes.nouns[at] = Written(loose, written.expected)
        super().apply(changes)


class ForgetsExtra(Tables):
    def apply(self, changes):
        for (table, id), written in changes.nouns.items():
            stored = self.nouns[table].get(id)
            if stored is not None and hasattr(stored, "extra"):
                noun = vouched(type(written.noun), {**vars(written.noun), "extra": stored.extra})
                changes.nouns[table, id] = Written(noun, written.expected)
        super().apply(changes)
