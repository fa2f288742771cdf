"""Finding a program, joining it, leaving it."""

import pytest
from django.urls import reverse

from mentorship.programs import actions
from mentorship.programs.models import Cohort, Enrolment
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests import builders


@pytest.fixture
def nora(client, db):
    """Somebody signed in who takes part nowhere."""
    person = builders.person("Nora New")
    client.force_login(person)
    return person


def say(client, program, key, **told):
    """Answer one question."""
    return client.post(reverse("programs:question", args=[program.slug, key]), told)


def join(client, program, *roles, **more):
    """The whole way in, answering as little as possible."""
    first = say(client, program, "roles", roles=roles, **more)
    if first.status_code == 302:
        say(client, program, "work", none_yet="on")
        say(client, program, "hours")
        say(client, program, "looking", looking="yes")
        say(client, program, "kinds")
        say(client, program, "places", conversation_places=1, ongoing_places=0)
        return client.post(reverse("programs:check", args=[program.slug]))
    return first


def roles_of(person):
    return sorted(Enrolment.objects.of(person).values_list("role", flat=True))


def test_one_person_can_be_mentee_and_mentor(client, nora, program):
    """R22: one account holds both roles."""
    join(client, program, "mentee", "mentor")

    assert roles_of(nora) == ["mentee", "mentor"]


@pytest.mark.parametrize("role", ["mentee", "mentor"])
@pytest.mark.parametrize("level", [None, 0, 7])
def test_no_level_and_no_work_history_keep_anybody_out(
    client, nora, program, role, level
):
    """R22, R41, R83: a student without any track, and somebody at the very top."""
    if level is not None:
        builders.track(nora, level=level)

    join(client, program, role)

    assert roles_of(nora) == [role]


def test_a_student_without_a_work_history_gets_as_far_as_anybody(client, nora, program):
    """R83: from joining to a goal that a run works on."""
    join(client, program, "mentee")
    mentee = Enrolment.objects.get()

    goal = builders.goal(mentee)

    assert list(type(goal).objects.matchable()) == [goal]


def test_a_mentee_goes_on_to_the_first_goal(client, nora, program):
    assert join(client, program, "mentee").url == reverse("goals:new")


def test_a_mentor_goes_on_to_the_offer_and_is_shown_to_nobody_yet(
    client, nora, program
):
    response = join(client, program, "mentor")

    mine = Enrolment.objects.get()
    assert response.url == reverse("programs:offer", args=[mine.pk])
    assert not Enrolment.objects.accepting().exists()


def test_joining_twice_is_one_enrolment(client, nora, program):
    join(client, program, "mentee")
    join(client, program, "mentee")

    assert Enrolment.objects.count() == 1


def test_a_role_must_be_chosen(client, nora, program):
    response = join(client, program)

    assert "Choose at least one. Both is fine." in response.content.decode()
    assert roles_of(nora) == []


@pytest.mark.parametrize("odd", ["admin", "\x00", "mentee' --"])
def test_roles_that_do_not_exist_are_asked_again(client, nora, program, odd):
    assert join(client, program, odd).status_code == 200
    assert roles_of(nora) == []


@pytest.fixture
def by_code(db):
    return builders.program("Attic", joining="code", join_code="Up-2026")


@pytest.mark.parametrize("code", ["", "down", "\x00", "9" * 999, "Úp-2026"])
def test_a_wrong_code_is_asked_again(client, nora, by_code, code):
    response = join(client, by_code, "mentee", code=code)

    assert "<title>Error:" in response.content.decode()
    assert roles_of(nora) == []


@pytest.mark.parametrize("code", ["Up-2026", " up-2026 "])
def test_the_code_opens_in_any_case(client, nora, by_code, code):
    join(client, by_code, "mentee", code=code)

    assert roles_of(nora) == ["mentee"]


def test_a_program_by_code_is_not_listed_but_has_an_address(client, nora, by_code):
    listed = client.get(reverse("programs:list")).content.decode()

    assert "Attic" not in listed
    assert (
        client.get(reverse("programs:welcome", args=[by_code.slug])).status_code == 200
    )


@pytest.mark.parametrize("page", ["welcome", "join", "check"])
def test_a_program_by_invitation_does_not_exist_for_others(client, nora, page):
    closed = builders.program("Cellar", joining="invited")

    assert (
        client.get(reverse(f"programs:{page}", args=[closed.slug])).status_code == 404
    )


def test_nobody_joins_a_program_by_invitation_on_their_own(nora):
    closed = builders.program("Cellar", joining="invited")

    with pytest.raises(NotPossible, match="invites people"):
        actions.join(closed, nora, ["mentee"])


def test_the_welcome_page_is_public_and_joining_is_not(client, program):
    welcome = client.get(reverse("programs:welcome", args=[program.slug]))
    joining = client.get(reverse("programs:join", args=[program.slug]))

    assert (welcome.status_code, joining.status_code) == (200, 302)


def test_whoever_joins_comes_into_the_intake_that_is_open(nora, program):
    Cohort.objects.create(program=program, name="Old", closes_on="2020-01-01")
    now = Cohort.objects.create(program=program, name="Now", opens_on="2020-01-01")

    actions.join(program, nora, ["mentee"])

    assert Enrolment.objects.get().cohort == now


def test_leaving_asks_first_and_can_be_taken_back(client, mina):
    client.force_login(mina.person)
    leave = reverse("programs:leave", args=[mina.pk])

    asked = client.get(leave)
    still_here = roles_of(mina.person)
    client.post(leave)
    gone = roles_of(mina.person)
    said = client.get(reverse("programs:list")).content.decode()
    client.post(reverse("programs:come_back", args=[mina.pk]))

    assert asked.status_code == 200
    assert (still_here, gone, roles_of(mina.person)) == (["mentee"], [], ["mentee"])
    assert "Undo: stay in Ropes" in said
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == [
        "came back",
        "left",
    ]


def test_leaving_twice_is_said_kindly(mina):
    actions.leave(mina)

    with pytest.raises(NotPossible, match="already"):
        actions.leave(mina)


def test_joining_again_finds_the_old_goals(client, mina, goal):
    actions.leave(mina)

    actions.join(mina.program, mina.person, ["mentee"])

    assert Enrolment.objects.get(pk=mina.pk).left_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_programs_as_for_one(
    client, nora, count, django_assert_num_queries
):
    for number in range(count):
        builders.mentee(builders.program(f"Joined-{number}"), nora)
        builders.program(f"Open-{number}")

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("programs:list"))


LIST_QUERIES = 6
