"""Pages of the yearly ratings."""
