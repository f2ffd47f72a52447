// The bar of a preview: says what the page is and whether it is up to date, and shows each saved
// change where the reader was. The server adds it to pages; it stands in no file.
(() => {
  const version = document.currentScript.dataset.version;
  const path = location.pathname;
  const KEY = "coproduce-preview-place";
  const WORDS = { "working": "working …", "up to date": "up to date", "fault": "fault: the page shows the last good state", "gone": "the preview has ended" };

  const make = (name, attributes, text) => {
    const made = Object.assign(document.createElement(name), attributes);
    if (text) made.textContent = text;
    return made;
  };
  const bar = make("aside", { id: "preview-bar", lang: "en" });
  bar.setAttribute("aria-label", "Preview");
  const state = make("span", {});
  state.setAttribute("role", "status");
  const button = make("button", { type: "button" }, "make the PDF");
  const link = make("a", { hidden: true }, "open the PDF");
  const fault = make("pre", { id: "preview-fault", hidden: true, tabIndex: 0 });
  fault.setAttribute("role", "alert");
  bar.append(fault, make("strong", {}, "Preview"), state, button, link);
  document.body.append(bar);

  // Where the reader is: an element with a name near the top of the window, and how far it is from there.
  const focusable = () => [...document.querySelectorAll("main a[href], main button, main input, main select, main summary, main [tabindex]")];
  const place = () => {
    const named = [...document.querySelectorAll("main [id]")].filter((e) => e.getClientRects().length && e.getBoundingClientRect().top <= innerHeight / 3).pop();
    const focused = focusable().indexOf(document.activeElement);
    return {
      path, hash: location.hash, y: scrollY, id: named && named.id, top: named && named.getBoundingClientRect().top, focused,
      text: focused >= 0 ? document.activeElement.textContent : "", open: [...document.querySelectorAll("details[open][id]")].map((e) => e.id),
    };
  };
  // The place that the reader is on the way back to; null once the page stands there.
  let returning = null;
  const goBack = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
    sessionStorage.removeItem(KEY);
    history.scrollRestoration = "auto";
    if (!kept || kept.path !== path) return;
    for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
    const focused = focusable()[kept.focused];
    if (focused && focused.textContent === kept.text) focused.focus({ preventScroll: true });
    const scroll = () => {
      const named = kept.id && document.getElementById(kept.id);
      scrollTo({ top: named ? scrollY + named.getBoundingClientRect().top - kept.top : kept.y, behavior: "instant" });
    };
    returning = kept;
    scroll();
    // Fonts and pictures move what is below them: the place is found again when they are there.
    const loaded = new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", done, { once: true })));
    Promise.all([loaded, document.fonts.ready]).then(() => {
      scroll();
      returning = null;
    });
  };
  goBack();

  let leaving = false;
  const show = (now) => {
    if (now.old && !leaving) {
      leaving = true;
      sessionStorage.setItem(KEY, JSON.stringify(returning || place()));
      history.scrollRestoration = "manual";
      location.reload();
      return;
    }
    bar.dataset.state = now.state;
    state.textContent = WORDS[now.state] || now.state || "";
    const words = now.words || now.documentsFault || "";
    if (now.state !== "working") {
      fault.textContent = words;
      fault.hidden = !words;
    }
    button.disabled = now.documents === "working";
    button.textContent = now.documents === "working" ? "making the PDF …" : now.pdf ? "make the PDF again" : "make the PDF";
    link.hidden = !now.pdf;
    if (now.pdf) link.href = now.pdf;
  };
  button.addEventListener("click", () => fetch("/.preview/documents", { method: "POST", headers: { "X-Preview": "1" } }));

  const events = new EventSource(`/.preview/events?${new URLSearchParams({ page: path, version })}`);
  events.onmessage = (event) => show(JSON.parse(event.data));
  events.onerror = () => {
    bar.dataset.state = "fault";
    state.textContent = WORDS.gone;
  };
})();
