"""Small functions that use much of Python and numpy: what they do must not change under the meter."""

import abc
import array
import collections
import contextlib
import copy
import dataclasses
import enum
import functools
import heapq
import inspect
import itertools
import operator
import sys
import types
import warnings

import numpy as np

G = 3


def probe_types():
    a = np.float32(3)
    b = np.ones(3, "f")
    return [
        type(x).__name__
        for x in (a * 2, a * 2.0, b * 2, b @ b, b * a, (b > 1).any(), 1 / 3, 2**3, -b, b[0], b[1:], ~(b > 0))
    ], (b @ b).dtype


def probe_alias():
    a = np.arange(10.0)
    v = a[2:5]
    v += 1
    a[0:2] += v[:2]
    b = a
    b *= 2
    return a.tolist(), b is a, v.base is a


def probe_out():
    a = np.ones((3, 3))
    o = np.empty((3, 3))
    r = np.matmul(a, a, out=o)
    return r is o, o.tolist()


def probe_zerodiv():
    return 1 / 0


def probe_mismatch():
    return np.ones((2, 3)) @ np.ones((2, 3))


def probe_index():
    return [1, 2][5]


def probe_key():
    return {}["a"]


def probe_attr():
    return (3).foo


def probe_typeerr():
    return 3 + "a"


def probe_typeerr2():
    return [1] * [2]


def probe_notcallable():
    x = 3
    return x(4)


def probe_argerr():
    def f(a):
        return a

    return f(1, 2)


def probe_npargerr():
    return np.sum()


def probe_unpack():
    a, b = np.ones(3)
    return a


def probe_warn_div():
    return np.ones(3) / np.zeros(3)


def probe_warn_exp():
    return np.exp(np.array([1e5]))


def probe_warn_mean():
    return np.mean(np.array([]))


def probe_warn_user():
    warnings.warn("hi")
    warnings.warn("hi2", stacklevel=1)
    return 1


def helper_warn():
    warnings.warn("deep", DeprecationWarning, stacklevel=2)


def probe_warn_deep():
    helper_warn()
    return 0


def probe_default_filter():
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("default")
        for _ in range(3):
            np.log(np.array([-1.0]))
    return len(w), w[0].lineno, w[0].filename


def probe_locals():
    a = 1
    b = 2
    c = a + b
    return sorted(locals()), sorted(k for k in globals() if "meter" in k.lower())


def probe_exec():
    d = {}
    exec("x = [i*2.0 for i in range(3)]", d)
    return d["x"], eval("1+G"), eval(" G*2 ")


def probe_exec_local():
    x = 5
    return eval("x+1")


def probe_exec_syntax():
    exec("x = = 2")


class A:
    z = 1

    def __init__(self):
        self.v = np.zeros(3)
        self.n = 0

    @property
    def p(self):
        return self.v * 2

    @staticmethod
    def s(x):
        return x + 1

    @classmethod
    def c(cls, x):
        return cls.__name__, x * 2

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return ("item", i)

    def __setitem__(self, i, v):
        self.last = (i, v)

    def __delitem__(self, i):
        self.gone = i

    def __contains__(self, x):
        return x == 7

    def __add__(self, o):
        return ("add", o)

    def __radd__(self, o):
        return ("radd", o)

    def __iadd__(self, o):
        self.n += o
        return self

    def __matmul__(self, o):
        return "mm"

    def __neg__(self):
        return "neg"

    def __eq__(self, o):
        return "eq"

    def __lt__(self, o):
        return "lt"

    def __call__(self, *a, **k):
        return a, k

    def __enter__(self):
        return self

    def __exit__(self, *a):
        return True

    def __private(self):
        return "priv"

    def usepriv(self):
        return self.__private()


class B(A):
    def __init__(self):
        super().__init__()
        self.w = 2

    @property
    def p(self):
        return super().p + 1


def probe_class():
    a = B()
    a[1:2, ...] = 5
    del a[3]
    l = a.last
    x = a + 1
    y = 1 + a
    z = a @ a
    w = -a
    a += 4
    r = 7 in a, 8 not in a
    return (
        l,
        a.gone,
        x,
        y,
        z,
        w,
        a.n,
        r,
        a == 1,
        a < 2,
        a(1, k=2),
        a[1, 2:3],
        len(a),
        a.p.tolist(),
        a.s(1),
        a.c(2),
        B.s(3),
        a.usepriv(),
    )


def probe_with():
    a = A()
    with a:
        raise ValueError
    return "ok"


@dataclasses.dataclass
class D:
    x: int = 1
    y: list = dataclasses.field(default_factory=list)

    def total(self):
        return self.x + sum(self.y)


def probe_dataclass():
    d = D(2, [1.0, 2.0])
    return d, d.total(), d == D(2, [1.0, 2.0]), dataclasses.asdict(d)


def probe_annotations():
    def f(a: 1 + 2, *, b: "x" = 3) -> G + 1:
        pass

    return f.__annotations__, inspect.signature(f)


def probe_doc():
    def f():
        "doc"
        return 1

    return f.__doc__, f(), f.__name__, f.__qualname__, f.__code__.co_varnames, f.__code__.co_firstlineno


def probe_gen():
    def g():
        x = yield 1
        y = yield x + 1
        return y

    it = g()
    r = [next(it), it.send(5)]
    try:
        it.send(9)
    except StopIteration as e:
        r.append(e.value)
    return (
        r,
        sum(i * i for i in range(4)),
        list(map(operator.mul, [1.0, 2.0], [3.0, 4.0])),
        type(map(operator.mul, [1], [2])).__name__,
    )


def probe_aug():
    l = [1, 2]
    m = l
    l += [3]
    d = {"a": 1}
    d["a"] += 1
    t = (l,)
    try:
        t[0] += [4]
    except TypeError as e:
        msg = str(e)
    return l, m is l, d, t, msg


def probe_order():
    log = []

    def f(x):
        log.append(x)
        return x

    d = {}
    d[f(1)] = f(2)
    a = [0] * 9
    a[f(3)] += f(4)
    class_ = types.SimpleNamespace(q=1)

    def h():
        log.append("h")
        return class_

    h().q += f(5)
    f(6) < f(7) < f(8)
    f(9) + f(10) * f(11)
    (f(12), *[f(13)])
    f(f(14))
    return log, a, class_.q


def probe_unbound():
    x += 1
    return x


def probe_nonlocal():
    n = 0

    def inc():
        nonlocal n
        n += 1
        return n

    return inc(), inc()


def probe_global():
    global G
    G += 1
    r = G
    G -= 1
    return r


def probe_match():
    r = []
    for v in (1, -1, [1, 2, 3], {"a": 2}, "x", -1.5):
        match v:
            case -1:
                r.append("neg")
            case [a, *b]:
                r.append((a, b))
            case {"a": q}:
                r.append(q)
            case int() if v > 0:
                r.append("int")
            case -1.5:
                r.append("f")
            case _:
                r.append("_")
    return r


def probe_walrus():
    return [y for x in range(5) if (y := x * 2) > 3], (z := 3) + z


def probe_fstring():
    x = 1.5
    return f"{x*2=:.2f} {x!r:>5} {[i + 1 for i in range(2)]}"


def probe_lambda():
    return (lambda x, y=2: x * y)(3), sorted([3, 1, 2], key=lambda v: -v)


def probe_resize():
    class C:
        pass

    c = C()
    c.b = np.zeros((2, 2))
    c.b.resize((4, 2))
    b = np.zeros(3)
    b.resize(5)
    return c.b.shape, b.shape


def probe_refcount():
    x = object()
    return sys.getrefcount(x)


def probe_print():
    print("a", 1 + 1, end="!")
    print(np.arange(3) * 2.0)


def probe_star():
    def f(*a, **k):
        return a, k

    return (
        f(*[1, 2], **{"z": 3}),
        [*range(3), *"ab"],
        {**{"a": 1}, "b": 2},
        (lambda *a: a)(*map(lambda v: v + 1, [1, 2])),
    )


def probe_iteratoridentity():
    it = iter([1.0, 2.0, 3.0])
    s = sum(itertools.islice(it, 2))
    return s, next(it), iter(it) is it


def probe_any():
    it = iter([0, 0, 1, 5])
    return any(it), next(it)


def probe_lru():
    @functools.lru_cache
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    return fib(20), fib.cache_info()


def probe_partial():
    p = functools.partial(np.sum, axis=0)
    return p(np.ones((2, 3))).tolist(), p.func is np.sum


def probe_vectorize():
    return (
        np.vectorize(lambda a, b: a * b)([1.0, 2.0], [3.0, 4.0]).tolist(),
        np.apply_along_axis(np.sum, 1, np.ones((2, 3))).tolist(),
        np.frompyfunc(operator.add, 2, 1)([1, 2], [3, 4]).tolist(),
    )


def probe_struct():
    a = np.zeros(3, dtype=[("k", "f4", 2), ("v", "f8")])
    a["k"][1] = 2
    a[2] = ([1, 2], 3)
    return a.tolist()


def probe_memview():
    m = memoryview(bytearray(b"abc"))
    m[0] = 65
    a = array.array("d", [1, 2])
    a[0] = 3
    a.append(2.5)
    return bytes(m), a.tolist(), a[1:]


def probe_deque():
    d = collections.deque([1, 2, 3], maxlen=3)
    d.append(4)
    d[0] += 1
    del d[1]
    return d, 4 in d


def probe_slices():
    l = list(range(10))
    l[2:4] = [9]
    del l[0:2]
    l[::2] = [0] * len(l[::2])
    a = np.arange(12).reshape(3, 4)
    a[:, 1] = -1
    a[a > 9] = 0
    a[[0, 1], [2, 3]] = 7
    a[..., None][0] = 3
    return l, a.tolist()


def probe_setslice_err():
    a = np.zeros((2, 2))
    a[0:1] = [1, 2, 3]


def probe_tryfinally():
    r = []
    try:
        try:
            r.append(1 / 0)
        finally:
            r.append([i + 1 for i in range(2)])
    except ZeroDivisionError as e:
        r.append(str(e))
    else:
        r.append("no")
    return r


def probe_except_tb():
    try:
        np.ones(2) @ np.ones(3)
    except ValueError as e:
        return str(e), type(e).__name__


def probe_chain():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError("x") from e


def probe_recursion():
    def f(n):
        return 1 if n == 0 else n * f(n - 1)

    return f(50)


def probe_enum():
    class E(enum.Enum):
        A = 1 + 1
        B = "b"

    return E.A, list(E)


def probe_abc():
    class I(abc.ABC):
        @abc.abstractmethod
        def f(self): ...

    class J(I):
        def f(self):
            return 1 + 1

    return J().f(), I.__abstractmethods__


def probe_getsource():
    return inspect.getsource(probe_lambda), probe_lambda.__code__.co_name


def probe_cm():
    @contextlib.contextmanager
    def cm():
        yield 5

    with cm() as v:
        return v + 1


def probe_ndsub():
    class S(np.ndarray):
        pass

    s = np.ones(3).view(S)
    return type(s * 2).__name__, type(s[1:]).__name__, type(s @ s).__name__, isinstance(s.sum(), S)


def probe_listsub():
    class L(list):
        def __setitem__(self, i, v):
            super().__setitem__(i, v * 2)

        def append(self, x):
            super().append(x + 1)

    l = L([1])
    l[0] = 3
    l.append(1)
    return l


def probe_slots():
    class S:
        __slots__ = ("a", "__dict__")

        def __init__(self):
            self.a = 1

    s = S()
    s.a += 2
    s.b = 1
    return s.a, s.__dict__


def probe_desc():
    class Des:
        def __get__(s, o, t):
            return "got"

        def __set__(s, o, v):
            o.__dict__["st"] = v

    class S:
        d = Des()

    s = S()
    s.d = 4
    return s.d, s.st


def probe_getattr():
    class S:
        def __getattr__(s, n):
            if n.startswith("_"):
                raise RuntimeError("no " + n)
            return n

    s = S()
    return s.foo, s.bar + "x"


def probe_meta():
    class M(type):
        def __call__(c, *a):
            o = super().__call__(*a)
            o.t = 1
            return o

    class S(metaclass=M):
        pass

    return S().t


def probe_chained():
    a = 3
    return 1 < a < 5, 1 < a > 7, [i for i in range(9) if 2 <= i < 4]


def probe_arrbool():
    if np.ones(2) > 0:
        pass


def probe_del():
    x = [1]
    del x[0]
    del x
    return "x" in locals()


def probe_deepcopy():
    c = [np.ones(2), {"a": [1]}]
    d = copy.deepcopy(c)
    return d[0] is c[0], d[1]["a"]


def probe_npr():
    return np.r_[1:4, 0], np.c_[[1, 2], [3, 4]].tolist(), np.mgrid[0:2].tolist(), np.s_[1:2]


def probe_heap():
    h = []
    heapq.heappush(h, 3)
    heapq.heappush(h, 1)
    return heapq.heappop(h), heapq.nsmallest(1, [3, 2])


def probe_int_err():
    return int("x")


def probe_matmul_list():
    return np.dot([1, 2], [3, 4]), [1, 2] @ np.array([3, 4])


def probe_async():
    async def f():
        return 1 + 1

    c = f()
    try:
        c.send(None)
    except StopIteration as e:
        return e.value


def probe_frame():
    return sys._getframe().f_code.co_name, inspect.currentframe().f_lineno


def probe_class_body():
    class C:
        n = 3
        n += 1
        sq = [i * i for i in range(n)]
        d = {}
        d["a"] = 1
        d["a"] += 1

    return sorted(k for k in vars(C) if not k.startswith("_")), C.sq, C.d


def probe_type_pow():
    return (
        pow(2, 3, 5),
        2**-1,
        7 // 2,
        -7 % 3,
        1 << 3,
        5 & 3,
        ~5,
        +True,
        -True,
        True + True,
        abs(-3),
        divmod(7, 2),
        1j * 1j,
    )


def probe_str():
    return (
        "a" * 3 + "b",
        "a" in "abc",
        "%s-%d" % ("x", 3),
        "abc"[1:],
        b"ab" + b"c",
        ",".join(str(i) for i in range(3)),
    )


def probe_set():
    return {1, 2} | {3}, {1} & {1, 2}, {1, 2} - {1}, 1 in {1}


def probe_int_arr():
    a = np.arange(5)
    a[1] += 3
    a //= 2
    return a, a.dtype, (a * 2.5).dtype


def probe_iadd_cast():
    a = np.arange(3)
    a += 1.5


def probe_uint():
    return np.uint8(200) + np.uint8(100)


ALL = [value for name, value in sorted(vars().items()) if name.startswith("probe_")]
