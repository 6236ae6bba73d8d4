"""The hand-off under fire: real processes, clients that retry, faults, and a checker of what was promised."""
