"""A world in which nothing happened yet: what pages say when there is nothing to show.

Ada has just made a program, Mina and Omar have just joined it, and Mina has written down
one wish. Noor has only just signed up.
"""

from django.contrib.auth.hashers import make_password

from accounts.adapter import vouch_for_addresses
from accounts.models import User
from mentorship.goals.models import Goal
from tests import builders
from tests.access.world import NOTHING, Thing


class Beginning:
    """The same handles as the rich world has, with next to nothing behind them."""

    def __init__(self):
        self.kind_of = {"ada": "admin", "mina": "mentee", "omar": "mentor"}
        self.people = {
            who: builders.person(who.title(), languages=[]) for who in self.kind_of
        }
        self.people["noor"] = User.objects.create_user("noor@example.org")
        vouch_for_addresses(self.people.values())
        User.objects.update(password=make_password("a long way up"))
        for person in self.people.values():
            person.refresh_from_db()
        self.members = {"ropes": set(self.kind_of)}
        program = builders.program("Ropes", slug="ropes")
        program.admins.add(self.people["ada"])
        mina = builders.mentee(program, self.people["mina"])
        omar = builders.mentor(program, self.people["omar"])
        wish = Goal.objects.create(
            mentee=mina, purpose="skill", title="Find my first job"
        )
        near = {"mentee": "mina", "admin": "ada"}
        self.things = {
            "-": [NOTHING],
            "program": [Thing("program", ("ropes",), "ropes", {"admin": "ada"})],
            "way in": [Thing("way in", ("ropes", "roles"), "ropes")],
            "taking part": [Thing("taking part", (mina.pk,), "ropes", near)],
            "offer": [
                Thing("offer", (omar.pk,), "ropes", {"mentor": "omar", "admin": "ada"})
            ],
            "goal": [Thing("goal", (wish.pk,), "ropes", near)],
            "question of a goal": [
                Thing("question of a goal", (wish.pk, "want"), "ropes", near)
            ],
            "goal and mentor": [
                Thing("goal and mentor", (wish.pk, omar.pk), "ropes", near)
            ],
        }
