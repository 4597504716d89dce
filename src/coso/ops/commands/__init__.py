"""The bodies of the commands; each needs a set-up Django."""
