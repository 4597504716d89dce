"""Pages of the register of staff."""
