// Cards of values: works without, by the browser's own popovers.
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

  // One stop of the keyboard for each value: its links are stops once Enter has opened the card.
  const links = (card, stop) => card.querySelectorAll("a").forEach((link) => { link.tabIndex = stop; });
  for (const card of document.querySelectorAll(".value-card[popover]")) {
    links(card, -1);
    card.addEventListener("beforetoggle", (event) => links(card, event.newState === "open" ? 0 : -1));
  }
})();
