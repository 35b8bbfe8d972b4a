"""What a look at a result's owner tells, and leaves behind."""

import functools

import numpy as np
import pytest

from autograder import check
from autograder.kit.verdict import CheckFailed
from decodelab.sharing import whose_result


@functools.lru_cache
def kept_mask(n):
    return np.tri(n, dtype=bool)


def test_a_kept_result_is_told_and_has_its_numbers_again():
    assert whose_result(kept_mask, [4], [3]) == {"call": False, "input": None, "again": True}
    assert np.array_equal(kept_mask(4), np.tri(4))


def test_a_result_of_its_own_and_a_view_are_told_apart():
    numbers = [[1.0, 2.0], [3.0, 4.0]]
    assert whose_result(lambda a: a + 1, [numbers], [numbers])["input"] is None
    assert whose_result(lambda a: a[:1], [numbers], [numbers])["input"] == 0


def test_a_mask_that_its_check_refuses_is_right_for_the_next_exercise():
    """Its attention was told of NaN: the check of the mask had written into what lru_cache keeps."""
    with pytest.raises(CheckFailed, match="What is kept between the calls"):
        check.causal_mask(kept_mask)
    assert all(np.array_equal(kept_mask(n), np.tri(n)) for n in (3, 4))
