"""What can never be true of a goal, whoever writes the row."""

import pytest
from django.db import IntegrityError

from mentorship.goals.models import (
    AssessmentItem,
    Condition,
    Criteria,
    Criterion,
    Goal,
)
from tests import builders


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "active", "guidance": ""}, "goal_active_only_with_guidance"),
        ({"purpose": "other"}, "goal_other_purpose_says_what"),
        ({"level_low": 2, "level_high": 1}, "goal_level_window_from_low_to_high"),
        ({"level_low": 2}, "goal_level_window_from_low_to_high"),
        ({"level_high": 2}, "goal_level_window_from_low_to_high"),
        ({"cadence": "weekly"}, "goal_cadence_fits_the_format"),
        ({"format": "ongoing"}, "goal_cadence_fits_the_format"),
    ],
)
def test_impossible_goals_are_refused(goal, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Goal.objects.filter(pk=goal.pk).update(**fields)


def test_a_skill_is_wanted_once(mina):
    with pytest.raises(IntegrityError, match="wanted_skill_once_per_goal"):
        builders.goal(mina, skills=["finesse", "finesse"])


@pytest.mark.parametrize("both", [True, False])
def test_a_wanted_skill_is_a_concept_or_own_words(goal, both):
    told = {"skill": builders.skill("finesse"), "words": "finesse"} if both else {}

    with pytest.raises(IntegrityError, match="wanted_skill_is_a_concept_or_own_words"):
        goal.wanted.create(**told)


def test_a_line_of_the_assessment_says_something(goal):
    with pytest.raises(IntegrityError, match="assessment_item_says_something"):
        AssessmentItem.objects.create(goal=goal, kind="growth", text="")


def test_a_quality_stands_once_in_a_set(goal):
    criteria = Criteria.objects.create(goal=goal)

    with pytest.raises(IntegrityError, match="criterion_once_per_quality"):
        Criterion.objects.bulk_create(
            Criterion(criteria=criteria, quality="listening", importance=importance)
            for importance in ("nice", "must")
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"attribute": "place"},
        {"attribute": "field", "words": "Law", "years": 3},
        {"attribute": "experience"},
        {"attribute": "experience", "years": 0},
        {"attribute": "experience", "years": 3, "words": "many"},
        {"attribute": "network"},
        {"attribute": "network", "words": "Alumni"},
    ],
)
def test_a_condition_says_one_thing(goal, fields):
    criteria = Criteria.objects.create(goal=goal)

    with pytest.raises(IntegrityError, match="condition_says_one_thing"):
        Condition.objects.create(criteria=criteria, **fields)


def test_an_attribute_is_insisted_on_once(goal):
    criteria = Criteria.objects.create(goal=goal)

    with pytest.raises(IntegrityError, match="condition_once_per_attribute"):
        for place in ("Porto", "Lisbon"):
            Condition.objects.create(criteria=criteria, attribute="place", words=place)
