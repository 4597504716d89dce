"""Pages of the register of courses."""
