"""The levels, tables and profiles of a verdict, as values for its page."""

from dataclasses import dataclass
from functools import cached_property

from readiness.domain.scale_words import (
    ProfileWords,
    ScaleWords,
    explain_profile,
    explain_scale,
    scales_title,
)
from readiness.domain.verdict import Verdict


@dataclass(frozen=True)
class ScalesPage:
    """What a verdict says of how far things go, and of the least that must be reached."""

    verdict: Verdict

    @property
    def title(self) -> str:
        """The kinds there are: Levels, Tables, or both; empty for a pack with neither."""
        return scales_title(self.verdict)

    @property
    def ods_code(self) -> str:
        """The organisation whose page holds the facts that may be missing."""
        return self.verdict.given.organisation.ods_code

    @cached_property
    def scales(self) -> tuple[ScaleWords, ...]:
        """Every level and table, levels first."""
        return tuple(explain_scale(r, self.verdict.reading) for r in self.verdict.scales)

    @cached_property
    def profiles(self) -> tuple[ProfileWords, ...]:
        """Every profile, in the order of the pack."""
        return tuple(explain_profile(r, self.verdict.reading) for r in self.verdict.profiles)
