"""The way into a program: one question on each page, kept as it goes, and joined once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from mentorship.programs import actions
from mentorship.programs.models import Enrolment, Joining
from mentorship.transitions import NotPossible
from tests import builders


@pytest.fixture
def zoe(client, db):
    """Somebody who has only just signed up."""
    person = User.objects.create_user("zoe@example.org")
    client.force_login(person)
    return person


@pytest.fixture
def on(program):
    """The address of a page on the way in."""

    def address(key=""):
        if key in ("", "check"):
            name = "programs:check" if key else "programs:join"
            return reverse(name, args=[program.slug])
        return reverse("programs:question", args=[program.slug, key])

    return address


ANSWERS = {
    "roles": {"roles": ["mentee", "mentor"]},
    "name": {"name": "  Zoe\u202e Quist ", "pronouns": "she"},
    "languages": {"languages": ["en", "pt"], "time_zone": "Asia/Calcutta"},
    "work": {"field": "Nursing", "level": "2", "headline": "Nurse in Porto"},
    "hours": {"free": ["0-morning", "0-midday", "3-evening"]},
    "looking": {"looking": "no"},
    "kinds": {"supports": ["coaching"]},
    "places": {"conversation_places": "2", "ongoing_places": "1"},
}


def test_each_answer_leads_to_the_next_question_and_the_last_to_the_check(
    client, zoe, on
):
    ways = [client.get(on()).url]
    ways += [client.post(on(key), told).url for key, told in ANSWERS.items()]

    assert ways == [on(key) for key in (*ANSWERS, "check")]


def test_joining_writes_everything_and_forgets_the_draft(client, zoe, on):
    for key, told in ANSWERS.items():
        client.post(on(key), told)
    nothing_yet = Enrolment.objects.count(), zoe.tracks.count()

    client.post(on("check"))

    zoe.refresh_from_db()
    profile, track = zoe.profile, zoe.tracks.get()
    mentee, mentor = Enrolment.objects.order_by("role")
    assert nothing_yet == (0, 0)
    assert (profile.name, profile.pronouns) == ("Zoe Quist", "she")
    assert (profile.languages, profile.time_zone) == (["en", "pt"], "Asia/Kolkata")
    assert profile.headline == "Nurse in Porto"
    assert (track.field, track.level, track.is_main) == ("Nursing", 2, True)
    assert dict(zoe.free_hours.values_list("weekday", "slots")) == {
        0: (1 << 28) - (1 << 16),
        3: (1 << 42) - (1 << 34),
    }
    assert (mentee.role, mentee.looking) == ("mentee", False)
    assert (mentor.role, mentor.supports, mentor.accepting) == (
        "mentor",
        ["coaching"],
        False,
    )
    assert (mentor.conversation_places, mentor.ongoing_places) == (2, 1)
    assert not Joining.objects.exists()


def test_an_empty_work_history_is_as_good_an_answer(client, zoe, on):
    """R83"""
    told = ANSWERS | {"roles": {"roles": "mentee"}, "work": {"none_yet": "on"}}
    for key in ("roles", "name", "languages", "work", "hours", "looking"):
        client.post(on(key), told[key])

    client.post(on("check"))

    assert [e.role for e in Enrolment.objects.of(zoe)] == ["mentee"]
    assert not zoe.tracks.exists()


def test_another_device_goes_on_at_the_first_open_question(client, zoe, on):
    client.post(on("roles"), {"roles": "mentee"})
    client.post(on("name"), {"name": "Zoe"})
    client.logout()
    client.force_login(zoe)

    assert client.get(on()).url == on("languages")


def test_going_back_finds_the_answer_and_a_change_keeps_the_others(client, zoe, on):
    client.post(on("roles"), {"roles": "mentee"})
    client.post(on("name"), {"name": "Zoe"})

    again = client.get(on("name"))
    client.post(on("roles"), {"roles": "mentor"})

    assert again.context["form"]["name"].value() == "Zoe"
    assert again.context["back_url"] == on("roles")
    assert Joining.objects.get().answers == {
        "roles": {"roles": ["mentor"]},
        "name": {"name": "Zoe", "pronouns": ""},
    }


@pytest.mark.parametrize(
    ("roles", "shown"),
    [("mentee", "2 of 6"), ("mentor", "2 of 7"), (["mentee", "mentor"], "2 of 8")],
)
def test_a_page_says_how_many_questions_there_are_for_this_role(
    client, zoe, on, roles, shown
):
    client.post(on("roles"), {"roles": roles})

    assert shown in client.get(on("name")).content.decode()


def test_whoever_has_a_profile_is_asked_only_what_is_missing(client, mina, on):
    """Mina is a mentee here already; her name, languages and work are known."""
    builders.track(mina.person)
    client.force_login(mina.person)

    client.post(on("roles"), {"roles": "mentor"})

    assert Joining.objects.draft_of(mina.person, mina.program).asked == [
        "roles",
        "hours",
        "kinds",
        "places",
    ]


def test_both_roles_taken_leave_nothing_to_ask(client, mina, on):
    builders.mentor(mina.program, mina.person)
    client.force_login(mina.person)

    assert client.get(on()).url == reverse("programs:welcome", args=["ropes"])
    assert client.get(on("roles")).url == on()


@pytest.mark.parametrize(
    ("key", "told", "sentence"),
    [
        ("roles", {}, "Choose at least one. Both is fine."),
        ("name", {"name": " \t", "pronouns": "they"}, "Say what people should"),
        ("name", {"name": "x" * 200, "pronouns": "they"}, "120"),
        ("work", {"title": "Lead", "years": "3"}, "Name one line of work, or tick"),
        ("work", {"field": "A", "title": "Lead", "years": "900"}, "70"),
    ],
)
def test_a_page_that_cannot_be_read_says_so_and_keeps_what_was_typed(
    client, zoe, on, key, told, sentence
):
    page = client.post(on(key), told).content.decode()

    assert "<title>Error:" in page
    assert "autofocus" in page
    assert sentence in page
    assert all(
        value in page for value in [told.get("title", ""), told.get("pronouns", "")]
    )
    assert not Joining.objects.exists()


@pytest.mark.parametrize("odd", ["8-morning", "0-night", "x", "\x00", "-1-midday"])
def test_hours_that_do_not_exist_are_asked_again(client, zoe, on, odd):
    assert client.post(on("hours"), {"free": [odd]}).status_code == 200


def test_looking_at_pages_writes_nothing(client, zoe, on):
    for key in ("", "roles", "check", "name"):
        client.get(on(key))

    assert not Joining.objects.exists()


def test_a_question_that_nobody_asks_does_not_exist(client, zoe, on):
    assert client.get(on("salary")).status_code == 404


def test_the_check_waits_for_the_last_answer(client, zoe, on):
    client.post(on("roles"), {"roles": "mentee"})

    assert client.get(on("check")).url == on("name")
    assert client.post(on("check")).url == on()
    assert not Enrolment.objects.exists()


def test_a_changed_answer_on_the_check_comes_back_to_the_check(client, zoe, on):
    for key, told in ANSWERS.items():
        client.post(on(key), told)

    assert client.post(on("name"), {"name": "Zo"}).url == on("check")
    assert client.get(on("check")).context["answers"][1]["value"] == "Zo"


def test_an_answer_can_be_kept_for_later(client, zoe, on):
    response = client.post(on("roles"), {"roles": "mentee", "then": "later"})

    assert response.url == reverse("programs:list")
    assert Joining.objects.get().roles == ["mentee"]


def test_the_list_of_programs_shows_where_one_stopped(client, zoe, on):
    client.post(on("roles"), {"roles": "mentee"})
    client.post(on("name"), {"name": "Zoe"})

    page = client.get(reverse("programs:list")).content.decode()

    assert "Go on joining Ropes" in page
    assert "2 of 6 answered" in page


@pytest.mark.parametrize(
    ("looking", "name", "named"),
    [("yes", "goals:new", "reach"), ("no", "programs:offer", "not looking now")],
)
def test_whoever_only_looks_around_is_not_sent_to_a_goal(
    client, zoe, on, looking, name, named
):
    """R62"""
    for key in ("roles", "name", "languages", "work", "hours"):
        client.post(on(key), ANSWERS[key] | {"roles": "mentee"})
    client.post(on("looking"), {"looking": looking})

    page = client.post(on("check"), follow=True)

    assert page.resolver_match.view_name == name
    assert named in page.content.decode()


def test_two_open_tabs_join_once(client, zoe, on):
    for key, told in ANSWERS.items():
        client.post(on(key), told)

    client.post(on("check"))
    second = client.post(on("check"), follow=True)

    assert "You have joined already." in second.content.decode()
    assert Enrolment.objects.count() == 2


def test_a_changed_code_is_asked_again_and_nobody_is_in(client, zoe):
    attic = builders.program("Attic", joining="code", join_code="Up-2026")
    actions.answer(attic, zoe, "roles", {"roles": ["mentee"], "code": "old"})
    for key in ("name", "languages", "work", "hours"):
        form = {"name": {"name": "Zoe", "pronouns": ""}}.get(key, {})
        actions.answer(attic, zoe, key, form)
    actions.answer(attic, zoe, "looking", {"looking": True})

    with pytest.raises(NotPossible, match="not the code"):
        actions.finish(attic, zoe)

    assert not Enrolment.objects.exists()
    assert not hasattr(User.objects.get(pk=zoe.pk), "profile")


@pytest.mark.django_db(transaction=True)
def test_eight_devices_that_finish_at_once_join_once(program):
    person = builders.person("Zoe Quist")
    told = {"work": {"field": "Law", "title": "", "level": None, "years": None}}
    told |= {"roles": {"roles": ["mentee"]}, "hours": {"free": []}}
    for key, answer in (told | {"looking": {"looking": True}}).items():
        actions.answer(program, person, key, answer)
    all_connected = Barrier(8)

    def finish(_number):
        connection.ensure_connection()
        all_connected.wait()
        try:
            actions.finish(program, User.objects.get(pk=person.pk))
        except NotPossible as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "joined"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(finish, range(8)))

    assert outcomes == ["You have joined already."] * 7 + ["joined"]
    assert (Enrolment.objects.count(), person.tracks.count()) == (1, 1)
