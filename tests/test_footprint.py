"""What an object keeps is told apart from what it only uses for a moment."""

import numpy as np
import pytest

from decodelab.footprint import kept_bytes

APPENDED = {"lengths": [256, 2560], "d_k": 5, "d_v": 3}


class KeepsAll:
    def __init__(self):
        self.rows = []

    def append(self, k, v):
        self.rows.append((k, v))

    keys = property(lambda self: self.rows[-1][0])
    values = property(lambda self: self.rows[-1][1])


class KeepsLast(KeepsAll):
    def append(self, k, v):
        passing = np.concatenate([k] * 50)
        self.rows = [(k + passing[0], v)]


class ViewOfAll(KeepsAll):
    def append(self, k, v):
        self.all_k = np.concatenate([getattr(self, "all_k", k[:0]), k])
        self.rows = [(self.all_k[-1:], v)]
        self.all_k = self.rows[0][0].base if self.rows[0][0].base is not None else self.all_k


class DropsWhenRead:
    def __init__(self):
        self.rows = []

    def append(self, k, v):
        self.rows.append((k, v))

    def _read(self, which):
        self.rows = self.rows[-1:]
        return self.rows[0][which]

    keys = property(lambda self: self._read(0))
    values = property(lambda self: self._read(1))


def _share_kept(Cache, **more):
    """Of the bytes of the tokens that came in between, the part that is still there."""
    told = kept_bytes(Cache, (), **APPENDED, **more)
    few, many = told["held"]
    assert told["a_token"] == 8 * 8
    return (many - few) / ((2560 - 256) * told["a_token"])


@pytest.mark.slow
def test_kept_arrays_are_counted_to_within_a_few_percent():
    assert 1 <= _share_kept(KeepsAll) < 1.3


def test_arrays_that_were_let_go_are_not_counted():
    assert _share_kept(KeepsLast) < 0.05


def test_a_view_keeps_the_whole_array_behind_it():
    assert _share_kept(ViewOfAll) > 0.5


@pytest.mark.slow
def test_what_is_let_go_only_when_read_is_kept_while_nobody_reads():
    assert _share_kept(DropsWhenRead) < 0.05
    assert _share_kept(DropsWhenRead, reads=False) > 0.9


@pytest.mark.slow
def test_what_was_there_before_the_cache_is_not_counted():
    kept = np.ones(100_000)
    assert kept_bytes(KeepsLast, (), **APPENDED)["held"][0] < kept.nbytes / 10
