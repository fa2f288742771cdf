"""What is typed where somebody asks for advice, and where it is given."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import ManyLines
from mentorship.goals.models import Goal, GoalQuerySet
from mentorship.pitches.asking import asks_something


class AdviceForm(forms.Form):
    """A situation and one question about it."""

    situation = ManyLines(
        max_length=1200,
        label=gettext_lazy("What happened, and what you tried"),
        help_text=gettext_lazy(
            "As much as somebody who was not there needs. Leave names of others out."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": gettext_lazy("Tell what happened, in a few lines.")
        },
    )
    question = ManyLines(
        max_length=400,
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("One that can be answered in writing, in ten minutes."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Ask one question.")},
    )
    goal = forms.ModelChoiceField(
        Goal.objects.none(),
        required=False,
        label=gettext_lazy("The goal of yours that it is about"),
        help_text=gettext_lazy("For your own overview; it is not shown to anybody."),
        empty_label=gettext_lazy("None of them"),
    )

    def __init__(self, *args: Any, goals: GoalQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goal"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = goals

    def clean_question(self) -> str:
        question = str(self.cleaned_data["question"])
        if not asks_something(question):
            raise forms.ValidationError(
                _(
                    "Ask one thing that can be answered, such as: “What would you have "
                    "said to them the next morning?”"
                )
            )
        return question


class WrittenAnswerForm(forms.Form):
    """An answer in writing."""

    answer = ManyLines(
        max_length=3000,
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("What you would do, or once did. A few lines are fine."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )


class NotNowForm(forms.Form):
    """A no for now, in words that the asker reads."""

    answer = ManyLines(
        required=False,
        max_length=3000,
        label=gettext_lazy("What they will read"),
        help_text=gettext_lazy("Change it as you like, or leave it as it stands."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, asker: str, adviser: str, **kwargs: Any) -> None:
        kind = _(
            "Hello %(asker)s,\n\nthank you for asking me. I can't answer this well "
            "right now. I hope you find somebody who can.\n\n%(adviser)s"
        ) % {"asker": asker, "adviser": adviser}
        super().__init__(*args, **kwargs)
        self.initial["answer"] = kind
