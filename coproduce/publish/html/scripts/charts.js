// Figures: opens the interactive chart on request, copies a citation.
// Nothing that a chart needs is loaded before its button is pressed.
(() => {
  "use strict";

  const here = document.currentScript.src;
  const loading = new Map();

  function load(address) {
    if (!loading.has(address)) {
      loading.set(address, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = address;
        script.addEventListener("load", done);
        script.addEventListener("error", () => {
          loading.delete(address);
          failed(new Error(address));
        });
        document.head.append(script);
      }));
    }
    return loading.get(address);
  }

  for (const button of document.querySelectorAll(".chart-open")) {
    const words = button.textContent;
    const label = button.getAttribute("aria-label");
    const figure = button.closest("figure");
    const say = (text) => {
      button.textContent = text;
      button.setAttribute("aria-label", label.replace(words, text));
    };
    let chart = null; // while it is open
    let busy = false;

    const closed = () => {
      chart = null;
      say(words);
      button.focus({ preventScroll: true });
    };
    button.addEventListener("click", async () => {
      if (chart) return chart.close();
      if (busy) return;
      busy = true;
      const { figure: name, folder } = button.dataset;
      try {
        await Promise.all([
          load(new URL("vega/vega.js", here).href),
          load(new URL("explore-chart.js", here).href),
          load(new URL(`${folder}${name}.js`, document.baseURI).href),
        ]);
        chart = await window.reportExplore(figure, window.reportCharts[name], closed);
        say("Close the interactive chart");
      } catch (error) {
        button.textContent = "The interactive chart cannot be loaded";
        button.disabled = true;
        console.warn(error);
      }
      busy = false;
    });
    button.hidden = false;
  }

  for (const button of document.querySelectorAll(".cite-copy")) {
    if (!navigator.clipboard) continue; // pages from a plain address or a file may not copy
    const card = button.closest(".cite-card");
    button.addEventListener("click", async () => {
      const said = card.querySelector("output");
      try {
        await navigator.clipboard.writeText(card.querySelector(".cite-text").textContent);
        said.textContent = "Copied";
      } catch {
        said.textContent = "Select the text to copy it";
      }
    });
    button.hidden = false;
  }
})();
