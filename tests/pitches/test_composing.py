"""The composer: refused of each kind, research beside it, drafts that survive."""

import pytest
from django.urls import reverse

from accounts.models import Link, PathStep
from mentorship.goals.models import AssessmentItem
from mentorship.pitches import actions
from mentorship.pitches.citing import Item
from mentorship.pitches.models import Pitch
from mentorship.programs.models import PublishedAnswer
from mentorship.safety import actions as safety
from tests import builders
from tests.pitches.test_pages import LETTER, text, url


@pytest.fixture
def as_mina(client, mina):
    client.force_login(mina.person)
    return client


@pytest.fixture
def write(goal, omar):
    return reverse("pitches:write", args=[goal.pk, omar.pk])


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def live(client, address, **typed):
    """What HTMX gets while somebody types."""
    return client.post(address, LETTER | typed, headers={"HX-Request": "true"})


REFUSED = {
    **{part: ({part: ""}, {}, f"id_{part}") for part in (*Pitch.PARTS, "brings")},
    "no deed": ({"deed": ""}, {}, "deed"),
    "nothing cited": ({}, {}, "cites"),
    "be my mentor": ({"ask": "Will you be my mentor?"}, {}, "id_ask"),
    "too long": ({"why": "word " * 300}, {}, "id_why"),
    "another topic": (
        {"ask": "How do I learn Python?"},
        {},
        "id_topic_confirmed",
    ),
    "another kind of help": (
        {"support": "sponsoring"},
        {"supports": ["coaching"]},
        "id_support_confirmed",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_each_kind_of_refusal_is_a_400_in_place_that_keeps_all_input(
    as_mina, pitch, omar, kind
):
    written, offer, place = REFUSED[kind]
    change(omar, **offer)
    change(pitch, **written)
    if kind == "nothing cited":
        pitch.citations.all().delete()
    before = Pitch.objects.values().get()

    response = as_mina.post(url("send", pitch))

    page = text(response)
    assert response.status_code == 400
    assert f'<a href="#{place}">' in page
    assert f'id="{place}"' in page
    assert "<title>Error:" in page
    assert [v for v in (pitch.commitment, pitch.introduction) if v not in page] == (
        [pitch.commitment] * (kind == "commitment")
        + [pitch.introduction] * (kind == "introduction")
    )
    assert Pitch.objects.values().get() == before


@pytest.mark.parametrize(
    ("confirmed", "fields", "offer"),
    [
        ("topic_confirmed", {"ask": "How do I learn Python?"}, {}),
        ("support_confirmed", {"support": "sponsoring"}, {"supports": ["coaching"]}),
    ],
)
def test_whoever_means_it_may_send_all_the_same(
    as_mina, pitch, omar, confirmed, fields, offer
):
    change(omar, **offer)
    change(pitch, **fields)
    address = url("edit", pitch)
    typed = {name: getattr(pitch, name) for name in Pitch.WRITTEN}
    typed |= LETTER | fields | {"cites": [Item("topic", "speaking up").key]}

    page = text(as_mina.post(address, typed, headers={"HX-Request": "true"}))
    assert f'name="{confirmed}"' in page
    assert Pitch.objects.filter(**{confirmed: False}).exists()

    as_mina.post(address, typed | {confirmed: "on"})
    response = as_mina.post(url("send", pitch))

    assert response.status_code == 302
    assert Pitch.objects.get().state == "sent"


def test_a_kind_of_help_that_is_not_known_is_no_mismatch(as_mina, write):
    assert "offers another kind of help" not in text(
        live(as_mina, write, support="sponsoring")
    )


def test_the_kind_of_help_begins_as_the_goal_has_it(as_mina, write, goal):
    change(goal, support="coaching")

    assert as_mina.get(write).context["form"]["support"].value() == "coaching"
    live(as_mina, write, support="")

    assert Pitch.objects.get().support == "coaching"


def test_research_stands_beside_the_letter_and_can_be_cited(as_mina, write, omar):
    builders.story(omar.person, "I froze once.")
    PathStep.objects.create(person=omar.person, title="Nurse", began=2001, ended=2009)
    Link.objects.create(
        person=omar.person, url="https://example.org/talk", label="My talk"
    )
    PublishedAnswer.objects.create(
        mentor=omar, question="How did you begin?", text="With one line."
    )

    page = text(as_mina.get(write))

    for told in ("I froze once.", "Nurse, 2001 to 2009", "My talk", "With one line."):
        assert told in page
    assert "Answer: How did you begin?" in page
    assert "You wrote: “I froze once.” What did it take?" in page


def test_a_question_that_was_answered_gets_a_pointer_and_may_go_on(
    as_mina, pitch, omar
):
    PublishedAnswer.objects.create(
        mentor=omar, question="How do I choose the one thing to say?", text="Write it."
    )

    page = text(as_mina.get(url("preview", pitch)))

    assert "Omar has answered something close:" in page
    assert "Write it." in page
    assert as_mina.post(url("send", pitch)).status_code == 302


def test_asking_for_more_shows_the_smaller_ask_beside_it(as_mina, write):
    said = "One conversation is easier to say yes to."

    assert said not in text(live(as_mina, write))
    assert said in text(live(as_mina, write, kind="ongoing"))


@pytest.mark.parametrize(
    ("route", "kept"),
    [("network", "network"), ("stars", "suggested"), ("", "suggested")],
)
def test_the_way_on_which_somebody_was_found_is_kept(as_mina, write, route, kept):
    page = as_mina.get(f"{write}?route={route}")
    sent = page.context["form"]["route"].value()

    as_mina.post(write, LETTER | {"route": sent, "then": "draft"})

    assert Pitch.objects.get().route == kept


def test_the_limit_is_told_before_a_word_is_written(as_mina, goal, program, mina, omar):
    change(program, open_pitches=1)
    other = builders.mentor(program, builders.person("Bo Lind"))
    actions.send(builders.pitch(goal, other), by=mina.person)

    page = text(as_mina.get(reverse("pitches:write", args=[goal.pk, omar.pk])))

    assert "You have a request open for this goal." in page


def test_the_preview_shows_exactly_what_the_mentor_will_see(as_mina, pitch, goal):
    for visibility in ("me", "asked", "mentor"):
        AssessmentItem.objects.create(
            goal=goal, kind="strength", text=f"FOR-{visibility}", visibility=visibility
        )

    page = text(as_mina.get(url("preview", pitch)))

    seen = [f"FOR-{who}" for who in ("me", "asked", "mentor") if f"FOR-{who}" in page]
    assert seen == ["FOR-asked"]
    for told in (pitch.brings, "Answer a question", "45 minutes", goal.guidance):
        assert told in page


# --- Drafts survive


def test_two_windows_lose_nothing_unsaid(as_mina, write):
    first = as_mina.get(write).context["form"]["shown"].value()
    blank = {"why": "", "ask": "", "commitment": "", "cites": []}
    live(as_mina, write, **(blank | {"why": "From here.", "shown": first}))

    answer = text(
        live(as_mina, write, **(blank | {"why": "From there.", "shown": first}))
    )

    assert Pitch.objects.get().why == "From there."
    assert "This letter was also changed in another window." in answer
    assert "From here." in answer


def test_a_window_that_is_behind_leaves_alone_what_it_did_not_touch(as_mina, write):
    first = as_mina.get(write).context["form"]["shown"].value()
    untouched = dict.fromkeys(Pitch.WRITTEN, "") | {"cites": [], "deed": ""}
    live(as_mina, write, **(untouched | {"why": "From here.", "shown": first}))

    page = text(
        live(as_mina, write, **(untouched | {"ask": "From there?", "shown": first}))
    )

    kept = Pitch.objects.get()
    assert (kept.why, kept.ask) == ("From here.", "From there?")
    assert "Another window has changed a part that you have not touched here." in page


@pytest.mark.parametrize("htmx", [True, False])
def test_what_is_typed_after_the_session_ended_is_there_after_signing_in(
    client, mina, write, htmx
):
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.post(write, LETTER, headers=headers)

    door = f"{reverse('account_login')}?next={write}"
    if htmx:
        assert "You have been signed out." in text(response)
        assert f'href="{door}"' in text(response)
    else:
        assert response.url == door
    assert not Pitch.objects.exists()

    client.force_login(mina.person)
    page = text(client.get(write))
    assert LETTER["commitment"] in page
    assert "You were signed out while you wrote." in page

    client.post(write, LETTER | {"then": "draft"})
    assert Pitch.objects.get().commitment == LETTER["commitment"]
    assert "You were signed out" not in text(client.get(write))


def test_what_came_back_after_signing_in_counts_as_touched(client, mina, write):
    """With the marks of the page that it was typed on, as a browser sends them."""
    client.force_login(mina.person)
    marks = client.get(write).context["form"]["shown"].value()
    client.logout()
    client.post(write, LETTER | {"shown": marks})
    client.force_login(mina.person)
    page = client.get(write)

    again = page.context["form"]["shown"].value()
    client.post(write, LETTER | {"shown": again, "then": "draft"})

    assert Pitch.objects.get().why == LETTER["why"]


def test_a_page_that_was_checked_shows_what_it_saved(as_mina, write):
    page = as_mina.post(write, LETTER | {"then": "check"})
    shown = page.context["shown"]
    assert f'value="{shown}"' in text(page)

    answer = text(live(as_mina, write, why="And one more.", shown=shown))

    assert Pitch.objects.get().why == "And one more."
    assert "another window" not in answer.lower()


def test_what_was_kept_for_one_person_is_not_shown_to_another(client, eve, write, ivan):
    client.post(write, LETTER)
    client.force_login(eve.person)

    assert client.get(write).status_code == 404
    own = reverse("pitches:write", args=[builders.goal(eve).pk, ivan.pk])
    assert LETTER["commitment"] not in text(client.get(own))


@pytest.mark.parametrize("what", ["pauses", "leaves", "the goal is closed"])
def test_a_draft_is_kept_and_told_when_something_ends_meanwhile(
    as_mina, write, omar, goal, what
):
    live(as_mina, write)
    if what == "pauses":
        change(omar, paused=True)
    elif what == "leaves":
        change(omar, left_at="2026-01-01T00:00Z", accepting=False)
    else:
        change(goal, state="closed")

    page = text(live(as_mina, write, commitment="Typed afterwards."))

    assert Pitch.objects.get().commitment == "Typed afterwards."
    assert 'id="obstacle" hx-swap-oob="true"><p class="notice">' in page
    assert as_mina.get(write).status_code == 200


def test_after_a_block_the_draft_is_out_of_sight(as_mina, pitch, omar, mina, write):
    safety.block(omar.person, mina.person)

    assert as_mina.get(write).status_code == 404
    assert as_mina.get(url("edit", pitch)).status_code == 404


def test_a_signed_out_sender_comes_back_to_the_preview(client, pitch):
    response = client.post(url("send", pitch))

    assert response.url == f"{reverse('account_login')}?next={url('preview', pitch)}"
