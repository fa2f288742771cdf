"""The rows of models that the values of one row of a file make."""

from collections.abc import Iterator

from accounts.models import Style, Track, User
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.intake.checking import Row
from mentorship.intake.fields import STYLE_AXES
from mentorship.programs.models import Enrolment


def track(row: Row, user: User) -> Iterator[Track]:
    if "field" in row.values:
        yield Track(
            person=user,
            field=row.get("field"),
            title=row.get("title", ""),
            level=row.get("level"),
            years=row.get("years"),
            is_main=True,
        )


def style(row: Row, user: User) -> Iterator[Style]:
    axes = {axis: row.values.get(name) for name, axis in STYLE_AXES.items()}
    if any(value is not None for value in axes.values()):
        yield Style(person=user, **axes)


def words(row: Row, role: str) -> dict[str, str]:
    """The texts of an enrolment that a row has."""
    texts = {"hopes": row.get("hopes", "")}
    if role == Enrolment.Role.MENTOR:
        texts["topics"] = "\n".join(row.get("topics", []))
        texts["not_taken"] = row.get("not taken", "")
    return {name: text for name, text in texts.items() if text}


def goal_of(row: Row, mentee: Enrolment) -> Goal:
    purpose = row.get("purpose", Goal.Purpose.OTHER)
    cadence, kind = row.get("cadence"), row.get("format")
    if kind is None:
        once = cadence in (None, Goal.Cadence.ONCE)
        kind = Enrolment.Kind.CONVERSATION if once else Enrolment.Kind.ONGOING
    if cadence is None:
        once = kind == Enrolment.Kind.CONVERSATION
        cadence = Goal.Cadence.ONCE if once else Goal.Cadence.MONTHLY
    ready = "guidance" in row.values
    return Goal(
        mentee=mentee,
        purpose=purpose,
        purpose_words=row.get("goal")[:160] if purpose == Goal.Purpose.OTHER else "",
        title=row.get("goal"),
        guidance=row.get("guidance", ""),
        format=kind,
        cadence=cadence,
        state=Goal.State.ACTIVE if ready else Goal.State.DRAFT,
    )


def assessment(row: Row, goal: Goal) -> Iterator[AssessmentItem]:
    """Challenges that somebody else wrote down stay with the mentee until they share
    them; growth areas and strengths are what people they ask will see."""
    kinds = {
        "growth areas": (AssessmentItem.Kind.GROWTH, AssessmentItem.Visibility.ASKED),
        "strengths": (AssessmentItem.Kind.STRENGTH, AssessmentItem.Visibility.ASKED),
        "challenges": (AssessmentItem.Kind.CHALLENGE, AssessmentItem.Visibility.ME),
    }
    for name, (kind, visibility) in kinds.items():
        for text in row.get(name, []):
            yield AssessmentItem(goal=goal, kind=kind, text=text, visibility=visibility)
