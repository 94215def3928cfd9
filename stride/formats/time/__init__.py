"""Texts of times to instants: spelling, order of day and month, zones."""
