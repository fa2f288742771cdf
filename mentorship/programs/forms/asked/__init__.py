"""The questions on the way into a program: what each asks with, and says back.

An answer is kept as JSON in a draft, so each form cleans to plain values.
"""

from mentorship.programs.forms.asked.one import Asked
from mentorship.programs.forms.asked.oneself import (
    HoursForm,
    LanguagesForm,
    NameForm,
    WorkForm,
)
from mentorship.programs.forms.asked.roles import (
    KindsForm,
    PartForm,
    PlacesForm,
    RolesForm,
)
from mentorship.programs.models import Joining
from mentorship.questions import Question, Questions

__all__ = ["FORMS", "Asked", "questions_for"]

FORMS: dict[str, type[Asked]] = {
    "roles": RolesForm,
    "name": NameForm,
    "languages": LanguagesForm,
    "work": WorkForm,
    "hours": HoursForm,
    "looking": PartForm,
    "kinds": KindsForm,
    "places": PlacesForm,
}
"""What each question asks with, by its key."""


def questions_for(draft: Joining) -> Questions[type[Asked]]:
    """The questions that this person meets, in order."""
    forms = [(key, FORMS[key]) for key in draft.asked]
    return Questions(
        *(Question(key, str(form.TITLE), form, str(form.WHY)) for key, form in forms)
    )
