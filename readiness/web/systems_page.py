"""What the pages of systems say of members: how far each is, and how it came to be one."""

from readiness.domain.comparison import Comparison, Member
from readiness.domain.wording import count_words, day_words
from readiness.web.comparison_page import state_words


def member_state(member: Member) -> str:
    """Say how far a member is with answering."""
    submitted = member.submitted
    return f"Submitted {day_words(submitted.at)}" if submitted else state_words(member)


def came_words(member: Member) -> str:
    """Say how a member came to be one, where that is not plain; else nothing."""
    if not member.sure:
        return f"Perhaps: it was in {member.via}, which was split, and nobody said where it went"
    return f"Came from {member.via}, which this system followed" if member.via else ""


def members_lede(found: Comparison) -> str:
    """Say how many members a system has, how many submitted, and what is doubtful about any."""
    if not found.members:
        return f"Nobody is known to be a member of {found.group.name} today."
    sent, every = len(found.submitters), len(found.members)
    claimed = sum(bool(one.elsewhere) for one in found.members)
    unsure = sum(not one.sure for one in found.members)
    told = f"{count_words(every, 'member')} today, of whom {sent} submitted."
    if claimed:
        told += f" {claimed} of {every} {'is' if claimed == 1 else 'are'} in another system too."
    if unsure:
        told += f" Of {unsure} of {every} it is not known whether they came here."
    return told
