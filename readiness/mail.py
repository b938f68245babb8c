"""E-mail in plain text, handed over to the server that the settings name."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from readiness.settings import Mail

SECONDS = 15


class NotSent(Exception):
    """The server was not reached or did not take the message."""


def send(mail: Mail, to: str, subject: str, text: str) -> None:
    """Hand over one message.

    Raises:
        NotSent: it was not taken; the words are for whoever runs the copy.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=_domain(mail.sender))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        with _connect(mail) as server:
            if mail.user:
                server.login(mail.user, mail.password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"{mail.host}:{mail.port}: {error}") from error


def _connect(mail: Mail) -> smtplib.SMTP:
    """Connect as the settings say: `starttls`, `tls` or `none`."""
    if mail.encryption == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)
    try:
        if mail.encryption == "starttls":
            server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].rstrip(">") or "localhost"
