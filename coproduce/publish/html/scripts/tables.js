// Says of each table whether it fits its box: then its head can stay in view, and no edge need show that there is more.
(() => {
  "use strict";

  const judge = (box) => {
    const table = box.querySelector("table");
    if (table) box.classList.toggle("fits", table.offsetWidth <= box.clientWidth + 1);
  };
  const seen = new ResizeObserver((entries) => {
    for (const { target } of entries) judge(target);
  });
  for (const box of document.querySelectorAll(".table-wrapper")) {
    judge(box);
    seen.observe(box);
  }
})();
