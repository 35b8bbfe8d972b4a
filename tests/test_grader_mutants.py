"""What is said of mutants that no test notices is said of code that is there, and of few of them."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.grader_mutants import AT_MOST, EXPLAINED, as_text, explained

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["tool"]["mutmut"]
MUTATED = {path.removesuffix(".py").replace("/", "."): ROOT / path for path in CONFIG["only_mutate"]}


def test_at_most_one_mutant_in_twenty_is_explained_rather_than_killed():
    (total,) = re.findall(r"^# of (\d+) mutants", EXPLAINED.read_text(encoding="utf8"), re.MULTILINE)
    assert len(explained()) <= AT_MOST * int(total)


@pytest.mark.parametrize("module, mutant", explained(), ids=lambda text: text[:60])
def test_an_explained_mutant_is_one_of_code_that_is_there(module, mutant):
    before = mutant.partition("  →  ")[0]
    source = " ".join(MUTATED[module].read_text(encoding="utf8").split())
    assert " ".join(before.split()) in source, "it is gone: take it off the list"
    assert explained()[module, mutant]


def test_what_is_mutated_and_what_tries_it_is_there():
    assert all(path.is_file() for path in MUTATED.values())
    assert all((ROOT / path).is_file() for path in CONFIG["pytest_add_cli_args_test_selection"])


def test_a_mutant_is_known_by_the_lines_that_changed():
    diff = """# autograder.grading.proof.x_a__mutmut_1: survived
--- autograder/grading/proof.py
+++ autograder/grading/proof.py
@@ -1,3 +1,3 @@
 def a():
-    return f(
-        1)
+    return f(
+        2)
"""
    assert as_text(diff) == "return f( 1)  →  return f( 2)"
