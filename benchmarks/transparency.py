"""Runs test modules of Python and numpy as they are and with counting code; lists what fails only when
counted.

    .venv/bin/python benchmarks/transparency.py            # every module below, a few minutes
    .venv/bin/python benchmarks/transparency.py test_heapq numpy.lib.tests.test_shape_base

Each module, and the modules written in Python that it tests, is compiled by the meter's instrumenter
instead of Python's compiler, in a process of its own. A test that passes plain and fails counted is
a difference that learner code could notice.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import platform
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

STANDARD = [
    "test_augassign",
    "test_array",
    "test_bisect",
    "test_bool",
    "test_call",
    "test_class",
    "test_collections",
    "test_compare",
    "test_complex",
    "test_contextlib",
    "test_copy",
    "test_dataclasses",
    "test_decorators",
    "test_defaultdict",
    "test_deque",
    "test_dict",
    "test_dictcomps",
    "test_enumerate",
    "test_exceptions",
    "test_extcall",
    "test_float",
    "test_fractions",
    "test_functools",
    "test_generators",
    "test_genexps",
    "test_grammar",
    "test_heapq",
    "test_int",
    "test_iter",
    "test_itertools",
    "test_keywordonlyarg",
    "test_list",
    "test_listcomps",
    "test_math",
    "test_memoryview",
    "test_named_expressions",
    "test_operator",
    "test_patma",
    "test_property",
    "test_raise",
    "test_range",
    "test_scope",
    "test_set",
    "test_setcomps",
    "test_slice",
    "test_statistics",
    "test_string",
    "test_super",
    "test_tuple",
    "test_unpack",
    "test_unpack_ex",
    "test_weakref",
    "test_with",
    "test_yield_from",
]
NUMPY = [
    "numpy._core.tests.test_einsum",
    "numpy._core.tests.test_indexing",
    "numpy._core.tests.test_numeric",
    "numpy._core.tests.test_shape_base",
    "numpy.lib.tests.test_arraypad",
    "numpy.lib.tests.test_function_base",
    "numpy.lib.tests.test_index_tricks",
    "numpy.lib.tests.test_shape_base",
    "numpy.lib.tests.test_stride_tricks",
    "numpy.lib.tests.test_twodim_base",
    "numpy.linalg.tests.test_linalg",
]
UNDER_TEST = {"bisect", "heapq", "statistics", "fractions", "copy", "contextlib", "string"}


class CountingLoader(importlib.machinery.SourceFileLoader):
    """Compiles a module with counting code."""

    def get_code(self, fullname):
        from decodelab.meter.instrument import Unit

        path = self.get_filename(fullname)
        self._unit = Unit(self.get_source(fullname), path, 0)
        return self._unit.code

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        self._unit.globals = vars(module)
        exec(code, vars(module))


class CountingFinder(importlib.abc.MetaPathFinder):
    def __init__(self, names):
        self._names = names

    def find_spec(self, name, path=None, target=None):
        if name not in self._names:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = CountingLoader(name, spec.origin)
        return spec


def run_here(name, counted):
    """{test id: passed or not} of one module in this process."""
    if counted:
        import decodelab.meter  # the meter itself stays plain

        assert decodelab.meter
        tested = name.removeprefix("test.test_")
        names = {name} | ({tested} if tested in UNDER_TEST else set())
        for loaded in names:
            sys.modules.pop(loaded, None)
        sys.meta_path.insert(0, CountingFinder(names))
    return _numpy_outcomes(name) if name.startswith("numpy") else _standard_outcomes(name)


def _standard_outcomes(name):
    outcomes = {}

    class Result(unittest.TestResult):
        def addSuccess(self, test):
            outcomes.setdefault(test.id(), True)

        def addFailure(self, test, error):
            outcomes[test.id()] = False

        addError = addFailure

        def addSubTest(self, test, subtest, error):
            if error is not None:
                outcomes[test.id()] = False

        def addSkip(self, test, reason):
            outcomes[test.id()] = None

    unittest.defaultTestLoader.loadTestsFromName(name).run(Result())
    return outcomes


def _numpy_outcomes(name):
    import pytest

    outcomes = {}

    class Collect:
        def pytest_runtest_logreport(self, report):
            if report.when == "call" or report.failed:
                outcomes[report.nodeid.rpartition("/")[2]] = not report.failed

    pytest.main(
        [
            "-q",
            "--assert=plain",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-W",
            "ignore",
            "--pyargs",
            name,
            "-k",
            "not slow and not memory",
            "--no-header",
            "--tb=no",
            "-c",
            "/dev/null",
        ],
        plugins=[Collect()],
    )
    return outcomes


def run(name, counted):
    """The same in a process of its own; None if it crashed or took too long."""
    command = [sys.executable, __file__, "--here", name, "counted" if counted else "plain"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return None
    last = done.stdout.strip().splitlines()[-1:] or [""]
    return json.loads(last[0]) if last[0].startswith("{") else None


def main(names):
    modules = names or [f"test.{name}" for name in STANDARD] + NUMPY
    modules = [f"test.{name}" if name.startswith("test_") else name for name in modules]
    total, new = 0, []
    import numpy

    print(f"Python {platform.python_version()}, numpy {numpy.__version__}")
    for name in modules:
        plain = run(name, counted=False)
        counted = run(name, counted=True)
        if plain is None or counted is None:
            print(f"{name:<42} did not finish {'plain' if plain is None else 'counted'}")
            new += [] if plain is None else [name]
            continue
        passing = [test for test, passed in plain.items() if passed]
        failing = [test for test in passing if counted.get(test) is not True]
        total += len(passing)
        new += failing
        print(f"{name:<42} {len(passing):>5} pass plain, {len(failing)} of them fail counted")
        for test in failing:
            print(f"    {test}")
    print(f"{total} tests pass plain; {len(new)} of them fail counted")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        found = run_here(sys.argv[2], sys.argv[3] == "counted")
        print(json.dumps(found))
    else:
        main(sys.argv[1:])
