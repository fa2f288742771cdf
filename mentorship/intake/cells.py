"""Cells of CSV files that no spreadsheet runs as a formula, and the way back."""

import csv
import io
import re
from collections.abc import Iterable

# What a spreadsheet may take for a formula: one of these signs, in plain, full-width or
# small form, also behind spaces, marks that cannot be seen, and quotes of our own.
_FORMULA = re.compile(
    "'*[\\s\\x00-\\x1f\\x7f-\\xa0\\u00ad\\u200b-\\u200f\\u2060\\ufeff]*"
    "[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u2212\\t\\r\\n\\x00]"
)


def inert(cell: object) -> str:
    """The cell as text that stays text: a quote stands before what could be run."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) else text


def original(cell: str) -> str:
    """Take off exactly the quote that ``inert`` put on; any other quote stays."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def as_csv(rows: Iterable[Iterable[object]]) -> str:
    """Rows as one CSV text: every cell quoted and inert, lines ended as RFC 4180 asks."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue()
