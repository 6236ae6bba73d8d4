// What a page does beyond its HTML. Everything works without it.
(() => {
  // After an answer that needs another look, reading starts at the summary.
  document.getElementById("summary")?.focus();

  // The echo under three date boxes, in both calendars, while they are typed.
  const FIRST_YEAR = { M: 1868, T: 1912, S: 1926, H: 1989, R: 2019, 明: 1868, 大: 1912, 昭: 1926, 平: 1989, 令: 2019 };
  const plain = (text) => text.normalize("NFKC").trim().toUpperCase();

  function yearOf(text) {
    const found = /^(?:([MTSHR]|明治?|大正?|昭和?|平成?|令和?)\.?\s*)?(\d{1,4}|元)年?$/.exec(plain(text));
    if (!found) return NaN;
    const number = found[2] === "元" ? 1 : Number(found[2]);
    return found[1] ? FIRST_YEAR[found[1][0]] + number - 1 : number;
  }

  // A whole day in the first box, with and without signs between its parts: as in eligibility/parsing.py.
  const WHOLE = [/^(.+)[年.\/-](\d{1,2})[月.\/-](\d{1,2})日?$/, /^(\d{4}|\D+\d{2})(\d{2})(\d{2})$/];

  function partsOf(boxes) {
    const texts = Array.from(boxes, (box) => plain(box.value));
    if (texts[1] || texts[2]) return texts;
    const first = texts[0].replace(/\s/g, "");
    for (const whole of WHOLE) {
      const found = whole.exec(first);
      if (found) return found.slice(1);
    }
    return texts;
  }

  function dayOf(boxes) {
    const parts = partsOf(boxes);
    const year = yearOf(parts[0]);
    const month = Number(parts[1].replace(/月$/, "") || NaN);
    const date = Number(parts[2].replace(/日$/, "") || NaN);
    if (!(year > 1867 && year < 2200)) return null;
    const day = new Date(Date.UTC(year, month - 1, date));
    return day.getUTCMonth() === month - 1 && day.getUTCDate() === date ? day : null;
  }

  // As in_both_calendars of desks/dates.py.
  function echo(day) {
    const show = (locale, options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(day);
    const whole = { era: "long", year: "numeric", month: "long", day: "numeric" };
    const era = `${show("ja-JP-u-ca-japanese", whole)}(${show("ja-JP", { weekday: "short" })})`;
    return document.documentElement.lang === "ja"
      ? era.replace(/^(.+?年)/, `${day.getUTCFullYear()}年($1)`)
      : `${show("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" })} / ${era}`.replace(",", "");
  }

  document.addEventListener("input", (event) => {
    const group = event.target.closest?.(".dated");
    const output = group?.querySelector(".echo");
    if (!output) return;
    const day = dayOf(group.querySelectorAll("input"));
    output.textContent = day ? echo(day) : "";
  });
})();
