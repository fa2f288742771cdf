"""What a mentor offers, and whether a mentee is looking."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accounts.signals import person_changed
from mentorship.programs import actions
from mentorship.programs.models import Enrolment
from mentorship.transitions import NotPossible


def offer_of(**changed):
    """A complete offer as the form sends it."""
    return {
        "topics": "Speaking up",
        "conversation_places": "2",
        "ongoing_places": "1",
        "accepting": "on",
    } | changed


def send(client, enrolment, **changed):
    return client.post(
        reverse("programs:offer", args=[enrolment.pk]), offer_of(**changed)
    )


@pytest.fixture
def as_omar(client, omar):
    client.force_login(omar.person)
    return client


@pytest.mark.parametrize("page", ["offer", "leave", "come_back"])
@pytest.mark.parametrize("who", ["ivan", "mina", "ada", "otto"])
def test_nobody_else_sees_or_changes_an_offer(client, omar, page, who, request):
    other = request.getfixturevalue(who)
    client.force_login(getattr(other, "person", other))

    answer = client.post(reverse(f"programs:{page}", args=[omar.pk]), offer_of())

    assert answer.status_code == 404


def test_kinds_of_help_and_goals_not_taken_are_saved(as_omar, omar):
    """R44"""
    told = {
        "supports": ["coaching"],
        "purposes_not_taken": ["shop_talk", "network"],
        "formats_not_taken": ["ongoing"],
    }

    send(as_omar, omar, **told)
    odd = send(as_omar, omar, supports=["therapy"], purposes_not_taken=["\x00"])

    omar.refresh_from_db()
    assert {name: getattr(omar, name) for name in told} == told
    assert "<title>Error:" in odd.content.decode()


def test_a_format_not_taken_has_no_room_and_one_is_left(as_omar, omar):
    page = send(as_omar, omar, formats_not_taken=["conversation", "ongoing"])
    assert "Leave one of the two, or pause" in page.content.decode()

    send(as_omar, omar, formats_not_taken=["ongoing"])

    omar.refresh_from_db()
    assert (omar.free_places("conversation"), omar.free_places("ongoing")) == (2, 0)
    assert list(Enrolment.objects.with_room("conversation")) == [omar]
    assert not Enrolment.objects.with_room("ongoing").exists()


def test_an_offer_is_saved_and_told(as_omar, omar):
    heard = []
    person_changed.connect(lambda person, **kwargs: heard.append(person), weak=False)

    send(
        as_omar,
        omar,
        topics="Speaking up\x00\r\n\r\n\r\n\r\nFirst job",
        hopes="To understand newer tools.",
        channels=["video", "writing"],
        skills_not_taken=["c:python"],
        hours_per_month="4",
        lowest_level="0",
        highest_level="3",
    )

    mine = Enrolment.objects.get(pk=omar.pk)
    assert mine.topic_lines() == ["Speaking up", "First job"]
    assert (mine.channels, mine.hours_per_month) == (["video", "writing"], 4)
    assert [skill.slug for skill in mine.skills_not_taken.all()] == ["python"]
    assert omar.person in heard


def test_a_pause_keeps_a_mentor_out_of_what_is_shown(as_omar, omar):
    send(as_omar, omar, paused="on")

    assert list(Enrolment.objects.accepting()) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"conversation_places": "51"},
        {"conversation_places": "-1"},
        {"ongoing_places": "9" * 40},
        {"ongoing_places": "\x00"},
        {"lowest_level": "5", "highest_level": "2"},
        {"channels": ["pigeon"]},
        {"hours_per_month": "81"},
        {"topics": "x" * 2001},
        {"conversation_places": "0", "ongoing_places": "0"},
    ],
)
def test_odd_offers_are_asked_again(as_omar, omar, odd):
    response = send(as_omar, omar, **odd)

    assert "<title>Error:" in response.content.decode()
    assert Enrolment.objects.get(pk=omar.pk).topics == "Speaking up\nFirst job"


def test_places_do_not_fall_below_what_is_agreed(as_omar, omar):
    Enrolment.objects.filter(pk=omar.pk).update(conversations_taken=2)

    response = send(as_omar, omar, conversation_places="1")

    assert "2 conversations are agreed already" in response.content.decode()
    assert "pause instead" in response.content.decode()
    assert Enrolment.objects.get(pk=omar.pk).conversation_places == 2


@pytest.mark.django_db(transaction=True)
def test_lowering_places_waits_for_an_answer_that_takes_one(omar):
    """The last place is taken while somebody lowers the places to what was taken."""
    place_taken = Event()

    def lower():
        try:
            place_taken.wait(5)
            actions.change_offer(omar, {"conversation_places": 0}, None)
        except NotPossible as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "lowered"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mine = Enrolment.objects.select_for_update().filter(pk=omar.pk)
            mine.update(conversations_taken=1)
            lowering = pool.submit(lower)
            place_taken.set()
            with pytest.raises(TimeoutError):
                lowering.result(timeout=0.5)

        assert "One conversation is agreed already" in lowering.result(timeout=10)


def test_not_looking_now_is_a_state_of_its_own(client, mina, goal):
    client.force_login(mina.person)
    page = reverse("programs:offer", args=[mina.pk])

    client.post(page, {})
    paused = list(type(goal).objects.matchable())
    client.post(page, {"looking": "on"})

    assert (paused, list(type(goal).objects.matchable())) == ([], [goal])


def test_a_mentee_cannot_take_places_through_the_form(client, mina):
    client.force_login(mina.person)

    client.post(reverse("programs:offer", args=[mina.pk]), offer_of(looking="on"))

    assert Enrolment.objects.get(pk=mina.pk).conversation_places == 0


def test_a_free_place_is_not_lost_by_saving_the_offer(as_omar, omar):
    Enrolment.objects.filter(pk=omar.pk).update(conversations_taken=1)

    send(as_omar, omar, conversation_places="5")

    assert Enrolment.objects.get(pk=omar.pk).free_places("conversation") == 4


@pytest.mark.parametrize(
    ("told", "kept"), [("", None), ("True", True), ("False", False)]
)
def test_a_mentor_may_say_whether_they_want_to_hear_the_other_view(
    as_omar, omar, told, kept
):
    """R15, R16: declared by the mentor; not said stays unknown."""
    send(as_omar, omar, hears=told, months="6" if told else "")

    omar.refresh_from_db()
    assert omar.hears is kept
    assert omar.months == (6 if told else None)


def test_months_out_of_reach_are_asked_again_and_kept(as_omar, omar):
    answer = send(as_omar, omar, months="25", topics="Knots")

    assert "<title>Error:" in answer.content.decode()
    assert "Knots" in answer.content.decode()
