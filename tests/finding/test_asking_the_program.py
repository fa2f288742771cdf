"""Asking the program for a match: the mentee's page, the queue, the answer."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.finding import actions
from mentorship.finding.models import MatchRequest
from mentorship.notices.models import Mail
from mentorship.relationships.models import Relationship
from mentorship.safety.actions import block
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests import builders

QUEUE_QUERIES = 6


def url(name, *args):
    return reverse(f"finding:{name}", args=args)


@pytest.fixture
def asked(goal):
    return actions.ask_program(goal, "I asked two people already.")


def state(asked):
    return MatchRequest.objects.get(pk=asked.pk).state


def mentees_page(client, goal):
    return " ".join(client.get(url("ask_program", goal.pk)).content.decode().split())


# --- The mentee --------------------------------------------------------------------------


def test_a_mentee_asks_once_and_sees_where_it_stands(as_mina, goal, eve):
    for n in range(2):
        actions.ask_program(builders.goal(eve, f"Eve’s {n}"), "")

    as_mina.post(url("ask_program", goal.pk), {"note": "Mornings are best."})
    page = mentees_page(as_mina, goal)

    day = timezone.localdate()
    assert f"Waiting since {day.day} {day:%B}; 2 before you" in page
    assert "Mornings are best." in page
    assert AuditEvent.objects.first().verb == "asked the program"


def test_whoever_stands_first_is_next(as_mina, asked):
    assert "you are next" in mentees_page(as_mina, asked.goal)


def test_others_who_left_or_closed_their_goal_do_not_wait_before(as_mina, goal, eve):
    for n in range(2):
        actions.ask_program(builders.goal(eve, f"Eve’s {n}"), "")
    type(eve).objects.filter(pk=eve.pk).update(left_at=timezone.now())
    actions.ask_program(goal, "")

    assert "you are next" in mentees_page(as_mina, goal)


def test_asking_twice_is_asking_once(as_mina, asked):
    page = as_mina.post(url("ask_program", asked.goal_id), follow=True)

    assert "You have asked already." in page.content.decode()
    assert MatchRequest.objects.count() == 1


def test_a_closed_goal_asks_nothing(as_mina, goal):
    type(goal).objects.update(state="closed")

    with pytest.raises(NotPossible, match="This goal is closed."):
        actions.ask_program(goal, "")
    assert "This goal is closed." in mentees_page(as_mina, goal)


def test_it_can_be_taken_back_and_asked_again(as_mina, asked):
    as_mina.post(url("take_back", asked.goal_id))
    assert state(asked) == "withdrawn"

    as_mina.post(url("ask_program", asked.goal_id))
    assert MatchRequest.objects.open().count() == 1


def test_what_was_answered_cannot_be_taken_back(asked, ada):
    actions.answer(asked, ada, "Nobody yet.", None)

    with pytest.raises(NotPossible, match="already answered or taken back"):
        actions.take_back(asked)


def test_nobody_else_asks_for_a_goal(client, goal, eve, omar, ada):
    for who in (eve.person, omar.person, ada):
        client.force_login(who)
        assert client.post(url("ask_program", goal.pk)).status_code == 404
        assert client.post(url("take_back", goal.pk)).status_code == 404


# --- The program -------------------------------------------------------------------------


def answer(client, asked, **told):
    slug = asked.goal.mentee.program.slug
    return client.post(url("answer", slug, asked.pk), told, follow=True)


def test_the_queue_tells_who_waits_and_nothing_of_the_goal_but_its_name(
    as_ada, program, asked
):
    page = as_ada.get(url("queue", program.slug)).content.decode()

    assert "One mentee asks you to look for somebody" in page
    assert "Mina Costa" in page
    assert asked.goal.title in page
    assert asked.goal.guidance not in page


def test_an_empty_queue(as_ada, program):
    assert (
        "Nobody waits for you"
        in as_ada.get(url("queue", program.slug)).content.decode()
    )


def test_taking_is_seen_by_the_mentee(as_ada, client, program, asked, mina):
    as_ada.post(url("take", program.slug, asked.pk))
    client.force_login(mina.person)

    assert "Ada Lind is looking for somebody for you" in mentees_page(
        client, asked.goal
    )


def test_putting_back_keeps_the_place(as_ada, program, asked):
    as_ada.post(url("take", program.slug, asked.pk))

    as_ada.post(url("put_back", program.slug, asked.pk))

    asked.refresh_from_db()
    assert (asked.state, asked.taken_by, asked.taken_at) == ("waiting", None, None)


def test_an_answer_suggests_one_mentor_and_begins_nothing(
    as_ada, client, asked, mina, omar
):
    answer(
        as_ada,
        asked,
        name="omar",
        suggested=omar.pk,
        words="he once was where you are.",
    )

    asked.refresh_from_db()
    assert (asked.state, asked.suggested) == ("answered", omar)
    mail = Mail.objects.get()
    assert mail.recipient == mina.person.email
    assert mail.subject == "Ada Lind suggests somebody for your goal"
    assert "he once was where you are." in mail.text
    assert not Relationship.objects.exists()
    assert not omar.pitches_received.exists()
    client.force_login(mina.person)
    page = mentees_page(client, asked.goal)
    assert "Ada Lind suggests Omar Haddad, because:" in page
    assert url("person", omar.pk) in page


def test_words_alone_are_an_answer_and_no_words_are_none(as_ada, asked):
    page = answer(as_ada, asked, words="").content.decode()
    assert "Please fill this in." in page
    assert state(asked) == "waiting"

    answer(as_ada, asked, words="Nobody has time before May.")
    assert state(asked) == "answered"


def test_whom_the_mentee_may_not_meet_cannot_be_suggested(as_ada, asked, mina, omar):
    block(omar.person, mina.person)

    page = answer(as_ada, asked, name="omar", suggested=omar.pk, words="Omar!")

    assert "No mentor of this name is open to requests here." in page.content.decode()
    assert state(asked) == "waiting"


def test_whoever_pauses_afterwards_is_no_link(as_mina, asked, omar, ada):
    actions.answer(asked, ada, "Omar, perhaps.", omar)
    type(omar).objects.filter(pk=omar.pk).update(paused=True)

    page = mentees_page(as_mina, asked.goal)

    assert "Whom they suggested cannot be asked at the moment." in page
    assert url("person", omar.pk) not in page


def test_what_was_taken_back_is_gone_from_the_queue(as_ada, program, asked):
    actions.take_back(asked)

    assert as_ada.get(url("answer", program.slug, asked.pk)).status_code == 404
    with pytest.raises(NotPossible, match="or the mentee took it back"):
        actions.answer(asked, asked.goal.mentee.person, "Late.", None)
    assert not Mail.objects.exists()


def test_only_the_admins_of_that_program(client, program, asked, otto, mina, omar):
    for who in (otto, mina.person, omar.person):
        client.force_login(who)
        assert client.get(url("queue", program.slug)).status_code == 404
        for name in ("take", "put_back", "answer"):
            page = url(name, program.slug, asked.pk)
            assert client.post(page, {"words": "x"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_longer_queue_costs_no_more(
    as_ada, program, eve, ada, number, django_assert_num_queries
):
    for n in range(number):
        asked = actions.ask_program(builders.goal(eve, f"Eve’s {n}"), "")
        actions.take(asked, ada)

    with django_assert_num_queries(QUEUE_QUERIES):
        as_ada.get(url("queue", program.slug))
