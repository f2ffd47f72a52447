// The form on the page that people contribute with: checks what is typed, warns of
// personal data, and then gives it as a file, as text, or to the forge's own form.
// Sends and stores nothing. Needs personal-data.js.
(() => {
  "use strict";

  const form = document.getElementById("contribution-form");
  if (!form) return;
  const data = JSON.parse(document.getElementById("contribution-data").textContent);
  const scan = coproducePersonalData.scanner(data.personal);
  const summary = document.getElementById("contribute-errors");
  const confirmed = document.getElementById("contribute-nobody");
  const sending = document.getElementById("contribute-sending");
  const output = document.getElementById("contribute-text");
  const questions = data.questions.map((question) => ({
    ...question,
    element: document.getElementById(question.id),
    block: form.querySelector(`.question[data-field="${question.field}"]`),
    error: document.getElementById(`${question.id}-error`),
    controls: [...form.elements].filter((control) => control.name === question.field),
  }));

  // What the page says, in its language; numbers as that language writes them, but in the digits of its keyboards.
  const worded = (name, given = {}) => data.words[name].replace(/\{(\w+)\}/g, (_, gap) => given[gap]);
  const many = (number) => number.toLocaleString(data.locale);

  // One file is told from another by letters drawn by lot, when the page opens.
  const LETTERS = "bcdfghjklmnpqrstvwxz";
  const drawn = () => {
    let letters = "";
    while (letters.length < 12) {
      const byte = crypto.getRandomValues(new Uint8Array(1))[0];
      if (byte < 240) letters += LETTERS[byte % 20]; // the rest would make some letters likelier
    }
    return letters.match(/.{4}/g).join("-");
  };
  const response = drawn();

  // What was answered: ids for choices, cleaned text otherwise, as lists.
  const clean = (text) => text.replace(/\r\n?/g, "\n").normalize("NFC").trim();
  const line = (text) => clean(text).replace(/\s+/g, " ");
  const given = (question) => {
    if (question.block.hidden) return [];
    if (question.controls[0].matches("input[type=radio], input[type=checkbox]")) {
      return question.controls.filter((control) => control.checked).map((control) => control.value);
    }
    const text = question.element.value;
    if (question.control === "lines") return clean(text).split("\n").map(line).filter(Boolean);
    return [question.control === "text" ? clean(text) : line(text)].filter(Boolean);
  };
  const holds = (conditions) => Object.entries(conditions).every(([field, allowed]) => {
    const question = questions.find((one) => one.field === field);
    const answer = question ? given(question)[0] : undefined;
    return allowed.includes(answer ?? (field === "kind" ? data.kind : undefined));
  });

  const isNeeded = (question) =>
    question.required || Boolean(question.needed && !question.block.hidden && holds(question.needed));

  // Questions that depend on others come and go.
  const askWhatIsNeeded = () => {
    for (const question of questions) question.block.hidden = !holds(question.asked);
    for (const question of questions.filter((one) => one.needed)) {
      question.block.querySelector(".required").hidden = !isNeeded(question);
    }
  };

  const length = (text) => [...text].length;
  const REVERSING = /[\u202a-\u202e\u2066-\u2069]/u;

  // What is wrong with an answer, in words, or "".
  const fault = (question) => {
    const answers = given(question);
    if (!answers.length) {
      if (!isNeeded(question)) return "";
      if (question.control === "consent") return worded("no_consent");
      return question.controls.length > 1 || question.control === "menu" ? worded("choose") : worded("write");
    }
    if (answers.some((answer) => REVERSING.test(answer))) return worded("reversing");
    if (question.most && answers.length > question.most) {
      return worded("too_many_lines", { seen: many(answers.length), most: many(question.most) });
    }
    const long = question.longest ? answers.find((answer) => length(answer) > question.longest) : undefined;
    if (long === undefined) return "";
    return worded(question.control === "lines" ? "line_too_long" : "too_long", { seen: many(length(long)), most: many(question.longest) });
  };

  const TYPED = ["line", "text", "lines"];
  // What is too long is refused first: how long a search takes is bounded by what may be sent.
  const findings = () => questions.filter((question) => TYPED.includes(question.control) && !fault(question)).flatMap((question) =>
    // Each line by itself: a search must not join what stands in two.
    (question.control === "lines" ? given(question) : [given(question).join("\n")])
      .flatMap((text) => scan(text)).map((finding) => ({ question, ...finding })));

  const mark = (question, messages) => {
    question.error.textContent = messages.join(" ");
    question.error.hidden = !messages.length;
    question.block.classList.toggle("with-error", messages.length > 0);
    for (const control of question.controls) {
      if (messages.length) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  };
  const itemFor = (question, message) => {
    const item = document.createElement("li"), link = document.createElement("a");
    const target = question.controls[0];
    link.href = `#${target.id}`;
    link.textContent = question.label + (/[.?!؟。]$/.test(question.label) ? " " : ": ") + message;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      target.focus();
      question.block.scrollIntoView({ block: "start" });
    });
    item.append(link);
    return item;
  };

  let passed = ""; // the findings that somebody said lead to nobody
  const check = () => {
    const faults = new Map(questions.map((question) => [question, [fault(question)].filter(Boolean)]));
    const found = findings();
    const seen = found.map((one) => `${one.question.field}\n${one.kind}\n${one.text}`).join("\n\n");
    if (seen !== passed) { passed = ""; if (!confirmed.dataset.asks || confirmed.dataset.asks !== seen) confirmed.checked = false; }
    confirmed.dataset.asks = seen;
    for (const one of found) faults.get(one.question).push(worded("looks_like", { what: one.what, text: one.text.trim() }));
    const problems = [...faults].flatMap(([question, messages]) => messages.map((message) => itemFor(question, message)));
    if (confirmed.checked) passed = seen;
    const onlyFound = problems.length === found.length;
    const sound = !problems.length || (onlyFound && passed === seen);
    for (const [question, messages] of faults) mark(question, sound ? [] : messages);
    summary.querySelector("ul").replaceChildren(...problems);
    summary.querySelector(".about-personal").hidden = !found.length;
    summary.hidden = sound;
    return { sound, found };
  };

  // Questions and chosen answers in the report's language, one a line; what was typed as it is. A line that
  // would read like a heading gets a space before it. The last line tells where a
  // signature begins when all is pasted into an e-mail.
  const words = (question) => given(question)
    .map((answer) => question.saves[answer] ?? answer).join("\n").replace(/^(?=#{3})/gm, " ");
  const text = () => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
    const head = `A contribution to: ${data.title}\n\nform: ${data.form}\nresponse: ${response}\nsubmitted: ${day}\nconsent: ${data.consent}\n${data.language ? `language: ${data.language}\n` : ""}`;
    return head + questions.map((question) => [question, words(question)]).filter(([, answer]) => answer)
      .map(([question, answer]) => `\n### ${question.ask}\n\n${answer}\n`).join("") + `\n${data.end}\n`;
  };

  const say = (message) => { sending.querySelector(".sent").textContent = message; };
  const prepareIssue = (found) => {
    const link = sending.querySelector("[data-way=issue]");
    if (!link) return;
    const address = new URL(data.issues);
    for (const question of questions.filter((one) => one.issue)) {
      const answer = given(question).join("\n");
      if (answer) address.searchParams.set(question.issue, answer);
    }
    const tooLong = address.href.length > data.longestAddress;
    // Choices cannot be handed over: the forge then opens an empty form.
    const choices = questions.filter((one) => !one.issue && given(one).length);
    sending.querySelector(".again").replaceChildren(...choices.map((question) => {
      const item = document.createElement("li");
      item.textContent = `${question.ask.replace(/[:.]$/, "")} – ${words(question).split("\n").join("; ")}`;
      return item;
    }));
    sending.querySelector(".too-long").hidden = !tooLong;
    sending.querySelector(".not-public").hidden = !found.length;
    const offered = !tooLong && !found.length;
    link.hidden = !offered;
    sending.querySelector(".about-issue").hidden = sending.querySelector(".again").hidden = !offered;
    if (offered) link.href = address.href; else link.removeAttribute("href");
  };

  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([output.value], { type: "text/plain;charset=utf-8" }));
    link.download = `contribution-${response}.txt`;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(worded("saved", { file: link.download }));
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(output.value);
    } catch {
      output.focus();
      output.select();
      say(worded("not_copied"));
      return;
    }
    say(worded("copied"));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { sound, found } = check();
    sending.hidden = !sound;
    say("");
    if (!sound) {
      summary.focus();
      summary.scrollIntoView({ block: "start" });
      return;
    }
    output.value = text();
    prepareIssue(found);
    sending.focus();
    sending.scrollIntoView({ block: "start" });
  });
  form.addEventListener("click", (event) => {
    const way = event.target.dataset.way;
    if (way === "save") save();
    if (way === "copy") copy();
    if (way === "issue") say(worded("issue_opens"));
  });
  // What was checked must be what is sent.
  form.addEventListener("input", (event) => {
    if (event.target === confirmed) return;
    askWhatIsNeeded();
    sending.hidden = true;
  });

  // How much may still be written: seen at once, said when typing stops.
  for (const count of form.querySelectorAll("[data-counts]")) {
    const question = questions.find((one) => one.id === count.dataset.counts);
    const announced = form.querySelector(`[data-announces="${question.id}"]`);
    let waiting = 0;
    const update = () => {
      const left = question.longest - length(clean(question.element.value));
      const said = left >= 0 ? worded("left", { count: many(left) }) : worded("over", { count: many(-left) });
      count.textContent = said;
      count.classList.toggle("too-many", left < 0);
      clearTimeout(waiting);
      waiting = setTimeout(() => { announced.textContent = document.activeElement === question.element ? said : ""; }, 1000);
    };
    question.element.addEventListener("input", update);
    update();
  }

  askWhatIsNeeded();
  addEventListener("pageshow", askWhatIsNeeded); // a browser may fill in what was there before
  form.querySelector(".contribution-waiting").hidden = true;
  form.querySelector("button[type=submit]").disabled = false;
})();
