"""Walking and sport apps of the smaller vendors."""
