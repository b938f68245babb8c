"""Terms are found in texts as whole words, once each, and nothing of a text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.glossary import Term, by_letter, explained, pieces_of, terms_in
from readiness.domain.reader import read_pack
from tests import examples

WORDS = (
    "Connection Agreement",
    "Agreement",
    "NAS",
    "DMA",
    "DMARC",
    "CAS(T)",
    "e-RS",
    "2222",
    "Cease",
)
GLOSSARY = tuple(Term(word, "What it means.") for word in WORDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The connection Agreement is signed.", "Connection Agreement"),
        ("No agreement, no Agreement.", "Agreement"),
        ("Two Connection Agreements.", "Connection Agreement"),
        ("Ask the NAS, not nas or NASA.", "NAS"),
        ("DMARC alone", "DMARC"),
        ("A DMA beside DMARC", "DMA DMARC"),
        ("CAS(T), then e-RS; dial 2222.", "CAS(T) e-RS 2222"),
        ("Ceases and ceased", "Cease"),
        ("We release 22221 disagreements.", ""),
        ("", ""),
    ],
)
def test_terms_are_whole_words_and_the_longest_counts(text, found):
    assert " ".join(term.word for term in terms_in(text, GLOSSARY)) == found


@given(st.lists(st.sampled_from([*WORDS, "cease", "agreements", "<b>", "&", " ", ". ", "x"])))
def test_pieces_put_together_are_the_text_and_no_term_is_met_twice(parts):
    text = "".join(parts)
    pieces = pieces_of(text, GLOSSARY)
    met = [piece.term for piece in pieces if piece.term]

    assert "".join(piece.text for piece in pieces) == text
    assert len(met) == len(set(met))


def test_a_term_of_the_question_that_its_hint_explains_is_not_named_again():
    both = explained("Is the NAS signed?", "A NAS is a Cease.", GLOSSARY)
    only = explained("Is the NAS signed?", "It depends.", GLOSSARY)

    assert [term.word for term in both.others] == []
    assert [term.word for term in only.others] == ["NAS"]


def test_without_a_glossary_a_text_is_one_piece():
    assert [piece.text for piece in pieces_of("The NAS", ())] == ["The NAS"]


def test_an_anchor_is_made_of_small_letters_digits_and_hyphens():
    assert [term.anchor for term in GLOSSARY[4:8]] == ["dmarc", "cas-t", "e-rs", "2222"]


def test_terms_stand_under_their_letters_with_digits_first():
    found = [(letter, [t.word for t in terms]) for letter, terms in by_letter(GLOSSARY)]

    assert found[:2] == [("0 to 9", ["2222"]), ("A", ["Agreement"])]
    assert found[2] == ("C", ["CAS(T)", "Cease", "Connection Agreement"])
    assert found[4] == ("E", ["e-RS"])


def test_a_pack_knows_which_questions_use_a_term():
    terms = "glossary: {Line: A wire., Drafted: Written once., Zebra: An animal.}\n"
    pack = read_pack(examples.tiny_pack(pack=examples.PACK + terms))
    using = {word: [q.ref for q in questions] for word, questions in pack.using.items()}

    assert using == {"Line": ["PLN-01", "SIT-01", "SIT-03"], "Drafted": ["PLN-01"], "Zebra": []}
