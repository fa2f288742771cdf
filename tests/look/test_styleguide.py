"""The style guide shows every piece there is, and only where developers look."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from playwright.sync_api import expect

from accounts import widgets
from mentorship.styleguide.forms import every_form
from mentorship.templatetags import look
from tests.browsing import faults, faults_in_every_look
from tests.demo import demo_urls

pytestmark = pytest.mark.urls(demo_urls.__name__)
ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
DOCS = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
WHOLE_PAGES = {"components/question_page.html", "components/confirm_page.html"}
"""They cannot stand inside another page; what they include is shown there."""

BY_TAGS = {"components/moment.html", "components/progress.html"}
"""A tag of the same name draws them, and every tag is shown."""

INCLUDED = re.compile(r'{% (?:include|extends) "([^"]+)"')
SMALLEST = 44


@pytest.fixture
def demo(settings):
    settings.BELAY_DEMO = True


def reached(name, found=None):
    """The templates that a template is made of, itself among them."""
    found = set() if found is None else found
    if name not in found and (TEMPLATES / name).exists():
        found.add(name)
        for other in INCLUDED.findall((TEMPLATES / name).read_text()):
            reached(other, found)
    return found


SHOWN = reached("styleguide/index.html")
MARKUP = "\n".join((TEMPLATES / name).read_text() for name in sorted(SHOWN))


@pytest.mark.parametrize(("demo_on", "debug"), [(True, False), (False, True)])
@pytest.mark.django_db
def test_it_is_there_in_the_demo_and_while_debugging(client, settings, demo_on, debug):
    settings.BELAY_DEMO, settings.DEBUG = demo_on, debug

    assert client.get("/styleguide/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_elsewhere_nothing_is_there(client, settings, method):
    settings.BELAY_DEMO = settings.DEBUG = False

    assert getattr(client, method)("/styleguide/").status_code == 404


@pytest.mark.django_db
def test_what_is_sent_changes_nothing_and_can_be_undone(client, demo):
    answer = client.post(reverse("styleguide"), follow=True)

    assert "Undo: show it again" in answer.content.decode()


def test_every_component_is_shown():
    there = {str(p.relative_to(TEMPLATES)) for p in TEMPLATES.glob("components/**/*")}
    names = {name for name in there if name.endswith(".html")}
    of_widgets = {name for name in names if name.startswith("components/widgets/")}

    assert names - SHOWN - of_widgets == WHOLE_PAGES | BY_TAGS


def test_every_widget_is_shown():
    ours = {
        w
        for w in vars(widgets).values()
        if isinstance(w, type) and w.__module__ == widgets.__name__
        if issubclass(w, widgets.forms.Widget)
    }
    used = {
        type(field.widget)
        for form in every_form().values()
        for field in form.fields.values()
    }

    assert ours - used == set()


def test_every_tag_and_filter_is_shown_and_documented():
    tags = set(look.register.tags) - {"undo"}
    filters = set(look.register.filters)

    assert {t for t in tags if f"{{% {t} " not in MARKUP} == set()
    assert {f for f in filters if f"|{f}" not in MARKUP} == set()
    assert {t for t in tags if f"{{% {t} " not in DOCS} == set()


def test_every_icon_is_named_in_the_docs():
    named = re.search(r'{% icon "check" %}` \| ([a-z ]+);', DOCS)[1].split()

    assert named == sorted(look.ICONS)


def test_every_component_of_the_docs_exists_and_is_shown():
    named = set(re.findall(r"components/\w+\.html", DOCS))

    assert named - SHOWN == WHOLE_PAGES


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(WHOLE_PAGES))
def test_whole_pages_show_what_the_guide_shows_of_them(rf, name):
    form = every_form()["one"]
    said = {"title": "End it?", "question": {"title": "How?"}, "form": form}
    page = render_to_string(name, said, rf.get("/"))

    assert get_template(name)
    assert page.count("<h1") == 1
    assert page.count('<form method="post"') + page.count('class="form"') == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_barrier_in_any_look(page, live_server, demo):
    page.goto(f"{live_server.url}/styleguide/")

    found = faults_in_every_look(page)
    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(color_scheme="dark")
    found += [f"at 320 dark: {fault}" for fault in faults(page)]
    found += [
        f"smaller than a thumb: {name}" for name in page.evaluate(SMALL, SMALLEST)
    ]
    page.evaluate("document.documentElement.dir = 'rtl'")
    found += page.evaluate(SIDEWAYS)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    found += page.evaluate(SIDEWAYS)

    assert found == []


SIDEWAYS = "document.documentElement.scrollWidth > innerWidth ? ['sideways'] : []"
# Links within a sentence may be smaller, and so may a box whose label is large. Seven
# days of a week stand beside each other on any phone, so their boxes are less wide.
SMALL = """least => [...document.querySelectorAll(
    'main :is(a, button, select, summary, textarea, input:not([type=hidden]))')]
  .map(e => e.matches('[type=checkbox], [type=radio]') ? e.closest('label, .choice') ?? e : e)
  .filter(e => e.checkVisibility() && !(e.matches('a') && e.closest('p, .error-summary, th, td, li:not(.person):not(.tasks li)') && !e.closest('.way, .who')))
  .map(e => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.height < least - .5 || (box.width < (e.closest('.hours td') ? 24 : least) - .5 && !e.matches('a')))
  .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_scripts_make_the_controls_easier(page, live_server, demo):
    page.goto(f"{live_server.url}/styleguide/")

    story = page.get_by_label("What happened, and what helped").first
    story.fill("one two three")
    expect(page.get_by_text("3 of at most 60 words")).to_be_visible()

    page.get_by_label("Tuesday 17:00").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Wednesday 16:30")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_text("5.5 free hours a week")).to_be_visible()

    page.get_by_label("Copy this day").select_option("Tuesday")
    page.get_by_label("to these days").select_option("Friday")
    page.get_by_role("button", name="Copy now").click()
    expect(page.get_by_label("Friday 19:30")).to_be_checked()
    expect(page.get_by_text("8.5 free hours a week")).to_be_visible()

    page.get_by_role("link", name="End this mentoring").click()
    dialog = page.get_by_role("dialog", name="End this mentoring?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="End this mentoring")).to_be_focused()
