"""What all plots share: axes, curves cut to size, dots, legends, and their frame."""
