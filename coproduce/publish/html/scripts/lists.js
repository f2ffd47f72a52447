// Lists and tables that filter as one types or chooses.
(() => {
  "use strict";

  for (const box of document.querySelectorAll(".filter-box")) {
    const list = document.getElementById(box.dataset.filters);
    const input = box.querySelector("input");
    const menus = [...box.querySelectorAll("select")];
    const output = box.querySelector("output");
    if (!list) continue;
    const items = list.matches("table") ? [...list.tBodies[0].rows] : [...list.children];
    const texts = items.map((item) => item.textContent.toLowerCase());
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = menus.map((menu) => menu.value).filter(Boolean);
      let shown = 0;
      items.forEach((item, position) => {
        const found = words.every((word) => texts[position].includes(word))
          && chosen.every((name) => item.classList.contains(name));
        item.hidden = !found;
        shown += found;
      });
      output.textContent = words.length || chosen.length ? `${shown} of ${items.length}` : "";
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
    box.hidden = false;
    filter();
  }
})();
