// The interactive chart, loaded when a reader opens the first one.
// reportExplore(figure, {wide, narrow}, closed) draws it over the still chart, in
// the same box, and gives {close}. Pointer and arrow keys read the same values:
// those marks that carry a tooltip, in the order in which the chart has them.
window.reportExplore = (() => {
  "use strict";

  const { say } = globalThis.reportWords;
  const FAR = 48; // px from a value beyond which the pointer means none
  let count = 0;

  const element = (tag, classes, attributes = {}) => {
    const made = document.createElement(tag);
    made.className = classes;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  /** Each value of a drawn chart once: {lines, group, x1, y1, x2, y2}, in px of the drawing. */
  function valuesOf(view) {
    const found = new Map();
    const walk = (mark, x, y) => {
      for (const item of mark.items) {
        if (mark.marktype === "group") {
          for (const inner of item.items) walk(inner, x + (item.x || 0), y + (item.y || 0));
        } else if (item.tooltip != null && item.tooltip !== "") {
          const told = item.tooltip;
          const lines = typeof told === "object"
            ? Object.entries(told).map(([key, value]) => `${key}: ${value}`)
            : String(told).split("\n");
          // A line's items share its bounds; their own place is x and y.
          const { x1, y1, x2, y2 } = ["line", "area", "trail"].includes(mark.marktype)
            ? { x1: item.x, x2: item.x, y1: item.y, y2: item.y } : item.bounds;
          const key = lines.join("\n");
          if (!found.has(key)) {
            found.set(key, {
              lines, item, group: item.datum?._group ?? "",
              x1: x + x1, y1: y + y1, x2: x + x2, y2: y + y2,
            });
          }
        }
      }
    };
    const [x, y] = view.origin();
    walk(view.scenegraph().root, x, y);
    return [...found.values()];
  }

  const middle = (value) => [(value.x1 + value.x2) / 2, (value.y1 + value.y2) / 2];
  const outside = (at, from, to) => Math.max(from - at, 0, at - to);

  function nearest(values, x, y, far) {
    let best = -1;
    let least = [far, Infinity];
    values.forEach((value, place) => {
      const [mx, my] = middle(value);
      const edge = Math.hypot(outside(x, value.x1, value.x2), outside(y, value.y1, value.y2));
      const centre = Math.hypot(x - mx, y - my);
      if (edge < least[0] || (edge === least[0] && centre < least[1])) {
        least = [edge, centre];
        best = place;
      }
    });
    return best;
  }

  /** The value of the next or previous group that stands nearest in line. */
  function inOtherGroup(values, at, step) {
    const groups = [...new Set(values.map((value) => value.group))];
    if (groups.length < 2) return Math.min(Math.max(at + step, 0), values.length - 1);
    const wanted = groups[groups.indexOf(values[at].group) + step];
    if (wanted === undefined) return at;
    const [x] = middle(values[at]);
    let best = at;
    let least = Infinity;
    values.forEach((value, place) => {
      const distance = Math.abs(middle(value)[0] - x);
      if (value.group === wanted && distance < least) [best, least] = [place, distance];
    });
    return best;
  }

  return async function explore(figure, drawings, closed) {
    const box = figure.querySelector(".chart-box");
    const still = box.querySelector(".chart-frame");
    const headline = figure.querySelector(".headline .caption-text, .headline").textContent.trim();
    const help = `explore-help-${(count += 1)}`;

    const root = element("div", "chart-explore", {
      role: "application", tabindex: "0", "aria-roledescription": say("interactive chart"),
      "aria-label": headline, "aria-describedby": help,
    });
    const drawing = element("div", "chart chart-drawing", { "aria-hidden": "true" });
    const ring = element("div", "chart-ring", { "aria-hidden": "true" });
    const tip = element("div", "chart-tip", { "aria-hidden": "true" });
    const hint = element("p", "chart-hint", { id: help });
    const live = element("p", "chart-live", { "aria-live": "polite", role: "status" });
    ring.hidden = tip.hidden = true;
    root.append(drawing, ring, tip, hint, live);

    let view = null;
    let values = [];
    let at = -1;
    let open = true;
    let narrow = null; // whether the drawing is the narrow one

    const scale = () => {
      const svg = drawing.querySelector("svg");
      return svg ? svg.getBoundingClientRect().width / svg.getAttribute("width") : 1;
    };

    // The style sheet decides, which knows the column's width.
    const isNarrow = () => {
      const small = still.querySelector(".chart-narrow");
      return Boolean(small && drawings.narrow) && getComputedStyle(small).display !== "none";
    };
    const resized = new ResizeObserver(() => {
      if (view && isNarrow() !== narrow) draw();
      else if (!tip.hidden) lay(values[at]);
    });

    async function draw() {
      const { View, parse, expr } = window.reportVega;
      narrow = isNarrow();
      drawing.classList.toggle("narrow", narrow);
      const spec = structuredClone(narrow ? drawings.narrow : drawings.wide);
      hide();
      view?.finalize();
      drawing.replaceChildren();
      view = new View(parse(spec, null, { ast: true }), {
        expr, renderer: "svg", container: drawing, hover: false, tooltip: () => {},
      });
      await view.runAsync();
      // Vega sets it for its own handlers; ours would otherwise read "img".
      drawing.querySelector("svg")?.setAttribute("focusable", "false");
      values = valuesOf(view);
    }

    /** Marks the group that is read, where the chart knows how. */
    function emphasise(group) {
      try {
        if (view.signal("reading") !== group) view.signal("reading", group).runAsync();
      } catch {
        // A chart without that signal has nothing to mark.
      }
    }

    function show(place, aloud) {
      if (place < 0) return hide();
      hint.hidden = true;
      if (place !== at || tip.hidden) {
        at = place;
        const value = values[at];
        tip.replaceChildren(...value.lines.map((line, number) => {
          const part = document.createElement(number || value.lines.length === 1 ? "span" : "b");
          part.textContent = line;
          return part;
        }));
        tip.hidden = ring.hidden = false;
        lay(value);
        emphasise(value.group);
      }
      if (aloud) live.textContent = `${values[at].lines.join(". ")}. ${say("{shown} of {all}", { shown: at + 1, all: values.length })}.`;
    }

    function lay(value) {
      const by = scale();
      const around = (from, to) => {
        const size = Math.max((to - from) * by + 4, 16);
        return [((from + to) / 2) * by - size / 2, size];
      };
      const [left, width] = around(value.x1, value.x2);
      const [top, height] = around(value.y1, value.y2);
      Object.assign(ring.style, {
        left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`,
      });
      const room = root.clientWidth - tip.offsetWidth;
      const x = Math.min(Math.max(left + width / 2 - tip.offsetWidth / 2, 0), Math.max(room, 0));
      const above = top - tip.offsetHeight - 6;
      // Above the value, or below it where the tip would leave the window.
      const fits = root.getBoundingClientRect().top + above >= 0;
      Object.assign(tip.style, { left: `${x}px`, top: `${fits ? above : top + height + 6}px` });
    }

    function hide() {
      tip.hidden = ring.hidden = true;
      if (view) emphasise("");
    }

    function point(event) {
      if (tip.contains(event.target)) return; // it may be read, and its text selected
      const by = scale();
      const place = drawing.getBoundingClientRect();
      show(nearest(values, (event.clientX - place.left) / by, (event.clientY - place.top) / by, FAR / by), false);
    }

    const last = () => values.length - 1;
    const moves = {
      ArrowRight: () => Math.min(at + 1, last()),
      ArrowLeft: () => Math.max(at - 1, 0),
      ArrowDown: () => (at < 0 ? 0 : inOtherGroup(values, at, 1)),
      ArrowUp: () => (at < 0 ? 0 : inOtherGroup(values, at, -1)),
      Home: () => 0,
      End: last,
    };

    function key(event) {
      if (!(event.key in moves) || event.altKey || event.ctrlKey || event.metaKey || !values.length) return;
      event.preventDefault();
      show(moves[event.key](), true);
    }

    // The tip first, wherever the focus is: the pointer may have shown it.
    function escape(event) {
      if (event.key !== "Escape" || document.querySelector(":popover-open")) return;
      if (!tip.hidden) hide();
      else if (figure.contains(document.activeElement)) close();
    }

    function close() {
      if (!open) return;
      open = false;
      document.removeEventListener("keydown", escape);
      resized.disconnect();
      view?.finalize();
      root.remove();
      box.classList.remove("exploring");
      closed();
    }

    root.addEventListener("pointermove", point);
    root.addEventListener("pointerdown", point);
    root.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
    root.addEventListener("keydown", key);
    document.addEventListener("keydown", escape);

    await document.fonts.ready; // letters are measured as they are drawn
    try {
      box.append(root);
      await draw();
    } catch (error) {
      open = false;
      document.removeEventListener("keydown", escape);
      root.remove();
      throw error;
    }
    resized.observe(box);
    hint.textContent = matchMedia("(hover: none)").matches
      ? say("Tap the chart to read its {number} values.", { number: values.length })
      : say("Point at the chart, or use the arrow keys, to read its {number} values. Escape closes.", { number: values.length });
    box.classList.add("exploring");
    root.focus({ preventScroll: true });
    return { close };
  };
})();
