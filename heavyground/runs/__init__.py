"""Executing the code cells of pages, and keeping what came out for as long as it holds.

    outcomes = run_pages(project, project.pages(), Store(project.root / "_build" / "runs"))

A run is kept under what it really depended on: its cells, the questions that it asked of the book
with a digest of each answer, the files it read, the modules that its cells use, and the lock. All
of this is found by watching the run, none of it is declared. Where all of it is as it was, nothing
executes.

    cells, modules, lock      what of a page and of the code a run depends on
    watching, answers         what it asked, and what the answer is now
    shell, execution          running cells in an IPython of their own
    drawings                  what a page drew when it ran last, found again
    jobs, worker, workers     the process from which every execution forks, and who talks to it
    store, decision           what is kept, and deciding what has to run
"""
