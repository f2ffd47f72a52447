// Finds personal data in a text before it leaves the page, as coproduce/contributions/privacy.py
// does: the patterns come from there (browser_scan.py), the check digits are computed here.
var coproducePersonalData = (() => {
  "use strict";

  const DECIMAL = /\p{Nd}/u;
  const digitOf = (character) => {
    // Digits of a script follow each other, from zero to nine.
    let code = character.codePointAt(0), run = 0;
    while (DECIMAL.test(String.fromCodePoint(code - 1))) { code -= 1; run += 1; }
    return String(run % 10);
  };

  // 1 × the last digit + 2 × the last but one + … must divide by 11 (NHS Data Dictionary).
  const nhsHolds = (number) =>
    [...number].reverse().reduce((sum, digit, i) => sum + (i + 1) * Number(digit), 0) % 11 === 0;

  // Check letter of a unique pupil number (DfE, Unique pupil numbers: guidance).
  const LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ0123456789";
  const upnHolds = (number) => {
    const places = [...number.slice(1)].map((character) => LETTERS.indexOf(character));
    return !places.includes(-1)
      && LETTERS[places.reduce((sum, place, i) => sum + place * (i + 2), 0) % 23] === number[0];
  };

  // `rules` is what browser_scan.scan_rules wrote. Gives a function from a text to
  // its findings: {kind, what, text}, in order.
  const scanner = (rules) => {
    const alike = new Map([...rules.alike[0]].map((from, i) => [from, [...rules.alike[1]][i]]));
    const dashes = new Set(rules.dashes);
    const compile = ([source, flags]) => new RegExp(source, flags);
    const link = compile(rules.link);
    const kinds = rules.rules.map((rule) => ({ ...rule, patterns: rule.patterns.map(compile) }));
    const telephones = rules.telephones.map((source) => new RegExp(source));
    const nhsGroups = new Set(rules.nhsGroups);
    const shorter = compile(rules.shorter);
    const ordinal = new RegExp(rules.ordinal);

    const plainOf = (character) => {
      if (/[\t\r\f\v]/.test(character)) return " ";
      if (character.codePointAt(0) < 128) return character;
      if (character === "\u00ad") return "";
      if (dashes.has(character)) return "-";
      if (/\p{Cf}|\p{Mn}|\p{Me}/u.test(character)) return "";
      return [...character.normalize("NFKC")].map((c) => {
        const plain = alike.get(c) ?? c;
        if (plain.codePointAt(0) < 128) return plain;
        if (DECIMAL.test(plain)) return digitOf(plain);
        return /\p{Z}/u.test(plain) ? " " : dashes.has(plain) ? "-" : plain;
      }).join("");
    };

    // The text in plain characters, and for each where it stood.
    const plainText = (text) => {
      let plain = "";
      const origin = [];
      let position = 0;
      for (const character of text) {
        const made = plainOf(character);
        for (let i = 0; i < made.length; i += 1) origin.push([position, position + character.length]);
        plain += made;
        position += character.length;
      }
      return { plain, origin };
    };

    const nhsNumbers = (match) => {
      const groups = [...match[0].matchAll(/\d+/g)];
      const found = [];
      for (let first = 0; first < groups.length; first += 1) {
        let number = "";
        for (let last = first; last < groups.length; last += 1) {
          number += groups[last][0];
          if (number.length > 10) break;
          if (number.length < 10 || number.startsWith("0") || !nhsHolds(number)) continue;
          const lengths = groups.slice(first, last + 1).map((group) => group[0].length);
          const start = match.index + groups[first].index;
          const named = match.input.slice(Math.max(0, start - 30), start).toLowerCase().includes("nhs");
          if (nhsGroups.has(lengths.join("-")) || lengths.every((length) => length === 1) || named) {
            found.push([start, match.index + groups[last].index + groups[last][0].length]);
          }
        }
      }
      return found;
    };

    const isTelephone = (written) => {
      if ((written.match(/\d/g) ?? []).length < 6) return false;
      let digits = written.replace(/[Oo]/g, "0").replace(/[lI]/g, "1").replace(/\D/g, "");
      const international = digits.startsWith("0044") ? digits.slice(2) : digits;
      if (international.startsWith("44") && (/^(\+|\( ?\+|00)/.test(written) || digits.length === 12)) {
        digits = `0${international.slice(2).replace(/^0/, "")}`;
      }
      return telephones.some((pattern) => pattern.test(digits));
    };

    // As _telephones in privacy.py: the longest that holds from each place where one may begin.
    const telephonesIn = (text, pattern) => {
      const found = [];
      pattern.lastIndex = 0;
      for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
        const ends = [...match[0].matchAll(shorter)].map((last) => last.index + 1).reverse();
        const end = ends.find((place) => place >= rules.fewestDigits && isTelephone(match[0].slice(0, place)));
        if (end) found.push([match.index, match.index + end]);
        pattern.lastIndex = match.index + (end ?? 1);
      }
      return found;
    };

    const counts = {
      "upn": (match) => upnHolds(match[0].replace(/[ .-]/g, "").toUpperCase()),
      "postcode": (match) => !ordinal.test(match[0]),
    };

    return (text) => {
      const { plain, origin } = plainText(text);
      const withoutLinks = plain.replace(link, (address) => "\n".repeat(address.length));
      const hits = [];
      const taken = new Uint8Array(plain.length);
      const add = (kind, spans) => {
        for (const [start, end] of spans) {
          if (taken.subarray(start, end).includes(1)) continue;
          taken.fill(1, start, end);
          hits.push({ kind, start, end });
        }
      };
      for (const { kind, inLinks, patterns } of kinds) {
        const searched = inLinks ? plain : withoutLinks;
        for (const pattern of patterns) {
          if (kind === "telephone") {
            add(kind, telephonesIn(searched, pattern));
            continue;
          }
          for (const match of searched.matchAll(pattern)) {
            add(kind, kind === "nhs-number" ? nhsNumbers(match)
              : (counts[kind]?.(match) ?? true) ? [[match.index, match.index + match[0].length]] : []);
          }
        }
      }
      return hits.sort((a, b) => a.start - b.start).map(({ kind, start, end }) => ({
        kind, what: rules.kinds[kind], text: text.slice(origin[start][0], origin[end - 1][1]),
      }));
    };
  };

  return { scanner };
})();
