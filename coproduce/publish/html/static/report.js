// Two small helps; every page works without them.
(() => {
  "use strict";

  // Escape hides the card of a value that hover or focus has shown, without
  // moving the focus (WCAG 2.2, 1.4.13). It shows again on the next visit.
  const dismissed = "dismissed";
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const value of document.querySelectorAll(".value:hover, .value:focus-within")) {
      value.classList.add(dismissed);
    }
  });
  for (const type of ["mouseout", "focusout"]) {
    document.addEventListener(type, (event) => {
      const value = event.target.closest?.(".value");
      if (value && !value.contains(event.relatedTarget)) value.classList.remove(dismissed);
    });
  }

  // Lists and tables that filter as one types.
  for (const box of document.querySelectorAll(".filter-box")) {
    const list = document.getElementById(box.dataset.filters);
    const input = box.querySelector("input");
    const output = box.querySelector("output");
    if (!list) continue;
    const items = list.matches("table") ? [...list.tBodies[0].rows] : [...list.children];
    const texts = items.map((item) => item.textContent.toLowerCase());
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      items.forEach((item, position) => {
        const found = words.every((word) => texts[position].includes(word));
        item.hidden = !found;
        shown += found;
      });
      output.textContent = words.length ? `${shown} of ${items.length}` : "";
    };
    input.addEventListener("input", filter);
    box.hidden = false;
    filter();
  }
})();
