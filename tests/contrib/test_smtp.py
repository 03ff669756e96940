"""E-mail to a real SMTP server on this machine."""

import asyncio
import smtplib
import socket
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from leadkit import LeadDesk, Refused
from leadkit.contrib.smtp import AsyncSmtpMessenger, SmtpMessenger
from leadkit.model import FollowUpChannel
from leadkit.model.outgoing import OutgoingMessage
from leadkit.steps.followup import PlainRenderer

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SENDER = "李雷 <li@firm.example>"


class Mailbox:
    """What the server took."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd calls it so
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def server(mailbox):
    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"li", b"pass"), handled=False)

    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=authenticate,
        auth_require_tls=False,
        auth_exclude_mechanism=["LOGIN"],
    )
    controller.start()
    yield controller
    controller.stop()


def messenger(server, **fields):
    return SmtpMessenger("127.0.0.1", SENDER, server.port, "none", **fields)


def message(**fields):
    told = {"channel": FollowUpChannel.EMAIL, "to": "ann@example.com", "subject": "您好", "body": "Dear Ann,\n你好"}
    return OutgoingMessage("步 1", "lead-1", AT, **{**told, **fields})


def test_a_message_arrives_as_it_was_meant(server, mailbox):
    messenger(server).send(message())
    ((to, mail),) = mailbox.mails
    assert to == ["ann@example.com"]
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, "ann@example.com", "您好")
    assert mail["Date"].datetime == AT
    assert mail.get_content().splitlines() == ["Dear Ann,", "你好"]


def test_a_message_that_is_sent_again_has_the_same_id(server, mailbox):
    for _ in range(2):
        messenger(server).send(message())
    assert {mail["Message-ID"] for _, mail in mailbox.mails} == {"<%E6%AD%A5%201@firm.example>"}


def test_a_password_is_used_and_not_shown(server, mailbox):
    right, wrong = (messenger(server, username="li", password=word) for word in ("pass", "wrong-word"))
    right.send(message())
    assert len(mailbox.mails) == 1
    assert "wrong-word" not in repr(wrong)
    with pytest.raises(smtplib.SMTPAuthenticationError):
        wrong.send(message())


def test_what_is_no_email_is_refused(server):
    with pytest.raises(Refused, match="wrong_channel"):
        messenger(server).send(message(channel=FollowUpChannel.MESSAGE, to="+8613812345678"))


def test_a_server_without_tls_gets_nothing_when_tls_is_wanted(server, mailbox):
    with pytest.raises(smtplib.SMTPNotSupportedError):
        SmtpMessenger("127.0.0.1", SENDER, server.port).send(message())
    with pytest.raises(OSError, match=r".+"):
        SmtpMessenger("127.0.0.1", SENDER, server.port, "tls").send(message())
    assert mailbox.mails == []


def test_the_asynchronous_form_sends_too(server, mailbox):
    asyncio.run(AsyncSmtpMessenger(messenger(server)).send(message()))
    assert len(mailbox.mails) == 1


def test_a_desk_sends_what_is_planned_and_keeps_what_was_not_taken(server, mailbox):
    desk = LeadDesk.in_memory()
    taken = desk.leads.capture(name="Ann Lee", email="ann@example.com").lead
    refused = desk.leads.capture(name="Bo Ek", email="nobody@example.com").lead
    words = PlainRenderer("Hello $name", "Dear $name")
    desk.leads.send(taken.id, messenger(server), words)
    with pytest.raises(Refused, match="not_delivered"):
        desk.leads.send(refused.id, messenger(server), words)
    assert [(to, mail["Subject"]) for to, mail in mailbox.mails] == [(["ann@example.com"], "Hello Ann Lee")]
    assert desk.leads.follow_up(refused.id).done_at is None
