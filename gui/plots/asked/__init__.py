"""Questions that are answered in a plot: by a point, a height, an epoch or a drawn line."""
