"""What this book computes: derived values by subject, verdicts by topic, the two models."""
