"""What all questions on the way into a program have in common."""

from typing import Any, ClassVar

from django import forms

from mentorship.programs.models import Joining


class Asked(forms.Form):
    """What one page asks. Opened again, it shows what was answered."""

    LABEL: ClassVar[Any] = ""
    TITLE: ClassVar[Any] = ""
    WHY: ClassVar[Any] = ""
    MORE = ""  # a template for what stands under the fields
    SCRIPT = ""

    def __init__(self, draft: Joining, key: str, data: Any = None) -> None:
        super().__init__(data, initial=draft.answers.get(key) or self.known(draft))
        self.draft = draft
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the person; nothing to do for most."""

    @staticmethod
    def known(draft: Joining) -> dict[str, Any]:
        """What the profile tells already, for questions of which a part is known."""
        return {}

    @staticmethod
    def said(told: dict[str, Any]) -> str:
        """The answer in words, for the page on which answers are checked."""
        raise NotImplementedError
