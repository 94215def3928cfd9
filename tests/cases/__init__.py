"""Samples of every format with what they yield; ``python -m tests.cases`` helps to write them."""
