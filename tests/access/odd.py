"""Odd things that somebody may type, and the fields of our pages to type them into."""

import re
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).parents[2]

WORST = {
    "a zero byte": "a\x00b",
    "more digits than int() takes": "9" * 5000,
    "a number too large for a column": str(10**20),
    "a word": "abc",
    "a long text": "long " * 2_000,
    "marks that turn text": "\u202e\u2066x\ufeff\u0085\u2028",
}
ODD = WORST | {
    "nothing": "",
    "blanks": " \t\r\n ",
    "a negative number": "-1",
    "a tiny number": "-9223372036854775809",
    "no number": "NaN",
    "a fraction": "1e309",
    "other digits": "١٢٣²",
    "a header": "a\r\nBcc: b@example.org",
    "markup": "<script>alert(1)</script>{{ 7 }}{% now 'Y' %}",
    "a quotation mark": "' OR 1=1; --",
    "a pattern": "%s%(x)s%_\\",
    "a way up": "../../../etc/passwd",
    "another host": "//elsewhere.example/\\@x",
    "letters of no language": "\ufffd\uffff\U0010ffff\ue000",
    "many marks": "e" + "\u0301" * 5000,
    "a zone that is a folder": "Europe",
    "a date that never was": "2026-02-30",
    "a deep list": "[" * 3_000 + "]" * 3_000,
    "an empty object": "{}",
}

# What our views read from the address or the form by name.
READS = re.compile(
    r'(?:GET|POST)\.(?:get|getlist)\(\s*"(\w+)"|"(\w+)" in request\.(?:GET|POST)'
)
OF_LISTS = {"role", "next", "o", "p", "all", "e", "added_words", "credential"}


def names_that_views_read():
    """Every name that a view asks an address or a form for."""
    found = set(OF_LISTS)
    for app in ("accounts", "mentorship", "matching"):
        for file in (ROOT / app).rglob("*.py"):
            for one, other in READS.findall(file.read_text()):
                found.add(one or other)
    return sorted(found)


class Fields(HTMLParser):
    """The fields of the forms on a page, with what they hold."""

    def __init__(self, text):
        super().__init__()
        self.values = {}
        self.open = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        name = found.get("name")
        if tag == "option" and self.open and "selected" in found:
            self.values[self.open] = found.get("value") or ""
        if tag not in ("input", "select", "textarea") or not name:
            return
        if tag == "select" or tag == "textarea":
            self.open = name
        if found.get("type") in ("checkbox", "radio") and "checked" not in found:
            self.values.setdefault(name, "")
        else:
            self.values[name] = found.get("value") or self.values.get(name, "")

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.values[self.open] = self.values.get(self.open) or data.strip("\n")


def fields_of(text):
    """What a page would send as it stands, without the token."""
    values = Fields(text).values
    values.pop("csrfmiddlewaretoken", None)
    return values


def kinds(values):
    """One field of each kind: of rows that differ by a number only the first."""
    seen = {}
    for name in values:
        seen.setdefault(re.sub(r"\d+", "0", name), name)
    return list(seen.values())
