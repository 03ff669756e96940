"""Messages by e-mail: to the SMTP server that you name, with the standard library."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Literal
from urllib.parse import quote

from attrs import field, frozen

from leadkit.errors import Problem, Refused
from leadkit.model import FollowUpChannel
from leadkit.model.outgoing import OutgoingMessage

__all__ = ["AsyncSmtpMessenger", "SmtpMessenger"]


@frozen
class SmtpMessenger:
    """host, port: of the server. sender: "Li Lei <li@example.com>". security: `starttls` (port 587), `tls` (465), or
    `none` for a server on the same machine. timeout: seconds for each step.

    Every message has its own connection. A Message-ID that follows from the message's id lets mail servers and readers
    see that a message was sent again.
    """

    host: str
    sender: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30

    def send(self, message: OutgoingMessage) -> None:
        """Hand the message to the server.

        Raises `smtplib.SMTPException` or `OSError` when it does not take it, and `Refused` for what is no e-mail.
        """
        if message.channel is not FollowUpChannel.EMAIL:
            raise Refused([Problem("wrong_channel", "channel", "SMTP delivers e-mail only")])
        mail = _composed(message, self.sender)
        context = ssl.create_default_context()
        with self._connected(context) as server:
            if self.security == "starttls":
                server.starttls(context=context)
            if self.username:
                server.login(self.username, self.password)
            server.send_message(mail)

    def _connected(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


@frozen
class AsyncSmtpMessenger:
    """The same for the asynchronous desk: each message is sent in a thread."""

    messenger: SmtpMessenger

    async def send(self, message: OutgoingMessage) -> None:
        """As `SmtpMessenger.send`."""
        await asyncio.to_thread(self.messenger.send, message)


def _composed(message: OutgoingMessage, sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.at)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail["Message-ID"] = f"<{quote(message.id, safe='')}@{domain or 'localhost'}>"
    mail.set_content(message.body)
    return mail
