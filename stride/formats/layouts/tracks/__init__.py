"""Recorded walks and monitored days as watches keep them: FIT, GPX, TCX."""
