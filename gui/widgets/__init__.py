"""Widgets that know nothing of training: fields, labels, sliders, icons, the banner."""
