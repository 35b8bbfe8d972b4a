"""Figures of the course: pure functions, each `draw_…(data) -> Picture`, a matplotlib Figure with one
message.

Shown by being a cell's last expression, or by `display(draw_…(…))`. Every docstring gives shapes and units.
`python -m decodelab.figures` draws the picture of the README.
"""

from .attention import (
    draw_attention_row,
    draw_leak,
    draw_mask_and_leak,
    draw_mask_difference,
    draw_query_key_pairs,
)
from .cost import (
    draw_cache_growth,
    draw_cost_lines,
    draw_counts,
    draw_metered,
    draw_products_and_rest,
    draw_total_cost,
)
from .forecasts import draw_predictions
from .guessing import draw_check, draw_guesses, draw_speedups
from .latency import draw_cache_against_weights, draw_fit, draw_roofline, draw_step_parts
from .machines import (
    draw_bandwidth_share,
    draw_fixed_and_speed,
    draw_predicted_against_measured,
    draw_published_roofline,
)
from .memory import draw_memory_over_time, draw_pool, draw_prefixes
from .one_pass import draw_one_pass, draw_tiles
from .picture import Picture
from .rounding import draw_losses, draw_rounded_row, draw_shouting
from .serving import draw_batch_bytes, draw_chunks, draw_ragged, draw_served
from .times import draw_counts_and_times, draw_growth_guess, draw_step_times, draw_time_per_token
from .weights import draw_heads, draw_looks, draw_scaling, draw_scores_and_weights, draw_weights_row

__all__ = [
    "Picture",
    "draw_attention_row",
    "draw_bandwidth_share",
    "draw_batch_bytes",
    "draw_cache_against_weights",
    "draw_cache_growth",
    "draw_check",
    "draw_chunks",
    "draw_cost_lines",
    "draw_counts",
    "draw_counts_and_times",
    "draw_fit",
    "draw_fixed_and_speed",
    "draw_growth_guess",
    "draw_guesses",
    "draw_heads",
    "draw_leak",
    "draw_looks",
    "draw_losses",
    "draw_mask_and_leak",
    "draw_mask_difference",
    "draw_memory_over_time",
    "draw_metered",
    "draw_one_pass",
    "draw_pool",
    "draw_predicted_against_measured",
    "draw_predictions",
    "draw_prefixes",
    "draw_products_and_rest",
    "draw_published_roofline",
    "draw_query_key_pairs",
    "draw_ragged",
    "draw_roofline",
    "draw_rounded_row",
    "draw_scaling",
    "draw_scores_and_weights",
    "draw_served",
    "draw_shouting",
    "draw_speedups",
    "draw_step_parts",
    "draw_step_times",
    "draw_tiles",
    "draw_time_per_token",
    "draw_total_cost",
    "draw_weights_row",
]
