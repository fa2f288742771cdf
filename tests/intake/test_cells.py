"""Cells of our exports never run as formulas, and come back as they were."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.intake import reading
from mentorship.intake.cells import as_csv, inert, original

DANGEROUS = "=+-@＝＋－＠\t\r\n\0"
openings = st.text(alphabet="=+-@＝＋－＠\t\r\n\0 '\u00a0\u200b\ufeffa", max_size=4)
texts = st.builds(str.__add__, openings, st.text(max_size=8))


@given(texts)
def test_no_cell_begins_like_a_formula(text):
    assert inert(text).lstrip(" \u00a0\u200b\ufeff")[:1] not in set(DANGEROUS)


@given(texts)
def test_a_cell_comes_back_as_it_was(text):
    assert original(inert(text)) == text


@pytest.mark.parametrize("text", ["Ana", "O'Neil", "'quoted'", "", "2-3", "a=b"])
def test_a_plain_cell_stays_as_it_is(text):
    assert inert(text) == original(text) == text


def test_an_apostrophe_of_their_own_stays():
    assert original("'t Hart") == "'t Hart"


def test_rows_come_back_through_the_reader():
    text = as_csv([["name", "note"], ['=cmd|"x"!A1', "-2"], ["'=1", "+49 1"]])

    table = reading.read(text.encode())

    assert [row for _n, _b, row in table.rows] == [
        ['=cmd|"x"!A1', "-2"],
        ["'=1", "+49 1"],
    ]


def test_every_cell_is_quoted():
    assert as_csv([["a", 1, None]]) == '"a","1",""\r\n'


def test_a_spreadsheet_sees_the_quote():
    assert next(csv.reader(io.StringIO(as_csv([["=1+1"]])))) == ["'=1+1"]
