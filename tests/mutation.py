"""Mutation testing of the checks: alter a right answer a little; the check has to notice.

    python -m tests.mutation softmax                 mutates tests/answers/softmax/right/plain.py
    python -m tests.mutation softmax some_answer.py  another file
    python -m tests.mutation                         every exercise that has a plain.py

A mutant changes one place of the answer: an operator, a comparison, a number, a name for another one
in use, an argument or a statement left out, a call replaced by what it is given. It is killed if the
check fails (or it can't be loaded, or uses too much CPU time), otherwise it survives. A survivor either
does the same as the answer, and tests/equivalent_mutants.txt says why, or shows a gap in the check.
"""

import ast
import contextlib
import copy
import io
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from autograder.kit import diagnosis
from tests.answers import HERE, run_check

EXPLAINED = Path(__file__).parent / "equivalent_mutants.txt"


@dataclass(frozen=True)
class Mutant:
    """One altered answer: its source, and the statement that changed, before and after, on one line each."""

    source: str
    before: str
    after: str

    def __str__(self):
        return f"{self.before}  →  {self.after}"


# -- making mutants -----------------------------------------------------------------------------------

OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
NAMES = {
    "max": "min",
    "min": "max",
    "sum": "max",
    "argmax": "argmin",
    "tril": "triu",
    "triu": "tril",
    "ones": "zeros",
    "zeros": "ones",
    "empty": "ones",
    "keys": "values",
    "values": "keys",
    "sqrt": "square",
    "exp": "exp2",
    "any": "all",
    "all": "any",
    "float32": "float64",
    "median": "mean",
    "append": "extend",
}


def mutants_of(source):
    """Every mutant of the functions and classes in a source text, a list without repetitions."""
    tree = ast.parse(source)
    found = {}
    for place in _places(tree):
        for change in _changes(_at(tree, place), _names_in_use(tree, place)):
            altered = copy.deepcopy(tree)
            _put(altered, place, change)
            mutant = Mutant(
                ast.unparse(ast.fix_missing_locations(altered)),
                _statement(tree, place),
                _statement(altered, place),
            )
            if mutant.before != mutant.after:
                found.setdefault(mutant.source, mutant)
    return list(found.values())


def _places(tree):
    """Paths to every node inside the functions, each a tuple of (field, index or None)."""

    def inside(node, path, in_function):
        for field, value in ast.iter_fields(node):
            children = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, child in children:
                if not isinstance(child, ast.AST) or field in ("decorator_list", "annotation", "returns"):
                    continue
                here = (*path, (field, index))
                if in_function and not _is_docstring(child):
                    yield here
                yield from inside(
                    child, here, in_function or isinstance(child, (ast.FunctionDef, ast.Lambda))
                )

    yield from inside(tree, (), False)


def _is_docstring(node):
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _at(tree, place):
    for field, index in place:
        tree = getattr(tree, field) if index is None else getattr(tree, field)[index]
    return tree


def _put(tree, place, node):
    *above, (field, index) = place
    parent = _at(tree, above)
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _statement(tree, place):
    """The smallest statement around a place, its first line."""
    steps = [_at(tree, place[: k + 1]) for k in range(len(place))]
    statement = [node for node in steps if isinstance(node, ast.stmt)][-1]
    return ast.unparse(statement).splitlines()[0].strip()


def _names_in_use(tree, place):
    """Arguments and variables of the innermost function around a place."""
    functions = [
        node
        for k in range(len(place))
        if isinstance(node := _at(tree, place[: k + 1]), (ast.FunctionDef, ast.Lambda))
    ]
    names = {node.arg for node in ast.walk(functions[-1]) if isinstance(node, ast.arg)}
    names |= {
        node.id
        for node in ast.walk(functions[-1])
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return sorted(names)


def _changes(node, names):
    """What a node may become, each a new node."""

    def altered(**fields):
        new = copy.deepcopy(node)
        for field, value in fields.items():
            setattr(new, field, value)
        return new

    match node:
        case ast.BinOp() | ast.AugAssign():
            if type(node.op) in OPERATORS:
                yield altered(op=OPERATORS[type(node.op)]())
            if isinstance(node, ast.BinOp):
                yield from (node.left, node.right)
                if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)):
                    yield altered(left=node.right, right=node.left)
            else:
                yield ast.Pass()
        case ast.UnaryOp():
            yield node.operand
        case ast.BoolOp():
            yield altered(op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
            yield from node.values
        case ast.Compare(ops=[op]):
            for other in COMPARISONS.get(type(op), ()):
                yield altered(ops=[other()])
        case ast.Constant(value=bool(value)):
            yield altered(value=not value)
        case ast.Constant(value=int() | float() as value):
            yield from (altered(value=value + 1), altered(value=value - 1))
        case ast.Name(ctx=ast.Load()):
            yield from (altered(id=name) for name in names if name != node.id and node.id in names)
            if node.id in NAMES and node.id not in names:
                yield altered(id=NAMES[node.id])
        case ast.Attribute():
            if node.attr in NAMES:
                yield altered(attr=NAMES[node.attr])
            if isinstance(node.ctx, ast.Load):
                yield node.value
        case ast.Call():
            yield from node.args
            if isinstance(node.func, ast.Attribute):
                yield node.func.value
            for k in range(len(node.keywords)):
                yield altered(keywords=node.keywords[:k] + node.keywords[k + 1 :])
        case ast.Slice():
            if node.lower is not None:
                yield altered(lower=None)
            if node.upper is not None:
                yield altered(upper=None)
        case ast.Subscript(ctx=ast.Load()):
            yield node.value
        case ast.If() | ast.While() | ast.IfExp():
            yield altered(test=ast.Constant(False))
            if not isinstance(node, ast.While):
                yield altered(test=ast.Constant(True))
        case ast.Assign() | ast.Expr() | ast.For():
            yield ast.Pass()
        case ast.Return(value=ast.AST()):
            yield altered(value=None)
        case ast.comprehension() if node.ifs:
            yield altered(ifs=node.ifs[1:])


# -- putting them to the check ------------------------------------------------------------------------


class _TooLong(BaseException):
    """A mutant has used up its CPU time. No Exception, so that neither check nor answer can swallow it."""


def plain_answers():
    """{exercise: the file to mutate} of all that have a plain.py among their right answers."""
    return {path.parts[-3]: path for path in sorted(HERE.glob("*/right/plain.py"))}


def survivors(exercise, source, mutants):
    """Those mutants of an answer's source that the check does not notice."""
    started = time.process_time()
    _check(exercise, source, None)
    allowed = 5 + 20 * (time.process_time() - started)
    return [m for m in mutants if not _is_killed(exercise, m.source, allowed)]


def _is_killed(exercise, source, seconds):
    try:
        _check(exercise, source, seconds)
    except (Exception, SystemExit, _TooLong):
        return True
    return False


def _check(exercise, source, seconds):
    """Run the check on a source text, for at most so many seconds of CPU time."""

    def stop(signal_number, frame):
        raise _TooLong

    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        mock.patch.object(diagnosis, "diagnose", return_value=None),
    ):
        path = Path(folder) / "mutant.py"
        path.write_text(source)
        previous = signal.signal(signal.SIGVTALRM, stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds or 0)
        try:
            run_check(exercise, path)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, previous)


def explained():
    """{(exercise, mutant as text): why it does the same as the answer}, read from equivalent_mutants.txt."""
    table, exercise = {}, None
    lines = [line for line in EXPLAINED.read_text().splitlines() if line and not line.startswith("#")]
    for line in lines:
        if line.startswith("["):
            exercise = line.strip("[]")
        elif line.startswith("    "):
            why = line.strip()
            table.update({key: why for key in table if table[key] is None})
        else:
            table[exercise, line] = None
    return table


def main(arguments):
    exercise, path = (*arguments, None, None)[:2]
    paths = plain_answers()
    if exercise:
        paths = {exercise: Path(path) if path else paths[exercise]}
    reasons = explained()
    unexplained = 0
    for exercise, path in paths.items():
        source = path.read_text()
        mutants = mutants_of(source)
        alive, count = survivors(exercise, source, mutants), len(mutants)
        new = [m for m in alive if (exercise, str(m)) not in reasons]
        unexplained += len(new)
        print(
            f"{exercise}: {count} mutants, {count - len(alive)} killed, {len(alive)} survive, "
            f"{len(alive) - len(new)} of them explained"
        )
        for mutant in new:
            print(f"    {mutant}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
