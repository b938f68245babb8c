"""A plan as a workbook: actions, reasons, answers, and the pack version they rest on."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from readiness.domain.assessment import State
from readiness.domain.checked import Checked
from readiness.domain.condition import Truth
from readiness.domain.contract import beside
from readiness.domain.cost_figures import NOTHING_GIVEN, Costs
from readiness.domain.costs import compare_costs
from readiness.domain.explanation import explain_finding, explain_reason, recommendation
from readiness.domain.freeze import Freeze
from readiness.domain.grounds import Ground, ground_lines, host_words
from readiness.domain.joint_action import Proposed
from readiness.domain.plan import Plan, Progress
from readiness.domain.results import ReasonResult
from readiness.domain.scale_words import scales_title
from readiness.domain.schedule import Schedule
from readiness.domain.sign_off import SignOff
from readiness.domain.summary import headline, lead, plan_headline
from readiness.domain.verdict import Verdict
from readiness.domain.wording import answer_words, day_words
from readiness.files.due_rows import DUE_COLUMNS, due_rows
from readiness.files.joint_rows import JOINT_COLUMNS, joint_rows
from readiness.files.plan_rows import COLUMNS, Cell, plan_rows
from readiness.files.scales import PROFILE_COLUMNS, SCALE_COLUMNS, profile_rows, scale_rows
from readiness.files.sheets import Sheets, open_book
from readiness.files.time_and_money import COST_COLUMNS, cost_rows

_TRUTH = {
    Truth.YES: "met",
    Truth.NO: "not met",
    Truth.UNKNOWN: "not yet known",
    Truth.NOT_ASKED: "does not apply",
}
_STATE = {
    State.ANSWERED: "answered",
    State.DONT_KNOW: "don’t know",
    State.TO_DO: "not answered",
    State.MAY_APPLY: "may apply",
    State.NOT_ASKED: "does not apply",
}

_ROUTE_COLUMNS = (
    ("Rank", 6),
    ("Route", 40),
    ("Open", 14),
    ("Points", 8),
    ("Low", 8),
    ("High", 8),
    ("For", 60),
    ("Against", 60),
    ("Not yet known", 60),
    ("Key", 16),
)


def plan_workbook(
    plan: Plan,
    schedule: Schedule,
    progress: Mapping[str, Progress],
    costs: Costs = NOTHING_GIVEN,
    decided: SignOff | None = None,
    found: Checked | None = None,
    joint: Sequence[Proposed] = (),
) -> bytes:
    """Write a plan as `.xlsx`: sheets Plan, Gates, Routes, Answers, Costs and About.

    A pack without routes has no such sheet; one with levels, tables, profiles
    or deadlines has sheets of them. So have joint actions that were accepted.

    Dates are real dates; text from people is always text, never a formula or a link. The same
    values give the same bytes.
    """
    verdict = plan.verdict
    out = io.BytesIO()
    book = open_book(out)
    made = datetime.combine(verdict.given.on, time())
    book.set_properties({"title": _title(verdict), "created": made})
    sheets = Sheets(book)
    rows = plan_rows(plan, schedule, progress)
    sheets.add(
        "Plan",
        [(column.heading, column.width) for column in COLUMNS],
        [[column.cell(row) for column in COLUMNS] for row in rows],
        frozen=2,
    )
    if joint:
        cells = [[row[head] for head, _ in JOINT_COLUMNS] for row in joint_rows(joint)]
        sheets.add("Joint actions", JOINT_COLUMNS, cells)
    sheets.add(
        "Gates",
        [
            ("Gate out of", 24),
            ("Strength", 10),
            ("Truth", 14),
            ("Found", 60),
            ("Needed", 40),
            ("Why it matters", 60),
            ("Questions", 20),
            ("Rule", 34),
        ],
        _gates(verdict),
    )
    if verdict.scales:
        sheets.add(scales_title(verdict), SCALE_COLUMNS, scale_rows(verdict))
    if verdict.profiles:
        sheets.add("Profiles", PROFILE_COLUMNS, profile_rows(verdict))
    if verdict.routes:
        sheets.add("Routes", _ROUTE_COLUMNS, _routes(verdict))
    sheets.add(
        "Answers",
        [
            ("Reference", 18),
            ("Question", 60),
            ("State", 14),
            ("Answer", 40),
            ("Note", 40),
            ("Evidence", 40),
            ("Answered by", 20),
            ("Saved", 12),
            ("Section", 30),
            ("Key", 30),
        ],
        _answers(verdict),
    )
    if schedule.deadlines:
        sheets.add("Deadlines", DUE_COLUMNS, [*due_rows(schedule, verdict.pack)])
    comparison = compare_costs(plan, schedule.target, costs)
    sheets.add("Costs", COST_COLUMNS, cost_rows(comparison))
    sheets.add("About", [("What", 28), ("", 90)], _about(plan, schedule, decided, found))
    book.close()
    return out.getvalue()


def _gates(verdict: Verdict) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for result in verdict.stages:
        for finding in result.findings:
            words = explain_finding(finding, verdict.reading)
            rows.append(
                [
                    result.stage.title,
                    finding.rule.strength.value,
                    _TRUTH[finding.truth],
                    "\n".join([words.sentence, *_grounds(words.grounds)]),
                    words.needed,
                    words.because,
                    ", ".join(verdict.pack.questions[key].ref for key in finding.rule.questions),
                    finding.rule.key,
                ]
            )
    return rows


def _grounds(found: tuple[Ground, ...]) -> Iterator[str]:
    for depth, ground in ground_lines(found):
        yield f"{'  ' * depth}{_TRUTH[ground.truth]}: {ground.words}"


def _routes(verdict: Verdict) -> list[list[Cell]]:
    opening = {Truth.YES: "open", Truth.NO: "closed", Truth.UNKNOWN: "not yet known"}

    def listed(reasons: Sequence[ReasonResult]) -> str:
        found = ((r.points, explain_reason(r, verdict.reading)) for r in reasons)
        return "\n".join(f"{points:+d} {words.sentence} {words.said}" for points, words in found)

    return [
        [
            route.rank,
            route.route.title,
            opening[route.open],
            route.points,
            route.low,
            route.high,
            listed(route.speaking_for),
            listed(route.against),
            listed(route.unknown),
            route.route.key,
        ]
        for route in verdict.routes
    ]


def _answers(verdict: Verdict) -> list[list[Cell]]:
    reading = verdict.reading
    titles = {section.key: section.title for section in verdict.pack.sections}
    rows: list[list[Cell]] = []
    for key, question in verdict.pack.questions.items():
        answer = verdict.given.answers.get(key)
        said = answer is not None and answer.value is not None
        rows.append(
            [
                question.ref,
                question.ask,
                _STATE[reading.states[key]],
                _answer_cell(answer_words(question, answer.value), answer.value)
                if answer and said
                else None,
                answer.note if answer else None,
                answer.evidence if answer else None,
                answer.by if answer else None,
                answer.at.date() if answer and answer.at else None,
                titles[question.section],
                key,
            ]
        )
    return rows


def _answer_cell(words: str, value: object) -> Cell:
    """Keep numbers and dates what they are; write everything else in words."""
    if isinstance(value, (int, date)) and not isinstance(value, bool):
        return value
    return words


def _about(
    plan: Plan, schedule: Schedule, decided: SignOff | None, found: Checked | None
) -> list[list[Cell]]:
    verdict = plan.verdict
    organisation = verdict.given.organisation
    route, how_sure = recommendation(verdict)
    advised: list[list[Cell]] = (
        [["Procurement route", route], ["", how_sure]] if verdict.routes else []
    )
    words = plan_headline(schedule)
    frozen: list[list[Cell]] = [
        ["Change freeze", _freeze_words(freeze)] for freeze in schedule.frozen.freezes
    ]
    contract: list[list[Cell]] = (
        [["Contract", verdict.given.contract]] if verdict.given.contract else []
    )
    hosted: list[list[Cell]] = (
        [["Answered by a host", host_words(host)]] if (host := verdict.given.host) else []
    )
    return [
        ["Organisation", f"{organisation.name} ({organisation.ods_code})"],
        *contract,
        ["Judged on", verdict.given.on],
        *hosted,
        ["Finding", headline(verdict)],
        ["", lead(verdict)],
        ["Claimed", verdict.claimed.title if verdict.claimed else "not said"],
        ["Evidenced", verdict.evidenced.title],
        ["At most", verdict.at_most.title],
        *_approved(decided, found),
        *advised,
        ["Target date", schedule.target],
        ["Target", words.sentence],
        ["", words.detail],
        *frozen,
        ["Person-days, low", plan.effort.low],
        ["Person-days, high", plan.effort.high],
        ["Actions of unknown effort", len(plan.unknown_effort)],
        ["Rule pack", verdict.pack.title],
        ["Pack key", verdict.pack.key],
        ["Pack version", verdict.pack.version],
        ["Pack fingerprint", verdict.pack.fingerprint],
        ["How dates are counted", "Working days are those of England; bank holidays are left out."],
        ["", "Weeks, months, and days where working is not said, count every day."],
        ["", "What changes the live network rests in change freezes."],
        ["How efforts are counted", "Own work in person-days; a range where a share is not known."],
    ]


def _approved(decided: SignOff | None, found: Checked | None) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    if found:
        rows += [["Checked", found.stage.title], ["", f"{found.counts}. {found.meaning}"]]
    if decided:
        rows.append(["Signed off" if decided.signed else "Sent back", decided.sentence])
    return rows


def _freeze_words(freeze: Freeze) -> str:
    return f"{freeze.what}: {day_words(freeze.first)} to {day_words(freeze.last)}"


def _title(verdict: Verdict) -> str:
    organisation = verdict.given.organisation
    about = beside(organisation.name, verdict.given.contract)
    return f"Action plan of {about}, {day_words(verdict.given.on)}"
