"""The catalogue of misconceptions: as JSON, for other courses, and as a page of the website."""

import json
import os
import re
import sys
from html import escape
from pathlib import Path

from autograder.lessons import CHECKS, LESSONS

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # sample answers are tests' own, and no installed package

from tests.answers import all_answers  # noqa: E402

REPOSITORY = os.environ.get("COURSE_REPOSITORY", "https://github.com/cost-of-a-token/cost-of-a-token")
SCHEMA = ROOT / "docs" / "static" / "misconceptions.schema.json"


def misconceptions():
    """Every misconception once, in course order, a list of dicts as the schema describes them."""
    wrong = [answer for answer in all_answers() if answer.kind == "wrong"]
    found = []
    for lesson, package in LESSONS.items():
        for exercise in package.EXERCISES:
            forms: dict = {}
            for misconception in CHECKS[exercise].misconceptions:
                forms.setdefault(misconception.id, []).append(misconception)
            samples = [answer for answer in wrong if answer.exercise == exercise]
            found += [_entry(lesson, exercise, id, same, samples) for id, same in forms.items()]
    return found


def _entry(lesson, exercise, id, forms, samples):
    """One misconception. forms: those of its id; samples: the exercise's wrong answers."""
    alone = sorted((_code(answer), answer.fails) for answer in samples if answer.diagnosis == id)
    code, fails = min(alone, key=lambda sample: len(sample[0]), default=(None, None))
    return {
        "id": id,
        "exercise": exercise,
        "lesson": lesson,
        "sentence": forms[0].sentence,
        "question": forms[0].question,
        "also": [s for s in dict.fromkeys(m.sentence for m in forms) if s != forms[0].sentence],
        "answer": code,
        "fails": fails,
        "met": sum(id in (answer.diagnosis or "").split("+") for answer in samples),
    }


def _code(answer):
    """A sample answer without its first line, which says where it fails."""
    return answer.path.read_text(encoding="utf8").partition("\n")[2].strip() + "\n"


def download():
    """misconceptions.json, text."""
    kinds = [answer.kind for answer in all_answers()]
    whole = {
        "title": "Misconceptions of The Cost of a Token",
        "authors": "The authors of The Cost of a Token",
        "licence": "CC-BY-4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "repository": REPOSITORY,
        "made_from": {kind: kinds.count(kind) for kind in ("right", "wrong")},
        "misconceptions": misconceptions(),
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def fields():
    """What the fields of a misconception mean, from the schema: a table in Markdown."""
    told = json.loads(SCHEMA.read_text(encoding="utf8"))["$defs"]["misconception"]["properties"]
    lines = (f"| **{name}** | {field['description']} |" for name, field in told.items())
    return "\n".join(["| field | what it is |", "|---|---|", *lines])


def page():
    """By lesson and exercise: Markdown with a table in HTML for each exercise, to be opened."""
    everything, parts = misconceptions(), []
    for lesson, package in LESSONS.items():
        parts.append(f"## {_title(lesson)}")
        for exercise in package.EXERCISES:
            those = [m for m in everything if m["exercise"] == exercise]
            if those:
                lines = "".join(map(_line, sorted(those, key=lambda m: -m["met"])))
                parts.append(
                    f"### `{exercise}`\n\n````{{raw}} html\n"
                    f"<details><summary>{len(those)} misconceptions</summary>"
                    f'<table class="misconceptions"><thead><tr>'
                    '<th scope="col">what the answer does, and the question</th><th scope="col" class="number">met</th>'  # noqa: E501
                    f"</tr></thead><tbody>{lines}</tbody></table></details>\n````"
                )
    return "\n\n".join(parts)


def _title(lesson):
    """A lesson's title as its notebook has it."""
    (path,) = (ROOT / "course" / lesson).glob("*.ipynb")
    first = json.loads(path.read_text(encoding="utf8"))["cells"][0]["source"]
    return "".join(first).splitlines()[0].removeprefix("# ")


def _line(m):
    code = m["answer"] and (
        f"<details><summary>a minimal wrong answer</summary><pre>{escape(m['answer'])}</pre></details>"
    )
    also = f" <small>(and {len(m['also'])} forms like it)</small>" if m["also"] else ""
    return (
        f"<tr><td><strong>{_words(m['sentence'])}</strong>{also}<br>{_words(m['question'])}"
        f"<br><small><code>{m['id']}</code></small>{code or ''}</td><td class=number>{m['met']}</td></tr>"
    )


def _words(text):
    """Text with `code` as HTML."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False)).replace("\n", "<br>")
