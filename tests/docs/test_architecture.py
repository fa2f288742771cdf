"""docs/architecture.md names the layers and constraints that the code has."""

import tomllib

import pytest
from django.apps import apps
from django.db import connection

from tests.docs.reading import ROOT, fenced, in_code, section

TRIGGERS = {
    "proposal_yes_from_both",
    "relationship_yes_from_both",
    "suggestion_names_who_is_there",
    "outcome_names_who_is_there",
}
OURS = ("accounts", "mentorship", "matching")


def our_models():
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in OURS]


def test_every_constraint_is_named_and_none_that_does_not_exist():
    words = section("docs/architecture.md", "## What is in the database")
    named = {word for word in in_code(words) if word.count("_") > 1 or "_once" in word}
    real = {c.name for model in our_models() for c in model._meta.constraints}

    assert named == real | TRIGGERS


def test_every_model_has_a_row():
    words = section("docs/architecture.md", "## What is in the database")
    rows = [line.split("|")[1] for line in words.splitlines() if line.startswith("| ")]
    named = {name.strip() for row in rows for name in row.split(",")}

    assert {model.__name__ for model in our_models()} - named == set()


def test_the_layers_are_those_that_import_linter_holds():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]
    layers = next(c for c in linter["contracts"] if c["type"] == "layers")["layers"]
    shown = fenced(section("docs/architecture.md", "## Who may import whom"))

    assert shown == layers


def test_every_package_that_is_named_is_there():
    words = section("docs/architecture.md", "## Where things are")
    places = [name for name in in_code(words) if "/" in name]

    assert [name for name in places if not (ROOT / name).exists()] == []
    assert "matching/engine/" in places


def test_the_stages_of_a_run_are_those_of_the_code():
    from matching.models import Run  # noqa: PLC0415  # apps are loaded by now

    words = section("docs/architecture.md", "## The way of a run")
    rows = [line.split("|")[1].strip() for line in words.splitlines() if "|" in line]

    assert rows[2:] == Run.Stage.values


@pytest.mark.django_db
def test_the_triggers_that_are_named_are_made_by_migrations():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        made = {name for (name,) in cursor.fetchall()}

    assert TRIGGERS - made == set()
