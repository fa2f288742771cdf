"""Reads the project's documents: their files, their tables, their links."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def section(name, heading):
    """What stands under a heading, up to the next one of its level or above."""
    level = heading.split()[0]
    after = re.split(rf"^{re.escape(heading)}$", text(name), maxsplit=1, flags=re.M)[1]
    return re.split(rf"^#{{1,{len(level)}}} ", after, maxsplit=1, flags=re.M)[0]


def tables(words):
    """Every table in a text, as lists of rows of cells; the heading row is left out."""
    found = re.findall(r"(?:^\|.*\|\n?)+", words, flags=re.M)
    return [
        [
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in table.splitlines()[2:]
        ]
        for table in found
    ]


def in_code(words):
    """Whatever stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", words)


def fenced(words):
    """The lines of all fenced blocks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", words, flags=re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def anchors(words):
    """The anchors that headings make."""
    headings = re.findall(r"^#+ (.+)$", words, flags=re.M)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


def links(words):
    """Targets of links and pictures that stay inside the project."""
    found = re.findall(r"\]\(([^)\s]+)\)", words)
    return [target for target in found if "://" not in target]
