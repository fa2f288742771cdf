"""Asking for advice: one question, one answer in writing, and nothing that begins."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mentorship.notices.models import Mail
from mentorship.pitches import actions, tasks
from mentorship.pitches.models import Advice
from mentorship.programs import actions as programs
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety import actions as safety
from mentorship.transitions import NotPossible
from tests import builders

ASKED = {
    "situation": "My idea was told again as somebody else's, and I said nothing.",
    "question": "What would you have said the next morning?",
}


@pytest.fixture
def ask(mina, omar):
    """Asks Omar in Mina's name."""

    def send(adviser=omar, asker=mina):
        return actions.ask_advice(asker, adviser, by=asker.person, **ASKED)

    return send


@pytest.fixture
def asked(ask):
    return ask()


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def url(name, row):
    return reverse(f"pitches:{name}", args=[row.pk])


def text(response):
    return response.content.decode()


def test_a_question_is_asked_answered_and_nothing_else_begins(client, mina, omar):
    before = list(Enrolment.objects.values())
    client.force_login(mina.person)
    response = client.post(url("ask_advice", omar), ASKED, follow=True)
    assert "Your question is on its way to Omar." in text(response)
    advice = Advice.objects.get()

    client.force_login(omar.person)
    page = text(client.get(url("advice", advice)))
    assert "My idea was told again as somebody else&#x27;s" in page
    client.post(url("answer_advice", advice), {"answer": "I would have told her."})

    client.force_login(mina.person)
    assert "I would have told her." in text(client.get(url("advice", advice)))
    events = Mail.objects.values_list("event", "person").order_by("pk")
    assert list(events) == [
        (f"advice-{advice.pk}-sent", omar.person_id),
        (f"advice-{advice.pk}-answered", mina.person_id),
    ]
    assert not Yes.objects.exists()
    assert not Relationship.objects.exists()
    assert list(Enrolment.objects.values()) == before


@pytest.mark.parametrize("state", ["sent", "answered", "declined", "expired"])
def test_no_page_and_no_mail_says_that_word(client, asked, mina, omar, state):
    pages = []
    if state == "answered":
        actions.answer_advice(asked, by=omar.person, answer="Try it.")
    elif state == "declined":
        actions.decline_advice(asked, by=omar.person)
    elif state == "expired":
        change(asked, answer_by=timezone.now() - timedelta(minutes=1))
        tasks.expire_overdue()
    for somebody, names in (
        (mina, ["advice"]),
        (omar, ["advice", "decline_advice"]),
    ):
        client.force_login(somebody.person)
        pages += [text(client.get(url(n, asked), follow=True)) for n in names]
    client.force_login(mina.person)
    pages.append(text(client.get(url("ask_advice", omar))))
    pages.append(text(client.post(url("ask_advice", omar), {})))
    mails = [f"{mail.subject} {mail.text}" for mail in Mail.objects.all()]

    assert len(mails) == (1 if state == "sent" else 2)
    for words in (*pages, *mails):
        told = words.lower().replace("/mentorship/", "")
        assert "mentor" not in told
        assert "mentee" not in told


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"situation": "", "question": ASKED["question"]},
        {"situation": ASKED["situation"], "question": "Can we talk?"},
        {"situation": ASKED["situation"], "question": "Will you be my mentor?"},
        {"situation": "x" * 1300, "question": ASKED["question"]},
    ],
)
def test_what_cannot_be_answered_is_refused_in_place_and_kept(
    client, mina, omar, typed
):
    client.force_login(mina.person)
    response = client.post(url("ask_advice", omar), typed)

    assert response.status_code == 400
    assert 'class="error-summary"' in text(response)
    for words in typed.values():
        assert words in unescape(text(response))
    assert not Advice.objects.exists()


def test_whoever_can_be_found_may_be_asked_in_either_role(client, mina, eve):
    client.force_login(mina.person)
    assert client.get(url("ask_advice", eve)).status_code == 404

    change(eve.person.profile, findable=True)
    client.post(url("ask_advice", eve), ASKED)

    assert Advice.objects.get().adviser == eve


@pytest.mark.parametrize("who", ["paused", "left", "elsewhere", "blocked", "apart"])
def test_who_cannot_be_asked_is_not_found(
    client, mina, omar, ada, other_program, ask, who
):
    adviser = omar
    if who == "paused":
        change(omar, paused=True)
    elif who == "left":
        change(omar, left_at=timezone.now())
    elif who == "elsewhere":
        adviser = builders.mentor(other_program, builders.person("Elsa Far"))
    elif who == "blocked":
        safety.block(omar.person, mina.person)
    else:
        programs.keep_apart(mina.program, ada, mina.person, omar.person, why="")
    client.force_login(mina.person)

    assert client.get(url("ask_advice", adviser)).status_code == 404
    with pytest.raises(NotPossible, match="cannot be asked just now"):
        ask(adviser)


def test_who_is_kept_apart_is_so_in_either_direction(client, omar, mina, ada):
    change(mina.person.profile, findable=True)
    programs.keep_apart(mina.program, ada, mina.person, omar.person, why="")

    with pytest.raises(NotPossible, match="cannot be asked just now"):
        actions.ask_advice(omar, mina, by=omar.person, **ASKED)


def test_nobody_asks_themselves_or_for_somebody_else(ask, omar, mina, eve):
    with pytest.raises(NotPossible, match="That is you"):
        ask(adviser=omar, asker=omar)
    with pytest.raises(NotPossible, match="Only you yourself"):
        actions.ask_advice(mina, omar, by=eve.person, **ASKED)


def test_one_question_of_a_pair_is_open_at_once(asked, ask):
    with pytest.raises(NotPossible, match="The answer is still to come"):
        ask()


def test_as_many_are_open_as_the_program_allows(asked, ask, program, ivan):
    change(program, open_pitches=1)

    with pytest.raises(NotPossible, match="You have a question open already"):
        ask(ivan)


@pytest.mark.parametrize("how", ["declined", "expired", "a letter was declined"])
def test_after_a_no_the_same_person_is_left_alone_for_a_while(
    request, mina, omar, ask, how
):
    if how == "a letter was declined":
        row = request.getfixturevalue("declined")
    else:
        row = ask()
        if how == "declined":
            actions.decline_advice(row, by=omar.person)
        else:
            change(row, answer_by=timezone.now() - timedelta(minutes=1))
            actions.expire_advice()

    with pytest.raises(NotPossible, match="could not take this on"):
        ask()

    long_ago = timezone.now() - timedelta(days=91)
    if how == "expired":
        change(row, answer_by=long_ago, sent_at=long_ago)
    else:
        change(row, answered_at=long_ago, sent_at=long_ago)
    assert ask().state == "sent"


def test_a_no_to_a_question_keeps_a_letter_back_too(asked, omar, mina, pitch):
    actions.decline_advice(asked, by=omar.person)

    with pytest.raises(NotPossible, match="could not take this on"):
        actions.send(pitch, by=mina.person)


def test_a_question_is_taken_back_and_out_of_sight(client, asked, mina, omar):
    client.force_login(mina.person)
    client.post(url("withdraw_advice", asked))
    assert Advice.objects.get().state == "withdrawn"

    client.force_login(omar.person)
    assert client.get(url("advice", asked)).status_code == 404
    with pytest.raises(NotPossible, match="has taken this question back"):
        actions.answer_advice(asked, by=omar.person, answer="Late.")


def test_a_block_closes_what_is_open(client, asked, mina, omar):
    safety.block(omar.person, mina.person)

    assert Advice.objects.get().state == "withdrawn"
    client.force_login(mina.person)
    assert client.get(url("advice", asked)).status_code == 404


def test_the_sweep_ends_what_is_overdue_once(asked):
    change(asked, answer_by=timezone.now() - timedelta(minutes=1))

    assert (actions.expire_advice(), actions.expire_advice()) == (1, 0)
    assert Mail.objects.filter(event__endswith="-expired").count() == 1


@pytest.mark.parametrize("who", ["eve", "ivan", "ada", "otto"])
def test_an_outsider_finds_nothing(client, asked, who, request):
    somebody = request.getfixturevalue(who)
    client.force_login(getattr(somebody, "person", somebody))

    assert client.get(url("advice", asked)).status_code == 404
    for name in ("answer_advice", "decline_advice", "withdraw_advice"):
        assert client.post(url(name, asked), {"answer": "x"}).status_code == 404
    assert Advice.objects.get().state == "sent"


def test_an_empty_answer_is_refused_in_place(client, asked, omar):
    client.force_login(omar.person)
    response = client.post(url("answer_advice", asked), {"answer": " "})

    assert response.status_code == 400
    assert "Write a few words first." in text(response)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "answered", "answer": "Yes."}, "advice_answered_at_iff_answered"),
        ({"answered_at": timezone.now()}, "advice_answered_at_iff_answered"),
        (
            {"state": "answered", "answered_at": timezone.now()},
            "advice_answered_in_words",
        ),
        ({"question": ""}, "advice_asks_something"),
        ({"situation": ""}, "advice_asks_something"),
    ],
)
def test_impossible_questions_are_refused_by_the_database(asked, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        change(asked, **fields)


def test_a_second_open_question_of_a_pair_is_refused_by_the_database(asked):
    with pytest.raises(IntegrityError, match="advice_one_open_per_pair"):
        Advice.objects.create(
            asker=asked.asker,
            adviser=asked.adviser,
            answer_by=timezone.now(),
            **ASKED,
        )
