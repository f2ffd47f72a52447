// Cards of values: works without, by the browser's own popovers.
(() => {
  "use strict";

  const { say } = globalThis.reportWords;
  // Escape hides the card of a value that hover or focus has shown, without
  // moving the focus (WCAG 2.2, 1.4.13). It shows again on the next visit.
  const dismissed = "dismissed";
  // A number, the mark of a source, or a term.
  const CARDED = ".value, .source-mark";
  document.addEventListener("keydown", (event) => {
    // One stop of the keyboard for each value: the links of a card that is merely shown are
    // passed over; they are stops once Enter has opened it.
    if (event.key === "Tab" && event.target.matches(":is(.value-button, .carded):not(:has(+ :popover-open))")) {
      event.target.closest(CARDED)?.classList.add(dismissed);
    }
    if (event.key !== "Escape") return;
    event.target.closest?.(CARDED)?.classList.add(dismissed);
    for (const value of document.querySelectorAll(`:is(${CARDED}):is(:hover, :focus-within)`)) {
      value.classList.add(dismissed);
    }
  });
  for (const type of ["mouseout", "focusout"]) {
    document.addEventListener(type, (event) => {
      const value = event.target.closest?.(CARDED);
      if (value && !value.contains(event.relatedTarget)) value.classList.remove(dismissed);
    });
  }

  const button = (name, text, pressed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = text;
    made.addEventListener("click", pressed);
    return made;
  };
  // What only a script can serve is made when a reader comes near: a page has hundreds of cards.
  const dress = (event) => {
    const value = event.target.closest?.(CARDED);
    const card = value?.querySelector(".value-card");
    if (!card?.childNodes.length || "dressed" in card.dataset) return;
    card.dataset.dressed = "";
    const close = button("value-close", "×", () => {
      value.classList.add(dismissed);
      card.hidePopover();
    });
    close.setAttribute("aria-label", say("Close"));
    card.prepend(close);
    const more = card.querySelector(".value-more");
    if (!more) return;
    const opener = button("value-more-open", say("More"), () => {
      opener.setAttribute("aria-expanded", card.classList.toggle("open"));
    });
    opener.setAttribute("aria-expanded", "false");
    more.before(opener);
  };
  document.addEventListener("pointerover", dress);
  document.addEventListener("focusin", dress);
  // A card whose text came later says so.
  document.addEventListener("filled", dress);
})();
