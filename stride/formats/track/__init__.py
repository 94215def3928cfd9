"""Bytes of FIT and the elements of GPX and TCX to messages and points."""
