"""Turns people of a story into rows: accounts, profiles, parts in a program, goals.

Everything is written by bulk inserts, kind by kind, so that a hundred thousand people
take minutes. Rows that point at each other are made in the order of the pointing.
"""

from django.db import transaction

from accounts.models import Skill
from mentorship.demo.planting import goals, parts
from mentorship.demo.planting import people as persons
from mentorship.demo.planting.people import make_networks
from mentorship.demo.planting.planted import Planted
from mentorship.demo.story import Somebody
from mentorship.programs.models import Cohort, Program

__all__ = ["Planted", "make_networks", "plant"]


@transaction.atomic
def plant(
    program: Program, people: list[Somebody], cohort: Cohort | None = None
) -> Planted:
    """Write new people who take part in a program; their managers are among them."""
    planted = Planted()
    skills = dict(Skill.objects.values_list("slug", "pk"))
    persons.write_accounts(planted, people)
    tracks = persons.write_profiles(planted, people)
    persons.write_skills(planted, people, skills)
    persons.write_stories(planted, people, skills)
    persons.write_networks(planted, people)
    parts.write_enrolments(planted, people, program, cohort, skills)
    parts.write_answers(planted, people, skills)
    goals.write_goals(planted, people, tracks)
    goals.write_pictures(planted, people, skills)
    return planted
