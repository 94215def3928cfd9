"""Turns numbers into lines for people: a view for terminals, and a plain one, a fact per line."""
