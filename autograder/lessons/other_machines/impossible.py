"""impossible: ids of the measurements that don't fit into memory, or beat their floor.

Over 400 lines: what can go wrong is what can in three exercises before, and a little more.
"""

from dataclasses import replace

from autograder.kit.driving import drive
from autograder.kit.exercise import (
    another_type,
    aspect,
    call,
    exercise,
    fail,
    note,
    quiet,
    something,
    with_article,
)
from autograder.kit.misconception import known
from autograder.kit.verdict import CheckFailed
from autograder.lessons.other_machines.measured import ABOUT, caches, ladders, mixed
from decodelab import floor
from decodelab.listing import list_with
from decodelab.published import GIB


def _probe(impossible, rng):
    """Ids as text: where on each ladder of measurements an answer draws its line."""
    for some in ladders(rng):
        yield _as_text(impossible(some))


def _as_text(result):
    if isinstance(result, str) or result is None or not hasattr(result, "__iter__"):
        return f"{type(result).__name__} {result}"
    unordered = isinstance(result, (set, frozenset, dict))
    return ("in no order: " if unordered else "") + " ".join(
        str(item) for item in (sorted(map(str, result)) if unordered else result)
    )


@exercise("impossible", probe=_probe)
def impossible(impossible, *, rng):
    """Ids of those that can't be true, in the order given."""
    helped, before = [], set()
    with aspect("empty", "none of no measurements"):
        _take(impossible, [], helped, before)
    for kind, (_, statement) in ABOUT.items():
        with aspect(kind, statement):
            for _ in range(2):
                _take(impossible, mixed(rng, kind), helped, before)
    with aspect("order", "a list of ids, in the order of the measurements"):
        _take(impossible, mixed(rng, *ABOUT), helped, before)
        _take(impossible, [m for m in mixed(rng, *ABOUT) if not floor.impossible([m])], helped, before)
    if helped:
        note(
            "it was judged with the course's step_seconds and seconds_a_step in place of yours, which give "
            "other numbers or none: do those exercises again"
        )


def _take(impossible, measurements, helped, before):
    """Fail unless the answer names just the impossible ones, by itself or with the course's own functions.

    before: ids of the measurements of earlier calls; those of this one are added
    """
    try:
        given = list(measurements)  # whatever an answer does to its list
        ids = _ids(call(impossible, given, shown="impossible(measurements)"))
        earlier = before - {m.id for m in measurements}
        before.update(m.id for m in measurements)
        _judge(measurements, ids, earlier)
    except CheckFailed as failure:
        if not _right_with_ours(impossible, measurements):
            raise failure from None
        helped.append(failure)


OURS = {name: getattr(floor, name) for name in ("largest_batch", "step_seconds", "seconds_a_step")}
"""What an answer may call of earlier exercises. They stay here when a class is graded, and are asked from
there."""


def _right_with_ours(impossible, measurements):
    try:
        with quiet():
            found = drive(list_with, impossible, given=list(measurements), others=OURS)
    except (Exception, SystemExit):
        return False
    return found == floor.impossible(measurements)


IDS = "a list of ids, each the text in .id of a measurement"


def _ids(result):
    """The ids of a result in their order, a list of text."""
    something(result, "impossible(measurements)")
    if isinstance(result, (set, frozenset)):
        fail(
            "impossible(measurements) is a set, which has no order; expected a list of ids in the order of "
            "the measurements.",
            misconception="a_set",
            diagnosable=False,
        )
    many = hasattr(result, "__iter__") and not isinstance(result, (str, dict))
    items = call(list, result, shown="going through impossible(measurements)") if many else None
    if items is None or not all(isinstance(item, str) for item in items):
        _no_ids(result, items)
    return items


def _no_ids(result, items):
    """Fail: there is something else than ids."""
    odd = next((item for item in items or [] if not isinstance(item, str)), None)
    seen = f"has {with_article(type(odd).__name__)} in it" if items else ""
    for kind, id in (("Measurement", "measurements_for_ids"), ("bool", "truth_for_ids")):
        if type(odd).__name__ == kind:
            fail(f"impossible(measurements) {seen}; expected {IDS}.", misconception=id, diagnosable=False)
    another_type(result, "impossible(measurements)", IDS, seen)


def _judge(measurements, found, before=()):
    expected = floor.impossible(measurements)
    if found == expected:
        return
    known = {m.id: m for m in measurements}
    for id in found:
        if id not in known:
            fail(
                f"{id!r} is the id of none of the measurements."
                + (
                    "\nIt was one of an earlier call's. Where is your list made, and how many calls use it?"
                    if id in before
                    else ""
                ),
                misconception="list_outlives_call" if id in before else None,
                diagnosable=id not in before,
            )
    wrong = [id for id in found if id not in expected]
    missing = [id for id in expected if id not in found]
    for id in (wrong or missing)[:1]:
        m = known[id]
        verdict = (
            "is among yours, and it can be true" if wrong else "is not among yours, and it can't be true"
        )
        fail(
            f"{id} {verdict}: {_told(m)}.\n{len(wrong)} of {len(measurements)} are there wrongly, "
            f"{len(missing)} are missing."
        )
    if len(found) > len(set(found)):
        twice = next(id for id in found if found.count(id) > 1)
        fail(
            f"{twice} is there {found.count(twice)} times; once is enough.",
            misconception="named_twice",
            question="What happens to a measurement that fails both questions?",
        )
    fail(
        f"the ids are right, in another order: {', '.join(found[:3])}, …; expected "
        f"{', '.join(expected[:3])}, …"
    )


def _told(m):
    """What there is to know of a measurement, in a sentence."""
    experts = f", {m.model.active / 1e9:.1f}B active" if m.model.active else ""
    many = f"{m.n_machines} machines" if m.n_machines > 1 else "one machine"
    narrow = f" (cache: {m.cache_bits:g})" if m.cache_bits != 16 else ""
    several = f", {m.tokens_a_step:g} tokens a step" if m.tokens_a_step != 1 else ""
    return (
        f"{m.model.parameters / 1e9:.1f}B parameters{experts}, {m.weight_bits:g} bits{narrow}, "
        f"batch {m.batch}, {m.context:g} tokens, {many}, {m.value:.4g} {m.metric}{several}. It holds "
        f"{floor.bytes_held(m) / GIB:.1f} of {m.n_machines * m.machine.memory_bytes / GIB:.1f} GiB; its "
        f"step took {1e3 * floor.seconds_a_step(m):.2f} ms, its floor is {1e3 * floor.floor_of(m):.2f} ms"
    )


# -- what goes wrong -----------------------------------------------------------------------------------


def _readers(m):
    return {"tokens_per_s_total": m.batch, "tokens_per_s_total_per_machine": m.batch / m.n_machines}.get(
        m.metric, 1
    )


def _took(m, readers=_readers, tokens=lambda m: m.tokens_a_step):
    seconds = m.value / 1000 if m.metric == "ms_per_token" else readers(m) / m.value
    return seconds * tokens(m)


def _by_other_heads(m, heads):
    """Bytes of caches in which so many sets of keys and values are kept."""
    return caches(m) * heads / m.model.n_kv_heads


def _floor(m, parameters, embedding, n_machines=None, batch=None):
    read = replace(m.model, parameters=parameters, embedding=embedding)
    machines = m.n_machines if n_machines is None else n_machines
    return floor.step_seconds(
        read, m.machine, batch or m.batch, m.context, m.weight_bits, m.cache_bits, machines
    )


def _in_parts(
    measurements,
    *,
    read=lambda m: (m.model.active, 0) if m.model.active else (m.model.parameters, m.model.embedding),
    machines=lambda m: m.n_machines,
    weights=lambda m: m.model.parameters * m.weight_bits / 8,
    caches=caches,
    memory=lambda m: m.machine.memory_bytes * m.n_machines,
    too_full=lambda held, memory: held > memory,
    took=_took,
    floor_of=lambda m: m,
    too_fast=lambda took, least: took < 0.98 * least,
    either=lambda no_room, fast: no_room or fast,
    shown=lambda found, measurements: [m.id for m in found],
):
    found = []
    for m in measurements:
        no_room = too_full(weights(m) + caches(m), memory(m))
        if either(no_room, too_fast(took(m), _floor(floor_of(m), *read(m), machines(m)))):
            found.append(m)
    return shown(found, measurements)


def _took_by(**changed):
    return {"took": lambda m: _took(m, **changed)}


MISCONCEPTIONS = known(
    _in_parts,
    (
        "memory_only",
        {"either": lambda no_room, fast: no_room},
        "You looked at memory only.",
        "Something fits. How fast can it be at most?",
    ),
    (
        "speed_only",
        {"either": lambda no_room, fast: fast},
        "You looked at speed only.",
        "Something is slow enough. Is there room for it?",
    ),
    (
        "both_asked_for",
        {"either": lambda no_room, fast: no_room and fast},
        "You named those that both don't fit and are too fast.",
        "Is one of the two enough?",
    ),
    (
        "one_but_not_both",
        {"either": lambda no_room, fast: no_room != fast},
        "You left out those that neither fit nor are slow enough.",
        "What happens to a measurement that fails both questions?",
    ),
    (
        "wrong_way_round",
        {"either": lambda no_room, fast: not (no_room or fast)},
        "You named those that can be true.",
        "What should a measurement on your list have done?",
    ),
    (
        "slow_called_impossible",
        [
            {"too_fast": lambda took, least: took > 0.98 * least},
            {"too_fast": lambda took, least: took > least},
            {"too_fast": lambda took, least: took > least / 0.98},
            {"too_fast": lambda took, least: took > 1.02 * least},
            *(
                {"too_fast": lambda took, least, n=n: took < 0.98 * least or took > n * least}
                for n in (1.02, 1.5, 2, 3, 4, 5, 8, 10, 20, 50, 100, 1000)
            ),
        ],
        "You named steps that took longer than their floor.",
        "Can a step take longer than it must? Can it take less?",
    ),
    (
        "roomy_called_impossible",
        {"too_full": lambda held, memory: held < memory},
        "You named those that leave room.",
        "What happens if there is memory to spare?",
    ),
    (
        "no_tolerance",
        {"too_fast": lambda took, least: took < least},
        "You named steps that are within 2 % of their floor.",
        "How exact are data sheets and averages?",
    ),
    (
        "tolerance_the_other_way",
        [
            {"too_fast": lambda took, least: took < 1.02 * least},
            {"too_fast": lambda took, least: took < least / 0.98},
            {"too_fast": lambda took, least: 0.98 * took < least},
        ],
        "You named steps that took a little longer than their floor.",
        "On which side of the floor do the 2 % lie?",
    ),
    (
        "far_tolerance",
        [
            {"too_fast": lambda took, least, part=part: took < part * least}
            for part in (0.02, 0.5, 0.8, 0.9, 0.95)
        ],
        "You let pass steps that took far less than their floor.",
        "How much less than its floor may a step take?",
    ),
    (
        "full_called_impossible",
        {"too_full": lambda held, memory: held >= memory},
        "You named one that fills its memory to the last byte.",
        "Is a memory that is full to the last byte too small?",
    ),
    (
        "gb_for_gib",
        [
            {"memory": lambda m: m.machine.memory_bytes * m.n_machines / GIB * 1e9},
            {
                "weights": lambda m: m.model.parameters * m.weight_bits / 8 * GIB / 1e9,
                "caches": lambda m: caches(m) * GIB / 1e9,
            },
        ],
        "Your machines have GB where they have GiB, 7 % more.",
        "memory_bytes is in bytes already. What is left to convert?",
    ),
    (
        "gib_for_gb",
        {"memory": lambda m: m.machine.memory_bytes * m.n_machines * GIB / 1e9},
        "Your machines have 7 % more memory than memory_bytes says.",
        "memory_bytes is in bytes already. What is left to convert?",
    ),
    (
        "memory_of_one_machine",
        {"memory": lambda m: m.machine.memory_bytes},
        "You looked at the memory of one machine.",
        "Over what are weights and caches spread?",
    ),
    (
        "floor_of_one_machine",
        {"machines": lambda m: 1},
        "Your floor is that of one machine.",
        "What does each of four machines read?",
    ),
    (
        "caches_not_held",
        {"caches": lambda m: 0},
        "You looked for room for the weights alone.",
        "What else is in memory while a text is written?",
    ),
    (
        "one_cache_held",
        {"caches": lambda m: caches(m) / m.batch},
        "You looked for room for one cache.",
        "How many sequences are there at once?",
    ),
    (
        "caches_of_16_bits",
        {"caches": lambda m: caches(m) * 16 / m.cache_bits},
        "Your caches take 16 bits a number, whatever cache_bits is.",
        "How many bytes does a number in the cache take?",
    ),
    (
        "floor_of_wide_caches",
        {"floor_of": lambda m: replace(m, cache_bits=16)},
        "Your floor takes 16 bits a number of the cache, whatever cache_bits is.",
        "How many bits does step_seconds take for a number of the cache if it is not told?",
    ),
    (
        "weights_of_16_bits",
        {"weights": lambda m: 2 * m.model.parameters},
        "Your weights take 16 bits each, whatever weight_bits is.",
        "How many bytes does a weight take?",
    ),
    (
        "weights_in_whole_bits",
        {"weights": lambda m: m.model.parameters * int(m.weight_bits) // 8},
        "You cut the bits of a weight down to whole ones.",
        "What are 4.5 bits, on average over many weights?",
    ),
    (
        "embedding_not_held",
        {"weights": lambda m: (m.model.parameters - m.model.embedding) * m.weight_bits / 8},
        "The embedding table takes no memory in your count.",
        "It is not read as a whole. Does it have to be there?",
    ),
    (
        "experts_not_held",
        {"weights": lambda m: (m.model.active or m.model.parameters) * m.weight_bits / 8},
        "Of a mixture of experts you looked for room for the active parameters.",
        "The next token may use other experts. Where are they in the meantime?",
    ),
    (
        "all_experts_read",
        [
            {"read": lambda m: (m.model.parameters, m.model.embedding)},
            {"read": lambda m: (m.model.parameters, 0 if m.model.active else m.model.embedding)},
        ],
        "Every token of a mixture reads all experts in your floor.",
        "How many of its parameters does a token use?",
    ),
    (
        "embedding_taken_off_twice",
        {"read": lambda m: (m.model.active or m.model.parameters, m.model.embedding)},
        "You took the embedding table off the active parameters.",
        "Is it among the active ones?",
    ),
    (
        "embedding_read",
        {"read": lambda m: (m.model.active or m.model.parameters, 0)},
        "The whole embedding table is read in your floor.",
        "How many of its rows does one token need?",
    ),
    (
        "total_for_one_reader",
        [
            _took_by(readers=lambda m: 1),
            _took_by(readers=lambda m: 1 / m.n_machines if m.metric.endswith("machine") else 1),
            _took_by(readers=lambda m: 1 if m.metric == "tokens_per_s_total" else _readers(m)),
        ],
        "You took what all readers get together for what one gets.",
        "Whose tokens does each of the four metrics count?",
    ),
    (
        "per_machine_for_all",
        _took_by(readers=lambda m: m.batch if "total" in m.metric else 1),
        "You took the tokens of one machine for those of all.",
        "Whose tokens does each of the four metrics count?",
    ),
    (
        "divided_by_machines",
        _took_by(readers=lambda m: _readers(m) * (m.n_machines**2 if m.metric.endswith("machine") else 1)),
        "You divided what each machine gives by the number of machines.",
        "Whose tokens does each of the four metrics count?",
    ),
    (
        "batch_on_one_reader",
        [
            _took_by(readers=lambda m: m.batch if m.metric == "tokens_per_s" else _readers(m)),
            {"took": lambda m: _took(m) * (m.batch if m.metric == "ms_per_token" else 1)},
            {"took": lambda m: _took(m) * (m.batch if "total" not in m.metric else 1)},
        ],
        "The number of readers counts for metrics of one reader, too.",
        "Which of the four speak of one reader already?",
    ),
    (
        "speculation_ignored",
        [
            _took_by(tokens=lambda m: 1),
            {"took": lambda m: _took(m) if m.metric == "tokens_per_s" else _took(m, tokens=lambda m: 1)},
        ],
        "You took tokens for steps where a step makes several.",
        "A reader gets 2.5 tokens a step and waits 10 ms for each. How long is the step?",
    ),
    (
        "speculation_upside_down",
        _took_by(tokens=lambda m: 1 / m.tokens_a_step),
        "You divided by tokens_a_step.",
        "A reader gets 2.5 tokens a step and waits 10 ms for each. How long is the step?",
    ),
    (
        "milliseconds",
        {"took": lambda m: _took(m) * (1000 if m.metric == "ms_per_token" else 1)},
        "You compared milliseconds with seconds.",
        "In which unit is step_seconds?",
    ),
    (
        "sorted",
        {"shown": lambda found, _: sorted(m.id for m in found)},
        "Your ids are sorted.",
        "In which order were the measurements given?",
    ),
    (
        "backwards",
        {"shown": lambda found, _: [m.id for m in found][::-1]},
        "Your ids are in the opposite order.",
        "In which order were the measurements given?",
    ),
    (
        "first_one_only",
        {"shown": lambda found, _: [m.id for m in found][:1]},
        "Your list ends after the first.",
        "What does `return` do inside a loop?",
    ),
    (
        "last_one_only",
        {"shown": lambda found, _: [m.id for m in found][-1:]},
        "Your list has only the last.",
        "Where does the list begin, before the loop or inside it?",
    ),
    (
        "bits_for_bytes",
        [
            {"weights": lambda m: m.model.parameters * m.weight_bits},
            {"caches": lambda m: 8 * caches(m)},
            {"weights": lambda m: m.model.parameters * m.weight_bits, "caches": lambda m: 8 * caches(m)},
        ],
        "What you hold, or a part of it, is in bits, and the memory in bytes.",
        "How many bits are a byte?",
    ),
    (
        "all_heads_cached",
        [
            {"caches": lambda m: _by_other_heads(m, m.model.n_heads)},
            {"floor_of": lambda m: replace(m, model=replace(m.model, n_kv_heads=m.model.n_heads))},
        ],
        "Your caches have keys and values for every head.",
        "How many sets of keys and values are there where several heads share one?",
    ),
    (
        "keys_only",
        {"caches": lambda m: caches(m) / 2},
        "Your caches have keys or values, not both.",
        "What does a token leave in the cache?",
    ),
    (
        "floor_of_one_sequence",
        {"floor_of": lambda m: replace(m, batch=1)},
        "Your floor is that of a step for one sequence.",
        "How many caches does a step of the whole batch read?",
    ),
    (
        "floor_of_one_width",
        [
            {"floor_of": lambda m: replace(m, weight_bits=16)},
            {"floor_of": lambda m: replace(m, weight_bits=16, cache_bits=16)},
            {"floor_of": lambda m: replace(m, weight_bits=m.cache_bits, cache_bits=m.weight_bits)},
        ],
        "Your floor does not have the bits of the measurement, or has them for other numbers.",
        "How many bits does step_seconds take if it is not told, and in which order does it take them?",
    ),
    (
        "total_for_one_reader",
        [
            {"took": lambda m: m.tokens_a_step / m.value},
            {"took": lambda m: 1 / m.value},
            {"took": lambda m: m.value / 1000 if m.metric == "ms_per_token" else 1 / m.value},
            {"took": lambda m: m.batch * m.tokens_a_step / m.value},
        ],
        "You turned every value, or every rate, into seconds in the same way.",
        "Whose tokens does each of the four metrics count, and in which unit is each?",
    ),
    (
        "mixture_left_out",
        [
            {"shown": lambda found, _: [m.id for m in found if not m.model.active]},
            {"read": lambda m: (1, 0) if m.model.active else (m.model.parameters, m.model.embedding)},
        ],
        "You never name a mixture of experts for its speed.",
        "A token of a mixture reads the active parameters. How long does that take at least?",
    ),
    (
        "batch_and_context_swapped",
        {"floor_of": lambda m: replace(m, batch=m.context, context=m.batch)},
        "Your floor has batch and context the other way round.",
        "In which order does step_seconds take its arguments?",
    ),
    (
        "tolerance_for_memory",
        [
            {"too_full": lambda held, memory, part=part: held > part * memory}
            for part in (1.02, 1 / 0.98, 1.05, 1.1, 0.98, 0.95, 0.9)
        ],
        "Your line between fitting and not fitting lies beside the memory there is.",
        "The 2 % are for the time of a step. How exactly is known what has to be held?",
    ),
)
