"""After a no two others stand on the page at once, whoever could really be asked."""

import pytest
from django.urls import reverse

from mentorship.pitches import actions
from mentorship.programs.models import Enrolment
from tests import builders


@pytest.fixture
def declined(finished, minas_goal, mentors):
    """The first of three suggested mentors could not take it on."""
    pitch = builders.pitch(minas_goal, mentors[0])
    actions.send(pitch, by=minas_goal.mentee.person)
    actions.decline(pitch, by=mentors[0].person)
    return pitch


def offered(client, pitch) -> list[str]:
    client.force_login(pitch.mentee.person)
    page = client.get(reverse("pitches:detail", args=[pitch.pk]))
    return [mentor.person.name for mentor in page.context["next_people"]]


def test_the_two_best_others_are_offered(client, declined, mentors):
    others = {mentor.person.name for mentor in mentors[1:3]}

    assert set(offered(client, declined)) == others


def test_who_was_written_to_or_pauses_is_not_offered(client, declined, mentors):
    builders.pitch(declined.goal, mentors[1])
    Enrolment.objects.filter(pk=mentors[2].pk).update(paused=True)

    assert offered(client, declined) == []


def test_nobody_is_offered_while_an_answer_may_come(
    client, finished, mentors, sent_one
):
    assert offered(client, sent_one) == []


@pytest.fixture
def sent_one(finished, minas_goal, mentors):
    pitch = builders.pitch(minas_goal, mentors[0])
    return actions.send(pitch, by=minas_goal.mentee.person)
