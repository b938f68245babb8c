"""Starting with a contract, several open at once, and all of them together by date."""

from datetime import date

import pytest

from readiness.usecases.assessment import (
    Change,
    answer_questions,
    open_assessments,
    read_assessment,
    start_assessment,
)
from readiness.usecases.organisation import add_organisation
from readiness.web.contract_lines import ContractLines
from readiness.web.contracts_page import ContractsPage
from tests import examples
from tests.examples import AT, ON, TRUST, contract_pack, write_pack

HSCN, WIFI = "HSCN connection, 2019 call-off", "Wi-Fi of the hospitals"
CHOOSE = "/organisations/ZX9/contract?pack=tiny"
ALL = "/organisations/ZX9/contracts"


@pytest.fixture
def rules(tmp_path):
    write_pack(tmp_path / "rules", contract_pack())
    return tmp_path / "rules"


@pytest.fixture
def start(db, rules, me):
    """Start a contract with its days, as text; None leaves one out."""
    add_organisation(db, TRUST, person=me, at=AT)

    def start(name, ends=None, notice=None, supplier=None, target=None):
        number = start_assessment(db, rules, "tiny", "ZX9", person=me, at=AT, contract=name)
        given = {
            "contract-end": ends,
            "notice-day": notice,
            "contract-supplier": supplier,
            "target-date": target,
        }
        changes = [Change(key, value, seen=0) for key, value in given.items() if value]
        opened = read_assessment(db, number, person=me, on=ON)
        assert answer_questions(db, opened, changes, person=me, at=AT).all_kept
        return number

    return start


@pytest.fixture
def opened(db, me):
    return lambda: open_assessments(db, person=me, on=ON)


def test_who_starts_is_asked_for_the_contract(start, visit, client, opened):
    page = visit("/organisations/choose?pack=tiny")
    page = visit(page.send(organisation="ZX9"))

    assert page.heading == "Name the contract"
    tasks = visit(page.send(name=f"  {HSCN} "))
    assert tasks.heading == "Your assessment"
    assert [one.assessment.contract for one in opened()] == [HSCN]
    assert HSCN in tasks.one("header").text


def test_an_organisation_added_on_the_way_is_not_lost(visit, rules, opened):
    page = visit("/organisations/choose?pack=tiny")
    page = visit(page.send(organisation="new", ods_code="ZX7", name="Elsewhere"))
    again = visit(page.send(name=""), 400)

    assert again.heading == "Name the contract"
    assert "Name the contract, such as Main" in again.text
    assert visit(again.send(name="Lines")).heading == "Your assessment"


def test_what_was_typed_comes_back(start, visit):
    page = visit(visit(CHOOSE).send(name="y" * 121), 400)

    assert "Shorten the contract’s name" in page.text
    assert "y" * 121 in page.response.text


def test_a_contract_under_way_can_be_gone_on_with(start, visit, opened):
    number = start(HSCN)
    page = visit(CHOOSE)

    assert page.heading == "Choose the contract"
    assert "Which contract is it about?" in page.text
    assert f"/assessments/{number}" in page.send(contract=str(number)).location
    assert len(opened()) == 1


def test_another_contract_can_be_started_beside_it(start, visit, opened):
    start(HSCN)
    refused = visit(visit(CHOOSE).send(), 400)
    visit(refused.send(contract="new", name=WIFI))

    assert "Choose a contract, or give a new one" in refused.text
    assert {one.assessment.contract for one in opened()} == {HSCN, WIFI}


def test_the_start_page_names_the_contracts_under_way(start, visit):
    start(HSCN)
    one = visit("/")
    start(WIFI)
    both = visit("/")

    assert f"{TRUST.name}: {HSCN}" in one.text
    assert f'href="{ALL}"' not in one.response.text
    assert f"2 contracts of {TRUST.name}, by date" in both.text
    assert f'href="{ALL}"' in both.response.text


@pytest.mark.parametrize(
    "path", ["", "/verdict", "/plan", "/check", "/sections/contract", "/calendar", "/sheets"]
)
def test_every_page_of_an_assessment_says_which_contract(start, visit, path):
    page = visit(f"/assessments/{start(HSCN)}{path}")

    assert HSCN in page.one("header").text


def test_files_carry_the_contract_in_their_names(start, client):
    number = start(HSCN)
    file = client.get(f"/assessments/{number}/plan.csv")

    assert "ZX9-hscn-connection-2019-call-off-tiny" in file.headers["Content-Disposition"]


def test_contracts_stand_by_their_ends_and_unknown_ones_last(start, visit):
    start("Third")
    start("Second", "1 3 2028", "1 3 2027", "Northern Fibre", "1 3 2028")
    start("First", "1 9 2027", "1 6 2026")
    page = visit(ALL)

    names = [row.text for row in page.every("th") if row.get("scope") == "row"]
    assert [name.split()[0] for name in names] == ["First", "Second", "Third"]
    assert "Northern Fibre" in names[1]
    assert "1 Jun 2026 passed" in page.text
    assert "1 Mar 2027 in 3 months" in page.text
    assert "The next last day to give notice is 1 March 2027, for Second." in page.text
    assert "2 of 3 end within 12 months of one another" in page.text
    assert "Days that are not known" in page.text
    assert "Third: last day to give notice not known, end not known." in page.response.text


def test_contracts_whose_ends_are_far_apart_are_not_said_to_go_together(start, visit):
    start("One", "1 1 2027")
    start("Two", "2 1 2028")

    assert "one another" not in visit(ALL).text


def test_an_organisation_without_contracts_is_told_how_to_begin(start, visit):
    assert "No contract is being assessed" in visit(ALL).text


def test_the_table_can_be_fetched(start, client):
    start("=Lines", "1 3 2028", "1 3 2027")
    lines = client.get(f"{ALL}.csv").data.decode("utf-8-sig").splitlines()

    assert lines[0].startswith("Contract,Supplier,Last day to give notice,End,Stage")
    assert lines[1].startswith("'=Lines,,2027-03-01,2028-03-01,Not started")


def test_a_contract_can_be_renamed(start, visit):
    number = start(HSCN)
    page = visit(f"/assessments/{number}/contract")
    page = visit(page.send(name=WIFI))

    assert page.heading == "Your assessment"
    assert WIFI in page.one("header").text


def test_a_name_that_another_contract_has_is_refused(start, visit):
    start(WIFI)
    page = visit(f"/assessments/{start(HSCN)}/contract")
    page = visit(page.send(name=WIFI.upper()), 400)

    assert "Another contract is called" in page.text
    assert WIFI.upper() in page.response.text


def test_a_name_given_meanwhile_is_shown_beside_what_was_typed(start, visit):
    number = start(HSCN)
    first, second = (visit(f"/assessments/{number}/contract") for _ in "ab")
    visit(first.send(name="Theirs"))
    clash = visit(second.send(name="Mine"), 409)

    assert "called this contract “Theirs”" in clash.text
    assert 'value="Mine"' in clash.response.text
    assert "Mine" in visit(clash.send(name="Mine")).one("header").text


def test_a_pack_about_no_contract_asks_for_none(tmp_path, start, visit, rules):
    write_pack(rules, examples.tiny_pack())
    (rules / "tiny" / "sections" / "contract.yaml").unlink()

    visit(CHOOSE, 404)
    page = visit(visit("/organisations/choose?pack=tiny").send(organisation="ZX9"))
    assert page.heading == "Your assessment"
    assert "Your contracts" not in page.text


def test_who_gives_no_notice_is_not_asked_for_a_day(rules, start, visit):
    contract = examples.CONTRACT.replace(
        "  - key: notice-day\n",
        "  - key: notice-day\n    asked_when: {organisation: kind, is: hospice}\n",
    )
    write_pack(rules, {**contract_pack(), "sections/contract.yaml": contract})
    start(HSCN, "1 3 2028")
    page = visit(ALL)

    assert "Does not apply" in page.text
    assert "Days that are not known" not in page.text
    assert "last day to give notice does not apply, end 1 Mar 2028." in page.response.text


class Row:
    """A contract with its days and nothing else."""

    gives_notice = True

    def __init__(self, name, notice, ends):
        self.name, self.notice, self.ends = name, notice, ends


@pytest.mark.parametrize(
    ("notice", "ends", "cap", "dot", "words"),
    [
        (date(2027, 3, 1), date(2028, 3, 1), True, True, ""),
        (date(2026, 3, 1), date(2028, 3, 1), False, True, ""),
        (None, date(2028, 3, 1), False, True, "notice not known"),
        (date(2027, 3, 1), None, True, False, "end date not known"),
        (None, None, False, False, "end date not known"),
        (None, date(2026, 3, 1), False, False, "ended 1 Mar 2026"),
        (date(2027, 3, 1), date(2031, 3, 1), True, False, "ends 1 Mar 2031"),
        (date(2030, 3, 1), date(2031, 3, 1), False, False, "ends 1 Mar 2031"),
    ],
)
def test_a_line_runs_from_the_notice_to_the_end(notice, ends, cap, dot, words):
    lines = ContractLines(ContractsPage((Row("A" * 60, notice, ends),)), ON)
    line = lines.lines[0]

    assert (line.cap, line.dot, line.words) == (cap, dot, words)
    assert all(210 <= x <= 620 for x in (line.start, line.end, line.words_x) if x is not None)
    assert line.start is None or line.end is None or line.start <= line.end
    assert len(line.name) <= 28
    assert lines.height == 26 + 22
