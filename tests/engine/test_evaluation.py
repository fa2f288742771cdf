"""The figures of a graded file, and the development set held to its floors."""

import json
from math import log2
from pathlib import Path

import pytest

from matching.evaluation.__main__ import main
from matching.evaluation.relevance import ranked_figures

DEVELOPMENT_SET = Path(__file__).parents[3] / "shared/data/relevance_dev.json"
FLOORS = {"full": 0.88, "goal": 0.80, "no_overlap": 0.55}
LANGUAGE_FLOOR = 0.80

SMALL = {
    "mentors": {
        "bee": {"title": "Beekeeper", "skills": "beekeeping", "story": "I have hives."},
        "sea": {"title": "Skipper", "skills": "sailing; navigation"},
        "none": {},
    },
    "goals": {
        "g1": {"goal": "I want to keep bees.", "grades": {"bee": 3, "sea": 0}},
        "g2": {"goal": "I want to cross the sea.", "skills": "sailing",
               "grades": {"sea": 1}},
        "g3": {"goal": "Nobody was graded for this."},
    },
    "goals_other_languages": {"sv": {"g1": "Jag vill hålla bin.", "gone": "Hej."}},
}  # fmt: skip
PERFECT = {"ndcg10": 1.0, "recall10": 1.0, "top1": 1.0}


def written(tmp_path, data):
    path = tmp_path / "graded.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data))
    return str(path)


def test_gains_are_discounted_by_rank():
    figures = ranked_figures(["x", "a", "b"], {"a": 3, "b": 1})

    ideal = 7 / log2(2) + 1 / log2(3)
    assert figures["ndcg10"] == (7 / log2(3) + 1 / log2(4)) / ideal


def test_recall_counts_good_mentors_among_the_first_ten():
    ranking = [*"abcdefghij", "k"]

    assert ranked_figures(ranking, {"a": 2, "k": 3, "b": 1})["recall10"] == 0.5


@pytest.mark.parametrize(
    ("grades", "expected"),
    [({"a": 3}, 1), ({"a": 2, "b": 3}, 1), ({"a": 1, "b": 2}, 0), ({"a": 1}, 1)],
)
def test_the_first_must_be_good_or_the_best_there_is(grades, expected):
    assert ranked_figures(["a", "b"], grades)["top1"] == expected


def test_a_small_file_is_measured(tmp_path, capsys):
    few = tmp_path / "skills.json"
    few.write_text(json.dumps([{"slug": "sailing", "label": "Sailing"}]))
    graded = written(tmp_path, SMALL)
    code = main(["relevance", graded, "--json", "--vocabulary", str(few)])

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {
        "full": PERFECT,
        "goal": PERFECT,
        "no_overlap": {},
        "languages": {"sv": PERFECT},
    }


def test_without_json_a_table_is_printed(tmp_path, capsys):
    main(["relevance", written(tmp_path, SMALL), "--encoder", "lexical"])

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "ndcg10",
        "full",
        "goal",
        "no_overlap",
        "sv",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("{", "is not JSON"),
        ("[]", "must hold one JSON object"),
        ({"mentors": {}}, '"mentors": an object with at least one'),
        ({"mentors": {"m": {}}}, '"goals": an object with at least one'),
        ({"mentors": {"m": 3}, "goals": {"g": {}}}, "The mentor m must be"),
        ({"mentors": {"m": {}}, "goals": {"g": 3}}, "The goal g must be"),
        (
            {"mentors": {"m": {"title": 3}}, "goals": {"g": {}}},
            '"title" of m must be a text',
        ),
        (
            {"mentors": {"m": {}}, "goals": {"g": {"grades": {"m": 9}}}},
            "The grades of g must be whole numbers",
        ),
        (
            {"mentors": {"m": {}}, "goals": {"g": {}}, "goals_other_languages": []},
            '"goals_other_languages" must be an object',
        ),
        ({"mentors": {"m": {}}, "goals": {"g": {}}}, "has a grade above 0"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_code_2(tmp_path, capsys, data, sentence):
    code = main(["relevance", written(tmp_path, data), "--encoder", "lexical"])

    said = capsys.readouterr().err
    assert code == 2
    assert sentence in said
    assert said.count("\n") == 1


def test_a_missing_file_gets_one_sentence_and_code_2(tmp_path, capsys):
    code = main(["relevance", str(tmp_path / "nowhere.json")])

    assert code == 2
    assert "cannot be read: No such file or directory." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "more", "sentence"),
    [
        (
            "relevance",
            {"vocabulary": "nowhere.json"},
            "nowhere.json cannot be read: No",
        ),
        ("relevance", {"vocabulary": "graded.json"}, "graded.json is no vocabulary"),
        ("swaps", {"vocabulary": "nowhere.json"}, "nowhere.json cannot be read: No"),
        ("directions", {"vocabulary": "graded.json"}, "graded.json is no vocabulary"),
    ],
)
def test_another_file_that_cannot_be_used_gets_one_sentence(
    tmp_path, capsys, command, more, sentence
):
    graded = written(tmp_path, SMALL)
    given = [] if command == "directions" else [graded]
    for name, file in more.items():
        given += [f"--{name}", str(tmp_path / file)]

    code = main([command, *given])

    said = capsys.readouterr().err
    assert code == 2
    assert sentence in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("seed", ["-1", "one"])
def test_a_seed_is_a_whole_number(capsys, seed):
    with pytest.raises(SystemExit) as leaving:
        main(["exposure", "--seeds", seed])

    assert leaving.value.code == 2
    assert "a seed is a whole number from 0, not" in capsys.readouterr().err


def test_the_development_set_keeps_its_floors(capsys):
    if not DEVELOPMENT_SET.exists():
        reason = f"relevance floors NOT checked: {DEVELOPMENT_SET} is absent"
        pytest.skip(reason)
    main(["relevance", str(DEVELOPMENT_SET), "--json"])

    figures = json.loads(capsys.readouterr().out)
    below = [name for name, floor in FLOORS.items() if figures[name]["ndcg10"] < floor]
    below += [
        language
        for language, found in figures["languages"].items()
        if found["ndcg10"] < LANGUAGE_FLOOR
    ]
    assert below == []
    assert set(figures["languages"]) == {"de", "es", "fr"}
