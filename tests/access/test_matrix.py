"""The access matrix: every address, everybody, every thing, every method.

The addresses come from the URLconf and the expectations from the table in policy.py.
Each person walks once, and everything that is not as it should be is told.
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


@pytest.mark.parametrize("role", ROLES)
def test_everybody_meets_what_the_table_says(world, browse, role):
    """And every answer carries the headers that protect it, a look changes nothing, and
    nobody reads what was told to somebody else."""
    none(walk(world, browse(role), role).everything)


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
