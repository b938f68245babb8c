"""The tables of a system that travel: columns with their widths, and rows of plain values."""

from collections.abc import Sequence

from readiness.domain.band import BAND_LABELS
from readiness.domain.buying import Buying
from readiness.domain.comparison import Comparison, Member, Shares
from readiness.domain.pack import Pack, Rule
from readiness.domain.risks import Risk
from readiness.domain.tally import MET, NOT_KNOWN, NOT_MET
from readiness.files.plan_rows import Cell
from readiness.files.system_views import areas, bands, is_withheld, left_out, state_of, stops

Columns = tuple[tuple[str, int], ...]
Rows = list[list[Cell]]

MEMBER_COLUMNS: Columns = (
    ("Organisation", 36),
    ("Code", 10),
    ("Band", 26),
    ("State", 22),
    ("Submitted on", 14),
    ("Days old", 10),
    ("How it came", 14),
    ("Claimed", 22),
    ("Evidenced", 22),
    ("Checked", 22),
    ("At most", 22),
    ("Met", 8),
    ("Not met", 8),
    ("Not yet known", 10),
    ("Left out", 50),
)
END_COLUMNS: Columns = (
    ("Organisation", 36),
    ("Code", 10),
    ("What", 60),
    ("Day", 14),
)
RISK_COLUMNS: Columns = (
    ("Reference", 14),
    ("Risk", 46),
    ("Cause", 46),
    ("Likelihood (1 to 5)", 12),
    ("Impact (1 to 5)", 12),
    ("Score", 8),
    ("Why these figures", 36),
    ("Owner", 26),
    ("Mitigation", 50),
    ("Stopped", 10),
    ("Rule applies to", 10),
    ("Not yet known", 10),
    ("First date of those stopped", 16),
    ("Rule", 26),
)
STAGE_COLUMNS: Columns = (("Stage", 28), ("Claimed", 12), ("Evidenced", 12), ("Checked", 12))
HOLDING_COLUMNS: Columns = (
    ("Point", 60),
    ("Leads out of", 26),
    ("Stopped", 10),
    ("Not yet known", 10),
    ("Move if only this opens", 14),
    ("Of", 8),
    ("What is needed", 50),
    ("Reference", 16),
    ("Rule", 28),
)
BAND_COLUMNS: Columns = (
    ("Band", 40),
    ("Members", 10),
    ("Submitted", 10),
    ("Compared", 10),
    ("Middle of what is evidenced", 40),
)
ROUTE_COLUMNS: Columns = (
    ("Route", 44),
    ("Prefer it", 12),
    ("Recommended to", 16),
    ("Both", 8),
    ("Of", 8),
)
SPEND_COLUMNS: Columns = (
    ("Question", 60),
    ("Known sum, pounds", 18),
    ("Least of one", 14),
    ("Most of one", 14),
    ("Told us", 10),
    ("Asked", 10),
    ("In words", 70),
)
VEHICLE_COLUMNS: Columns = (
    ("Vehicle", 44),
    ("On this day", 30),
    ("Named by", 10),
    ("Of", 8),
    ("Preferred routes of those who name it", 70),
)


def member_rows(comparison: Comparison) -> Rows:
    """Return every member, submitted or not, with what its submission comes to."""
    reasons = {member.code: reason for member, reason in left_out(comparison)}
    return [
        _member(member, comparison, reasons.get(member.code, "")) for member in comparison.members
    ]


def _member(member: Member, comparison: Comparison, reason: str) -> list[Cell]:
    sent = member.submitted
    head: list[Cell] = [member.organisation.name, member.code, BAND_LABELS[member.band]]
    if sent is None:
        return [*head, state_of(member), *[None] * 10, reason]
    stages, tally = sent.pack.stages, sent.tally
    places = (tally.claimed, tally.evidenced, sent.checked, tally.at_most)
    letters = [tally.truths.count(letter) for letter in (MET, NOT_MET, NOT_KNOWN)]
    return [
        *head,
        state_of(member),
        sent.at,
        sent.age(comparison.on),
        sent.way.value,
        *(None if place is None else stages[place].title for place in places),
        *letters,
        reason,
    ]


def stage_rows(comparison: Comparison) -> Rows:
    """Return the stages with how many claim, evidence and have had checked each."""
    counts = comparison.stages
    return [
        [stage.title, *each]
        for stage, *each in zip(
            comparison.pack.stages, counts.claimed, counts.evidenced, counts.agreed, strict=True
        )
    ]


def holding_rows(comparison: Comparison) -> Rows:
    """Return the hard rules that hold anybody up, those that stop most first."""
    pack = comparison.pack
    return [
        [
            stop.rule.otherwise,
            pack.stages[stop.stage].title,
            stop.stopped.bit_count(),
            stop.not_known.bit_count(),
            stop.alone.bit_count(),
            len(comparison.compared),
            stop.rule.needed,
            *_named(stop.rule, pack),
        ]
        for stop in stops(comparison)
    ]


def area_columns(comparison: Comparison) -> Columns:
    """Return the columns of members by areas: three for each area, for its three shares."""
    shares = [
        (f"{area.title}: {share}", 12)
        for area in areas(comparison)
        for share in ("met", "not met", "not yet known")
    ]
    every = [(f"All rules: {share}", 12) for share in ("met", "not met", "not yet known")]
    return (("Organisation", 36), ("Code", 10), ("Band", 26), ("Evidenced", 24), *shares, *every)


def area_rows(comparison: Comparison) -> Rows:
    """Return all that are compared together, then each, with the shares of every area."""
    found = areas(comparison)
    title = f"All {len(comparison.compared)} compared"
    first: list[Cell] = [title, None, None, None, *_shares([a.all for a in found])]
    rows = [[*first, *_shares([comparison.shares])]]
    for place, member in enumerate(comparison.compared):
        shares = [area.shares[place] for area in found]
        rows.append(
            [
                member.organisation.name,
                member.code,
                BAND_LABELS[member.band],
                comparison.pack.stages[comparison.tallies[place].evidenced].title,
                *_shares(shares),
                *_shares([sum(shares, Shares())]),
            ]
        )
    return rows


def band_rows(comparison: Comparison) -> Rows:
    """Return the bands with how many submitted and their middle, or why none is told."""
    return [
        [
            band.title,
            band.members,
            band.submitted,
            band.compared,
            band.middle or "Too few to tell a middle",
        ]
        for band in bands(comparison)
    ]


def left_out_rows(comparison: Comparison) -> Rows:
    """Return who is left out, and why."""
    return [[member.organisation.name, member.code, why] for member, why in left_out(comparison)]


def route_rows(buying: Buying) -> Rows:
    """Return the routes with who prefers them and to whom they are recommended."""
    of = len(buying.purchases)
    return [[r.title, r.preferred, r.recommended, r.both, of] for r in buying.routes]


def end_rows(buying: Buying) -> Rows:
    """Return the days of each organisation, those of sensitive questions left out."""
    return [
        [member.organisation.name, member.code, dates.question.ask, day]
        for dates in (buying.ends, buying.notices)
        if dates and not dates.question.sensitive
        for day, member in dates.days
    ]


def spend_rows(buying: Buying) -> Rows:
    """Return what each question of money comes to, and of how many."""
    return [
        [
            spend.question.ask,
            spend.sum,
            spend.least,
            spend.most,
            spend.base.told,
            spend.base.asked,
            spend.words,
        ]
        for spend in buying.spend
    ]


def vehicle_rows(buying: Buying) -> Rows:
    """Return the vehicles with how they stand on the day, and who names them."""
    of = len(buying.purchases)
    return [
        [v.title, v.standing, v.named, of, "; ".join(f"{title}: {n}" for title, n in v.routes)]
        for v in buying.vehicles
    ]


def risk_rows(found: Sequence[Risk], pack: Pack) -> Rows:
    """Return the risk register, highest score first."""
    return [
        [
            _named(risk.rule, pack)[0],
            risk.sentence,
            risk.cause,
            risk.likelihood,
            risk.impact,
            risk.score,
            risk.why,
            risk.owner,
            "\n".join(risk.mitigation),
            risk.stopped,
            risk.asked,
            risk.unknown,
            risk.date,
            _named(risk.rule, pack)[1],
        ]
        for risk in found
    ]


def _named(rule: Rule, pack: Pack) -> tuple[str, str]:
    """Return the references and the key of a rule; nothing where its words are not told."""
    if is_withheld(rule):
        return "", ""
    return ", ".join(pack.questions[key].ref for key in rule.questions), rule.key


def _shares(found: Sequence[Shares]) -> list[Cell]:
    return [count for shares in found for count in (shares.met, shares.not_met, shares.not_known)]
