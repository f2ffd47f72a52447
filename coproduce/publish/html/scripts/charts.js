// Figures: opens the interactive chart on request, copies a citation, a link, and code to embed.
// Nothing that a chart needs is loaded before its button is pressed.
(() => {
  "use strict";

  const { say } = globalThis.reportWords;
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
    const call = (text) => {
      button.textContent = text;
      button.setAttribute("aria-label", label.replace(words, text));
    };
    let chart = null; // while it is open
    let busy = false;

    const closed = () => {
      chart = null;
      call(words);
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
        call(say("Close the interactive chart"));
      } catch (error) {
        button.textContent = say("The interactive chart cannot be loaded");
        button.disabled = true;
        console.warn(error);
      }
      busy = false;
    });
    button.hidden = false;
  }

  // What can be copied of a figure. An address exists only on the web; a page's own may be another than where it is read.
  const given = document.querySelector("link[rel=canonical]")?.href;
  const page = given ?? (location.protocol.startsWith("http") ? location.href.split("#")[0] : "");
  const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const copied = {
    citation: (figure) => figure.querySelector(".cite-text").textContent,
    link: (figure) => page && `${page}#${figure.id}`,
    embed: (figure) => page && `<a href="${quoted(copied.link(figure))}"><img src="${quoted(new URL(figure.querySelector(".downloads [href$='.svg']").getAttribute("href"), page).href)}"`
      + ` alt="${quoted(figure.querySelector(".chart-frame").getAttribute("aria-label"))}" style="max-width: 100%; height: auto"></a>`,
  };
  const SAID = { citation: say("Copied"), link: say("Link copied"), embed: say("Copied: HTML that shows the picture and links to this figure") };

  for (const button of document.querySelectorAll("[data-copies]")) {
    const figure = button.closest("figure"), what = button.dataset.copies;
    if (!navigator.clipboard || (what !== "citation" && !page)) continue; // pages from a plain address or a file may not copy
    button.addEventListener("click", async () => {
      const said = button.parentElement.querySelector("output");
      try {
        await navigator.clipboard.writeText(copied[what](figure));
        said.textContent = SAID[what];
      } catch {
        said.textContent = say("This browser does not let the page copy");
      }
    });
    button.hidden = false;
  }
})();
