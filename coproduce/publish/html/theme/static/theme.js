// The reader's choice of light or dark, before anything is painted.
(() => {
  "use strict";
  try {
    const chosen = localStorage.getItem("report-theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // No storage: the page follows the reader's system.
  }
})();
