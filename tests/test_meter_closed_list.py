"""What C code and libraries do is priced, known to be free, or named as escaped: both sides of the list."""

import contextlib

import numpy as np
import pytest

from decodelab import Meter
from decodelab.meter import known
from tests.test_meter import cell

PRODUCT = 30 * 30 * 4
"""Multiply-adds of K @ K.T below: who hides them must be counted or named."""

TOOLS = """
import asyncio, builtins, collections, contextlib, contextvars, copy, dataclasses, functools, itertools, json, operator, pickle
import re, threading, types, weakref
from concurrent.futures import ThreadPoolExecutor
class Holder:
    def __init__(self, array): self.array = array
    def __array__(self, dtype=None, copy=None): return self.array
names = {'np': np}
"""
HIDDEN = {
    "operator.call": "operator.call(np.matmul, K, KT, S)",
    "its own call": "np.matmul.__call__(K, KT, S)",
    "call found by name": "getattr(np.matmul, '__call__')(K, KT, S)",
    "call of its type": "type(np.matmul).__call__(np.matmul, K, KT, S)",
    "dot's own call": "np.dot.__call__(K, KT, S)",
    "bound by types": "types.MethodType(np.matmul, K)(KT, S)",
    "a method of an array, found by name": "object.__getattribute__(K, 'dot')(KT, S)",
    "methodcaller": "operator.methodcaller('dot', KT)(K)",
    "reflected": "KT.__rmatmul__(K)",
    "matrix": "np.asmatrix(K) * np.asmatrix(KT)",
    "masked": "np.ma.dot(K, KT)",
    "protocol of functions": "K.__array_function__(np.dot, [np.ndarray], (K, KT, S), {})",
    "protocol of ufuncs": "K.__array_ufunc__(np.matmul, '__call__', K, KT)",
    "private function": "np._core.multiarray.dot(K, KT, S)",
    "private einsum": "np._core.multiarray.c_einsum('ij,kj->ik', K, K)",
    "eval by another name": ("run = eval", "run('np.matmul(K, KT, out=S)', {**names, 'K': K, 'KT': KT, 'S': S})"),
    "exec in a list": ("tools = [exec]", "tools[0]('np.matmul(K, KT, out=S)', {**names, 'K': K, 'KT': KT, 'S': S})"),
    "eval of builtins": "builtins.eval('np.matmul(K, KT, out=S)')",
    "exec of bytes": "exec(b'np.matmul(K, KT, out=S)')",
    "code made before": ("code = compile('np.matmul(K, KT, out=S)', 'x', 'eval')", "eval(code)"),
    "eval in map": "list(map(eval, ['np.matmul(K, KT, out=S)'], [{**names, 'K': K, 'KT': KT, 'S': S}]))",
    "eval in partial": "functools.partial(eval, 'np.matmul(K, KT, out=S)')({**names, 'K': K, 'KT': KT, 'S': S})",
    "starmap": "list(itertools.starmap(np.matmul, [(K, KT, S)]))",
    "takewhile": "list(itertools.takewhile(lambda x: (K @ KT).all(), [1]))",
    "takewhile in C": "tuple(itertools.takewhile(functools.partial(operator.call, lambda x: (K @ KT).all()), [1]))",
    "filterfalse": "list(itertools.filterfalse(lambda x: (K @ KT).all(), [1]))",
    "groupby": "list(itertools.groupby([1], key=lambda x: (K @ KT)[0, 0]))",
    "sentinel": "[x for x, _ in zip(iter(functools.partial(np.matmul, K, KT, S), None), [1])] if len(K) < 1 else next(iter(functools.partial(np.matmul, K, KT), Equal()), 0)",
    "reduce": "functools.reduce(np.matmul, [K, KT])",
    "key of sorted": "sorted([1], key=functools.partial(Ignore, np.matmul, K, KT))",
    "key of list.sort": "[KT].sort(key=K.dot)",
    "key of max": "max([KT], key=K.__matmul__)",
    "cache": ("product = functools.lru_cache(np.matmul)", "product(Holder(K), Holder(KT))"),
    "single dispatch": ("product = functools.singledispatch(np.matmul)", "product(K, KT)"),
    "vectorized before": ("product = np.vectorize(np.matmul, signature='(n,d),(d,m)->(n,m)')", "product(K, KT)"),
    "ufunc of objects before": ("product = np.frompyfunc(np.matmul, 2, 1)", "product(objects(K), objects(KT))"),
    "ufunc of objects here": "np.frompyfunc(lambda i: (K @ KT)[0, 0], 1, 1)(0)",
    "piecewise": "np.piecewise(K, [K == K], [lambda x: (K @ KT)[0, 0]])",
    "pad": "np.pad(K, 1, lambda *a, **k: K @ KT and None) if len(K) < 1 else np.apply_along_axis(K.dot, 0, KT)",
    "apply over axes": "np.apply_over_axes(lambda a, axis: (K @ KT)[:, :1], K, [0])",
    "property in C": ("class P(np.ndarray):\n    gram = property(functools.partial(np.matmul, np.eye(2)))", "P(2).gram"),
    "property of methodcaller": "K.view(type('P', (np.ndarray,), {'gram': property(operator.methodcaller('__matmul__', KT))})).gram",
    "cached property in C": (
        "class P:\n    gram = functools.cached_property(functools.partial(eval, '1'))",
        "P().gram",
    ),
    "operator in C": ("class P(np.ndarray):\n    __add__ = np.ndarray.__matmul__", "K.view(P) + KT"),
    "operator in C, class made here": "K.view(type('P', (np.ndarray,), {'__add__': np.ndarray.__matmul__})) + KT",
    "subclass of map": ("class M(map):\n    pass", "list(M(np.matmul, [K], [KT], [S]))"),
    "subclass of partial": ("class M(functools.partial):\n    pass", "M(np.matmul, K, KT, S)()"),
    "subclass of Thread": (
        "class T(threading.Thread):\n    pass",
        "t = T(target=np.matmul, args=(K, KT, S)); t.start(); t.join()",
    ),
    "factory of a dataclass": (
        "@dataclasses.dataclass\nclass D:\n    a: object = dataclasses.field(default_factory=functools.partial(eval, '1'))",
        "D()",
    ),
    "default of a dict": "collections.defaultdict(functools.partial(np.matmul, K, KT, S))[0]",
    "thread": "t = threading.Thread(target=np.matmul, args=(K, KT, S)); t.start(); t.join()",
    "timer": "t = threading.Timer(0, np.matmul, (K, KT, S)); t.start(); t.join()",
    "pool": "pool = ThreadPoolExecutor(1); pool.submit(np.matmul, K, KT, S).result(); pool.shutdown()",
    "map of a pool": "pool = ThreadPoolExecutor(1); list(pool.map(np.matmul, [K], [KT], [S])); pool.shutdown()",
    "to_thread": "asyncio.run(asyncio.to_thread(np.matmul, K, KT, S))",
    "context": "contextvars.copy_context().run(np.matmul, K, KT, S)",
    "exit stack": "contextlib.ExitStack().callback(np.matmul, K, KT, S)",
    "finalizer": "weakref.finalize(Holder(K), np.matmul, K, KT, S)",
    "hook of json": "json.loads('[1.5]', parse_float=functools.partial(Ignore, np.matmul, K, KT))",
    "substitution": "re.sub('a', functools.partial(Ignore, np.matmul, K, KT), 'a')",
    "how an object is copied": ("class R:\n    def __reduce__(self): return eval, ('1',)", "copy.copy(R())"),
    "how an object is pickled": ("class R:\n    def __reduce__(self): return eval, ('1',)", "pickle.dumps(R())"),
    "what a pickle calls": (f"data = {b'cbuiltins' + bytes([10]) + b'eval' + bytes([10]) + b'(V1' + bytes([10]) + b'tR.'!r}", "pickle.loads(data)"),
    "numpy's name on another's function": (
        "def shape(K, KT, S): return np.matmul(K, KT, out=S)\nshape.__module__ = 'numpy'",
        "shape(K, KT, S)",
    ),
    "numpy's dispatcher on another's function": (
        "from numpy._core.overrides import array_function_dispatch\n"
        "@array_function_dispatch(lambda K, KT, S: (K,), module='numpy')\n"
        "def shape(K, KT, S): return np.matmul(K, KT, out=S)",
        "shape(K, KT, S)",
    ),
    "iterator made before": ("products = map(np.matmul, itertools.cycle([np.eye(2)]), itertools.cycle([np.eye(2)]))", "next(products)"),
    "whole numbers as long as arrays": "n = int.from_bytes(K.tobytes()); n * n",
    "powers of long numbers": "pow(3, 1 << 5000, (1 << 5000) + 1)",
    "factorial": "__import__('math').factorial(2000)",
    "decimals as long as arrays": "import decimal; decimal.getcontext().prec = 5000; decimal.Decimal(1) / 7",
    "objects as long as arrays": "a = np.array([1 << 5000] * 2, object); a * a",
    "regular expression": "re.match('a*b', 'a' * 65)",
    "database": "import sqlite3; sqlite3.connect(':memory:').execute('select 1')",
    "difference of lists": "import difflib; difflib.SequenceMatcher(None, 'ab', 'ba').ratio()",
    "compression": "import zlib; zlib.compress(K.tobytes())",
    "polynomials": "np.poly1d(K[0]) * np.poly1d(K[1])",
    "polynomials of the new kind": "from numpy.polynomial import Polynomial; Polynomial(K[0]) * Polynomial(K[1])",
    "tests of numpy": "np.testing.assert_no_warnings(np.matmul, K, KT, S)",
    "how numpy prints": "np.array2string(K[0], formatter={'float': functools.partial(Ignore, np.matmul, K, KT)})",
    "timeit": "import timeit; timeit.timeit(functools.partial(np.matmul, K, KT, S), number=1)",
    "tracing": "import sys; sys.setprofile(None)",
    "ctypes": "import ctypes; ctypes.memset(K.ctypes.data, 0, 0)",
    "process": "import subprocess; subprocess.run(['true'])",
    "memory file": "np.save(__import__('io').BytesIO(), K)",
}  # fmt: skip
OPERATOR = "class D(np.ndarray):\n    __add__ = np.ndarray.__matmul__\nd = np.ones((30, 30)).view(D)\ndel D\n"
"""An array whose + is a product, and whose class has no name any more."""
KEPT = {
    "65 in a list": (OPERATOR + 'things = [0] * 70 + [d]\ndel d', 'things[-1] + K'),
    "65 in a dict": (OPERATOR + "things = {**dict.fromkeys(range(70)), 'd': d}\ndel d", "things['d'] + K"),
    "set": ('class D:\n    def __set__(s, o, v): v @ v.T\nclass H:\n    x = D()', 'H().x = K'),
    "deque": (OPERATOR + 'things = collections.deque([d])\ndel d', 'things[0] + K'),
    "slots": (OPERATOR + "class Sl:\n    __slots__ = 'd'\nthing = Sl()\nthing.d = d\ndel d, Sl", 'thing.d + K'),
    "list subclass": (OPERATOR + 'class L(list): pass\nthing = L([d])\ndel d, L', 'thing[0] + K'),
    "dict subclass": (OPERATOR + 'class L(dict): pass\nthing = L(d=d)\ndel d, L', "thing['d'] + K"),
    "namespace": (OPERATOR + 'thing = types.SimpleNamespace(d=d)\ndel d', 'thing.d + K'),
    "module": (OPERATOR + "thing = types.ModuleType('thing')\nthing.d = d\ndel d", 'thing.d + K'),
    "dict in class": (OPERATOR + "class H:\n    d = {'d': d}\ndel d", "H.d['d'] + K"),
    "object array": (OPERATOR + 'thing = np.empty(1, object)\nthing[0] = d\ndel d', 'thing[0] + K'),
    "key of a dict": (OPERATOR + 'class Hd:\n    def __init__(s, d): s.d = d\nthings = {Hd(d): 1}\ndel d, Hd', 'next(iter(things)).d + K'),
    "weak reference": (OPERATOR + 'import weakref\nclass Hd:\n    def __init__(s, d): s.d = d\nkept = [Hd(d)]\nthing = weakref.ref(kept[0])\ndel d, Hd', 'thing().d + K'),
    "context variable": (OPERATOR + "v = contextvars.ContextVar('v', default=d)\ndel d", 'v.get() + K'),
    "iterator": (OPERATOR + 'it = iter([d])\ndel d', 'next(it) + K'),
    "generator": (OPERATOR + 'def g(d):\n    while True: yield d\nit = g(d)\ndel d, g', 'next(it) + K'),
    "function attribute": (OPERATOR + 'def h(): pass\nh.d = d\ndel d', 'h.d + K'),
    "builtins": (OPERATOR + 'builtins.marks = d\ndel d', 'marks + K'),
    "exception": (OPERATOR + 'e = ValueError(d)\ndel d', 'e.args[0] + K'),
    "queue": (OPERATOR + 'import queue\nq = queue.Queue()\nq.put(d)\ndel d', 'q.get() + K'),
    "thread local": (OPERATOR + 'import threading\nl = threading.local()\nl.d = d\ndel d', 'l.d + K'),
    "partial": (OPERATOR + 'p = functools.partial(lambda d: d, d)\ndel d', 'p() + K'),
    "memo of a cache": (OPERATOR + '@functools.lru_cache\ndef h(): return kept[0]\nkept = [d]\nh()\nkept.clear()\ndel d', 'h() + K'),
    "class dict of instance in class": (OPERATOR + 'class Hd:\n    def __init__(s, d): s.d = d\nclass H:\n    x = Hd(d)\ndel d, Hd', 'H.x.d + K'),
    "python descriptor": ('class D:\n    def __get__(s, o, t): return o[0] @ o[1]\nclass H(list):\n    x = D()', 'H([K, KT]).x'),
    "reduce calls self, plain": ('class D:\n    __get__ = functools.reduce\n    def __call__(s, a, b): return b if isinstance(a, type) else a @ b\nclass H(list):\n    x = D()', 'H([K, KT]).x'),
    "instance with C dunder in a class": ('class D(np.ndarray):\n    __add__ = np.ndarray.__matmul__\nclass H:\n    d = np.ones((30, 30)).view(D)', 'H.d + K'),
    "getter in C without a name": ('def make():\n    class D:\n        __get__ = functools.reduce\n        def __call__(s, a, b): return b if isinstance(a, type) else a @ b\n    class H(list):\n        x = D()\n    return H\nH = make()', 'H([K, KT]).x'),
}  # fmt: skip
"""Where something may lie whose class nobody has met when counting begins."""
MORE_TOOLS = """
class Equal:
    def __eq__(self, other): return True
def Ignore(f, a, b, c): f(a, b); return '1'
Ignore = functools.partial(lambda f, a, b, c: (f(a, b), '1')[1])
def objects(a):
    held = np.empty(1, object)
    held[0] = a
    return held
"""


def _source(before, body):
    steps = "\n    ".join(body.split("; "))
    return f"{TOOLS}{MORE_TOOLS}{before}\ndef f(K, KT, S):\n    {steps}\n"


@pytest.mark.event_loop
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("way", HIDDEN)
def test_work_hidden_behind_c_code_is_counted_or_named(way):
    before, body = HIDDEN[way] if isinstance(HIDDEN[way], tuple) else ("", HIDDEN[way])
    function = cell(_source(before, body))["f"]
    K = np.random.default_rng(0).normal(size=(30, 4))
    with Meter(function) as meter, contextlib.suppress(Exception):  # some can't go on with what they get
        function(K, K.T, np.empty((30, 30)))
    total, escapes = meter.counts.total, meter.counts.escapes
    assert total.multiply_adds >= PRODUCT or total.other_flops > 1000 or escapes, "it has escaped unnoticed"
    for escape in escapes:
        assert len(escape.reason) > 15 and (escape.source or "made before" in escape.reason), escape


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("way", KEPT)
def test_work_of_an_object_that_is_met_on_the_way_is_counted_or_named(way):
    function = cell(_source(*KEPT[way]))["f"]
    K = np.random.default_rng(0).normal(size=(30, 4))
    with Meter(function) as meter, contextlib.suppress(TypeError):
        function(K, K.T, np.empty((30, 30)))
    assert meter.counts.total.multiply_adds >= PRODUCT or meter.counts.escapes, "it has escaped unnoticed"


def test_a_function_that_replaces_one_of_numpys_own_is_named(monkeypatch):
    names = cell("def asarray(a): return a\ndef f(K): return np.linalg.norm(K)\n")
    monkeypatch.setattr(np.linalg._linalg, "asarray", names["asarray"])
    with Meter(names["f"]) as meter:
        names["f"](np.eye(3))
    assert "numpy.linalg._linalg.asarray was replaced" in meter.counts.escapes[0].reason


HONEST = {
    "look at arrays": "len(K), K.shape, isinstance(K, np.ndarray), id(K), hasattr(K, 'dtype'), callable(K), repr(K)[:9]",
    "print": "print(K[:0], end='')",
    "iterators": "[list(zip(K, K)), list(enumerate(K)), list(reversed(K)), list(itertools.chain(K, K)), next(iter(K))]",
    "pairs": "list(itertools.islice(itertools.cycle([1, 2]), 3)), list(itertools.product([1], [2])), list(itertools.pairwise([1, 2]))",
    "clock": "import time; time.perf_counter(), time.monotonic_ns()",
    "log": "import logging; logging.getLogger('x').debug('shape %s', K.shape)",
    "warn": "import warnings; warnings.simplefilter('ignore'); warnings.warn('so')",
    "types": "import typing; typing.cast(np.ndarray, K), typing.get_type_hints(g)",
    "dataclass": ("@dataclasses.dataclass(frozen=True)\nclass D:\n    a: object\n    b: list = dataclasses.field(default_factory=list)\n    def __post_init__(self): object.__setattr__(self, 'c', 1)", "dataclasses.replace(D(K), a=K[1:]).a.sum()"),
    "named tuple": ("P = collections.namedtuple('P', 'keys values')\nclass Q(__import__('typing').NamedTuple):\n    keys: object", "P(K, K)._replace(keys=K[1:]).keys, Q(K).keys"),
    "namespace": "types.SimpleNamespace(keys=K).keys",
    "enum": ("import enum\nclass E(enum.Enum):\n    A = 1", "E(1) is E.A, E['A']"),
    "abc": ("import abc\nclass B(abc.ABC):\n    @abc.abstractmethod\n    def g(self): ...\nclass C(B):\n    def g(self): return 1", "C().g()"),
    "generic": ("import typing\nT = typing.TypeVar('T')\nclass C(typing.Generic[T]):\n    def __init__(self, a: T): self.a = a", "C[int](K).a, C(K).a"),
    "protocol": ("import typing\nclass C(typing.Protocol):\n    def g(self): ...\nclass D(C):\n    def g(self): return 1", "D().g()"),
    "subclass of list": ("class L(list):\n    def __init__(self, *a): super().__init__(*a)\n    def append(self, x): super().append(x)", "L([1]).append(K)"),
    "subclass of dict": ("class L(dict):\n    pass", "L(a=K)['a']"),
    "subclass of an array": ("class A(np.ndarray):\n    def __array_finalize__(self, obj): self.n = 1", "K.view(A).sum()"),
    "slots": ("class C:\n    __slots__ = 'a'\n    def __init__(self, a): self.a = a", "C(K).a"),
    "setattr": "h = Holder(K); setattr(h, 'a', K); object.__setattr__(h, 'b', K); getattr(h, 'b')",
    "hidden attributes": ("class C:\n    def __getattr__(self, name): return super().__getattribute__('__dict__')\n    def __setattr__(self, n, v): super().__setattr__(n, v)", "c = C(); c.a = K"),
    "order": ("@functools.total_ordering\nclass C:\n    def __eq__(self, o): return True\n    def __lt__(self, o): return False", "C() >= C()"),
    "cached property": ("class C:\n    @functools.cached_property\n    def a(self): return np.ones(3)", "C().a.sum()"),
    "remembered": ("@functools.lru_cache\ndef h(n): return np.ones(n)", "h(3).sum()"),
    "partial method": ("class C:\n    def g(self, a): return a\n    h = functools.partialmethod(g, 1)", "C().h()"),
    "partial": "functools.partial(g, K)(), list(map(functools.partial(np.add, 1.0), K))",
    "wraps": ("def d(f):\n    @functools.wraps(f)\n    def w(*a): return f(*a)\n    return w\n@d\ndef h(a): return a", "h(K)"),
    "context manager": ("@contextlib.contextmanager\ndef m(a):\n    yield a", "with m(K) as a: a.sum()"),
    "nothing to close": "with contextlib.suppress(ValueError), contextlib.nullcontext(K) as a, np.errstate(all='ignore'): a.sum()",
    "stack of contexts": ("@contextlib.contextmanager\ndef m(a):\n    yield a", "with contextlib.ExitStack() as s: s.enter_context(m(K)).sum()"),
    "lock": ("lock = threading.Lock()", "with lock: K.sum()"),
    "queue": ("import queue\nq = queue.Queue()", "q.put(K); q.get().sum()"),
    "thread of one's own": "t = threading.Thread(target=g, args=(K,)); t.start(); t.join()",
    "pool of one's own": "pool = ThreadPoolExecutor(1); pool.submit(g, K).result(), list(pool.map(g, [K])); pool.shutdown()",
    "coroutine": ("async def h(a):\n    await asyncio.sleep(0)\n    return a", "asyncio.run(h(K))"),
    "generator": ("def h():\n    x = yield\n    while True: x = yield x.sum()", "c = h(); next(c); c.send(K); c.close()"),
    "weak": "h = Holder(K); weakref.ref(h)().array, weakref.WeakValueDictionary(a=h)['a']",
    "context variable": ("v = contextvars.ContextVar('v')", "v.set(K); v.get().sum()"),
    "copy": "copy.copy(K), copy.deepcopy([K]), copy.deepcopy(Holder(K)).array.sum()",
    "pickle": "pickle.loads(pickle.dumps(K)).sum()",
    "sort with keys": "sorted(['b', 'aa'], key=len), sorted([(1, 2)], key=operator.itemgetter(1)), sorted([2, -1], key=abs), max([1.5], key=float), min(['a'], key=str.lower)",
    "sort with a comparison": "sorted([2, 1], key=functools.cmp_to_key(lambda a, b: a - b))",
    "counters": "collections.Counter('abc').most_common(1), collections.defaultdict(list)[1].append(K), collections.ChainMap({'a': K})['a'], collections.OrderedDict(a=K).move_to_end('a')",
    "queues": "d = collections.deque(maxlen=3); d.append(K); d.extend([K, K]); d.rotate(1)",
    "mathematics": "import math; math.sqrt(2.0), math.exp(1.0), math.comb(5, 2), math.isclose(1.0, 1.0), math.prod([1.5, 2.0]), math.inf, math.gcd(4, 6)",
    "statistics": "import statistics; statistics.fmean(K[0].tolist()), statistics.median([1.0, 2.0])",
    "heap and bisection": "import bisect, heapq; h = [3, 1]; heapq.heapify(h); heapq.heappush(h, 2); heapq.nlargest(1, h); bisect.bisect([1, 2], 1); bisect.insort(h, 4)",
    "exact numbers": "from fractions import Fraction; from decimal import Decimal; Fraction(1, 3) + Fraction(1, 6), Decimal('0.1') * 3",
    "whole numbers": "(12).bit_length(), int('12'), (1 << 70) + 1, divmod(7, 2), round(2.5), float.hex(1.5), (5).to_bytes(2), int.from_bytes(b'ab')",
    "text": "'a b'.split(), ', '.join(map(str, [1, 2])), f'{K.shape} {1.5:.2f}', '%s' % 1, 'abc'.find('b'), 'a'.encode(), 'x'.zfill(3)",
    "small regular expression": "re.match('a+', 'aab').group(), re.compile('b').sub('c', 'abc')",
    "little json": "json.loads(json.dumps({'n': len(K)}))",
    "chance": "import random; random.random(), random.randint(1, 6), np.random.default_rng(0).normal(size=3)",
    "other containers": "import array, struct; array.array('d', K[0]), struct.unpack('4d', struct.pack('4d', *K[0].tolist())), memoryview(K)[0, 0], bytes(3), bytearray(3)",
    "system": "import os, sys, platform; os.environ.get('A'), os.cpu_count(), sys.getsizeof(K), platform.python_version(), sys.version_info[:2]",
    "tests of numpy": "np.testing.assert_allclose(K, K)",
    "views": "np.lib.stride_tricks.sliding_window_view(K, 2, axis=0), np.lib.stride_tricks.as_strided(K), np.ndenumerate(K), np.nditer(K)",
    "masked": "m = np.ma.masked_less(K, 0.0); m.sum(), m.filled(0.0), np.ma.exp(m).max()",
    "vectorized": "np.vectorize(lambda x: x + 1.0)(K), np.vectorize(__import__('math').exp, otypes=[float])(K[0])",
    "arrays of functions": "handlers = [np.exp, np.sum]; handlers.append(np.max); {'a': np.exp}; [h(K) for h in handlers]",
    "import within": "import numpy as again; again.sum(K)",
    "documentation": "g.__doc__, g.__name__, Holder.__module__, type(K).__name__, vars(Holder(K)), dir(K)[0], help",
    "exceptions": "e = ValueError('a'); e.args, str(e), ExceptionGroup('g', [e]).exceptions",
    "comprehension": "{tuple(row) for row in K.tolist()}, {i: row for i, row in enumerate(K)}, [*K, *K], (lambda *a, **k: a)(*K, a=K)",
}  # fmt: skip


@pytest.mark.event_loop
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("way", HONEST)
def test_what_honest_code_does_does_not_escape(way):
    before, body = HONEST[way] if isinstance(HONEST[way], tuple) else ("", HONEST[way])
    function = cell(_source("def g(a): return a\n" + before, body))["f"]
    K = np.random.default_rng(0).normal(size=(30, 4))
    with Meter(function) as meter:
        function(K, K.T, np.empty((30, 30)))
    assert not meter.counts.escapes, meter.counts.escapes


def test_the_list_of_what_is_free_is_short_and_explicit():
    """Whoever makes it longer says here why: each name is a way past the meter, if it calls what it is given."""
    exceptions = sum(isinstance(f, type) and issubclass(f, BaseException) for f in known.FREE.values())
    assert len(known.FREE) - exceptions <= 80
    assert len(known.FREE_MODULES | known.HANDING_MODULES) <= 30 and len(known.LITTLE_MODULES) <= 60
    never = (exec, eval, compile, iter, type, map, filter, sorted, sum)
    assert not any(id(f) in known.FREE for f in never)


@pytest.mark.parametrize("root, value, free", [
    ("random", "a" * 4096, True),
    ("random", "a" * 4097, False),
    ("re", "a" * 64, True),
    ("re", "a" * 65, False),
    ("random", [0] * 256, True),
    ("random", [0] * 257, False),
    ("random", np.ones(1), True),
    ("random", np.ones(2), False),
    ("random", [np.ones(2)], False),
    ("random", 1 << 4095, True),
    ("random", 1 << 4096, False),
    ("weakref", np.ones(1000), True),
    ("weakref", np.matmul, False),
    ("unheard_of", 1, False),
    ("ctypes", 1, False),
])  # fmt: skip
def test_what_has_no_price_is_free_up_to_a_limit(root, value, free):
    with Meter(known.why_unseen):
        assert (known.why_unseen(len, "name", root, (value,), {}) is None) == free
