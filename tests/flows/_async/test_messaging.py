"""What is planned is written and sent: once, to whom we may, and if a plug-in fails the history says so."""

from datetime import timedelta

import pytest

from leadkit import Refused
from leadkit.kernel.conditions import Condition
from leadkit.model import Consent, ContentKind, EmailMessage, FollowUpChannel
from leadkit.model.events import PluginFailed
from leadkit.steps.followup import Cadence, CadenceStep, Content, FollowUpPolicy, PlainRenderer

MAILS = Cadence(
    "mails",
    [
        CadenceStep(FollowUpChannel.EMAIL, "introduce us", content=ContentKind.CASE_STUDY),
        CadenceStep(FollowUpChannel.EMAIL, "send the guide", timedelta(days=2), ContentKind.GUIDE),
    ],
)
CONTENTS = [
    Content(ContentKind.CASE_STUDY, "ERP at Acme", "Dear $name", [Condition("interests", "contains", ("erp",))]),
    Content(ContentKind.CASE_STUDY, "What others do", "Dear $name"),
    Content(ContentKind.GUIDE, "The guide", "Read it"),
]


class Postbox:
    """A messenger that keeps what it is handed. broken: it raises instead."""

    def __init__(self, *, broken=False):
        self.messages, self.broken = [], broken

    async def send(self, message):
        if self.broken:
            raise OSError("no route to ann@example.com")
        self.messages.append(message)


@pytest.fixture
def desk(make_desk):
    return make_desk(follow_up=FollowUpPolicy(cadences=[MAILS], contents=CONTENTS))


async def captured(desk, **inquiry):
    return (await desk.leads.capture(**{"name": "Ann Lee", "email": "ann@example.com", "owner": "li", **inquiry})).lead


async def test_the_planned_step_is_sent_recorded_and_followed_by_the_next(desk, clock):
    lead, post = await captured(desk, interests=["ERP"]), Postbox()
    planned = await desk.leads.follow_up(lead.id)
    activity = await desk.leads.send(lead.id, post)
    (message,) = post.messages
    assert (message.id, message.to, message.subject) == (planned.id, "ann@example.com", "ERP at Acme")
    assert message.body == "Dear Ann Lee"
    assert activity.detail == EmailMessage("Dear Ann Lee", "sent", subject="ERP at Acme")
    following = await desk.leads.follow_up(lead.id)
    assert (following.goal, following.due) == ("send the guide", clock() + timedelta(days=2))
    clock.advance(timedelta(days=2))
    await desk.leads.send(lead.id, post)
    assert [each.subject for each in post.messages] == ["ERP at Acme", "The guide"]


async def refused(desk, lead, post, renderer=None):
    with pytest.raises(Refused) as caught:
        await desk.leads.send(lead.id, post, renderer)
    return [problem.code for problem in caught.value.problems]


async def test_nobody_is_written_to_who_does_not_want_it(desk):
    post = Postbox()
    lead = await captured(desk)
    await desk.leads.change(lead.id, consent=Consent(email=False))
    assert await refused(desk, lead, post) == ["no_consent"]
    await desk.leads.change(lead.id, consent=Consent(do_not_contact=True))
    assert await desk.leads.follow_up(lead.id) is None
    assert await refused(desk, lead, post) == ["nothing_planned"]
    assert post.messages == []
    await desk.leads.change(lead.id, consent=Consent())
    assert (await desk.leads.follow_up(lead.id)).goal == "introduce us"


async def failures(desk, lead):
    events = await desk.leads.history(lead.id)
    return [(event.step, event.plugin, event.error) for event in events if isinstance(event, PluginFailed)]


async def test_what_could_not_be_delivered_stays_planned_and_the_history_says_so(desk):
    lead = await captured(desk)
    planned = await desk.leads.follow_up(lead.id)
    assert await refused(desk, lead, Postbox(broken=True)) == ["not_delivered"]
    assert await desk.leads.follow_up(lead.id) == planned
    assert await failures(desk, lead) == [("messaging", "Postbox", "OSError")]


class Speechless:
    def render(self, lead, follow_up, content):
        return content.body


async def test_a_renderer_that_fails_sends_nothing(desk):
    lead, post = await captured(desk), Postbox()
    assert await refused(desk, lead, post, Speechless()) == ["not_rendered"]
    assert await refused(desk, lead, post, PlainRenderer(body="")) == ["not_rendered"]
    assert post.messages == []
    assert [step for step, _, _ in await failures(desk, lead)] == ["rendering", "rendering"]


async def test_after_a_crash_the_same_message_is_sent_again(watched_desk, store):
    lead, post = await captured(watched_desk), Postbox()
    planned = await watched_desk.leads.follow_up(lead.id)
    store.watch()
    store.rival = _power_cut
    with pytest.raises(KeyboardInterrupt):
        await watched_desk.leads.send(lead.id, post, PlainRenderer(body="$goal"))
    await watched_desk.leads.send(lead.id, post, PlainRenderer(body="$goal"))
    assert [message.id for message in post.messages] == [planned.id] * 2
    assert len(await watched_desk.leads.activities(lead.id)) == 1


async def _power_cut():
    raise KeyboardInterrupt
