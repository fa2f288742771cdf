"""Mentors are asked again whether they are still open, and paused without a word (R84)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.signals import person_changed
from mentorship.notices.models import Mail
from mentorship.pitches import actions as pitches
from mentorship.programs import actions, reports
from mentorship.programs.models import Enrolment, Program
from mentorship.programs.tasks import ask_mentors_again
from mentorship.safety.models import AuditEvent
from tests import builders


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def stand(mentor, **fields):
    Enrolment.objects.filter(pk=mentor.pk).update(**fields)
    mentor.refresh_from_db()


def standing(mentor):
    """Whether they were asked, reminded, paused."""
    now = Enrolment.objects.get(pk=mentor.pk)
    return bool(now.asked_again_at), bool(now.reminded_again_at), now.paused


def mails_to(mentor):
    found = Mail.objects.filter(recipient=mentor.person.email).order_by("pk")
    return [mail.event.rpartition("-still-open")[2] for mail in found]


@pytest.fixture
def long_silent(omar):
    """Omar, who said something for the last time 181 days ago."""
    stand(omar, confirmed_at=days_ago(181))
    return omar


@pytest.fixture
def asked(long_silent):
    """Omar has just been asked."""
    actions.ask_due()
    long_silent.refresh_from_db()
    return long_silent


@pytest.fixture
def paused(asked):
    """Omar did not answer."""
    stand(asked, asked_again_at=days_ago(15), reminded_again_at=days_ago(8))
    actions.ask_due()
    asked.refresh_from_db()
    return asked


def test_who_says_nothing_is_asked_reminded_and_paused_once_each(long_silent, ivan):
    heard = []

    def hear(person, **kwargs):
        heard.append(person)

    person_changed.connect(hear)
    steps = []
    for later in (0, 6, 8, 6, 8, 200):
        late = timedelta(days=later)
        now = Enrolment.objects.get(pk=long_silent.pk)
        stamps = ("asked_again_at", "reminded_again_at", "confirmed_at")
        stand(
            long_silent,
            **{s: getattr(now, s) - late for s in stamps if getattr(now, s)},
        )
        ask_mentors_again()
        ask_mentors_again()
        steps.append((standing(long_silent), len(mails_to(long_silent))))
    person_changed.disconnect(hear)

    assert steps == [
        ((True, False, False), 1),
        ((True, False, False), 1),
        ((True, True, False), 2),
        ((True, True, False), 2),
        ((True, True, True), 3),
        ((True, True, True), 3),
    ]
    assert heard == [long_silent.person]
    assert AuditEvent.objects.get(verb="paused").actor is None
    assert (standing(ivan), mails_to(ivan)) == ((False, False, False), [])


def test_after_a_long_outage_nobody_is_paused_before_a_week_since_the_reminder(
    long_silent,
):
    stand(long_silent, asked_again_at=days_ago(90))

    assert actions.ask_due() == 1
    assert standing(long_silent) == (True, True, False)
    long_silent.refresh_from_db()
    assert long_silent.answer_by > days_ago(-6.9)


@pytest.mark.parametrize(
    "fields",
    [
        {"confirmed_at": days_ago(179)},
        {"paused": True},
        {"accepting": False},
        {"left_at": days_ago(1)},
    ],
)
def test_who_spoke_or_takes_nobody_is_left_in_peace(long_silent, fields):
    stand(long_silent, **fields)

    assert actions.ask_due() == 0
    assert mails_to(long_silent) == []


def test_a_program_that_never_asks_asks_nobody_and_pauses_nobody(long_silent, client):
    stand(long_silent, asked_again_at=days_ago(15), reminded_again_at=days_ago(8))
    Program.objects.update(ask_mentors_after_days=0)

    assert actions.ask_due() == 0
    client.force_login(long_silent.person)
    assert "Are you still open" not in client.get(reverse("home")).content.decode()


def test_mentees_are_never_asked(mina):
    stand(mina, confirmed_at=days_ago(900))

    assert actions.ask_due() == 0


def change_offer(mentor, **values):
    actions.change_offer(mentor, {"topics": "First job"} | values, None)


def come_back(mentor):
    actions.leave(mentor)
    actions.come_back(mentor)


def leave_and_join(mentor):
    actions.leave(mentor)
    actions.join(mentor.program, mentor.person, ["mentor"])


@pytest.mark.parametrize(
    "say",
    [
        actions.still_open,
        actions.pause,
        change_offer,
        come_back,
        leave_and_join,
        actions.heard_from,
    ],
)
def test_every_word_of_their_own_is_an_answer(asked, say):
    say(asked)

    asked.refresh_from_db()
    assert (asked.asked_again_at, asked.reminded_again_at) == (None, None)
    assert asked.confirmed_at > days_ago(1)
    assert actions.ask_due() == 0


@pytest.mark.parametrize("answer", [pitches.accept, pitches.decline])
def test_answering_a_request_is_a_word_too(asked, pitch, mina, answer):
    pitches.send(pitch, by=mina.person)

    answer(pitch, by=asked.person)

    assert standing(asked) == (False, False, False)


def test_a_pause_keeps_what_was_begun_and_what_waits(long_silent, pitch, mina, eve):
    begun = pitches.send(pitch, by=mina.person)
    relationship = pitches.accept(begun, by=long_silent.person)
    letter = builders.pitch(builders.goal(eve), long_silent)
    waiting = pitches.send(letter, by=eve.person)
    stand(
        long_silent,
        confirmed_at=days_ago(200),
        asked_again_at=days_ago(15),
        reminded_again_at=days_ago(8),
    )

    actions.ask_due()

    relationship.refresh_from_db()
    waiting.refresh_from_db()
    assert standing(long_silent)[2]
    assert (relationship.ended_at, waiting.state) == (None, "sent")
    assert pitches.accept(waiting, by=long_silent.person)
    assert reports.counts(long_silent.program).unanswered == 1


def said(page):
    return " ".join(page.content.decode().split())


def test_home_and_offer_ask_and_one_press_answers(client, asked):
    client.force_login(asked.person)
    for page in (reverse("home"), reverse("programs:offer", args=[asked.pk])):
        shown = said(client.get(page))
        assert "Are you still open to requests in Ropes?" in shown
        assert "Yes, still open" in shown and "Pause me" in shown

    url = reverse("programs:still_open", args=[asked.pk])
    answer = client.post(url, follow=True)

    assert "People in Ropes find you and may ask you." in said(answer)
    assert "Are you still open" not in said(answer)
    assert standing(asked) == (False, False, False)
    offer = said(client.get(reverse("programs:offer", args=[asked.pk])))
    assert "You last said this on" in offer


def test_a_pause_of_ones_own_can_be_taken_back(client, asked):
    client.force_login(asked.person)
    url = reverse("programs:still_open", args=[asked.pk])

    answer = client.post(url, {"answer": "pause"}, follow=True)

    assert standing(asked) == (False, False, True)
    assert "Undo: be found again" in said(answer)
    assert "heard nothing" not in said(answer)
    client.post(url)
    assert standing(asked) == (False, False, False)


def test_who_was_paused_reads_why_and_is_back_with_one_press(client, paused, ada):
    client.force_login(ada)
    overview = said(client.get(reverse("programs:overview", args=["ropes"])))
    people = said(client.get(reverse("programs:people", args=["ropes"])))
    assert "(one is pausing, one because they did not say whether they are" in overview
    assert "Pausing: no answer yet" in people
    client.force_login(paused.person)
    assert "heard nothing, so nobody new finds you" in said(client.get(reverse("home")))

    client.post(reverse("programs:still_open", args=[paused.pk]))

    assert standing(paused) == (False, False, False)
    assert list(Enrolment.objects.accepting()) == [paused]


def test_who_takes_nobody_is_told_how_to_change_it(client, omar):
    stand(omar, accepting=False)
    client.force_login(omar.person)

    url = reverse("programs:still_open", args=[omar.pk])
    assert "Nobody may ask you yet" in said(client.post(url, follow=True))


def link_in(mail):
    return next(w for w in mail.text.split() if "/still-open/" in w).partition("//")[2]


def test_the_link_in_a_mail_asks_and_its_button_answers_without_signing_in(
    client, asked
):
    path = "/" + link_in(Mail.objects.get()).partition("/")[2]

    page = client.get(path)
    assert "Yes, still open" in said(page)
    assert asked.person.name not in said(page)
    assert standing(asked) == (True, False, False)

    assert "Thank you. People in Ropes find you" in said(client.post(path, follow=True))
    assert standing(asked) == (False, False, False)


def test_a_link_ends_with_the_next_word(client, paused):
    path = reverse("programs:asked_again", args=[paused.token])
    assert "Be found again" in said(client.get(path))
    client.post(path)

    late = client.post(path, {"answer": "pause"}, follow=True)

    assert "You have answered this already, so nothing was changed." in said(late)
    assert not standing(paused)[2]


@pytest.mark.parametrize("odd", ["1", "1-2:x", "x:y", "\x00", "0" * 3000])
def test_links_that_nobody_made_lead_nowhere(client, omar, odd):
    path = reverse("programs:asked_again", args=[odd])

    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_link_of_somebody_who_left_leads_nowhere(client, asked):
    actions.leave(asked)

    path = reverse("programs:asked_again", args=[asked.token])
    assert client.get(path).status_code == 404


def test_who_said_something_is_asked_again_by_another_mail(asked):
    actions.still_open(asked)
    stand(asked, confirmed_at=days_ago(300))

    actions.ask_due()

    assert len(mails_to(asked)) == 2


def test_an_operator_who_is_told_of_it_speaks_for_the_mentor(paused, admin_client):
    page = reverse("admin:programs_enrolment_change", args=[paused.pk])
    form = admin_client.get(page).context["adminform"].form
    told = {k: v for k, v in form.initial.items() if v is not None}
    told |= {"paused": "", "supports": "", "channels": "", "skills_not_taken": ""}
    told |= {"purposes_not_taken": "", "formats_not_taken": "", "hears": ""}

    answer = admin_client.post(page, told)

    assert answer.status_code == 302, answer.context["errors"]
    assert standing(paused) == (False, False, False)


def test_an_admin_says_after_how_many_days(client, paused, ada):
    client.force_login(ada)
    path = reverse("programs:ask_again", args=["ropes"])
    page = said(client.get(path))
    assert "Mentors are asked again after 180 days" in page
    assert "Nobody is being asked now. One is paused because they" in page

    page = said(client.post(path, {"ask_mentors_after_days": "90"}, follow=True))
    assert "Mentors are asked again after 90 days" in page
    client.post(path, {"ask_mentors_after_days": "90"})
    assert AuditEvent.objects.filter(verb="changed", actor=ada).count() == 1

    page = said(client.post(path, {"ask_mentors_after_days": "0"}, follow=True))
    assert "Mentors are never asked again" in page


@pytest.mark.parametrize("odd", ["29", "-1", "3651", "x", "9" * 500, "", "\x00"])
def test_odd_days_are_asked_again_and_nothing_is_lost(client, program, ada, odd):
    client.force_login(ada)
    path = reverse("programs:ask_again", args=["ropes"])

    page = client.post(path, {"ask_mentors_after_days": odd}).content.decode()

    assert "<title>Error:" in page
    assert "Mentors are asked again after 180 days" in " ".join(page.split())
    assert Program.objects.get().ask_mentors_after_days == 180
