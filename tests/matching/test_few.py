"""The few people on a page are known as everybody is, from one query."""

import numpy as np
import pytest

from accounts.models import FreeHours, PathStep, PersonSkill, Story
from matching.loading.people import People
from matching.reasons.few import FewPeople
from tests import builders


@pytest.fixture
def several(mina, omar, ivan):
    """Somebody who told much, somebody who told little, somebody without a profile."""
    much = omar.person
    builders.track(much, level=4, years=9)
    builders.track(much, "Teaching", level=None, is_main=False)
    FreeHours.objects.create(person=much, weekday=2, slots=(1 << 47) | 5)
    builders.knows(much, "finesse", "python")
    PersonSkill.objects.create(
        person=much, words="glassblowing", how="A year in Murano"
    )
    told = builders.story(much, "I rehearsed one sentence a day.")
    told.skills.add(builders.skill("python"), builders.skill("finesse"))
    Story.objects.create(person=much, text="Another year.", happened=2019)
    PathStep.objects.create(person=much, title="Clerk", began=2001, ended=2004)
    PathStep.objects.create(person=much, title="Teacher", began=2004)
    builders.style(much, direct=-2, writing=1)
    nobody = type(much).objects.create_user("nobody@example.org")
    return [much.pk, mina.person_id, ivan.person_id, nobody.pk]


def test_what_is_known_is_the_same(several):
    few, every = FewPeople(several), People(several)

    assert few.ids == every.ids
    assert few.profiles == every.profiles
    assert dict(few.tracks) == dict(every.tracks)
    assert [t.level for t in few.tracks[several[0]]] == [4, None]
    assert few.skills == dict(every.skills)
    assert few.stories == dict(every.stories)
    assert few.path == dict(every.path)
    for name in ("weeks", "hours_known", "styles"):
        np.testing.assert_array_equal(getattr(few, name), getattr(every, name))


def test_it_takes_one_query(several, django_assert_num_queries):
    with django_assert_num_queries(1):
        few = FewPeople(several)
        assert few.skills and few.stories and few.path
