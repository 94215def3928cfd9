"""Body-worn sensors and research watches."""
