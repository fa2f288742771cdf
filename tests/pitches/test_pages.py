"""The pages of requests: who sees what, with and without JavaScript."""

import pytest
from django.urls import reverse

from mentorship.goals.models import AssessmentItem
from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.citing import Item
from mentorship.pitches.models import Pitch
from mentorship.relationships.models import Relationship
from mentorship.safety import actions as safety
from tests import builders

LETTER = {
    "why": "I prepare well and then say nothing.",
    "cites": [Item("topic", "Speaking up").key],
    "why_you": "You rehearsed until the moment had passed.",
    "ask": "How did you choose the one thing to say?",
    "commitment": "I will try one thing each week.",
    "introduction": "I am an analyst.",
    "brings": "I can tell you what newcomers find hard.",
    "deed": "answer",
    "kind": "conversation",
    "support": "mentoring",
    "fallback": "introduce",
}


@pytest.fixture
def as_mina(client, mina):
    client.force_login(mina.person)
    return client


@pytest.fixture
def as_omar(client, omar):
    client.force_login(omar.person)
    return client


@pytest.fixture
def write(goal, omar):
    return reverse("pitches:write", args=[goal.pk, omar.pk])


def url(name, pitch):
    return reverse(f"pitches:{name}", args=[pitch.pk])


def text(response):
    return response.content.decode()


# --- Writing


def test_opening_the_composer_makes_no_draft(as_mina, write):
    response = as_mina.get(write)

    assert response.status_code == 200
    assert "Speaking up" in text(response)
    assert not Pitch.objects.exists()


def test_the_composer_shows_the_mentors_own_words_and_what_is_missing(
    as_mina, write, omar
):
    builders.story(omar.person, "I froze. Then I wrote one line.")

    page = text(as_mina.get(write))

    assert "“Then I wrote one line.”" in page
    assert "In Omar’s own words" in page
    assert page.count(": still missing") == 8
    assert "0 of at most 300 words" in page


@pytest.mark.parametrize(
    ("then", "status", "leads_to"),
    [("draft", 302, "mine"), ("preview", 302, "preview"), ("check", 200, None)],
)
def test_every_button_keeps_the_draft(as_mina, write, then, status, leads_to):
    response = as_mina.post(write, LETTER | {"then": then})

    draft = Pitch.objects.get()
    assert response.status_code == status
    assert (draft.ask, draft.citations.get().words) == (LETTER["ask"], "Speaking up")
    if leads_to:
        args = [draft.pk] if leads_to == "preview" else []
        assert response.url == reverse(f"pitches:{leads_to}", args=args)


def test_checking_without_javascript_names_what_is_missing_with_links(as_mina, write):
    page = text(as_mina.post(write, LETTER | {"ask": "", "then": "check"}))

    assert "Not quite ready to go" in page
    assert '<a href="#id_ask">A question Omar can answer</a>' in page


def test_the_live_list_saves_and_answers_with_the_same_piece(as_mina, write):
    response = as_mina.post(
        write,
        LETTER | {"ask": "Will you mentor me?"},
        headers={"HX-Request": "true"},
    )

    page = text(response)
    assert "<html" not in page
    assert page.count(": still missing") == 1
    assert 'id="hint-ask" hx-swap-oob="true"' in page
    assert "This is hard to say yes to" in page
    assert "What would you try first, in my place, to get to “speaking up”?" in page
    assert Pitch.objects.get().ask == "Will you mentor me?"


def test_a_draft_survives_a_reload(as_mina, write):
    as_mina.post(write, LETTER | {"then": "draft"})

    page = text(as_mina.get(write))

    assert LETTER["commitment"] in page
    assert (
        page.count("checked") == 5
    )  # the citation, the deed, the kind, the help, the fallback


def test_a_forged_citation_is_refused_in_place(as_mina, write):
    response = as_mina.post(write, LETTER | {"cites": ["0" * 16]})

    assert response.status_code == 422
    assert not Pitch.objects.exists()
    assert list(response.context["form"].errors) == ["cites"]


@pytest.mark.parametrize("odd", ["\x00", "a" * 4001, "‮evil"])
def test_odd_input_is_never_an_error_of_ours(as_mina, write, odd):
    for key in ("why", "kind", "cites"):
        response = as_mina.post(write, LETTER | {key: odd})

        assert response.status_code in (302, 422)


def test_the_preview_shows_the_letter_and_offers_to_send(as_mina, pitch):
    page = text(as_mina.get(url("preview", pitch)))

    assert "As <bdi>Omar</bdi> will read it" in page
    assert "Send it to Omar" in page


def test_the_preview_of_half_a_letter_offers_to_go_on(as_mina, pitch):
    Pitch.objects.update(ask="")

    page = text(as_mina.get(url("preview", pitch)))

    assert "Send it to Omar" not in page
    assert page.count(": still missing") == 1


def test_sending_leads_to_the_request(as_mina, pitch):
    response = as_mina.post(url("send", pitch), follow=True)

    assert response.redirect_chain == [(url("detail", pitch), 302)]
    assert "Your letter is on its way to Omar." in text(response)


@pytest.mark.parametrize("part", Pitch.PARTS)
def test_sending_with_an_empty_part_is_refused_in_place(as_mina, pitch, part):
    Pitch.objects.update(**{part: ""})

    response = as_mina.post(url("send", pitch))

    assert response.status_code == 400
    assert f'<a href="#id_{part}">' in text(response)
    assert Pitch.objects.get().state == "draft"


def test_a_refusal_is_shown_on_the_page_and_keeps_the_draft(as_mina, pitch, omar):
    type(omar).objects.update(paused=True)

    response = as_mina.post(url("send", pitch), follow=True)

    assert "Omar is not taking requests just now. Your draft is kept." in text(response)


def test_a_draft_can_be_thrown_away(as_mina, pitch):
    as_mina.post(url("discard", pitch))

    assert not Pitch.objects.exists()


def test_the_composer_of_a_sent_letter_leads_to_the_request(as_mina, sent, write):
    assert as_mina.get(url("edit", sent)).url == url("detail", sent)
    assert as_mina.get(url("preview", sent)).url == url("detail", sent)
    response = as_mina.post(write, LETTER, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (
        204,
        reverse("pitches:mine"),
    )


@pytest.mark.parametrize(
    "who", ["paused", "blocked", "myself", "other program", "left"]
)
def test_only_mentors_of_the_program_can_be_written_to(
    as_mina, goal, mina, omar, program, other_program, who
):
    mentor = omar
    if who == "paused":  # a draft may wait for better times
        type(omar).objects.update(paused=True)
    elif who == "blocked":
        safety.block(omar.person, mina.person)
    elif who == "myself":
        mentor = builders.mentor(program, mina.person)
    elif who == "left":
        type(omar).objects.filter(pk=omar.pk).update(left_at="2026-01-01T00:00Z")
    else:
        mentor = builders.mentor(other_program, builders.person("Elsa Far"))

    response = as_mina.get(reverse("pitches:write", args=[goal.pk, mentor.pk]))

    assert response.status_code == (200 if who == "paused" else 404)


# --- Reading


def test_the_mentor_reads_the_letter_the_goal_and_the_expectations(as_omar, sent, goal):
    page = text(as_omar.get(url("detail", sent)))

    for shown in (
        sent.introduction,
        sent.why,
        sent.why_you,
        sent.commitment,
        sent.ask,
        "speaking up",
        goal.title,
        goal.guidance,
        "45 minutes",
    ):
        assert shown in page


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("sent", {"FOR-ASKED."}),
        ("accepted", {"FOR-ASKED.", "FOR-MENTOR."}),
        ("declined", set()),
    ],
)
def test_the_mentor_sees_exactly_the_assessment_that_is_shared(
    as_omar, goal, state, shown, request
):
    for visibility in ("me", "asked", "mentor"):
        AssessmentItem.objects.create(
            goal=goal,
            kind="strength",
            text=f"FOR-{visibility.upper()}.",
            visibility=visibility,
        )
    pitch = request.getfixturevalue(state)

    page = text(as_omar.get(url("detail", pitch)))

    every = {"FOR-ME.", "FOR-ASKED.", "FOR-MENTOR."}
    assert {item for item in every if item in page} == shown


def test_once_a_relationship_ended_the_assessment_is_private_again(
    as_omar, accepted, goal
):
    AssessmentItem.objects.create(
        goal=goal, kind="strength", text="FOR-MENTOR", visibility="mentor"
    )
    Relationship.objects.update(stage="closed", ended_at="2026-01-01T00:00Z")

    assert "FOR-MENTOR" not in text(as_omar.get(url("detail", accepted)))


PAGES = ["detail", "edit", "preview", "accept", "decline"]
POSTS = ["send", "discard", "withdraw", "accept", "decline", "edit"]


@pytest.mark.parametrize("who", ["eve", "ivan", "ada", "otto"])
@pytest.mark.parametrize("state", ["pitch", "sent", "accepted", "declined"])
def test_an_outsider_finds_nothing(client, who, state, request):
    pitch = request.getfixturevalue(state)
    somebody = request.getfixturevalue(who)
    client.force_login(getattr(somebody, "person", somebody))
    before = Pitch.objects.values().get()

    assert {name: client.get(url(name, pitch)).status_code for name in PAGES} == (
        dict.fromkeys(PAGES, 404)
    )
    assert {name: client.post(url(name, pitch)).status_code for name in POSTS} == (
        dict.fromkeys(POSTS, 404)
    )
    assert Pitch.objects.values().get() == before


def test_a_mentor_never_sees_a_draft(as_omar, pitch):
    assert [as_omar.get(url(name, pitch)).status_code for name in PAGES] == [404] * 5
    assert "Mina" not in text(as_omar.get(reverse("pitches:inbox")))


def test_what_was_taken_back_is_told_kindly_and_shows_nothing(as_omar, sent, mina):
    actions.withdraw(sent, by=mina.person)

    response = as_omar.get(url("detail", sent))

    assert response.status_code == 410
    assert "has taken this request back" in text(response)
    assert sent.ask not in text(response)
    assert "Mina" not in text(as_omar.get(reverse("pitches:inbox")))


def test_after_a_block_neither_finds_the_other(client, declined, mina, omar):
    safety.block(omar.person, mina.person)

    for somebody, listed in ((mina, "mine"), (omar, "inbox")):
        client.force_login(somebody.person)
        other = omar if somebody is mina else mina
        assert client.get(url("detail", declined)).status_code == 404
        page = text(client.get(reverse(f"pitches:{listed}")))
        assert other.person.name not in page


def test_reading_changes_nothing(client, sent, mina, omar):
    before = Pitch.objects.values().get()
    for somebody in (mina, omar):
        client.force_login(somebody.person)
        for name in [*PAGES, *PAGES]:
            client.get(url(name, sent))

    assert Pitch.objects.values().get() == before


def test_what_changes_something_wants_a_post(client, sent, mina):
    client.force_login(mina.person)

    for name in ("send", "discard", "withdraw"):
        assert client.get(url(name, sent)).status_code == 405


# --- Answering


def test_saying_yes_leads_to_the_two_of_you(as_omar, sent):
    response = as_omar.post(url("accept", sent), {"answer": "Thursday?"})

    begun = Relationship.objects.get()
    assert response.url == reverse("relationships:detail", args=[begun.pk])
    again = as_omar.post(url("accept", sent), {"answer": "Thursday?"})
    assert again.url == response.url


def test_a_yes_that_comes_too_late_is_told_on_the_page(as_omar, sent, mina):
    actions.withdraw(sent, by=mina.person)

    response = as_omar.post(url("accept", sent), follow=True)

    assert "Mina has taken this request back. Nothing is left to do." in text(response)


def test_a_yes_without_a_place_is_told_on_the_page(as_omar, sent, omar):
    type(omar).objects.filter(pk=omar.pk).update(conversations_taken=2)

    response = as_omar.post(url("accept", sent), follow=True)

    assert response.status_code == 200
    assert "All your places of this kind are taken." in text(response)


@pytest.mark.parametrize("which", ["time", "fit", "short", "nonsense\x00"])
def test_a_no_starts_from_a_kind_text_that_names_both(as_omar, sent, which):
    page = text(as_omar.get(url("decline", sent), {"text": which}))

    assert "Hello Mina," in page
    assert page.count("Omar</textarea>") == 1


def test_the_mentee_reads_the_kind_text_next_options_and_no_reason(client, sent, omar):
    client.force_login(omar.person)
    client.post(
        url("decline", sent),
        {"answer": "My weeks are full.", "private_reason": "TOO-JUNIOR"},
    )
    assert "TOO-JUNIOR" in text(client.get(url("detail", sent)))

    client.force_login(sent.mentee.person)
    page = text(client.get(url("detail", sent)))
    assert "My weeks are full." in page
    assert "What you can do next" in page
    assert reverse("goals:list") in page
    assert Pitch.objects.get().private_reason == "TOO-JUNIOR"


def test_the_private_reason_is_on_no_page_and_in_no_mail_of_the_mentee(
    client, declined, mina, goal
):
    client.force_login(mina.person)
    pages = [
        client.get(reverse("pitches:mine")),
        client.get(reverse("pitches:inbox")),
        client.get(reverse("pitches:write", args=[goal.pk, declined.mentor_id])),
        client.get(reverse("relationships:list")),
        client.get(reverse("home")),
        *(client.get(url(name, declined), follow=True) for name in PAGES),
    ]

    assert [page for page in pages if "TOO-JUNIOR" in text(page)] == []
    assert not Mail.objects.filter(text__contains="TOO-JUNIOR").exists()


@pytest.mark.parametrize("state", ["declined", "expired"])
def test_no_word_of_blame_and_no_counter_anywhere(client, sent, mina, omar, state):
    if state == "declined":
        actions.decline(sent, by=omar.person)
    else:
        Pitch.objects.update(answer_by="2026-01-01T00:00Z")
        actions.expire_overdue()
    client.force_login(mina.person)

    page = text(client.get(url("detail", sent))) + text(
        client.get(reverse("pitches:mine"))
    )

    for word in ("rejected", "refused", "declined", "failed", "times"):
        assert word not in page.lower()


def test_taking_back_is_told_and_offers_others(as_mina, sent):
    response = as_mina.post(url("withdraw", sent), follow=True)

    assert "Your request is taken back. Omar no longer sees it." in text(response)
    assert "What you can do next" in text(response)


# --- Lists


def test_my_requests_say_their_state_in_plain_words(as_mina, declined, goal, ivan):
    builders.pitch(goal, ivan)

    page = text(as_mina.get(reverse("pitches:mine")))

    assert "Can’t right now" in page
    assert "Draft" in page
    assert page.index("Ivan Petrov") < page.index("Omar Haddad")


@pytest.mark.parametrize("name", ["mine", "inbox"])
def test_an_empty_list_says_why_and_offers_one_thing(client, mina, name):
    client.force_login(mina.person)

    response = client.get(reverse(f"pitches:{name}"))

    assert '<section class="empty">' in text(response)
    assert text(response).count('class="button primary" href') == 1


@pytest.mark.parametrize("page", ["abc", "0", "-1", "99999999999999999999", "\x00"])
def test_any_page_number_is_answered(as_mina, sent, page):
    assert as_mina.get(reverse("pitches:mine"), {"page": page}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "queries"), [("mine", "mina", 7), ("inbox", "omar", 6)]
)
def test_a_list_asks_the_database_the_same_number_of_questions(
    client,
    request,
    mina,
    omar,
    program,
    rows,
    name,
    who,
    queries,
    django_assert_num_queries,
):
    for number in range(rows):
        mentee = (
            mina
            if name == "mine"
            else builders.mentee(program, builders.person(f"Mentee {number}"))
        )
        mentor = (
            omar
            if name == "inbox"
            else builders.mentor(program, builders.person(f"Mentor {number}"))
        )
        draft = builders.pitch(builders.goal(mentee, title=f"G{number}"), mentor)
        actions.send(draft, by=mentee.person)
    client.force_login(request.getfixturevalue(who).person)

    with django_assert_num_queries(queries):
        page = text(client.get(reverse(f"pitches:{name}")))

    assert page.count('<span class="tag') == rows
