"""Whom to ring as a table and as e-mails: courteous, without an address that nobody gave."""

import csv
import io
from email import message_from_bytes
from email.policy import default
from zipfile import ZipFile

from readiness.domain.comparison import Comparison, Group
from readiness.domain.ringing import Contacts, Reason, whom_to_ring
from readiness.files.ringing import HEADS, ring_email, ring_emails, ring_table
from tests.domain.test_ringing import ON, TINY, begun, late, member, submitted

MEMBERS = (
    member("Z1", begun=begun(waiting=11)),
    member("Z2", submitted=submitted(3)),
    member("Z3"),
    member("Z4", begun=begun(saved=4)),
    member("Z5", begun=begun(sent_back=6)),
    member("Z6", submitted=submitted(120)),
)
SYSTEM = Comparison(TINY, Group("ZXS", "Fenwick", ("Z1",)), ON, MEMBERS)
CALLS = whom_to_ring(SYSTEM, {"Z2": late(9)}, {"Z3": Contacts(("Tom Okafor",))})


def test_the_table_has_a_row_for_each_call_in_their_order():
    rows = list(csv.reader(io.StringIO(ring_table(CALLS, SYSTEM).decode("utf-8-sig"))))

    assert rows[0] == list(HEADS)
    assert [row[1] for row in rows[1:]] == [call.member.code for call in CALLS]
    assert rows[1][3:7] == [
        "Sign-off",
        "Waiting for sign-off since 13 November 2026, 11 days",
        "2026-11-13",
        "11",
    ]
    assert rows[3][7:] == ["Tom Okafor, IT lead", "Fenwick", "tiny 2026.11", "2026-11-24"]


def test_every_reason_has_an_e_mail_that_says_why_and_asks_for_something():
    assert {call.reason for call in CALLS} == set(Reason)

    for call in CALLS:
        draft = ring_email(call, SYSTEM)
        assert call.member.organisation.name in draft.subject
        assert "?" in draft.body or "please" in draft.body
        assert draft.body.endswith("For Fenwick\n")
        assert "None" not in draft.body


def test_e_mails_are_drafts_with_an_address_only_where_one_is_known():
    content = ring_emails(CALLS, SYSTEM, {"Z3": "tom@example.org"})

    with ZipFile(io.BytesIO(content)) as archive:
        found = {
            name: message_from_bytes(archive.read(name), policy=default)
            for name in archive.namelist()
        }
    assert next(iter(found)) == "Z1-sign-off.eml"
    assert {name: mail["To"] for name, mail in found.items() if mail["To"]} == {
        "Z3-not-started.eml": "tom@example.org"
    }
    assert all(mail["X-Unsent"] == "1" for mail in found.values())
    assert "Dear Tom Okafor," in found["Z3-not-started.eml"].get_content()
    assert content == ring_emails(CALLS, SYSTEM, {"Z3": "tom@example.org"})
