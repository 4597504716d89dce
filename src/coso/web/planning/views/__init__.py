"""Pages of the register of planning."""
