"""Published figures beside one organisation's answers: on the question, and survey by survey."""

import pytest

from tests import examples
from tests.domain.test_survey import OLDER, SURVEYS
from tests.web.trust import headings, section

FIGURE = "38% of 50 organisations in 2017 (95% interval 26% to 52%)"
PAGE = "/assessments/1/benchmarks"


@pytest.fixture
def rules(tmp_path):
    """Return a rules folder whose pack has surveys."""
    pack = {**examples.tiny_pack(), "benchmarks.yaml": SURVEYS}
    for path in ("sections/lead.yaml", "sections/estate.yaml"):
        for key in ("drivers", "moved"):
            old = f"  - key: {key}\n"
            pack[path] = pack[path].replace(old, f"{old}    benchmark: yes\n")
    examples.write_pack(tmp_path / "rules", pack)
    return tmp_path / "rules"


def row(page, measure):
    """Return the words of the row of a measure."""
    (found,) = [tr.text for tr in page.every("tr") if measure in tr.text]
    return found


def test_a_question_shows_each_figure_with_where_it_comes_from(trust):
    question = trust.say(plan="agreed").get("/sections/lead").question("PLN-01")

    assert f"You have an agreed plan: so had {FIGURE}." in question.text
    assert "A release on it, 2017. Sample: 50 organisations." in question.text
    assert "How others answered" in trust.get("/questions/plan").question("PLN-01").text
    assert "How others answered" not in trust.get("/questions/agreement").text


def test_before_an_answer_the_figure_stands_alone(trust):
    question = trust.get("/sections/lead").question("PLN-01")

    assert f"Have an agreed plan: {FIGURE}." in question.text
    assert "among" not in question.text


def test_the_page_goes_survey_by_survey(trust):
    page = trust.say(plan="agreed", drivers=["security"]).get("/benchmarks")

    assert headings(page)[:4] == [
        "How others answered",
        "The whole survey",
        "A release on it",
        "Not published",
    ]
    assert "Name cost DRV-01 Your answer: Security You are not among these 69%." in row(
        page, "Name cost"
    )
    assert "Published: 69% 95% interval 56% to 80%" in row(page, "Name cost")
    assert "53 people, 2017 High alone. Also in: A release on it." in row(page, "Name cost")
    assert "You are among these 38%." in row(page, "Have an agreed plan")


def test_a_share_is_drawn_beside_the_published_one_and_nothing_else_is(trust):
    page = trust.say(plan="agreed", moved="30").get("/benchmarks")

    dots = [circle.get("cx") for circle in page.one("main").every("circle")]
    assert dots == ["30%"]
    assert "30% Published: 49%" in row(page, "Have moved")
    labels = [svg.get("aria-label") for svg in page.one("main").every("svg")]
    assert "49%, 95% interval about 42% to 56%" in labels


def test_what_is_not_published_is_said_and_what_is_no_comparison_stands_apart(trust):
    page = trust.get("/benchmarks")

    assert "Have another PLN-01: not published. The figures given leave 62% over" in page.text
    assert "Believe in it: 74% of about 200 staff (95% interval about 68% to 80%)." in page.text
    assert "It was so." in section(page, "context")
    assert row(page, "Have moved").count("Not answered") == 1


def test_only_organisations_counted_is_said(trust):
    page = trust.get("/benchmarks")

    assert page.text.count("how many people answered is not published") == 1


def test_a_submission_has_its_own(trust):
    trust.say(plan="agreed").submit()
    trust.say(plan="none")

    page = trust.get("/submissions/1/benchmarks")
    assert "You are among these 38%." in row(page, "Have an agreed plan")
    links = trust.get("/submissions/1").links
    assert links["All published figures beside your answers, by survey"] == (
        "/assessments/1/submissions/1/benchmarks"
    )


class TestTwoFiguresOfOneSurvey:
    @pytest.fixture
    def rules(self, tmp_path, rules):
        path = rules / "tiny" / "benchmarks.yaml"
        second = (
            "  - {key: have-draft, survey: release, question: plan, options: [drafted],"
            " measure: Have a draft, value: 20}\n  - {key: name-cost"
        )
        path.write_text(path.read_text().replace("  - {key: name-cost", second))
        return rules

    def test_on_their_question_the_survey_is_named_once_below_them(self, trust):
        text = trust.say(plan="drafted").get("/sections/lead").question("PLN-01").text

        assert "You have a draft: so had 20% of 50 organisations in 2017" in text
        assert text.count("A release on it, 2017.") == 1
        assert text.index("20% of 50") < text.index("A release on it, 2017.")


class TestWithoutSurveys:
    @pytest.fixture
    def rules(self, tmp_path):
        examples.write_pack(tmp_path / "rules", examples.tiny_pack())
        return tmp_path / "rules"

    def test_there_is_no_such_page_and_no_link_to_it(self, trust):
        assert "holds no published figures" in trust.get("/benchmarks", 404).text
        assert "How others answered" not in headings(trust.get("/verdict"))


def test_an_assessment_under_rules_of_an_older_shape_shows_them_still(trust, db, me):
    from readiness.domain.reader import read_pack
    from readiness.storage import packs
    from readiness.storage.assessments import use_pack
    from readiness.storage.database import immediate

    files = {**examples.tiny_pack(), "benchmarks.yaml": OLDER}
    older = read_pack(files, kept=True)
    with immediate(db):
        packs.keep_pack(db, older, files, at=examples.AT)
        use_pack(db, trust.id, older, person=me, at=examples.AT)

    page = trust.say(plan="agreed").get("/benchmarks")
    assert "Published: 41% 95% interval 28% to 54%" in row(page, "Have an agreed plan")
    assert "53 people in 50 organisations, 2017" in row(page, "Have an agreed plan")
    assert "41%" in trust.get("/verdict").text


class TestContextAlone:
    """A pack that holds published figures to read, and compares none."""

    @pytest.fixture
    def rules(self, tmp_path):
        context = SURVEYS[: SURVEYS.index("benchmarks:")] + (
            "heading: Context of an earlier year\n"
            "context:\n"
            "  - {key: early, survey: whole, says: Were at the beginning, value: 46}\n"
        )
        pack = {**examples.tiny_pack(), "benchmarks.yaml": context}
        examples.write_pack(tmp_path / "rules", pack)
        return tmp_path / "rules"

    def test_they_stand_on_a_page_of_their_own_and_beside_no_answer(self, trust):
        page = trust.say(plan="agreed").get("/benchmarks")

        assert page.heading == "Context of an earlier year"
        assert "nothing here is set against your answers" in page.text
        assert "Were at the beginning: 46%" in page.text
        assert "Your answer" not in page.text
        assert "Context of an earlier year" in headings(trust.get("/verdict"))
        assert "46%" not in trust.get("/sections/lead").text


class TestStatementsAlone:
    """A pack that holds neither survey nor figure, only what was said elsewhere."""

    @pytest.fixture
    def rules(self, tmp_path):
        said = "context:\n  - {key: history, says: It was so., source: judgement}\n"
        pack = {**examples.tiny_pack(), "benchmarks.yaml": said}
        examples.write_pack(tmp_path / "rules", pack)
        return tmp_path / "rules"

    def test_they_have_the_page_under_its_usual_heading(self, trust):
        page = trust.get("/benchmarks")

        assert page.heading == "How others answered"
        assert "It was so." in section(page, "context")
        assert "How others answered" in headings(trust.get("/verdict"))


class TestAnotherHeading:
    @pytest.fixture
    def rules(self, rules):
        path = rules / "tiny" / "benchmarks.yaml"
        path.write_text(f"heading: What was published\n{path.read_text()}")
        return rules

    def test_it_stands_at_the_questions_too(self, trust):
        page = trust.get("/sections/lead")

        assert "What was published" in page.question("PLN-01").text
        assert "How others answered" not in page.text
