"""What knows nothing of training: fields, labels, sliders, icons, the banner."""
