"""Tables that list, find or erase wrongly."""

from datetime import timedelta

import attrs

from leadkit.buffered.changes import KINDS, bare
from leadkit.memory._tables import Tables


class ListsAsTheyCame(Tables):
    def listed(self, table, after, limit):
        return iter([noun for id, noun in self.nouns[table].items() if id > after][:limit])


class ListsWithoutCase(Tables):
    def listed(self, table, after, limit):
        held = self.nouns[table]
        return (held[id] for id in sorted((id for id in held if id > after), key=str.casefold)[:limit])


class IgnoresAfter(Tables):
    def listed(self, table, after, limit):
        return super().listed(table, "" if after not in self.nouns[table] else after, limit)


class QueriesWithOr(Tables):
    def leads(self, query):
        def admits(lead):
            asked = {"owner": query.owner, "pool": query.pool}
            given = [getattr(lead, name) == value for name, value in asked.items() if value is not None]
            if query.statuses is not None:
                given.append(lead.status in query.statuses)
            if query.updated_since is not None:
                given.append(lead.updated_at >= query.updated_since)
            return (
                lead.id > query.after and query.merged in (None, bool(lead.merged_into)) and (any(given) or not given)
            )

        return iter([lead for _, lead in sorted(self.nouns["leads"].items()) if admits(lead)][: query.limit])


class ListsWhatWasMergedAway(Tables):
    def leads(self, query):
        return super().leads(attrs.evolve(query, merged=query.merged or None))


class QueriesBySecond(Tables):
    def leads(self, query):
        since = query.updated_since and query.updated_since.replace(microsecond=0)
        return super().leads(attrs.evolve(query, updated_since=since))


class QueriesWithoutCase(Tables):
    def leads(self, query):
        found = super().leads(attrs.evolve(query, owner=None, limit=None))
        wanted = query.owner and query.owner.casefold()
        same = [lead for lead in found if query.owner is None or (lead.owner or "").casefold() == wanted]
        return iter(same[: query.limit])


class TakesNoStatusForAny(Tables):
    def leads(self, query):
        return super().leads(attrs.evolve(query, statuses=query.statuses or None))


class ListsWhatIsDone(Tables):
    def due(self, before, limit):
        waiting = [step for step in self.nouns["follow_ups"].values() if step.due < before]
        return iter(sorted(waiting, key=lambda step: (step.due, step.id))[:limit])


class ListsDueAsTheyCame(Tables):
    def due(self, before, limit):
        return iter([s for s in self.nouns["follow_ups"].values() if not s.done_at and s.due < before][:limit])


class ListsWhatIsDueAtTheInstant(Tables):
    def due(self, before, limit):
        return super().due(before + timedelta(microseconds=1), limit)


class OpensTheLatest(Tables):
    """Of several open follow-ups it knows the one that came last."""

    def open_steps(self, lead_ids):
        return {step.lead_id: step for step in super().open_steps(lead_ids)}.values()


class OpensAThousand(Tables):
    def open_steps(self, lead_ids):
        return super().open_steps(list(lead_ids)[:1000])


class ActivitiesAsTheyCame(Tables):
    def apply(self, changes):
        before = dict(self.activities)
        super().apply(changes)
        for lead_id, added in changes.activities.items():
            self.activities[lead_id] = (*before.get(lead_id, ()), *added)


class RemovesNothing(Tables):
    def apply(self, changes):
        changes.removed.clear()
        super().apply(changes)


class RemovesAll(Tables):
    def apply(self, changes):
        for activity in changes.removed.values():
            self.activities.pop(activity.lead_id, None)
        super().apply(changes)


class RemovesLast(Tables):
    def apply(self, changes):
        super().apply(changes)
        for held in dict(self.activities).items():
            self.activities[held[0]] = tuple(each for each in held[1] if each.id not in changes.removed)


class OneHolder(Tables):
    def _hold(self, kind, key, id, *, holds):
        if holds:
            self.match_keys[kind, key] = (id,)
        else:
            super()._hold(kind, key, id, holds=False)


class DropsForEverybody(Tables):
    def _hold(self, kind, key, id, *, holds):
        if holds:
            super()._hold(kind, key, id, holds=True)
        else:
            self.match_keys.pop((kind, key), None)


class HoldersOfAnyKind(Tables):
    def holders(self, kind, keys):
        found = {}
        for (_, key), held in self.match_keys.items():
            if key in keys:
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), *held)))
        return found


class FindsAThousand(Tables):
    def holders(self, kind, keys):
        return super().holders(kind, tuple(keys)[:1_000])


class FindsAThousandReceipts(Tables):
    def receipts_of(self, keys):
        return super().receipts_of(tuple(keys)[:1_000])


class FoldsReceiptKeys(Tables):
    def receipts_of(self, keys):
        held = {key.casefold(): receipt for key, receipt in self.receipts.items()}
        return {key: held[key.casefold()] for key in keys if key.casefold() in held}


class ReceiptsByKey(Tables):
    def apply(self, changes):
        super().apply(changes)
        self.receipts = dict(sorted(self.receipts.items()))


class FirstIsLatest(Tables):
    def latest(self, digests):
        found = {}
        for receipt in self.receipts.values():
            if receipt.digest in digests:
                found.setdefault(receipt.digest, receipt)
        return found


class LatestIsLastAdded(Tables):
    def latest(self, digests):
        return {receipt.digest: receipt for receipt in self.receipts.values() if receipt.digest in digests}


class DropsTheLastEvent(Tables):
    def apply(self, changes):
        changes.events = changes.events[:-1] if len(changes.events) > 1 else changes.events
        super().apply(changes)


class EventsByTime(Tables):
    """Events of one time come out by subject and then backwards, as an index on the time may give them."""

    def apply(self, changes):
        changes.events.reverse()
        super().apply(changes)


class ErasesTheNounOnly(Tables):
    def _erase(self, kind, id):
        self.nouns[KINDS[kind]].pop(id, None)


class LeavesEvents(Tables):
    def _erase(self, kind, id):
        events, of_one = self.events, self.events_by_subject.get(id)
        super()._erase(kind, id)
        self.events = events
        if of_one:
            self.events_by_subject[id] = of_one


class LeavesMatchKeys(Tables):
    def _erase(self, kind, id):
        keys = dict(self.match_keys)
        super()._erase(kind, id)
        self.match_keys = keys


class LeavesActivities(Tables):
    def _erase(self, kind, id):
        activities = self.activities.get(id)
        super()._erase(kind, id)
        if activities:
            self.activities[id] = activities


class LeavesReceipts(Tables):
    def _erase(self, kind, id):
        receipts, latest = dict(self.receipts), dict(self.receipts_by_digest)
        super()._erase(kind, id)
        self.receipts, self.receipts_by_digest = receipts, latest


class ErasesReceipts(Tables):
    def _erase(self, kind, id):
        super()._erase(kind, id)
        gone = {key for key, receipt in self.receipts.items() if receipt == bare(receipt)}
        for key in gone if kind == "lead" else ():
            self.receipts_by_digest.pop(self.receipts.pop(key).digest, None)


class ErasesByPrefix(Tables):
    def _erase(self, kind, id):
        for each in [each for each in self.nouns[KINDS[kind]] if each.startswith(id)]:
            super()._erase(kind, each)


class OnlyHides(Tables):
    """What is erased is marked as such, and still lies in the data."""

    def __init__(self):
        super().__init__()
        self.hidden = {}

    def _erase(self, kind, id):
        self.hidden[kind, id] = (self.nouns[KINDS[kind]].get(id), *self.events_by_subject.get(id, ()))
        super()._erase(kind, id)
