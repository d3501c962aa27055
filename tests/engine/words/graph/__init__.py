"""What the graph of `loss.backward()` says."""
