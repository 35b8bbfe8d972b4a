"""A mark for tests that run code behind the walls: skipped where there are none, and said so at the end of
the run."""

import pytest

from autograder.grading import remote, sandbox


def _refusal():
    try:
        remote.probe()
    except sandbox.Refused as refusal:
        return str(refusal)[:200]


REFUSAL = _refusal()
NO_SANDBOX = f"no sandbox on this machine: {REFUSAL}"
needs_sandbox = pytest.mark.skipif(REFUSAL is not None, reason=NO_SANDBOX)
