import gzip
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.domain.organisation import Membership, OrganisationKind
from readiness.domain.register import OFFICIAL
from readiness.domain.succession import Succession
from readiness.files import register, unpacked
from readiness.files.register import faults_table, read_register
from readiness.files.register_columns import COLUMNS, REPORTS, source_of
from tests.registers import official, table

TRUST = official(
    "ZX9",
    "ALDERMOOR NHS TRUST",
    region="Y60",
    geography="QZQ",
    postcode="ZZ1 1ZZ",
    opened="20200401",
)


def read(data, name="etr.csv", kind=None):
    (reading,) = read_register(name, data, kind)
    return reading


def test_a_report_is_read_as_it_is_downloaded():
    reading = read(table(TRUST))

    (entry,) = reading.entries.values()
    assert (entry.code, entry.name, entry.kind) == (
        "ZX9",
        "ALDERMOOR NHS TRUST",
        OrganisationKind.TRUST,
    )
    assert (entry.opened, entry.closed, entry.postcode) == (date(2020, 4, 1), None, "ZZ1 1ZZ")
    assert entry.memberships == (Membership("ZX9", "QZQ", "geographic"),)
    assert (reading.rows, reading.faults) == (1, ())


def test_a_header_that_somebody_put_there_is_no_organisation():
    header = ["Organisation Code", "Name", *["x"] * 25]

    assert list(read(table(header, TRUST)).entries) == ["ZX9"]


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("RO76", OrganisationKind.GP_PRACTICE),
        ("RO80|RO87", OrganisationKind.URGENT_CARE),
        ("RO72", OrganisationKind.OTHER),
        ("4", OrganisationKind.GP_PRACTICE),
        ("5", OrganisationKind.PRISON_HEALTHCARE),
        ("", OrganisationKind.GP_PRACTICE),
    ],
)
def test_what_prescribes_is_a_practice_only_where_its_role_says_so(role, kind):
    row = official("ZX1", "FEN", role=role, commissioner="QZ1", joined="20200401", status="DORMANT")
    entry = read(table(row), "epraccur.csv").entries["ZX1"]

    assert entry.kind is kind
    assert entry.status == "dormant"
    assert entry.memberships == (Membership("ZX1", "QZ1", "commissioner", date(2020, 4, 1)),)


def test_a_bad_row_is_told_by_its_line_and_costs_no_other():
    reading = read(
        table(
            official("ZX1", "One"),
            official("ZX2", "Two", opened="20201301"),
            official("ZX3", "")[:],
            official("ZX4", "Four")[:20],
            official("ZX 5!", "Five"),
            official("ZX1", "One again"),
            official("ZX6", "Six", opened="20200401", closed="20200331"),
            official("ZX7", "Seven", status="RESTING"),
            official("ZX8", "Eight"),
        )
    )

    assert list(reading.entries) == ["ZX1", "ZX8"]
    assert [(fault.line, fault.where) for fault in reading.faults] == [
        (2, "opened"),
        (3, "name"),
        (4, "the row"),
        (5, "code"),
        (6, "code"),
        (7, "closed"),
        (8, "status"),
    ]
    assert "stands on line 1 as well" in reading.faults[4].what


rows = st.lists(
    st.one_of(
        st.builds(lambda n: (f"ZX{n}", True), st.integers(0, 10**6)),
        st.builds(lambda text: (text, False), st.sampled_from(["", "not a code", "ZX9!", "É"])),
    ),
    max_size=20,
    unique_by=lambda pair: pair[0] if pair[1] else object(),
)


@given(rows)
def test_every_row_is_an_entry_or_a_fault_on_its_own_line(drawn):
    reading = read(table(*[official(code, "Fen") for code, _ in drawn]))

    assert list(reading.entries) == [code for code, good in drawn if good]
    bad = [line for line, (_, good) in enumerate(drawn, 1) if not good]
    if drawn:
        assert [fault.line for fault in reading.faults] == bad


@given(st.binary(max_size=400), st.sampled_from(["etr.csv", "ours.csv", "a.zip", "a.csv.gz"]))
def test_whatever_is_sent_is_read_or_told(data, name):
    for reading in read_register(name, data):
        assert reading.entries or reading.faults or reading.rows == 0


def test_after_many_faults_their_number_is_told(monkeypatch):
    monkeypatch.setattr(register, "MOST_FAULTS", 2)
    reading = read(table(*[official(f"ZX{n}", "") for n in range(5)]))

    assert [fault.line for fault in reading.faults] == [1, 2, 0]
    assert "3 more lines" in reading.faults[2].what


def test_official_is_what_the_official_reports_say():
    assert set(REPORTS) == OFFICIAL


def test_lines_are_counted_as_an_editor_counts_them():
    reading = read(table(official("ZX1", "One\nTwo"), official("ZX2", "Two", opened="x")))

    assert [fault.line for fault in reading.faults] == [3]


def test_27_fields_of_an_unknown_name_ask_for_a_kind():
    assert read(table(TRUST), "download.csv").kind_wanted
    assert read(table(TRUST), "download.csv").entries == {}

    told = read(table(TRUST), "download.csv", OrganisationKind.HOSPICE)
    assert told.entries["ZX9"].kind is OrganisationKind.HOSPICE


@pytest.mark.parametrize("name", ["egpcur.csv", "ets.csv"])
def test_reports_of_people_and_of_sites_are_refused(name):
    reading = read(table(TRUST), name)

    assert reading.entries == {}
    assert "not organisations" in reading.faults[0].what


def test_a_simple_table_is_read_by_its_header_and_one_may_be_in_many_systems():
    reading = read(
        table(
            ["Name", "Code", "Type", "Post code", "System", "Relation", "Since", "Until"],
            ["Café Practice", "zx1", "gp_practice", "zz11zz", "QZA", "member", "2020-04-01", ""],
            ["", "ZX1", "", "", "QZB", "associate", "01/05/2021", "31/03/2026"],
        ),
        "ours.csv",
    )

    entry = reading.entries["ZX1"]
    assert (entry.name, entry.kind, entry.postcode) == (
        "Café Practice",
        OrganisationKind.GP_PRACTICE,
        "ZZ1 1ZZ",
    )
    assert entry.memberships == (
        Membership("ZX1", "QZA", "member", date(2020, 4, 1)),
        Membership("ZX1", "QZB", "associate", date(2021, 5, 1), date(2026, 3, 31)),
    )
    assert reading.faults == ()


def test_two_rows_that_contradict_each_other_are_told():
    reading = read(table(["code", "name"], ["ZX1", "One"], ["ZX1", "Two"]), "ours.csv")

    assert reading.entries["ZX1"].name == "One"
    assert [(f.line, f.where) for f in reading.faults] == [(3, "name")]
    assert "agree with line 2" in reading.faults[0].what


def test_a_table_of_successions_names_both_and_their_day():
    reading = read(
        table(
            ["predecessor", "predecessor_name", "successor", "successor_name", "date", "how"],
            ["QZA", "Fen", "QZM", "Fen and Moor", "2026-04-01", "merger"],
            ["QZA", "Fen", "QZA", "Fen", "2026-04-01", "merger"],
            ["QZB", "Moor", "QZM", "Fen and Moor", "", "merger"],
        ),
        "successions.csv",
    )

    assert reading.successions == (Succession("QZA", "QZM", date(2026, 4, 1), "merger"),)
    assert {code: one.name for code, one in reading.entries.items()} == {
        "QZA": "Fen",
        "QZM": "Fen and Moor",
    }
    assert [(f.line, f.where) for f in reading.faults] == [(3, "successor"), (4, "date")]


def test_a_column_may_say_by_its_name_what_is_listed():
    reading = read(
        table(["ICB24CD", "ICB24CDH", "ICB24NM"], ["E54", "QZA", "NHS Fen"]), "icb_names.csv"
    )

    assert reading.entries["QZA"].kind is OrganisationKind.ICB


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_however_the_file_was_saved(encoding):
    data = table(["code", "name"], ["ZX1", "Café"], encoding=encoding)

    assert read(data, "ours.csv").entries["ZX1"].name == "Café"


def test_zipped_and_gzipped_files_are_read_like_plain_ones():
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("etr.csv", table(TRUST))
        archive.writestr("read me.pdf", b"%PDF")
        archive.writestr("epraccur.csv", table(official("ZX1", "FEN")))

    zipped = read_register("all.zip", pack.getvalue())
    (gzipped,) = read_register("etr_2026-07.csv.gz", gzip.compress(table(TRUST)))
    assert [(one.source, list(one.entries)) for one in zipped] == [
        ("etr", ["ZX9"]),
        ("epraccur", ["ZX1"]),
    ]
    assert (gzipped.source, list(gzipped.entries)) == ("etr", ["ZX9"])


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: _zip(data), lambda data: data])
def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch, pack):
    monkeypatch.setattr(unpacked, "MOST_BYTES", 1_000)
    reading = read(pack(table(*[official(f"ZX{n}", "FEN") for n in range(200)])))

    assert reading.entries == {}
    assert "import it in parts" in reading.faults[0].what


def _zip(data):
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("etr.csv", data)
    return pack.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty"),
        (b"PK\x03\x04 broken", "cannot be unpacked"),
        (b"\x1f\x8b broken", "cannot be unpacked"),
        (b"a,b\0\n", "not a text file"),
        (b"first,second\n1,2\n", "begin with a line that names the columns"),
    ],
)
def test_what_is_no_register_says_what_to_do(data, what):
    reading = read(data, "ours.csv")

    assert reading.entries == {}
    assert what in reading.faults[0].what


def test_faults_leave_as_text_that_no_spreadsheet_takes_for_a_formula():
    reading = read(table(["code", "name", "kind"], ["ZX1", "One", "=cmd()"]), "=x.csv")

    assert "'=x.csv" in faults_table(reading.faults).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("etr.csv", "etr"),
        ("ETR_2026-07.CSV", "etr"),
        ("epraccur_2026-02.csv.gz", "epraccur"),
        ("epraccur (1).csv", "epraccur"),
        ("C:\\downloads\\eccg.csv", "eccg"),
    ],
)
def test_a_date_in_the_name_of_a_file_makes_no_other_source(file, source):
    assert source_of(file) == source


def test_every_report_and_every_column_is_documented():
    from tests.test_documented import DOCS

    for name in (*REPORTS, *(column for column in COLUMNS if column != "how")):
        assert f"`{name}`" in DOCS["register.md"], name
