// Tabs as the ARIA Authoring Practices have them. Without this script their parts stand one after the other.
(() => {
  const groups = {};

  const show = (set, chosen, focus) => {
    for (const { button, tab } of set) {
      const here = tab === chosen;
      button.setAttribute("aria-selected", String(here));
      button.tabIndex = here ? 0 : -1;
      if (here) {
        tab.removeAttribute("hidden");
        if (focus) button.focus();
      } else {
        tab.setAttribute("hidden", "until-found");
      }
    }
  };

  const choose = (set, entry, focus) => {
    show(set, entry.tab, focus);
    const group = groups[entry.group] || [];
    if (entry.sync && entry.group) {
      for (const other of group) {
        const same = other !== set && other.find((one) => one.sync === entry.sync);
        if (same) show(other, same.tab, false);
      }
    }
  };

  let count = 0;
  for (const holder of document.querySelectorAll(".book-tabs")) {
    const tabs = [...holder.children].filter((child) => child.classList.contains("book-tab"));
    if (tabs.length < 2) continue;
    const list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    const group = holder.dataset.group || "";
    const set = [];
    for (const tab of tabs) {
      count += 1;
      const title = tab.querySelector(":scope > .tab-title");
      const button = document.createElement("button");
      button.type = "button";
      button.id = `tab-of-page-${count}`;
      button.textContent = title ? title.textContent : String(count);
      button.setAttribute("role", "tab");
      if (!tab.id) tab.id = `panel-of-page-${count}`;
      button.setAttribute("aria-controls", tab.id);
      tab.setAttribute("role", "tabpanel");
      tab.setAttribute("aria-labelledby", button.id);
      tab.tabIndex = 0;
      const entry = { button, tab, group, sync: tab.dataset.sync || "" };
      set.push(entry);
      button.addEventListener("click", () => choose(set, entry, false));
      tab.addEventListener("beforematch", () => choose(set, entry, false));
      list.append(button);
    }
    list.addEventListener("keydown", (event) => {
      const at = set.findIndex((entry) => entry.button === document.activeElement);
      const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
      const steps = { [forward]: at + 1, [back]: at - 1, Home: 0, End: set.length - 1 };
      if (at < 0 || !(event.key in steps)) return;
      event.preventDefault();
      choose(set, set[(steps[event.key] + set.length) % set.length], true);
    });
    holder.prepend(list);
    holder.classList.add("tabbed");
    if (group) (groups[group] = groups[group] || []).push(set);
    show(set, (tabs.find((tab) => tab.dataset.shown) || tabs[0]), false);
  }

  // A link into a tab that is not shown opens it.
  const reach = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const panel = target && target.closest(".book-tab[hidden]");
    if (!panel) return;
    const button = document.getElementById(panel.getAttribute("aria-labelledby"));
    button.click();
    target.scrollIntoView();
  };
  addEventListener("hashchange", reach);
  reach();
})();
