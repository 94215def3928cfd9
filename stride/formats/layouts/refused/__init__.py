"""Layouts that are known and hold nothing stride can use."""
