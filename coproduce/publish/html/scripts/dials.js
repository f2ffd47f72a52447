// Dials of figures: a slider moves along the rows of the data, and a sentence says what each means.
(() => {
  "use strict";

  for (const dial of document.querySelectorAll(".figure-dial")) {
    const slider = dial.querySelector("input");
    const said = dial.querySelector("output");
    const steps = JSON.parse(dial.dataset.steps);
    slider.addEventListener("input", () => {
      const [position, sentence] = steps[slider.value];
      slider.setAttribute("aria-valuetext", position);
      said.textContent = sentence;
    });
    dial.hidden = false;
  }
})();
