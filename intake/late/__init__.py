"""Late with circumstances: a supervisor decides."""
