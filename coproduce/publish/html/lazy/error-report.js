// The report of an error: its words, and every way to send them that this edition has. Sends nothing itself.
(() => {
  "use strict";

  const { say } = globalThis.reportWords;
  const LONGEST = 500; // characters of a selection: an address holds no more of them safely
  const made = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const words = document.querySelector("[data-report]").dataset.report;
  const title = words.split("\n")[0].replace(/^[^:]*: /, "");

  const dialog = made("dialog", "", { className: "error-report" });
  dialog.setAttribute("aria-labelledby", "error-report-title");
  const label = made("label", say("What you report, in your own words where you like"));
  const text = made("textarea", "", { id: "error-report-text", rows: 13 });
  label.htmlFor = text.id;
  const hint = made("p", say("Close this and select the sentence first, and it stands here."), { className: "hint" });
  const way = made("a", "", { className: "button" });
  const copy = made("button", say("Copy the text"), { type: "button" });
  const save = made("button", say("Save as a file"), { type: "button" });
  const close = made("button", say("Close"), { type: "button" });
  const how = made("p", "");
  const said = made("p", "");
  said.setAttribute("role", "status");
  const buttons = made("p", "", { className: "card-buttons" });
  buttons.append(way, copy, save, close);
  dialog.append(made("h2", say("Report an error"), { id: "error-report-title" }), label, text, hint, how, buttons, said);
  document.body.append(dialog);

  let address = "";
  const lead = () => {
    // Where the words can go along in the address they do.
    way.href = address.replace(/([?&](?:body|issue%5Bdescription%5D)=)[^&]*/, (_, key) => key + encodeURIComponent(text.value));
  };
  text.addEventListener("input", lead);
  close.addEventListener("click", () => dialog.close());
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = say("Copied. It is not sent yet.");
    } catch {
      text.select();
      said.textContent = say("This browser does not let the page copy. The text is marked: copy it with the keyboard.");
    }
  });
  save.addEventListener("click", () => {
    const link = made("a", "", { href: URL.createObjectURL(new Blob([text.value], { type: "text/plain;charset=utf-8" })), download: "error-report.txt" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    said.textContent = say("Saved as error-report.txt, where your browser keeps downloads. It is not sent yet.");
  });

  globalThis.reportError = (href, section, selected) => {
    address = href;
    const kept = selected.length > LONGEST ? `${selected.slice(0, LONGEST)} …` : selected;
    const added = new Map([[say("Section:"), section], [say("Sentence:"), kept]]);
    text.value = words.split("\n").map((line) => (added.has(line) ? `${line} ${added.get(line)}`.trim() : line)).join("\n");
    hint.hidden = Boolean(selected);
    const mail = address.startsWith("mailto:"), issue = /[?&](body|issue%5Bdescription%5D)=/.test(address) && !mail;
    const page = !mail && !issue && new URL(address).origin !== location.origin;
    way.hidden = !(mail || issue || page);
    way.textContent = mail ? say("Write it as an e-mail") : issue ? say("Open it as an issue") : say("Open the contact page");
    how.textContent = mail ? say("Your own program for e-mail opens, with this text.") : issue ? say("You need an account there, and an issue is public.")
      : page ? say("Copy the text, and put it in there.")
        : say("This edition names no address. Send the saved file to whoever gave you the report, with the words: I found an error in “{title}”. The file says where.", { title });
    said.textContent = "";
    lead();
    dialog.showModal();
    text.focus();
    const place = text.value.indexOf(say("What is wrong:")) + say("What is wrong:").length;
    text.setSelectionRange(place, place);
  };
})();
