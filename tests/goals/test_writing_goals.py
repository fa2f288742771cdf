"""Assessing oneself, saying what matters, closing a goal and opening it again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.goals import actions
from mentorship.goals.models import AssessmentItem, Criteria, Goal
from mentorship.goals.signals import goal_changed
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests import builders


@pytest.fixture
def as_mina(client, mina):
    client.force_login(mina.person)
    return client


@pytest.fixture
def told():
    heard = []

    def hear(sender, goal, **kwargs):
        heard.append(goal.pk)

    goal_changed.connect(hear)
    yield heard
    goal_changed.disconnect(hear)


def assess(client, goal, **lists):
    """Send the three lists; each row is a dict."""
    data = {}
    for kind in AssessmentItem.Kind.values:
        rows = lists.get(kind, [])
        data[f"{kind}-TOTAL_FORMS"] = len(rows)
        data[f"{kind}-INITIAL_FORMS"] = sum("pk" in row for row in rows)
        for n, row in enumerate(rows):
            told = {"visibility": "asked"} | row
            data |= {f"{kind}-{n}-{name}": value for name, value in told.items()}
    return client.post(reverse("goals:assessment", args=[goal.pk]), data)


def items(goal):
    return list(goal.assessment.values_list("kind", "text", "visibility"))


def test_three_lists_are_kept_with_who_may_see_each_line(as_mina, mina):
    """R5, R6."""
    goal = builders.goal(mina, growth=[])

    response = assess(
        as_mina,
        goal,
        growth=[{"text": "speaking up"}, {"text": ""}],
        strength=[{"text": "preparing", "visibility": "mentor"}],
        challenge=[{"text": "my hours", "visibility": "me"}],
    )

    assert response.url == reverse("goals:criteria", args=[goal.pk])
    assert items(goal) == [
        ("challenge", "my hours", "me"),
        ("growth", "speaking up", "asked"),
        ("strength", "preparing", "mentor"),
    ]


def test_a_mentor_sees_exactly_what_was_shared_and_when(as_mina, mina):
    """R6: nothing private, and some only after both said yes."""
    goal = builders.goal(mina, growth=[])
    for visibility in AssessmentItem.Visibility.values:
        goal.assessment.create(kind="growth", text=visibility, visibility=visibility)

    assert [item.text for item in goal.assessment.asked()] == ["asked"]
    assert [item.text for item in goal.assessment.shared()] == ["asked", "mentor"]


def test_two_goals_hold_different_strengths(as_mina, mina):
    one, two = builders.goal(mina), builders.goal(mina, "Another")

    assess(as_mina, one, strength=[{"text": "patience"}])
    assess(as_mina, two, strength=[{"text": "speed"}])

    strengths = AssessmentItem.objects.filter(kind="strength")
    assert dict(strengths.values_list("text", "goal")) == {
        "patience": one.pk,
        "speed": two.pk,
    }


def test_lines_are_changed_and_removed_together(as_mina, mina):
    goal = builders.goal(mina, growth=["a", "b", "c"])
    rows = [{"pk": item.pk, "text": item.text} for item in goal.assessment.all()]
    rows[0]["text"] = "a, better said"
    rows[1]["DELETE"] = rows[2]["DELETE"] = "on"

    assess(as_mina, goal, growth=rows)

    assert items(goal) == [("growth", "a, better said", "asked")]


def test_lines_of_another_goal_stay_as_they_are(as_mina, mina, eve):
    goal, hers = builders.goal(mina, growth=[]), builders.goal(eve)
    line = hers.assessment.get()

    assess(as_mina, goal, growth=[{"pk": line.pk, "text": "mine", "DELETE": "on"}])
    assess(as_mina, goal, growth=[{"pk": line.pk, "text": "mine"}])

    assert items(hers) == [("growth", "speaking up", "asked")]
    assert items(goal) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"text": "x" * 999},
        {"text": "a", "visibility": "everybody"},
        {"text": "a", "pk": "9" * 40},
        {"text": "", "pk": "1"},
    ],
)
def test_odd_lines_are_asked_again(as_mina, goal, odd):
    response = assess(as_mina, goal, strength=[odd])

    assert response.status_code == 200
    assert "<title>Error:" in response.content.decode()


def test_an_assessment_survives_a_broken_form(as_mina, goal):
    page = as_mina.post(reverse("goals:assessment", args=[goal.pk]), {"growth": "\x00"})

    assert page.status_code == 200
    assert items(goal) == [("growth", "speaking up", "asked")]


def matters(client, goal, **told):
    return client.post(reverse("goals:criteria", args=[goal.pk]), told)


def test_what_matters_is_a_dated_set(as_mina, goal):
    """R8."""
    matters(as_mina, goal, listening="must", listening_unknown="hide", relevance="nice")

    assert actions.told(Criteria.objects.get()) == [
        ("relevance", "nice", "keep"),
        ("listening", "must", "hide"),
    ]


def test_a_change_is_a_new_set_and_the_old_one_stays(as_mina, goal):
    """R18: an old run keeps the set that it used."""
    matters(as_mina, goal, listening="must")
    first = Criteria.objects.get()
    matters(as_mina, goal, listening="nice")

    assert [actions.told(c) for c in Criteria.objects.all()] == [
        [("listening", "nice", "keep")],
        [("listening", "must", "keep")],
    ]
    assert goal.criteria.first() != first


def test_saying_the_same_again_only_confirms_it(as_mina, goal, told):
    matters(as_mina, goal, listening="must")
    before = Criteria.objects.get()
    matters(as_mina, goal, listening="must")

    after = Criteria.objects.get()
    assert after.confirmed_at > before.confirmed_at
    assert (after.set_at, told) == (before.set_at, [goal.pk])


def test_odd_importance_is_asked_again(as_mina, goal):
    response = matters(as_mina, goal, listening="\x00")

    assert "<title>Error:" in response.content.decode()
    assert not Criteria.objects.exists()


def test_a_closed_goal_can_be_opened_again(as_mina, goal):
    as_mina.post(reverse("goals:close", args=[goal.pk]))
    closed = Goal.objects.get().state
    page = as_mina.get(reverse("goals:list")).content.decode()
    as_mina.post(reverse("goals:reopen", args=[goal.pk]))

    assert (closed, Goal.objects.get().state) == ("closed", "active")
    assert "Undo: open it again" in page
    assert sorted(AuditEvent.objects.values_list("verb", flat=True)) == [
        "activated",
        "closed",
        "reopened",
    ]


def test_a_closed_goal_is_not_changed(as_mina, goal):
    actions.close(goal)

    page = reverse("goals:question", args=[goal.pk, "want"])
    told = as_mina.post(page, {"title": "Other"}, follow=True).content.decode()

    assert "This goal is closed. Open it again to change it." in told

    assert Goal.objects.get().title == "Say what I think in meetings"


@pytest.mark.parametrize(
    ("state", "act"),
    [("closed", "close"), ("active", "reopen"), ("closed", "look_over")],
)
def test_what_is_done_already_is_said_kindly(mina, state, act):
    goal = builders.goal(mina, state=state)

    with pytest.raises(NotPossible):
        getattr(actions, act)(goal)


def test_somebody_who_left_the_program_has_no_goals_there(as_mina, goal):
    type(goal.mentee).objects.filter(pk=goal.mentee_id).update(left_at=timezone.now())

    assert as_mina.get(reverse("goals:detail", args=[goal.pk])).status_code == 404
