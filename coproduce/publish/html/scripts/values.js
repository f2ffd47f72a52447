// Cards of values: works without, by the browser's own popovers.
(() => {
  "use strict";

  // Escape hides the card of a value that hover or focus has shown, without
  // moving the focus (WCAG 2.2, 1.4.13). It shows again on the next visit.
  const dismissed = "dismissed";
  document.addEventListener("keydown", (event) => {
    // One stop of the keyboard for each value: the links of a card that is merely shown are
    // passed over; they are stops once Enter has opened it.
    if (event.key === "Tab" && event.target.matches(".value-button:not(:has(+ :popover-open))")) {
      event.target.closest(".value").classList.add(dismissed);
    }
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
})();
