"""The engine is pure, and can be read without the rest."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import matching.engine.snapshot
from matching.engine.snapshot import Goals, Mentors

ENGINE = Path(matching.engine.snapshot.__file__).parent
OF_TEXTS = {"close_look", "one_mentor", "relevance", "two_looks", "written"}
MODULES = sorted(
    path
    for path in (*ENGINE.glob("*.py"), *ENGINE.glob("factors/*.py"))
    if path.stem not in OF_TEXTS | {"__init__"}
)
ABOUT_WHO_SOMEBODY_IS = {
    "gender",
    "sex",
    "age",
    "born",
    "origin",
    "nationality",
    "ethnicity",
    "religion",
    "name",
    "pronouns",
    "photo",
}
modules = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)


def public(tree):
    """Public functions, classes and methods of a module, with their names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            nested = any(
                node in ast.walk(other) and other is not node
                for other in ast.walk(tree)
                if isinstance(other, ast.FunctionDef)
            )
            if not node.name.startswith("_") and not nested:
                yield node


def test_whoever_opens_the_folder_finds_every_file_in_its_map():
    there = {path.stem for path in ENGINE.iterdir() if path.suffix == ".py"}
    there |= {path.parent.name for path in ENGINE.glob("*/__init__.py")}

    named = {
        name.split(".")[0]
        for name in re.findall("``([a-z_.]+)``", matching.engine.__doc__)
    }

    assert named - {"format"} == there - {"__init__"}


def test_scoring_loads_neither_django_nor_celery():
    code = (
        "import sys; import matching.engine.score, matching.engine.measure;"
        "print(sorted({'django', 'celery', 'psycopg'} & sys.modules.keys()))"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ENGINE.parents[1],
    )

    assert loaded.stdout.strip() == "[]"


@modules
def test_a_module_imports_numbers_and_the_engine_only(path):
    allowed = sys.stdlib_module_names | {"numpy", "ortools", "scipy"}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module]
        else:
            continue
        for name in names:
            assert name.split(".")[0] in allowed or name.startswith("matching.engine")


@modules
def test_a_module_says_in_its_first_line_what_it_is_for(path):
    first = ast.get_docstring(ast.parse(path.read_text())).splitlines()[0]

    assert first.endswith((".", "?")) or ":" in first


@modules
def test_whatever_is_public_is_explained(path):
    tree = ast.parse(path.read_text())
    private_classes = {
        method
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name.startswith("_")
        for method in node.body
    }

    silent = [
        node.name
        for node in public(tree)
        if node not in private_classes and not ast.get_docstring(node)
    ]

    assert silent == []


@pytest.mark.parametrize("table", [Goals, Mentors])
def test_nothing_about_who_somebody_is_can_reach_a_score(table):
    columns = set(table.of(id=[], person=[], enrolment=[], **needed(table)).to_arrays())

    words = {word for column in columns for word in column.split("_")}
    assert words & ABOUT_WHO_SOMEBODY_IS == set()


def needed(table):
    return {"purpose": []} if table is Goals else {}
