"""Lists of people as they really come: from every spreadsheet, mail program and mishap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.reading_csv import MOST_BYTES, MOST_ROWS, BadLine, Reading, Refusal, Row, read

PEOPLE = "E-post;Namn;Språk\ncarl@example.org;Carl Åberg;sv\nolga@other.example;Olga Øst;da\n"
CARL = Row(2, "carl@example.org", {"name": "Carl Åberg", "language": "sv"})
OLGA = Row(3, "olga@other.example", {"name": "Olga Øst", "language": "da"})


def addresses(reading):
    return [row.email for row in reading.rows]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end_gives_the_same_people(encoding, line_end):
    reading = read(PEOPLE.replace("\n", line_end).encode(encoding))
    assert reading == Reading(rows=(CARL, OLGA), header=("E-post", "Namn", "Språk"))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_guessed(separator):
    assert read(PEOPLE.replace(";", separator)).rows == (CARL, OLGA)


def test_a_spreadsheet_may_name_its_separator():
    assert read(f"sep=;\r\n{PEOPLE}").rows == (
        Row(3, CARL.email, CARL.values),
        Row(4, OLGA.email, OLGA.values),
    )


def test_commas_inside_a_column_do_not_lead_astray():
    reading = read('Namn;Mail\n"Åberg; Carl";carl@example.org\nØst, Olga;olga@other.example\n')
    assert [row.values for row in reading.rows] == [{"name": "Åberg; Carl"}, {"name": "Øst, Olga"}]


def test_a_lone_column_of_addresses_needs_no_header():
    reading = read("carl@example.org\n\n  \nolga@other.example")
    assert reading == Reading(rows=(Row(1, "carl@example.org"), Row(4, "olga@other.example")))


def test_a_mistyped_first_address_is_not_taken_for_a_header():
    assert addresses(read("carl(at)example.org\nolga@other.example")) == [
        "carl(at)example.org",
        "olga@other.example",
    ]
    assert addresses(read("carl.example.org\nolga@other.example"))[0] == "carl.example.org"


def test_an_unknown_heading_is_a_heading():
    reading = read("Mottagare\ncarl@example.org")
    assert (reading.header, addresses(reading)) == (("Mottagare",), ["carl@example.org"])


def test_headings_nobody_has_heard_of_are_headings_where_the_addresses_stand_under_one():
    reading = read("Kontakt;Når vi os til;Ort\nBjörn;bjorn@example.se;Åre\nSøren;soren@example.dk;Århus")
    assert (reading.header, addresses(reading)) == (
        ("Kontakt", "Når vi os til", "Ort"),
        ["bjorn@example.se", "soren@example.dk"],
    )


def test_a_first_person_without_an_address_is_no_heading():
    reading = read("Anna Ek;;Åre\nBjörn;bjorn@example.se;Åre")
    assert (reading.header, addresses(reading)) == ((), ["", "bjorn@example.se"])


def test_without_header_the_columns_are_found_by_what_they_hold():
    reading = read("Carl Åberg;070-123 45 67;carl@example.org;sv\nOlga Øst;;olga@other.example;da")
    assert reading.rows == (
        Row(1, CARL.email, {"name": "Carl Åberg", "column_2": "070-123 45 67", "language": "sv"}),
        Row(2, OLGA.email, {"name": "Olga Øst", "language": "da"}),
    )


def test_addresses_pasted_from_a_mail_are_people_of_their_own():
    reading = read('Carl Åberg <carl@example.org>; "Øst, Olga" <olga@other.example>, <maria@example.org>')
    assert reading.rows == (
        Row(1, "carl@example.org", {"name": "Carl Åberg"}),
        Row(1, "olga@other.example", {"name": "Øst, Olga"}),
        Row(1, "maria@example.org"),
    )
    assert [row.values for row in read("Øst, Olga <o@example.org>; Berg, Bo <b@example.org>").rows] == [
        {"name": "Øst, Olga"},
        {"name": "Berg, Bo"},
    ]
    assert addresses(read("a@example.org b@example.org\nc@example.org")) == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]


def test_the_column_with_the_addresses_wins_over_a_heading():
    assert addresses(read("Address;Contact\nStorgatan 1;carl@example.org")) == ["carl@example.org"]


def test_invalid_and_repeated_addresses_are_the_callers_to_judge():
    told = ["carl@example.org", "CARL@example.org", "carl@example", "", "olga"]
    assert addresses(read("email;namn\n" + "\n".join(f"{address};X" for address in told))) == told


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("ol\x00ga@other.example;Olga", BadLine(3, "control_characters", "ol ga@other.example;Olga")),
        ("olga@other.example;=HYPERLINK(1)", BadLine(3, "formula", "olga@other.example;=HYPERLINK(1)")),
        ("olga@other.example;+1|cmd!A0", BadLine(3, "formula", "olga@other.example;+1|cmd!A0")),
        ("olga@other.example;-SUM(A1)", BadLine(3, "formula", "olga@other.example;-SUM(A1)")),
        ("olga@other.example;@SUM", BadLine(3, "formula", "olga@other.example;@SUM")),
        ('olga@other.example;"Olga', BadLine(3, "unbalanced_quotes", 'olga@other.example;"Olga')),
        ("olga@other.example;Olga;da", BadLine(3, "too_many_columns", "olga@other.example Olga da")),
        ("olga@other.example;" + "x" * 501, BadLine(3, "cell_too_long", "olga@other.example;" + "x" * 61)),
        ("x" * 5001, BadLine(3, "too_long", "x" * 80)),
        ("olga@other.example;Ol\ufffdga", BadLine(3, "undecodable", "olga@other.example;Ol\ufffdga")),
        ("olga@other.example;Ol\ud800ga", BadLine(3, "undecodable", "olga@other.example;Ol\ud800ga")),
    ],
)
def test_one_bad_line_is_told_and_the_others_are_read(line, bad):
    reading = read(f"email;namn\ncarl@example.org;Carl\n{line}\nmaria@example.org;Maria")
    assert reading.bad_lines == (bad,)
    assert reading.rows == (
        Row(2, "carl@example.org", {"name": "Carl"}),
        Row(4, "maria@example.org", {"name": "Maria"}),
    )


def test_what_looks_dangerous_but_is_ordinary_is_read():
    reading = read('email;telefon;not\ncarl@example.org;+46 (0)70 123;5" lång\nolga@other.example;-;- ')
    assert reading.bad_lines == ()
    assert reading.rows[0].values == {"telefon": "+46 (0)70 123", "not": '5" lång'}


def test_a_quoted_cell_may_go_on_to_the_next_line():
    reading = read('email,namn\ncarl@example.org,"Carl\n""Calle"" Åberg"\nolga@other.example,Olga')
    assert reading.rows == (
        Row(2, "carl@example.org", {"name": 'Carl "Calle" Åberg'}),
        Row(4, "olga@other.example", {"name": "Olga"}),
    )


def test_a_forgotten_quote_does_not_swallow_the_rest():
    lines = "\n".join(
        f'c{number}@example.org,"C' if number == 7 else f"c{number}@example.org,C" for number in range(50)
    )
    reading = read(lines)
    assert [bad.line for bad in reading.bad_lines] == [8]
    assert len(reading.rows) == 49


def test_a_file_glued_from_two_programs_keeps_its_letters():
    content = b"email;namn\n" + "a@example.org;Åsa\n".encode() + "b@example.org;Bjørn\n".encode("cp1252")
    assert [row.values["name"] for row in read(content).rows] == ["Åsa", "Bjørn"]


@pytest.mark.parametrize("source", ["", b"", "\n \n;;\n", b"\xef\xbb\xbf", "\ufeff\r\n"])
def test_nothing_is_nothing(source):
    assert read(source) == Reading(refusal=Refusal("empty"))


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"\x89PNG\r\n"])
def test_a_spreadsheets_own_format_is_refused_kindly(start):
    assert read(start + b"\x00" * 500) == Reading(refusal=Refusal("not_text"))


def test_a_list_without_any_address_is_refused():
    assert read("Namn;Ort\nCarl;Lund").refusal == Refusal("no_address_column")


def test_a_hundred_thousand_lines_are_refused_whole():
    reading = read(b"carl@example.org\n" * 100_000)
    assert reading == Reading(refusal=Refusal("too_many_rows", limit=MOST_ROWS, found=100_000))


def test_twenty_thousand_and_a_header_are_read():
    people = "email\n" + "".join(f"c{number}@example.org\n" for number in range(MOST_ROWS))
    assert len(read(people).rows) == MOST_ROWS
    assert read(people + "one@more.example").refusal == Refusal("too_many_rows", MOST_ROWS, MOST_ROWS + 2)


def test_many_addresses_on_few_lines_are_counted_as_people():
    line = ",".join(f"c{number}@example.org" for number in range(100))
    assert read("\n".join([line] * 201)).refusal == Refusal("too_many_rows", MOST_ROWS, 20_100)


def test_five_megabytes_are_enough():
    assert read(b"a" * (MOST_BYTES + 1)) == Reading(refusal=Refusal("too_large", MOST_BYTES, MOST_BYTES + 1))
    assert read("å" * (MOST_BYTES // 2 + 1)).refusal == Refusal("too_large", MOST_BYTES, MOST_BYTES + 2)
    assert [bad.reason_code for bad in read(b'"' * MOST_BYTES).bad_lines] == []
    assert [bad.reason_code for bad in read(b"a" * MOST_BYTES).bad_lines] == ["too_long"]


SIGNS = st.sampled_from(list('a@.,;\t"\n\r\0=+ <>Å\ufeff\ud800x') + ["carl@example.org", "email", "sep=;"])


@given(st.lists(SIGNS, max_size=60).map("".join))
def test_no_text_raises_and_no_line_is_lost(text):
    reading = read(text)
    assert reading.refusal is None or reading.rows == ()
    assert all(row.line <= text.count("\n") + text.count("\r") + 1 for row in reading.rows)


@given(st.binary(max_size=300))
def test_no_bytes_raise(content):
    assert isinstance(read(content), Reading)
