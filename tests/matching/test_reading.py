"""Reading rows into the engine's tables: what counts, what stays out, and what it asks."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from accounts.models import (
    Network,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Story,
    Track,
)
from matching import loading
from matching.engine.filters import NUMBER
from matching.engine.snapshot import ATTRIBUTES, FACTORS, PURPOSES, REASONS
from matching.loading.texts import vocabulary
from matching.models import Outcome, Suggestion
from mentorship.goals.models import Condition, Criteria, Criterion, Goal
from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from mentorship.programs.forms.offering import PURPOSES as OFFERED
from mentorship.programs.models import Enrolment, NeverPair, rules_snapshot
from tests import builders
from tests.matching.working import run_now

QUERIES = 26


def read(program, only=None):
    return loading.read(program, rules_snapshot(program), only)


def number(label):
    return vocabulary().number_of(label)


def shared(program):
    """How many tags Mina's one goal shares with Omar, the one mentor."""
    snapshot = read(program).snapshot
    return int(np.bitwise_count(snapshot.goals.tags & snapshot.mentors.tags).sum())


def criteria(goal, networks_count=False, **conditions):
    made = Criteria.objects.create(goal=goal, networks_count=networks_count)
    for attribute, value in conditions.items():
        Condition.objects.create(
            criteria=made,
            attribute=attribute,
            **(value if isinstance(value, dict) else {"words": value}),
        )
    return made


def network(name="Newcomers", sensitive=False):
    return Network.objects.create(name=name, sensitive=sensitive)


def belongs(user, to, shown=True):
    NetworkMembership.objects.create(person=user, network=to, shown=shown)


def test_a_mentee_brings_their_skills_what_they_told_of_first(program, goal, mina):
    builders.knows(mina.person, "finesse", "delegation")
    PersonSkill.objects.create(
        person=mina.person, skill=builders.skill("coaching-others"), how="Two years."
    )
    PersonSkill.objects.create(person=mina.person, words="yodelling at dusk")

    brings = read(program).snapshot.goals.brings[0].tolist()

    told = builders.skill("coaching-others").label
    assert brings == [number(told), number("Finesse"), number("Delegation")] + [-1] * 5


def test_no_more_than_eight_skills_count(program, goal, mina):
    for concept in vocabulary().concepts[:11]:
        builders.knows(mina.person, concept.slug)

    brings = read(program).snapshot.goals.brings[0].tolist()

    assert brings == list(range(8))


@pytest.mark.parametrize("what", ["field", "path", "situation", "place"])
def test_each_kind_of_thing_in_common_is_one_tag(program, goal, mina, omar, what):
    for user, spelling in [
        (mina.person, "Ropes  access"),
        (omar.person, "ropes Access"),
    ]:
        if what == "field":
            Track.objects.create(person=user, field=spelling)
        elif what == "path":
            PathStep.objects.create(person=user, title=spelling, began=2001)
        elif what == "situation":
            builders.story(user, spelling).skills.add(builders.skill("finesse"))
        else:
            user.profile.site = spelling
            user.profile.save(update_fields=["site"])

    assert shared(program) == 1


def test_nothing_in_common_is_known_not_unknown(program, goal, mina, omar):
    builders.track(mina.person, "Nursing")
    builders.track(omar.person, "Software")

    snapshot = read(program).snapshot

    assert snapshot.goals.tags.any()
    assert snapshot.mentors.tags.any()
    assert shared(program) == 0


def test_who_told_nothing_has_no_tag(program, goal, omar):
    snapshot = read(program).snapshot

    assert not snapshot.goals.tags.any()
    assert not snapshot.mentors.tags.any()


def test_somebody_elses_words_change_no_pair(program, goal, mina, omar):
    builders.track(mina.person, "Nursing")
    builders.track(omar.person, "Nursing")
    before = shared(program)
    for _ in range(70):
        other = builders.person("Other Person", site=f"House {_}")
        builders.mentor(program, other)
        builders.goal(builders.mentee(program, builders.person("M", site=f"House {_}")))

    snapshot = read(program).snapshot
    common = np.bitwise_count(snapshot.goals.tags[0] & snapshot.mentors.tags[0]).sum()

    assert before == common == 1


@pytest.mark.parametrize(
    ("mine", "theirs", "things"),
    [
        (["en"], ["en"], 0),
        (["en", "de"], ["de", "en"], 1),
        (["en", "de"], ["de", "fr"], 0),
        (["en", "de", "sw"], ["sw", "de"], 1),
        (["en", "de", "fr"], ["fr", "de", "en"], 1),
    ],
)
def test_a_second_common_language_is_a_thing_to_talk_about(
    program, goal, mina, omar, mine, theirs, things
):
    for enrolment, codes in [(mina, mine), (omar, theirs)]:
        enrolment.person.profile.languages = codes
        enrolment.person.profile.save(update_fields=["languages"])

    assert shared(program) == things


@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("shown", [True, False])
@pytest.mark.parametrize("sensitive", [True, False])
def test_a_network_counts_if_the_mentee_chose_so_and_the_mentor_shows_it(
    program, goal, mina, omar, chosen, shown, sensitive
):
    alumni = network(sensitive=sensitive)
    belongs(mina.person, alumni, shown=False)
    belongs(omar.person, alumni, shown=shown)
    criteria(goal, networks_count=chosen)

    assert shared(program) == (1 if chosen and shown else 0)


def test_the_newest_criteria_decide_about_networks(program, goal, mina, omar):
    alumni = network()
    belongs(mina.person, alumni)
    belongs(omar.person, alumni)
    criteria(goal, networks_count=True)
    criteria(goal, networks_count=False)

    assert shared(program) == 0


def met(program):
    """What is known of Omar for the one condition, which Mina's goal insists on."""
    snapshot = read(program).snapshot
    assert snapshot.wishes.goal.tolist() == [0]
    assert snapshot.wishes.condition.tolist() == [0]
    assert snapshot.conditions.met.shape == (1, 1)
    return ATTRIBUTES[snapshot.conditions.attribute[0]], snapshot.conditions.met.item()


@pytest.mark.parametrize(
    ("attribute", "words", "field", "known"),
    [
        ("language", "sw", ("languages", ["sw", "en"]), 1),
        ("language", "sw", ("languages", ["en"]), 0),
        ("language", "sw", ("languages", []), -1),
        ("place", "Porto  office", ("site", "porto Office"), 1),
        ("place", "Porto", ("site", "Lisbon"), 0),
        ("place", "Porto", ("site", ""), -1),
        ("organisation", "inside", ("organisation", "acme  ROPES"), 1),
        ("organisation", "inside", ("organisation", "Other"), 0),
        ("organisation", "outside", ("organisation", "Other"), 1),
        ("organisation", "outside", ("organisation", "Acme ropes"), 0),
        ("organisation", "outside", ("organisation", ""), -1),
    ],
)
def test_conditions_look_at_the_profile(
    program, goal, mina, omar, attribute, words, field, known
):
    mina.person.profile.organisation = "Acme Ropes"
    mina.person.profile.save(update_fields=["organisation"])
    setattr(omar.person.profile, *field)
    omar.person.profile.save(update_fields=[field[0]])
    criteria(goal, **{attribute: words})

    assert met(program) == (attribute, known)


@pytest.mark.parametrize(
    ("tracks", "years", "known"),
    [([], 5, -1), ([4], 5, 0), ([4, 5], 5, 1), ([4, None], 5, -1), ([None, 9], 5, 1)],
)
def test_years_of_experience_in_any_line_of_work_count(
    program, goal, omar, tracks, years, known
):
    for place, told in enumerate(tracks):
        builders.track(omar.person, f"Field {place}", years=told, is_main=place == 0)
    criteria(goal, experience={"years": years})

    assert met(program) == ("experience", known)


@pytest.mark.parametrize(("field", "known"), [("nursing", 1), ("Law", 0)])
def test_a_field_is_asked_of_every_line_of_work(program, goal, omar, field, known):
    builders.track(omar.person, "Software")
    builders.track(omar.person, "Nursing", is_main=False)
    criteria(goal, field=field)

    assert met(program) == ("field", known)


@pytest.mark.parametrize(("member", "shown"), [(True, False), (False, False)])
def test_who_shows_no_network_is_not_told_from_who_hides_it(
    program, goal, omar, member, shown
):
    alumni = network()
    if member:
        belongs(omar.person, alumni, shown=shown)
    criteria(goal, network={"network": alumni})

    assert met(program) == ("network", -1)


def test_a_shown_network_meets_the_condition(program, goal, omar):
    alumni = network(sensitive=True)
    belongs(omar.person, alumni)
    criteria(goal, network={"network": alumni})

    assert met(program) == ("network", 1)


def test_equal_conditions_are_checked_once(program, goal, mina, omar):
    other = builders.goal(mina)
    criteria(goal, place="Porto")
    criteria(other, place="porto", language="en")
    Condition.objects.filter(attribute="language").update(if_unknown="hide")

    wishes = read(program).snapshot.wishes

    assert wishes.goal.tolist() == [0, 1, 1]
    assert wishes.condition.tolist() == [0, 0, 1]
    assert wishes.hide_unknown.tolist() == [False, False, True]


def test_inside_means_the_mentees_own_organisation(program, goal, mina, eve, omar):
    for enrolment, name in [(mina, "Acme"), (eve, "Birch"), (omar, "Birch")]:
        enrolment.person.profile.organisation = name
        enrolment.person.profile.save(update_fields=["organisation"])
    criteria(goal, organisation="inside")
    criteria(builders.goal(eve), organisation="inside")

    assert read(program).snapshot.conditions.met.tolist() == [[0], [1]]


def test_qualities_reach_their_factors_and_others_count_as_usual(program, goal, omar):
    made = criteria(goal)
    for quality, importance in [("listening", "must"), ("commitment", "important")]:
        Criterion.objects.create(
            criteria=made, quality=quality, importance=importance, if_unknown="hide"
        )

    goals = read(program).snapshot.goals

    importance = dict(zip(FACTORS, goals.importance[0].tolist(), strict=True))
    assert importance == dict.fromkeys(FACTORS, 0) | {
        "listening": 2,
        "commitment": 2,
        "level": 1,
        "context": 1,
    }
    assert [FACTORS[n] for n in np.flatnonzero(goals.deal_breaker[0])] == ["listening"]


def test_what_a_mentor_declares_is_read_and_silence_stays_unknown(program, goal, omar):
    Enrolment.objects.filter(pk=omar.pk).update(months=6, hears=False)
    builders.mentor(program, builders.person("Silent One"))

    mentors = read(program).snapshot.mentors

    assert mentors.months[0] == 6
    assert mentors.hears_declared[0] == 0
    assert np.isnan([mentors.months[1], mentors.hears_declared[1]]).all()


def test_answers_count_among_the_requests_that_were_due(program, mina, eve, omar):
    """Late, still in time, run out, taken back, answered early, never sent."""
    before, later = (timezone.now() + timedelta(days=days) for days in (-3, 3))
    late = builders.pitch(builders.goal(mina), omar)
    actions.send(late, by=mina.person)
    Pitch.objects.filter(pk=late.pk).update(answer_by=before)
    actions.send(builders.pitch(builders.goal(eve), omar), by=eve.person)
    for state in ("expired", "withdrawn", "declined", "draft"):
        made = builders.pitch(builders.goal(mina), omar)
        sent = (
            {}
            if state == "draft"
            else {"first_sent_at": before, "sent_at": before, "answer_by": later}
        )
        answered = {"answered_at": before} if state == "declined" else {}
        Pitch.objects.filter(pk=made.pk).update(state=state, **sent, **answered)

    mentors = read(program).snapshot.mentors

    assert (mentors.answered[0], mentors.asked[0]) == (1, 3)


def test_a_pair_kept_apart_by_the_program_is_ruled_out(program, goal, mina, omar, ada):
    NeverPair.objects.create(
        program=program, mentee=mina.person, mentor=omar.person, made_by=ada
    )

    told = read(program).snapshot.exclusions

    assert [REASONS[reason] for reason in told.reason] == ["never_match"]


def test_one_goal_is_read_as_it_is_read_among_all(program, goal, mina, eve, omar):
    builders.knows(mina.person, "finesse")
    builders.track(omar.person)
    other = builders.goal(eve)
    criteria(goal, place="Porto")
    criteria(other, place="Lisbon")

    alone = read(program, Goal.objects.filter(pk=goal.pk))
    among = read(program)

    assert alone.goals == among.goals[:1]
    assert alone.hopes == among.hopes
    assert alone.snapshot.conditions.met.shape == (1, 1)
    for name in ("brings", "importance", "languages", "weeks", "months"):
        one, all_ = (
            getattr(alone.snapshot.goals, name),
            getattr(among.snapshot.goals, name),
        )
        np.testing.assert_array_equal(one, all_[:1])


@pytest.mark.parametrize("people", [1, 3])
def test_reading_asks_as_often_for_one_as_for_three(
    program, django_assert_num_queries, people
):
    for number_ in range(people):
        mentee = builders.mentee(program, builders.person(f"Mentee {number_}"))
        builders.knows(mentee.person, "finesse")
        criteria(builders.goal(mentee), networks_count=True, place="Porto")
        mentor = builders.person(f"Mentor {number_}")
        Story.objects.create(person=mentor, text="I once fell.")
        builders.mentor(program, mentor, hopes="To learn.")

    with django_assert_num_queries(QUERIES):
        found = read(program)

    assert (len(found.goals), len(found.mentors)) == (people, people)


@pytest.mark.parametrize("what", ["purpose", "format"])
def test_a_goal_of_a_kind_that_a_mentor_does_not_take_is_never_suggested(
    program, goal, omar, ivan, what
):
    """Ivan takes this kind; Omar said in his offer that he does not."""
    not_taken = {f"{what}s_not_taken": [getattr(goal, what)]}
    Enrolment.objects.filter(pk=omar.pk).update(**not_taken)

    run_now(program)

    shown = Suggestion.objects.filter(goal=goal).values_list("mentor", flat=True)
    removed = Outcome.objects.get(goal=goal).removed
    assert list(shown) == [ivan.pk]
    assert (removed[NUMBER["boundary"]], removed[NUMBER["no_place"]]) == (1, 0)


def test_the_purposes_of_an_offer_are_those_of_goals_and_of_the_engine():
    assert [key for key, _label in OFFERED] == Goal.Purpose.values == list(PURPOSES)
