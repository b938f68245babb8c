"""Change freezes that Hypothesis makes up."""

from datetime import timedelta

from hypothesis import strategies as st

from readiness.domain.freeze import Freeze


def freezes(days):
    """Return lists of at most three freezes that begin on some of the days given."""
    return st.lists(
        st.builds(
            lambda first, length: Freeze(first, first + timedelta(days=length), "Freeze"),
            days,
            st.integers(0, 40),
        ),
        max_size=3,
    )
