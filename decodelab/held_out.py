"""Passages of Moby-Dick that the model never read, to see how well it reads: the beginnings of six held-out
chapters.

Public domain, as the whole book; made by training/held_out.py, which says from what.
"""

from pathlib import Path

FILE = Path(__file__).parent / "weights" / "held_out.txt"

BETWEEN = "\n\n\n"
"""What stands between two passages; no passage has it inside."""


def passages():
    """The texts, a list of str, each 512 of the model's tokens long."""
    return FILE.read_text(encoding="utf8").split(BETWEEN)
