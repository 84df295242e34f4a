"""An exported text stays a text in whatever program opens the file."""

import csv
import io

import pytest

from common.safe_cells import csv_lines, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "|cmd", "%0"])
def test_what_would_be_a_formula_gets_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (-3, "-3"), (0, "0"), ("Åsa", "Åsa"), ("a=b", "a=b")])
def test_what_is_harmless_stays_as_it_is(value, cell):
    assert safe_cell(value) == cell


def test_lines_can_be_read_again_with_every_sign_kept():
    rows = [["a;b", 'c "d"', "e\nf"], ["å", None, 1]]
    text = "".join(csv_lines(rows))
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == [
        ["a;b", 'c "d"', "e\nf"],
        ["å", "", "1"],
    ]
