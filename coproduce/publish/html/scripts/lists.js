// Lists and tables that filter as one types or chooses.
(() => {
  "use strict";

  const { say, number } = globalThis.reportWords;
  const parts = (box) => ({
    list: document.getElementById(box.dataset.filters),
    input: box.querySelector("input"),
    menus: [...box.querySelectorAll("select")],
    output: box.querySelector("output"),
  });
  const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  // What stands on this page.
  const filterHere = (box) => {
    const { list, input, menus, output } = parts(box);
    const items = list.matches("table") ? [...list.tBodies[0].rows] : [...list.children];
    const texts = items.map((item) => item.textContent.toLowerCase());
    const filter = () => {
      const words = wordsOf(input.value);
      const chosen = menus.map((menu) => menu.value).filter(Boolean);
      let shown = 0;
      items.forEach((item, position) => {
        const found = words.every((word) => texts[position].includes(word))
          && chosen.every((name) => item.classList.contains(name));
        item.hidden = !found;
        shown += found;
      });
      const asked = words.length || chosen.length;
      output.textContent = asked ? say("{shown} of {all}", { shown, all: items.length }) : "";
      list.classList.toggle("asked", Boolean(asked));
    };
    for (const control of [input, ...menus]) control.addEventListener("input", filter);
    // A link to an item that is filtered away shows all items again.
    addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !list.contains(target) || !target.closest("[hidden]")) return;
      for (const control of [input, ...menus]) control.value = "";
      filter();
      target.scrollIntoView();
    });
    filter();
  };

  // What stands on many pages: their index is a script, fetched at the first question.
  const STEP = 50;
  let index;
  const fetched = (address) => (index ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.reportList);
    script.onerror = () => { index = undefined; reject(new Error(address)); };
    document.head.append(script);
  }));

  const filterAll = (box) => {
    const { list, input, menus, output } = parts(box);
    const rows = document.getElementById(box.dataset.rows ?? "");
    const labels = new Map(menus.flatMap((menu) => [...menu.options].map((option) => [option.value, option.text])));
    let texts;
    const entry = ([id, title, credit, page], made) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `${made.pages[page]}#${made.prefix}${id}`;
      link.textContent = title;
      item.append(link, credit && ` ${credit}`);
      return item;
    };
    const show = (found, made, shown) => {
      const rows = document.createElement("ol");
      rows.append(...found.slice(0, shown).map((item) => entry(item, made)));
      list.replaceChildren(rows);
      if (found.length <= shown) return;
      const more = document.createElement("button");
      more.type = "button";
      more.textContent = say("Show {number} more", { number: Math.min(STEP, found.length - shown) });
      more.addEventListener("click", () => {
        show(found, made, shown + STEP);
        list.querySelectorAll("a")[shown].focus();
      });
      list.append(more);
    };
    const filter = async () => {
      const words = wordsOf(input.value);
      const chosen = menus.map((menu) => menu.value).filter(Boolean);
      if (!words.length && !chosen.length) {
        list.replaceChildren();
        output.textContent = "";
        if (rows) rows.hidden = false;
        return;
      }
      output.textContent = index ? output.textContent : say("Loading the list …");
      let made;
      try {
        made = await fetched(box.dataset.index);
      } catch {
        output.textContent = say("The list could not be loaded. The pages below hold all of it.");
        return;
      }
      // A later question has been asked meanwhile.
      if (words.join() !== wordsOf(input.value).join()) return;
      texts ??= made.items.map(([, title, credit, , tags]) =>
        [title, credit, ...tags.map((tag) => labels.get(made.tags[tag]) ?? "")].join(" ").toLowerCase());
      const wanted = chosen.map((name) => made.tags.indexOf(name));
      const found = made.items.filter((item, position) => words.every((word) => texts[position].includes(word))
        && wanted.every((tag) => item[4].includes(tag)));
      output.textContent = say("{shown} of {all}", { shown: number(found.length), all: number(made.items.length) });
      show(found, made, STEP);
      // What stands on this page makes room for what was found on all.
      if (rows) rows.hidden = true;
    };
    for (const control of [input, ...menus]) control.addEventListener("input", filter);
    // The address of an item on this page leads on to the page that it stands on.
    const lead = async () => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (!id || document.getElementById(id)) return;
      const made = await fetched(box.dataset.index);
      const item = made.items.find(([name]) => made.prefix + name === id);
      if (item) location.replace(`${made.pages[item[3]]}#${id}`);
    };
    addEventListener("hashchange", lead);
    lead();
    filter();
  };

  // A long list prints its beginning, unless its reader asks for all of it.
  const printAll = (button, list) => button.addEventListener("click", () => {
    const asked = list.classList.contains("asked");
    list.classList.add("asked");
    addEventListener("afterprint", () => list.classList.toggle("asked", asked), { once: true });
    print();
  });

  for (const box of document.querySelectorAll(".filter-box")) {
    if (!document.getElementById(box.dataset.filters)) continue;
    box.hidden = false;
    const button = box.querySelector(".print-all");
    if (button) printAll(button, document.getElementById(box.dataset.rows ?? box.dataset.filters));
    (box.dataset.index ? filterAll : filterHere)(box);
  }
})();
