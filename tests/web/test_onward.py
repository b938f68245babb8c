"""Where people are sent on to."""

from hypothesis import given
from hypothesis import strategies as st

from readiness.web.onward import safe_next


@given(st.text())
def test_nobody_is_ever_sent_elsewhere(wanted):
    onward = safe_next(wanted, "/")

    assert onward.startswith("/")
    assert not onward.startswith(("//", "/\\"))


def test_addresses_of_ours_are_kept_with_their_query():
    assert safe_next("/people?organisation=ZX9", "/") == "/people?organisation=ZX9"
