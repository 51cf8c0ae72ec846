"""Evidence: the schema, the tables, the book and its typed rows, and the questions about them."""
