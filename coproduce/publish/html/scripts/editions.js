// In a frozen edition: a banner that leads to the newest one. What it needs to know
// comes from editions/newest.js, the one file that changes after publication.
(() => {
  "use strict";

  const known = window.reportEditions;
  if (!known?.frozen || known.frozen === known.newest) return;
  const banner = document.createElement("aside");
  banner.className = "old-edition";
  banner.setAttribute("aria-label", "Older edition");
  const text = document.createElement("p");
  const link = document.createElement("a");
  // The file's own address says where this book's front page is, and ``root`` leads on from there.
  const book = document.querySelector("script[src*='editions/newest.js']").src.replace(/editions\/newest\.js.*$/, "");
  link.href = new URL(`${known.root}index.html`, book);
  link.textContent = `Read edition ${known.newest}, the newest`;
  text.append(`This is edition ${known.frozen}, kept as it was published. `, link, ".");
  banner.append(text);
  document.body.prepend(banner);
})();
