"""Mentors and goals that stay in memory: whatever is changed, by whatever way, what is
found is what reading everybody anew would find."""

import random
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import (
    FreeHours,
    Network,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Profile,
    Skill,
    Story,
    Style,
    Track,
    User,
)
from matching import encoders, loading, publishing
from matching.actions import (
    drafts,
    held,
    ready,
    ready_goals,
    refresh,
    studying,
    touched,
)
from matching.actions.afresh import Standing, read_now
from matching.actions.ready_goals import read_lists
from matching.actions.rehearse import rehearse
from matching.actions.stages import in_its_program
from matching.encoders import encode_missing
from matching.engine.text.arrays import stack_goals
from matching.loading import changed, vectors
from matching.models import LiveRun, Pass, ProposalSet, Study, Suggestion
from mentorship.goals.actions import set_criteria
from mentorship.goals.models import Condition, Criteria, Criterion, Goal
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment, NeverPair
from mentorship.relationships.models import Yes
from mentorship.safety.models import Block
from tests import builders
from tests.matching.working import run_now

CHANGES = 30
WORDS = [
    "meetings",
    "bread",
    "budget",
    "oven",
    "senior people",
    "Python",
    "night shift",
]
SKILLS = ["finesse", "delegation", "coaching-others", "python"]
FIELDS = ["Software", "Nursing", "Law"]
DRAFTED = ["goal", "mentor", "pinned", "score", "factors", "noted", "given_up", "best"]


@pytest.fixture
def kept_ready(transactional_db, tmp_path, monkeypatch):
    """As in a large program, however few mentors there are; in a folder of its own."""
    monkeypatch.setattr(ready, "WORTH_KEEPING", 0)
    monkeypatch.setattr(ready_goals, "WORTH_KEEPING", 0)
    monkeypatch.setattr(held, "_ONE_IN", 2)
    monkeypatch.setattr(held, "_held", {})
    monkeypatch.setattr(vectors, "_WORTH_SHARING", 0)
    monkeypatch.setattr(vectors, "shared_folder", lambda: tmp_path / "shared")
    monkeypatch.setattr(vectors, "_ready", {})
    monkeypatch.setattr(vectors, "_prepared", set())


@pytest.fixture
def crowd(kept_ready, program):
    """Twelve mentors who differ, and goals that ask for all that can be asked for."""
    networks = [Network.objects.create(name=name) for name in ("Newcomers", "Alumni")]
    for number in range(12):
        person = builders.person(f"Mentor {number}", headline=f"Helps with {number}")
        builders.free_evenings(person, number % 5, (number + 1) % 5)
        builders.track(person, FIELDS[number % 3], level=3 + number % 3, years=number)
        builders.mentor(program, person, topics=WORDS[number % len(WORDS)])
        NetworkMembership.objects.create(
            person=person, network=networks[number % 2], shown=number % 3 > 0
        )
    for number in range(3):
        person = builders.person(
            f"Mentee {number}", organisation="Acme", languages=["en", "fr"]
        )
        builders.free_evenings(person)
        builders.track(person)
        builders.knows(person, "finesse")
        mentee = builders.mentee(program, person)
        goal = builders.goal(
            mentee,
            f"About {WORDS[number]} and {WORDS[number + 2]}",
            skills=SKILLS[number : number + 1],
            about_workplace=number == 1,
        )
        _asks(goal, number, networks[0])
    run_now(program)
    return program


def _asks(goal, number, network):
    made = Criteria.objects.create(goal=goal, networks_count=number > 0)
    Criterion.objects.create(criteria=made, quality="availability", importance="nice")
    asked = {
        "language": {"words": "fr"},
        "field": {"words": "nursing", "if_unknown": "hide"},
        "organisation": {"words": "outside"},
        "experience": {"years": 5},
        "network": {"network": network},
        "place": {"words": "porto"},
    }
    for attribute in list(asked)[number * 2 : number * 2 + 2]:
        Condition.objects.create(criteria=made, attribute=attribute, **asked[attribute])


def lists(program, from_rows=False):
    """Everything that is found for all goals: from what is ready, or from rows."""
    run = LiveRun.objects.select_related("run").get(program=program).run
    if not from_rows:
        goals = list(Goal.objects.values_list("pk", flat=True))
        mentors = ready.mentors_of_lists(program, run.encoder)
        return refresh.score_now(goals, program, run, mentors)[0].to_bytes()
    return read_as_runs_do(program).scored().to_bytes()


def read_as_runs_do(program, only=None):
    """Rows, all at once, by the code of a run's first stage."""
    run = LiveRun.objects.select_related("run").get(program=program).run
    inputs = loading.read(program, run.rules, only)
    encoder, against = encoders.get(run.encoder), loading.background(run.encoder)
    missing = encode_missing(encoder, loading.without_vector(inputs, encoder))
    publishing.write_vectors(missing)
    snapshot = loading.with_meaning(inputs.snapshot, inputs.hopes, against)
    vectors = loading.vectors_of(inputs.goals, encoder)
    said = stack_goals(inputs.goals, vectors, against)
    looks = loading.offered(inputs.mentors, against).facing(said)
    return Standing(in_its_program(snapshot, run.rules), looks, run.rules)


def worked_out(program, from_rows=False):
    """What studies and drafts find of the whole program, and of some of its goals."""
    read = read_as_runs_do if from_rows else read_now
    mentor = Enrolment.objects.mentors().filter(program=program).first()
    more = {"change": "mentors", "like": mentor.pk, "how_many": 2}
    shares = Study(program=program, kind="fairness")
    if_more = Study(program=program, kind="what_if", asked=more)
    some = list(Goal.objects.order_by("-pk").values_list("pk", flat=True)[:2])
    draft = ProposalSet.objects.create(
        program=program, aim="everyone", why="Both bake.", pins=[[some[0], mentor.pk]]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(studying, "read_now", read)
        patch.setattr(drafts, "read_now", read)
        found = [
            studying._study(shares, told)(),
            studying._study(if_more, told)(),
            drafts._draft(draft, told)(),
        ]
    rows = draft.proposals.order_by("goal").values_list(*DRAFTED)
    found += [list(rows), read(program, Goal.objects.filter(pk__in=some)).scored()]
    draft.delete()
    return [*found[:-1], found[-1].to_bytes()]


def told(percent):
    """Nobody waits."""


def entered(program, from_rows=False):
    """The lists that each mentor would be good enough for."""
    live = LiveRun.objects.select_related("run__program").get(program=program)
    mentors = Enrolment.objects.mentors().order_by("pk")
    with pytest.MonkeyPatch.context() as patch:
        if from_rows:
            read = [(read_lists(live.run, Goal.objects.all()), set())]
            patch.setattr(touched, "lists_now", lambda run: read)
        return {
            pk: touched._entering(live.run, mentors.filter(pk=pk))
            for pk in mentors.values_list("pk", flat=True)[:2]
        }


class Changes:
    """Ways to change something that a list may depend on."""

    def __init__(self, program, seed):
        self.program, self.chance = program, random.Random(seed)

    def mentor(self):
        return self.chance.choice(
            list(Enrolment.objects.filter(program=self.program, role="mentor"))
        )

    def words(self):
        return " ".join(self.chance.sample(WORDS, 3))

    def one(self):
        names = sorted(name for name in dir(self) if name.startswith("to_"))
        getattr(self, self.chance.choice(names))(self.mentor())

    def to_profile(self, mentor):
        field, value = self.chance.choice(
            [
                ("headline", self.words()),
                ("organisation", self.chance.choice(["Acme", "Other", ""])),
                ("languages", self.chance.choice([["en"], ["fr"], ["en", "fr"], []])),
                ("site", self.chance.choice(["Porto", "Lisbon", ""])),
                ("time_zone", self.chance.choice(["Asia/Tokyo", "Europe/Lisbon"])),
                ("manager", User.objects.exclude(pk=mentor.person_id).first()),
            ]
        )
        Profile.objects.filter(person=mentor.person).update(**{field: value})

    def to_account(self, mentor):
        user = mentor.person
        user.is_active = not user.is_active
        user.save()

    def to_tracks(self, mentor):
        if self.chance.random() < 0.5:
            Track.objects.filter(person=mentor.person).delete()
        else:
            field, years = self.chance.choice(FIELDS), self.chance.choice([None, 9])
            builders.track(mentor.person, field, is_main=False, years=years)

    def to_hours(self, mentor):
        mine = FreeHours.objects.filter(person=mentor.person)
        mine.update(slots=builders.EVENINGS >> 2)
        mine.filter(weekday=self.chance.randrange(5)).delete()

    def to_style(self, mentor):
        Style.objects.update_or_create(
            person=mentor.person, defaults={"direct": self.chance.randint(-2, 2)}
        )

    def to_skills(self, mentor):
        PersonSkill.objects.filter(person=mentor.person).delete()
        builders.knows(mentor.person, *self.chance.sample(SKILLS, 2))

    def to_stories(self, mentor):
        told = Story.objects.filter(person=mentor.person).first()
        if told is None:
            told = builders.story(mentor.person, f"I learned about {self.words()}.")
        told.skills.set([builders.skill(self.chance.choice(SKILLS))])

    def to_path(self, mentor):
        PathStep.objects.create(person=mentor.person, title=self.words(), began=2001)

    def to_networks(self, mentor):
        mine = NetworkMembership.objects.filter(person=mentor.person)
        mine.update(shown=self.chance.random() < 0.5)

    def to_offer(self, mentor):
        field, value = self.chance.choice(
            [
                ("topics", self.words()),
                ("helps_best", self.words()),
                ("hopes", f"To learn {self.words()}"),
                ("paused", not mentor.paused),
                ("accepting", not mentor.accepting),
                ("conversation_places", self.chance.randint(0, 3)),
                ("purposes_not_taken", self.chance.choice([["skill"], []])),
                ("formats_not_taken", self.chance.choice([["ongoing"], []])),
                ("lowest_level", self.chance.choice([None, 3])),
                ("hours_per_month", self.chance.choice([None, 2])),
                ("hears", self.chance.choice([None, True, False])),
                ("left_at", None if mentor.left_at else timezone.now()),
            ]
        )
        Enrolment.objects.filter(pk=mentor.pk).update(**{field: value})

    def to_topics_not_taken(self, mentor):
        mentor.skills_not_taken.set([builders.skill(self.chance.choice(SKILLS))])

    def to_who_is_here(self, mentor):
        if self.chance.random() < 0.5:
            mentor.person.delete()
        else:
            person = builders.person("Somebody New", headline=self.words())
            builders.free_evenings(person)
            builders.mentor(self.program, person, topics=self.words())

    def to_requests(self, mentor):
        goal = self.chance.choice(list(Goal.objects.all()))
        at = timezone.now() - timedelta(days=3)
        sent = {"first_sent_at": at, "sent_at": at, "answer_by": timezone.now()}
        made = builders.pitch(goal, mentor)
        state = self.chance.choice(["expired", "withdrawn", "declined"])
        sent |= {"answered_at": at} if state == "declined" else {}
        Pitch.objects.filter(pk=made.pk).update(state=state, **sent)

    def to_pairs(self, mentor):
        goal = self.chance.choice(list(Goal.objects.select_related("mentee__person")))
        mentee = goal.mentee.person
        kept_apart = {"mentee": mentee, "mentor": mentor.person}
        made_by = {"program": self.program, "made_by": User.objects.first()}
        self.chance.choice(
            [
                lambda: Pass.objects.get_or_create(goal=goal, mentor=mentor),
                lambda: Block.objects.get_or_create(
                    blocker=mentor.person, blocked=mentee
                ),
                lambda: NeverPair.objects.get_or_create(
                    **kept_apart, defaults=made_by, program=self.program
                ),
            ]
        )()

    def to_names(self, mentor):
        Network.objects.filter(name="Alumni").update(name="Old friends")
        Skill.objects.filter(slug="delegation").update(
            label=f"delegating {self.words()}"
        )

    def to_goal(self, mentor):
        goal = self.chance.choice(list(Goal.objects.select_related("mentee")))
        once = {"format": "conversation", "cadence": "once", "months": None}
        often = {"format": "ongoing", "cadence": "weekly", "months": 3}
        told = self.chance.choice(
            [
                {"title": f"About {self.words()}"},
                self.chance.choice([once, often]),
                {"purpose": self.chance.choice(["growth", "skill"])},
                {"about_workplace": not goal.about_workplace},
                {"state": self.chance.choice(["active", "active", "closed"])},
            ]
        )
        Goal.objects.filter(pk=goal.pk).update(**told)

    def to_what_a_goal_asks(self, mentor):
        goal = self.chance.choice(list(Goal.objects.all()))
        mine = Condition.objects.filter(criteria__goal=goal, attribute="field")
        self.chance.choice(
            [
                lambda: goal.assessment.update(text=self.words()),
                lambda: goal.wanted.all().delete(),
                lambda: mine.update(words=self.chance.choice(FIELDS).lower()),
                lambda: Criterion.objects.filter(criteria__goal=goal).update(
                    importance=self.chance.choice(["nice", "important", "must"])
                ),
                lambda: Criteria.objects.create(goal=goal),
            ]
        )()

    def to_mentee(self, mentor):
        mentee = self.chance.choice(list(Enrolment.objects.filter(role="mentee")))
        self.chance.choice(
            [
                lambda: self.to_profile(mentee),
                lambda: self.to_hours(mentee),
                lambda: self.to_skills(mentee),
                lambda: self.to_style(mentee),
                lambda: Enrolment.objects.filter(pk=mentee.pk).update(
                    looking=self.chance.random() < 0.7
                ),
            ]
        )()

    def to_what_is_shown(self, mentor):
        shown = Suggestion.objects.filter(goal=Goal.objects.order_by("?").first())
        self.chance.choice(
            [
                lambda: shown.update(score=self.chance.randint(3000, 7000)),
                lambda: shown.filter(mentor=mentor).delete(),
                lambda: _make_again(Goal.objects.first()),
            ]
        )()

    def to_rows_by_hand(self, mentor):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE programs_enrolment SET topics = %s WHERE id = %s",
                [self.words(), mentor.pk],
            )
            cursor.execute(
                "DELETE FROM accounts_freehours WHERE person_id = %s AND weekday = 1",
                [mentor.person_id],
            )


def _make_again(goal):
    refresh.ask_refresh(Goal.objects.filter(pk=goal.pk))
    assert refresh.refresh_goal(goal.pk)


def held_now(kind):
    return next(one for name, one in held._held.items() if name.startswith(kind))


def test_what_is_found_is_what_reading_everybody_finds(crowd, monkeypatch):
    monkeypatch.setattr(Suggestion, "MOST", 3)  # so that lists are full
    changes, patched = Changes(crowd, seed=3), 0
    for number in range(CHANGES):
        changes.one()

        assert lists(crowd) == lists(crowd, from_rows=True)
        assert entered(crowd) == entered(crowd, from_rows=True)
        if number % 4 == 0:
            assert worked_out(crowd) == worked_out(crowd, from_rows=True)
        patched += bool(held_now("mentors").changed and held_now("goals").changed)

    assert patched > CHANGES // 4  # and not by reading everybody each time


def unheard(statement, *values):
    """A change that triggers do not hear of, as nobody can make in the application."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)


def test_without_the_log_a_change_would_be_missed(crowd):
    before, found = lists(crowd), worked_out(crowd)
    unheard("UPDATE programs_enrolment SET paused = true WHERE role = 'mentor'")

    assert lists(crowd) == before != lists(crowd, from_rows=True)
    unheard("UPDATE goals_goal SET state = 'closed'")
    was, found_in_rows = worked_out(crowd), worked_out(crowd, from_rows=True)
    assert [one == two for one, two in zip(was, found, strict=True)] == [True] * 5
    assert [one == two for one, two in zip(was, found_in_rows, strict=True)] == [
        False
    ] * 5


def test_who_lets_time_go_by_changes_without_a_row(crowd):
    mentor = Enrolment.objects.mentors().first()
    pitch = builders.pitch(Goal.objects.first(), mentor)
    now = timezone.now()
    Pitch.objects.filter(pk=pitch.pk).update(
        state="sent",
        mentee_yes=Yes.objects.create(person=pitch.mentee.person),
        first_sent_at=now,
        sent_at=now,
        answer_by=now + timedelta(seconds=1),
    )
    lists(crowd)
    time.sleep(1.1)

    assert lists(crowd) == lists(crowd, from_rows=True)
    assert mentor.person_id in held_now("mentors").changed


def test_what_may_be_taken_back_is_not_kept(crowd):
    before = lists(crowd)
    with transaction.atomic():
        Enrolment.objects.mentors().update(paused=True)
        assert lists(crowd) == lists(crowd, from_rows=True) != before
        transaction.set_rollback(True)

    assert lists(crowd) == before


def test_who_would_remain_is_counted_among_mentors_who_are_held(crowd):
    """Also by a process that never does anything but count inside a rehearsal."""
    goal, said = Goal.objects.first(), [("availability", "must", "hide")]
    rehearse(goal, said)
    assert not held_now("mentors").changed
    Enrolment.objects.mentors().filter(
        pk=held_now("mentors").helping.table.id[0]
    ).update(paused=True)

    found = rehearse(goal, said)

    assert len(held_now("mentors").changed) == 1
    assert lists(crowd) == lists(crowd, from_rows=True)
    set_criteria(goal, said)
    row = read_as_runs_do(crowd, Goal.objects.filter(pk=goal.pk)).scored().outcomes
    counted = [found.compared, found.remaining, found.outcome.removed]
    assert counted == [row.compared[0], row.candidates[0], row.removed[0].tolist()]


def test_a_late_commit_is_not_missed(crowd):
    """Somebody else's transaction begins first and commits last."""
    lists(crowd)
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(
            "UPDATE programs_enrolment SET paused = true WHERE role = 'mentor'"
        )
        Profile.objects.update(headline="Said meanwhile")
        before = lists(crowd)
        other.commit()
    other.close()

    assert lists(crowd) == lists(crowd, from_rows=True) != before


def test_another_process_takes_what_one_has_read_unless_it_is_broken(
    crowd, tmp_path, monkeypatch
):
    before = lists(crowd)
    monkeypatch.setattr(held, "_held", {})  # as a worker that has just begun
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(held, "_read_all", None)
        assert lists(crowd) == before

    for file in (tmp_path / "shared").glob("held-*/*.npy"):
        file.write_bytes(b"broken")
    monkeypatch.setattr(held, "_held", {})
    assert lists(crowd) == before


def test_a_folder_that_cannot_be_used_keeps_nobody_from_a_list(
    crowd, tmp_path, monkeypatch, caplog
):
    (tmp_path / "a file").write_text("not a folder")
    monkeypatch.setattr(vectors, "shared_folder", lambda: tmp_path / "a file")
    monkeypatch.setattr(vectors, "_said", set())

    assert lists(crowd) == lists(crowd, from_rows=True)
    assert caplog.text.count("mentors_not_shared") == 1


def make_the_log_old(whole: bool) -> None:
    """Noted nine days ago; ``whole`` by transactions that are long over, too.

    Tests that run beside this one have transactions open on the same server, and whoever
    of them began first decides how far the log may be forgotten.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE matching_changed SET noted_at = now() - interval '9 days'"
        )
        if whole:
            cursor.execute("UPDATE matching_changed SET xid = '3'")


def noted() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matching_changed")
        return cursor.fetchone()[0]


def test_old_changes_are_forgotten_and_new_ones_kept(transactional_db, mina):
    make_the_log_old(whole=True)
    seen, _lasting = changed.now()
    Profile.objects.update(headline="Said later")

    changed.forget_old()

    assert changed.since(seen).people
    assert noted() == 1


def test_what_somebody_may_not_have_seen_yet_is_kept_however_old(
    transactional_db, mina
):
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        make_the_log_old(whole=True)
        Profile.objects.update(headline="Said while somebody else is at it")
        make_the_log_old(whole=False)

        changed.forget_old()

        assert noted() == 1
        other.commit()
    other.close()
