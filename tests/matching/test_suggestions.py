"""The suggestions of a goal: true reasons, only for their mentee, never too late."""

import pytest
from django.urls import reverse

from accounts.models import PersonSkill, Story
from matching.models import Outcome, Pass, Suggestion
from matching.reasons import factors_of
from mentorship.finding.models import Lead
from mentorship.goals.models import Criteria, WantedSkill
from mentorship.programs.models import NeverPair
from mentorship.safety.actions import block
from tests import builders
from tests.matching.working import run_now

PAGE_QUERIES = 12


def page_of(client, goal, person=None, **query):
    client.force_login(person or goal.mentee.person)
    return client.get(reverse("matching:suggestions", args=[goal.pk]), query)


def test_the_page_shows_those_who_could_help_best_first(client, finished, minas_goal):
    answer = page_of(client, minas_goal)

    names = [card.name for card in answer.context["cards"]]
    assert names[0] == "Hanna Reuter"
    assert sorted(names) == ["Hanna Reuter", "Li Wei", "Tunde Okafor"]


def test_what_each_factor_adds_makes_up_the_stored_score(finished):
    weights = Outcome.objects.get().weights

    for suggestion in Suggestion.objects.all():
        factors = factors_of(suggestion, weights)
        assert sum(factor.added for factor in factors) == suggestion.score


def test_the_card_says_what_the_two_really_share(client, finished, minas_goal):
    card = page_of(client, minas_goal).context["cards"][0]

    assert card.distance == 2
    assert card.hours.total == 15
    assert card.hours.times[0] == "Mon 17:00 to 20:00"
    assert card.words.quote == "Say what you think in meetings with senior people"


def test_what_is_not_known_is_said(client, finished, minas_goal):
    page = page_of(client, minas_goal).content.decode()

    assert "Not known yet: way of talking, give and take, what they can give." in page


def test_skills_are_covered_close_or_not_listed(client, program, mentors, minas_goal):
    WantedSkill.objects.create(goal=minas_goal, skill=builders.skill("finesse"))
    WantedSkill.objects.create(goal=minas_goal, words="glassblowing")
    PersonSkill.objects.create(
        person=mentors[0].person, skill=builders.skill("finesse")
    )
    run_now(program)

    card = page_of(client, minas_goal).context["cards"][0]

    assert card.name == "Hanna Reuter"
    assert card.words.covers == ["Finesse"]
    assert card.words.missing == ["glassblowing"]


def test_more_than_five_wait_behind_a_link(client, program, mentors, minas_goal):
    for number in range(4):
        person = builders.person(f"Extra {number}")
        builders.mentor(program, person, topics="Meetings with senior people")
    run_now(program)

    first = page_of(client, minas_goal)
    assert len(first.context["cards"]) == 5
    assert "Show 2 more people" in first.content.decode()
    assert len(page_of(client, minas_goal, more="").context["cards"]) == 7


@pytest.mark.parametrize("who", ["eve", "omar", "ada", "otto"])
def test_nobody_else_sees_a_list(client, finished, minas_goal, who, request):
    other = request.getfixturevalue(who)
    person = getattr(other, "person", other)

    assert page_of(client, minas_goal, person).status_code == 404


def make_full(mentor):
    mentor.conversation_places = 0
    mentor.save(update_fields=["conversation_places"])


def pause(mentor):
    mentor.paused = True
    mentor.save(update_fields=["paused"])


def deactivate(mentor):
    mentor.person.is_active = False
    mentor.person.save(update_fields=["is_active"])


def leave(mentor):
    mentor.left_at = mentor.joined_at
    mentor.save(update_fields=["left_at"])


def stop_accepting(mentor):
    mentor.accepting = False
    mentor.save(update_fields=["accepting"])


@pytest.mark.parametrize(
    "change", [make_full, pause, deactivate, leave, stop_accepting]
)
def test_who_cannot_be_asked_any_more_is_not_shown(
    client, finished, minas_goal, mentors, change
):
    change(mentors[0])

    names = [card.name for card in page_of(client, minas_goal).context["cards"]]

    assert sorted(names) == ["Li Wei", "Tunde Okafor"]


@pytest.mark.parametrize("blocker_is_mentee", [True, False])
def test_a_block_hides_both_ways(
    client, finished, minas_goal, mentors, blocker_is_mentee
):
    pair = [minas_goal.mentee.person, mentors[0].person]
    block(*(pair if blocker_is_mentee else reversed(pair)))

    names = [card.name for card in page_of(client, minas_goal).context["cards"]]
    shown = client.get(reverse("matching:mentor", args=[minas_goal.pk, mentors[0].pk]))

    assert sorted(names) == ["Li Wei", "Tunde Okafor"]
    assert shown.status_code == 404


def test_not_for_me_is_silent_and_can_be_taken_back(
    client, finished, minas_goal, mentors
):
    client.force_login(minas_goal.mentee.person)
    ids = [minas_goal.pk, mentors[0].pk]

    after = client.post(reverse("matching:pass_on", args=ids), follow=True)
    names = sorted(card.name for card in after.context["cards"])
    assert names == ["Li Wei", "Tunde Okafor"]
    assert "Undo: show Hanna Reuter again" in after.content.decode()

    client.post(reverse("matching:unpass", args=ids))
    assert not Pass.objects.exists()
    assert len(page_of(client, minas_goal).context["cards"]) == 3


def test_asking_for_the_page_changes_nothing(client, finished, minas_goal, mentors):
    client.force_login(minas_goal.mentee.person)

    answer = client.get(
        reverse("matching:pass_on", args=[minas_goal.pk, mentors[0].pk])
    )

    assert answer.status_code == 405
    assert not Pass.objects.exists()


def test_a_draft_says_what_is_missing(client, mina):
    draft = builders.goal(mina, state="draft", guidance="", growth=[])

    page = page_of(client, draft).content.decode()

    assert "Say what guidance would help." in page
    assert "Name at least one growth area." in page


def test_before_the_first_run_the_page_says_so(client, goal):
    assert "Nobody has been suggested in this program yet" in (
        page_of(client, goal).content.decode()
    )


def test_nobody_left_is_explained_by_rule(client, program, mentors, minas_goal):
    for mentor in mentors:
        mentor.person.profile.languages = ["fi"]
        mentor.person.profile.save(update_fields=["languages"])
    run_now(program)

    page = page_of(client, minas_goal).content.decode()

    assert "Nobody fits this goal right now" in page
    assert "3 people: The two share no language." in page


def test_private_rules_are_not_told_to_the_mentee(client, program, mentors, minas_goal):
    block(mentors[0].person, minas_goal.mentee.person)
    run_now(program)

    page = page_of(client, minas_goal).content.decode()

    assert len(Suggestion.objects.all()) == 2
    assert "no contact" not in page


def test_the_mentors_page_shows_their_words(client, finished, minas_goal, mentors):
    Story.objects.create(person=mentors[0].person, text="I once lost my voice.")
    client.force_login(minas_goal.mentee.person)

    shown = client.get(reverse("matching:mentor", args=[minas_goal.pk, mentors[0].pk]))

    assert "I once lost my voice." in shown.content.decode()


def test_odd_parameters_are_no_error(client, finished, minas_goal):
    for odd in ["%00", "abc", "9" * 400]:
        assert page_of(client, minas_goal, more=odd).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(
    client, finished, minas_goal, rows, django_assert_num_queries
):
    Suggestion.objects.filter(position__gte=rows).delete()
    client.force_login(minas_goal.mentee.person)

    with django_assert_num_queries(PAGE_QUERIES):
        answer = client.get(reverse("matching:suggestions", args=[minas_goal.pk]))

    assert len(answer.context["cards"]) == rows


def test_who_is_kept_apart_by_the_program_is_gone_at_once(
    client, finished, minas_goal, mentors, program
):
    NeverPair.objects.create(
        program=program, mentee=minas_goal.mentee.person, mentor=mentors[0].person
    )

    names = [card.name for card in page_of(client, minas_goal).context["cards"]]
    shown = client.get(reverse("matching:mentor", args=[minas_goal.pk, mentors[0].pk]))

    assert sorted(names) == ["Li Wei", "Tunde Okafor"]
    assert shown.status_code == 404


def test_what_was_said_long_ago_is_asked_again(client, finished, minas_goal):
    made = Criteria.objects.create(goal=minas_goal)
    page = page_of(client, minas_goal).content.decode()
    assert "Is this still what matters to you?" not in page

    Criteria.objects.filter(pk=made.pk).update(confirmed_at="2020-01-01T00:00Z")

    page = page_of(client, minas_goal).content.decode()
    assert "Is this still what matters to you?" in page


def test_a_reason_for_oneself_stays_beside_who_was_passed(
    client, finished, minas_goal, mentors
):
    client.force_login(minas_goal.mentee.person)
    keys = [minas_goal.pk, mentors[0].pk]
    client.post(reverse("matching:pass_on", args=keys))

    client.post(reverse("matching:pass_why", args=keys), {"why": "We met \x00 once."})

    assert Pass.objects.get().why == "We met once."
    assert "We met once." in page_of(client, minas_goal).content.decode()


def test_somebody_is_saved_from_their_card_with_the_route(
    client, finished, minas_goal, mentors
):
    page = page_of(client, minas_goal).content.decode()
    address = f"{reverse('finding:save', args=[mentors[0].pk])}?"
    assert address in page

    client.post(address + "route=suggested")

    lead = Lead.objects.get()
    assert (lead.about, lead.route) == (mentors[0].person, "suggested")
    assert 'aria-pressed="true"' in page_of(client, minas_goal).content.decode()
