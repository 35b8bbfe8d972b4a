"""What a runner has of the project: its own half of the conversation, and of decodelab what the lesson
imports.

That is what the notebook's own cells import, and what its exercises' checks do: some run parts of decodelab
beside the learner's code, to count.

What answers an exercise of the lesson is not in the room: never the oracle, and of what defines a name that a
test takes from the learner only what the notebook's own cells use. Who asks for it all the same gets
stand-ins that say so
(inside/absent.py).

Each runner gets a copy of its own, out of memory: files that several runners see could be held by one of
them, with locks or leases. The compiled code comes along and need not be compared with its source, so
starting takes no longer.
"""

import ast
import functools
import importlib.machinery
import importlib.util
import inspect
import marshal
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

import decodelab
from autograder.grading.lesson import Lesson
from autograder.grading.needed import names_free, names_used, trim

INSIDE = Path(__file__).parent / "inside"
PROJECT = Path(decodelab.__file__).parent

ORACLE = "reference"


SHOW = frozenset({"environment", "explorers", "figures", "live", "predictions", "your_work"})
"""Modules that show something to whoever sits at a notebook, and do nothing in a runner."""


@dataclass(frozen=True)
class Room:
    """files   {path below the folder in which a runner looks for modules: content}
    absent  {module of decodelab that is not there: what to say of it; "" if it does nothing there, and says
            nothing}
    """

    files: dict
    absent: dict


def of(lesson: Lesson) -> Room:
    """The Room for submissions of a Lesson."""
    own = [(cell.source, cell.role) for cell in lesson.cells if cell.role not in ("test", "text", "answer")]
    return _of(lesson.notebook, tuple(own), tuple(cell.test for cell in lesson.tests))


@functools.lru_cache(maxsize=20)
def _of(notebook: str, own: tuple[tuple[str, str], ...], tests: tuple[str, ...]) -> Room:
    taken = {name for test in tests for name in names_free(_parsed(test))}
    defined = {name: taken & _defines(name).keys() for name in _modules()}
    runs = trim([*((source, role == "solution") for source, role in own), *((test, True) for test in tests)])
    answers = {name: found - _uses(runs, name) if found else found for name, found in defined.items()}
    holds = {ORACLE} | {name for name, found in answers.items() if found}
    by_notebook = set().union(*(_imports(source) for source, _ in own))
    imported = (by_notebook | _checks_import(tests)) - SHOW
    # only single files that the notebook itself imports are cut down; who needs one of the others is left out
    # with it
    closed = {ORACLE} | {name for name in holds if name not in by_notebook or (PROJECT / name).is_dir()}
    closed |= {name for name in _modules() if _with_what_they_import({name}) & (closed - {ORACLE})}
    there = _with_what_they_import(imported - closed) - closed
    cut = {name: _with_what_uses(answers[name], _defines(name)) for name in there & holds}
    said = dict.fromkeys(closed | holds, "it holds answers to exercises, or leads to some")
    said |= dict.fromkeys(SHOW, "")
    absent = {name: said.get(name, f"{notebook} does not import it") for name in _modules() - there}
    return Room(_files(frozenset((name, frozenset(cut.get(name, ()))) for name in there)), absent)


def _checks_import(tests: Iterable[str]) -> set[str]:
    """Names of decodelab's modules that the checks which tests call use, with what they are made of."""
    from autograder.lessons import CHECKS

    called = {name for test in tests for name in re.findall(r"\bcheck\.(\w+)\(", test)}
    found, todo = set(), {CHECKS[name].__module__ for name in called & CHECKS.keys()}
    while todo:
        found |= todo
        values = [value for name in todo for value in vars(sys.modules[name]).values()]
        said = {v.__name__ if inspect.ismodule(v) else getattr(v, "__module__", None) for v in values}
        names = {name for name in said if isinstance(name, str)}
        todo = {name for name in names if name.startswith("autograder.") and name in sys.modules} - found
        found |= {name for name in names if name.startswith("decodelab.")}
    return {name.split(".")[1] for name in found if name.startswith("decodelab.")}


def whole() -> Room:
    """A Room with all of decodelab in it."""
    return Room(_files(frozenset((name, frozenset()) for name in _modules())), {})


def bare() -> Room:
    """A Room with the runner and nothing else."""
    return Room(
        {name: content for name, content in _files(frozenset()).items() if name.startswith(INSIDE.name)}, {}
    )


def read_the_project() -> None:
    """Read what `of` goes by, whatever the lesson: it is kept for all processes that fork from this one."""
    for name in _modules():
        _loaded_with(name), _defines(name)


@functools.cache
def _modules() -> set[str]:
    """Names of decodelab's modules and packages, without what stands before the dot."""
    return {path.stem for path in PROJECT.glob("*.py")} - {"__init__"} | {
        path.parent.name for path in PROJECT.glob("*/__init__.py")
    }


@functools.cache
def _sources(module: str) -> list[Path]:
    """The files of a module or package: [Path]."""
    folder = PROJECT / module
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


@functools.cache
def _defines(module: str) -> dict[str, ast.AST]:
    """{name: its definition} of the functions and classes at the top of a module or package."""
    nodes = (node for path in _sources(module) for node in ast.parse(path.read_text(encoding="utf8")).body)
    return {node.name: node for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}


def _uses(sources: Iterable[str], module: str) -> set[str]:
    """Names of a module of decodelab that pieces of code read from it."""
    found = set()
    for node in (node for tree in map(_parsed, sources) for node in ast.walk(tree)):
        if isinstance(node, ast.ImportFrom) and node.module == f"decodelab.{module}":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == module:
            found.add(node.attr)
    return found


def _with_what_uses(names: Iterable[str], definitions: Mapping[str, ast.AST]) -> set[str]:
    """These names and those of the definitions that mention one of them, or one that mentions one …"""
    found = set(names)
    while more := {
        name for name, node in definitions.items() if name not in found and names_used(node) & found
    }:
        found |= more
    return found


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def _imports(source: str) -> set[str]:
    """Names of decodelab's modules that a piece of code imports as it is loaded."""
    found: set[str] = set()
    todo: list[ast.AST] = [_parsed(source)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "decodelab":
            found |= {f"decodelab.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 2:
            found |= {f"decodelab.{node.module or alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            todo += ast.iter_child_nodes(node)
    names = {name.split(".")[1] for name in found if name.startswith("decodelab.")}
    return {"meter" if name == "Meter" else name for name in names} & _modules()


def _with_what_they_import(modules: Iterable[str]) -> set[str]:
    """Modules of decodelab and all that are loaded with them, but for those that only show something;
    decodelab itself always loads the meter."""
    found, todo = set(), {"meter", *modules}
    while todo:
        found |= todo
        todo = set().union(*map(_loaded_with, todo)) - found - SHOW
    return found


@functools.cache
def _loaded_with(module: str) -> set[str]:
    return set().union(*(_imports(path.read_text(encoding="utf8")) for path in _sources(module)))


@functools.cache
def _files(modules: frozenset[tuple[str, frozenset[str]]]) -> dict[str, bytes]:
    """The files of the runner and of decodelab, and of data what their sources name. modules: {(name, names
    left out)}"""
    found: dict[str, bytes] = {}
    for path in sorted(INSIDE.rglob("*.py")):
        found |= _module(f"{INSIDE.name}/{path.relative_to(INSIDE)}", path)
    sources = {PROJECT / "__init__.py": ()} | {path: cut for name, cut in modules for path in _sources(name)}
    for path, cut in sources.items():
        found |= _module(f"{PROJECT.name}/{path.relative_to(PROJECT)}", path, cut)
    text = "".join(path.read_text(encoding="utf8") for path in sources)
    for path in sorted(PROJECT.rglob("*")):
        if path.is_file() and path.suffix not in (".py", ".pyc") and f'"{path.name}"' in text:
            found[f"{PROJECT.name}/{path.relative_to(PROJECT)}"] = path.read_bytes()
    return found


def _module(name: str, path: Path, cut: Collection[str] = ()) -> dict[str, bytes]:
    """{path in the room: content} of a module, without some of its names, and of its compiled code.

    PEP 552: the compiled code says that its source need not be looked at.
    """
    if cut:
        source = _without(path.read_text(encoding="utf8"), cut).encode()
        code = compile(source, str(path), "exec", dont_inherit=True)
    else:
        source = path.read_bytes()
        compiled = importlib.machinery.SourceFileLoader(path.stem, str(path)).get_code(path.stem)
        assert compiled is not None  # what is there can be compiled
        code = compiled
    head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(source)
    return {name: source, str(PurePath(importlib.util.cache_from_source(name))): head + marshal.dumps(code)}


def _without(source: str, names: Collection[str]) -> str:
    """A module's source with empty lines for some of its definitions, and stand-ins where it is asked for
    them."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in names:
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            last = node.end_lineno or node.lineno
            lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(
        [
            *lines,
            "def __getattr__(name):",
            "    from inside.absent import left_out",
            f"    return left_out(__name__, name, {sorted(names)})",
            "",
        ]
    )
