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

  // Check letter of an Irish PPS number: of second letters A, B and H count, nine times their place.
  const ppsHolds = (number) => {
    const places = "WABCDEFGHIJKLMNOPQRSTUV", [, digits, letter, second] = /^(\d{7})([A-W])([ABHTWX]?)$/.exec(number) ?? [];
    if (!digits) return false;
    const sum = [...digits].reduce((total, digit, i) => total + (8 - i) * Number(digit), 0) + 9 * ("ABH".includes(second || "-") ? places.indexOf(second) : 0);
    return places[sum % 23] === letter;
  };

  // A German tax number: of its first ten digits one stands twice or three times, and the last checks them (ISO 7064, MOD 11,10).
  const taxIdHolds = (number) => {
    if (!/^[1-9]\d{10}$/.test(number)) return false;
    const counts = new Map();
    for (const digit of number.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    const often = [...counts.values()].filter((count) => count > 1);
    if (often.length !== 1 || ![2, 3].includes(often[0])) return false;
    let check = 5;
    for (const digit of number) check = (((check || 10) * 2) % 11 + Number(digit)) % 10;
    return check === 1;
  };

  // `rules` is what browser_scan.scan_rules wrote. Gives a function from a text to
  // its findings: {kind, what, text}, in order.
  const scanner = (rules) => {
    const alike = new Map([...rules.alike[0]].map((from, i) => [from, [...rules.alike[1]][i]]));
    const dashes = new Set(rules.dashes);
    const compile = ([source, flags]) => new RegExp(source, flags);
    const link = compile(rules.link);
    const written = rules.written.map(compile);
    const PARTS = ["value", "before", "after", "unlessBefore", "unlessAfter", "never"];
    const kinds = rules.rules.map((rule) => ({ ...rule, patterns: rule.patterns.map((pattern) => ({
      check: pattern.check, ...Object.fromEntries(PARTS.map((part) => [part, written[pattern[part]]])),
    })) }));
    const nhsNamed = compile(rules.nhsNamed);
    const saidToken = compile(rules.saidToken);
    const telephones = rules.telephones.map((source) => new RegExp(source));
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
        if (/\p{Z}/u.test(plain)) return " ";
        if (plain.codePointAt(0) > 0xffff) return rules.noLetter;
        return dashes.has(plain) ? "-" : plain;
      }).join("");
    };

    // The text in plain characters, and for each where it stood.
    const plainText = (text) => {
      let plain = "";
      const origin = [];
      let position = 0;
      for (const character of text) {
        let made = plainOf(character);
        if (made === " " && plain.endsWith(" ")) made = ""; // of several spaces one is kept
        for (let i = 0; i < made.length; i += 1) origin.push([position, position + character.length]);
        plain += made;
        position += character.length;
      }
      return { plain, origin };
    };

    // A search with a global pattern begins where the last one ended, unless told so.
    const holds = (pattern, text) => { pattern.lastIndex = 0; return pattern.test(text); };

    const isHealthNumber = (digits) => /^\d{10}$/.test(digits) && nhsHolds(digits)
      && (!digits.startsWith("0") || (Number(digits.slice(2, 4)) >= 1 && Number(digits.slice(2, 4)) <= 12));

    // As nhs_holds in number_patterns.py: the number with which a run of digits begins.
    const nhsNumber = (match) => {
      let digits = "", end = 0;
      const lengths = [];
      for (const group of match[0].matchAll(/\d+/g)) {
        digits += group[0];
        lengths.push(group[0].length);
        end = group.index + group[0].length;
        if (digits.length >= 10) break;
      }
      if (!isHealthNumber(digits)) return [];
      const named = () => holds(nhsNamed, match.input.slice(Math.max(0, match.index - 30), match.index));
      const grouped = rules.nhsGroups.includes(lengths.join("-")) || lengths.every((length) => length === 1);
      return grouped || named() ? [[match.index, match.index + end]] : [];
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

    // As telephone_holds: the longest number with which a match begins.
    const telephone = (match) => {
      const ends = [...match[0].matchAll(shorter)].map((last) => last.index + 1).reverse();
      const end = ends.find((place) => place >= rules.fewestDigits && isTelephone(match[0].slice(0, place)));
      return end ? [[match.index, match.index + end]] : [];
    };

    // As digits_said and said_holds: the longest part of a match whose words stand for such a number.
    const said = (match, isOne) => {
      let digits = "", times = 1, tens = "", words = 0, found = 0;
      for (const token of match[0].matchAll(saidToken)) {
        const word = token[0].toLowerCase(), value = Object.hasOwn(rules.said, word) ? rules.said[word] : word;
        words += Object.hasOwn(rules.said, word) ? 1 : 0;
        if (value.startsWith("x")) {
          times = Number(value[1]);
        } else {
          digits += !tens ? "" : value.length === 1 && value !== "0" ? tens : `${tens}0`;
          tens = value.endsWith("-") ? value[0] : "";
          digits += tens ? "" : value.repeat(times);
          times = 1;
        }
        const now = tens ? `${digits}${tens}0` : digits;
        if (now.length > 14) break;
        if (words >= rules.fewestSaid && now.length >= rules.fewestDigits && isOne(now)) found = token.index + token[0].length;
      }
      return found ? [[match.index, match.index + found]] : [];
    };

    // As is_telephone_of and national_holds: the longest number of this country with which a match begins.
    const plan = rules.national, national = (plan?.patterns ?? []).map((source) => new RegExp(source));
    const isNational = (written) => {
      let digits = written.replace(/\D/g, "");
      if (/^[( ]*\+/.test(written) || digits.startsWith("00")) {
        digits = digits.replace(/^00/, "");
        if (!digits.startsWith(plan.code)) return false;
        digits = digits.slice(plan.code.length).replace(/^0/, "");
      } else if (plan.trunk) {
        if (!digits.startsWith(plan.trunk)) return false;
        digits = digits.slice(plan.trunk.length);
      } else if (digits.length === 11 && digits.startsWith(plan.code)) {
        digits = digits.slice(plan.code.length);
      }
      return national.some((pattern) => pattern.test(digits));
    };
    const nationalTelephone = (match) => {
      const ends = [...match[0].matchAll(shorter)].map((last) => last.index + 1).reverse();
      const end = ends.find((place) => match[0].slice(0, place).replace(/\D/g, "").length >= plan.fewest && isNational(match[0].slice(0, place)));
      return end ? [[match.index, match.index + end]] : [];
    };

    const whole = (match) => [[match.index, match.index + match[0].length]];
    const checks = {
      "upn": (match) => (upnHolds(match[0].replace(/[ ./-]/g, "").toUpperCase()) ? whole(match) : []),
      "postcode": (match) => (ordinal.test(match[0]) ? [] : whole(match)),
      "nhs": nhsNumber,
      "telephone": telephone,
      "national": nationalTelephone,
      "pps": (match) => (ppsHolds(match[0].replace(/[ ./-]/g, "").toUpperCase()) ? whole(match) : []),
      "tax-id": (match) => (taxIdHolds(match[0].replace(/\D/g, "")) ? whole(match) : []),
      "said-health": (match) => said(match, isHealthNumber),
      "said-telephone": (match) => said(match, isTelephone),
    };

    // As Pattern in search_pattern.py: a value's form, and the words that must stand beside it.
    const surrounded = (pattern, text, start, end) => {
      const before = text.slice(Math.max(0, start - rules.window), start), after = text.slice(end, end + rules.window);
      const found = (part, beside) => Boolean(part) && holds(part, beside);
      if (found(pattern.unlessBefore, before) || found(pattern.unlessAfter, after)) return false;
      return !(pattern.before || pattern.after) || found(pattern.after, after) || found(pattern.before, before);
    };
    const spansOf = (pattern, text) => {
      const spans = [];
      let at = 0;
      for (;;) {
        pattern.value.lastIndex = at;
        const match = pattern.value.exec(text);
        if (!match) return spans;
        at = match.index + 1;
        if (pattern.never && holds(pattern.never, match[0])) {
          at = match.index + match[0].length;
        } else if (surrounded(pattern, text, match.index, match.index + match[0].length)) {
          for (const [start, end] of (checks[pattern.check] ?? whole)(match)) {
            at = Math.max(at, end);
            spans.push([start, end]);
          }
        }
      }
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
        for (const pattern of patterns) add(kind, spansOf(pattern, searched));
      }
      return hits.sort((a, b) => a.start - b.start).map(({ kind, start, end }) => ({
        kind, what: rules.kinds[kind], text: text.slice(origin[start][0], origin[end - 1][1]),
      }));
    };
  };

  return { scanner };
})();
