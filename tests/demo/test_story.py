"""The story's files: every name in them leads somewhere."""

from collections import Counter

import pytest

from accounts.vocabulary.data import concepts
from mentorship.demo import CAST, hours
from mentorship.demo.story import read_story
from mentorship.goals.models import AssessmentItem, Goal

STORY = read_story()
PEOPLE = {one.key: one for one in STORY.people}


def skills_named() -> set[str]:
    written = [skill.partition(": ")[0] for one in STORY.people for skill in one.skills]
    written += [s for one in STORY.people for goal in one.goals for s in goal.skills]
    written += [
        slug
        for one in STORY.people
        if one.mentor
        for slug in one.mentor.skills_not_taken
    ]
    written += [
        slug
        for one in STORY.people
        if one.mentor
        for answer in one.mentor.answers
        for slug in answer.about
    ]
    return {slug for slug in written if not slug.startswith("=")}


def test_every_skill_is_a_concept_of_the_vocabulary():
    known = {concept.slug for concept in concepts()}
    assert skills_named() - known == set()


def test_every_person_is_there_once():
    assert Counter(one.key for one in STORY.people).most_common(1)[0][1] == 1


def test_everybody_named_is_one_of_the_people():
    named = {one.manager for one in STORY.people if one.manager}
    named |= {key for pair in STORY.frame["blocks"] for key in pair}
    named |= {key for letter in STORY.letters for key in (letter.sender, letter.to)}
    assert named - PEOPLE.keys() == set()


def test_every_network_is_one_of_the_program():
    named = {name for one in STORY.people for name in one.networks}
    assert named - STORY.frame["networks"].keys() == set()


def test_a_reporting_line_never_comes_back_to_itself():
    for one in STORY.people:
        above, seen = one.manager, {one.key}
        while above:
            assert above not in seen
            seen.add(above)
            above = PEOPLE[above].manager


def test_the_cast_are_people_of_the_story():
    assert set(CAST.values()) - {one.email for one in STORY.people} == set()


def test_all_purposes_occur():
    used = {goal.purpose for one in STORY.people for goal in one.goals}
    assert used == set(Goal.Purpose.values)


def test_nothing_that_a_mentor_shall_see_first_carries_a_mark():
    """A mistyped mark would show a private line to everybody asked."""
    marks = {
        item.partition(":")[0]
        for one in STORY.people
        for goal in one.goals
        for kind in AssessmentItem.Kind.values
        for item in getattr(goal, kind)
        if ":" in item
    }
    assert marks == {"me", "mentor"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", {}),
        ("Mon 0-0:30", {0: 1}),
        ("Mon-Tue 23-24", {0: 0b11 << 46, 1: 0b11 << 46}),
        ("Wed+Sun 1-2", {2: 0b1100, 6: 0b1100}),
        ("Fri 0-1,2-2:30; Sat 0:30-1", {4: 0b10011, 5: 0b10}),
        ("Fri 0-1; Fri 2-2:30", {4: 0b10011}),
    ],
)
def test_hours_are_read_as_people_write_them(written, expected):
    assert hours.masks(written) == expected


@pytest.mark.parametrize("wrong", ["Funday 9-10", "Mon 9-", "Mon nine-ten"])
def test_hours_nobody_can_read_are_refused(wrong):
    with pytest.raises(ValueError):
        hours.masks(wrong)


def test_an_unknown_word_in_a_file_is_refused():
    with pytest.raises(TypeError, match="hedline"):
        type(STORY.people[0])(key="x", name="X", hedline="typing error")


def test_stories_are_about_skills_of_the_vocabulary():
    known = {concept.slug for concept in concepts()}
    told = [tale for one in read_story().people for tale in one.stories]

    assert [slug for tale in told for slug in tale.about if slug not in known] == []
    assert any(tale.year and tale.about for tale in told)
