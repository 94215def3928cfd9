"""Columns of acceleration to a Recording."""
