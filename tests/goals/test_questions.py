"""One question per page: what each writes, what may stay open, and where one goes on."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.goals import actions, asking
from mentorship.goals.models import Goal
from mentorship.goals.purposes import MAY_BE_ABOUT_MY_WORKPLACE, PURPOSES
from mentorship.goals.signals import goal_changed
from tests import builders

GUIDANCE = "How others found the courage."
MEETING = {"format": "conversation", "minutes": "45"}
ANSWERS = {
    "want": {"title": "Say what I think"},
    "guidance": {"guidance": GUIDANCE},
    "support": {"support": "coaching"},
    "format": MEETING,
    "workplace": {"about_workplace": "yes"},
    "more": {"envisioned": "Lead a project, then a team."},
}


@pytest.fixture(autouse=True)
def quick_encoder(settings):
    settings.BELAY_ENCODER = "lexical"


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


@pytest.fixture
def draft(as_mina):
    begin(as_mina)
    return Goal.objects.get()


def begin(client, purpose="challenge", **more):
    return client.post(reverse("goals:new"), {"purpose": purpose, **more})


def say(client, goal, key, *, change=False, **answer):
    page = reverse("goals:question", args=[goal.pk, key])
    return client.post(page + ("?change" if change else ""), answer)


def ask(client, goal, key):
    return client.get(asking.address(goal, key)).content.decode()


def edit_page(goal):
    return reverse("goals:edit", args=[goal.pk])


def test_the_first_answer_begins_a_draft_that_is_called_by_its_purpose(
    as_mina, mina, told
):
    response = begin(as_mina)

    goal = Goal.objects.get()
    assert (goal.mentee, goal.state) == (mina, "draft")
    assert goal.title == "Get through something difficult"
    assert response.url == asking.address(goal, "want")
    assert told == [goal.pk]


def test_page_after_page_leads_to_a_goal(as_mina, draft):
    for key, answer in ANSWERS.items():
        page = asking.address(draft, key)
        after = asking.questions_of(draft).after(key)
        then = asking.address(draft, after.key) if after else edit_page(draft)
        assert as_mina.post(page, answer).url == then
    as_mina.post(edit_page(draft))

    goal = Goal.objects.get()
    assert (goal.state, goal.title, goal.guidance) == (
        "active",
        "Say what I think",
        GUIDANCE,
    )
    assert (goal.support, goal.about_workplace) == ("coaching", True)
    assert goal.envisioned == "Lead a project, then a team."


def test_an_answer_is_there_when_one_comes_back(as_mina, draft):
    say(as_mina, draft, "want", title="Say what I think")

    assert 'value="Say what I think"' in ask(as_mina, draft, "want")
    assert "2 of 8" in ask(as_mina, draft, "want")


def test_what_is_wanted_is_not_the_purpose_that_the_draft_is_called_by(as_mina, draft):
    assert 'value="' + draft.title not in ask(as_mina, draft, "want")


def test_going_on_leads_to_the_first_open_question(as_mina, draft):
    say(as_mina, draft, "want", title="Say what I think")
    say(as_mina, draft, "support", support="coaching")

    response = as_mina.get(reverse("goals:go_on", args=[draft.pk]))

    assert response.url == asking.address(draft, "guidance")


def test_an_answer_can_be_saved_to_go_on_another_day(as_mina, draft):
    response = say(as_mina, draft, "want", title="Say what I think", then="later")

    assert response.url == reverse("goals:detail", args=[draft.pk])
    assert Goal.objects.get().title == "Say what I think"


def test_whoever_says_nothing_can_go_on_another_day_too(as_mina, draft):
    response = say(as_mina, draft, "want", title="", then="later")

    assert response.url == reverse("goals:detail", args=[draft.pk])
    assert Goal.objects.get().told() == {"purpose"}


def test_a_changed_answer_leads_back_to_all_answers(as_mina, draft):
    page = as_mina.get(edit_page(draft)).content.decode()

    assert asking.address(draft, "want") + "?change" in page
    changed = say(as_mina, draft, "want", change=True, title="Something else")
    assert changed.url == edit_page(draft)


def test_a_draft_that_was_begun_is_offered_before_another(as_mina, draft):
    page = as_mina.get(reverse("goals:new")).content.decode()

    assert f"You began “{draft.title}” before." in page
    assert reverse("goals:go_on", args=[draft.pk]) in page


def test_a_draft_says_in_sentences_what_is_missing(as_mina, draft):
    """R3."""
    page = as_mina.get(reverse("goals:detail", args=[draft.pk])).content.decode()

    assert "This goal is a draft, and nobody is suggested for it yet." in page
    assert draft.missing() == [
        "Say what you want.",
        "Say what guidance would help.",
        "Name at least one growth area.",
    ]


def test_without_guidance_a_goal_stays_a_draft(as_mina, draft):
    """R3: and the page that looks everything over offers to go on instead."""
    say(as_mina, draft, "want", title="Say what I think")
    refused = say(as_mina, draft, "guidance", guidance="  \x00 ").content.decode()
    left_open = say(as_mina, draft, "guidance", guidance="", then="open")

    page = as_mina.post(edit_page(draft), follow=True).content.decode()

    assert "<title>Error:" in refused
    assert left_open.url == asking.address(draft, "concepts")
    assert "Say what you want and what guidance would help" in page
    assert Goal.objects.get().state == "draft"
    assert not Goal.objects.matchable().exists()


def test_what_was_said_is_looked_over_before_it_begins(as_mina, draft):
    draft.assessment.create(kind="growth", text="speaking up")
    say(as_mina, draft, "want", title="Say what I think")
    say(as_mina, draft, "guidance", guidance=GUIDANCE)
    before = Goal.objects.get()

    response = as_mina.post(edit_page(draft))

    assert (before.state, before.missing()) == ("draft", ["Look over what you wrote."])
    assert response.url == reverse("goals:detail", args=[draft.pk])
    assert list(Goal.objects.matchable()) == [draft]


def test_after_the_goal_come_the_exercises(as_mina, draft):
    say(as_mina, draft, "want", title="Say what I think")
    say(as_mina, draft, "guidance", guidance=GUIDANCE)

    response = as_mina.post(edit_page(draft))

    assert response.url == reverse("goals:exercises", args=[draft.pk])


def test_a_goal_from_a_file_begins_as_soon_as_it_says_what_would_help(as_mina, mina):
    """It was never asked page by page, so there is nothing to look over."""
    goal = builders.goal(mina, guidance="", state="draft")

    say(as_mina, goal, "guidance", guidance=GUIDANCE)

    assert list(Goal.objects.matchable()) == [goal]


def test_taking_the_guidance_out_makes_it_a_draft_again(goal):
    actions.answer(goal, "guidance", {"guidance": ""})
    emptied = Goal.objects.get().state
    actions.answer(goal, "guidance", {"guidance": GUIDANCE})

    assert (emptied, Goal.objects.get().state) == ("draft", "active")


def test_a_main_purpose_must_be_picked(as_mina):
    """R2."""
    response = begin(as_mina, purpose="")

    assert "<title>Error:" in response.content.decode()
    assert not Goal.objects.exists()


def test_another_purpose_says_what(as_mina):
    refused = begin(as_mina, "other")
    begin(as_mina, "other", purpose_words="Move abroad")

    assert "Say in a few words what else it is." in refused.content.decode()
    assert [goal.purpose_words for goal in Goal.objects.all()] == ["Move abroad"]


@pytest.mark.parametrize("purpose", Goal.Purpose.values)
def test_each_purpose_says_what_it_changes_and_helps_in_its_own_words(as_mina, purpose):
    """R2, R66 and R87: allyship asks other things than a new technology does."""
    first = as_mina.get(reverse("goals:new")).content.decode()
    begin(as_mina, purpose, purpose_words="Move abroad")
    goal, words = Goal.objects.get(), PURPOSES[purpose]
    want, guidance = ask(as_mina, goal, "want"), ask(as_mina, goal, "guidance")

    assert str(words.changes) in first
    assert all(str(example) in want for example in words.examples)
    assert all(str(prompt) in guidance for prompt in words.prompts)


@pytest.mark.parametrize("purpose", Goal.Purpose.values)
def test_the_own_workplace_is_asked_about_only_where_it_matters(as_mina, purpose):
    """R60."""
    begin(as_mina, purpose, purpose_words="Move abroad")
    goal = Goal.objects.get()

    status = as_mina.get(asking.address(goal, "workplace")).status_code

    assert status == (200 if purpose in MAY_BE_ABOUT_MY_WORKPLACE else 404)


@pytest.mark.parametrize(
    ("purpose", "picked"), [("workplace", "yes"), ("growth", "no")]
)
def test_a_situation_at_work_is_taken_to_be_about_the_own_workplace(
    as_mina, purpose, picked
):
    begin(as_mina, purpose)

    form = as_mina.get(asking.address(Goal.objects.get(), "workplace")).context["form"]

    assert form["about_workplace"].value() == picked


@pytest.mark.parametrize(
    ("apart", "sentence"),
    [(True, "is never suggested here"), (False, "may suggest somebody to whom you")],
)
def test_the_page_says_what_the_program_does_about_reporting_lines(
    as_mina, draft, program, apart, sentence
):
    type(program).objects.update(keep_reporting_lines_apart=apart)

    assert sentence in ask(as_mina, draft, "workplace")


def test_one_conversation_is_what_is_offered_first(as_mina, draft):
    """R81: and it says beside the other why it is easier."""
    response = as_mina.get(asking.address(draft, "format"))

    assert response.context["form"]["format"].value() == "conversation"
    assert "Easier to say yes to" in response.content.decode()


def test_what_is_expected_of_working_together_is_kept(as_mina, draft):
    """R4: format, cadence, length and channel."""
    ongoing = {"format": "ongoing", "cadence": "monthly", "months": "6"}
    say(as_mina, draft, "format", **ongoing, minutes="60", channel="phone")

    goal = Goal.objects.get()
    assert (goal.format, goal.cadence, goal.months) == ("ongoing", "monthly", 6)
    assert (goal.minutes, goal.channel) == (60, "phone")


def test_one_conversation_happens_once_whatever_the_form_sends(as_mina, draft):
    say(as_mina, draft, "format", **MEETING, cadence="weekly", months="6")

    assert list(Goal.objects.values_list("cadence", "months")) == [("once", None)]


def test_ongoing_help_needs_a_rhythm(as_mina, draft):
    response = say(as_mina, draft, "format", format="ongoing", minutes="45")

    assert "Say how often you would like to meet." in response.content.decode()


@pytest.mark.parametrize(
    ("picked", "window"),
    [("", (None, None)), ("ahead", (1, 3)), ("same", (0, 0)), ("newer", (-7, -1))],
)
def test_the_level_is_said_in_words(as_mina, draft, picked, window):
    """R42, R43: peers and newer people are as near as those ahead."""
    say(as_mina, draft, "more", window=picked)
    page = as_mina.get(asking.address(draft, "more"))

    goal = Goal.objects.get()
    assert (goal.level_low, goal.level_high) == window
    assert page.context["form"]["window"].value() == picked


def test_a_level_window_of_ones_own_is_kept(as_mina, mina):
    goal = builders.goal(mina, level_low=0, level_high=5)

    say(as_mina, goal, "more", window="kept")

    assert list(Goal.objects.values_list("level_low", "level_high")) == [(0, 5)]


def test_a_day_is_one_that_comes(as_mina, draft):
    past = timezone.localdate() - timedelta(days=1)
    refused = say(as_mina, draft, "more", target_date=past).content.decode()
    say(as_mina, draft, "more", target_date="2099-05-01")

    assert "This day has passed." in refused
    assert Goal.objects.get().target_date == date(2099, 5, 1)


@pytest.mark.parametrize(
    ("key", "odd"),
    [
        ("want", {"title": ""}),
        ("want", {"title": "\x00"}),
        ("want", {"title": "x" * 999}),
        ("guidance", {"guidance": "x" * 9999}),
        ("support", {"support": "\x00"}),
        ("format", MEETING | {"minutes": "9" * 40}),
        ("format", MEETING | {"minutes": "\x00"}),
        ("format", MEETING | {"format": "forever"}),
        ("format", {"format": "ongoing", "minutes": "45", "months": "-1"}),
        ("workplace", {"about_workplace": "perhaps"}),
        ("more", {"window": "99"}),
        ("more", {"target_date": "yesterday"}),
        ("more", {"target_date": "99999-01-01"}),
        ("purpose", {"purpose": "\x00"}),
    ],
)
def test_odd_answers_are_asked_again(as_mina, draft, key, odd):
    before = Goal.objects.values().get()

    response = say(as_mina, draft, key, **odd)

    assert response.status_code == 200
    assert "<title>Error:" in response.content.decode()
    assert Goal.objects.values().get() == before


def test_the_line_of_work_is_ones_own(as_mina, draft, mina, eve):
    builders.track(mina.person, "Nursing")
    hers = builders.track(eve.person)

    response = say(as_mina, draft, "more", track=str(hers.pk))

    assert "<title>Error:" in response.content.decode()


@pytest.mark.parametrize("key", ["nothing", "checked"])
def test_there_is_no_page_for_what_is_not_asked(as_mina, draft, key):
    page = reverse("goals:question", args=[draft.pk, key])

    assert as_mina.get(page).status_code == 404


def test_with_two_programs_one_is_chosen(as_mina, mina, other_program):
    second = builders.mentee(other_program, mina.person)

    refused = begin(as_mina)
    begin(as_mina, mentee=str(second.pk))

    assert "<title>Error:" in refused.content.decode()
    assert [goal.mentee for goal in Goal.objects.all()] == [second]


def test_a_goal_cannot_be_put_under_somebody_else(as_mina, mina, eve):
    begin(as_mina, mentee=str(eve.pk))

    assert [goal.mentee for goal in Goal.objects.all()] == [mina]


def test_a_mentor_without_the_other_role_is_sent_to_the_programs(client, omar):
    client.force_login(omar.person)

    assert client.get(reverse("goals:new")).url == reverse("programs:list")


def test_two_answers_at_once_are_both_kept(draft):
    """Each page writes only what it asked, and adds its own key."""
    from_one, from_another = Goal.objects.get(), Goal.objects.get()

    actions.answer(from_one, "want", {"title": "Say what I think"})
    actions.answer(from_another, "support", {"support": "coaching"})

    goal = Goal.objects.get()
    assert (goal.title, goal.support) == ("Say what I think", "coaching")
    assert goal.told() == {"purpose", "want", "support"}
