"""Odd files and odd answers: never a broken page, never half an import."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from mentorship.intake import checking, reading, recipes
from mentorship.intake.fields import FIELDS
from mentorship.intake.models import Upload
from mentorship.intake.views import SAMPLE
from mentorship.programs.models import Enrolment

ODD = [
    "\0", "\ud7ff", "\U0001f600" * 50, "\u202eevil", "\x1b[31m", "\x85\u2028", "a\r\nb",
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "{{ 7*7 }}", "{name}", "%s%n",
    "' OR 1=1 --", "1e400", "-0", "9" * 400, "٣", "½", "NaN", "x" * 5000, '"', '""', "'",
    "a@b", "a@b.c@d", "ána@example.org", "a@exämple.org", "a" * 300 + "@example.org",
    "ana@EXAMPLE.org ", "mentor;mentee", "both", ";" * 90, "Mon 99:99-1:1", "Mon 1-2,,",
    "../../etc/passwd", "\ufeffname", "\u200b", "İ@example.org", "true", "2030-02-31",
]  # fmt: skip


def mangled(seed):
    """The sample with some bytes, cells or lines gone wrong; the same for each seed."""
    chance = random.Random(seed)
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:5]
    kind = seed % 5
    if kind == 0:  # cells
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(lines))
            cells = lines[place].split(",")
            cells[chance.randrange(len(cells))] = chance.choice(ODD)
            lines[place] = ",".join(cells)
    elif kind == 1:  # lines
        chance.shuffle(lines)
        lines = lines[: chance.randint(0, len(lines))] + lines[:1]
    elif kind == 2:  # headings
        heading = lines[0].split(",")
        chance.shuffle(heading)
        lines[0] = ",".join(heading)
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    if kind == 3:  # bytes
        broken = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        data = bytes(broken)
    if kind == 4:  # encodings and ends
        name = chance.choice(["utf-16", "latin-1", "utf-32", "cp500", "utf-8-sig"])
        data = data.decode().encode(name, "replace")[: chance.randint(0, 9000)]
    return data


def people():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM accounts_user),"
            " (SELECT count(*) FROM programs_enrolment)"
        )
        return cursor.fetchone()


@pytest.mark.parametrize("batch", range(10))
def test_two_hundred_mangled_files_import_whole_or_not_at_all(batch, as_ada, program):
    outcomes = set()
    for seed in range(batch * 20, batch * 20 + 20):
        before = people()
        file = SimpleUploadedFile("odd.csv", mangled(seed))
        answer = as_ada.post(
            reverse("intake:upload", args=[program.slug]),
            {"file": file, "everybody": ["", "mentee"][seed % 2]},
            follow=True,
        )
        assert answer.status_code == 200
        newest = Upload.objects.first()
        if newest is None:
            outcomes.add("refused")
            continue
        if seed % 10 == 0:
            for page in ("columns", "review", "problems"):
                address = reverse(f"intake:{page}", args=[newest.pk])
                assert as_ada.get(address).status_code == 200
        as_ada.post(reverse("intake:confirm", args=[newest.pk]))
        newest.refresh_from_db()
        if newest.imported_at is None:
            assert people() == before
            outcomes.add("nothing")
        else:
            figures = newest.result
            assert people() == (
                before[0] + figures["people"],
                before[1] + figures["mentees"] + figures["mentors"],
            )
            outcomes.add("all")
        Upload.objects.all().delete()
    assert outcomes <= {"refused", "nothing", "all"}
    assert "nothing" in outcomes or "all" in outcomes


cells = st.one_of(st.sampled_from(ODD), st.text(max_size=30))


@given(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True), st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_cell_in_any_column_is_a_value_or_a_sentence(fields, data):
    recipe = recipes.Recipe(
        {field.name: recipes.Source("column", field.name) for field in fields}
    )
    header = [field.name for field in fields]
    rows = [(n, 0, [data.draw(cells) for _ in fields]) for n in (2, 3)]

    checked = checking.check(reading.Table(header, rows), recipe, {})

    for row in checked:
        for problem in row.problems:
            assert problem.sentence.endswith((".", "7."))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(data):
    try:
        table = reading.read(data)
    except reading.Unreadable as error:
        assert str(error).endswith(".")
    else:
        assert {len(row) for _n, _b, row in table.rows} == {len(table.header)}


def shuffled(seed):
    """Something odd for each of our fields."""
    chance = random.Random(seed)
    return {field: chance.choice(ODD) for field in FIELDS}


@pytest.mark.parametrize("odd", ODD)
def test_one_odd_cell_never_breaks_a_page(odd, upload, confirm):
    data = f'email,name,role,story\na@example.org,"{odd.replace(chr(34), "")}",both,x\n'

    assert upload(data.encode("utf-8", "surrogatepass")).status_code == 200
    if Upload.objects.exists():
        assert confirm().status_code == 200
    assert Enrolment.objects.count() in (0, 2)


@pytest.mark.parametrize("seed", range(8))
def test_odd_cells_in_every_column_never_break_a_page(seed, upload, confirm):
    header = ",".join(field.name for field in FIELDS)
    odd = [text.replace('"', '""') for text in shuffled(seed).values()]
    cells = ["a@example.org", "Ana", "both", *odd[3:]]
    row = ",".join(f'"{cell}"' for cell in cells)

    assert upload(f"{header}\n{row}\n".encode()).status_code == 200
    if Upload.objects.exists():
        assert confirm().status_code == 200
    assert Enrolment.objects.count() == 0
    assert not User.objects.filter(email="a@example.org").exists()


@pytest.mark.parametrize("seed", range(4))
def test_odd_answers_about_columns_never_break_the_page(seed, upload, as_ada):
    upload("email,name,role\nana@example.org,Ana,mentee\n")
    address = reverse("intake:columns", args=[Upload.objects.get().pk])
    odd = {field.key: text for field, text in shuffled(seed).items()}
    texts = {f"{key}_{part}": odd[key] for key in odd for part in ("text", "values")}
    unknown = {f"{key}_from": odd[key] for key in odd} | {"everybody": odd["name"]}
    template = {f"{key}_from": "template" for key in odd} | {"keep_as": odd["goal"]}

    for chosen in (unknown, template):
        assert as_ada.post(address, texts | chosen, follow=True).status_code == 200


@pytest.mark.parametrize("page", ["abc", "-1", "0", "9" * 40, "\0", "%00", "½", ""])
def test_odd_page_numbers_show_a_page(page, upload, as_ada):
    upload("email,name,role\nana@example.org,Ana,mentee\n")

    answer = as_ada.get(
        reverse("intake:review", args=[Upload.objects.get().pk]), {"page": page}
    )

    assert answer.status_code == 200


def test_an_upload_without_a_file_says_so(as_ada, program):
    answer = as_ada.post(
        reverse("intake:upload", args=[program.slug]), {"mapping": "\0", "file": "x"}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"file", "mapping"}


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_a_file_that_is_not_there_is_not_found(pk, as_ada):
    assert as_ada.get(f"/programs/import/{pk}/").status_code == 404
