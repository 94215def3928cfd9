"""Zepp, Mi Fit and Gadgetbridge."""
