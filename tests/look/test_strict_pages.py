"""Every template keeps to the strict policy: no inline script, style or handler."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
NOT_MAIL = [path for path in TEMPLATES if "mail" not in path.parts]
BREACHES = {
    "inline style": re.compile(r"<style|\sstyle="),
    "inline handler": re.compile(r"\son[a-z]+=|\shx-on"),
    "inline script": re.compile(r"<script(?![^>]*(\ssrc=|type=\"application/json\"))"),
    "javascript: address": re.compile(r"=\"javascript:"),
    "evaluated HTMX value": re.compile(r"=['\"]js:"),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape off"),
}


def searched(markup, breach):
    """The markup without template tags, whose arguments look like attributes."""
    if breach == "unescaped text":
        return markup
    return re.sub(r"{%.*?%}|{{.*?}}", "", markup)


@pytest.mark.parametrize("breach", BREACHES)
def test_no_template_breaks_the_policy(breach):
    guilty = [
        str(path.relative_to(ROOT))
        for path in NOT_MAIL
        if BREACHES[breach].search(searched(path.read_text(), breach))
    ]

    assert guilty == []


@pytest.mark.parametrize(
    ("breach", "markup"),
    [
        ("inline style", '<p style="color: red">'),
        ("inline handler", '<button onclick="go()">'),
        ("inline script", "<script>go()</script>"),
        ("unescaped text", "{{ text|safe }}"),
    ],
)
def test_the_search_sees_a_breach(breach, markup):
    assert BREACHES[breach].search(markup)


def test_stylesheets_ask_nothing_of_other_hosts():
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        assert re.findall(r"@import|url\(\"?https?:", sheet.read_text()) == []


def test_what_we_did_not_write_stands_with_its_licence():
    folders = sorted(path for path in (ROOT / "static" / "vendor").iterdir())

    assert [folder.name for folder in folders] == ["atkinson", "htmx"]
    assert all([*folder.glob("LICENSE*"), *folder.glob("OFL*")] for folder in folders)
