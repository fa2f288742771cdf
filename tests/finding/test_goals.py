"""What each goal rests on: cover, other sources, and the nudge to one from outside."""

import pytest
from django.urls import reverse

from mentorship.finding.answers import answers_for
from mentorship.finding.cover import covers
from mentorship.finding.models import Dismissal, MatchRequest, Source
from mentorship.pitches import actions as pitches
from mentorship.safety.actions import block
from tests import builders

GOALS_QUERIES = 12
SOURCES_QUERIES = 11


def url(name, *args):
    return reverse(f"finding:{name}", args=args)


def page_of(client):
    return client.get(url("goals")).content.decode()


def guided(goal, mentor):
    """Both said yes."""
    sent = pitches.send(builders.pitch(goal, mentor), by=goal.mentee.person)
    return pitches.accept(sent, by=mentor.person, answer="Gladly.")


def works_at(organisation, *people):
    for one in people:
        one.profile.organisation = organisation
        one.profile.save()


@pytest.fixture
def elsewhere(program):
    one = builders.person("Zoe Ek", organisation="Elsewhere")
    return builders.mentor(program, one)


# --- Cover -------------------------------------------------------------------------------


def test_a_goal_with_nobody_is_said_to_have_nobody(as_mina, goal):
    page = page_of(as_mina)

    assert "One goal has nobody yet" in page
    assert reverse("matching:suggestions", args=[goal.pk]) in page


def test_a_relationship_covers_its_goal_and_no_other(as_mina, mina, omar, goal):
    other = builders.goal(mina, "Learn to sail")
    guided(goal, omar)

    found = {cover.goal: cover.covered for cover in covers(mina.person)}

    assert found == {goal: True, other: False}
    assert "Omar Haddad" in page_of(as_mina)


def test_what_is_enough_covers_a_goal_without_asking_anybody(as_mina, mina, goal):
    told = {"kind": "informal", "what": "My neighbour", "gives": "Calm", "enough": "on"}
    as_mina.post(url("sources", goal.pk), told)

    assert [cover.covered for cover in covers(mina.person)] == [True]
    assert "Each of your goals has somebody" in page_of(as_mina)
    assert not mina.pitches_written.exists()
    assert not MatchRequest.objects.exists()


def test_a_source_alone_covers_nothing_until_it_is_enough(as_mina, mina, goal):
    source = Source.objects.create(goal=goal, kind="peer", what="Uma")
    assert [cover.covered for cover in covers(mina.person)] == [False]

    as_mina.post(url("enough", source.pk), {"enough": "yes"})
    assert [cover.covered for cover in covers(mina.person)] == [True]

    as_mina.post(url("enough", source.pk), {"enough": "no"})
    assert [cover.covered for cover in covers(mina.person)] == [False]


def test_a_source_can_be_removed(as_mina, goal):
    source = Source.objects.create(goal=goal, kind="peer", what="Uma")

    as_mina.post(url("remove_source", source.pk))

    assert not Source.objects.exists()


def test_a_source_without_a_name_keeps_what_was_typed(as_mina, goal):
    page = as_mina.post(
        url("sources", goal.pk), {"kind": "peer", "gives": "Calm on bad days"}
    ).content.decode()

    assert "Please fill this in." in page
    assert "Calm on bad days" in page


def test_sources_are_their_mentees_alone(client, goal, eve, omar, ada):
    source = Source.objects.create(goal=goal, kind="peer", what="Uma")
    for who in (eve.person, omar.person, ada):
        client.force_login(who)
        assert client.get(url("sources", goal.pk)).status_code == 404
        for name in ("enough", "remove_source"):
            assert client.post(url(name, source.pk)).status_code == 404
    assert Source.objects.exists()


def test_without_a_goal_or_a_program_there_is_one_thing_to_do(client, mina, ada):
    client.force_login(mina.person)
    assert "No goal yet" in page_of(client)

    client.force_login(ada)
    assert "Goals belong to a program" in page_of(client)


def published(mentor, question, *skills):
    answer = mentor.published_answers.create(question=question, text="Slowly.")
    answer.skills.set(builders.skill(slug) for slug in skills)
    return answer


def advised(asker, adviser, question, goal=None, answer="Breathe out first."):
    asked = pitches.ask_advice(
        asker,
        adviser,
        by=asker.person,
        situation="They sat in silence.",
        question=question,
        goal=goal,
    )
    if answer:
        pitches.answer_advice(asked, by=adviser.person, answer=answer)
    return asked


def test_what_is_answered_and_about_a_goal_is_one_of_its_sources(
    as_mina, mina, omar, ivan, goal
):
    other = builders.goal(mina, "Learn to sail", skills=["negotiation"])
    goal.wanted.create(skill=builders.skill("finesse"))
    by_skill = published(omar, "How do you say no?", "finesse")
    by_name = published(ivan, "Is finesse learned?")
    published(ivan, "Which boat?", "welding")
    asked = advised(mina, omar, "What do you do with silence?", goal)
    advised(mina, ivan, "Not answered yet?", goal, answer="")

    found = answers_for(mina.person, [goal, other])

    questions = {key: [one.question for one in told] for key, told in found.items()}
    told = [asked.question, by_name.question, by_skill.question]
    assert questions == {goal.pk: told, other.pk: []}
    page = page_of(as_mina)
    assert f"#answer-{by_skill.pk}" in page
    assert reverse("pitches:advice", args=[asked.pk]) in page


def test_what_was_answered_to_somebody_else_or_by_somebody_blocked_is_not_there(
    mina, eve, omar, ivan, goal
):
    goal.wanted.create(skill=builders.skill("finesse"))
    advised(eve, omar, "How did you learn finesse?")
    published(ivan, "How do you say no?", "finesse")
    advised(mina, ivan, "What do you do with silence?", goal)
    block(ivan.person, mina.person)

    assert answers_for(mina.person, [goal]) == {goal.pk: []}


def test_an_answer_is_written_down_once_and_may_then_be_enough(as_mina, goal, omar):
    goal.wanted.create(skill=builders.skill("finesse"))
    answer = published(omar, "How do you say no?", "finesse")
    address = url("sources", goal.pk)
    assert answer.question in as_mina.get(address).content.decode()

    kept = {"kind": "answer", "what": answer.question, "gives": "Omar Haddad"}
    page = as_mina.post(address, kept, follow=True).content.decode()

    assert "Answered already" not in page
    assert [str(one) for one in goal.sources.all()] == [answer.question]


@pytest.mark.parametrize("number", [1, 3])
def test_more_goals_cost_no_more(
    as_mina, mina, ivan, number, django_assert_num_queries
):
    for n in range(number):
        goal = builders.goal(mina, f"Goal {n}", skills=["finesse"])
        published(ivan, f"Question {n}?", "finesse")
        Source.objects.create(goal=goal, kind="peer", what="Uma")
        MatchRequest.objects.create(goal=goal)

    with django_assert_num_queries(GOALS_QUERIES):
        page_of(as_mina)


@pytest.mark.parametrize("number", [1, 3])
def test_more_sources_cost_no_more(
    as_mina, goal, ivan, number, django_assert_num_queries
):
    goal.wanted.create(skill=builders.skill("finesse"))
    for n in range(number):
        Source.objects.create(goal=goal, kind="peer", what=f"Uma {n}")
        published(ivan, f"Question {n}?", "finesse")

    with django_assert_num_queries(SOURCES_QUERIES):
        as_mina.get(url("sources", goal.pk))


# --- One from outside --------------------------------------------------------------------

NUDGE = "Everybody who guides you here works where you work."


@pytest.fixture
def inside(as_mina, mina, omar, goal, elsewhere):
    """Mina is guided by Omar, of her own organisation; Zoe is elsewhere."""
    works_at("Harbour", mina.person, omar.person)
    guided(goal, omar)
    return as_mina


def test_with_only_mentors_from_inside_others_are_proposed_and_why(inside, elsewhere):
    page = page_of(inside)

    assert NUDGE in page
    assert "Somebody from outside sees your workplace without being part of it" in page
    assert url("person", elsewhere.pk) in page


def test_with_one_from_outside_nobody_is_proposed(inside, mina, elsewhere):
    guided(builders.goal(mina, "Learn to sail"), elsewhere)

    assert NUDGE not in page_of(inside)


@pytest.mark.parametrize("mine", ["", "Another house"])
def test_without_a_mentor_from_inside_nobody_is_proposed(inside, mina, mine):
    works_at(mine, mina.person)

    assert NUDGE not in page_of(inside)


def test_whoever_knows_what_a_goal_is_about_is_proposed_first(
    inside, goal, program, elsewhere
):
    goal.wanted.create(skill=builders.skill("finesse"))
    knows = builders.mentor(program, builders.person("Yan Li", organisation="Farm"))
    builders.knows(knows.person, "finesse")

    page = page_of(inside)

    assert url("person", knows.pk) in page
    assert url("person", elsewhere.pk) not in page


def test_the_nudge_goes_for_this_goal_and_can_be_brought_back(inside, goal):
    answer = inside.post(url("no_nudge", goal.pk), follow=True).content.decode()
    assert NUDGE not in answer
    assert "Undo: propose somebody from outside" in answer
    assert Dismissal.objects.get().goal == goal

    inside.post(url("nudge", goal.pk))
    assert NUDGE in page_of(inside)
