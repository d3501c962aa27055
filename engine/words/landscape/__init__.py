"""The landscape of the loss in words: its axes, its parts, its maps, and the learning rate."""
