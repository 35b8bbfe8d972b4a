"""A notebook whose text reaches into what counts its work is for a person, and no other is."""

import json
import re

import pytest

from autograder.grading import lesson as lessons
from autograder.grading.judge import judge
from autograder.grading.meddling import first_line, settled
from autograder.grading.result import Verdict
from autograder.release import notebooks
from tests.answers import all_answers, sample_class
from tests.needs_sandbox import needs_sandbox

MEDDLES = [
    "import decodelab.meter.drivers as drivers\ndrivers.count_decode_steps = lambda *a, **k: None",
    "import decodelab.block_rehearsal\ndecodelab.block_rehearsal.count_attend = print",
    "from decodelab import serving_rehearsal as s\nsetattr(s, 'count_batches', print)",
    "from decodelab import rehearsal as r\nvars(r)['count_generate'] = print",
    "from decodelab import rehearsal as r\nr.__dict__.update(count_generate=print)",
    "from decodelab import Meter\nMeter.__init__ = print",
    "from decodelab import Meter\nMeter.__enter__.__code__ = print.__code__",
    "from decodelab.meter import drivers\nmine = drivers\nmine.take_decode_steps = print",
    "from decodelab.meter import drivers\n\ndef f():\n    drivers.count.calls += 1",
    "import sys\nsys.modules['decodelab.drafts'] = None",
    "import sys\nm = sys.modules['decodelab.drafts']\nm.x = 1",
    "from importlib import import_module\nm = import_module('decode' + 'lab.drafts')\nm.x = 1",
    "__import__('decodelab.drafts').drafts.x = 1",
    "from unittest import mock\nmock.patch('decodelab.drafts.bigram', print).start()",
    "from unittest.mock import patch\nfrom decodelab import drafts as d\npatch.object(d, 'bigram', print)",
    "import json\njson.dumps = lambda *a: '[]'",
    "import builtins\nbuiltins.len = lambda x: 1",
    "from decodelab import drafts\ndel drafts.bigram",
]


@pytest.mark.parametrize("source", MEDDLES)
def test_a_text_that_writes_into_what_counts_is_seen(source):
    line = first_line(["x = 1", *source.split("\n\n")])
    assert line and re.sub(r"\s|['\"]", "", line) in re.sub(r"\s|['\"]", "", source)


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nnp.seterr(all='ignore')\nx = np.ones(3)\nx[0] = 2",
        "import matplotlib.pyplot as plt\nplt.rcParams['font.size'] = 9",
        "import os, sys\nos.environ['X'] = '1'\nsys.stdout = sys.__stdout__\nsys.path.append('.')",
        "from decodelab.designs import KVCache\nclass KVCache:\n    pass\nKVCache.append = print",
        "from decodelab import model\nmodel = model.load()\nmodel.blocks = []",
        "from decodelab.model import load\nwhale = load()\nwhale.blocks[0] = {}\nwhale.d.update(a=1)",
        "import json\ndata = json.loads('{}')\ndata['a'] = 1\ndata.update(b=2)",
        "from decodelab import Meter\nwith Meter(len) as meter:\n    pass\nmeter.note = 1",
        "from importlib import import_module\nnp = import_module('numpy')\nnp.x = 1",
        "class Cache:\n    def __init__(self):\n        self.keys = []\nsetattr(Cache, 'n', 1)",
        "def broken(:",
    ],
)
def test_an_honest_text_is_not(source):
    assert first_line([source]) == ""


def test_no_cell_of_the_course_and_no_right_answer_is_taken_for_one():
    texts = [
        ["".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf8"))["cells"]]
        for folder in ("course", "solutions")
        for path in notebooks(sample_class.ROOT / folder).values()
    ]
    texts += [[a.path.read_text(encoding="utf8")] for a in all_answers() if a.path.parent.name == "right"]
    assert len(texts) > 500 and {line for text in texts if (line := first_line(text))} == set()


def test_only_what_passed_by_counts_is_for_a_person():
    passed, failed = Verdict("pass", 2.0, "", "e", "c"), Verdict("fail", 0.0, "")
    seen = settled(passed, True, MEDDLES[:1])
    assert (seen.state, seen.points, seen.exercise) == ("needs a human", None, "e")
    assert "drivers.count_decode_steps" in seen.message
    assert settled(passed, False, MEDDLES[:1]) == passed and settled(passed, True, ["x = 1"]) == passed
    assert settled(failed, True, MEDDLES[:1]) == failed


@needs_sandbox
def test_a_forged_count_where_nobody_looks_from_outside_has_no_points_by_itself():
    """Of a batched step that takes one text after the other: counted is an honest one."""
    name, exercise = "08_many_texts", "batched_block_step"
    (lesson,) = lessons.load(sample_class.ROOT, name)
    hand_in = json.loads(sample_class.submissions(name)["perfect"])
    (cell,) = (c for c in hand_in["cells"] if c["id"] == exercise)
    honest = "".join(cell["source"]).replace(f"def {exercise}", "def honest")
    wrong = sample_class.ANSWERS / exercise / "wrong" / "one_after_the_other.py"
    forged = (
        "import decodelab.serving_rehearsal as there\ncounting = there.count_batches\n"
        "there.count_batches = lambda answer, *rest, **more: counting(honest, *rest, **more)\n"
    )
    cell["source"] = "\n\n".join([honest, forged, wrong.read_text(encoding="utf8")])
    verdict = judge(lesson, json.dumps(hand_in).encode(), (1, 2)).tests[f"test_{exercise}"]
    assert (verdict.state, verdict.points) == ("needs a human", None)
    assert "there.count_batches" in verdict.message
