# Derived from src/leadkit/flows/_async/messaging.py by tools/twins.py; edit that file.
"""Sending what is planned: look, find the words, send, record. The sending itself is in no unit of work."""

from leadkit.errors import Problem
from leadkit.flows._sync.deciding import one_unit_of_work
from leadkit.flows._sync.env import Env
from leadkit.flows._sync.leads import record
from leadkit.flows._sync.lineage import activities_of, lineage, living
from leadkit.flows._sync.settling import open_step, saved
from leadkit.flows.isolation import Failure, isolated, reported
from leadkit.kernel.decision import Refusal
from leadkit.messaging import Messenger
from leadkit.model import Activity
from leadkit.model.outgoing import OutgoingMessage
from leadkit.repositories import UnitOfWork
from leadkit.steps.followup import Rendered, Renderer, checked_text, outgoing, permitted, sent_detail

__all__ = ["send"]


def send(env: Env, lead_id: str, messenger: Messenger, renderer: Renderer) -> Activity | Refusal:
    """The planned step done by a message: what was recorded of it.

    A crash after the sending leaves the step open: done again, the message has the same id.
    """
    message = _written(env, lead_id, renderer)
    if isinstance(message, Refusal):
        return message
    try:
        messenger.send(message)
    except Exception as error:
        failure = Failure("messaging", type(messenger).__name__, type(error).__name__)
        no = Problem("not_delivered", "message", f"the messenger could not deliver it ({failure.error})")
        return _failed(env, message.lead_id, failure, no)
    _, activity = record(env, message.lead_id, sent_detail(message), by=None)
    return activity


def _written(env: Env, lead_id: str, renderer: Renderer) -> OutgoingMessage | Refusal:
    """The message for the lead's planned step, or why there is none."""
    policy = env.playbook.follow_up
    with env.store.begin() as work:
        lead = living(work.leads, lead_id)
        step = permitted(lead, open_step(work, lead.id), consent_required=policy.consent_required)
        if isinstance(step, Refusal):
            return step
        seen = activities_of(work, [member.id for member in lineage(work.leads, lead)])
    content = policy.content_for(lead, seen, step.content_kind) if step.content_kind else None
    words, failure = isolated(
        "rendering",
        renderer,
        lambda: checked_text(renderer.render(lead, step, content)),
        lambda: Rendered("", ""),
    )
    if failure:
        no = Problem("not_rendered", "message", f"the renderer found no words that can be sent ({failure.error})")
        return _failed(env, lead.id, failure, no)
    return outgoing(lead, step, words, env.now())


@one_unit_of_work
def _failed(work: UnitOfWork, env: Env, lead_id: str, failure: Failure, no: Problem) -> Refusal:
    """The refusal, and in the lead's history the plug-in that failed."""
    lead = living(work.leads, lead_id)
    saved(work, lead, reported(lead, failure, env.now()))
    return Refusal([no])
