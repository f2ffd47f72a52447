// In a frozen edition: a banner that leads to the newest one. What it needs to know
// comes from editions/newest.js, which changes after publication.
(() => {
  "use strict";

  const { say } = globalThis.reportWords;
  const known = globalThis.reportEditions;
  if (!known?.frozen) return;
  // Where this book's front page is; ``root`` leads on from there.
  const book = new URL("../", document.currentScript.src);
  const page = decodeURI(location.pathname).slice(decodeURI(book.pathname).length);
  const banner = document.createElement("aside");
  banner.className = "old-edition";
  banner.setAttribute("aria-label", say("Older edition"));
  const text = document.createElement("p");
  const link = document.createElement("a");
  // The same page, if the newest edition still has it.
  link.href = new URL(known.root + (known.pages.includes(page) ? page : "index.html"), book);
  link.textContent = say("Read edition {edition}, the newest", { edition: known.newest });
  text.append(say("This is edition {edition}, kept as it was published.", { edition: known.frozen }), " ", link, ".");
  banner.append(text);
  document.querySelector(".skip-link").after(banner);
})();
