"""What came in and what it adds up to, in one SQLite file: minutes, bouts, days and the diary.

``reader`` is the read side and loads the standard library only; ``writer``, ``days`` and
``diary`` are the write side.
"""
