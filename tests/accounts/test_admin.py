"""Django's admin for operators: what it shows, and what it must not change or tell."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.models import User
from mentorship.notices import actions as notices
from mentorship.notices.models import Mail
from mentorship.programs.models import Enrolment, Rules
from mentorship.safety.actions import block, record
from tests import builders

OURS = ["accounts", "programs", "goals", "safety", "notices"]
MODELS = [m for m in admin.site._registry if m._meta.app_label in OURS]
LOOK_ONLY = ["safety.auditevent", "notices.mail", "goals.goal", "programs.rules"]


@pytest.fixture
def operator(client, db):
    person = User.objects.create_superuser("root@example.org", "x")
    client.force_login(person)
    return client


def page(model, name, *args):
    return reverse(
        f"admin:{model._meta.label_lower.replace('.', '_')}_{name}", args=args
    )


@pytest.fixture
def rows(mina, omar, goal, ada):
    """At least one row of what is private or counted."""
    goal.assessment.create(kind="growth", text="Secret words", visibility="me")
    type(goal).objects.filter(pk=goal.pk).update(title="Secret title")
    notices.put("a@example.org", "event-1", "Secret subject", "Secret text 123456")
    Rules.objects.create(program=mina.program, version=1)
    block(mina.person, omar.person)
    record(ada, "looked", goal)
    builders.track(mina.person)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_list_and_every_row_opens_and_tells_nothing_private(
    operator, rows, model
):
    addresses = [page(model, "changelist")]
    addresses += [page(model, "change", row.pk) for row in model.objects.all()[:1]]
    answers = [operator.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200] * len(addresses)
    assert "Secret" not in "".join(answer.content.decode() for answer in answers)


@pytest.mark.parametrize("label", LOOK_ONLY)
def test_what_is_a_record_cannot_be_changed_or_deleted(operator, rows, label):
    model = ContentType.objects.get_by_natural_key(*label.split(".")).model_class()
    row = model.objects.first()

    answers = [
        operator.post(page(model, name, row.pk), {"post": "yes"}).status_code
        for name in ("change", "delete")
    ]

    assert answers == [403, 403]
    assert model.objects.filter(pk=row.pk).exists()


def test_a_new_version_of_the_rules_is_added(operator, program):
    operator.post(
        page(Rules, "add"),
        {"program": program.pk, "version": "1", "weights": "{}", "windows": "{}"},
    )

    assert [rules.made_by.email for rules in Rules.objects.all()] == [
        "root@example.org"
    ]


def test_counters_of_places_cannot_be_set(operator, omar):
    form = operator.get(page(Enrolment, "change", omar.pk)).context["adminform"].form

    assert {"conversations_taken", "ongoing_taken"} & form.fields.keys() == set()


def test_a_program_admin_is_no_operator(client, ada, program):
    client.force_login(ada)

    assert client.get(page(Mail, "changelist")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [(User, 5), (Enrolment, 6)])
def test_lists_ask_as_often_for_three_as_for_one(
    operator, program, model, queries, count, django_assert_num_queries
):
    for number in range(count):
        builders.mentee(program, builders.person(f"Person {number}"))

    with django_assert_num_queries(queries):
        operator.get(page(model, "changelist"))
