"""Measures the goals: each as a ratio to a limit taken in the same run. `./tokkyu bench` writes docs/benchmarks.md."""
