"""Speed, memory and the main job on real input; not installed."""
