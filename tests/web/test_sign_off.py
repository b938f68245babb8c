"""Signing off, reviewing and what others see, as people meet it on pages."""

import io
import json
import re

import openpyxl
import pytest

from readiness.cli import main
from readiness.domain.access import Grant, Role
from readiness.domain.errors import RecordFaults
from readiness.domain.reader import read_pack
from readiness.domain.sign_off import SAME_PERSON
from readiness.files.beside import read_opinions
from readiness.usecases.review import Said, review
from tests import examples
from tests.usecases.test_sign_off import person_with


@pytest.fixture
def submitted(trust):
    """Return the trust with a submission that waits."""
    trust.say(plan="agreed", agreement="no", lines="8")
    trust.submit()
    return trust


@pytest.fixture
def signed(submitted, visit):
    """Return the trust with its submission signed off, by one press."""
    visit(submitted.get("/submissions/1").send("Sign off submission 1"))
    return submitted


@pytest.fixture
def become(client, monkeypatch):
    """Let the browser be somebody else's."""
    from readiness.web import current

    def become(person):
        monkeypatch.setattr(current, "person", lambda: person)

    return become


@pytest.fixture
def ruth(db, signed):
    """Return a reviewer of the trust."""
    return person_with(db, "Ruth Adeyemi", Grant(Role.REVIEWER, "ZX9"))


def test_before_anything_is_submitted_nobody_is_asked_to_sign(trust):
    trust.say(plan="agreed")

    for path in ("", "/check", "/verdict"):
        assert "sign-off" not in trust.get(path).text


def test_what_was_submitted_waits_for_sign_off_and_says_so(submitted):
    for path in ("", "/check", "/verdict", "/submissions/1"):
        page = submitted.get(path)
        assert "Submission 1 waits for sign-off since 24 November 2026." in page.text
        assert SAME_PERSON in page.text


def test_one_press_signs_off_where_there_is_one_person(submitted, signed):
    page = submitted.get("/submissions/1")

    assert "Local user signed off submission 1 on 24 November 2026." in page.text
    assert SAME_PERSON in page.text
    assert "waits for sign-off" not in page.text


def test_the_page_to_sign_off_on_says_what_is_signed_and_what_changed(submitted):
    submitted.say(plan="drafted")
    submitted.submit()

    page = submitted.get("/submissions/2/sign-off")

    assert "The plan is not agreed. How far is the plan? PLN-01" in page.text
    assert "How far is the plan? PLN-01 Drafted was Agreed" in page.text
    assert "Evidenced Not started was Planning" in page.text
    assert "I have looked at submission 2" in page.text


def test_sending_back_takes_a_reason_and_keeps_what_was_typed(submitted, visit):
    page = submitted.get("/submissions/1/sign-off")
    refused = visit(page.send("Send back", reason="  "), 400)
    assert "Say what has to change" in refused.text

    after = visit(page.send("Send back", reason="The budget is missing."))

    assert "sent back submission 1 on 24 November 2026. “The budget is missing.”" in after.text
    assert "“The budget is missing.” Change what is needed" in submitted.get("/check").text


def test_who_comes_second_is_told_what_was_decided(submitted, visit):
    page = submitted.get("/submissions/1/sign-off")
    visit(submitted.get("/submissions/1/sign-off").send("Sign off submission 1"))

    again = visit(page.send("Send back", reason="Too late."), 409)

    assert "Local user signed this off on 24 November 2026." in again.text


def test_a_change_after_sign_off_is_said_on_every_page_it_matters_to(signed):
    signed.say(plan="drafted", lines="9")

    words = (
        "Changed since Local user signed off submission 1 on 24 November 2026: "
        "2 answers (PLN-01, SIT-01). Submit again and have it signed off."
    )
    for path in ("", "/check", "/verdict", "/sections/lead", "/submissions/1"):
        assert words in signed.get(path).text, path


def test_somebody_who_may_not_sign_is_given_the_address_to_send(submitted, db, tom, become):
    person_with(db, "Aled Morgan", Grant(Role.APPROVER, "ZX9"))
    become(tom)

    page = submitted.get("/check")

    assert "waits for sign-off by Aled Morgan since 24 November 2026." in page.text
    assert f"http://localhost/assessments/{submitted.id}/submissions/1/sign-off" in page.text
    assert "Sign off submission 1" not in page.text


def test_the_policy_is_decided_on_a_page(trust, visit):
    page = visit("/organisations/ZX9/policy")
    assert "Nothing was decided yet." in page.text
    assert "Choose who signs off." in visit(page.send("Save"), 400).text

    visit(page.send("Save", another="no"))

    assert "Decided today at 10:31 by Local user." in visit("/organisations/ZX9/policy").text
    late = visit(page.send("Save", another="yes"), 409)
    assert "Local user decided this after you opened this page." in late.text


class TestWhatIsShared:
    def test_nothing_is_shared_until_something_is_signed_off(self, submitted, visit):
        assert "Nothing signed off yet" in visit("/shared").text
        assert "Nothing signed off yet." in visit("/shared/ZX9/tiny").text
        assert submitted.client.get("/shared/ZX9/tiny/shared.json").status_code == 404

    def test_it_shows_stages_and_what_is_not_met(self, signed, visit):
        page = visit("/shared/ZX9/tiny")

        assert "Evidenced Planning" in page.text
        assert "The agreement is not signed." in page.text
        assert "This is all that your commissioner sees of you" in page.text
        found = signed.client.get("/shared/ZX9/tiny/shared.json").json
        assert found["stage"] == {"claimed": None, "evidenced": "planning", "checked": None}
        assert (
            b"The agreement is not signed." in signed.client.get("/shared/ZX9/tiny/shared.csv").data
        )

    def test_no_page_or_file_holds_what_was_typed(self, trust, visit, give):
        for question, value in {"remarks": "MARK-remark", "lines": "437", "plan": "none"}.items():
            give(question, value, note="MARK-note", evidence="https://mark-evidence.example")
        trust.submit()
        visit(trust.get("/submissions/1").send("Sign off submission 1"))

        for path in ("/shared", "/shared/ZX9/tiny", "/shared/ZX9/tiny/shared.json"):
            text = trust.client.get(path).text
            assert not re.search("mark-|437", text, re.IGNORECASE), path
        table = trust.client.get("/shared/ZX9/tiny/shared.csv").text
        assert not re.search("mark-|437", table, re.IGNORECASE)

    def test_a_commissioner_opens_no_page_of_the_assessment(self, signed, db, become, client):
        become(person_with(db, "Carys Lloyd", Grant(Role.COMMISSIONER, "ZX9")))

        assert client.get("/shared/ZX9/tiny").status_code == 200
        for path in ("", "/verdict", "/submissions/1", "/submissions/1/sign-off", "/check"):
            assert client.get(f"/assessments/{signed.id}{path}").status_code in (403, 404)


class TestReviewing:
    def test_a_reviewer_saves_partly_and_sees_it_again(self, signed, ruth, become):
        become(ruth)
        page = signed.get("/submissions/1/review")
        assert "Met: Agreed. You answered “Agreed”." in page.text

        after = signed.visit(page.send("Save", **{"plan-agreed-opinion": "agree"}))

        assert "Saved: 1 rule." in after.text
        assert "Checked: Planning. 1 of 2 hard rules agreed." in after.text

    def test_what_does_not_fit_comes_back_as_typed(self, signed, ruth, become):
        become(ruth)
        page = signed.get("/submissions/1/review")
        long = {"plan-agreed-opinion": "agree", "plan-agreed-note": "x" * 501}

        refused = signed.visit(page.send("Save", **long), 400)

        assert "Shorten the note to 500 characters: it has 501." in refused.text
        assert "x" * 501 in refused.response.text

    def test_a_stale_page_is_a_clash_with_both(self, signed, ruth, become, db):
        become(ruth)
        page = signed.get("/submissions/1/review")
        said = {"plan-agreed": Said("disagree", "No minutes.", 0)}
        review(db, signed.id, 1, said, person=ruth, at=examples.AT)

        clash = signed.visit(page.send("Save", **{"plan-agreed-opinion": "agree"}), 409)

        assert "Saved meanwhile in another window: Disagree. “No minutes.”" in clash.text
        after = signed.visit(clash.send("Save"))
        assert "Checked: Planning." in after.text

    def test_checked_stands_beside_claimed_and_evidenced(self, signed, ruth, db):
        said = {"plan-agreed": Said("disagree", "", 0)}
        review(db, signed.id, 1, said, person=ruth, at=examples.AT)

        page = signed.get("/submissions/1")

        assert "Checked Not started 0 of 2 hard rules agreed, 1 disagreed." in page.text
        assert ">Checked</text>" in page.response.text
        assert ">Checked</text>" not in signed.get("/verdict").response.text

    def test_whoever_submitted_is_told_why_they_may_not(self, signed):
        page = signed.get("/submissions/1/review", 403)

        assert "You submitted this, so somebody else has to review it." in page.text


class TestFiles:
    @pytest.fixture
    def checked(self, signed, ruth, db):
        """Return the trust with a submission that a reviewer agreed to in part."""
        said = {"plan-agreed": Said("agree", "Seen.", 0)}
        review(db, signed.id, 1, said, person=ruth, at=examples.AT)
        return signed

    def test_the_record_carries_sign_off_and_reviews_and_is_judged_with_them(
        self, checked, rules, tmp_path, capsys
    ):
        record = checked.file("/submissions/1/record.json")
        assert record.json["sign_off"]["by"] == "Local user"
        assert record.json["reviews"] == {"plan-agreed": ["agree"]}
        file = tmp_path / "record.json"
        file.write_bytes(record.data)

        main(["--rules", str(rules), "assess", str(file)])
        told = capsys.readouterr().out
        main(["--rules", str(rules), "assess", str(file), "--json"])

        assert "Checked    Planning. 1 of 2 hard rules agreed." in told
        assert json.loads(capsys.readouterr().out)["stage"]["checked"] == "planning"

    @pytest.mark.parametrize("wrong", [[], {"no-rule": ["agree"]}, {"plan-agreed": ["perhaps"]}])
    def test_reviews_that_cannot_be_read_are_refused(self, wrong):
        with pytest.raises(RecordFaults, match="reviews"):
            read_opinions({"reviews": wrong}, read_pack(examples.tiny_pack()), "record.json")

    def test_the_workbook_says_who_signed_and_what_is_checked(self, checked):
        book = openpyxl.load_workbook(io.BytesIO(checked.file("/submissions/1/plan.xlsx").data))
        about = list(book["About"].iter_rows(values_only=True))

        assert ("Checked", "Planning") in about
        assert any(row[0] == "Signed off" and SAME_PERSON in row[1] for row in about)
