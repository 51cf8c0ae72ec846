"""Scripts run by hand or by `make`: no build of the book imports them."""
