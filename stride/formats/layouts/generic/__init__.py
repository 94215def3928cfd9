"""Tables of no known vendor."""
