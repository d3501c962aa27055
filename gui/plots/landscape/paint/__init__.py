"""What maps of the loss are painted with: colours, contours, marks and labels."""
