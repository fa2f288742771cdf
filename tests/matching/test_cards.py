"""What a card says of two people: only what is stored or said, and by whom."""

import pytest
from django.urls import reverse

from accounts.models import Network, NetworkMembership, PathStep, Story, Track
from mentorship.goals.models import Condition, Criteria, Criterion
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from tests import builders
from tests.matching.working import run_now


@pytest.fixture
def hanna(mentors):
    return mentors[0]


def change(enrolment, **fields):
    Enrolment.objects.filter(pk=enrolment.pk).update(**fields)


def shown(client, goal, mentor):
    """A mentor's card on the page of suggestions, and the words of the page."""
    client.force_login(goal.mentee.person)
    answer = client.get(reverse("matching:suggestions", args=[goal.pk]))
    card = next(c for c in answer.context["cards"] if c.mentor == mentor)
    page = answer.content.decode()
    start = page.index(f'id="suggestion-{mentor.pk}"')
    return card, " ".join(page[start : page.index("</article>", start)].split())


def factor(card, name):
    return next(row.value for row in card.factors if row.name == name)


def test_both_directions_are_told_in_the_words_of_each(
    client, program, hanna, minas_goal
):
    """R55: what the mentor hopes for, and what of the mentee's is near to it."""
    builders.knows(minas_goal.mentee.person, "delegation", "finesse")
    change(hanna, hopes="Delegation.", hears=True)
    run_now(program)

    card, words = shown(client, minas_goal, hanna)

    assert card.exchange.same == ["Delegation"]
    assert "Hanna hopes for this: <q>Delegation.</q>" in words
    assert "From you:<ul" in words.replace("From you: <ul", "From you:<ul")
    assert "Hanna says: I want to hear your view too." in words
    assert factor(card, "reciprocity") == 1


def test_who_would_rather_pass_on_says_so_themselves(
    client, program, hanna, minas_goal
):
    change(hanna, hears=False)
    run_now(program)

    card, words = shown(client, minas_goal, hanna)

    assert "Hanna says: I would rather pass on what I know." in words
    assert factor(card, "reciprocity") == 0


def test_nothing_said_of_give_and_take_stays_unknown(
    client, finished, hanna, minas_goal
):
    card, words = shown(client, minas_goal, hanna)

    assert "Hanna has not said yet what they hope to get. You can ask." in words
    assert "From you:" not in words
    assert factor(card, "reciprocity") is None


def test_three_things_in_common_are_things_to_talk_about(
    client, program, hanna, minas_goal
):
    for person, spelling in [
        (hanna.person, "Night shifts in Porto"),
        (minas_goal.mentee.person, "night shifts in porto"),
    ]:
        PathStep.objects.create(person=person, title=spelling, began=2010)
        told = builders.story(person, "I once lost my voice in front of everybody.")
        told.skills.add(builders.skill("finesse"))
    run_now(program)

    card, words = shown(client, minas_goal, hanna)

    assert card.common.things == [
        "You both tell a story about: Finesse",
        "You both came this way: Night shifts in Porto",
        "You both work in: Software",
    ]
    assert "Things to talk about" in words
    assert "Thin common ground" not in words
    assert factor(card, "context") == 1


def test_less_is_called_thin_common_ground(client, finished, hanna, minas_goal):
    """R65."""
    card, words = shown(client, minas_goal, hanna)

    assert card.common.things == ["You both work in: Software"]
    assert "Thin common ground" in words
    assert factor(card, "context") == pytest.approx(1 / 3)


@pytest.mark.parametrize("counts", [True, False])
def test_a_shared_network_is_named_only_if_the_mentee_said_it_counts(
    client, program, hanna, minas_goal, counts
):
    circle = Network.objects.create(name="Quiet circle", sensitive=True)
    for person in (hanna.person, minas_goal.mentee.person):
        NetworkMembership.objects.create(person=person, network=circle, shown=True)
    Criteria.objects.create(goal=minas_goal, networks_count=counts)
    run_now(program)

    _card, words = shown(client, minas_goal, hanna)

    assert ("You both belong to: Quiet circle" in words) is counts


def test_a_second_common_language_is_named_and_the_first_is_not(
    client, program, hanna, minas_goal
):
    for person, codes in [
        (hanna.person, ["de", "en"]),
        (minas_goal.mentee.person, ["en", "de", "fr"]),
    ]:
        person.profile.languages = codes
        person.profile.save(update_fields=["languages"])
    run_now(program)

    card, _words = shown(client, minas_goal, hanna)

    assert "You share more than one language: German, English" in card.common.things


def test_three_languages_in_common_are_one_thing_to_talk_about(
    client, program, hanna, minas_goal
):
    """R65: the page and the factor say the same."""
    for person in (hanna.person, minas_goal.mentee.person):
        person.profile.languages = ["en", "fr", "de"]
        person.profile.save(update_fields=["languages"])
    Track.objects.all().delete()
    run_now(program)

    card, words = shown(client, minas_goal, hanna)

    assert card.common.things == [
        "You share more than one language: English, French, German"
    ]
    assert "Thin common ground" in words
    assert factor(card, "context") == pytest.approx(1 / 3)


def test_what_a_mentor_can_give_is_told_by_whom_it_is_said(
    client, program, hanna, minas_goal, eve
):
    """R16: declared by the mentor; counted by the program, from three requests on."""
    change(hanna, hours_per_month=4, months=6)
    old = minas_goal.created_at
    for state in ("declined", "declined", "expired"):
        made = builders.pitch(builders.goal(eve), hanna)
        answered = {"answered_at": old} if state == "declined" else {}
        Pitch.objects.filter(pk=made.pk).update(
            state=state,
            first_sent_at=old,
            sent_at=old,
            answer_by=old,
            **answered,
        )
    run_now(program)

    card, words = shown(client, minas_goal, hanna)

    assert card.given == [
        "As they say: 4 hours a month, for 6 months.",
        "As counted here: answered 2 of 3 requests in time.",
    ]
    assert "What Hanna can give" in words


def test_too_few_requests_say_nothing(client, finished, hanna, minas_goal):
    card, words = shown(client, minas_goal, hanna)

    assert card.given == []
    assert "can give</dt>" not in words


def test_a_quoted_story_says_when_it_happened(client, program, hanna, minas_goal):
    """R75."""
    change(hanna, topics="")
    sentence = "I learned to say what I think in meetings with senior people."
    Story.objects.create(
        person=hanna.person, text=f"It was hard. {sentence} It stayed.", happened=2019
    )
    run_now(program)

    card, words = shown(client, minas_goal, hanna)

    assert (card.words.quote, card.words.year) == (sentence, 2019)
    assert "That was in 2019." in words


def test_talks_that_nobody_rated_are_not_known(client, finished, hanna, minas_goal):
    card, words = shown(client, minas_goal, hanna)

    assert "How talks with them feel is not known yet" in words
    assert [factor(card, name) for name in ("inspiration", "listening")] == [None, None]


@pytest.mark.parametrize(
    ("attribute", "sentence"),
    [
        ("place", "whether they work in the place you asked for is not known."),
        ("field", None),
    ],
)
def test_a_deal_breaker_that_nobody_could_check_is_unverified(
    client, program, hanna, minas_goal, attribute, sentence
):
    """R17: the field is known, the place is not."""
    criteria = Criteria.objects.create(goal=minas_goal)
    Criterion.objects.create(
        criteria=criteria, quality="relevance", importance="important"
    )
    Condition.objects.create(criteria=criteria, attribute=attribute, words="software")
    run_now(program)

    card, _words = shown(client, minas_goal, hanna)

    flagged = [line for line in card.knowing if line.startswith("Unverified")]
    assert flagged == ([f"Unverified: {sentence}"] if sentence else [])


def test_whoever_may_be_hidden_if_unknown_is_not_there(
    client, program, mentors, minas_goal
):
    criteria = Criteria.objects.create(goal=minas_goal)
    Condition.objects.create(
        criteria=criteria, attribute="place", words="Porto", if_unknown="hide"
    )
    run_now(program)
    client.force_login(minas_goal.mentee.person)

    page = client.get(reverse("matching:suggestions", args=[minas_goal.pk]))

    assert page.context["cards"] == []
    assert "They are not in the place that was asked for." in page.content.decode()
