// Finds entries of the index: words, ranking, excerpts. Touches no page.
globalThis.reportSearch = (() => {
  "use strict";

  const WORD = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+(?:[-‐‑'’][\p{L}\p{M}\p{N}]+)*/gu;
  // Left out of a question that has other words.
  const ENGLISH = globalThis.reportWords?.english ?? true;
  const COMMON = new Set(globalThis.reportCommon ?? "a an and are as at be by for from has have how in into is it its of on or that the their this to was were what when where which who why with".split(" "));
  const IRREGULAR = new Map([["children", "child"], ["women", "woman"], ["men", "man"], ["practise", "practice"]]);
  // Numbers are said in words and in figures. "One" is seldom meant as a number.
  const NUMBERS = new Map(("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    + "seventeen eighteen nineteen twenty").split(" ").map((word, place) => [word, String(place + 2)])
    .concat("thirty forty fifty sixty seventy eighty ninety hundred".split(" ").map((word, place) => [word, String(10 * place + 30)])));
  // British and American spellings that differ by more than z for s. Both sides of a
  // search pass here, so a rule may be coarse as long as few words fall together.
  const SPELLINGS = [
    [/z/g, "s"],
    [/^(paed|haem|foet|anaes|encyclopaed)/, (start) => start.replace(/ae|oe/, "e")],
    [/^(lic|def|off|pret)ence/, "$1ense"],
    [/([a-z]{2})our(?=ed$|ing$|al$|able$|hood$|ly$|$)/, "$1or"],
    [/([a-z]{3}[aeiou])ll(ed|ing|er|or)$/, "$1l$2"],
    [/([a-z]{2})tre$/, "$1ter"],
    [/gramme$/, "gram"],
    [/ogue$/, "og"],
  ];

  // One form for singular and plural and for both spellings.
  const normal = (word) => {
    let form = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]s$/, "").replace(/['’]/g, "");
    if (/^\p{N}/u.test(form)) return form.replace(ENGLISH ? /,/g : /[.\u00a0\u202f](?=\p{N}{3}(?!\p{N}))/gu, "");
    if (!ENGLISH) return form; // what follows are English endings and spellings
    if (NUMBERS.has(form)) return NUMBERS.get(form);
    if (form.length > 3 && !/(?:ss|us|is)$/.test(form)) {
      if (/[^aeiou]ies$/.test(form) && form.length > 4) form = `${form.slice(0, -3)}y`;
      else if (/(?:sh|ch|ss|x)es$/.test(form)) form = form.slice(0, -2);
      else if (form.endsWith("s")) form = form.slice(0, -1);
    }
    form = IRREGULAR.get(form) ?? form;
    if (form.length > 4) for (const [rule, put] of SPELLINGS) form = form.replace(rule, put);
    return form;
  };
  // "well-being" is found as wellbeing, well and being.
  const forms = (word) => {
    const parts = word.split(/[-‐‑]/).filter(Boolean);
    return parts.length < 2 ? [normal(word)] : [...new Set([normal(parts.join("")), ...parts.map(normal)])];
  };
  const words = (text) => text.normalize("NFC").match(WORD) ?? [];
  // Each word stands in the index as it is, for who has not typed its end yet, and as its stem.
  const stems = new Map();
  const stem = (form) => {
    if (!stems.has(form)) stems.set(form, form.length > 2 && !/\p{N}/u.test(form) ? `${globalThis.reportStem(form)}~` : "");
    return stems.get(form);
  };
  const whole = (text) => words(text).flatMap(forms).filter(Boolean);
  const tokenize = (text) => whole(text).flatMap((form) => [form, stem(form)]).filter(Boolean);
  const telling = (text) => {
    const given = words(text);
    const few = given.filter((word) => !COMMON.has(word.toLowerCase()));
    return few.length ? few : given;
  };
  const key = (list) => list.flatMap(forms).map((form) => stem(form) || form).join(" ");

  const all = (queries) => ({ combineWith: "AND", queries });
  const any = (queries) => ({ combineWith: "OR", queries });

  const entries = [];
  const groups = [];
  const aliases = new Map();
  // Phrases that mean the same, as the report's settings list them: each by its words, with all of them.
  const synonyms = new Map();
  let longest = 1;
  let files = 0;
  let added = 0;
  const mini = new MiniSearch({
    fields: ["title", "label", "name", "context", "text"],
    tokenize,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: (term) => [term],
      boost: { title: 4, label: 2, name: 1.8, context: 1.2 },
      weights: { prefix: 0.5, fuzzy: 0.3 },
      // A title of a few words would else outdo any text.
      bm25: { k: 1.2, b: 0.5, d: 0.5 },
    },
  });

  const begin = ({ files: many, groups: given, synonyms: same = [] }) => {
    for (const phrases of same) {
      const lists = phrases.map(telling);
      for (const list of lists) {
        longest = Math.max(longest, list.length);
        synonyms.set(key(list), [...(synonyms.get(key(list)) ?? []), ...lists.filter((other) => key(other) !== key(list))]);
      }
    }
    files = many;
    for (const [name, weight] of given) groups.push({ name, weight });
  };
  const add = (rows) => {
    added += 1;
    for (const [group, label, address, title, context, text] of rows) {
      // What its author called it says in few words what it is about.
      const name = group ? address.split("#")[1]?.replaceAll("-", " ") ?? "" : "";
      const entry = { id: entries.length, name, group, label, address, title, context, text };
      entries.push(entry);
      mini.add(entry);
      if (address.includes("#term-")) addAliases(title, text);
    }
  };

  // Initials of what the glossary defines, and of short definitions, stand for the
  // term: "dpia", or "ehcp" where "EHC plan" is "An education, health and care plan".
  const initials = (phrase) => words(phrase).filter((w) => !COMMON.has(w.toLowerCase()))
    .flatMap((w) => w.split(/[-‐‑]/)).map((w) => w[0]?.toLowerCase() ?? "").join("");
  const addAliases = (term, meaning) => {
    const opening = meaning.split(/[.;:(]|,? (?:a|the|which|that) /)[0];
    for (const phrase of [term, opening, meaning.split(/[.;:]/)[0]]) {
      const short = initials(phrase);
      if (short.length < 3 || short.length > 6) continue;
      for (const meant of new Set([term, opening])) {
        const list = whole(meant).filter((form) => !COMMON.has(form));
        if (!list.length || (list.length === 1 && list[0] === short)) continue;
        if (!aliases.has(short)) aliases.set(short, []);
        // The words of a long definition stand in many texts by chance.
        aliases.get(short).push({ ...all(list), boostTerm: () => (meant === term ? 0.8 : 0.1), prefix: false });
      }
    }
  };

  const asked = (word) => {
    const [form, ...parts] = forms(word);
    const ways = parts.length ? [form, all(parts)] : [form];
    if (stem(form)) ways.push({ ...any([stem(form)]), boostTerm: () => 0.7, prefix: false, fuzzy: false });
    ways.push(...(aliases.get(form) ?? []));
    return ways.length > 1 ? any(ways) : form;
  };

  // The question with a phrase of it in other words, for each phrase that has such.
  const inOtherWords = (given) => {
    const found = [];
    for (let from = 0; from < given.length; from += 1) {
      for (let to = from + 1; to <= Math.min(given.length, from + longest); to += 1) {
        for (const other of synonyms.get(key(given.slice(from, to))) ?? []) {
          found.push([...given.slice(0, from), ...other, ...given.slice(to)]);
        }
      }
    }
    return found;
  };

  const distance = (form) => {
    if (form.length < 5 || /\p{N}/u.test(form)) return false;
    return form.length < 7 ? 1 : 2; // two letters exchanged are two changes
  };

  // The hits for a question, best first: { entry, terms, score }. `some` says that
  // no entry has all its words, `asked` that there was a word to look for.
  const find = (question) => {
    let given = telling(question);
    // One letter alone is the beginning of a word not typed yet.
    if (given.length === 1 && given[0].length < 2 && !/\p{N}/u.test(given[0])) given = [];
    if (!given.length) return { hits: [], some: false, asked: false };
    const options = {
      boostDocument: (id) => groups[entries[id].group].weight,
      prefix: (form) => form.length > (/^\p{N}/u.test(form) ? 2 : 1),
    };
    const queries = given.map(asked);
    // Two words may be one: "contact point" and ContactPoint.
    const others = inOtherWords(given);
    const meant = any([all(queries), ...given.slice(1).map((word, place) => all([
      ...queries.slice(0, place), normal(given[place] + word), ...queries.slice(place + 2),
    ])), ...others.map((other) => all(other.map(asked)))]);
    let some = false;
    let found = mini.search(meant, options);
    if (!found.length) found = mini.search(meant, { ...options, fuzzy: distance });
    if (!found.length && queries.length > 1) {
      found = mini.search(any(queries), { ...options, fuzzy: distance });
      some = found.length > 0;
    }
    const asIs = [key(words(question)), key(given), ...others.map(key)];
    const close = (text) => text.replaceAll("~", "").replaceAll(" ", "");
    const closed = asIs.map(close);
    const is = (text) => asIs.includes(key(telling(text))) || closed.includes(close(key(words(text))));
    const hits = found.map(({ id, score, terms }) => {
      const entry = entries[id];
      let named = 1;
      if (/\p{N}/u.test(entry.label) && is(entry.label)) named = 10;
      else if (is(entry.title)) named = 4;
      else if (asIs.some((words) => key(telling(entry.title)).startsWith(`${words} `))) named = 1.5;
      return { entry, terms: new Set(terms), score: score * named };
    });
    hits.sort((a, b) => b.score - a.score || a.entry.id - b.entry.id);
    return { hits, some, asked: true };
  };

  // A text in pieces, of which those with `hit` are what was searched for.
  const marked = (text, terms) => {
    const pieces = [];
    let last = 0;
    for (const match of text.matchAll(WORD)) {
      if (!forms(match[0]).some((form) => terms.has(form) || terms.has(stem(form)))) continue;
      if (match.index > last) pieces.push({ text: text.slice(last, match.index) });
      pieces.push({ text: match[0], hit: true });
      last = match.index + match[0].length;
    }
    if (last < text.length) pieces.push({ text: text.slice(last) });
    return pieces;
  };

  const LENGTH = 220;
  // The stretch of a text that has most of the words searched for, in pieces.
  const excerpt = (text, terms) => {
    const places = [];
    for (const match of text.matchAll(WORD)) {
      const form = forms(match[0]).find((f) => terms.has(f) || terms.has(stem(f)));
      if (form) places.push({ at: match.index, form });
    }
    let start = 0;
    let most = 0;
    places.forEach(({ at }, place) => {
      const seen = new Set();
      for (let next = place; next < places.length && places[next].at < at + LENGTH - 60; next += 1) seen.add(places[next].form);
      if (seen.size > most) [most, start] = [seen.size, at];
    });
    const from = start < 60 ? 0 : text.indexOf(" ", start - 60) + 1;
    let to = text.length;
    if (to > from + LENGTH) to = Math.max(text.lastIndexOf(" ", from + LENGTH), from + 1);
    const pieces = marked(text.slice(from, to), terms);
    if (from) pieces.unshift({ text: "… " });
    if (to < text.length) pieces.push({ text: " …" });
    return pieces;
  };

  return { begin, add, find, marked, excerpt, groups, files: () => files, missing: () => files - added, size: () => entries.length };
})();
