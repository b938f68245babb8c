"""E-mail as a server on loopback receives it."""

import email
import socketserver
import threading

import pytest

from readiness import mail
from readiness.settings import Mail


class Server(socketserver.TCPServer):
    """As much of a mail server as one message needs; `answer` is what it says to a recipient."""

    answer = b"250 ok"
    got = b""


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.got = b"".join(lines)
            said = self.server.answer if word == b"RCPT" else b"250 ok"
            self.wfile.write((b"221 bye" if word == b"QUIT" else said) + b"\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def server():
    with Server(("127.0.0.1", 0), Conversation) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        yield server
        thread.join(timeout=10)


def at(server, **settings):
    port = server.server_address[1]
    return Mail("127.0.0.1", "HSCN Readiness <r@example.org>", port, encryption="none", **settings)


def test_a_message_arrives_as_plain_text_in_our_name(server):
    mail.send(at(server), "tom@example.org", "You are invited", "Open this:\nhttps://x/é\n")

    message = email.message_from_bytes(server.got)
    assert message["From"] == "HSCN Readiness <r@example.org>"
    assert (message["To"], message["Subject"]) == ("tom@example.org", "You are invited")
    assert message.get_content_type() == "text/plain"
    assert "https://x/é" in message.get_payload(decode=True).decode()


def test_a_server_that_refuses_somebody_is_told(server):
    server.answer = b"550 nobody here"

    with pytest.raises(mail.NotSent, match="nobody here"):
        mail.send(at(server), "tom@example.org", "You are invited", "Hello")


def test_a_server_that_has_no_encryption_gets_no_message_that_asks_for_it(server):
    settings = at(server)
    asked = Mail(settings.host, settings.sender, settings.port)

    with pytest.raises(mail.NotSent):
        mail.send(asked, "tom@example.org", "You are invited", "Hello")
    assert server.got == b""
