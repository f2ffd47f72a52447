// Says of each table whether it fits its box: then its head can stay in view, and no edge need show that there is more.
(() => {
  "use strict";

  // All are measured before any is marked: a mark between two measurements lays the page out anew.
  const seen = new ResizeObserver((entries) => {
    const judged = entries.map(({ target: box }) => {
      const table = box.querySelector("table");
      return [box, Boolean(table) && table.offsetWidth <= box.clientWidth + 1];
    });
    for (const [box, fits] of judged) box.classList.toggle("fits", fits);
  });
  for (const box of document.querySelectorAll(".table-wrapper")) seen.observe(box);
})();
