"""Whether a mentor came the way that a mentee imagines (R54): said, never scored."""

import pytest

from matching.reasons.way import way_there

PATH = ["Director of nursing", "Ward manager", "Staff nurse"]


@pytest.mark.parametrize(
    ("envisioned", "path", "sentence"),
    [
        ("", PATH, ""),
        (" , ;", PATH, ""),
        ("lead a ward", [], "How Ruth got there is not known yet."),
        (
            "ward manager, then something with policy",
            PATH,
            "Ruth went a way like the one you imagine: Ward manager.",
        ),
        (
            "chairwoman of the board",
            ["Chairman of the board"],
            "Ruth went a way like the one you imagine: Chairman of the board.",
        ),
        (
            "a doctorate",
            PATH,
            "Ruth got there another way: Director of nursing, Ward manager, Staff nurse.",
        ),
    ],
)
def test_the_way_is_told_in_one_sentence(envisioned, path, sentence):
    assert way_there(envisioned, "Ruth", path) == sentence
