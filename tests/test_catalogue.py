"""The catalogue of misconceptions that the website hands out."""

import ast
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from autograder.lessons import CHECKS
from tests.answers import all_answers

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import catalogue  # noqa: E402


@pytest.fixture(scope="module")
def whole():
    return json.loads(catalogue.download())


def test_it_is_as_its_schema_says_and_every_field_is_described(whole):
    schema = json.loads(catalogue.SCHEMA.read_text(encoding="utf8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(whole, schema, jsonschema.Draft202012Validator)
    for name in whole["misconceptions"][0]:
        assert f"| **{name}** |" in catalogue.fields()


def test_every_misconception_of_every_exercise_stands_in_it_once(whole):
    listed = [(m["exercise"], m["id"]) for m in whole["misconceptions"]]
    assert len(listed) == len(set(listed))
    assert set(listed) == {(name, m.id) for name, check in CHECKS.items() for m in check.misconceptions}


def test_an_answer_is_the_shortest_sample_that_has_this_misconception_alone(whole):
    samples = [answer for answer in all_answers() if answer.kind == "wrong"]
    for m in whole["misconceptions"]:
        texts = [
            a.path.read_text(encoding="utf8")
            for a in samples
            if (a.exercise, a.diagnosis) == (m["exercise"], m["id"])
        ]
        assert (m["answer"] is None) == (not texts)
        if texts:
            ast.parse(m["answer"])
            assert not m["answer"].startswith("# fails:")
            same = [t for t in texts if t.partition("\n")[2].strip() == m["answer"].strip()]
            assert same and same[0].startswith(f"# fails: {m['fails']}; diagnosis: {m['id']}\n")
            assert len(m["answer"]) <= min(map(len, texts))


def test_what_was_met_adds_up_to_the_sample_answers_that_hold_it(whole):
    known = {(m["exercise"], m["id"]) for m in whole["misconceptions"]}
    held = sum(
        (answer.exercise, id) in known
        for answer in all_answers()
        for id in (answer.diagnosis or "").split("+")
    )
    assert sum(m["met"] for m in whole["misconceptions"]) == held > 0


def test_the_page_shows_each_of_them_says_the_licence_and_has_a_place_for_both_tables(whole):
    page, shown = (ROOT / "docs" / "misconceptions.md").read_text(encoding="utf8"), catalogue.page()
    assert "CC BY 4.0" in page and whole["licence_url"] in page
    assert "<!-- fields of the catalogue -->" in page and "<!-- catalogue of misconceptions -->" in page
    assert shown.count("<tr><td>") == len(whole["misconceptions"])
    assert "````" not in "".join(m["answer"] or "" for m in whole["misconceptions"]), "it would end the block"
    assert "<script" not in shown
