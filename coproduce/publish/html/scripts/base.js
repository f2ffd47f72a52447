// Words and numbers in the report's language: English, unless the page brought a catalogue (globalThis.reportCatalogue).
globalThis.reportWords = (() => {
  "use strict";

  const { messages = {}, plural = (count) => Number(count !== 1) } = globalThis.reportCatalogue ?? {};
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const language = document.documentElement.lang || "en-GB";
  const number = (count) => count.toLocaleString(language, { numberingSystem: "latn" });
  const say = (text, values = {}) => filled(messages[text] ?? text, values);
  const sayMany = (one, many, count, values = {}) => filled((messages[one] ?? [one, many])[plural(count)], { count: number(count), ...values });
  return { say, sayMany, number, english: language.startsWith("en") };
})();
// The page's frame: the choice of light or dark, and the contents beside the text.
(() => {
  "use strict";

  const root = document.documentElement;
  const choice = document.querySelector(".theme-choice");
  if (choice) {
    const menu = choice.querySelector("select");
    menu.value = root.dataset.theme ?? "";
    menu.addEventListener("change", () => {
      if (menu.value) root.dataset.theme = menu.value;
      else delete root.dataset.theme;
      try {
        if (menu.value) localStorage.setItem("report-theme", menu.value);
        else localStorage.removeItem("report-theme");
      } catch {
        // No storage: the choice holds for this page.
      }
    });
    choice.hidden = false;
  }

  const contents = document.getElementById("report-contents");
  const show = () => {
    // Only the list itself moves, never the page.
    const current = contents.querySelector('[aria-current="page"]');
    if (current) contents.scrollTop = Math.max(0, current.offsetTop - contents.clientHeight / 3);
  };
  if (contents) {
    show();
    contents.addEventListener("toggle", show);
    // A link to a section of this page closes the list that covers it.
    contents.addEventListener("click", (event) => {
      if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
    });
  }
})();
