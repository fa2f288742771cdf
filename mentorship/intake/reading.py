"""Bytes of a file into a table, or one sentence that says why not and the way out."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from accounts.fields import one_line
from mentorship.intake.cells import original

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 200
LONGEST_HEADING = 120

# Columns about who somebody is are never read, whatever a mapping says, and neither are
# biographies, which repeat them. Beginnings of words, and whole words.
_PRIVATE = re.compile(
    r"\b(identit|characteristic|gender|ethnic|religi|belief|orientation|sexual|disab"
    r"|politic|biograph|birth|nationalit|transgender|neurodiver|pregnan|marital)"
    r"|\b(sex|race|faith|union|age|bio|health|dob)\b"
)


class Unreadable(Exception):
    """The file cannot become a table. ``str(error)`` is a sentence with the way out."""


@dataclass(frozen=True)
class Table:
    """A heading, and rows as (number in the file, cells too many, cells).

    The heading is row 1. A row with more cells than headings keeps none of them: it is
    refused later, and nobody knows which of its cells belongs to which heading.
    """

    header: list[str]
    rows: list[tuple[int, int, list[str]]]
    private: list[str] = field(default_factory=list)

    def cells(self) -> Iterator[tuple[int, int, dict[str, str]]]:
        """Each row as (number, cells too many, {heading key: cell})."""
        keys = [column_key(name) for name in self.header]
        for number, beyond, row in self.rows:
            yield number, beyond, dict(zip(keys, row, strict=True))

    def without_private(self, never: Iterable[str] = ()) -> "Table":
        """The table without columns about who somebody is; only their names stay."""
        closed = {column_key(name) for name in never}
        private = [
            name
            for name in self.header
            if is_private(name) or column_key(name) in closed
        ]
        places = [i for i, name in enumerate(self.header) if name not in private]
        return Table(
            [self.header[i] for i in places],
            [(n, beyond, [row[i] for i in places]) for n, beyond, row in self.rows],
            [*self.private, *private],
        )

    def as_json(self) -> dict[str, Any]:
        return {"header": self.header, "rows": self.rows, "private": self.private}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Table":
        rows = [(number, beyond, row) for number, beyond, row in kept.get("rows", [])]
        return cls(kept.get("header", []), rows, kept.get("private", []))


@lru_cache(maxsize=1000)  # asked for each cell
def column_key(name: str) -> str:
    """What two spellings of one heading share: no case, no signs, single spaces."""
    return " ".join(re.sub(r"[\s_\-./:*]+", " ", name.casefold()).split())


def is_private(heading: str) -> bool:
    """Whether a column tells who somebody is, rather than what they do or want."""
    return _PRIVATE.search(column_key(heading)) is not None


def read(data: bytes) -> Table:
    """Read a CSV file of people.

    Raises
    ------
    Unreadable
        If the file is too big, is not UTF-8, is not CSV, or has no usable heading.
    """
    text = _decoded(data)
    records = _records(text)
    if not records:
        raise Unreadable(_("This file is empty. Choose one with a heading and rows."))
    header = _header(records[0])
    rows = [
        (number, *_fitted(record, len(header)))
        for number, record in enumerate(records[1:], 2)
        if any(cell.strip() for cell in record)
    ]
    if not rows:
        raise Unreadable(
            _("This file has a heading and no rows. Add one row for each person.")
        )
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("This file has %(rows)s rows; at most %(most)s fit. Split it into parts.")
            % {"rows": f"{len(rows):,}", "most": f"{MOST_ROWS:,}"}
        )
    return Table(header, rows)


def too_big() -> Unreadable:
    return Unreadable(
        _("This file is larger than 5 MB. Split it into parts, or leave columns out.")
    )


def _decoded(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise too_big()
    save_as = _("Save it again as “CSV UTF-8” and choose that file.")
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(_("This is a spreadsheet, not a CSV file.") + " " + save_as)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(
            _("Line %(line)s has letters that are not UTF-8.") % {"line": line}
            + f" {save_as}"
        ) from error
    if "\0" in text:
        raise Unreadable(
            _("This file has NUL bytes and is not plain text.") + f" {save_as}"
        )
    return text


def _records(text: str) -> list[list[str]]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True
    )
    try:
        return [[original(cell) for cell in record] for record in reader]
    except csv.Error as error:
        raise Unreadable(
            _(
                "Line %(line)s cannot be read as CSV: a quotation mark is opened and "
                "not closed, or a cell is too long. Save the file again from your "
                "spreadsheet."
            )
            % {"line": reader.line_num}
        ) from error


def _delimiter(text: str) -> str:
    """The sign that parts the headings: comma, semicolon or tab."""
    first = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    counts = {sign: first.count(sign) for sign in ",;\t"}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ","


def _header(record: list[str]) -> list[str]:
    if len(record) > MOST_COLUMNS:
        raise Unreadable(
            _(
                "This file has %(columns)s columns; at most %(most)s fit. Leave some out."
            )
            % {"columns": f"{len(record):,}", "most": MOST_COLUMNS}
        )
    names = [one_line(cell)[:LONGEST_HEADING] for cell in record]
    while names and not names[-1]:
        names.pop()
    for place, name in enumerate(names, 1):
        if not column_key(name):
            raise Unreadable(
                _("Column %(place)s has no heading. Name it in the first row.")
                % {"place": place}
            )
    for key, times in Counter(map(column_key, names)).items():
        if times > 1:
            raise Unreadable(
                _(
                    "The heading “%(name)s” stands %(times)s times. Name each column once."
                )
                % {"name": key, "times": times}
            )
    if not names:
        raise Unreadable(_("The first row is empty. It must name the columns."))
    return names


def _fitted(record: list[str], width: int) -> tuple[int, list[str]]:
    """How many cells say something beyond the heading, and the cells if none does."""
    beyond = len(record) - width
    while beyond > 0 and not record[width + beyond - 1].strip():
        beyond -= 1
    if beyond > 0:
        return beyond, [""] * width
    return 0, record[:width] + [""] * (width - len(record))
