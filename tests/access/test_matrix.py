"""The access matrix: every address, everybody, every thing, every method.

The addresses come from the URLconf and the expectations from the table in policy.py.
Each person walks once; the tests below look at what they met.
"""

import pytest
from django.contrib import admin
from django.urls import path

from mentorship.goals.models import Goal
from mentorship.goals.views import goals as views
from tests.access import bare_urls, policy
from tests.access.addresses import all_addresses
from tests.access.walking import walk
from tests.access.world import ROLES

pytestmark = pytest.mark.django_db
everybody = pytest.mark.parametrize("role", ROLES)


@pytest.fixture(scope="package")
def walks():
    return {}


@pytest.fixture
def walked(walks, world, browse):
    """What somebody met at every address; they walk only once."""

    def of(role):
        if role not in walks:
            walks[role] = walk(world, browse(role), role)
        return walks[role]

    return of


@everybody
def test_everybody_meets_what_the_table_says(walked, role):
    none(walked(role).wrong)


@everybody
def test_every_answer_carries_the_headers_that_protect_it(walked, role):
    none(walked(role).without_headers)


@everybody
def test_looking_changes_nothing(walked, role):
    none(walked(role).written_by_looking)


@everybody
def test_nobody_reads_what_was_told_to_somebody_else(walked, role):
    none(walked(role).told)


def none(sentences):
    """Nothing was found; else all of it is shown, not only the first few."""
    assert sentences == [], "\n".join(sentences)


def without_policy():
    """Addresses of the site that the table does not know."""
    return [a.name for a in all_addresses() if a.name not in policy.rules()]


def test_every_address_has_a_policy():
    assert without_policy() == [], (
        "Say in tests/access/policy.py who may do what at these addresses."
    )


def test_every_policy_is_of_an_address_that_exists():
    known = {address.name for address in all_addresses()}

    assert [name for name in policy.rules() if name not in known] == []


def test_every_model_of_the_admin_is_declared():
    known = {model._meta.label_lower for model in admin.site._registry}

    assert {label for label, _may in policy.lines(policy.OPERATORS)} == known


def test_a_new_address_without_a_policy_is_noticed(monkeypatch, settings):
    monkeypatch.setattr(
        bare_urls,
        "urlpatterns",
        [*bare_urls.urlpatterns, path("new/", views.goals, name="new")],
    )
    settings.ROOT_URLCONF = bare_urls.__name__  # reads it again

    assert without_policy() == ["new"]


def test_a_page_that_forgets_whose_goal_it_is_would_be_found(
    world, browse, monkeypatch
):
    monkeypatch.setattr(
        views,
        "mine_or_404",
        lambda request, pk: Goal.objects.with_progress().get(pk=pk),
    )
    pages = [a for a in all_addresses() if a.name == "goals:detail"]

    met = walk(world, browse("eve"), "eve", pages)

    assert [line.partition(") ")[2] for line in met.wrong] == (
        ["as eve gave 200, the table says 404"] * 6
    )
    assert any("secret-only-me-mina" in line for line in met.told)
