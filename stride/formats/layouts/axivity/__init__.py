"""Axivity."""
