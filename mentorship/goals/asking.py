"""The questions of a goal, one per page: their order, and where somebody goes on.

Each answer is written into the goal's own row, so a goal can be left after any page and
taken up on another device.
"""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.goals import forms
from mentorship.goals.models import Goal
from mentorship.goals.purposes import MAY_BE_ABOUT_MY_WORKPLACE, PURPOSES
from mentorship.questions import Question, Questions

Asked = Questions[type[forms.QuestionForm]]
AnyQuestion = Question[type[forms.QuestionForm]]

QUESTIONS: tuple[AnyQuestion, ...] = (
    Question(
        "purpose",
        _("What is this goal for?"),
        forms.PurposeForm,
        _(
            "It decides what counts most, and how far ahead of you somebody should be. "
            "Pick the main one."
        ),
    ),
    Question(
        "want",
        _("What do you want?"),
        forms.WantForm,
        _("One sentence, as you would say it to a friend."),
    ),
    Question(
        "guidance",
        _("What guidance would help?"),
        forms.GuidanceForm,
        _(
            "What would you like to hear, see or try with somebody? Nobody reads it "
            "before you ask them. Until it is said the goal stays a draft."
        ),
    ),
    Question(
        "concepts",
        _("Is it about these?"),
        forms.ConceptsForm,
        _(
            "Confirm what fits and leave the rest. It makes the biggest difference to "
            "who is found."
        ),
    ),
    Question(
        "support",
        _("What kind of help do you mean?"),
        forms.SupportForm,
        _("People say mentor and mean three different things."),
    ),
    Question(
        "format",
        _("How would you like to meet?"),
        forms.FormatForm,
        _("Whoever you ask reads this with your request."),
    ),
    Question(
        "workplace",
        _("Is it about your own workplace?"),
        forms.WorkplaceForm,
        _(
            "Somebody who works where you work knows the people, and may not be free to "
            "see it your way."
        ),
    ),
    Question(
        "more",
        _("Anything else?"),
        forms.MoreForm,
        _("All of this can be left out, now or for good."),
    ),
)
CONCEPTS = "concepts"
"""The one question whose page belongs to matching, which knows what words stand for."""

HAS_MORE = {"want", "guidance", "workplace"}
"""Questions with something under their field that helps to answer."""


def questions_of(goal: Goal | None) -> Asked:
    """What is asked about a goal: all, or without what its purpose makes needless."""
    if goal is None or goal.purpose in MAY_BE_ABOUT_MY_WORKPLACE:
        return Questions(*QUESTIONS)
    return Questions(*(one for one in QUESTIONS if one.key != "workplace"))


def address(goal: Goal, key: str) -> str:
    """The page that asks a question."""
    if key == CONCEPTS:
        return reverse("matching:concepts", args=[goal.pk])
    return reverse("goals:question", args=[goal.pk, key])


def address_after(goal: Goal, key: str, told: QueryDict, *, changing: bool) -> str:
    """Where an answer leads: to the next question, back to whence it was changed, or
    if somebody wants to go on another day to the goal."""
    if told.get("then") == "later":
        return reverse("goals:detail", args=[goal.pk])
    following = None if changing else questions_of(goal).after(key)
    if following:
        return address(goal, following.key)
    return reverse("goals:edit", args=[goal.pk])


def where_to_go_on(goal: Goal) -> str:
    """The first open question; once all are answered, the page to look them over."""
    first = questions_of(goal).first_open(goal.told())
    return address(goal, first.key) if first else reverse("goals:edit", args=[goal.pk])


def page(
    goal: Goal | None, key: str, form: Any, *, changing: bool = False
) -> dict[str, Any]:
    """What ``goals/question.html`` shows."""
    asked = questions_of(goal)
    return {
        "goal": goal,
        "key": key,
        "question": {"title": asked[key].title, "help": asked[key].why},
        "form": form,
        "number": asked.number(key),
        "total": len(asked),
        "changing": changing,
        "purpose": PURPOSES[Goal.Purpose(goal.purpose)] if goal else None,
        "back_url": _way_back(goal, asked.before(key), changing),
        "later_url": goal and reverse("goals:detail", args=[goal.pk]),
        "more": f"goals/more/{key}.html" if key in HAS_MORE else None,
    }


def _way_back(goal: Goal | None, before: AnyQuestion | None, changing: bool) -> str:
    """To the question before, or to whence the answer was to be changed."""
    if goal is None:
        return reverse("goals:list")
    if before is None or changing:
        return reverse("goals:edit", args=[goal.pk])
    return address(goal, before.key)
