"""The demo's program as it is planted: who is there, and what has happened so far."""

from collections import Counter
from datetime import timedelta
from zoneinfo import available_timezones

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import (
    FreeHours,
    Link,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Profile,
    Story,
    Style,
    Track,
    User,
)
from mentorship.demo import CAST
from mentorship.demo.seed import seed
from mentorship.demo.story import read_story
from mentorship.finding.models import Lead, MatchRequest, Source
from mentorship.goals.models import AssessmentItem, Criterion, Goal, WantedSkill
from mentorship.notices.models import Mail
from mentorship.pitches.models import Citation, Pitch
from mentorship.programs.models import (
    Cohort,
    Enrolment,
    LevelLadder,
    Program,
    PublishedAnswer,
    Rules,
)
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.models import Block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("saltmere")]

TEXTS = [
    (Profile, ["name", "headline", "time_zone", "languages", "organisation", "site"]),
    (Track, ["person__email", "field", "title", "level", "years", "is_main"]),
    (Story, ["person__email", "text"]),
    (Link, ["person__email", "label", "url"]),
    (PublishedAnswer, ["mentor__person__email", "question", "text"]),
    (PersonSkill, ["person__email", "skill__slug", "words", "how"]),
    (FreeHours, ["person__email", "weekday", "slots"]),
    (Enrolment, ["person__email", "role", "topics", "ongoing_places", "ongoing_taken"]),
    (Goal, ["mentee__person__email", "title", "guidance", "cadence", "state"]),
    (WantedSkill, ["goal__title", "skill__slug", "words"]),
    (AssessmentItem, ["goal__title", "kind", "text", "visibility"]),
    (Criterion, ["criteria__goal__title", "quality", "importance", "if_unknown"]),
    (Pitch, ["mentee__person__email", "why", "state", "answer"]),
    (Citation, ["pitch__why", "source", "words"]),
    (Lead, ["author__email", "name", "route", "note"]),
    (Source, ["goal__title", "kind", "what"]),
    (MatchRequest, ["goal__title", "note", "state"]),
    (Mail, ["recipient", "subject"]),
]


def everything_told() -> dict[str, list[tuple]]:
    return {
        model.__name__: list(model.objects.order_by("pk").values_list(*fields))
        for model, fields in TEXTS
    }


def person(role: str) -> User:
    return User.objects.get(email=CAST[role])


def test_as_many_people_and_goals_as_promised():
    made = Enrolment.objects.all()
    assert (made.mentors().count(), made.mentees().count()) == (44, 91)
    assert made.mentors().filter(asked_again_at__isnull=False).count() == 1
    states = Counter(Goal.objects.values_list("state", flat=True))
    assert states == {"active": 132, "draft": 4}


def test_requests_stand_in_every_state():
    states = Counter(Pitch.objects.values_list("state", flat=True))
    assert states == {
        "sent": 6,
        "accepted": 4,
        "declined": 2,
        "draft": 2,
        "withdrawn": 1,
        "expired": 1,
    }


def test_people_are_found_on_several_ways_and_some_asked_the_program():
    leads = Lead.objects.of(person("mentee")).values_list("route", flat=True)
    assert sorted(leads) == ["met", "observed", "program", "recommended"]
    assert [one.before for one in MatchRequest.objects.with_place()] == [0, 1]
    assert Profile.objects.filter(findable=True).count() == 10


def test_every_citation_of_the_story_is_the_mentors_own():
    """What is not the mentor's own is left out when a draft is saved."""
    told = Counter(
        (source, words)
        for letter in read_story().letters
        for source, words in letter.cites
    )
    assert Counter(Citation.objects.values_list("source", "words")) == told


def test_every_letter_that_went_asks_for_a_deed_and_brings_something():
    went = Pitch.objects.exclude(state="draft")
    assert not went.filter(deed="").exists()
    assert not went.filter(brings="").exists()


def test_the_mentors_of_the_story_say_something_before_they_are_asked():
    answers = PublishedAnswer.objects.all()
    assert answers.count() == 6
    assert not answers.filter(skills=None).exists()
    assert Link.objects.count() == 5
    ruth = Enrolment.objects.of(person("mentor")).get(role="mentor")
    assert ruth.published_answers.count() == 2
    assert ruth.supports == ["mentoring", "sponsoring"]
    assert Profile.objects.filter(findable=True).count() >= 5


def test_a_relationship_has_begun_wherever_somebody_said_yes():
    accepted = Pitch.objects.filter(state="accepted").values_list("goal", "mentor")
    begun = Relationship.objects.values_list("goal", "mentor")
    assert set(begun) == set(accepted)
    taken = sum(
        one.conversations_taken + one.ongoing_taken for one in Enrolment.objects.all()
    )
    assert taken == len(begun) == 4


def test_requests_were_sent_before_today_and_answered_after_that():
    today = timezone.now()
    for pitch in Pitch.objects.exclude(state="draft"):
        assert pitch.created_at < pitch.sent_at <= today - timedelta(days=1)
        assert pitch.answered_at is None or pitch.sent_at < pitch.answered_at <= today
    assert not Pitch.objects.overdue().exists()


def test_the_mail_of_a_request_says_until_when_as_the_request_does():
    for pitch in Pitch.objects.filter(state="sent"):
        mail = Mail.objects.get(event=f"pitch-{pitch.pk}-sent")
        assert f"until {date_format(pitch.answer_by, 'j F Y')}." in mail.text


@pytest.mark.parametrize(
    "model",
    [Profile, Track, PathStep, Story, PersonSkill, FreeHours, Style, NetworkMembership]
    + [Link, PublishedAnswer, Program, Cohort, LevelLadder, Rules, Enrolment, Block]
    + [
        Goal,
        WantedSkill,
        AssessmentItem,
        Criterion,
        Pitch,
        Citation,
        Yes,
        Relationship,
        Lead,
        Source,
        MatchRequest,
    ],
    ids=lambda model: model.__name__,
)
def test_every_row_passes_the_checks_of_its_form(model):
    assert model.objects.exists()
    slow = {"time_zone"}  # looked at once, below
    for row in model.objects.all():
        row.full_clean(slow, validate_unique=False, validate_constraints=False)


def test_every_time_zone_is_one():
    zones = Profile.objects.exclude(time_zone="").values_list("time_zone", flat=True)
    assert set(zones) - available_timezones() == set()


def test_a_second_seed_changes_nothing(capsys):
    before = everything_told()
    assert seed() is None
    call_command("seed_demo")
    assert everything_told() == before
    assert "nothing was seeded" in capsys.readouterr().out


def test_two_seeds_tell_the_same_story():
    first = everything_told()
    connection.check_constraints()  # else the deferred ones are still to come
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE accounts_user, programs_program, accounts_network, notices_mail"
            " CASCADE"
        )
    assert seed() is not None
    assert everything_told() == first


def test_the_mentee_of_the_cast_has_a_full_profile_and_two_goals():
    ines = person("mentee")
    assert Goal.objects.of(ines).matchable().count() == 2
    assert ines.profile.time_zone and ines.profile.languages and ines.profile.headline
    for told in (ines.tracks, ines.path, ines.skills, ines.stories, ines.free_hours):
        assert told.exists()
    assert None not in [getattr(ines.style, axis) for axis in Style.AXES]


def test_the_mentor_of_the_cast_has_two_requests_waiting_and_room_for_both():
    ruth = person("mentor")
    assert Pitch.objects.received_by(ruth).awaiting_answer().count() == 2
    (offer,) = Enrolment.objects.of(ruth)
    assert offer.free_places("conversation") == 3


def test_the_admin_of_the_cast_runs_the_program_and_the_site(saltmere):
    marit = person("admin")
    assert list(saltmere.admins.all()) == [marit]
    assert (marit.is_staff, marit.is_superuser) == (True, True)
    assert User.objects.filter(is_superuser=True).count() == 1


def test_one_mentor_alone_knows_what_many_want():
    scarce = "building-with-language-models"
    knows = Enrolment.objects.mentors().filter(person__skills__skill__slug=scarce)
    wants = Goal.objects.filter(wanted__skill__slug=scarce)
    assert (knows.count(), wants.count()) == (1, 8)


def test_some_share_a_language_with_no_mentor():
    mentors = Profile.objects.filter(
        person__enrolments__in=Enrolment.objects.accepting()
    )
    spoken = {
        code
        for languages in mentors.values_list("languages", flat=True)
        for code in languages
    }
    alone = {
        profile.name
        for profile in Profile.objects.exclude(languages=[])
        if not spoken.intersection(profile.languages)
    }
    assert alone == {"Ελένη Παππά", "Bjarne Moe", "Hoa Phạm"}


def test_there_are_a_pause_a_full_mentor_and_people_in_both_roles():
    mentors = Enrolment.objects.mentors()
    assert mentors.filter(paused=True).count() == 1
    assert mentors.filter(ongoing_places=0, conversation_places=0).count() == 1
    both = Enrolment.objects.mentees().filter(person__in=mentors.values("person"))
    assert both.count() == 7


def test_everybody_can_be_sent_a_code():
    confirmed = User.objects.filter(emailaddress__verified=True)
    assert confirmed.count() == User.objects.count() == 129
