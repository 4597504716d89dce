"""Pages of what resolutions demand."""
