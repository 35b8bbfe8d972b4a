"""From source to counting code: every expression the learner wrote becomes a call of its Site.

    scores = cache.keys @ q      ->      scores = ‹site 7›.binary(cache.keys, q)

The sites are constants of the code object, so no name is added to the learner's namespace, and
nothing is executed here: functions get the counting code in exchange for their own, see `meter.py`.
"""

import __future__

import ast
import functools
import linecache
import operator
import warnings

from decodelab.meter.counts import Place
from decodelab.meter.sites import Site
from decodelab.meter.strings import source_of

_FUTURE = functools.reduce(
    operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)
_MARK = "\0site "
_TEMPORARY = ".meter "  # not an identifier: no name of the learner's can be equal to it

_OPERATIONS = {
    ast.Add: ("add", "add"),
    ast.Sub: ("sub", "subtract"),
    ast.Mult: ("mul", "multiply"),
    ast.Div: ("truediv", "divide"),
    ast.MatMult: ("matmul", "matmul"),
    ast.FloorDiv: ("floordiv", "other"),
    ast.Mod: ("mod", "other"),
    ast.Pow: ("pow", "power"),
    ast.LShift: ("lshift", "other"),
    ast.RShift: ("rshift", "other"),
    ast.BitAnd: ("and_", "other"),
    ast.BitOr: ("or_", "other"),
    ast.BitXor: ("xor", "other"),
    ast.USub: ("neg", "other"),
    ast.UAdd: ("pos", "other"),
    ast.Invert: ("invert", "other"),
    ast.Lt: ("lt", "compare"),
    ast.LtE: ("le", "compare"),
    ast.Gt: ("gt", "compare"),
    ast.GtE: ("ge", "compare"),
    ast.Eq: ("eq", "compare"),
    ast.NotEq: ("ne", "compare"),
}


class SourceUnavailable(LookupError):
    """The meter works on source, and this function's cannot be found or is not what was run."""


class Unit:
    """One source text (a notebook cell, a file, a string for exec) and its counting code.

    sites      every Site of it
    globals    where its functions live, for numpy's warnings
    """

    def __init__(self, source, filename, flags, mode="exec"):
        self.filename, self.globals, self.sites = filename, {}, []
        self._lines = source.split("\n")
        options = dict(filename=filename, mode=mode, flags=flags, dont_inherit=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            original = compile(source, **options)
            tree = ast.parse(source, filename, mode)
            counting = compile(ast.fix_missing_locations(_Instrument(self).visit(tree)), **options)
        self.code = self._with_sites(counting)
        self._twins = {}
        self._pair(original, self.code)

    def codes(self):
        """The code objects of this source's functions, as they are and counting."""
        return self._twins.keys()

    def twin(self, code):
        """The counting code of one of this source's functions, or None if `code` isn't one of them."""
        return self._twins.get(code)

    def new_site(self, node, statement, operation=None, kind=None):
        text = self._lines[statement - 1].strip() if 0 < statement <= len(self._lines) else ""
        place = Place(self.filename, node.lineno, node.col_offset, self._segment(node), text)
        self.sites.append(Site(place, self, operation and getattr(operator, operation), kind))
        return f"{_MARK}{len(self.sites) - 1}"

    def _segment(self, node):
        """The node's source on one line. (ast.get_source_segment splits the whole file for every node.)"""
        lines = [line.encode() for line in self._lines[node.lineno - 1 : node.end_lineno]]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return " ".join(b" ".join(lines).decode(errors="replace").split())

    def _with_sites(self, code):
        def constant(value):
            if isinstance(value, str) and value.startswith(_MARK):
                return self.sites[int(value[len(_MARK) :])]
            return self._with_sites(value) if isinstance(value, type(code)) else value

        return code.replace(co_consts=tuple(map(constant, code.co_consts)))

    def _pair(self, original, counting):
        """Same functions in the same order: instrumentation adds none and moves none."""
        mine, theirs = (
            [c for c in code.co_consts if isinstance(c, type(code))] for code in (original, counting)
        )
        if len(mine) == len(theirs):
            for a, b in zip(mine, theirs):
                if (
                    a.co_name == b.co_name
                    and a.co_firstlineno == b.co_firstlineno
                    and a.co_freevars == b.co_freevars
                ):
                    self._twins[a] = self._twins[b] = b
                    self._pair(a, b)


_units: dict = {}


def unit_of(code, module_globals=None):
    """The Unit of the source that `code` was compiled from. Raises SourceUnavailable."""
    if code in _of_strings:
        return _of_strings[code]
    # every string given to exec has this name: a text that is kept under it is some other one's
    lines = [] if code.co_filename == "<string>" else linecache.getlines(code.co_filename, module_globals)
    flags = code.co_flags & _FUTURE
    key = (code.co_filename, flags, hash(tuple(lines)))
    if key not in _units:
        if not lines:
            if found := source_of(code, module_globals or {}, flags):
                return unit_of_string(*found, code.co_filename, flags)
            raise SourceUnavailable(
                f"the source of {code.co_qualname} can't be found ({code.co_filename}). The meter rewrites "
                "source: define the function in a notebook cell (without %%time or %%capture) or in a file."
            )
        if len(_units) > 500:
            _units.clear()
        try:
            _units[key] = Unit("".join(lines), code.co_filename, flags)
        except (SyntaxError, ValueError) as error:
            raise SourceUnavailable(
                f"the source of {code.co_qualname} in {code.co_filename} doesn't compile: {error}"
            ) from None
    return _units[key]


_of_strings: dict = {}
"""The Unit of every code object that came from a string given to exec or eval, the counting ones included."""


def unit_of_string(source, mode, filename="<string>", flags=0):
    """The Unit of a string given to exec or eval. Raises SyntaxError and ValueError as they do."""
    unit = Unit(source, filename, flags, mode)
    if len(_of_strings) > 2000:
        _of_strings.clear()
    _of_strings.update(dict.fromkeys(unit.codes(), unit))
    return unit


class _Instrument(ast.NodeTransformer):
    def __init__(self, unit):
        self._unit = unit
        self._statement = 1

    # -- pieces

    def _site(self, node, operation=None, kind=None):
        mark = self._unit.new_site(node, getattr(node, "lineno", self._statement), operation, kind)
        return ast.copy_location(ast.Constant(mark), node)

    def _call(self, node, method, *arguments, operation=None, kind=None):
        site = self._site(node, operation, kind)
        function = ast.copy_location(ast.Attribute(site, method, ast.Load()), node)
        return ast.copy_location(ast.Call(function, list(arguments), []), node)

    def _tick(self, node, kind=None):
        return self._call(node, "tick", kind=kind)

    # -- expressions

    def visit_BinOp(self, node):
        if isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant):
            return node
        self.generic_visit(node)
        return self._call(node, "binary", node.left, node.right, **_operation(node.op))

    def visit_UnaryOp(self, node):
        if isinstance(node.op, ast.Not) or isinstance(node.operand, ast.Constant):
            return self.generic_visit(node)
        self.generic_visit(node)
        return self._call(node, "unary", node.operand, **_operation(node.op))

    def visit_Compare(self, node):
        self.generic_visit(node)
        if len(node.ops) > 1:
            site = [self._call(node, "peek", x) for x in (node.left, *node.comparators)]
            node.left, node.comparators = site[0], site[1:]
            return node
        op, right = node.ops[0], node.comparators[0]
        if isinstance(op, (ast.Is, ast.IsNot)):
            return node
        if isinstance(op, (ast.In, ast.NotIn)):
            return self._call(node, "contains" if isinstance(op, ast.In) else "missing", node.left, right)
        return self._call(node, "binary", node.left, right, **_operation(op))

    def visit_Call(self, node):
        runs_source = (
            isinstance(node.func, ast.Name)
            and node.func.id in ("exec", "eval")
            and node.args
            and not isinstance(node.args[0], ast.Starred)
        )
        self.generic_visit(node)
        if runs_source:
            function = ast.copy_location(ast.Name(node.func.id, ast.Load()), node.func)
            node.args[0] = self._call(node, "source_to_run", function, node.args[0])
        if not (isinstance(node.func, ast.Name) and node.func.id == "super"):
            node.func = self._call(node, "call", node.func, kind="source" if runs_source else None)
        return node

    def visit_Subscript(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            return self._call(node, "item", node.value, self._index(node.slice))
        node.value = self._call(node, "target", node.value)
        return node

    def _index(self, node):
        """A slice as an expression: `a:b` as slice(a, b, None), wherever it stands in the index."""
        if isinstance(node, ast.Slice):
            parts = [part or ast.Constant(None) for part in (node.lower, node.upper, node.step)]
            return self._call(node, "slice", *(ast.copy_location(part, node) for part in parts))
        if isinstance(node, ast.Tuple):
            node.elts = [self._index(part) for part in node.elts]
        return node

    def visit_Lambda(self, node):
        self.generic_visit(node)
        node.body = ast.copy_location(
            ast.BoolOp(ast.And(), [self._tick(node.body, "entry"), node.body]), node.body
        )
        return node

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.ifs.insert(0, self._tick(node.target))
        return node

    def _display(self, node):
        self.generic_visit(node)
        if isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and any(
            isinstance(e, ast.Starred) for e in node.elts
        ):
            return self._call(node, "copies", node)
        return node

    visit_List = visit_Tuple = visit_Set = _display

    def visit_Dict(self, node):
        self.generic_visit(node)
        return self._call(node, "copies", node) if None in node.keys else node

    # -- statements

    def visit_FunctionDef(self, node):
        node.decorator_list = [self.visit(d) for d in node.decorator_list]
        arguments = node.args
        arguments.defaults = [self.visit(d) for d in arguments.defaults]
        arguments.kw_defaults = [d and self.visit(d) for d in arguments.kw_defaults]
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        body = self._block(node.body)
        node.body = [
            *body[:start],
            ast.copy_location(ast.Expr(self._tick(node, "entry")), node),
            *body[start:],
        ]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        node.decorator_list = [self.visit(d) for d in node.decorator_list]
        node.bases = [self.visit(b) for b in node.bases]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        node.body = self._block(node.body)
        return node

    def _loop(self, node):
        self.generic_visit(node)
        node.body.insert(0, ast.copy_location(ast.Expr(self._tick(node)), node))
        return node

    visit_For = visit_AsyncFor = visit_While = _loop

    def visit_Assign(self, node):
        self.generic_visit(node)
        if any(isinstance(n, ast.Starred) for target in node.targets for n in ast.walk(target)):
            node.value = self._call(node, "copies", node.value)
        return node

    def visit_AnnAssign(self, node):  # the annotation stays as it is
        node.target = self.visit(node.target)
        node.value = node.value and self.visit(node.value)
        return node

    def visit_AugAssign(self, node):
        """`x += y` as `x = ‹site›.inplace(x, y)`; the container of x is evaluated once and before y."""
        operation = _operation(node.op, inplace=True)
        target, before, after = node.target, [], []
        if not isinstance(target, ast.Name):
            held = self._temporary(target.value, before, after)
            if isinstance(target, ast.Subscript):
                index = self._temporary(self._index(self.visit(target.slice)), before, after, visited=True)
                load = self._call(target, "item", held, index)
                store = ast.Subscript(self._call(target, "target", held), index, ast.Store())
            else:
                load = ast.Attribute(held, target.attr, ast.Load())
                store = ast.Attribute(held, target.attr, ast.Store())
        else:
            load, store = ast.Name(target.id, ast.Load()), target
        value = self._call(
            node, "inplace", ast.copy_location(load, target), self.visit(node.value), **operation
        )
        assign = ast.copy_location(ast.Assign([ast.copy_location(store, target)], value), node)
        return [*before, assign, *after] if before else assign

    def _temporary(self, value, before, after, visited=False):
        if isinstance(value, (ast.Name, ast.Constant)):
            return value
        name = f"{_TEMPORARY}{len(before)}"
        at = functools.partial(ast.copy_location, old_node=value)
        before.append(
            at(ast.Assign([at(ast.Name(name, ast.Store()))], value if visited else self.visit(value)))
        )
        after.append(at(ast.Delete([at(ast.Name(name, ast.Del()))])))
        return at(ast.Name(name, ast.Load()))

    def visit_match_case(self, node):  # patterns stay as they are
        node.guard = node.guard and self.visit(node.guard)
        node.body = self._block(node.body)
        return node

    def visit_TypeAlias(self, node):
        return node

    def _block(self, statements):
        visited = []
        for statement in statements:
            result = self.visit(statement)
            visited.extend(result if isinstance(result, list) else [result])
        return visited


def _operation(op, inplace=False):
    name, kind = _OPERATIONS[type(op)]
    return {"operation": f"i{name.rstrip('_')}" if inplace else name, "kind": kind}
