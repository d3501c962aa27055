"""One step of the parameters, in numbers that hold by hand and in sentences."""
