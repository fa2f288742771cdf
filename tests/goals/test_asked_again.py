"""After some months the page asks whether what matters is still so (R18)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.goals import actions
from mentorship.goals.models import Criteria, is_long_ago


@pytest.mark.parametrize(("days", "long_ago"), [(179, False), (181, True)])
def test_six_months_are_long(days, long_ago):
    assert is_long_ago(timezone.now() - timedelta(days=days), 6) is long_ago


def test_confirming_keeps_the_set_and_renews_its_date(client, goal):
    made = actions.set_criteria(goal, [("listening", "nice", "keep")])
    old = timezone.now() - timedelta(days=400)
    Criteria.objects.filter(pk=made.pk).update(confirmed_at=old)
    client.force_login(goal.mentee.person)

    client.post(reverse("goals:confirm", args=[goal.pk]))

    now = Criteria.objects.get()
    assert now.pk == made.pk
    assert now.confirmed_at > old
