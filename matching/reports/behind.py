"""The people behind a number of the report: every row of every table leads to them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import STEPS, Track
from matching.engine.combine import UNITS
from matching.engine.filters import NUMBER, RULES
from matching.engine.measure import BINS
from matching.models import Outcome, Run, Suggestion
from matching.reports.supply import NOT_KNOWN, SAID_BY, people_having
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, EnrolmentQuerySet


@dataclass(frozen=True)
class Behind:
    """Who is behind a number: goals with their mentees, and mentors."""

    title: str
    goals: QuerySet[Goal] | None = None
    mentors: QuerySet[Enrolment] | None = None

    def in_order(self) -> "Behind":
        """With everything a page says of them, in a lasting order."""
        goals, mentors = self.goals, self.mentors
        if goals is not None:
            goals = goals.select_related("mentee__person__profile").order_by("pk")
        if mentors is not None:
            mentors = mentors.select_related("person__profile").order_by("pk")
        return Behind(self.title, goals, mentors)


def behind(run: Run, table: str, row: str) -> Behind | None:
    """The people behind one row; None if there is no such row."""
    find = _TABLES.get(table)
    if find is None or not row or "\x00" in row:
        return None
    found = find(run, row)
    return found.in_order() if found else None


def _goals(outcomes: QuerySet[Outcome]) -> QuerySet[Goal]:
    return Goal.objects.filter(pk__in=outcomes.values("goal"))


def _coverage(run: Run, row: str) -> Behind | None:
    choice = {
        "nobody": (Q(candidates=0), _("Goals with nobody")),
        "one-or-two": (Q(candidates__in=[1, 2]), _("Goals with one or two people")),
        "three-or-more": (Q(candidates__gte=3), _("Goals with three or more people")),
    }.get(row)
    if choice is None:
        return None
    return Behind(choice[1], goals=_goals(run.outcomes.filter(choice[0])))


def _why_nobody(run: Run, row: str) -> Behind | None:
    if row not in NUMBER or RULES[NUMBER[row]].private:
        return None
    left = run.outcomes.filter(**{f"removed__{NUMBER[row]}__gt": 0}, candidates=0)
    return Behind(RULES[NUMBER[row]].sentence, goals=_goals(left))


def _quality(run: Run, row: str) -> Behind | None:
    number = row.removeprefix("bin-")
    if not number.isascii() or not number.isdigit() or int(number[:3]) >= BINS:
        return None
    width = UNITS // BINS
    low = int(number) * width
    high = UNITS + 1 if int(number) == BINS - 1 else low + width
    first = run.suggestions.filter(position=0, score__gte=low, score__lt=high)
    title = _("First suggestions that score %(low)d to %(high)d of 100") % {
        "low": low // 100,
        "high": (low + width) // 100,
    }
    return Behind(title, goals=Goal.objects.filter(pk__in=first.values("goal")))


def _worst(run: Run, row: str) -> Behind | None:
    pk = _number(row, "goal-")
    goals = Goal.objects.filter(pk=pk, mentee__program=run.program_id)
    goal = goals.first()
    if goal is None:
        return None
    shown = Suggestion.objects.filter(run=run, goal=goal).order_by("position")
    mentors = Enrolment.objects.filter(pk__in=shown.values("mentor"))
    return Behind(_("Suggested for “%(goal)s”") % {"goal": goal.title}, goals, mentors)


def _exposure(run: Run, row: str) -> Behind | None:
    if row == "never":
        times = run.figures.get("exposure", {}).get("mentors", [])
        never = [pk for pk, shown, _places in times if not shown]
        return Behind(
            _("Mentors who stand in nobody's first five"),
            mentors=Enrolment.objects.filter(pk__in=never),
        )
    pk = _number(row, "mentor-")
    mentors = Enrolment.objects.filter(pk=pk, program=run.program_id)
    mentor = mentors.select_related("person__profile").first()
    if mentor is None:
        return None
    shown = run.suggestions.filter(mentor=mentor, position__lt=Suggestion.SHOWN_FIRST)
    title = _("Goals that are shown %(name)s") % {"name": mentor.person.name}
    goals = Goal.objects.filter(pk__in=shown.values("goal"))
    return Behind(title, goals=goals, mentors=mentors)


def _asked(run: Run) -> QuerySet[Goal]:
    return Goal.objects.filter(pk__in=run.outcomes.values("goal"))


def _offering(run: Run) -> EnrolmentQuerySet:
    """Mentors who take part in the program today; who else did then is not kept."""
    return Enrolment.objects.accepting().filter(program=run.program_id)


def _skill(run: Run, row: str) -> Behind:
    goals = _asked(run).filter(wanted__skill__label=row).distinct()
    mentors = _offering(run).filter(person__skills__skill__label=row).distinct()
    return Behind(row, goals, mentors.exclude(skills_not_taken__label=row))


def _purpose(run: Run, row: str) -> Behind | None:
    names = dict(Goal.Purpose.choices)
    if row not in names:
        return None
    mentors = _offering(run).exclude(purposes_not_taken__contains=[row])
    return Behind(str(names[row]), _asked(run).filter(purpose=row), mentors)


def _format(run: Run, row: str) -> Behind | None:
    names = dict(Enrolment.Kind.choices)
    if row not in names:
        return None
    goals = _asked(run).filter(format=row)
    return Behind(str(names[row]), goals, _offering(run).taking(row))


def _level(run: Run, row: str) -> Behind:
    step = {name: number for number, name in STEPS}.get(row)
    levelled = Track.objects.filter(is_main=True, level__isnull=False)
    goals, mentors = _asked(run), _offering(run)
    if row == NOT_KNOWN:
        people = levelled.values("person")
        return Behind(
            row,
            goals.exclude(mentee__person__in=people),
            mentors.exclude(person__in=people),
        )
    people = levelled.filter(level=step).values("person")
    return Behind(
        row,
        goals.filter(mentee__person__in=people),
        mentors.filter(person__in=people),
    )


def _zone(run: Run, row: str) -> Behind:
    zone = "" if row == NOT_KNOWN else row
    goals = _asked(run).filter(mentee__person__profile__time_zone=zone)
    mentors = _offering(run).filter(person__profile__time_zone=zone)
    return Behind(row, goals, mentors)


def _known(run: Run, row: str) -> Behind | None:
    key = row.replace("-", " ")
    goals, mentors = _asked(run), _offering(run)
    people = {
        *goals.values_list("mentee__person_id", flat=True),
        *mentors.values_list("person_id", flat=True),
    }
    having = people_having(people).get(key)
    if having is None:
        return None
    title = _("People who have not said: %(what)s") % {"what": _(key)}
    return Behind(
        title,
        goals.exclude(mentee__person__in=having),
        mentors.exclude(person__in=having),
    )


def _unknown(run: Run, row: str) -> Behind | None:
    return _known(run, SAID_BY[row]) if row in SAID_BY else None


def _number(row: str, prefix: str) -> int:
    """The id in a row's name; 0, which nobody has, for anything odd."""
    digits = row.removeprefix(prefix)
    return (
        int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0
    )


_TABLES: dict[str, Callable[[Run, str], Behind | None]] = {
    "coverage": _coverage,
    "why-nobody": _why_nobody,
    "quality": _quality,
    "worst": _worst,
    "exposure": _exposure,
    "skill": _skill,
    "purpose": _purpose,
    "format": _format,
    "level": _level,
    "zone": _zone,
    "known": _known,
    "unknown": _unknown,
}
