"""Bytes of a table to its columns: how it is written, blocks of texts and of numbers."""
