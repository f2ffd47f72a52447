// The search page and the dialog. Texts of the index become text nodes only.
(() => {
  "use strict";

  const { say, sayMany, number } = globalThis.reportWords;
  const search = globalThis.reportSearch;
  const STEP = 30;
  let top = "";
  let whenRead;
  let readers = [];

  // `folder` is where these scripts lie; `load` fetches one of them.
  search.start = (folder, load) => {
    if (whenRead) return;
    top = new URL("../../", folder).href;
    whenRead = (async () => {
      for (let number = 0; number === 0 || number < search.files(); number += 1) {
        await load(`index-${number}.js`);
        for (const tell of readers) tell(number + 1 < search.files());
      }
    })();
    whenRead.catch(() => {
      whenRead = undefined;
      for (const tell of readers) tell(false, true);
    });
  };

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };
  const inPieces = (pieces) => pieces.map((piece) => (piece.hit ? make("mark", {}, piece.text) : piece.text));

  const hitItem = ({ entry, terms }) => {
    const link = make("a", { href: new URL(entry.address, top).href, class: "search-hit" },
      make("span", { class: "search-label" }, entry.label), " ",
      make("span", { class: "search-title" }, ...inPieces(search.marked(entry.title, terms))));
    const item = make("li", {}, link);
    if (entry.context) item.append(make("p", { class: "search-context" }, ...inPieces(search.marked(entry.context, terms))));
    if (entry.text) item.append(make("p", { class: "search-excerpt" }, ...inPieces(search.excerpt(entry.text, terms))));
    return item;
  };

  // Everything below a form: kinds to choose from, count, hits.
  const results = (form, input, changed = () => {}) => {
    const kinds = make("div", { class: "search-kinds", role: "group", "aria-label": say("Show only") });
    const count = make("p", { class: "search-count", role: "status" });
    const list = make("ol", { class: "search-hits", "aria-label": say("Results") });
    const more = make("button", { type: "button", class: "search-more", hidden: "" }, say("Show more results"));
    const made = make("div", { class: "search-results" }, kinds, count, list, more);
    const chosen = new Set();
    let buttons = [];
    let found = { hits: [], some: false, asked: false };
    let reading = true;
    let failed = false;
    let shown = STEP;
    let telling;

    const tell = (text) => {
      // Not at each key: a screen reader would never finish a sentence.
      clearTimeout(telling);
      telling = setTimeout(() => { count.textContent = text; }, 250);
    };
    const visible = () => found.hits.filter((hit) => !chosen.size || chosen.has(hit.entry.group));
    const sentence = (many) => {
      const words = input.value.trim();
      if (failed) return say("The search index could not be loaded. Try again, or use the contents.");
      if (!words || (!found.asked && !reading)) return "";
      if (reading && !many) return say("Loading …");
      if (!many) return say("Nothing found for “{words}”. Try fewer or other words.", { words });
      const results = many < found.hits.length
        ? sayMany("{count} result of {all} for “{words}”", "{count} results of {all} for “{words}”", many, { words, all: number(found.hits.length) })
        : sayMany("{count} result for “{words}”", "{count} results for “{words}”", many, { words });
      return `${results}${found.some ? say(", which have some of these words") : ""}${reading ? say("; still loading") : ""}.`;
    };
    const draw = () => {
      const hits = visible();
      const focused = list.contains(document.activeElement) ? document.activeElement.href : "";
      list.replaceChildren(...hits.slice(0, shown).map(hitItem));
      if (focused) ([...list.querySelectorAll("a")].find((link) => link.href === focused) ?? input).focus();
      more.hidden = hits.length <= shown;
      buttons.forEach((button, group) => {
        const many = found.hits.filter((hit) => hit.entry.group === group).length;
        button.lastChild.textContent = ` ${number(many)}`;
        button.hidden = !many && !chosen.has(group);
      });
      kinds.hidden = !found.hits.length;
      tell(sentence(hits.length));
    };
    const look = () => {
      shown = STEP;
      found = search.find(input.value);
      draw();
    };
    const addKinds = () => {
      buttons = search.groups.map(({ name }, group) => {
        const button = make("button", { type: "button", class: "search-kind", "aria-pressed": "false", hidden: "" },
          name, make("span", { class: "search-many" }));
        button.addEventListener("click", () => {
          if (!chosen.delete(group)) chosen.add(group);
          button.setAttribute("aria-pressed", chosen.has(group));
          shown = STEP;
          draw();
        });
        return button;
      });
      kinds.append(...buttons);
    };
    const read = (stillReading, gaveUp = false) => {
      [reading, failed] = [stillReading, gaveUp];
      if (!buttons.length) addKinds();
      if (input.value.trim() || failed) look();
    };
    let waiting;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { look(); changed(); }, search.size() > 3000 ? 150 : 60);
    });
    more.addEventListener("click", () => {
      const next = shown;
      shown += STEP;
      draw();
      list.children[next]?.querySelector("a").focus();
    });
    // Arrow keys lead from the field through the hits and back.
    const walk = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const places = [input, ...list.querySelectorAll("a")];
      const now = places.indexOf(document.activeElement);
      if (now < 0) return;
      event.preventDefault();
      places[Math.min(Math.max(now + step, 0), places.length - 1)].focus();
    };
    form.addEventListener("keydown", walk);
    list.addEventListener("keydown", walk);
    form.after(made);
    readers.push(read);
    if (search.files() && search.size()) read(false);
    return { look };
  };

  search.takePage = (form) => {
    const input = form.querySelector("input");
    const remember = () => {
      const words = input.value.trim();
      try {
        history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
      } catch {
        // A page on a disk keeps its address.
      }
    };
    const { look } = results(form, input, remember);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      look();
      remember();
    });
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) input.value = asked;
    if (asked) look();
    else input.focus();
  };

  let dialog;
  search.openDialog = () => {
    if (!dialog) {
      const input = make("input", { type: "search", id: "search-dialog-words", name: "q", autocomplete: "off", spellcheck: "false" });
      const form = make("form", { class: "search-form", role: "search", method: "get", action: new URL("search.html", top).href },
        make("label", { for: "search-dialog-words" }, say("Search the report")),
        make("span", { class: "search-line" }, input, " ", make("button", { type: "submit" }, say("All results"))));
      const close = make("button", { type: "button", class: "search-close" }, say("Close"));
      dialog = make("dialog", { class: "search-dialog", "aria-label": say("Search") }, form, close);
      close.addEventListener("click", () => dialog.close());
      document.body.append(dialog);
      results(form, input);
      // Navigation by script, so that the form's address needs no permission on a disk.
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        location.href = `${form.action}?q=${encodeURIComponent(input.value.trim())}`;
      });
      dialog.addEventListener("keydown", (event) => {
        // The field would take the first Escape to empty itself.
        if (event.key !== "Escape") return;
        event.preventDefault();
        dialog.close();
      });
      dialog.addEventListener("click", (event) => {
        // Beside the dialog, or on a hit on this very page.
        if (event.target === dialog || event.target.closest("a.search-hit")) dialog.close();
      });
    }
    if (!dialog.open) dialog.showModal();
    const input = dialog.querySelector("input");
    input.focus();
    input.select();
  };
})();
