"""The table of docs/security.md is whole, and each test or file that it names is there."""

import re
from collections import Counter
from pathlib import Path

TOP = Path(__file__).parents[1]
STATES = {"yes", "no", "not applicable", "pending"}

LEVELS = {
    "1.1": "22",
    "1.2": "1111122223",
    "1.3": "112222222223",
    "1.4": "222",
    "1.5": "123",
    "2.1": "122",
    "2.2": "112",
    "2.3": "12223",
    "2.4": "23",
    "3.1": "3",
    "3.2": "113",
    "3.3": "12223",
    "3.4": "11222233",
    "3.5": "11122333",
    "3.6": "3",
    "3.7": "22333",
    "4.1": "12233",
    "4.2": "23333",
    "4.3": "22",
    "4.4": "1222",
    "5.1": "2",
    "5.2": "112333",
    "5.3": "113",
    "5.4": "222",
    "6.1": "122",
    "6.2": "111111112222",
    "6.3": "11223333",
    "6.4": "112233",
    "6.5": "22222333",
    "6.6": "2223",
    "6.7": "33",
    "6.8": "2222",
    "7.1": "222",
    "7.2": "1111",
    "7.3": "22",
    "7.4": "11222",
    "7.5": "223",
    "7.6": "22",
    "8.1": "1233",
    "8.2": "1123",
    "8.3": "133",
    "8.4": "23",
    "9.1": "111",
    "9.2": "1222",
    "10.1": "22",
    "10.2": "223",
    "10.3": "22223",
    "10.4": "1111122222233333",
    "10.5": "22222",
    "10.6": "22",
    "10.7": "222",
    "11.1": "2233",
    "11.2": "22233",
    "11.3": "11233",
    "11.4": "1222",
    "11.5": "23",
    "11.6": "23",
    "11.7": "33",
    "12.1": "12233",
    "12.2": "11",
    "12.3": "22223",
    "13.1": "2333",
    "13.2": "222223",
    "13.3": "2233",
    "13.4": "1222233",
    "14.1": "22",
    "14.2": "12223333",
    "14.3": "122",
    "15.1": "12233",
    "15.2": "12233",
    "15.3": "1222222",
    "15.4": "3333",
    "16.1": "2",
    "16.2": "22222",
    "16.3": "2222",
    "16.4": "222",
    "16.5": "2223",
    "17.1": "23",
    "17.2": "22223333",
    "17.3": "22",
}
"""The levels of the requirements of OWASP ASVS 5.0, by section, in the order of their numbers."""

WANTED = {
    (f"{section}.{n}", level)
    for section, levels in LEVELS.items()
    for n, level in enumerate(levels, 1)
    if level in "12"
}


def table():
    """Return the rows of the table: number, level, what, state, and what shows it."""
    text = (TOP / "docs" / "security.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines()]
    return [row for row in rows if re.fullmatch(r"\d+\.\d+\.\d+", row[0])]


def test_every_row_has_five_cells_and_a_state():
    assert [row for row in table() if len(row) != 5 or row[3] not in STATES or not row[4]] == []


def test_each_number_of_the_first_two_levels_stands_once():
    assert len(WANTED) == 253
    assert Counter((row[0], row[1]) for row in table()) == Counter(WANTED)


def test_each_row_says_what_in_twelve_words_at_most():
    assert [row[2] for row in table() if len(row[2].split()) > 12] == []


def test_each_test_and_file_that_is_named_is_there():
    tests = {
        name
        for file in (TOP / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    named = [name for row in table() if row[3] == "yes" for name in re.findall("`([^`]+)`", row[4])]

    assert len(named) >= 100
    assert [name for name in named if name not in tests and not (TOP / name).is_file()] == []


def test_what_is_done_names_what_shows_it_and_what_is_not_says_why():
    rows = table()

    assert [row for row in rows if row[3] == "yes" and not row[4].startswith("`")] == []
    assert [row for row in rows if row[3] in ("no", "not applicable") and len(row[4]) < 5] == []


def test_what_is_pending_says_which_test_is_to_show_it(capsys):
    pending = [row for row in table() if row[3] == "pending"]
    with capsys.disabled():
        print(f"\n{len(pending)} rows of docs/security.md are pending.")

    assert [row for row in pending if not row[4].startswith("pending: ")] == []
