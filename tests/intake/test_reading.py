"""Files that can be read, and a sentence for each that cannot."""

import pytest

from mentorship.intake import reading
from mentorship.intake.fields import FIELDS
from mentorship.intake.reading import Unreadable, is_private


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_columns_are_parted_by_comma_semicolon_or_tab(sign):
    table = reading.read(f"name{sign}email\nAna{sign}a@example.org\n".encode())

    assert table.header == ["name", "email"]
    assert table.rows == [(2, 0, ["Ana", "a@example.org"])]


def test_a_byte_order_mark_is_no_part_of_the_first_heading():
    assert reading.read(b"\xef\xbb\xbfname\nAna\n").header == ["name"]


def test_rows_keep_their_number_when_empty_ones_are_passed_over():
    table = reading.read(b"name\nAna\n\n  \nBen\n")

    assert [number for number, _b, _row in table.rows] == [2, 5]


def test_a_cell_may_hold_lines_and_commas():
    table = reading.read(b'name,story\nAna,"one, two\nthree"\n')

    assert table.rows == [(2, 0, ["Ana", "one, two\nthree"])]


def test_a_row_with_too_many_cells_keeps_none_of_them():
    assert reading.read(b"name\nAna,secret\n").rows == [(2, 1, [""])]


def test_empty_cells_beyond_the_heading_are_nothing():
    assert reading.read(b"name,\nAna,,,\n").rows == [(2, 0, ["Ana"])]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "first row is empty"),
        (b"name\n", "no rows"),
        (b"name\nAn\xe1\n", "Line 2 has letters that are not UTF-8"),
        ("name\nAna\n".encode("utf-16"), "not UTF-8"),
        (b"name\nA\0na\n", "NUL"),
        (b"PK\x03\x04....", "spreadsheet"),
        (b'name\n"Ana\n', "cannot be read as CSV"),
        (b'name\n"A"na\n', "cannot be read as CSV"),
        (b"name\n" + b"x" * 200_000, "cannot be read as CSV"),
        (b"name,Name\nAna,Ana\n", "stands 2 times"),
        (b"name,,email\nAna,,x\n", "Column 2 has no heading"),
        (b"," * 999_999 + b"\n", "1,000,000 columns"),
        (b"n\n" + b"A\n" * 10_001, "10,001 rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(data, says):
    with pytest.raises(Unreadable, match=says) as error:
        reading.read(data)

    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    "heading",
    ["Identity to match", "characteristics", "match_with_similar_identity"]
    + ["Gender", "SEX", "Biography", "Religion / belief", "disability", "Age", "race"],
)
def test_columns_about_who_somebody_is_are_private(heading):
    assert is_private(heading)


@pytest.mark.parametrize("heading", ["language", "stage", "Sussex office", "manager"])
def test_columns_that_only_sound_like_it_are_not(heading):
    assert not is_private(heading)


def test_our_own_columns_are_not_private():
    assert [field.name for field in FIELDS if is_private(field.name)] == []
