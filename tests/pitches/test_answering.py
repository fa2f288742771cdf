"""Yes, no, taking back, running out of time: what each does, and to whom it tells what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from mentorship.pitches.tasks import expire_overdue
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety import actions as safety
from mentorship.safety.models import AuditEvent
from mentorship.transitions import NotPossible
from tests import builders


def verbs():
    return sorted(AuditEvent.objects.values_list("verb", flat=True))


def mails_to(enrolment):
    return Mail.objects.filter(recipient=enrolment.person.email)


def test_a_yes_begins_getting_to_know_each_other(sent, mina, omar, goal):
    begun = actions.accept(sent, by=omar.person, answer="Thursday suits me.")

    assert (begun.mentor, begun.mentee, begun.goal) == (omar, mina, goal)
    assert begun.stage == "getting_to_know"
    assert begun.mentor_yes.person == omar.person
    assert begun.mentee_yes == sent.mentee_yes
    assert Enrolment.objects.get(pk=omar.pk).conversations_taken == 1
    assert verbs() == ["accepted", "began", "sent"]
    mail = mails_to(mina).get()
    assert mail.subject == "Omar Haddad said yes"
    assert "Thursday suits me." in mail.text
    assert f"/relationships/{begun.pk}/" in mail.text


def test_a_second_yes_gives_the_same_relationship(sent, omar, mina):
    first = actions.accept(sent, by=omar.person)

    assert actions.accept(sent, by=omar.person) == first
    assert Enrolment.objects.get(pk=omar.pk).conversations_taken == 1
    assert mails_to(mina).count() == 1


def test_a_yes_without_a_free_place_changes_nothing(sent, omar):
    Enrolment.objects.filter(pk=omar.pk).update(conversations_taken=2)

    with pytest.raises(NotPossible, match="All your places of this kind are taken"):
        actions.accept(sent, by=omar.person)

    assert Pitch.objects.get().state == "sent"
    assert Yes.objects.count() == 1
    assert verbs() == ["sent"]


def test_places_of_the_two_kinds_are_counted_apart(goal, omar, mina):
    asked = actions.send(builders.pitch(goal, omar, kind="ongoing"), by=mina.person)

    actions.accept(asked, by=omar.person)

    omar.refresh_from_db()
    assert (omar.ongoing_taken, omar.conversations_taken) == (1, 0)


@pytest.mark.parametrize("who", ["mina", "ivan", "eve"])
def test_only_the_mentor_who_was_asked_answers(sent, who, request):
    somebody = request.getfixturevalue(who).person

    with pytest.raises(NotPossible, match="Only the person who was asked"):
        actions.accept(sent, by=somebody)
    with pytest.raises(NotPossible, match="Only the person who was asked"):
        actions.decline(sent, by=somebody)
    assert Pitch.objects.get().state == "sent"


def test_a_paused_mentor_may_still_say_yes_to_what_has_arrived(sent, omar):
    Enrolment.objects.filter(pk=omar.pk).update(paused=True)

    assert actions.accept(sent, by=omar.person).stage == "getting_to_know"


@pytest.mark.parametrize("gone", ["left", "closed goal", "deactivated"])
def test_a_yes_to_somebody_who_is_gone_is_not_possible(sent, omar, mina, goal, gone):
    if gone == "left":
        type(mina).objects.filter(pk=mina.pk).update(left_at=timezone.now())
    elif gone == "closed goal":
        type(goal).objects.filter(pk=goal.pk).update(state="closed")
    else:
        type(mina.person).objects.filter(pk=mina.person_id).update(is_active=False)

    with pytest.raises(NotPossible, match="no longer open"):
        actions.accept(sent, by=omar.person)
    assert not Relationship.objects.exists()


def test_a_no_tells_the_kind_text_and_nothing_of_the_private_reason(declined, mina):
    mail = mails_to(mina).get()

    assert declined.state == "declined"
    assert "My weeks are full." in mail.text
    assert mail.subject == "An answer from Omar Haddad"
    assert not Mail.objects.filter(text__contains="TOO-JUNIOR").exists()
    assert not Yes.objects.exists()
    assert verbs() == ["declined", "sent"]


def test_a_no_needs_neither_words_nor_a_reason(sent, omar, mina):
    actions.decline(sent, by=omar.person)

    assert Pitch.objects.get().state == "declined"
    assert "Omar can't take this on right now." in mails_to(mina).get().text


def test_the_same_no_said_twice_is_one(declined, omar, mina):
    actions.decline(
        declined,
        by=omar.person,
        answer="My weeks are full.",
        private_reason="TOO-JUNIOR",
    )

    assert mails_to(mina).count() == 1
    assert verbs() == ["declined", "sent"]


@pytest.mark.parametrize(
    "other", [{"answer": "Something else."}, {"private_reason": "TOO-SENIOR"}]
)
def test_another_no_is_told_that_its_words_were_not_taken(declined, omar, mina, other):
    same = {"answer": "My weeks are full.", "private_reason": "TOO-JUNIOR"}

    with pytest.raises(NotPossible, match="You have answered this already"):
        actions.decline(declined, by=omar.person, **(same | other))

    now = Pitch.objects.get()
    assert (now.answer, now.private_reason) == ("My weeks are full.", "TOO-JUNIOR")
    assert mails_to(mina).count() == 1


def test_taking_back_takes_the_yes_with_it(sent, mina, omar):
    actions.withdraw(sent, by=mina.person)
    actions.withdraw(sent, by=mina.person)

    assert Pitch.objects.get().state == "withdrawn"
    assert not Yes.objects.exists()
    assert verbs() == ["sent", "withdrew"]
    with pytest.raises(NotPossible, match="Mina has taken this request back"):
        actions.accept(sent, by=omar.person)


@pytest.mark.parametrize(
    ("state", "told"),
    [("accepted", "Omar has just said yes."), ("declined", "Omar has answered")],
)
def test_what_is_answered_cannot_be_taken_back(state, told, request, mina):
    pitch = request.getfixturevalue(state)

    with pytest.raises(NotPossible, match=told):
        actions.withdraw(pitch, by=mina.person)
    assert Pitch.objects.get().state == state


@pytest.mark.parametrize("state", ["accepted", "declined"])
def test_an_answer_is_given_once(state, request, omar):
    pitch = request.getfixturevalue(state)
    other = actions.decline if state == "accepted" else actions.accept

    with pytest.raises(NotPossible, match="already"):
        other(pitch, by=omar.person)


def test_nobody_else_takes_a_request_back(sent, omar):
    with pytest.raises(NotPossible, match="Only the person who wrote this"):
        actions.withdraw(sent, by=omar.person)


def test_what_nobody_answered_in_time_ends_kindly_and_once(sent, mina, omar):
    assert actions.expire_overdue() == 0
    Pitch.objects.update(answer_by=timezone.now() - timedelta(minutes=1))

    expire_overdue()
    expire_overdue()

    assert Pitch.objects.get().state == "expired"
    mail = mails_to(mina).get()
    assert mail.subject == "Your letter to Omar Haddad had no answer in time"
    assert "rejected" not in mail.text
    assert not Yes.objects.exists()
    with pytest.raises(NotPossible, match="time to answer this request is over"):
        actions.accept(sent, by=omar.person)


def test_a_block_ends_silently_what_is_open(sent, mina, omar, program):
    other = actions.send(
        builders.pitch(
            builders.goal(mina, title="Another"),
            builders.mentor(program, builders.person("Ana Sol")),
        ),
        by=mina.person,
    )
    before = Mail.objects.count()

    safety.block(omar.person, mina.person)

    sent.refresh_from_db()
    other.refresh_from_db()
    assert (sent.state, other.state) == ("withdrawn", "sent")
    assert Mail.objects.count() == before


def test_a_block_ends_a_relationship_and_frees_its_place(accepted, mina, omar):
    before = Mail.objects.count()

    safety.block(mina.person, omar.person)

    assert Relationship.objects.get().stage == "closed"
    assert Enrolment.objects.get(pk=omar.pk).conversations_taken == 0
    assert Mail.objects.count() == before


@pytest.mark.parametrize("state", ["declined", "withdrawn", "expired", "accepted"])
def test_after_the_end_nothing_reaches_the_mentor(sent, mina, omar, state):
    """No transition delivers another text once a request has ended (P1)."""
    if state == "declined":
        actions.decline(sent, by=omar.person)
    elif state == "withdrawn":
        actions.withdraw(sent, by=mina.person)
    elif state == "expired":
        Pitch.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
        actions.expire_overdue()
    else:
        actions.accept(sent, by=omar.person)
    letters = mails_to(omar).count()

    for act in (actions.send, actions.withdraw, actions.discard):
        try:
            act(sent, by=mina.person)
        except NotPossible as refusal:
            assert str(refusal).endswith(".")

    assert Pitch.objects.get().state == state
    assert mails_to(omar).count() == letters


def test_both_sides_can_end_a_relationship_without_a_reason(accepted, mina, omar):
    begun = Relationship.objects.get()

    relationships.close(begun, by=mina.person)
    relationships.close(begun, by=omar.person)

    assert Relationship.objects.get().stage == "closed"
    assert Enrolment.objects.get(pk=omar.pk).conversations_taken == 0
    assert verbs().count("closed") == 1
    assert mails_to(omar).first().subject == (
        "Mina Costa has ended what you two had going on"
    )
