"""A comparison as JSON and as text, as `readiness compare` prints it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from readiness.domain.comparison import Comparison, Member, Shares
from readiness.domain.holding import Hold
from readiness.domain.put_right import Effect, effect
from readiness.domain.wording import count_words
from readiness.files.compared_lines import Compared
from readiness.files.system_views import areas, bands, stops


def report_document(found: Compared, met: Sequence[str]) -> dict[str, Any]:
    """Return everything that was found, ready for JSON."""
    comparison = found.comparison
    pack = comparison.pack
    return {
        "pack": {"key": pack.key, "version": pack.version, "fingerprint": pack.fingerprint},
        "n": len(comparison.compared),
        "stages": _stages(comparison),
        "unclaimed": comparison.stages.unclaimed,
        "organisations": [_organisation(member, comparison) for member in comparison.compared],
        "rules": _shares(comparison.shares),
        "holding": [_stop(stop, comparison) for stop in stops(comparison)],
        "areas": _areas(comparison),
        "bands": [
            {
                "band": band.title,
                "n": band.compared,
                "middle": band.middle,
            }
            for band in bands(comparison)
        ],
        "left_out": [
            {
                "organisation": line.organisation.ods_code,
                "contract": line.contract,
                "on": line.on.isoformat(),
                "why": _OTHER_CONTRACT,
            }
            for line in found.aside
        ],
        **({"if_met": _effect(effect(comparison, met), comparison, met)} if met else {}),
    }


_OTHER_CONTRACT = "An organisation counts once: a newer record of it, or one on an earlier line."


def report_text(found: Compared, met: Sequence[str]) -> str:
    """Write what was found for people to read."""
    return "\n".join([*_lines(found, met), ""])


def _stages(comparison: Comparison) -> list[dict[str, Any]]:
    """Count each stage as claimed, evidenced, and at most, in the order of the ladder."""
    most = [tally.at_most for tally in comparison.tallies]
    counts = comparison.stages
    return [
        {
            "stage": stage.key,
            "claimed": counts.claimed[place],
            "evidenced": counts.evidenced[place],
            "at_most": most.count(place),
        }
        for place, stage in enumerate(comparison.pack.stages)
    ]


def _organisation(member: Member, comparison: Comparison) -> dict[str, Any]:
    sent, stages = member.submitted, comparison.pack.stages
    claimed = sent.tally.claimed if sent else None
    return {
        "organisation": member.code,
        "name": member.organisation.name,
        "band": member.band.value,
        "claimed": None if claimed is None else stages[claimed].key,
        "evidenced": stages[sent.tally.evidenced].key if sent else None,
        "at_most": stages[sent.tally.at_most].key if sent else None,
    }


def _shares(shares: Shares) -> dict[str, int]:
    return {
        "met": shares.met,
        "not_met": shares.not_met,
        "not_known": shares.not_known,
        "of": shares.all,
    }


def _stop(stop: Hold, comparison: Comparison) -> dict[str, Any]:
    return {
        "rule": stop.rule.key,
        "stage": stop.rule.stage,
        "needed": stop.rule.needed,
        "stopped": stop.stopped.bit_count(),
        "not_known": stop.not_known.bit_count(),
        "move_if_only_this": stop.alone.bit_count(),
        "of": len(comparison.compared),
    }


def _areas(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "area": area.title,
            "all": _shares(area.all),
            "organisations": {
                member.code: _shares(shares)
                for member, shares in zip(comparison.compared, area.shares, strict=True)
            },
        }
        for area in areas(comparison)
    ]


def _effect(found: Effect, comparison: Comparison, met: Sequence[str]) -> dict[str, Any]:
    stages = comparison.pack.stages
    return {
        "met": list(met),
        "move": found.moves,
        "of": len(comparison.compared),
        "stages": [
            {"stage": stage.key, "now": now, "then": then}
            for stage, (now, then) in zip(stages, found.counts, strict=True)
        ],
        "moves": [
            {
                "organisation": move.member.code,
                "from": stages[move.now].key,
                "to": stages[move.then].key,
            }
            for move in found.movers()
        ],
    }


def _lines(found: Compared, met: Sequence[str]) -> Iterator[str]:
    comparison = found.comparison
    pack, n = comparison.pack, len(comparison.compared)
    yield f"{count_words(n, 'organisation')} by {pack.title} {pack.version}"
    for line in found.aside:
        yield f"Left out: {_of(line.organisation.ods_code, line.contract)}. {_OTHER_CONTRACT}"
    if not n:
        yield "We do not know yet: there is no record in the file."
        return
    yield from _stage_lines(comparison)
    shares = comparison.shares
    yield (
        f"\nHard rules that apply: {shares.all}. {shares.met} met, {shares.not_met} not met, "
        f"{shares.not_known} not yet known."
    )
    yield from _stop_lines(comparison)
    yield "\nLike with like"
    for band in bands(comparison):
        yield f"  {band.title}: {band.compared}, middle {band.middle or 'not told of so few'}"
    yield "\nWhere the gaps are (met, not met, not yet known)"
    for area in areas(comparison):
        all_ = area.all
        yield f"  {area.title:44} {all_.met:>5}{all_.not_met:>6}{all_.not_known:>6}"
    if met:
        yield from _effect_lines(effect(comparison, met), comparison, met)


def _of(code: str, contract: str | None) -> str:
    return f"{code}, {contract}" if contract else code


def _stage_lines(comparison: Comparison) -> Iterator[str]:
    yield f"\n{'Stage':24}{'claimed':>10}{'evidenced':>11}{'at most':>9}"
    for stage, row in zip(comparison.pack.stages, _stages(comparison), strict=True):
        yield (f"{stage.title:24}{row['claimed']:>10}{row['evidenced']:>11}{row['at_most']:>9}")
    if comparison.stages.unclaimed:
        yield f"{comparison.stages.unclaimed} claim no stage."


def _stop_lines(comparison: Comparison) -> Iterator[str]:
    found = stops(comparison)
    if not found:
        yield "\nNo hard rule stops anybody."
        return
    of = len(comparison.compared)
    yield f"\nWhat holds us up, of {of} (stopped, not yet known, move if only this opens)"
    for stop in found:
        counts = (each.bit_count() for each in (stop.stopped, stop.not_known, stop.alone))
        yield f"  {''.join(f'{count:>5}' for count in counts)}  {_rule(stop, comparison)}"


def _rule(stop: Hold, comparison: Comparison) -> str:
    stage = comparison.pack.stages[stop.stage].title
    return f"{stop.rule.key}, out of {stage}: {stop.rule.otherwise}"


def _effect_lines(found: Effect, comparison: Comparison, met: Sequence[str]) -> Iterable[str]:
    stages = comparison.pack.stages
    of = len(comparison.compared)
    yield f"\nIf everyone met {', '.join(met)}: {found.moves} of {of} would move"
    for move in found.movers():
        path = f"{stages[move.now].title} to {stages[move.then].title}"
        yield f"  {move.member.organisation.name} ({move.member.code}): {path}"
