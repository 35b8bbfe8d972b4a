"""Is this machine ready for the course? One line a thing, and how to mend it."""

import importlib
import importlib.metadata
import os
import sys
from pathlib import Path

NEEDED = {
    "numpy": (2, 0),
    "matplotlib": (3, 8),
    "ipywidgets": (8, 0),
    "nbgrader": (0, 9),
    "jupyterlab": (4, 0),
    "threadpoolctl": (3, 0),
}
"""Packages the lessons import or run in, and the oldest version they are known to work with."""

_REPAIR = (
    "close JupyterLab and start it again with `make lab` (or, with conda, activate the environment first)"
)


def report():
    """Print [OK] or [FAIL] and the remedy for each thing the lessons rely on; returns True if all is well."""
    results = list(_examine())
    for fine, what, remedy in results:
        print(f"[{'OK' if fine else 'FAIL'}] {what}" + ("" if fine else f"\n       to mend it: {remedy}"))
    return all(fine for fine, _, _ in results)


def _examine():
    """Yields (is it fine, what was found, what to do if not)."""
    version = sys.version_info[:3]
    yield (
        (3, 11) <= version[:2] < (3, 14),
        "Python {}.{}.{}".format(*version),
        "the course needs Python 3.11, 3.12 or 3.13: `make PYTHON=python3.12 lab`",
    )
    for package, least in NEEDED.items():
        yield _package(package, least)
    yield (
        os.access(os.getcwd(), os.W_OK),
        f"your work can be saved in {Path.cwd().name}/",
        f"{os.getcwd()} can't be written to: copy the course to a folder of your own",
    )
    yield _counts()


def _package(package, least):
    try:
        importlib.import_module(package)
        found = importlib.metadata.version(package)
    except Exception as error:  # a broken installation may raise anything while it is imported
        return False, f"{package}: {error}", _REPAIR
    numbers = tuple(int(part) for part in found.split(".")[:2] if part.isdigit())
    return (
        numbers >= least,
        f"{package} {found}",
        f"{package} {'.'.join(map(str, least))} or newer is needed: {_REPAIR}",
    )


def _counts():
    """The meter reads source code, which a kernel must be able to give."""
    import numpy as np

    from decodelab import Meter, designs

    meter = Meter(designs.decode_step, designs.KVCache)
    with meter:
        designs.decode_step(np.ones(3), np.ones(3), np.ones(2), designs.KVCache(3, 2))
    return meter.counts.total.multiply_adds == 3 + 2, "the meter counts", _REPAIR
