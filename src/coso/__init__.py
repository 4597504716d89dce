"""Cơ Sở: the back office of a grassroots Party committee."""
