// Cards of citations and of terms: what a number in brackets stands for and what a word means, without leaving the page.
// Without script, or where the list cannot be loaded, they lead to the list of sources and to the glossary.
(() => {
  "use strict";

  const { say } = globalThis.reportWords;
  const folder = document.currentScript.src;
  const loading = new Map();
  const known = (file, name) => {
    if (!loading.has(file)) {
      loading.set(file, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = new URL(file, folder).href;
        script.onload = () => done(globalThis[name]);
        script.onerror = () => { loading.delete(file); failed(new Error(file)); };
        document.head.append(script);
      }));
    }
    return loading.get(file);
  };
  const make = (tag, name, ...children) => {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...children);
    return made;
  };
  const linked = (href, text) => Object.assign(make("a", "", text), { href });
  const anchor = (link) => decodeURIComponent(link.hash.slice(1));

  // What a card tells, a line each.
  const source = async (link) => {
    const [name, published] = (await known("sources.js", "reportSources"))[anchor(link).slice("source-".length)];
    const lines = [[make("b", "", `${link.textContent} `), name], [linked(link.href, say("In the list of sources"))]];
    if (published) lines.splice(1, 0, [linked(published, say("Open the source"))]);
    return lines;
  };
  const term = async (link) => {
    const meaning = (await known("terms.js", "reportTerms"))[anchor(link)];
    return [[make("b", "", `${link.textContent}: `), meaning], [linked(link.href, say("In the glossary"))]];
  };

  const fill = async (mark, told) => {
    const card = mark.querySelector(".value-card");
    if (card.childNodes.length) return card;
    const lines = await told(mark.firstChild);
    if (card.childNodes.length) return card; // a second visit was faster
    card.append(...lines.map((line) => make("span", "value-fact", ...line)));
    card.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
    return card;
  };

  const give = (link, kind, label, told) => {
    const mark = make("span", `source-mark ${kind}`);
    const card = make("span", "value-card");
    card.popover = "auto";
    link.replaceWith(mark);
    mark.append(link, card);
    link.classList.add("carded");
    link.setAttribute("role", "button");
    link.setAttribute("aria-label", label);
    const come = () => fill(mark, told).catch(() => {});
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
        (await fill(mark, told)).togglePopover();
      } catch {
        location.href = link.href;
      }
    });
  };
  for (const link of document.querySelectorAll("article a.source[href*='#source-']")) {
    give(link, "citation", say("Source {number}", { number: link.textContent }), source);
  }
  for (const link of document.querySelectorAll("article a.term")) {
    give(link, "term-mark", say("{term}: what it means", { term: link.textContent }), term);
  }
})();
