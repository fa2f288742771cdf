"""Home: what Belay is to a stranger, and one next thing to do for a person."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mentorship.finding.models import Lead, MatchRequest
from mentorship.goals.models import Criteria
from mentorship.home import home_of
from mentorship.pitches import actions
from mentorship.programs.models import Joining
from tests import builders


def states(person):
    return [step["state"] for step in home_of(person).way.checklist]


def next_label(person):
    step = home_of(person).next
    return step and step.label


def test_a_stranger_reads_what_belay_is_and_how_to_begin(client, db, settings):
    settings.BELAY_DEMO = False
    page = client.get(reverse("home")).content.decode()

    assert reverse("account_signup") in page
    assert reverse("account_login") in page
    assert "If you look for guidance" in page
    assert "If you can give it" in page
    assert "This is a demo" not in page


def test_the_conduct_statement_is_public(client, db):
    assert client.get(reverse("conduct")).status_code == 200


def test_somebody_new_is_asked_what_to_call_them(db):
    new = User.objects.create_user("new@example.org")

    assert next_label(new) == "Tell us what to call you"


def test_then_to_join_a_program(db):
    assert next_label(builders.person("Nora New")) == "Join a program"


def test_a_new_mentee_sees_six_steps_and_begins_with_a_goal(mina):
    """R1."""
    assert states(mina.person) == ["now"] + ["later"] * 5
    assert next_label(mina.person) == "Say what you want"


def test_each_step_is_done_by_what_is_in_the_database(mina, omar):
    """R1: goals, self-assessment, what matters, find, ask, build."""
    seen = []
    goal = builders.goal(mina, growth=[])
    seen.append(states(mina.person))
    goal.assessment.create(kind="growth", text="speaking up")
    seen.append(states(mina.person))
    Criteria.objects.create(goal=goal)
    seen.append(states(mina.person))
    builders.pitch(goal, omar)
    seen.append(states(mina.person))

    done, now, later = "done", "now", "later"
    assert seen == [
        [done, now, later, later, later, later],
        [done, done, now, later, later, later],
        [done, done, done, now, later, later],
        [done, done, done, done, now, later],
    ]


def test_a_step_can_be_done_before_the_one_in_front_of_it(mina):
    goal = builders.goal(mina, guidance="", state="draft")

    assert states(mina.person) == ["now", "done", "later", "later", "later", "later"]
    guidance = reverse("goals:question", args=[goal.pk, "guidance"])
    assert home_of(mina.person).next.url == guidance


def test_finding_begins_with_a_goal_that_is_complete(mina):
    builders.goal(mina, "Draft", guidance="", state="draft", growth=[])
    ready = builders.goal(mina, "Ready")

    find = home_of(mina.person).way.steps[3]

    assert find.url == reverse("matching:suggestions", args=[ready.pk])


def test_somebody_who_is_not_looking_is_not_nagged(client, mina):
    type(mina).objects.filter(pk=mina.pk).update(looking=False)
    builders.goal(mina, guidance="", state="draft", growth=[])
    client.force_login(mina.person)

    page = client.get(reverse("home")).content.decode()

    assert home_of(mina.person).next is None
    assert "You are not looking for somebody now" in page
    assert "somebody who guides you anyway" in page
    assert "Say what guidance would help." not in page


def test_somebody_who_looks_in_one_program_of_two_goes_on_there(mina, other_program):
    builders.goal(mina)
    type(mina).objects.filter(pk=mina.pk).update(looking=False)
    builders.mentee(other_program, mina.person)

    assert next_label(mina.person) == "Say what you want"


def test_the_next_thing_is_about_the_goal_that_has_come_furthest(mina, omar):
    """One thing to do, however many goals: a goal that waits comes after others."""
    builders.goal(mina, "Begun", guidance="", state="draft", growth=[])
    further = builders.goal(mina, "Further")
    seen = [home_of(mina.person).way.goal.title]
    Criteria.objects.create(goal=further)
    actions.send(builders.pitch(further, omar), by=mina.person)
    seen.append(home_of(mina.person).way.goal.title)

    assert seen == ["Further", "Begun"]


@pytest.mark.parametrize("kept", [True, False])
def test_somebody_saved_is_somebody_found(mina, goal, kept):
    set_aside_at = None if kept else timezone.now()
    Lead.objects.create(
        author=mina.person,
        program=mina.program,
        goal=goal,
        name="Hanna",
        set_aside_at=set_aside_at,
    )

    find = home_of(mina.person).way.steps[3]

    assert (find.label, find.done) == ("Find", kept)


def test_with_several_goals_home_says_where_each_stands(client, mina):
    builders.goal(mina, "Begun", guidance="", state="draft", growth=[])
    builders.goal(mina, "Further")
    client.force_login(mina.person)

    page = client.get(reverse("home")).content.decode()

    assert "0 of 6 steps are done." in page
    assert "2 of 6 steps are done." in page
    assert "Name at least one growth area." in page


def test_joining_that_was_left_half_way_is_taken_up(mina, other_program):
    Joining.objects.create(program=other_program, person=mina.person)

    step = home_of(mina.person).next

    assert step.label == "Go on joining Ladders"
    assert step.url == reverse("programs:join", args=["ladders"])


def test_an_admin_hears_of_mentees_who_ask_the_program(client, ada, goal):
    MatchRequest.objects.create(goal=goal)
    client.force_login(ada)

    page = client.get(reverse("home")).content.decode()

    assert next_label(ada) == "Find somebody for those who asked"
    assert page.count(reverse("finding:queue", args=["ropes"])) == 2


@pytest.mark.parametrize(
    ("offer", "told"),
    [
        ({"accepting": False}, "Nobody can ask you before you say so."),
        ({"paused": True}, "You are pausing: nobody new can ask you."),
    ],
)
def test_a_mentor_sees_why_nobody_asks(client, omar, offer, told):
    type(omar).objects.filter(pk=omar.pk).update(**offer)
    client.force_login(omar.person)

    assert told in client.get(reverse("home")).content.decode()


def test_a_mentor_without_topics_is_asked_what_they_can_help_with(ivan):
    assert next_label(ivan.person) == "Say what you can help with"


def test_a_mentor_with_nothing_to_do_is_left_in_peace(client, omar):
    client.force_login(omar.person)

    page = client.get(reverse("home")).content.decode()

    assert "Nobody is waiting for your answer" in page
    assert "0 of 2 conversations, 0 of 1 ongoing places taken" in page


def test_an_admin_is_led_to_the_program(client, ada, program):
    client.force_login(ada)

    page = client.get(reverse("home")).content.decode()

    assert reverse("programs:overview", args=[program.slug]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_as_often_for_three_goals_as_for_one(
    client, mina, count, django_assert_num_queries
):
    for number in range(count):
        builders.goal(mina, f"Goal {number}")
    client.force_login(mina.person)

    with django_assert_num_queries(HOME_QUERIES):
        client.get(reverse("home"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_goals_as_for_one(
    client, mina, count, django_assert_num_queries
):
    for number in range(count):
        builders.goal(mina, f"Goal {number}")
    client.force_login(mina.person)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("goals:list"))


HOME_QUERIES = 10
LIST_QUERIES = 6


def test_while_a_request_waits_the_next_thing_is_to_wait_kindly(
    mina, goal, omar, pitch
):
    Criteria.objects.create(goal=goal)
    actions.send(pitch, by=mina.person)

    step = home_of(mina.person).next

    assert step.label == "Your request is on its way"
    assert step.url == reverse("pitches:mine")
