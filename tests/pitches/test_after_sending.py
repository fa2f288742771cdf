"""What can still happen to a request that was sent, seen from both sides."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.notices.models import Mail
from mentorship.pitches import actions, pace
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests import builders


@pytest.fixture
def to_ivan(goal, ivan, mina):
    """A second request for the same goal, to somebody else."""
    return actions.send(builders.pitch(goal, ivan), by=mina.person)


def mails(kind: str) -> list[str]:
    found = Mail.objects.filter(event__endswith=f"-{kind}")
    return list(found.values_list("person__profile__name", flat=True))


def page(client, who, pitch) -> str:
    client.force_login(who.person)
    answer = client.get(reverse("pitches:detail", args=[pitch.pk]))
    return answer.content.decode()


def post(client, who, view, pitch, **data):
    client.force_login(who.person)
    return client.post(reverse(f"pitches:{view}", args=[pitch.pk]), data, follow=True)


# --- Reading, and changing before it is read


def test_opening_is_told_once_and_by_the_mentor_alone(sent, omar, mina):
    actions.mark_read(sent, by=mina.person)
    assert Pitch.objects.get(pk=sent.pk).read_at is None

    actions.mark_read(sent, by=omar.person)
    first = Pitch.objects.get(pk=sent.pk).read_at
    actions.mark_read(sent, by=omar.person)

    assert first is not None
    assert Pitch.objects.get(pk=sent.pk).read_at == first


def test_looking_at_a_letter_does_not_count_as_opening_it(client, sent, omar):
    page(client, omar, sent)

    assert Pitch.objects.get(pk=sent.pk).read_at is None


def test_the_page_of_the_mentor_tells_that_it_was_opened(client, sent, omar, mina):
    assert f"/requests/{sent.pk}/opened/" in page(client, omar, sent)

    post(client, omar, "opened", sent)

    assert f"/requests/{sent.pk}/opened/" not in page(client, omar, sent)
    assert "Opened on" in page(client, mina, sent)


def test_an_unread_letter_becomes_a_draft_and_goes_again_without_a_second_mail(
    client, sent, mina, omar
):
    answer = post(client, mina, "change", sent)

    assert answer.redirect_chain[-1][0] == reverse("pitches:edit", args=[sent.pk])
    assert Pitch.objects.get(pk=sent.pk).state == "draft"
    assert Yes.objects.count() == 0
    assert "is changing this letter" in page(client, omar, sent)
    Pitch.objects.filter(pk=sent.pk).update(ask="How did you begin your first talk?")
    actions.send(sent, by=mina.person)
    assert "How did you begin your first talk?" in page(client, omar, sent)
    assert mails("sent") == ["Omar Haddad"]


def test_a_letter_that_was_opened_stays_as_it_is(client, sent, mina, omar):
    actions.mark_read(sent, by=omar.person)

    answer = post(client, mina, "change", sent)

    assert "has opened your letter" in answer.content.decode()
    assert Pitch.objects.get(pk=sent.pk).state == "sent"


def test_the_mentor_does_not_say_yes_to_words_they_have_not_read(client, sent, omar):
    read = sent.sent_at.isoformat()
    actions.change_before_read(sent, by=sent.mentee.person)
    actions.send(sent, by=sent.mentee.person)

    answer = post(client, omar, "accept", sent, seen=read)

    assert "has changed the letter" in answer.content.decode()
    assert not Relationship.objects.exists()
    now = Pitch.objects.get(pk=sent.pk).sent_at.isoformat()
    post(client, omar, "accept", sent, seen=now)
    assert Relationship.objects.count() == 1


def test_a_page_that_says_yes_knows_which_letter_it_was_opened_for(client, sent, omar):
    client.force_login(omar.person)

    page = client.get(reverse("pitches:accept", args=[sent.pk]))

    assert page.context["form"]["seen"].value() == sent.sent_at.isoformat()


def test_changing_is_refused_kindly_while_another_draft_is_begun(sent, mina):
    builders.pitch(sent.goal, sent.mentor)

    with pytest.raises(NotPossible, match="another letter"):
        actions.change_before_read(sent, by=mina.person)


# --- Taking back, and taking that back


def test_taking_back_can_be_undone_from_the_message(client, sent, mina, omar):
    answer = post(client, mina, "withdraw", sent)
    assert "Undo: let it go to Omar after all" in answer.content.decode()
    assert Yes.objects.count() == 0

    post(client, mina, "send_again", sent)

    assert Pitch.objects.get(pk=sent.pk).state == "sent"
    assert Yes.objects.get().person == mina.person
    assert mails("sent") == ["Omar Haddad"]


def test_undoing_goes_by_the_rules_of_sending(sent, mina, omar):
    actions.withdraw(sent, by=mina.person)
    Enrolment.objects.filter(pk=omar.pk).update(paused=True)

    with pytest.raises(NotPossible, match="not taking requests"):
        actions.send_again(sent, by=mina.person)
    assert Pitch.objects.get(pk=sent.pk).state == "withdrawn"


# --- A yes closes the others


def test_a_yes_closes_what_else_waits_for_the_goal_with_a_friendly_note(
    client, sent, to_ivan, omar, ivan, mina
):
    actions.accept(sent, by=omar.person)

    assert Pitch.objects.get(pk=to_ivan.pk).state == "settled"
    assert mails("settled") == ["Ivan Petrov"]
    assert "has found somebody for this" in page(client, ivan, to_ivan)
    assert "Somebody else said yes to this goal" in page(client, mina, to_ivan)
    assert Yes.objects.count() == 2


def test_a_yes_leaves_requests_for_other_goals_alone(sent, ivan, mina, omar):
    other = builders.pitch(builders.goal(mina, title="Another"), ivan)
    actions.send(other, by=mina.person)

    actions.accept(sent, by=omar.person)

    assert Pitch.objects.get(pk=other.pk).state == "sent"


def test_who_comes_second_with_a_yes_is_told_kindly(sent, to_ivan, omar, ivan):
    actions.accept(sent, by=omar.person)

    with pytest.raises(NotPossible, match="has found somebody for this meanwhile"):
        actions.accept(to_ivan, by=ivan.person)


# --- After a no


@pytest.fixture
def declined(sent, omar):
    actions.decline(sent, by=omar.person, answer="My weeks are full.")
    return sent


def test_a_thank_you_is_one_tap_without_words_and_once(client, declined, mina, omar):
    post(client, mina, "thank", declined)
    post(client, mina, "thank", declined, text="How dare you")

    assert mails("thanked") == ["Omar Haddad"]
    assert "How dare you" not in Mail.objects.get(event__endswith="-thanked").text
    assert AuditEvent.objects.filter(verb="thanked").count() == 1
    assert "Mina thanks you" in page(client, omar, declined)
    assert "You thanked Omar on" in page(client, mina, declined)


@pytest.mark.parametrize("view", ["change", "send_again", "withdraw"])
def test_nothing_else_reaches_a_mentor_after_a_no(client, declined, mina, view):
    before = Mail.objects.count()

    post(client, mina, view, declined, text="Why not?")

    assert Mail.objects.count() == before
    assert Pitch.objects.get(pk=declined.pk).state == "declined"


def test_no_thanks_before_an_answer(client, sent, mina):
    post(client, mina, "thank", sent)

    assert mails("thanked") == []


def test_a_page_after_a_no_counts_nothing(client, declined, mina):
    words = page(client, mina, declined).lower()

    assert "reject" not in words
    assert "times" not in words


# --- Time


def waits_until(pitch, days: float) -> None:
    soon = timezone.now() + timedelta(days=days)
    Pitch.objects.filter(pk=pitch.pk).update(answer_by=soon)


@pytest.mark.parametrize(("days", "told"), [(2.9, 1), (3.1, 0)])
def test_a_mentor_is_reminded_once_when_time_is_nearly_over(sent, days, told):
    waits_until(sent, days)

    assert [actions.remind_due(), actions.remind_due()] == [told, 0]
    assert mails("reminder") == ["Omar Haddad"] * told


def answered_after(program, mentor, *days: float) -> None:
    now = timezone.now()
    for number, taken in enumerate(days):
        mentee = builders.mentee(program, builders.person(f"Asker {number}"))
        Pitch.objects.filter(
            pk=builders.pitch(builders.goal(mentee), mentor).pk
        ).update(
            state="declined",
            first_sent_at=now - timedelta(days=taken),
            sent_at=now - timedelta(days=taken),
            answered_at=now,
        )


@pytest.mark.parametrize(
    ("days", "usual"),
    [((1, 2, 3, 9), None), ((1, 2, 3, 9, 30), 3), ((0.1,) * 5, 1)],
)
def test_usual_is_the_median_of_five_answers_at_least(program, omar, days, usual):
    answered_after(program, omar, *days)

    assert pace.usual_days([omar.pk]).get(omar.pk) == usual


def test_the_usual_time_stands_where_somebody_waits(client, program, sent, omar, mina):
    answered_after(program, omar, 1, 2, 3, 9, 30)

    assert "Omar usually answers within 3 days." in page(client, mina, sent)
    listed = client.get(reverse("pitches:mine")).content.decode()
    assert "Omar usually answers within 3 days." in listed
