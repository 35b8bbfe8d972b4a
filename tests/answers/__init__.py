"""Sample answers: right ones in many styles, wrong ones that say where they fail.

tests/answers/<exercise>/right/<style>.py     passes its check; its first line names the style
tests/answers/<exercise>/wrong/<mistake>.py   first line: `# fails: <aspect>; diagnosis: <misconception id or
none>`

Each file defines the names its check takes. A companion it leaves out (KVCache beside decode_step)
is the one of decodelab.designs, or of tests/answers/<companion>/right/plain.py.
"""

import importlib.util
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder import check
from decodelab import designs

HERE = Path(__file__).parent
OUR_OWN_RUNNER = {"decode_step_cost"}
"""Folders with rules of their own: tests/test_meter_corpus.py runs them."""


@dataclass(frozen=True)
class Answer:
    """One file: which exercise, "right" or "wrong", and for a wrong one where and as what it must fail."""

    path: Path
    exercise: str
    kind: str
    fails: str | None = None
    diagnosis: str | None = None

    def __str__(self):
        return f"{self.exercise}/{self.kind}/{self.path.stem}"

    def run(self, seed=0):
        """Put it to its check; raises CheckFailed."""
        run_check(self.exercise, self.path, seed)


def all_answers():
    """Every sample answer, a list in a fixed order."""
    paths = sorted(path for kind in ("right", "wrong") for path in HERE.glob(f"*/{kind}/*.py"))
    return [_answer(path) for path in paths if path.parts[-3] not in OUR_OWN_RUNNER]


def run_check(exercise, path, seed=0):
    """Put the answer in the file `path` to the check of `exercise`; raises CheckFailed."""
    getattr(check, exercise)(*load_objects(exercise, path), seed=seed)


def load_objects(exercise, path):
    """The objects of an exercise, a tuple, from the file `path` run as a fresh module."""
    module = _load(path)
    return tuple(
        getattr(module, name) if hasattr(module, name) else companion(name)
        for name in getattr(check, exercise).names
    )


def companion(name):
    """A right object for an answer that leaves it out: that of decodelab.designs, else that of the plain
    sample answer."""
    return (
        getattr(designs, name)
        if hasattr(designs, name)
        else getattr(_load(HERE / name / "right" / "plain.py"), name)
    )


def _answer(path):
    exercise, kind = path.parts[-3:-1]
    if kind == "right":
        return Answer(path, exercise, kind)
    first = path.read_text().splitlines()[0]
    told = re.fullmatch(r"# fails: (\w+); diagnosis: (\S+)", first)
    if told is None:
        raise ValueError(
            f"{path}: the first line is {first!r}; expected "
            "'# fails: <aspect>; diagnosis: <misconception id or none>'."
        )
    aspect, diagnosis = told.groups()
    return Answer(path, exercise, kind, aspect, None if diagnosis == "none" else diagnosis)


def _load(path):
    """The file as a fresh module, in sys.modules too: inspect looks there for the source of classes."""
    name = "answer_" + re.sub(r"\W", "_", "_".join(Path(path).parts[-3:]))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
