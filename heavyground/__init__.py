"""Heavy Ground: the library behind the book. `evidence` reads the data, `rules` judges it, `derived` computes on it,
`numbers` checks prose against it, `figures` draws it."""
