"""Letters at the desk: what was asked for, what the post keeps, the shelf, and what is disposed of."""
