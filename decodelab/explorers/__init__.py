"""Explorers: questions answered by play. Each is a widget; show it by making it a cell's last expression.

Their state is in their traits, so `MaskExplorer(query=5)` starts elsewhere and `explorer.query = 6` moves on.
"""

from .costs import CostExplorer
from .decoding import DecodeStepper
from .growth import GrowthGuesser
from .guessing import GuessExplorer, SpeedupExplorer
from .latency import LatencyExplorer
from .leak import LeakExplorer
from .mask import MaskExplorer
from .one_pass import OnePassExplorer
from .painter import MaskPainter
from .pool import PoolExplorer
from .price import PriceExplorer
from .rounding import RoundingExplorer
from .scale import ScaleExplorer
from .sentence import SentenceExplorer
from .serving import BatchExplorer, ServingExplorer

__all__ = [
    "BatchExplorer",
    "CostExplorer",
    "DecodeStepper",
    "GrowthGuesser",
    "GuessExplorer",
    "LatencyExplorer",
    "LeakExplorer",
    "MaskExplorer",
    "MaskPainter",
    "OnePassExplorer",
    "PoolExplorer",
    "PriceExplorer",
    "RoundingExplorer",
    "ScaleExplorer",
    "SentenceExplorer",
    "ServingExplorer",
    "SpeedupExplorer",
]
