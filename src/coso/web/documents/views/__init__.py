"""Pages of the register of documents."""
