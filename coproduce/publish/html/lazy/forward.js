// Leads an address of an earlier edition on to where its content stands now.
// The script's own element says where: data-forwards maps anchors to addresses,
// data-page is the page that the whole old page became (only on forwarding pages).
(() => {
  "use strict";

  const { forwards, page } = document.currentScript.dataset;
  const places = JSON.parse(forwards);
  const lead = () => {
    const anchor = decodeURIComponent(location.hash.slice(1));
    if (Object.hasOwn(places, anchor)) location.replace(places[anchor]);
    else if (page) location.replace(page + location.hash);
  };
  lead();
  addEventListener("hashchange", lead);
})();
