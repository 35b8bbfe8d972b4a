"""A small `get_ipython()`: magics that run something run it, all others say that they were left out.

IPython's transformer has already turned what a learner wrote into calls of these methods, outside the walls.
"""

import ast
import linecache
import os
import re
import sys
from typing import Any

RUN_A_STATEMENT = {
    "time": "",
    "timeit": "nrpt",
    "prun": "lsTD",
    "memit": "rit",
    "lprun": "fmDTus",
    "mprun": "fT",
    "heat": "o",
    "pyinstrument": "",
    "snakeviz": "f",
}
"""Line magics that run a statement, and which of their options take a value."""


class Shell:
    """What `get_ipython()` gives. False, so that whoever asks whether this is a notebook is told no."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.user_ns, self.user_global_ns = namespace, namespace
        self._count = 0

    def __bool__(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from .silent import Silent

        return Silent()

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """`%name line`"""
        return self._line_magic(magic_name, line, sys._getframe(1).f_locals)

    def _line_magic(self, magic_name: str, line: str, where: dict[str, Any]) -> Any:
        if magic_name in RUN_A_STATEMENT:
            statement = _without_options(line, RUN_A_STATEMENT[magic_name])
            if magic_name == "timeit":
                return self._run_once(statement, where)
            return self._run(statement, magic_name, where)
        if magic_name == "run":
            return self._run_file(line)
        return self._left_out(f"%{magic_name} {line}")

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """`%%name line` and what stands below it."""
        if magic_name == "timeit":
            return self._run_once(f"{_without_options(line, RUN_A_STATEMENT['timeit'])}\n{cell}", {})
        if magic_name in ("writefile", "file"):
            return self._write_file(line, cell)
        return self._left_out(f"%%{magic_name} {line}")

    def begin_cell_magic(self, name: str, line: str) -> None:
        """A cell magic whose body follows as ordinary code."""
        if name == "capture":
            for variable in re.findall(r"(?<!\S)[^\W\d]\w*", line)[:1]:
                self.user_ns[variable] = Captured()

    def magic(self, line: str) -> Any:
        name, _, rest = line.lstrip("%").partition(" ")
        return self._line_magic(name, rest, sys._getframe(1).f_locals)

    def system(self, command: str) -> None:
        """`!command`"""
        self._left_out(f"!{command}")

    system_raw = system_piped = system

    def getoutput(self, command: str, *args: Any, **kwargs: Any) -> "Lines":
        """`lines = !command`"""
        self._left_out(f"!{command}")
        return Lines()

    def run_cell(self, raw_cell: str, *args: Any, **kwargs: Any) -> None:
        self._run(raw_cell, "run_cell", self.user_ns)

    def ex(self, code: str) -> None:
        self._run(code, "ex", self.user_ns)

    def ev(self, code: str) -> Any:
        return eval(code, self.user_ns)

    def push(self, variables: dict[str, Any], interactive: bool = True) -> None:
        self.user_ns.update(variables)

    def _left_out(self, what: str) -> None:
        print(f"[left out in grading: {' '.join(what.split())[:100]}]")

    def _run(self, code: Any, magic: str, where: dict[str, Any]) -> Any:
        """Run code as a cell of its own; the value of its last line, if that is one."""
        self._count += 1
        file = f"<cell %{magic} {self._count}>"
        linecache.cache[file] = len(code), None, code.splitlines(keepends=True), file
        tree = ast.parse(code, file)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, file, "exec", dont_inherit=True), self.user_ns, where)
        return eval(compile(ast.Expression(last.value), file, "eval"), self.user_ns, where) if last else None

    def _run_once(self, code: Any, where: dict[str, Any]) -> Any:
        """Run what is to be timed: what it binds is its own."""
        timed = ast.parse("def timed():\n    pass")
        (function,) = timed.body
        assert isinstance(function, ast.FunctionDef)
        function.body = ast.parse(code).body or function.body
        scope = {**self.user_ns, **where}
        exec(compile(ast.fix_missing_locations(timed), "<cell %timeit>", "exec", dont_inherit=True), scope)
        scope["timed"]()

    def _run_file(self, line: str) -> Any:
        path = re.sub(r"(?<!\S)-\w+\s*", "", line).split()[:1]
        if not path or not os.path.exists(path[0]):
            return self._left_out(f"%run {line}")
        with open(path[0], encoding="utf8") as file:
            return self._run(file.read(), "run", self.user_ns)

    def _write_file(self, line: str, cell: str) -> Any:
        append, path = "-a" in line.split(), line.split()[-1:]
        if not path or os.path.dirname(path[0]) not in ("", "."):
            return self._left_out(f"%%writefile {line}")
        with open(path[0], "a" if append else "w", encoding="utf8") as file:
            file.write(cell)
        if os.getcwd() not in sys.path:
            sys.path.insert(0, os.getcwd())  # a notebook imports what lies beside it
        return None


class Lines(list):
    """What `lines = !command` gives where no command runs: nothing."""

    n = s = p = ""
    l = property(list)  # noqa: E741  IPython's name for it

    def grep(self, *args: Any, **kwargs: Any) -> "Lines":
        return self

    fields = grep
    sort: Any = grep


class Captured:
    """What `%%capture name` gives; the printed text itself stays where it was printed."""

    stdout = stderr = ""
    outputs = ()

    def show(self) -> None:
        pass

    __call__ = show


def _without_options(line: str, with_value: str) -> str:
    """The statement of `-n 10 -r3 --quiet statement`."""
    while found := re.match(r"\s*-(?:-[\w-]+|(\w)(\S*))\s*", line):
        option, value = found[1], found[2]
        line = line[found.end() :]
        if option and option in with_value and not value:
            line = line.partition(" ")[2] if " " in line else ""
    return line.strip()
