"""The settings table of docs/operations.md names what the code reads, no more, no less."""

import re
from pathlib import Path

from tests.docs.reading import ROOT, in_code, section, tables, text

READS = re.compile(
    r"""(?:\benv\.\w+|environ\.get|environ)[(\[]\s*["']([A-Z][A-Z0-9_]+)["']"""
)
CODE = [ROOT / "mentorship/settings.py", *(ROOT / "mentorship/embedded").rglob("*.py")]


def read_by(path: Path) -> set[str]:
    return set(READS.findall(path.read_text(encoding="utf-8")))


def described() -> set[str]:
    rows = tables(section("docs/operations.md", "## Settings"))[0]
    return {row[0].strip("`") for row in rows}


def test_the_table_names_every_variable_and_no_other():
    assert described() == set().union(*map(read_by, CODE))


def test_no_other_module_reads_the_environment():
    packages = [ROOT / name for name in ("accounts", "matching", "mentorship")]
    others = [p for top in packages for p in top.rglob("*.py") if p not in CODE]

    assert {p.name: read_by(p) for p in others if read_by(p)} == {}


def test_what_compose_takes_from_the_environment_is_described():
    taken = set(re.findall(r"\$\{([A-Z_]+)", text("docker-compose.yml")))
    words = section("docs/operations.md", "## Settings")

    assert taken - set(in_code(words)) == set()
