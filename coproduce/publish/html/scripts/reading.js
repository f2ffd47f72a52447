// Where the reader is: the section being read, marked in the contents, and a thin line of how much is read.
(() => {
  "use strict";

  const contents = document.getElementById("report-contents");
  const article = document.querySelector(".inner article");
  const header = document.querySelector(".site-header");
  if (!contents || !article || !header) return;
  const places = [...contents.querySelectorAll('ol ol a[href^="#"]')]
    .map((link) => ({ link, target: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
    .filter(({ target }) => target);
  const line = document.createElement("div"); // for the eye alone: what it says, the scroll bar says to programs
  line.className = "reading-progress";
  header.append(line);

  let waiting = false;
  const look = () => {
    waiting = false;
    const box = article.getBoundingClientRect();
    const room = box.height - innerHeight;
    line.style.transform = `scaleX(${room > 0 ? Math.min(Math.max(-box.top / room, 0), 1) : 0})`;
    // The last that has come to the upper third of the window.
    let current;
    for (const place of places) if (place.target.getBoundingClientRect().top < innerHeight / 3) current = place;
    for (const place of places) {
      const read = place === current;
      place.link.classList.toggle("reading", read);
      if (read) place.link.setAttribute("aria-current", "location");
      else place.link.removeAttribute("aria-current");
    }
  };
  const later = () => {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  later(); // with the first frame, which lays the page out in any case
})();
