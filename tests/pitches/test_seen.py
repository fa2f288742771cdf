"""What a mentee is shown of themselves is what the mentor's own pages show."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Network, NetworkMembership, Profile
from mentorship.goals.models import AssessmentItem
from tests import builders

OWN_WORDS = {
    "sent": {"Say yes to Mina", "Not right now", "Both open a page first"},
    "accepted": {"You said yes", "Go to you and Mina"},
}


def lines(page, start="<main", end="</main>"):
    """The sentences of a page or of a piece of it, without what stands for nobody."""
    text = page.content.decode()
    text = text[text.index(start) : text.index(end, text.index(start))]
    blocks = re.split(
        r"</?(?:p|h\d|li|dt|dd|div|section|article|header|ul)[^>]*>", text
    )
    return {" ".join(strip_tags(block).split()) for block in blocks} - {""}


def seen(client, stage):
    page = client.get(reverse("pitches:seen"), {"stage": stage})
    return lines(page, 'id="as-seen"')


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def as_mina(mina):
    return signed_in(mina.person)


@pytest.fixture
def as_omar(omar):
    return signed_in(omar.person)


@pytest.fixture
def items(goal):
    for visibility in AssessmentItem.Visibility.values:
        AssessmentItem.objects.create(
            goal=goal, kind="growth", text=f"for {visibility}", visibility=visibility
        )


@pytest.fixture
def circles(mina, omar):
    for name, shown in [("Open circle", True), ("Hidden circle", False)]:
        network = Network.objects.create(name=name)
        for person in (mina.person, omar.person):
            NetworkMembership.objects.create(
                person=person, network=network, shown=shown or person == omar.person
            )


def test_with_a_request_it_is_the_letter_and_what_is_for_people_asked(
    as_mina, as_omar, sent, items
):
    mine = seen(as_mina, "asked")

    theirs = lines(as_omar.get(reverse("pitches:detail", args=[sent.pk])))
    told = {line for line in mine if "while it waits" not in line and line not in TABS}
    assert told - theirs == {'id="as-seen">'} & told
    assert "for asked" in told
    assert not {"for me", "for mentor"} & told
    left = {line for line in theirs - mine if "until" not in line}
    assert {line for line in left if not line.startswith(tuple(OWN_WORDS["sent"]))} <= {
        "I have read it: Mina need not change it any more"
    }


TABS = {"Before", "With a request", "After a yes", 'id="as-seen">'}


def test_while_it_goes_on_it_is_both_pages_of_the_mentor(
    as_mina, as_omar, accepted, items, mina
):
    mine = seen(as_mina, "together")

    begun = reverse("relationships:list")
    theirs = lines(as_omar.get(reverse("pitches:detail", args=[accepted.pk])))
    link = re.search(rf"{begun}\d+/", as_omar.get(begun).content.decode())[0]
    theirs |= lines(as_omar.get(link))
    told = {line for line in mine if "sees of you" not in line} - TABS
    assert told - theirs == {mina.person.name} - theirs
    assert {"for asked", "for mentor"} <= told
    assert "for me" not in told
    assert mina.person.email in " ".join(told)


def test_before_it_is_nothing_unless_i_may_be_found(as_mina, as_omar, mina, circles):
    nothing = seen(as_mina, "before")
    Profile.objects.filter(person=mina.person).update(findable=True)
    builders.story(mina.person, "I rehearsed until the moment had passed.")

    mine = seen(as_mina, "before")

    page = as_omar.get(reverse("finding:person", args=[mina.pk]))
    theirs = lines(page, 'class="stack loose"', "<aside")
    assert "No mentor sees you before you write to them" in " ".join(nothing)
    assert "I rehearsed until the moment had passed." in mine & theirs
    assert ("Open circle" in mine, "Hidden circle" in mine) == (True, False)
    named = [line for line in theirs if line.startswith("You both belong to")]
    assert named == ["You both belong to Open circle."]


def test_without_a_request_the_goal_stands_for_it(as_mina, goal, items):
    told = seen(as_mina, "asked")

    assert f"“{goal.title}”" in told
    assert "for asked" in told
    assert "for mentor" not in told


@pytest.mark.parametrize("stage", ["asked", "together", "before", "\x00odd"])
def test_with_nothing_at_all_each_stage_says_so(as_omar, stage):
    page = as_omar.get(reverse("pitches:seen"), {"stage": stage})

    assert page.status_code == 200
    assert b"Nothing" in page.content
