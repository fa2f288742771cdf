"""The small pictures: what they draw, and that they carry words or hide."""

import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from mentorship.templatetags import look


def drawn(markup, **context):
    return Template("{% load look %}" + markup).render(Context(context))


def numbers(svg, attribute):
    return [float(n) for n in re.findall(rf'\b{attribute}="([\d.]+)"', svg)]


@pytest.mark.parametrize("name", sorted(look.ICONS))
def test_an_icon_without_a_label_is_hidden_from_screen_readers(name):
    assert drawn(f'{{% icon "{name}" %}}').count('aria-hidden="true"') == 1


def test_an_icon_with_a_label_says_it_with_odd_characters_escaped():
    svg = drawn('{% icon "warning" label=words %}', words='"><script>')

    assert 'role="img" aria-label="&quot;&gt;&lt;script&gt;"' in svg
    assert "aria-hidden" not in svg


def test_an_unknown_icon_fails_where_it_is_written():
    with pytest.raises(KeyError):
        look.icon("unicorn")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Hanna Reuter", "HR"),
        ("Ana Maria de Souza", "AS"),
        ("Björk", "B"),
        ("  ", ""),
        ("李 小龙", "李小"),
        ("Lee (they)", "L"),
    ],
)
def test_initials(name, letters):
    assert look.initials(name) == letters


def test_a_nameless_person_still_has_a_sign():
    assert drawn('{% monogram "" %}') == (
        '<span class="monogram" aria-hidden="true">·</span>'
    )


def test_the_rope_leads_up_to_somebody_ahead():
    svg = drawn("{% steps 2 %}")

    (_, they_height) = numbers(svg, "cy")
    assert they_height < numbers(svg, "cy")[0]
    assert svg.count('class="rope"') == 1


def test_peers_stand_side_by_side_without_a_rope():
    svg = drawn("{% steps 0 %}")

    assert numbers(svg, "cx") == [4, 12]
    assert len(set(numbers(svg, "cy"))) == 1
    assert "rope" not in svg


def test_an_unknown_level_stands_on_no_rung():
    svg = drawn("{% steps None %}")

    assert 'class="unknown"' in svg
    assert 'class="they"' not in svg
    assert "rope" not in svg


@given(st.integers(-9, 9))
def test_both_people_stay_inside_the_picture(distance):
    svg = look.steps(distance)

    assert all(0 < x < 68 for x in numbers(svg, "cx"))
    assert all(0 < y < 26 for y in numbers(svg, "cy"))


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (None, "level not known yet"),
        (0, "at your level"),
        (1, "one step ahead of you"),
        (3, "3 steps ahead of you"),
        (-1, "one step before you"),
        (-2, "2 steps before you"),
    ],
)
def test_the_distance_in_words(distance, words):
    assert look.steps_in_words(distance) == words


hours = st.lists(st.floats(0, 24), min_size=7, max_size=7)


def columns(svg):
    """{(kind, day): (top, height)} of a drawn week."""
    found = re.findall(r'class="(\w+)" x="(\d+)" y="(\S+)" .*? height="(\S+)"', svg)
    return {(k, int(x) // 13): (float(y), float(h)) for k, x, y, h in found}


@given(hours, hours)
def test_shared_hours_stand_inside_the_free_ones(free, both):
    drawn_columns = columns(look.week(free, both))

    outer = {day: it for (kind, day), it in drawn_columns.items() if kind != "both"}
    assert sorted(outer) == list(range(7))
    for (kind, day), (top, height) in drawn_columns.items():
        assert 0 < height <= outer[day][1] <= 24
        assert top + height == pytest.approx(24, abs=0.11)
        if kind == "both":
            assert free[day] > 0
            assert both[day] > 0


def test_a_day_without_free_hours_is_a_thin_line():
    assert columns(look.week([0] * 7, [3] * 7)) == {
        ("none", day): (21.0, 3.0) for day in range(7)
    }


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven days, got 5"):
        look.week([1] * 5, [0] * 5)


@pytest.mark.parametrize(
    ("fraction", "width"),
    [(0, "0"), (0.83, "166"), (1, "200"), (1.7, "200"), (-1, "0")],
)
def test_a_bar_is_as_long_as_its_factor(fraction, width):
    assert f'class="is" width="{width}"' in look.bar(fraction)


def test_an_unknown_factor_is_an_outline():
    assert 'class="unknown"' in look.bar(None)
    assert 'class="is"' not in look.bar(None)


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(620, 1000, 62), (0, 0, 0), (7, 5, 100), (1, 3, 33)]
)
def test_progress_says_how_far_it_is(done, total, percent):
    page = drawn("{% progress done total 'Scoring' %}", done=done, total=total)

    assert f"{percent} %</progress>" in page
    assert 'aria-label="Scoring"' in page


@pytest.mark.parametrize(
    ("label", "lead"),
    [("By when?", "By when? "), ("Your question", "Your question: "), ("", "")],
)
def test_a_label_before_its_error(label, lead):
    assert look.before_more(label) == lead
