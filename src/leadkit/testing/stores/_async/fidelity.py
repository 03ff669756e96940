"""S15–S31: what comes out is what went in, asynchronous form."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import attrs

from leadkit.kernel.money import Money
from leadkit.model import Consent, EmailAddress, Lead, Quote, QuoteLine
from leadkit.model.rotation import Rotation
from leadkit.testing.stores._async.subject import AsyncSubject
from leadkit.testing.stores.exactness import same
from leadkit.testing.stores.examples import (
    REPOSITORIES,
    activities_of_every_kind,
    events_of_every_type,
    nouns,
    receipts,
    rotations,
)
from leadkit.testing.stores.running import check
from leadkit.testing.stores.samples import AT, changed, events, follow_up, lead, note, receipt

__all__ = ["AsyncFidelityChecks"]

JSON = {
    "whole": 1, "real": 1.0, "true": True, "text": "1", "null": None, "zero": 0, "false": False, "blank": "",
    "large": 2**53 + 1, "small": -(2**63), "tiny": 5e-324, "exact": 0.1, "huge": 1.7976931348623157e308,
    "array": [1, 1.0, True, "1", None, [], {}], "object": {"b": {"a": [{}]}, "a": 1}, "": "no name", "王": "小明",
    "a.b": 1, "$a": 2, "'": 3, '"': 4, "\\": 5, " a": 6, "a ": 7, "A": 8, "a": 9,
}  # fmt: skip
NAMES = ("Müller", "müller", "MÜLLER", "Muller", " Müller", "Müller ", "  ", "\u3000王\u00a0", "ＡＢＣ", "straße")
FORMS = ("\u00e9", "e\u0301", "\u212b", "\u00c5", "A\u030a", "\ufb01", "fi", "\uac00", "\u1100\u1161", "①")
WIDE = (
    "😀",
    "👨\u200d👩\u200d👧",
    "🇨🇳",
    "𠮷野家",
    "שלום עולם",
    "مرحبا",
    "\u202eabc\u202c",
    "नमस्ते",
    "\U0010fffd",
    "\ufeff",
)
LINES = ("a\tb", "a\nb", "a\rb", "a\r\nb", "\n", "\t", "a\n\n\nb\n", "\u2028\u2029")
TRICKY = (
    "1", "1.0", "0x10", "1e5", "NaN", "null", "None", "true", "2024-02-29", "2024-02-29T12:00:00Z", "'", '"', "''",
    "\\", "\\n", "\\u0041", "%", "_", "%s", "{}", "{0}", "?", ":id", "$1", "; DROP TABLE leads; --", "<b>&amp;</b>",
    "=1+1", "a,b;c\td", "\x1f".replace("\x1f", "-"), "[1]", '{"a":1}', "/* */", "--", "#", "`",
)  # fmt: skip
MOMENTS = (
    datetime(2024, 2, 29, 23, 59, 59, 999_999, UTC),
    datetime(2024, 3, 31, 1, 30, 0, 1, UTC),  # an hour that many places skip
    datetime(2024, 10, 27, 0, 30, 0, 999_000, UTC),  # and one that they have twice
    datetime(2024, 2, 29, 12, 0, 0, 500_000, UTC),
)
FAR = (
    datetime(1901, 12, 13, 20, 45, 51, 999_999, UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC),
    datetime(2038, 1, 19, 3, 14, 8, 1, UTC),
    datetime(2999, 12, 31, 23, 59, 59, 999_999, UTC),
)


async def _came_back(subject: AsyncSubject, noun: Any) -> Any:
    """The noun as the next unit of work reads it."""
    async with subject.begin() as work:
        return await getattr(work, REPOSITORIES[type(noun)]).get(noun.id)


async def _texts_stay(subject: AsyncSubject, *texts: str) -> None:
    """These texts come back from every place where a text can stand, and are found by what they are."""
    for at, text in enumerate(texts):
        id, turn = subject.id(f"text {at}"), Rotation(f"{subject.id(str(at))}{text}", {text: 1}, 1)
        noun = lead(id, company=text, notes=text, owner=text, tags=[text], extra={text: text}, status_reason=text)
        proof = receipt(id, because=[text], submitted={text: [text]})
        step, said, (fact,) = follow_up(id, id, goal=text, owner=text), note(id, id, text=text), events(id, 1)
        fact = attrs.evolve(fact, changes={"notes": text, "extra": {text: text}})
        await subject.keep(noun, proof, step, said, fact, turn)
        async with subject.begin() as work:
            same(await work.leads.get(id), noun)
            same((await work.receipts.find([id]))[id], proof)
            same(await work.follow_ups.get(id), step)
            same(await work.activities.of_lead(id), (said,))
            same(await work.events.of(id), (fact,))
            same(await work.rotations.get(turn.team), turn)
            assert id in [found.id async for found in work.leads.where(owner=text)], f"not found by its owner {text!r}"


class AsyncFidelityChecks:
    """Every field of everything, to the type and to the last code point."""

    @check
    async def test_s15_every_noun_comes_back_equal(self, subject: AsyncSubject) -> None:
        for name in REPOSITORIES.values():
            for at, example in enumerate(nouns(name)):
                noun = attrs.evolve(example, id=subject.id(f"example {at}"))
                await subject.keep(noun)
                same(await _came_back(subject, noun), noun)

    @check
    async def test_s15_amounts_days_and_consent_come_back_exactly(self, subject: AsyncSubject) -> None:
        budget = Money(Decimal("123456789012345.67"), "EUR")
        consent = Consent(email=False, phone=None, message=True, do_not_contact=False, given_at=AT)
        noun = lead(subject.id("lead"), budget=budget, decision_date=date(1999, 12, 31), consent=consent)
        lines = (QuoteLine("rope", Money("0.001", "KWD"), Decimal("0.333")), QuoteLine("rope", Money("-1", "KWD")))
        offer = Quote(subject.id("quote"), "deal", AT, AT, lines, date(9999, 12, 31))
        await subject.keep(noun, offer)
        same(await _came_back(subject, noun), noun)
        same(await _came_back(subject, offer), offer)

    @check
    async def test_s15_order_and_repetition_within_a_noun_stay(self, subject: AsyncSubject) -> None:
        emails = tuple(EmailAddress(raw) for raw in ("b", "a", "b"))
        noun = lead(subject.id("lead"), emails=emails, tags=["z", "a", "z"], needs=["2", "10", "1"])
        await subject.keep(noun)
        same(await _came_back(subject, noun), noun)

    @check
    async def test_s16_a_new_version_replaces_every_field(self, subject: AsyncSubject) -> None:
        for name in REPOSITORIES.values():
            for at, (old, new) in enumerate(pairwise(nouns(name))):
                id = subject.id(f"example {at}")
                before = attrs.evolve(old, id=id)
                after = attrs.evolve(new, id=id, version=before.version + 1)
                await subject.keep(before)
                async with subject.begin() as work:
                    await getattr(work, name).put(after, expected=before.version)
                    await work.commit()
                same(await _came_back(subject, after), after)

    @check
    async def test_s17_activities_of_every_kind_come_back_equal(self, subject: AsyncSubject) -> None:
        for at, example in enumerate(activities_of_every_kind()):
            activity = attrs.evolve(example, id=subject.id(str(at)), lead_id=subject.id(f"lead {at}"))
            await subject.keep(activity)
            async with subject.begin() as work:
                same(await work.activities.of_lead(activity.lead_id), (activity,))

    @check
    async def test_s18_events_of_every_type_come_back_equal(self, subject: AsyncSubject) -> None:
        for at, example in enumerate(events_of_every_type()):
            event = attrs.evolve(example, subject_id=subject.id(str(at)))
            await subject.keep(event)
            async with subject.begin() as work:
                same(await work.events.of(event.subject_id), (event,))

    @check
    async def test_s19_receipts_come_back_equal(self, subject: AsyncSubject) -> None:
        proofs = [attrs.evolve(each, key=subject.id(str(at))) for at, each in enumerate(receipts())]
        for proof in proofs:
            await subject.keep(proof)
        async with subject.begin() as work:
            found = await work.receipts.find(proof.key for proof in proofs)
            for proof in proofs:
                same(found[proof.key], proof)

    @check
    async def test_s20_rotations_come_back_equal(self, subject: AsyncSubject) -> None:
        for at, example in enumerate(rotations()):
            rotation = attrs.evolve(example, team=subject.id(str(at)), version=1)
            await subject.keep(rotation)
            async with subject.begin() as work:
                same(await work.rotations.get(rotation.team), rotation)

    @check
    async def test_s21_json_values_keep_their_kind(self, subject: AsyncSubject) -> None:
        noun = lead(subject.id("lead"), extra=JSON)
        proof = receipt(subject.id("receipt"), submitted=JSON)
        await subject.keep(noun, proof)
        same(await _came_back(subject, noun), noun)
        async with subject.begin() as work:
            same((await work.receipts.find([proof.key]))[proof.key], proof)

    @check
    async def test_s22_text_keeps_case_accents_and_the_blanks_around(self, subject: AsyncSubject) -> None:
        await _texts_stay(subject, *NAMES)

    @check
    async def test_s23_text_keeps_its_normal_form(self, subject: AsyncSubject) -> None:
        await _texts_stay(subject, *FORMS)

    @check
    async def test_s24_text_keeps_every_character_that_may_be_stored(self, subject: AsyncSubject) -> None:
        await _texts_stay(subject, *WIDE)

    @check
    async def test_s25_text_keeps_tabs_and_line_ends(self, subject: AsyncSubject) -> None:
        await _texts_stay(subject, *LINES)

    @check
    async def test_s26_long_text_comes_back_whole(self, subject: AsyncSubject) -> None:
        for name, letter in (("ascii", "x"), ("han", "王"), ("wide", "😀")):
            id, long = subject.id(name), letter * 99_999 + "."
            (fact,) = events(id, 1)
            fact = attrs.evolve(fact, changes={"notes": long})
            noun, said = lead(id, notes=long, extra={"long": long}), note(id, id, text=long)
            await subject.keep(noun, said, fact)
            same(await _came_back(subject, noun), noun)
            async with subject.begin() as work:
                same(await work.activities.of_lead(id), (said,))
                same(await work.events.of(id), (fact,))

    @check
    async def test_s27_blank_is_blank_and_none_is_none(self, subject: AsyncSubject) -> None:
        blank = lead(subject.id("blank"), owner="", pool="", team="", contact_id="")
        none = lead(subject.id("none"), owner=None, pool=None, team=None, contact_id=None)
        await subject.keep(blank, none)
        for noun in (blank, none):
            same(await _came_back(subject, noun), noun)
        async with subject.begin() as work:
            assert [each async for each in work.leads.where(owner="", pool="") if each.id in (blank.id, none.id)] == [
                blank
            ]

    @check
    async def test_s28_text_is_text_whatever_it_looks_like(self, subject: AsyncSubject) -> None:
        await _texts_stay(subject, *TRICKY)

    @check
    async def test_s29_times_are_exact_datetimes_in_utc(self, subject: AsyncSubject) -> None:
        id = subject.id("lead")
        noun = lead(id, first_response_at=AT, consent=Consent(given_at=AT))
        await subject.keep(noun, follow_up(id, id, done_at=AT), receipt(id), note(id, id), *events(id, 1))
        async with subject.begin() as work:
            got: Lead = await work.leads.get(id)
            step, proof = await work.follow_ups.get(id), (await work.receipts.find([id]))[id]
            (said,), (fact,) = await work.activities.of_lead(id), await work.events.of(id)
        times = (got.created_at, got.updated_at, got.first_response_at, got.consent.given_at)
        for at in (*times, step.due, step.done_at, proof.at, said.at, fact.at):
            assert type(at) is datetime
            assert at.tzinfo is UTC, f"{at!r} is not in UTC itself"

    @check
    async def test_s30_times_keep_their_microseconds(self, subject: AsyncSubject) -> None:
        await _times_stay(subject, *MOMENTS)

    @check
    async def test_s31_times_of_other_centuries_are_times(self, subject: AsyncSubject) -> None:
        await _times_stay(subject, *FAR)


async def _times_stay(subject: AsyncSubject, *moments: datetime) -> None:
    """These times come back from every place where a time can stand, and are found by what they are."""
    for number, at in enumerate(moments):
        id = subject.id(f"time {number}")
        noun = lead(id, created_at=at, updated_at=at, last_contact_at=at, consent=Consent(given_at=at))
        step = follow_up(id, id, due=at)
        said, proof = attrs.evolve(note(id, id), at=at), attrs.evolve(receipt(id), at=at)
        fact = attrs.evolve(events(id, 1)[0], at=at)
        await subject.keep(noun, step, said, proof, fact)
        async with subject.begin() as work:
            same(await work.leads.get(id), noun)
            same(await work.follow_ups.get(id), step)
            same(await work.activities.of_lead(id), (said,))
            same((await work.receipts.latest([id]))[id], proof)
            same(await work.events.of(id), (fact,))
            assert id in [each.id async for each in work.leads.where(updated_since=at)]
            await work.follow_ups.put(changed(step, done_at=at), expected=1)
            await work.commit()
        async with subject.begin() as work:
            same(await work.follow_ups.get(id), changed(step, done_at=at))
