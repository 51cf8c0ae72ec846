// Runs before the first paint: a reader's own choice of light or dark, so that nothing flashes.
try {
  var chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch (error) { /* storage refused: the system's preference stands */ }
