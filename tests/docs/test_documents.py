"""Documents point at things that exist, and name no commands that do not."""

import re
import runpy

import pytest
from django.core.management import get_commands

from accounts.vocabulary.data import concepts
from matching.engine.filters import RULES
from mentorship.demo.story import read_story
from tests.docs.reading import PAGES, ROOT, anchors, fenced, links, tables, text

ALL = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
page = pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))


@page
def test_every_link_leads_somewhere(page):
    words = page.read_text(encoding="utf-8")

    for target in links(words):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if file.parent == ROOT / "docs/pictures" and not file.parent.exists():
            continue  # pictures are taken from a running demo
        assert file.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


@page
def test_no_document_leads_out_of_the_project(page):
    words = page.read_text(encoding="utf-8")

    assert re.findall(r"\.\./shared|/work/|/root/|/home/|pypi\.org|npmjs", words) == []


def test_the_readme_shows_the_one_command_that_runs_the_tests():
    assert fenced(text("README.md")).count("make test") == 1


def test_what_is_counted_is_as_many_as_is_said():
    assert f"{len(read_story().people)} people" in text("README.md")
    assert f"vocabulary of {len(concepts())} concepts" in text("CHANGELOG.md")
    assert f"{len(RULES)} hard rules" in text("CHANGELOG.md")


def test_every_target_that_is_named_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):.*##", text("Makefile"), flags=re.M))
    named = set(re.findall(r"`make ([a-z-]+)", ALL))
    named |= {line.split()[1] for line in fenced(ALL) if line.startswith("make ")}

    assert named - targets == set()
    assert {"demo", "test", "lint"} <= named


def test_every_management_command_that_is_named_exists():
    named = set(re.findall(r"manage\.py ([a-z_]+)", ALL))

    assert named - set(get_commands()) == set()
    assert {"match", "import_people", "seed_people", "services"} <= named


def test_every_picture_can_be_taken_again():
    taken = runpy.run_path(str(ROOT / "scripts/pictures.py"))["PICTURES"]

    assert {file.stem for file in (ROOT / "docs/pictures").glob("*.png")} == set(taken)


def test_every_decision_is_in_the_index_with_its_number_and_title():
    folder = ROOT / "docs/decisions"
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    index = tables(text("docs/decisions/README.md"))[0]

    assert index == [
        [number.strip("# "), f"[{title.strip()}]({path.name})"]
        for path in files
        for number, title in [path.read_text().splitlines()[0].split(".", 1)]
    ]


def test_the_glossary_gives_each_word_one_meaning():
    words = [
        word.strip()
        for row in tables(text("docs/glossary.md"))[0]
        for word in row[0].split(",")
    ]

    assert sorted(words) == sorted(set(words))
