"""Instruments, figures and the small model that the lessons use."""
