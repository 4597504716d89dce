"""Pages of the register of visits."""
