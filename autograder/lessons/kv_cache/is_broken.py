"""is_broken (optional): the learner's own test of a cache in a box, judged by right and broken caches."""

import numpy as np

from autograder.kit.exercise import another_type, aspect, call, exercise, fail, something
from autograder.kit.misconception import known
from decodelab import cache_boxes
from decodelab.designs import KVCache


def _probe(is_broken, rng):
    """What the test says of each box, as numbers."""
    for _ in range(2):
        yield np.array([bool(is_broken(box.play)) for box in cache_boxes.boxes()], dtype=float)


@exercise("is_broken", probe=_probe)
def is_broken(is_broken, *, rng):
    """True for a cache that shows something else than a KVCache must, False for a right one."""
    every = cache_boxes.boxes()
    said = {}
    with aspect("answer", "an answer for each box, True or False"):
        for index in rng.permutation(len(every)):  # who counts calls can't know which box is whose
            result = call(is_broken, every[index].play, shown="is_broken(play)")
            something(result, "is_broken(play)")
            if not isinstance(result, (bool, np.bool_)):
                another_type(result, "is_broken(play)", "True or False")
            said[index] = bool(result)
    with aspect("right", "no right cache is called broken, in whatever way it is written"):
        for index, box in enumerate(every):
            if not box.wrong and said[index]:
                fail(
                    "your test calls a cache broken that is right. What does it ask for that the docstring "
                    "of KVCache doesn't?"
                )
    with aspect("broken", "every broken cache is found"):
        for index, box in enumerate(every):
            if box.wrong and not said[index]:
                fail(f"your test lets {box.wrong} pass.\n{box.hint}")


def tried(
    play,
    *,
    pieces=(1, 3, 1, 20),
    dtype=np.float32,
    twice=True,
    looks=("keys", "values", "length", "dtype"),
    last_only=False,
):
    """A test of a box made of what tests are made of: pieces appended, and what is looked at."""
    rng = np.random.default_rng(0)
    for _ in range(2 if twice else 1):
        given = [
            tuple(rng.normal(size=(d,) if t == 1 else (t, d)).astype(dtype) for d in (3, 2)) for t in pieces
        ]
        right = KVCache(3, 2)
        for place, ((k, v), (keys, values, length)) in enumerate(zip(given, play(given), strict=True)):
            right.append(k, v)
            if last_only and place < len(given) - 1:
                continue
            if (
                ("keys" in looks and not np.array_equal(keys, right.keys))
                or ("values" in looks and not np.array_equal(values, right.values))
                or ("length" in looks and length != len(right))
                or ("dtype" in looks and (keys.dtype, values.dtype) != (dtype, dtype))
            ):
                return True
    return False


MISCONCEPTIONS = known(
    tried,
    (
        "single_tokens_only",
        {"pieces": (1,) * 25},
        "Your test says what one says that appends single tokens only.",
        "append takes several tokens at once, too. What could go wrong there?",
    ),
    (
        "one_cache_only",
        {"twice": False},
        "Your test says what one says that makes a single cache.",
        "What would a second cache show, if the two shared their rows?",
    ),
    (
        "few_tokens",
        {"pieces": (1, 3)},
        "Your test says what one says that appends a handful of tokens.",
        "There is no largest length. How would you notice one?",
    ),
    (
        "dtype_not_looked_at",
        {"looks": ("keys", "values", "length")},
        "Your test says what one says that doesn't look at dtypes.",
        "float32 in, float32 out. Which test tells float32 from float64, when the numbers are equal?",
    ),
    (
        "keys_only",
        {"looks": ("keys", "length", "dtype")},
        "Your test says what one says that compares the keys and not the values.",
        "What else does a cache keep?",
    ),
    (
        "length_not_looked_at",
        {"looks": ("keys", "values", "dtype")},
        "Your test says what one says that never looks at the length.",
        "What has len(cache) to be after a chunk of three?",
    ),
)
