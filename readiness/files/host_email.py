"""The e-mail by which a guest asks its host for what a gate still needs of it, ready to send."""

from collections.abc import Iterator

from readiness.domain.calendar import after
from readiness.domain.condition import Truth
from readiness.domain.timed import Timed
from readiness.domain.verdict import Verdict
from readiness.domain.wording import day_words, possessive
from readiness.files.email_draft import EmailDraft


def host_email(timed: Timed, verdict: Verdict) -> EmailDraft:
    """Write the e-mail of an action that asks the host: which points, and by when.

    An answer is asked for by the day on which the action can be finished. Where there is a target
    that can still be met, the last day that keeps the plan is named as well.
    """
    host, action = verdict.given.host, timed.action
    assert host is not None
    stage = verdict.pack.stages[verdict.pack.stage_index[str(action.gate)]].title
    theirs, ours = host.organisation, verdict.given.organisation
    count = len(action.because)
    points = "1 point" if count == 1 else f"{count} points"
    lines = [
        f"To whoever looks after the network at {theirs.name}",
        "",
        f"You provide the network of {ours.name} ({ours.ods_code}). We have adopted your"
        f" submission of {day_words(host.on)}. By it, {points} of the stage {stage}"
        f" {'is' if count == 1 else 'are'} not met or not yet known:",
        "",
        *_points(timed, verdict),
        "",
        f"Please tell us by {day_words(timed.earliest_finish)} how each of these stands."
        f"{_at_the_latest(timed)} Once it has changed, please answer again, submit, and publish"
        " your answers to your guests, for us to adopt.",
        "",
        f"For {ours.name}",
    ]
    subject = f"{possessive(theirs.name)} network and {ours.name}: {points} to settle"
    return EmailDraft(subject, "\n".join(lines) + "\n")


def _at_the_latest(timed: Timed) -> str:
    """Say by when it must be settled for the plan to hold; nothing where no day can be named."""
    if timed.latest_start is None or timed.late:
        return ""
    last = after(timed.latest_start, timed.action.lead)
    return f" Our plan holds only if all of it is settled by {day_words(last)}."


def _points(timed: Timed, verdict: Verdict) -> Iterator[str]:
    """Number what the host’s rules came to, each with what would pass."""
    truths = {finding.rule.key: finding.truth for finding in verdict.findings}
    for place, key in enumerate(timed.action.because, start=1):
        rule = verdict.pack.rule_by_key[key]
        found = rule.otherwise if truths[key] is Truth.NO else "Not yet known."
        yield f"{place}. {found} Needed: {rule.needed or rule.otherwise}"
