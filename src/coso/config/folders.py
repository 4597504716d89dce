"""Folders of the installation that must be there before anything runs."""

from __future__ import annotations

from pathlib import Path


def private(path: Path) -> Path:
    """Return a folder for the eyes of this user alone, made where it is missing."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
