"""How much time a goal asks of a mentor, as the engine reads it."""

import numpy as np
import pytest

from matching import loading
from mentorship.goals.models import Goal
from mentorship.programs.models import rules_snapshot


def goals_of(program):
    return loading.read(program, rules_snapshot(program)).snapshot.goals


@pytest.mark.parametrize(
    ("cadence", "meetings"), [("weekly", 4), ("fortnightly", 2), ("monthly", 1)]
)
def test_an_ongoing_goal_asks_for_as_many_meetings_as_its_cadence(
    program, goal, omar, cadence, meetings
):
    Goal.objects.filter(pk=goal.pk).update(
        format="ongoing", cadence=cadence, minutes=60, months=6
    )

    goals = goals_of(program)

    assert goals.meetings_per_month.tolist() == [meetings]
    assert goals.minutes_needed.tolist() == [60]
    assert goals.months.tolist() == [6]


def test_one_conversation_is_one_meeting_and_no_months(program, goal, omar):
    Goal.objects.filter(pk=goal.pk).update(
        format="conversation", cadence="once", months=None
    )

    goals = goals_of(program)

    assert goals.meetings_per_month.tolist() == [1]
    assert np.isnan(goals.months).tolist() == [True]
