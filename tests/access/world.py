"""One rich world for all tests of access: two programs in which everything happened.

In Ropes, which Ada runs, Mina wrote to Omar and Eve wrote to Ivan; in Ladders, which
Otto runs, Lena wrote to Luis. Each of the three stories has the same rows: goals in
three states, a letter in each state, a relationship. Both programs had a run, and a
file that waits for its import. Noor has only just signed up; Root looks after the site.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin as operators
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.adapter import vouch_for_addresses
from accounts.models import Identity, Network, NetworkMembership, PathStep, User
from matching import actions as matching
from matching.models import Pass, Proposal, ProposalSet, Study
from mentorship.finding import actions as finding
from mentorship.finding.models import Lead, Source
from mentorship.goals.models import AssessmentItem, Criteria, Criterion, WantedSkill
from mentorship.intake import actions as intake
from mentorship.intake import reading, recipes
from mentorship.intake.models import Mapping
from mentorship.notices import actions as notices
from mentorship.pitches import actions as pitches
from mentorship.pitches.models import Advice, Pitch
from mentorship.programs.actions.inviting import hash_of
from mentorship.programs.models import (
    Cohort,
    Invitation,
    LevelLadder,
    NeverPair,
    Rules,
)
from mentorship.safety.actions import block
from tests import builders
from tests.matching.working import run_now

SAMPLE = "e-mail,name,role,headline\nzoe.{0}@example.org,Zoe {0},mentee,Welder\n"
ROLES = [
    "anonymous",
    "mina",
    "eve",
    "omar",
    "ivan",
    "ada",
    "otto",
    "noor",
    "deactivated",
    "root",
]
"""Who tries every address. The deactivated one is Mina, after her account was closed:
then even what is her own is closed to her."""


@dataclass(frozen=True)
class Thing:
    """What an address is about: its arguments, and who stands how to it."""

    of: str
    args: tuple
    program: str = ""
    people: dict = field(default_factory=dict)
    query: str = ""

    def relation(self, role, world):
        """What somebody is to this thing: one of its people, a member, an outsider."""
        if role in RELATIONS:
            return RELATIONS[role]
        for relation, person in self.people.items():
            if person == role:
                return relation
        if not self.program:
            return world.kind_of[role]
        return "member" if role in world.members[self.program] else "outsider"


NOTHING = Thing("-", ())
RELATIONS = {
    "anonymous": "anonymous",
    "deactivated": "anonymous",
    "noor": "newcomer",
    "root": "operator",
}
"""Of those who stand in the same way to everything."""
GOALS = {
    "goal": "active",
    "second goal": "active",
    "draft goal": "draft",
    "closed goal": "closed",
}


class World:
    """The rows, and the things by kind."""

    def __init__(self):
        self.people, self.enrolments = {}, {}
        self.members = {"ropes": set(), "ladders": set()}
        self.kind_of = {}
        self.programs, self.things = {}, {"-": [NOTHING]}
        self._people()
        for slug, admin in [("ropes", "ada"), ("ladders", "otto")]:
            self._program(slug, admin)
        stories = [
            ("mina", "omar", "ropes"),
            ("eve", "ivan", "ropes"),
            ("lena", "luis", "ladders"),
        ]
        for story in stories:
            self._take_part(*story)
        self.goals = {story[0]: self._goals(story[0]) for story in stories}
        for slug in self.programs:
            self._runs(slug)
        for mentee, mentor, slug in stories:
            self._letters(mentee, mentor, slug)
            self._finds(mentee, mentor, slug)
        for slug in self.programs:
            self._files(slug)
            self._rules(slug)
            self._proposals(slug)
            self._invitations(slug)
        self._elsewhere()
        self._rows_for_operators()

    def add(self, of, *args, program="", query="", **people):
        self.things.setdefault(of, []).append(Thing(of, args, program, people, query))

    def admin_of(self, slug):
        return {"ropes": "ada", "ladders": "otto"}[slug]

    def _people(self):
        names = {
            "ada": "Ada Lind",
            "otto": "Otto Berg",
            "mina": "Mina Costa",
            "omar": "Omar Haddad",
            "eve": "Eve Novak",
            "ivan": "Ivan Petrov",
            "lena": "Lena Sand",
            "luis": "Luis Rey",
        }
        for who, name in names.items():
            self.people[who] = builders.person(name)
        # Somebody who has not even said their name yet.
        self.people["noor"] = User.objects.create_user("noor@example.org")
        self.people["root"] = User.objects.create_superuser("root@example.org", None)
        vouch_for_addresses(self.people.values())
        # Hashed once: a hash takes a while, by design.
        User.objects.update(password=make_password("a long way up"))
        for person in self.people.values():
            person.refresh_from_db()
        self.kind_of |= {"ada": "admin", "otto": "admin"}

    def _program(self, slug, admin):
        made = builders.program(slug.title(), slug=slug, welcome="Be kind.")
        made.admins.add(self.people[admin])
        Cohort.objects.create(program=made, name="Spring")
        LevelLadder.objects.create(program=made, name="Junior", step=1, position=1)
        Rules.objects.create(program=made, version=1, note="as we agreed")
        self.programs[slug] = made
        self.members[slug].add(admin)
        self.add("program", slug, program=slug, admin=admin)

    def _take_part(self, mentee, mentor, slug):
        program = self.programs[slug]
        self._tell(mentee)
        self._tell(mentor)
        made = builders.mentee(program, self.people[mentee])
        self.enrolments[mentee] = made
        admin = self.admin_of(slug)
        self.add("taking part", made.pk, program=slug, mentee=mentee, admin=admin)
        made = builders.mentor(
            program,
            self.people[mentor],
            topics="Say what you think in meetings\nFirst job",
            conversation_places=9,
        )
        self.enrolments[mentor] = made
        self.add("offer", made.pk, program=slug, mentor=mentor, admin=admin)
        self.add("link of a question", made.token)
        self.kind_of |= {mentee: "mentee", mentor: "mentor"}
        self.members[slug] |= {mentee, mentor}

    def _tell(self, who):
        """A profile with something on every page of it."""
        person = self.people[who]
        builders.free_evenings(person)
        builders.track(person, level=2)
        builders.knows(person, "finesse")
        builders.story(person, "I rehearsed until the moment had passed.")
        builders.style(person, direct=1)
        PathStep.objects.create(person=person, title="Apprentice", began=2001)
        network, _made = Network.objects.get_or_create(name="Alumni", sensitive=True)
        NetworkMembership.objects.create(person=person, network=network)
        Identity.objects.create(
            person=person,
            gender=secret("gender", who),
            purpose_shown=Identity.PURPOSE,
        )

    def _goals(self, mentee):
        of = self.enrolments[mentee]
        made = {
            name: builders.goal(
                of,
                f"Say what I think in meetings ({name})",
                state=state,
                guidance=secret("guidance", mentee),
                growth=[secret("growth", mentee)],
            )
            for name, state in GOALS.items()
        }
        goal = made["goal"]
        AssessmentItem.objects.create(
            goal=goal,
            kind="challenge",
            text=secret("only-me", mentee),
            visibility="me",
        )
        WantedSkill.objects.create(goal=goal, words=secret("wanted", mentee))
        criteria = Criteria.objects.create(goal=goal)
        Criterion.objects.create(
            criteria=criteria,
            quality=Criterion.Quality.values[0],
            importance="important",
        )
        return made

    def _runs(self, slug):
        program, admin = self.programs[slug], self.admin_of(slug)
        run = run_now(program)
        assert run.state == "finished", run.failure
        cancelled, _started = matching.start_run(program, self.people[admin])
        matching.cancel(cancelled)
        near = {"program": slug, "admin": admin}
        self.add("run", run.pk, **near)
        self.add("cancelled run", cancelled.pk, **near)
        self.add("table of a run", run.pk, "coverage", **near)
        self.add("row of a run", run.pk, "coverage", query="?row=nobody", **near)

    def _letters(self, mentee, mentor, slug):
        admin = self.admin_of(slug)
        goals = self.goals[mentee]
        near = {"program": slug, "mentee": mentee, "mentor": mentor, "admin": admin}
        of, to = self.enrolments[mentee], self.enrolments[mentor]
        for name, goal in goals.items():
            self.add(name, goal.pk, **near)
            self.add(f"{name} and mentor", goal.pk, to.pk, **near)
        about = goals["goal"].pk
        self.add("question of a goal", about, "purpose", **near)
        self.add("exercise of a goal", about, "perfect", **near)
        accepted = self._letter(mentee, goals["goal"], to, "accepted")
        pitches.send(accepted, by=of.person)
        begun = pitches.accept(accepted, by=to.person, answer="Gladly.")
        self.add("relationship", begun.pk, **near)
        sent = self._letter(mentee, goals["second goal"], to, "sent")
        pitches.send(sent, by=of.person)
        draft = self._letter(mentee, goals["goal"], to, "draft")
        for state in ("declined", "withdrawn", "expired"):
            over = self._letter(mentee, goals["closed goal"], to, state)
            answered = {"answered_at": timezone.now()} if state == "declined" else {}
            Pitch.objects.filter(pk=over.pk).update(
                state=state,
                first_sent_at=timezone.now(),
                sent_at=timezone.now(),
                answer_by=timezone.now(),
                private_reason=secret("reason", mentor),
                **answered,
            )
            self.add(state, over.pk, **near)
        asked = Advice.objects.create(
            asker=of,
            adviser=to,
            situation=secret("situation", mentee),
            question="What would you have said?",
            answer_by=timezone.now() + timedelta(days=9),
        )
        self.add("advice", asked.pk, **near)
        for state, pitch in [("accepted", accepted), ("sent", sent), ("draft", draft)]:
            self.add(state, pitch.pk, **near)

    def _finds(self, mentee, mentor, slug):
        """What a mentee wrote for themselves, and that they asked the program."""
        near = {"program": slug, "mentee": mentee}
        goal, person = self.goals[mentee]["second goal"], self.people[mentee]
        lead = Lead.objects.create(
            author=person,
            program=self.programs[slug],
            about=self.people[mentor],
            goal=goal,
            note=secret("note", mentee),
        )
        self.add("lead", lead.pk, **near)
        source = Source.objects.create(
            goal=goal, kind="informal", what=secret("source", mentee)
        )
        self.add("source", source.pk, **near)
        asked = finding.ask_program(goal, "Mornings are best.")
        self.add("asked goal", goal.pk, **near)
        near["admin"] = self.admin_of(slug)
        self.add("match request", slug, asked.pk, **near)

    def _letter(self, mentee, goal, to, what):
        return builders.pitch(goal, to, why=secret(f"letter-{what}", mentee))

    def _rules(self, slug):
        """A version of what counts how much, and two people who are kept apart."""
        program, admin = self.programs[slug], self.admin_of(slug)
        near = {"program": slug, "admin": admin}
        self.add("rules", slug, 1, **near)
        pair = NeverPair.objects.create(
            program=program,
            mentee=self.people["noor"],
            mentor=self.people[admin],
            why=secret("apart", admin),
        )
        self.add("kept apart", slug, pair.pk, **near)
        self.add("way in", slug, "roles", program=slug)

    def _invitations(self, slug):
        """One address that has not answered yet."""
        admin = self.admin_of(slug)
        invitation = Invitation.objects.create(
            program=self.programs[slug],
            email=f"zelda@{slug}.example.org",
            token_hash=hash_of(slug),
            invited_by=self.people[admin],
            expires_at=timezone.now() + timedelta(days=30),
        )
        self.add("invitation", slug, invitation.pk, program=slug, admin=admin)
        self.add("link of an invitation", slug, slug)

    def _proposals(self, slug):
        """A published set and a draft, each with a pair; a study; a pair to try."""
        program, admin = self.programs[slug], self.admin_of(slug)
        mentee, mentor = {"ropes": ("mina", "omar"), "ladders": ("lena", "luis")}[slug]
        near = {"program": slug, "admin": admin}
        goal, to = self.goals[mentee]["goal"], self.enrolments[mentor]
        for state in ("published", "draft"):
            put = {"published_at": timezone.now()} if state == "published" else {}
            made = ProposalSet.objects.create(
                program=program,
                made_by=self.people[admin],
                why="You would get on.",
                state=state,
                **put,
            )
            pair = self._pair(made, goal, to)
            if put:
                later = timezone.now() + timedelta(days=9)
                Proposal.objects.filter(pk=pair.pk).update(
                    state="open",
                    answer_by=later,
                    mentor_no_at=timezone.now(),
                    mentor_reason=secret("reason", mentor),
                )
                self.add("published set", made.pk, **near)
                both = {"mentee": mentee, "mentor": mentor}
                self.add("put", pair.pk, program=slug, **both)
            else:
                self.add("set", made.pk, **near)
                self.add("drafted pair", made.pk, pair.pk, **near)
                self.add("drafted", pair.pk, **near)
        study = Study.objects.create(program=program, kind="fairness")
        matching.study(study.pk)
        self.add("study", study.pk, **near)
        self.add("pair to try", slug, query=f"?goal={goal.pk}&mentor={to.pk}", **near)

    def _pair(self, made, goal, to):
        return Proposal.objects.create(
            set=made,
            goal=goal,
            mentor=to,
            score=8000,
            factors=[0.8] + [None] * 9,
            weights=[10_000] + [0] * 9,
        )

    def _files(self, slug):
        program, admin = self.programs[slug], self.admin_of(slug)
        near = {"program": slug, "admin": admin}
        for what in ("upload", "imported upload"):
            table = reading.read(SAMPLE.format(what.split()[0] + slug).encode())
            recipe, _sure = recipes.guess(table.header)
            kept = intake.keep_upload(
                program, self.people[admin], "people.csv", table, recipe
            )
            if what == "imported upload":
                assert intake.confirm(kept, self.people[admin]) is not None
            self.add(what, kept.pk, **near)
        Mapping.objects.create(program=program, name="Ours", recipe=recipe.as_json())

    def _elsewhere(self):
        """Pairs that do not belong together, a key, a block, a mail."""
        mine = self.goals["mina"]["goal"]
        self.add(
            "goal and stranger",
            mine.pk,
            self.enrolments["luis"].pk,
            program="ropes",
            mentee="mina",
            mentor="luis",
        )
        self.add(
            "goal and mentee",
            mine.pk,
            self.enrolments["eve"].pk,
            program="ropes",
            mentee="mina",
        )
        self.add("skill", "finesse")
        self.add("route", "met")
        self.add("cast", "mentee")
        self.add("nobody", "nobody")
        self.add("provider", "elsewhere")
        self.add("wrong key", "1", "set-password")
        key = Authenticator.objects.create(
            user=self.people["lena"], type="webauthn", data={"name": "Key"}
        )
        self.add("key", key.pk)
        Pass.objects.create(goal=mine, mentor=self.enrolments["ivan"])
        block(self.people["eve"], self.people["noor"])
        notices.put("mina@example.org", "note", "Note", secret("mail", "mina"))

    def _rows_for_operators(self):
        """For each model of Django's admin a row, Mina's if she has one."""
        mina, lena = self.people["mina"], self.people["lena"]
        account = SocialAccount.objects.create(user=lena, provider="x", uid="1")
        app = SocialApp.objects.create(provider="x", name="X", client_id="1")
        SocialToken.objects.create(app=app, account=account, token="t")
        UserSession.objects.create(user=lena, ip="::1", session_key="k")
        for model in operators.site._registry:
            row = mina if model is User else model._default_manager.first()
            self.add(model._meta.label_lower, row.pk)
        self.add("app", "goals")
        self.add("user", mina.pk)
        self.add("seen", "1", "1")


def secret(what, who):
    """A word that stands nowhere but in what somebody told in confidence."""
    return f"secret-{what}-{who}"
