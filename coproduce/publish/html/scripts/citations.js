// Cards of citations in the text: what a number in brackets stands for, without leaving the page.
// Without script, or where the list cannot be loaded, a citation leads to the list of sources.
(() => {
  "use strict";

  const address = new URL("sources.js", document.currentScript.src).href;
  let loading;
  const known = () => (loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(globalThis.reportSources);
    script.onerror = () => { loading = undefined; failed(new Error(address)); };
    document.head.append(script);
  }));
  const make = (tag, name, ...children) => {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...children);
    return made;
  };
  const linked = (href, text) => Object.assign(make("a", "", text), { href });

  const fill = async (mark) => {
    const card = mark.querySelector(".value-card");
    if (card.childNodes.length) return card;
    const [link] = mark.children;
    const [name, published] = (await known())[decodeURIComponent(link.hash).slice("#source-".length)];
    if (card.childNodes.length) return card; // a second visit was faster
    const lines = [linked(link.href, "In the list of sources")];
    if (published) lines.unshift(linked(published, "Open the source"));
    card.append(make("span", "value-fact", make("b", "", `${link.textContent} `), name),
      ...lines.map((line) => make("span", "value-fact", line)));
    card.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
    return card;
  };

  for (const link of document.querySelectorAll("article a.source[href*='#source-']")) {
    const mark = make("span", "source-mark");
    const card = make("span", "value-card");
    card.popover = "auto";
    link.replaceWith(mark);
    mark.append(link, card);
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", `Source ${link.textContent}`);
    const come = () => fill(mark).catch(() => {});
    link.addEventListener("pointerenter", come);
    link.addEventListener("focus", come);
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      link.click();
    });
    link.addEventListener("click", async (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      try {
        (await fill(mark)).togglePopover();
      } catch {
        location.href = link.href;
      }
    });
  }
})();
