"""Who would remain: the numbers of the list, and nothing is kept."""

import pytest
from django.urls import reverse

from matching.models import Outcome, Refresh
from mentorship.goals.models import Criteria, Goal
from tests import builders
from tests.matching.working import run_now


def count(client, goal, **said):
    client.force_login(goal.mentee.person)
    return client.post(
        reverse("matching:remaining", args=[goal.pk]), said, headers={"HX-Request": "1"}
    )


def told(answer):
    return " ".join(answer.content.decode().split())


def test_what_is_counted_is_what_a_run_then_finds(
    client, program, finished, minas_goal
):
    found = count(client, minas_goal, language="fi").context["found"]

    client.post(reverse("goals:criteria", args=[minas_goal.pk]), {"language": "fi"})
    run = run_now(program)
    outcome = Outcome.objects.get(run=run, goal=minas_goal)
    assert found.remaining == outcome.candidates
    assert found.outcome.removed == outcome.removed
    assert found.outcome.removed_alone == outcome.removed_alone


def test_each_deal_breaker_says_whom_it_costs(client, finished, minas_goal):
    answer = told(count(client, minas_goal, language="fi"))

    assert "Nobody would remain" in answer
    assert "They do not speak the language that was asked for." in answer


def test_nothing_is_kept(client, finished, minas_goal):
    before = Refresh.objects.count()

    count(client, minas_goal, language="fi", relevance="must")

    assert not Criteria.objects.filter(goal=minas_goal).exists()
    assert Refresh.objects.count() == before


def test_before_the_first_run_it_says_so(client, minas_goal):
    answer = told(count(client, minas_goal, language="fi"))

    assert "as soon as the program has looked for mentors once" in answer


@pytest.mark.parametrize("said", [{"experience": "many"}, {"language": "xx"}])
def test_what_cannot_be_read_is_no_error(client, finished, minas_goal, said):
    answer = count(client, minas_goal, **said)

    assert answer.status_code == 200
    assert "once everything above can be read" in told(answer)


def test_without_scripts_the_page_comes_back_with_what_was_typed(
    client, finished, minas_goal
):
    client.force_login(minas_goal.mentee.person)
    address = reverse("matching:remaining", args=[minas_goal.pk])

    page = told(client.post(address, {"language": "fi", "field": "Nursing"}))

    assert "Nobody would remain" in page
    assert 'value="Nursing"' in page


def test_an_incomplete_goal_says_what_is_missing(client, finished, mina):
    goal = builders.goal(mina, growth=[])

    assert "Name at least one growth area." in told(count(client, goal))
    assert Goal.objects.get(pk=goal.pk).state == goal.state
