"""How the checks grow with the evidence. `make bench` prints the tables; nothing here is a test."""
