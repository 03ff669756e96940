"""Units of work that are not, versions that nobody looks at, and positions that come too late."""

from broken_store import BrokenStore

from leadkit.buffered import BufferedWork, Changes
from leadkit.buffered.changes import Written, conflict, key_held, key_taken
from leadkit.errors import NotFound, VersionConflict
from leadkit.kernel.record import vouched
from leadkit.memory._sync import _Backend
from leadkit.memory._tables import Tables
from leadkit.repositories import OutboxEntry, event_id


class ForgetsRollback(BufferedWork):
    def __exit__(self, *error):
        self.commit()
        super().__exit__(*error)


class KeepsEventsOfRollback(BufferedWork):
    def __exit__(self, *error):
        left = Changes()
        left.events = self._changes.events
        self._changes.clear()
        self._backend.write(left)


class SwallowsErrors(BufferedWork):
    def __exit__(self, kind, error, trace):
        super().__exit__(kind, error, trace)
        return kind is ZeroDivisionError


class _Instead:
    """A repository with other methods in front."""

    def __init__(self, inner, **methods):
        self._inner = inner
        vars(self).update(methods)

    def __getattr__(self, name):
        return getattr(self._inner, name)


class WritesThrough(BufferedWork):
    """Each lead is committed as it is added."""

    def __init__(self, backend):
        super().__init__(backend)
        leads = self.leads

        def add(noun):
            leads.add(noun)
            self.commit()

        self.leads = _Instead(leads, add=add)


class OneTooMany(BufferedWork):
    def __init__(self, backend):
        super().__init__(backend)
        leads = self.leads
        self.leads = _Instead(
            leads, all=lambda *, after="", limit=None: leads.all(after=after, limit=limit and limit + 1)
        )


class GetsNone(BufferedWork):
    def __init__(self, backend):
        super().__init__(backend)
        self.leads = _Instead(self.leads, get=self.leads.find)


class DueWithoutLimit(BufferedWork):
    def __init__(self, backend):
        super().__init__(backend)
        steps = self.follow_ups

        def due(before, *, limit=None):
            return steps.due(before)

        self.follow_ups = _Instead(steps, due=due)


class KeysInTheirOrder(BufferedWork):
    def __init__(self, backend):
        super().__init__(backend)
        index = self.match_keys

        def find(kind, keys):
            return dict(sorted(index.find(kind, keys).items()))

        self.match_keys = _Instead(index, find=find)


class ClaimsByOldViews(BufferedWork):
    """Search, then add, in a snapshot: two that begin at once both find nobody."""

    def __init__(self, backend):
        super().__init__(backend)
        self._view = Tables()
        self._view.match_keys = dict(backend._tables.match_keys)

    def commit(self):
        try:
            self._view._check_claims(self._changes)
        except VersionConflict:
            self._changes.clear()
            raise
        self._changes.claims.clear()
        super().commit()


class KnowsTeamsOnly(BufferedWork):
    def __init__(self, backend):
        super().__init__(backend)
        rotations = self.rotations

        def get(team):
            if not rotations.get(team).version:
                raise NotFound(f"no team {team}")
            return rotations.get(team)

        self.rotations = _Instead(rotations, get=get)


class ErasesWhatItKnows(BufferedWork):
    def erase(self, kind, id, *, expected=None):
        if kind == "lead":
            self.leads.get(id)
        super().erase(kind, id, expected=expected)


class ErasesAnyVersion(BufferedWork):
    def erase(self, kind, id, *, expected=None):
        super().erase(kind, id)


class CommitsInHalves(Tables):
    def apply(self, changes):
        first, second = Changes(), Changes()
        first.nouns, first.erased = changes.nouns, changes.erased
        for name in ("activities", "match_keys", "claims", "receipts", "rotations", "events"):
            setattr(second, name, getattr(changes, name))
        super().apply(first)
        super().apply(second)


class OneWriterAtATime(BrokenStore):
    """A clash of any two units of work that overlap."""

    commits = 0

    def begin(self):
        store = self

        class Work(BufferedWork):
            began = store.commits

            def commit(self):
                if store.commits != self.began and self._changes:
                    raise conflict("all", "locked", 1, None)
                super().commit()
                self.began = store.commits = store.commits + 1

        return Work(_Backend(self._tables))


class LastWriterWins(Tables):
    def _check(self, changes):
        for (table, id), written in changes.nouns.items():
            if written.expected is not None and id in self.nouns[table]:
                changes.nouns[table, id] = Written(written.noun, self.nouns[table][id].version)
        super()._check(changes)


class AddReplaces(Tables):
    def _check(self, changes):
        for (table, id), written in changes.nouns.items():
            if written.expected is None and id in self.nouns[table]:
                changes.nouns[table, id] = Written(written.noun, self.nouns[table][id].version)
        super()._check(changes)


class PutAdds(Tables):
    def _check(self, changes):
        for (table, id), written in changes.nouns.items():
            if id not in self.nouns[table]:
                changes.nouns[table, id] = Written(written.noun, None)
        super()._check(changes)


class TurnsWithoutVersion(Tables):
    def _check(self, changes):
        for team, written in changes.rotations.items():
            stored = self.rotations.get(team)
            changes.rotations[team] = Written(written.noun, stored.version if stored else 0)
        super()._check(changes)


class KeepsTheLastTurn(Tables):
    def apply(self, changes):
        for team, written in changes.rotations.items():
            last = dict(sorted(written.noun.turns.items(), key=lambda turn: turn[1])[-1:])
            rotation = vouched(type(written.noun), {**vars(written.noun), "turns": last})
            changes.rotations[team] = Written(rotation, written.expected)
        super().apply(changes)


class ClaimsLikeAdding(Tables):
    def _check_claims(self, changes):
        """Nothing."""


class ClaimsOnce(Tables):
    def _check_claims(self, changes):
        if not self.match_keys.keys().isdisjoint(changes.claims):
            raise key_held("lead")


class OverwritesReceipts(Tables):
    def _check(self, changes):
        taken = {key: receipt for key, receipt in self.receipts.items() if key in changes.receipts}
        for key in taken:
            del self.receipts[key]
        try:
            super()._check(changes)
        except BaseException:
            self.receipts |= taken
            raise


class RefusesInItsOwnWords(Tables):
    def _check(self, changes):
        try:
            super()._check(changes)
        except type(key_taken()) as taken:
            raise type(taken)("duplicate key value violates unique constraint") from None


class _Folding(dict):
    def get(self, id, default=None):
        return super().get(id.casefold(), default)

    def __contains__(self, id):
        return super().__contains__(id.casefold())

    def __getitem__(self, id):
        return super().__getitem__(id.casefold())

    def __setitem__(self, id, noun):
        super().__setitem__(id.casefold(), noun)


class FoldsIds(Tables):
    def __init__(self):
        super().__init__()
        self.nouns["leads"] = _Folding()


class FoldsMatchKeys(Tables):
    def _hold(self, kind, key, id, *, holds):
        super()._hold(kind, key.strip().lower(), id, holds=holds)

    def holders(self, kind, keys):
        return {key: held for key in keys if (held := self.match_keys.get((kind, key.strip().lower())))}


class SharesIdsBetweenKinds(Tables):
    def _check(self, changes):
        for (table, id), written in changes.nouns.items():
            if written.expected is None and any(id in nouns for nouns in self.nouns.values()):
                raise conflict(table, id, None, None)
        super()._check(changes)


class MarksNothing(Tables):
    def mark(self, ids):
        """Nothing."""


class MarksEverything(Tables):
    def mark(self, ids):
        super().mark(event_id(event) for event in self.events.values() if ids)


class NumbersAtTheBeginning(BrokenStore):
    """A position is drawn when a unit of work begins, so one that commits late stands before what was read."""

    begun = 0

    def begin(self):
        tables, self.begun = self._tables, self.begun + 1
        first = self.begun * 1_000

        class Work(BufferedWork):
            def commit(self):
                tables.last_position = max(first, *tables.events, 0) if first in tables.events else first
                super().commit()
                tables.events = dict(sorted(tables.events.items()))

        return Work(_Backend(tables))


class NewIdsEachTime(Tables):
    def entries(self, after, limit):
        return tuple(
            OutboxEntry(f"{entry.id}-{entry.position}", entry.event, entry.position)
            for entry in super().entries(after, limit)
        )


class ForgetsWhenOpenedAgain(BrokenStore):
    def reopened(self):
        return type(self)()
