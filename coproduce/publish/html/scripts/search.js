// Opens search: fetches it when a reader asks for it, and not before.
(() => {
  "use strict";

  // The top of the book, seen from this script: right on a disk and in any folder.
  const own = document.currentScript?.src;
  if (!own) return;
  const folder = new URL("search/", own).href;
  let loading;

  const load = (name) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = folder + name;
    script.async = false; // they run in the order of asking
    script.onload = done;
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  });
  const panel = () => {
    loading ??= Promise.all([load("minisearch.js"), load("stemmer.js"), load("engine.js"), load("panel.js")])
      .then(() => globalThis.reportSearch);
    return loading.then((search) => {
      search.start(folder, load);
      return search;
    });
  };
  const open = (otherwise) => panel().then((search) => search.openDialog()).catch(() => {
    loading = undefined;
    if (otherwise) location.href = otherwise;
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.(".search-open");
    if (!opener || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (document.getElementById("search-page")) return;
    event.preventDefault();
    open(opener.href);
  });
  // With a modifier only: a single key would surprise who works by voice (WCAG 2.2, 2.1.4).
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const input = document.querySelector("#search-page input");
    if (input) input.focus();
    else open(new URL("../../search.html", folder).href);
  });
  const page = document.getElementById("search-page");
  if (page) panel().then((search) => search.takePage(page));
})();
