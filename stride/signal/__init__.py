"""Turns a recording of raw acceleration into one calibrated grid with holes and wear marked."""

from stride.signal.prepare import prepare

__all__ = ["prepare"]
