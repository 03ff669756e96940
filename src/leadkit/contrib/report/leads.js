(() => {
  const { fields, rows, order, names, titles, texts } = JSON.parse(document.getElementById("lead-data").textContent);
  const place = Object.fromEntries(fields.map((field, index) => [field, index]));
  const element = (id) => document.getElementById(id);
  const [section, body, search, chips, clear, count, range, previous, next, nothing] =
    ["leads", "leads-rows", "leads-search", "leads-chips", "leads-clear", "leads-count", "leads-range", "leads-previous", "leads-next", "leads-nothing"].map(element);
  const PAGE = 50;
  let found = rows, first = 0;

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const number = (value) => value.toLocaleString("en");
  const named = (field, code) => names[field]?.[code] ?? code;
  const asked = () => {
    const [place_, query] = location.hash.slice(1).split("?");
    return new URLSearchParams(place_ === "leads" && query ? query : "");
  };

  // A lead matches when it has one of the values of every field that is asked for.
  function matches(row, query, words) {
    for (const field of new Set(query.keys())) {
      if (!(field in place)) continue;
      const held = row[place[field]], wanted = query.getAll(field);
      const has = field === "reached"
        ? wanted.some((stage) => order.indexOf(held) >= order.indexOf(stage))
        : wanted.some((value) => (Array.isArray(held) ? held.includes(value) : held === value));
      if (!has) return false;
    }
    if (!words.length) return true;
    const text = [row[place.name], row[place.company], row[place.phones], row[place.emails]].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  }

  function make(tag, text = "", kind = "") {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function cell(kind, label, ...parts) {
    const made = make("td", "", kind);
    if (label) made.dataset.label = label;
    made.append(...parts.filter(Boolean));
    return made;
  }

  const owned = (tag, text) => {
    if (!text) return null;
    const made = make(tag, text);
    made.translate = false;
    return made;
  };

  function link(kind, address, text) {
    const made = owned("a", text);
    made.className = kind;
    made.href = address;
    return made;
  }

  function contact(row) {
    const [phone = ""] = row[place.phones], [email = ""] = row[place.emails];
    const dial = /^\+?[\d ()./-]{5,24}$/.test(phone) && "tel:" + phone.replace(/[^+\d]/g, "");
    const mailbox = /^[^@*]+@[^@]+$/.test(email) && "mailto:" + encodeURIComponent(email).replace("%40", "@");
    return [
      phone && (dial ? link("phone", dial, phone) : owned("span", phone)),
      phone && email && make("br"),
      email && (mailbox ? link("", mailbox, email) : owned("span", email)),
    ];
  }

  function line(row) {
    const get = (field) => row[place[field]];
    const made = make("tr");
    const priority = get("priority") && make("span", named("priority", get("priority")), "pill " + get("priority"));
    const standing = get("standing");
    const late = standing !== "running" && make("span", named("standing", standing), "pill " + standing);
    made.append(
      cell("who", "", owned("b", get("name")) ?? make("b", texts.none), owned("small", get("company"))),
      cell("", "", ...contact(row)),
      cell("in", "", make("span", named("status", get("status"))), owned("small", get("owner"))),
      cell("in", "", priority, owned("small", [get("grade"), get("score")].filter(Boolean).join(" · "))),
      cell("in", "", make("span", named("channel", get("channel"))), get("source") !== get("channel") && owned("small", get("source"))),
      cell("in", titles.created, make("span", get("created") || texts.none)),
      cell("in", titles.when, make("span", get("due") || texts.none), late),
    );
    return made;
  }

  function show() {
    const page = found.slice(first, first + PAGE);
    body.replaceChildren(...page.map(line));
    nothing.hidden = found.length > 0;
    count.textContent = filled(texts.count, { count: number(found.length), all: number(rows.length) });
    range.textContent = found.length > PAGE
      ? filled(texts.range, { from: number(first + 1), to: number(first + page.length), count: number(found.length) }) : "";
    previous.hidden = next.hidden = found.length <= PAGE;
    previous.disabled = first === 0;
    next.disabled = first + PAGE >= found.length;
  }

  function apply() {
    const query = asked(), words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = rows.filter((row) => matches(row, query, words));
    first = 0;
    chips.replaceChildren(...[...new Set(query.keys())].filter((field) => field in place).map((field) => {
      const values = query.getAll(field).map((code) => named(field, code)).join(" / ");
      return make("span", field === "reached" ? filled(texts.reached, { name: values }) : `${titles[field] ?? field}: ${values}`);
    }));
    clear.hidden = !words.length && !chips.childElementCount;
    show();
  }

  function turn(by) {
    first += by;
    show();
    section.scrollIntoView();
  }

  function follow() {
    if (!location.hash.startsWith("#leads")) return;
    search.value = "";
    apply();
    section.scrollIntoView();
    section.focus({ preventScroll: true });
  }

  search.addEventListener("input", apply);
  clear.addEventListener("click", () => {
    search.value = "";
    if (location.hash === "#leads") apply(); else location.hash = "#leads";
  });
  previous.addEventListener("click", () => turn(-PAGE));
  next.addEventListener("click", () => turn(PAGE));
  addEventListener("hashchange", follow);
  section.hidden = false;
  apply();
  follow();
})();
