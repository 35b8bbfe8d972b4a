"""What an object keeps is told apart from what it only uses for a moment."""

import numpy as np

from decodelab.footprint import kept_bytes

APPENDED = {"n_few": 256, "n_many": 2560, "d_k": 5, "d_v": 3}


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


def test_kept_arrays_are_counted_to_within_a_few_percent():
    held = kept_bytes(KeepsAll, (), **APPENDED)
    assert held["appended"] == (2560 - 256) * 8 * 8
    assert 1 <= (held["many"] - held["few"]) / held["appended"] < 1.3


def test_arrays_that_were_let_go_are_not_counted():
    held = kept_bytes(KeepsLast, (), **APPENDED)
    assert held["many"] - held["few"] < 0.05 * held["appended"]


def test_a_view_keeps_the_whole_array_behind_it():
    held = kept_bytes(ViewOfAll, (), **APPENDED)
    assert held["many"] - held["few"] > 0.5 * held["appended"]
