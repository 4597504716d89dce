"""What each figure means and how it is counted, one module for each register."""
