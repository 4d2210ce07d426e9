"""Searches in floating point: guesses only. What they return is rounded to rationals and checked elsewhere."""
