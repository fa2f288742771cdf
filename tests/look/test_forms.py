"""Every form: label, hint and error belong together, and the summary leads to them."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template.loader import render_to_string


class Question(forms.Form):
    name = forms.CharField(label="What people call you", help_text="As you say it.")
    purpose = forms.ChoiceField(
        label="What is it about?",
        choices=[("a", "A skill"), ("b", "A challenge")],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        required=False,
        help_text="As many as you like.",
        choices=[("en", "English"), ("de", "German")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="People may ask me")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Page(HTMLParser):
    """The start tags of a page, as dictionaries."""

    def __init__(self, markup):
        super().__init__()
        self.tags = []
        self.feed(str(markup))

    def handle_starttag(self, tag, attrs):
        self.tags.append({"tag": tag} | dict(attrs))

    def every(self, tag):
        return [found for found in self.tags if found["tag"] == tag]

    def by_id(self, wanted):
        return [found for found in self.tags if found.get("id") == wanted]


@pytest.fixture
def refused():
    return Question({"name": "", "agreed": ""})


def test_every_control_has_a_label_or_a_legend():
    page = Page(Question())

    labelled = {label["for"] for label in page.every("label")}
    shown = [i for i in page.every("input") if i["type"] != "hidden"]
    assert {control["id"] for control in shown} == labelled
    assert len(page.every("legend")) == 2


def test_hint_and_error_are_read_with_the_control(refused):
    page = Page(refused)

    (name,) = page.by_id("id_name")
    assert name["aria-describedby"] == "id_name_helptext id_name_error"
    assert name["aria-invalid"] == "true"
    assert len(page.by_id("id_name_helptext")) == 1
    assert len(page.by_id("id_name_error")) == 1


def test_a_group_reads_its_hint_once():
    page = Page(Question())

    described = [f for f in page.every("fieldset") if f.get("aria-describedby")]
    assert [f["aria-describedby"] for f in described] == ["id_languages_helptext"]


def test_no_id_is_given_twice(refused):
    ids = [tag["id"] for tag in Page(refused).tags if tag.get("id")]

    assert sorted(ids) == sorted(set(ids))


def test_only_optional_questions_say_so():
    assert str(Question()).count("(optional)") == 1


def test_the_summary_leads_to_the_first_control_of_each_field(refused):
    page = Page(refused)

    links = [a["href"] for a in page.every("a")]
    assert links == ["#id_name", "#id_purpose_0", "#id_agreed"]
    assert all(len(page.by_id(link[1:])) == 1 for link in links)


def test_the_summary_takes_the_focus_without_javascript(refused):
    (summary,) = [t for t in Page(refused).tags if t.get("class") == "error-summary"]

    assert "autofocus" in summary
    assert summary["tabindex"] == "-1"


def test_the_summary_names_the_question_and_says_what_to_do(refused):
    assert "What people call you: Please fill this in." in str(refused)
    assert "What is it about? Please fill this in." in str(refused)
    assert "3 answers need another look" in str(refused)


def test_an_error_of_the_whole_form_is_in_the_summary():
    form = Question({"name": "Mina", "purpose": "a", "agreed": "on"})
    form.add_error(None, "These two do not fit together. Change one of them.")

    assert "One answer needs another look" in str(form)
    assert "<li>These two do not fit together. Change one of them.</li>" in str(form)


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Question())


@pytest.mark.parametrize(
    ("data", "begins"),
    [({}, "Error: "), ({"name": "M", "purpose": "a", "agreed": 1}, "")],
)
def test_the_title_begins_with_error_when_there_is_one(data, begins):
    page = render_to_string("base.html", {"form": Question(data)})

    assert f"<title>{begins} · Belay</title>" in page
