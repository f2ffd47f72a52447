// Reports of errors: keeps what a reader has selected, and opens the report with it. Fetched when asked for.
(() => {
  "use strict";

  const own = document.currentScript.src;
  const article = document.querySelector("article");
  let selected = "", section = "", loading;
  document.addEventListener("selectionchange", () => {
    const now = getSelection();
    const text = now.toString().replace(/\s+/g, " ").trim();
    if (!text || !article?.contains(now.anchorNode)) return; // pressing a link ends a selection
    selected = text;
    const before = [...article.querySelectorAll("h1, h2, h3, h4")]
      .filter((heading) => heading.compareDocumentPosition(now.anchorNode) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
    section = before.pop()?.firstChild?.textContent.trim() ?? "";
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".report-error");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    loading ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("error-report.js", own).href;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    loading.then(() => globalThis.reportError(link.href, section, selected)).catch(() => { location.href = link.href; });
  });
})();
