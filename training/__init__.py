"""How each shipped model was made and scored; not installed with stride."""
