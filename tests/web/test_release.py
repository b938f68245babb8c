import io

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from readiness.web import release
from tests import examples
from tests.archives import zipped

NEXT = ('"2026.11"', '"2026.12"')
LENIENT = ("at_least: agreed}\n    needed", "at_least: drafted}\n    needed")

CASE = ("answers: {plan: drafted}", "answers: {plan: none}")


def multipart(**fields):
    """Write fields as a browser sends them with a file."""
    boundary, body = encode_multipart(fields)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


@pytest.fixture
def send_zip(client, visit):
    """Upload bytes as a browser does, and return the answer."""

    def send_zip(data, name="tiny.zip"):
        token = visit("/rules").values("csrf_token")[0]
        file = FileStorage(io.BytesIO(data), name)
        return client.post("/rules/drafts", **multipart(csrf_token=token, pack=file))

    return send_zip


@pytest.fixture
def draft(send_zip, visit):
    """Upload the small pack with some edits, and visit its draft."""
    return lambda *edits: visit(send_zip(zipped(examples.edited_pack(*edits), "tiny/")))


def test_the_rules_are_linked_from_the_foot_of_every_page(visit):
    page = visit(visit("/").links["Rules"])

    assert page.heading == "Rules"
    assert "In use: version 2026.11" in page.text
    assert "No version was released here" in page.text


def test_a_pack_goes_from_upload_to_release_and_back(visit, draft, started):
    page = draft(NEXT)
    assert page.heading == "Draft 1 of A small move"
    assert "1 case, which all hold" in page.text
    assert "Wording only (1)" in page.text
    assert "0 in all, judged by both versions on its own day: nobody would move" in page.text

    rules = visit(page.send("Release", note="The panel agreed."))
    assert "Released. New assessments begin with this version" in rules.text
    assert "In use: version 2026.12" in rules.text
    assert "“The panel agreed.”" in rules.text
    assert "The rules folder holds another version, 2026.11" in rules.text
    assert "In use now is 2026.12" in visit("/assessments/1").text
    assert "A small move, version 2026.12" in visit("/packs/tiny/glossary").text

    back = visit(rules.links["follow the folder again"])
    assert back.heading == "Follow the rules folder"
    again = visit(back.send("Follow the folder", note="Too early."))
    assert "went back to the folder" in again.text
    rolled = visit(next(a for w, a in again.links.items() if w.startswith("Roll back to 2026.12")))
    assert "In use: version 2026.12" in visit(rolled.send("Roll back", note="Now it fits.")).text


def test_who_would_move_must_be_looked_at_and_what_was_typed_is_kept(visit, draft, trust):
    trust.say(plan="drafted").submit()
    page = draft(LENIENT, CASE)
    assert (
        "1 in all, judged by both versions on its own day: 1 organisation would move" in page.text
    )
    assert "Aldermoor NHS Trust (ZX9) Evidenced stage Not started → Planning" in page.text
    assert "rule plan-agreed" in page.text

    again = visit(page.send("Release", note="Because we may."), 400)
    assert again.summary == ["There", "Look at who would move, and confirm that you did"]
    assert again.values("note") == ["Because we may."]
    ticked = visit(again.send("Release", looked="yes", note=""), 400)
    assert ticked.summary == ["There", "Say why, for those who ask later"]
    assert ticked.values("looked") == ["yes"]
    assert "Released." in visit(ticked.send("Release", note="Because we may.")).text


def test_a_pack_with_broken_cases_has_no_button_to_release_it(visit, draft):
    page = draft(("evidenced: not-started", "evidenced: complete"))

    assert "1 case, of which 1 does not hold" in page.text
    assert "expected complete, found not-started" in page.text
    assert [b.text for b in page.every("button")] == ["Discard this draft"]
    assert "The draft is discarded." in visit(page.send("Discard this draft")).text


def test_every_fault_of_a_pack_is_shown_with_its_place(visit, send_zip):
    files = examples.edited_pack(("strength: hard", "strength: stern"))
    page = visit(send_zip(zipped(files, "tiny/")), 400)

    assert page.summary[1].startswith("Put right what is wrong with the pack")
    assert page.text.count("sections/lead.yaml:") == 2
    assert "Draft" not in page.text


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"nonsense", "tiny.zip", "this is not a zip that can be read"),
        (b"", "", "Choose the .zip of a pack"),
        (zipped(examples.tiny_pack(), extra={"../x.yaml": b""}), "t.zip", "leads out of it"),
        (b"PK" + bytes(5_100_000), "t.zip", "at most 5 MB are read"),
    ],
)
def test_what_is_no_pack_is_refused_on_the_page(visit, send_zip, data, name, words):
    page = visit(send_zip(data, name), 400)

    assert words in page.text
    assert page.heading == "Rules"


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read(client):
    file = FileStorage(io.BytesIO(bytes(6_500_000)), "t.zip")
    answer = client.post("/rules/drafts", **multipart(pack=file))

    assert answer.status_code == 413
    assert "A pack has at most 5 megabytes" in answer.text


def test_other_pages_take_no_more_than_before(client):
    assert client.post("/", data={"pack": "x" * 2_100_000}).status_code == 413


def test_an_upload_without_a_token_is_refused(client, app):
    answer = client.post("/rules/drafts", data={"pack": (io.BytesIO(b"PK"), "t.zip")})

    assert answer.status_code == 400
    assert "open for too long" in answer.text


def test_a_second_release_meanwhile_is_a_conflict_with_what_happened(visit, draft, db, me):
    first = draft(NEXT)
    second = draft(('"2026.11"', '"2027.01"'))
    visit(first.send("Release", note="Mine came first."))
    page = visit(second.send("Release", note="Mine."), 409)

    assert "Local user put version 2026.12 to use" in page.text
    assert "Mine came first." in page.text
    assert "In use: version 2026.12" in visit("/rules").text


def test_a_faulty_folder_is_told_and_can_be_replaced_by_an_upload(visit, draft, rules, db, me):
    examples.write_pack(rules, {"stages.yaml": "stages: none"})
    page = visit("/rules")
    assert "No version is in use." in page.text
    assert "stages.yaml:1:" in page.text

    released = visit(draft(NEXT).send("Release", note="The folder is broken."))
    assert "In use: version 2026.12" in released.text
    assert visit("/").heading == "Find out where your network move stands"


def test_a_long_list_of_movers_is_cut_and_the_rest_is_counted(visit, draft, trust, monkeypatch):
    trust.say(plan="drafted").submit()
    monkeypatch.setattr(release, "MOST_ROWS", 0)

    assert "1 more not shown" in draft(LENIENT).text


@pytest.mark.parametrize(
    "address",
    ["/rules/drafts/9", "/rules/packs/tiny/back/9", "/rules/packs/none/back/folder"],
)
def test_what_is_not_there_is_not_found(visit, address):
    visit(address, 404)
