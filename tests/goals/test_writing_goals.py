"""Writing a goal, assessing oneself, and saying what matters."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.goals import actions
from mentorship.goals.models import AssessmentItem, Criteria, Goal
from mentorship.goals.signals import goal_changed
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests import builders


def answers(**changed):
    """A complete goal as the form sends it."""
    return {
        "title": "Say what I think",
        "purpose": "skill",
        "guidance": "How others found the courage.",
        "format": "conversation",
        "cadence": "once",
        "minutes": "45",
    } | changed


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


def write(client, **changed):
    return client.post(reverse("goals:new"), answers(**changed))


def test_a_goal_is_written_on_one_page(as_mina, mina, told):
    response = write(as_mina, target_date="2027-05-01", channel="video")

    goal = Goal.objects.get()
    assert response.url == reverse("goals:assessment", args=[goal.pk])
    assert (goal.mentee, goal.state, goal.title) == (mina, "active", "Say what I think")
    assert (goal.target_date, goal.channel) == (date(2027, 5, 1), "video")
    assert told == [goal.pk]


def test_without_guidance_a_goal_stays_a_draft_and_says_so(as_mina):
    """R3."""
    write(as_mina, guidance="  \x00 ")

    goal = Goal.objects.get()
    page = as_mina.get(reverse("goals:detail", args=[goal.pk])).content.decode()
    assert goal.state == "draft"
    assert "This is still a draft." in page
    assert "Say what guidance would help." in page
    assert not Goal.objects.matchable().exists()


def test_saying_what_would_help_makes_a_draft_active(as_mina, mina):
    goal = builders.goal(mina, guidance="", state="draft")

    as_mina.post(reverse("goals:edit", args=[goal.pk]), answers())

    assert list(Goal.objects.matchable()) == [goal]


def test_taking_the_guidance_out_makes_it_a_draft_again(as_mina, goal):
    as_mina.post(reverse("goals:edit", args=[goal.pk]), answers(guidance=""))

    goal.refresh_from_db()
    assert goal.state == "draft"


def test_without_a_growth_area_a_goal_is_not_complete(as_mina, mina):
    """R5."""
    goal = builders.goal(mina, growth=[])

    page = as_mina.get(reverse("goals:detail", args=[goal.pk])).content.decode()

    assert "Name at least one growth area." in page
    assert not Goal.objects.matchable().exists()


def test_a_main_purpose_must_be_picked(as_mina):
    """R2."""
    response = write(as_mina, purpose="")

    assert "<title>Error:" in response.content.decode()
    assert not Goal.objects.exists()


def test_another_purpose_says_what(as_mina):
    refused = write(as_mina, purpose="other")
    write(as_mina, purpose="other", purpose_words="Move abroad")

    assert "Say in a few words what else it is." in refused.content.decode()
    assert [goal.purpose_words for goal in Goal.objects.all()] == ["Move abroad"]


def test_each_purpose_says_what_it_changes(as_mina):
    page = as_mina.get(reverse("goals:new")).content.decode()

    assert "Talk shop with somebody like me: peers first" in page
    assert page.count('name="purpose"') == len(Goal.Purpose.choices)


def test_what_is_expected_of_working_together_is_kept(as_mina):
    """R4: format, cadence, length and channel."""
    write(as_mina, format="ongoing", cadence="monthly", months="6", channel="phone")

    goal = Goal.objects.get()
    assert (goal.format, goal.cadence) == ("ongoing", "monthly")
    assert (goal.minutes, goal.months, goal.channel) == (45, 6, "phone")


def test_one_conversation_happens_once_whatever_the_form_sends(as_mina):
    write(as_mina, cadence="weekly", months="6")

    assert list(Goal.objects.values_list("cadence", "months")) == [("once", None)]


def test_ongoing_help_needs_a_rhythm(as_mina):
    response = write(as_mina, format="ongoing", cadence="once")

    assert "Say how often you would like to meet." in response.content.decode()


def test_finesse_is_a_goal_like_any_other(as_mina):
    """R86: soft skills stand in the same vocabulary."""
    write(as_mina, title="Finesse", skills_words="finesse, sourdough")

    goal = Goal.objects.get()
    assert goal.state == "active"
    assert [(row.label, row.skill is None) for row in goal.wanted.all()] == [
        ("Finesse", False),
        ("sourdough", True),
    ]


def test_skills_can_be_changed_by_unticking(as_mina, mina):
    goal = builders.goal(mina, skills=["finesse", "python"])

    as_mina.post(reverse("goals:edit", args=[goal.pk]), answers(skills=["c:finesse"]))

    assert [row.label for row in goal.wanted.all()] == ["Finesse"]


def test_more_than_eight_skills_are_too_many(as_mina):
    response = write(as_mina, skills_words=",".join(f"word {n}" for n in range(9)))

    assert "Keep the ones that matter most." in response.content.decode()


@pytest.mark.parametrize(
    "odd",
    [
        {"title": ""},
        {"title": "\x00"},
        {"title": "x" * 999},
        {"minutes": "9" * 40},
        {"minutes": "\x00"},
        {"months": "-1"},
        {"level_low": "99"},
        {"level_low": "1"},
        {"level_low": "3", "level_high": "1"},
        {"target_date": "yesterday"},
        {"target_date": "99999-01-01"},
        {"purpose": "\x00"},
        {"format": "forever"},
        {"track": "9" * 30},
        {"track": "\x00"},
    ],
)
def test_odd_answers_are_asked_again(as_mina, odd):
    response = write(as_mina, **odd)

    assert response.status_code == 200
    assert "<title>Error:" in response.content.decode()
    assert not Goal.objects.exists()


def test_the_line_of_work_is_ones_own(as_mina, mina, eve):
    hers = builders.track(eve.person)

    write(as_mina, track=str(hers.pk))

    assert not Goal.objects.exists()


def test_with_two_programs_one_is_chosen(as_mina, mina, other_program):
    second = builders.mentee(other_program, mina.person)

    refused = write(as_mina)
    write(as_mina, mentee=str(second.pk))

    assert "<title>Error:" in refused.content.decode()
    assert [goal.mentee for goal in Goal.objects.all()] == [second]


def test_a_goal_cannot_be_put_under_somebody_else(as_mina, mina, eve):
    write(as_mina, mentee=str(eve.pk))

    assert [goal.mentee for goal in Goal.objects.all()] == [mina]


def test_a_mentor_without_the_other_role_is_sent_to_the_programs(client, omar):
    client.force_login(omar.person)

    assert client.get(reverse("goals:new")).url == reverse("programs:list")


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

    as_mina.post(reverse("goals:edit", args=[goal.pk]), answers(title="Other"))

    assert Goal.objects.get().title == "Say what I think in meetings"


@pytest.mark.parametrize(
    ("state", "act"),
    [("closed", "close"), ("active", "reopen"), ("active", "activate")],
)
def test_what_is_done_already_is_said_kindly(mina, state, act):
    goal = builders.goal(mina, state=state)

    with pytest.raises(NotPossible):
        getattr(actions, act)(goal)


def test_somebody_who_left_the_program_has_no_goals_there(as_mina, goal):
    type(goal.mentee).objects.filter(pk=goal.mentee_id).update(left_at=timezone.now())

    assert as_mina.get(reverse("goals:detail", args=[goal.pk])).status_code == 404
