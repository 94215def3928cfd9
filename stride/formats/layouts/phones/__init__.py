"""Apps that record the sensors of a phone."""
