"""The styles stay small: nothing is in them that no page uses."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MOST_BYTES = 30_000
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
FROM_LIBRARIES = {"errorlist", "htmx-request"}
"""Classes that Django and htmx write by themselves."""

IN_CLASS = re.compile(
    r'class="((?:{[%{].*?[%}]}|[^"])*)"|_class %}(.*?){% endblock|state: ([a-z|/]+)'
)
IN_CODE = re.compile(r'class="([^"]+)|f?["\'] ?([a-z-]+(?: [a-z-]+| {\w+})*)["\']')


def classes(styles: str) -> set[str]:
    rules = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", styles, flags=re.S)
    return set(re.findall(r"\.([a-z][\w-]*)", rules))


def classes_of(folders: list[str]) -> set[str]:
    """What stands in a class or fills the block of one, and, because a state or a tag
    may name it, every string of code that is one word."""
    found = [
        "".join(groups)
        for folder in folders
        for kind in ("*.html", "*.py", "*.js")
        for path in (ROOT / folder).rglob(kind)
        for groups in (IN_CLASS if kind == "*.html" else IN_CODE).findall(
            path.read_text()
        )
    ]
    return {word for text in found for word in re.findall(r"[a-z][\w-]*", text)}


def test_they_stay_small():
    assert sum(sheet.stat().st_size for sheet in SHEETS) <= MOST_BYTES


def test_no_rule_is_for_a_class_that_nothing_has():
    used = classes_of(
        ["templates", "mentorship", "matching/templatetags", "accounts", "static/js"]
    )

    styled = classes("\n".join(sheet.read_text() for sheet in SHEETS))

    assert styled - used - FROM_LIBRARIES == set()
    assert classes(".left-over > .of-something { margin: .5rem }") - used
