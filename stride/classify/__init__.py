"""Turns a prepared recording into activity, steps and minutes, second by second."""

from stride.classify.minutes import to_minutes
from stride.classify.run import classify

__all__ = ["classify", "to_minutes"]
