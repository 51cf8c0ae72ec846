// Starts where Sphinx's search ends: nothing yet.
