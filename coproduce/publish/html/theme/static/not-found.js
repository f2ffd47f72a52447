// The page for addresses that lead nowhere, of a book that does not know its own address.
// The page asks for this file in each folder above the address; where it is found is the
// book. Found in several, the nearest counts: it runs last.
(() => {
  "use strict";

  const root = document.documentElement;
  const first = !("book" in root.dataset);
  root.dataset.book = new URL("../", document.currentScript.src).href;
  if (!first) return;
  document.addEventListener("DOMContentLoaded", () => {
    const book = root.dataset.book;
    for (const link of document.querySelectorAll("[href^='/']")) link.href = new URL(link.getAttribute("href").slice(1), book);
    for (const file of JSON.parse(document.querySelector("[data-loads]").dataset.loads)) {
      const script = document.createElement("script");
      script.async = false; // in their order
      script.src = new URL(file, book);
      document.head.append(script);
    }
  });
})();
