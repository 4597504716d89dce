"""Views of plans of reorganization."""
