"""What runs in JupyterLab runs in grading: cells with magics, commands, help and `await`, as IPython reads
them."""

import ast
import subprocess
import sys
import time

import pytest

from autograder.grading import intake, notebook_code
from autograder.grading.inside.magics import Shell, _without_options
from autograder.grading.inside.runner import Awaiting


def names(*sources, **given):
    """What cells define that run one after the other, as the runner runs them."""
    cells = [intake.Given("code", source) for source in sources]
    notebook_code.translate(cells)
    namespace = dict(given)
    shell, awaiting = Shell(namespace), Awaiting()
    namespace["get_ipython"] = lambda: shell
    for cell in cells:
        code = compile(cell.code, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        awaiting.run(code, namespace)
    return namespace


@pytest.mark.event_loop
@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nprint('%d %d'\n      % (1, 2))\nx = 3",
        "x = (1\n%2\n) + 2\n%lsmagic",
        "x = 3 if (1\n!= 2) else 0\n!ls",
        "%who\ntext = '''\n!ls\n%time\nwhy?\n'''\nx = 3",
        "%time x = 3",
        "x = %time 3",
        "%time -q x = 3",
        "%prun -l 5 -s cumulative x = 3",
        "%memit -r 1 x = 3",
        "%%time\nx = 3",
        "\n%%time\nx = 3",
        "%%time\n%matplotlib inline\n!ls\nx = 3\nx?",
        "%%capture\nprint('a')\nx = 3",
        "%%capture out --no-stderr\nprint('a')\nx = 3\nout.show()\nout.stdout + ''",
        "%%capture\n%%time\nx = 3",
        "%%prun\nx = 3",
        "!pip install one \\\n    two\nx = 3",
        "files = !ls\nx = 3 + len(files)",
        "x = 3\nx?",
        "x = 3\nx.real??",
        "?print\nx = 3",
        "    x = 2\n    x += 1",
        ">>> x = 3",
        "In [1]: x = 3",
        "x = 3\n%timeit -n1 -r1 x = 5",
        "get_ipython().run_line_magic('load_ext', 'autoreload')\nx = 3",
        "get_ipython().magic('time x = 3')",
        "ip = get_ipython()\nip.set_next_input('1')\nip.kernel.do_shutdown\nx = 3",
        "if get_ipython():\n    x = 2\nelse:\n    x = 3",
        "def f():\n    %time a = 1\n    return 3\nx = f()",
        "for x in range(4):\n    %time\n    pass",
        "time x = 3",
        "import asyncio\nx = await asyncio.sleep(0, 3)",
        "import asyncio\nasync def three():\n    yield 3\nasync for x in three():\n    pass",
        "import contextlib\n@contextlib.asynccontextmanager\nasync def three():\n    yield 3\n"
        "async with three() as x:\n    pass",
        "import asyncio\nx = [await asyncio.sleep(0, n) for n in (1, 2, 3)][-1]",
        "import asyncio\nasync def three():\n    return 3\nx = asyncio.run(three())",
        "%%time\nimport asyncio\nx = await asyncio.sleep(0, 3)",
    ],
)
def test_a_cell_runs_as_in_jupyterlab(source):
    assert names(source)["x"] == 3


@pytest.mark.event_loop
def test_a_task_that_one_cell_begins_another_one_awaits():
    cells = ("import asyncio\ntask = asyncio.create_task(asyncio.sleep(0, 3))", "x = await task")
    assert names(*cells)["x"] == 3


def test_what_is_timed_over_and_over_binds_nothing_and_sees_everything():
    cells = (
        "x = 3\nseen = []",
        "%%timeit -n 1 y = 4\nx = 5\n[y for _ in range(2)]\nseen.append(y)",
        "%timeit seen.append(x)",
    )
    made = names(*cells)
    assert made["x"] == 3 and "y" not in made and made["seen"] == [4, 3]


def test_an_error_in_a_magic_is_an_error():
    with pytest.raises(ZeroDivisionError):
        names("%time 1 / 0")
    with pytest.raises(ZeroDivisionError):
        names("%%timeit\n1 / 0")


def test_magics_that_run_nothing_say_that_they_were_left_out(capsys):
    names(
        "%load_ext autoreload\n!rm -rf /tmp/nothing\n%cd /",
        "%%bash\necho 1",
        "%%html\n<b>1</b>",
        "%pip install x",
    )
    assert capsys.readouterr().out.count("[left out in grading: ") == 6


def test_a_file_that_a_cell_writes_can_be_imported_and_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    made = names(
        "%%writefile made_by_a_cell.py\ny = 3", "from made_by_a_cell import y as x", "%run made_by_a_cell.py"
    )
    assert made["x"] == made["y"] == 3
    del sys.modules["made_by_a_cell"]
    names("%%writefile ../outside.py\ny = 3")
    assert not (tmp_path.parent / "outside.py").exists()


@pytest.mark.parametrize(
    "line, statement",
    [
        ("-n 10 -r3 f(x)", "f(x)"),
        ("-n10 -o f(-x)", "f(-x)"),
        ("f(-n)", "f(-n)"),
        ("-q -n 1", ""),
        ("--quiet f()", "f()"),
        ("", ""),
    ],
)
def test_options_of_a_magic_are_no_part_of_its_statement(line, statement):
    assert _without_options(line, "nrpt") == statement


def test_what_is_python_already_starts_nothing(monkeypatch):
    monkeypatch.setattr(notebook_code._Helper, "ask", lambda source: pytest.fail("asked"))
    notebook_code.translate(
        [intake.Given("code", "x = 3 % 2\nawait f()\n"), intake.Given("markdown", "%time")]
    )


def test_what_is_no_python_at_all_stays_as_it_is():
    cell = intake.Given("code", "def f(:\n    pass")
    notebook_code.translate([cell])
    assert cell.code.strip() == cell.source


@pytest.mark.parametrize(
    "source", ["(" * 100_000, "%" * 100_000, "!" + "x" * 900_000, "?" * 50_000 + "\n" + "a?\n" * 20_000]
)
def test_nothing_that_a_learner_writes_holds_up_the_judge(source, monkeypatch):
    monkeypatch.setattr(notebook_code, "PATIENCE", 1.0)
    begun = time.process_time()
    cell = intake.Given("code", source)
    notebook_code.translate([cell])
    assert isinstance(cell.code, str) and time.process_time() - begun < 5
    assert names("%time x = 3")["x"] == 3, "the next cell is none the worse for it"


def test_a_helper_that_hangs_is_given_up_and_one_that_died_replaced(monkeypatch):
    names("%time x = 3")
    hangs = subprocess.Popen(["sleep", "60"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    notebook_code._Helper.end()
    notebook_code._Helper.process = hangs
    monkeypatch.setattr(notebook_code, "PATIENCE", 0.2)
    cell = intake.Given("code", "%time x = 3")
    notebook_code.translate([cell])
    assert cell.code == cell.source and hangs.poll() is not None
    monkeypatch.undo()
    names("%time x = 3")
    notebook_code._Helper.process.kill()
    notebook_code._Helper.process.wait()
    assert names("%time x = 3")["x"] == 3
