"""Everything that people can write, told by one person and by another: no number of a
list may change, to the last digit (R85)."""

from itertools import chain

import pytest

from accounts.models import PathStep, PersonSkill, Profile, Story, Style, Track
from matching import loading
from matching.engine.snapshot import FACTORS
from matching.evaluation.identity import SWAPS
from matching.evaluation.titles import TITLES
from matching.models import Outcome, Suggestion
from mentorship.goals.models import AssessmentItem, Condition, Criteria, Goal
from mentorship.programs.models import Enrolment, rules_snapshot
from tests import builders
from tests.matching.working import run_now

NAMES = [("Anna Kowalska", "Mohammed Idris"), ("Wei Chen", "Jean-Luc Picard")]
LANGUAGES = list(TITLES)


def said(language, side, every=1, of=0):
    """Sentences of a language that tell who says them, as one of two people does."""
    told = [
        pair.by(side)
        for kind, pairs in SWAPS.items()
        for pair in pairs
        if kind not in ("names", "titles") and pair.language == language
    ]
    return " ".join(told[of::every])


@pytest.fixture
def everybody(program):
    """A mentee and a mentor for each language, with everything that counts."""
    enrolled = {}
    for language in LANGUAGES:
        mine = builders.person("Mentee", languages=["en", language])
        theirs = builders.person("Mentor", languages=["en", language])
        mentee = builders.mentee(program, mine)
        mentor = builders.mentor(
            program, theirs, hours_per_month=2, months=6, hears=True
        )
        for person, level in ((mine, 1), (theirs, 4)):
            builders.free_evenings(person)
            builders.style(person, **{Style.AXES[0]: level - 2})
            for place in range(2):
                builders.track(person, "?", level + place, is_main=place == 0)
            for _ in range(3):
                PathStep.objects.create(person=person, title="?", began=2001)
            PersonSkill.objects.create(person=person, words="?")
            builders.knows(person, "finesse")
            builders.story(person, "?")
        goal = builders.goal(mentee)
        asked = Criteria.objects.create(goal=goal)
        Condition.objects.create(
            criteria=asked, attribute="field", words="?", if_unknown="keep"
        )
        enrolled[language] = mentee, mentor
    return enrolled


def tell(everybody, *sides):
    """Mentees write as the first or as the second of two people would, and mentors."""
    for language, (mentee, mentor) in everybody.items():
        for enrolment, name, side in zip((mentee, mentor), NAMES, sides, strict=True):
            titles = [pair[side] for pair in TITLES[language]]
            _tell_of(enrolment.person_id, name[side], titles, said(language, side))
        mine, theirs = sides
        Enrolment.objects.filter(pk=mentor.pk).update(
            topics=f"{titles[0]}, {said(language, theirs, 3)}",
            helps_best=said(language, theirs, 3, 1),
            hopes=f"{said(language, theirs, 3, 2)} {titles[1]}",
        )
        titles = [pair[mine] for pair in TITLES[language]]
        goal = Goal.objects.filter(mentee=mentee)
        goal.update(title=titles[2], guidance=said(language, mine, 2))
        AssessmentItem.objects.filter(goal__in=goal).update(text=titles[3])
        Condition.objects.filter(criteria__goal__in=goal).update(words=titles[5])


def _tell_of(person, name, titles, story):
    Profile.objects.filter(person=person).update(name=name, headline=titles[4])
    rows = chain(
        Track.objects.filter(person=person).order_by("pk"),
        PathStep.objects.filter(person=person).order_by("pk"),
    )
    for place, row in enumerate(rows):
        row.__dict__["field" if isinstance(row, Track) else "title"] = titles[
            5 + place % 4
        ]
        row.save()
    PersonSkill.objects.filter(person=person, skill=None).update(words=titles[0])
    Story.objects.filter(person=person).update(text=story)


def listed(program):
    """All that a run finds, and what it read."""
    inputs = loading.read(program, rules_snapshot(program))
    texts = [
        *(reading.document for reading in inputs.goals + inputs.mentors),
        *chain.from_iterable(inputs.hopes),
        *(
            p.text
            for reading in inputs.goals + inputs.mentors
            for p in reading.passages
        ),
    ]
    run = run_now(program)
    rows = Suggestion.objects.filter(run=run).order_by("goal", "position")
    columns = ("goal", "mentor", "position", "score", "noted", *FACTORS)
    outcomes = Outcome.objects.filter(run=run).order_by("goal")
    found = list(rows.values(*columns))
    return (
        texts,
        found,
        list(outcomes.values("goal", "candidates", "removed", "unknown")),
    )


def test_every_factor_and_score_is_the_same_to_the_last_digit(program, everybody):
    tell(everybody, 0, 0)
    texts, rows, outcomes = listed(program)
    written = _written()

    tell(everybody, 1, 1)
    assert written.isdisjoint(_written())
    assert listed(program) == (texts, rows, outcomes)

    tell(everybody, 0, 1)  # what a woman and a man share is what two women share
    assert listed(program) == (texts, rows, outcomes)

    assert {row["goal"] for row in rows} == set(
        Goal.objects.values_list("pk", flat=True)
    )
    assert max(row["context"] or 0 for row in rows) == 1
    known = {name for name in FACTORS for row in rows if row[name] is not None}
    assert known == set(FACTORS[:7])


def _written():
    """What was written in places that hold nothing but what differs."""
    rows = (
        Profile.objects.filter(person__email__startswith="ment").values_list("name"),
        Story.objects.values_list("text"),
        Track.objects.values_list("field"),
        PathStep.objects.values_list("title"),
    )
    return {row for queryset in rows for row in queryset}
