"""An e-mail that somebody sends from their own mail program: written here, sent by nobody."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class EmailDraft:
    """An e-mail; `to` is empty where whoever sends it has to know the address."""

    subject: str
    body: str
    to: str = ""

    @property
    def link(self) -> str:
        """A link that opens it in the reader’s own mail program."""
        lines = self.body.replace("\n", "\r\n")
        to, said = quote(self.to, safe="@"), {"subject": self.subject, "body": lines}
        return f"mailto:{to}?{urlencode(said, quote_via=quote)}"

    def file(self) -> bytes:
        """Return it as a file that mail programs open as a draft."""
        message = EmailMessage(policy=SMTP)
        if self.to:
            message["To"] = self.to
        message["Subject"] = self.subject
        message["X-Unsent"] = "1"
        message.set_content(self.body)
        return message.as_bytes()
