"""Rows of steps, days and walks to Intervals."""
