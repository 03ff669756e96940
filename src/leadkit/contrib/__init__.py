"""One optional package, one module, one extra. Nothing in leadkit imports these unless it is asked to."""
