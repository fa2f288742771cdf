"""Who reads which line of an assessment, through the real pages: people × states (R6)."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from mentorship.goals import shown
from mentorship.goals.models import AssessmentItem
from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from mentorship.relationships.actions import close as end
from mentorship.relationships.models import Relationship
from tests import builders

ALL = ("asked", "me", "mentor")
NOTHING = ()
STATES = {
    # What the mentor who was written to sees in each state. Others never see anything.
    "draft": NOTHING,
    "sent": ("asked",),
    "accepted": ("asked", "mentor"),
    "ended": NOTHING,
    "declined": NOTHING,
    "expired": NOTHING,
    "withdrawn": NOTHING,
    "settled": NOTHING,
}
OTHERS = ["ivan", "eve", "ada", "anonymous"]


@pytest.fixture
def told(mina):
    """A goal with one line for each visibility, called by it."""
    made = builders.goal(mina, growth=[])
    for visibility in AssessmentItem.Visibility.values:
        made.assessment.create(
            kind="growth", text=f"for-{visibility}-only", visibility=visibility
        )
    return made


@pytest.fixture
def letter(told, omar, mina, state):
    """Mina's letter to Omar, brought into a state."""
    made = builders.pitch(told, omar)
    if state == "draft":
        return made
    actions.send(made, by=mina.person)
    if state in ("accepted", "ended"):
        begun = actions.accept(made, by=omar.person, answer="Gladly.")
        if state == "ended":
            end(begun, by=mina.person)
    elif state == "declined":
        actions.decline(made, by=omar.person, answer="Not right now.")
    elif state == "withdrawn":
        actions.withdraw(made, by=mina.person)
    elif state in ("expired", "settled"):
        now = timezone.now()
        Pitch.objects.filter(pk=made.pk).update(state=state, answer_by=now)
    return made


def pages(goal, pitch):
    """Every page on which somebody could read of this goal."""
    of_goal = ("detail", "edit", "assessment", "preview", "exercises")
    yield from (reverse(f"goals:{name}", args=[goal.pk]) for name in of_goal)
    yield reverse("matching:suggestions", args=[goal.pk])
    yield reverse("pitches:detail", args=[pitch.pk])
    yield from (reverse("pitches:inbox"), reverse("home"))
    for begun in Relationship.objects.all():
        yield reverse("relationships:detail", args=[begun.pk])
        yield reverse("pitches:letter", args=[begun.pk])


def reads(client, person, goal, pitch):
    """The lines that somebody finds anywhere, by their visibility."""
    client.logout()
    if person:
        client.force_login(person)
    text = "".join(
        client.get(page, follow=True).content.decode() for page in pages(goal, pitch)
    )
    return tuple(who for who in ALL if f"for-{who}-only" in text)


@pytest.mark.parametrize("state", STATES)
def test_the_mentor_reads_what_was_shared_and_only_while_it_is(
    client, told, letter, omar, state
):
    assert reads(client, omar.person, told, letter) == STATES[state]


@pytest.mark.parametrize("state", STATES)
def test_the_mentee_always_reads_all_of_it(client, told, letter, mina, state):
    assert reads(client, mina.person, told, letter) == ALL


@pytest.mark.parametrize("state", STATES)
def test_nobody_else_ever_reads_a_line(client, told, letter, state, request):
    seen = {}
    for who in OTHERS:
        other = None if who == "anonymous" else request.getfixturevalue(who)
        person = getattr(other, "person", other)
        seen[who] = reads(client, person, told, letter)

    assert seen == dict.fromkeys(OTHERS, NOTHING)


@pytest.mark.parametrize(
    ("state", "piece"),
    [("sent", shown.to_whom_i_ask), ("accepted", shown.to_my_mentor)],
)
def test_the_preview_shows_what_the_mentors_page_shows_letter_by_letter(
    client, told, letter, mina, omar, state, piece
):
    client.force_login(omar.person)
    real = client.get(reverse("pitches:detail", args=[letter.pk])).content.decode()
    client.force_login(mina.person)
    preview = client.get(reverse("goals:preview", args=[told.pk])).content.decode()

    read = render_to_string("goals/_as_read.html", piece(told))

    assert told.guidance in read
    assert real.count(read) == preview.count(read) == 1
