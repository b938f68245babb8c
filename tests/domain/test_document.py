"""YAML as authors mean it, with the place of every fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.document import DEEPEST, read_document


def faults(text):
    return [str(fault) for fault in read_document("x.yaml", text)[1]]


@pytest.mark.parametrize("text", ["1.10", "no", "2019-01-01", "12:30", "0o17", "~", "on", "1e3"])
def test_a_scalar_is_the_text_its_author_wrote(text):
    document, wrong = read_document("x.yaml", f"version: {text}\n")

    assert document == {"version": text}
    assert wrong == ()


def test_every_value_knows_its_line_and_column():
    document, _ = read_document("x.yaml", "a:\n  - key: one\n    say: hello\n")

    place = document["a"][0]["say"].place
    assert (place.line, place.column, place.where) == (3, 10, "a.one.say")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1\na: 2\n", "x.yaml:2:1: the file: remove one of the two: “a” is written twice"),
        (
            "a: &x 1\n",
            "x.yaml:1:4: a: write the value out: anchors and aliases are not read",
        ),
        ("a: &x 1\nb: *x\n", "x.yaml:2:4: b: write the value out: anchors"),
        ("a: !!int 1\n", "x.yaml:1:4: a: remove the tag"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1: the file: keep one document to a file"),
        ("[a]: 1\n", "x.yaml:1:1: the file: name this with a word"),
        ("a: [1, 2\n", "x.yaml:2:1: the file: this is not YAML"),
        ("a: \x07\n", "x.yaml:1:1: the file: this is not YAML"),
        ("", "x.yaml:1:1: the file: write something here, or delete the file"),
        ("# only a comment\n", "x.yaml:1:1: the file: write something here"),
    ],
)
def test_what_would_be_read_wrongly_is_refused_with_its_place(text, fault):
    found = faults(text)

    assert any(line.startswith(fault) for line in found), found


def test_an_alias_bomb_is_refused_at_once():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )

    assert any("anchors and aliases are not read" in line for line in faults(bomb))


def test_over_deep_and_over_large_files_are_refused():
    assert "nested more than" in faults("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2))[0]
    assert "nested more than" in faults("[" * 200_000)[0]
    assert "longer than 1,000,000 characters" in faults("a: " + "x" * 1_000_000)[0]


@given(st.text(max_size=200))
def test_any_text_at_all_gives_a_document_or_a_fault(text):
    document, wrong = read_document("x.yaml", text)

    assert document is not None or wrong
