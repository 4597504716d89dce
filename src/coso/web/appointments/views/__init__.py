"""Pages of the register of decisions on personnel."""
