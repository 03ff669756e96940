"""The distinct forms of one facet, and what can be told of two of them without reading their letters."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from leadkit.steps.dedup.likeness import (
    SCALES,
    SLIPS_FROM,
    Alike,
    Equal,
    Half,
    Initial,
    OtherScript,
    PartOf,
    SameBefore,
    Shares,
    Test,
    Within,
    scorer,
)

__all__ = ["BLANK", "Bools", "Codes", "Vocabulary", "passes"]

Bools = NDArray[np.bool_]
Codes = NDArray[np.int32]
# The number of a form that there is none of.
BLANK = -1


@frozen(slots=False, eq=False)
class Vocabulary:
    """forms: in their order, so that of two numbers the lower one is of the form that comes first."""

    forms: tuple[str, ...] = field(converter=tuple[str, ...])

    def __len__(self) -> int:
        return len(self.forms)

    @cached_property
    def array(self) -> NDArray[np.object_]:
        return np.array([*self.forms, None], np.object_)[:-1]

    @cached_property
    def lengths(self) -> NDArray[np.int32]:
        return self._each(len, np.int32)

    @cached_property
    def spaced(self) -> Bools:
        return self._each(lambda form: " " in form, np.bool_)

    @cached_property
    def ascii(self) -> Bools:
        return self._each(str.isascii, np.bool_)

    @cached_property
    def first(self) -> NDArray[np.int32]:
        return self._each(lambda form: ord(form[0]), np.int32)

    @cached_property
    def before(self) -> NDArray[np.int32]:
        """The number of what stands in front of the last @."""
        numbers: dict[str, int] = {}
        return self._each(lambda form: numbers.setdefault(form.rpartition("@")[0], len(numbers)), np.int32)

    def _each(self, told: Callable[[str], Any], kind: type) -> NDArray[Any]:
        return np.fromiter(map(told, self.forms), kind, len(self.forms))


def passes(test: Test, vocabulary: Vocabulary, a: Codes, b: Codes) -> Bools:
    """The test on many pairs of forms, given by their numbers."""
    held = np.asarray((a != BLANK) & (b != BLANK))
    if isinstance(test, Equal):
        return np.asarray(held & (a == b))
    at = np.flatnonzero(held)
    low, high = np.minimum(a[at], b[at]), np.maximum(a[at], b[at])
    if rule := _MAY.get(type(test)):
        may = rule(test, vocabulary, low, high)
        at, low, high = at[may], low[may], high[may]
    passed = np.zeros(len(a), np.bool_)
    passed[at] = _read(test, vocabulary.array[low].tolist(), vocabulary.array[high].tolist())
    return passed


May = Callable[[Any, Vocabulary, Codes, Codes], Bools]


def _may_be_within(test: Within, told: Vocabulary, a: Codes, b: Codes) -> Bools:
    one, other = told.lengths[a], told.lengths[b]
    return np.asarray((np.abs(one - other) <= test.most) & (np.minimum(one, other) >= SLIPS_FROM * test.most))


def _may_be_alike(test: Alike, told: Vocabulary, a: Codes, b: Codes) -> Bools:
    """The ratio counts letters that both have: at most those of the shorter one, twice, of all."""
    one, other = told.lengths[a], told.lengths[b]
    if test.measure != "ratio":
        return np.ones(len(a), np.bool_)
    return np.asarray(2 * np.minimum(one, other) >= (test.least - 1e-9) * (one + other))


def _may_be_initial(_: Initial, told: Vocabulary, a: Codes, b: Codes) -> Bools:
    one, other = told.lengths[a], told.lengths[b]
    return np.asarray(((one == 1) | (other == 1)) & (told.first[a] == told.first[b]))


def _may_differ_in_script(_: OtherScript, told: Vocabulary, a: Codes, b: Codes) -> Bools:
    return np.asarray(told.ascii[a] != told.ascii[b])


def _may_share(_: Test, told: Vocabulary, a: Codes, b: Codes) -> Bools:
    """Forms of one word each share it only if they are the same."""
    return np.asarray((a == b) | told.spaced[a] | told.spaced[b])


def _may_share_half(_: Half, told: Vocabulary, a: Codes, b: Codes) -> Bools:
    return np.asarray(told.spaced[a] & told.spaced[b])


def _may_be_same_before(_: SameBefore, told: Vocabulary, a: Codes, b: Codes) -> Bools:
    return np.asarray(told.before[a] == told.before[b])


#: What a pair has to have to be worth reading; a test that has no row here reads every pair.
_MAY: dict[type, May] = {
    Within: _may_be_within,
    Alike: _may_be_alike,
    Initial: _may_be_initial,
    OtherScript: _may_differ_in_script,
    Shares: _may_share,
    PartOf: _may_share,
    Half: _may_share_half,
    SameBefore: _may_be_same_before,
}


def _read(test: Test, first: list[str], second: list[str]) -> Bools | Iterable[bool]:
    """Where rapidfuzz has a bulk form, it sorts out what the test itself need not look at."""
    from rapidfuzz import process

    if isinstance(test, Alike):
        measure: Any = scorer(test.measure)
        least = test.least * SCALES[test.measure]
        passed = process.cpdist(first, second, scorer=measure, dtype=np.float64) >= least
    elif isinstance(test, Within):
        slips: Any = scorer("slips")
        passed = process.cpdist(first, second, scorer=slips, dtype=np.int32, score_cutoff=test.most) <= test.most
    else:
        return np.fromiter(map(test.holds, first, second), np.bool_, len(first))
    if isinstance(test, Within) or test.digits:
        for at in np.flatnonzero(passed):
            passed[at] = test.holds(first[at], second[at])
    return passed
