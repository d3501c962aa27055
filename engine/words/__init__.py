"""Every sentence that people read, made from numbers: no torch, no Qt."""
