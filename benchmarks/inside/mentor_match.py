"""mentor-match on a cohort: who is matched with whom. Run with the peer's Python."""

import operator

from measure import answer

from matching.mentee import Mentee  # mentor-match calls its module "matching"
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules import rule


def rules_of(told):
    """The same rules in mentor-match's own words."""
    graded = [
        rule.Grade(int(ahead), operator.eq, {True: worth, False: 0})
        for ahead, worth in told["grades_ahead"].items()
    ]
    return [
        rule.Disqualify(lambda m: m.mentor.organisation == m.mentee.organisation),
        rule.Disqualify(lambda m: m.mentor.grade <= m.mentee.grade),
        rule.Equivalent("profession", {True: told["same_profession"], False: 0}),
        rule.UnmatchedBonus(told["first_match"]),
        *graded,
    ]


def match(cohort):
    mentors = [Mentor(**person) for person in cohort["mentors"]]
    mentees = [Mentee(**person) for person in cohort["mentees"]]
    process_data(mentors, mentees, [rules_of(cohort["rules"])])
    return [[one.email, other.email] for one in mentors for other in one.mentees]


if __name__ == "__main__":
    answer(lambda request: request, match)
