"""Instruments, figures and the small model that the lessons use."""

from decodelab.meter import Meter

__all__ = ["Meter"]
