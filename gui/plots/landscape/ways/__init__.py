"""Where things are on a map: its planes, the path of a run, and new starts."""
