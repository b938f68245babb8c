"""A believable trust and a small pack, and how to vary them one thing at a time."""

from datetime import UTC, date, datetime, timedelta

from readiness.domain.organisation import Organisation, OrganisationKind, Setting

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, 12, tzinfo=UTC)

TRUST = Organisation("ZX9", "Aldermoor NHS Trust", OrganisationKind.TRUST, Setting.ACUTE, sites=12)
CLINIC = Organisation("ZX8", "Brackenfell Community Clinic", OrganisationKind.TRUST)


def later(minutes):
    """Return a time so many minutes after `AT`."""
    return AT + timedelta(minutes=minutes)


def write_pack(rules, files, key="tiny"):
    """Write a pack's files into a rules folder."""
    for path, text in files.items():
        file = rules / key / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def tiny_pack(**replaced):
    """Return the files of a small pack with a question of every kind.

    A keyword such as `pack="…"` takes the place of pack.yaml; any other file is named likewise.
    """
    files = {
        "pack.yaml": PACK,
        "stages.yaml": STAGES,
        "sections/lead.yaml": LEAD,
        "sections/estate.yaml": ESTATE,
        "routes.yaml": ROUTES,
        "actions.yaml": ACTIONS,
        "cases/lead.yaml": CASES,
    }
    by_name = {
        path.split("/")[-1].removesuffix(".yaml"): path for path in files if "cases" not in path
    }
    return {**files, **{by_name[name]: text for name, text in replaced.items()}}


def contract_pack(**replaced):
    """Return the files of the small pack when every assessment of it is about one contract."""
    pack = PACK.replace("[lead, estate]", "[contract, lead, estate]") + CONTRACT_QUESTIONS
    return {**tiny_pack(**{"pack": pack, **replaced}), "sections/contract.yaml": CONTRACT}


def worksheet_pack():
    """Return the files of the small pack whose percentage has a worksheet."""
    return tiny_pack(
        estate=ESTATE.replace("    kind: percentage\n", "    kind: percentage\n" + WORK_OUT)
    )


def lease_pack(**replaced):
    """Return the files of a pack beside the small one: the same questions and some of a contract.

    It asks how far the plan is in other words.
    """
    files = contract_pack(**replaced)
    for old, new in (
        ("key: tiny", "key: lease"),
        ("title: A small move", "title: A lease"),
        ("How far is the plan?", "How far has your plan for the lease come?"),
    ):
        files = {path: text.replace(old, new) for path, text in files.items()}
    return files


def edited_pack(*edits):
    """Return the files of the small pack with some texts replaced, wherever they stand."""
    files = tiny_pack()
    for old, new in edits:
        assert any(old in text for text in files.values()), old
        files = {path: text.replace(old, new) for path, text in files.items()}
    return files


PACK = """\
key: tiny
version: "2026.11"
title: A small move
planning: Moving a few sites, to try things out.
order: 1
claimed: claimed-stage
target: target-date
counts:
  line: {question: lines}
roles:
  network-manager: Network manager
  finance-partner: Finance partner
find-out: {effort: {days: 0.5}, lead_time: 10 working days}
sections: [lead, estate]
at-hand: [Your list of sites]
"""

STAGES = """\
stages:
  - {key: not-started, title: Not started, meaning: Nothing has been agreed.}
  - {key: planning, title: Planning, meaning: A plan is agreed and being carried out.}
  - {key: complete, title: Complete, meaning: Every line has moved.}
"""

LEAD = """\
section: lead
title: Lead and plan
owner: network-manager
minutes: 3
have_open: your plan
questions:
  - key: claimed-stage
    ref: STG-01
    ask: Where do you think you are?
    kind: choice
    options: {not-started: Not started, planning: Planning, complete: Complete}
    area: Stage
    source: judgement
  - key: target-date
    ref: STG-02
    ask: When must the old service end?
    kind: date
    area: Stage
    source: judgement
  - key: plan
    ref: PLN-01
    ask: How far is the plan?
    hint: The plan names every line and its date.
    evidence: The minutes that agree it.
    kind: choice
    options: {none: None, drafted: Drafted, agreed: Agreed}
    area: Plan
    source: judgement
    benchmark: yes
  - key: agreement
    ref: PLN-02
    ask: Has your organisation signed the agreement?
    kind: yes-no
    area: Plan
    source: judgement
  - key: drivers
    ref: DRV-01
    ask: Why are you moving?
    kind: choices
    options:
      security: Security
      cost: Cost
      capacity: Capacity
      nothing: {label: No reason, alone: yes}
    area: Plan
    source: judgement
  - key: remarks
    ref: PLN-03
    ask: Is there anything that we should know?
    kind: text
    area: Plan
    sensitive: yes
    source: judgement
rules:
  - key: plan-agreed
    stage: not-started
    strength: hard
    needs: {question: plan, at_least: agreed}
    needed: Agreed.
    otherwise: The plan is not agreed.
    because: Nothing can be ordered without one.
    do: [draft-plan, agree-plan]
    source: judgement
  - key: agreement-signed
    stage: planning
    strength: hard
    needs: {question: agreement, is: yes}
    needed: Signed.
    otherwise: The agreement is not signed.
    because: A supplier may not connect an organisation that has not signed.
    do: [sign-agreement]
    source: judgement
"""

ESTATE = """\
section: estate
title: Lines and money
owner: network-manager
minutes: 5
have_open: your list of lines
questions:
  - key: lines
    ref: SIT-01
    ask: How many lines do you have?
    kind: number
    unit: lines
    maximum: 500
    area: Lines
    source: judgement
  - key: moved
    ref: SIT-02
    ask: What share of them has moved?
    kind: percentage
    area: Lines
    source: judgement
  - key: move-plan
    ref: SIT-03
    ask: How many lines have a date to move?
    kind: choice
    options:
      none: {label: None, done: [0, 0]}
      half: {label: About half, done: [40, 60]}
      all: {label: All, done: [100, 100]}
    area: Lines
    source: judgement
  - key: budget
    ref: FUN-01
    ask: How much is set aside?
    kind: money
    owner: finance-partner
    area: Money
    source: judgement
  - key: sharing
    ref: PAR-01
    ask: Will you buy together with others?
    kind: yes-no
    area: Partners
    source: judgement
  - key: partners
    ref: PAR-02
    ask: With whom?
    kind: partners
    asked_when: {question: sharing, is: yes}
    area: Partners
    source: judgement
  - key: route
    ref: PAR-03
    ask: Which way of buying do you prefer?
    kind: choice
    ordered: no
    options: {own: On our own, joint: Together}
    area: Partners
    source: judgement
rules:
  - key: lines-dated
    stage: planning
    strength: soft
    needs: {question: move-plan, at_least: half}
    needed: About half, or more.
    otherwise: Too few lines have a date to move.
    because: Engineers are booked weeks ahead.
    do: [date-lines]
    source: judgement
"""

WORK_OUT = """\
    work_out:
      of: lines
      part: lines that have moved
      rows:
        busy: {label: Busy sites, weight: 3}
        quiet: {label: Quiet sites, weight: 1}
"""

ROUTES = """\
question: route
least: 2
undecided: {title: Undecided, summary: Nothing speaks clearly for one way.}
routes:
  - key: own
    title: On your own
    summary: You buy for yourself.
  - key: joint
    title: Together
    summary: You buy with others.
    open_when: {question: sharing, is: yes}
    closed: Nobody buys together with you.
reasons:
  - key: partners-there
    when: {question: partners, picks_at_least: 2}
    because: Two or more partners would buy with you.
    whether: two or more partners would buy with you
    points: {joint: 3}
    source: judgement
  - key: few-lines
    when: {question: lines, less_than: 10}
    because: You have few lines.
    whether: you have few lines
    points: {own: 2}
    source: judgement
"""

ACTIONS = """\
actions:
  - key: draft-plan
    title: Draft the plan
    achieves: [{question: plan, at_least: drafted}]
    owner: network-manager
    effort: {days: [3, 5]}
    lead_time: 20 working days
    source: judgement
  - key: agree-plan
    title: Have the board agree the plan
    achieves: [{question: plan, at_least: agreed}]
    owner: network-manager
    effort: {days: 1}
    lead_time: 6 weeks
    after: [draft-plan]
    source: judgement
  - key: sign-agreement
    title: Sign the agreement
    achieves: [{question: agreement, is: yes}]
    owner: network-manager
    effort: {days: 1}
    lead_time: 20 working days
    start_before_target: 26 weeks
    source: judgement
  - key: date-lines
    title: Set a date to move for every line
    achieves: [{question: move-plan, at_least: all}]
    owner: network-manager
    effort: {days: 0.5, per: line}
    lead_time: 2 months
    source: judgement
"""

CASES = """\
- case: A trust whose plan is drafted has not started
  answers: {plan: drafted}
  expect: {evidenced: not-started, includes_unmet: [plan-agreed]}
"""

SCALES = """\
levels:
  - key: planning
    title: How far planning is
    levels:
      - {key: none, title: None, says: There is no plan.}
      - {key: some, title: Some, needs: {question: plan, at_least: drafted}, says: Drafted.}
      - {key: done, title: Done, needs: {question: plan, at_least: agreed}, says: It is agreed.}
    source: judgement
profiles:
  - key: trusts
    title: What a trust must reach
    applies_when: {organisation: kind, is: trust}
    least: {planning: some}
    otherwise: A trust with less cannot order.
    because: Orders need a plan.
    source: judgement
"""

CONTRACT_QUESTIONS = """\
contract: {ends: contract-end, notice: notice-day, supplier: contract-supplier}
"""

CONTRACT = """\
section: contract
title: The contract
owner: finance-partner
minutes: 2
questions:
  - key: contract-end
    ref: CON-01
    ask: When does the contract end?
    kind: date
    area: Contract
    about: contract
    source: judgement
  - key: notice-day
    ref: CON-02
    ask: What is the last day to give notice?
    kind: date
    area: Contract
    about: contract
    source: judgement
  - key: contract-supplier
    ref: CON-03
    ask: Who is the supplier?
    kind: text
    area: Contract
    about: contract
    source: judgement
"""
CONTRACT_END = """\
  - key: contract-end
    ref: SIT-09
    ask: When does your contract end?
    kind: date
    area: Lines
    source: judgement
rules:
"""

LADDER = """\
fallbacks:
  - key: extend
    title: Extend the contract
    owner: finance-partner
    needs: A price.
    lead_time: 12 weeks
  - key: bridge-by-radio
    title: Bridge the lines by radio
    owner: network-manager
    needs: A mast.
    lead_time: 4 weeks
    when: {question: lines, less_than: 10}
  - {key: accept-risk, title: Accept the risk, owner: finance-partner, needs: A name.}
"""

VEHICLES = """\
question: route
scope: drivers
vehicles:
  - key: own
    title: The old framework
    covers: [cost]
    closes: 2027-08-16
    says: Nothing new may be bought after its end.
    source: judgement
    review_by: 2027-06-01
"""

DEADLINES = """\
deadlines:
  - key: switch-off
    title: Old lines are switched off
    short: Lines
    day: 2027-06-30
    applies_when: {question: lines, more_than: 0}
    met_when: {question: move-plan, at_least: all}
    do: [agree-plan, date-lines]
    because: A line that has not moved by then goes dark.
    fallbacks: [bridge-by-radio, extend]
    source: judgement
    review_by: 2027-05-01
  - key: yearly-check
    title: The yearly check is due
    day: {yearly: 12-31}
    met_when: {question: agreement, is: yes}
    do: [sign-agreement]
    because: A check that is late is published as late.
    source: judgement
    review_by: 2027-06-01
  - key: notice
    title: Last day to give notice
    day: {question: contract-end, before: 6 months}
    begin_before: 12 months
    because: After it the contract goes on for a year.
    fallbacks: [extend]
  - key: framework-closes
    title: The framework closes
    day: {vehicle: closes}
    because: Nothing new may be bought through it.
"""


def deadline_pack(deadlines=DEADLINES, **replaced):
    """Return the files of the small pack with deadlines, and with what they name."""
    estate = ESTATE.replace("rules:\n", CONTRACT_END)
    files = tiny_pack(**{"estate": estate, "pack": PACK + LADDER, **replaced})
    return {**files, "vehicles.yaml": VEHICLES, "deadlines.yaml": deadlines}
