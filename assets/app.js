/* SPDX-License-Identifier: EUPL-1.2 */
/* What the script adds to pages that work without it: clocks that tick, live news, judging while
   typing, text kept on the device, keys, search in the list of offices. No library, no eval; words for
   people stand in the page (data- attributes), so that there is one place for translations. */
"use strict";
(() => {
  const doc = document, root = doc.documentElement, body = doc.body;
  const one = (what, within = doc) => within.querySelector(what);
  const all = (what, within = doc) => [...within.querySelectorAll(what)];
  const words = (one("#sk-keys") || body).dataset;
  const lang = root.lang || "nl";
  const make = (tag, name, text) => {
    const e = doc.createElement(tag);
    if (name) e.className = name;
    if (text) e.textContent = text;
    return e;
  };
  const icon = name => {
    const at = "http://www.w3.org/2000/svg", svg = doc.createElementNS(at, "svg");
    const use = doc.createElementNS(at, "use");
    svg.setAttribute("class", "sk-icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", "#i-" + name);
    svg.append(use);
    return svg;
  };
  /* A device may refuse storage: then nothing is kept, and nothing breaks. */
  const store = (where, key, value) => {
    try {
      if (value === undefined) return where().getItem(key);
      if (value === null) where().removeItem(key);
      else where().setItem(key, value);
    } catch { /* refused */ }
    return null;
  };
  const kept = () => window.sessionStorage, device = () => window.localStorage;

  /* ---- clocks: the server's time, not this device's ---- */
  const MINUTE = 60000, HOUR = 60 * MINUTE;
  const offset = Date.parse(body.dataset.now) - Date.now() || 0;
  const now = () => Date.now() + offset;
  const time = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
  const exact = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Europe/Amsterdam" });
  const span = ms => {
    const minutes = Math.floor(ms / MINUTE), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
    if (hours >= 72) return new Intl.NumberFormat(lang, { style: "unit", unit: "day", unitDisplay: "long" }).format(days);
    return hours + ":" + String(minutes % 60).padStart(2, "0");
  };
  const tickOne = clock => {
    const due = Date.parse(clock.dateTime), left = due - now();
    let head = one("b", clock);
    if (Number.isNaN(due)) return;
    if (!head) {
      head = make("b");
      clock.prepend(head);
    }
    /* data-soon: from when a term is near; data-moment: no term, so that passing it is not late. */
    const near = Date.parse(clock.dataset.soon) || due - HOUR, past = left < 0;
    const state = past ? ("moment" in clock.dataset ? "calm" : "late") : now() >= near ? "soon" : "calm";
    const text = state === "late" ? span(-left) + " " + (words.late || "") : span(Math.max(left, 0));
    if (clock.dataset.state !== state) {
      clock.dataset.state = state;
      clock.classList.toggle("sk-clock--late", state === "late");
      clock.classList.toggle("sk-clock--soon", state === "soon");
      head.replaceChildren(icon(state === "calm" ? "clock" : state === "soon" ? "wait" : "late"), text);
    } else if (head.lastChild.textContent !== text) {
      head.lastChild.textContent = text;
    }
  };
  const tick = () => {
    const bar = one("#sk-time");
    if (bar) bar.textContent = time.format(now());
    all("time.sk-clock[datetime]").forEach(tickOne);
  };

  /* ---- live: what changed, and whether we still hear ---- */
  const live = () => {
    const stamp = one("#sk-live"), line = one("#sk-changed"), at = body.dataset.events;
    if (!stamp || !at || !window.EventSource) return;
    const said = one("span", stamp), seen = new Set(), title = doc.title;
    let heard = now(), isOpen = false;
    const show = () => {
      stamp.classList.toggle("sk-live--on", isOpen);
      stamp.classList.toggle("sk-live--lost", !isOpen && now() - heard > MINUTE);
      if (isOpen) {
        heard = now();
        said.textContent = stamp.dataset.live + " · " + exact.format(heard);
      } else if (now() - heard > 5000) {
        said.textContent = stamp.dataset.lost + " " + time.format(heard);
      }
    };
    /* The page shows a thing when its address or one of its links names it. */
    const isHere = id => location.pathname.split("/").includes(id) || all("main a[href]").some(
      a => new URL(a.href, location).pathname.split("/").includes(id));
    const tell = n => {
      const where = one("span", line);
      line.hidden = false;
      where.textContent = n > 1 ? n + " · " + where.dataset.many : where.dataset.one;
      one("a", line).href = location.pathname + location.search.replace(/([?&])klaar=[^&]*&?/, "$1").replace(/[?&]$/, "");
      doc.title = "(" + n + ") " + title;
    };
    const source = new EventSource(at);
    source.addEventListener("open", () => { isOpen = true; show(); });
    source.addEventListener("error", () => { isOpen = false; show(); });
    source.addEventListener("reset", () => tell(seen.size || 1));
    source.addEventListener("act", e => {
      let news;
      try { news = JSON.parse(e.data); } catch { return; }
      show();
      if (!news || !isHere(String(news.id))) return;
      seen.add(news.id);
      tell(seen.size);
    });
    window.addEventListener("pagehide", () => source.close());
    setInterval(show, 1000);
  };

  /* ---- forms: judged while typing, kept until sent ---- */
  const nameOf = pointer => (pointer || "").replace(/^\//, "").replaceAll("/", ".");
  const say = (item, kind) => {
    const p = make("p", kind), text = make("span", "", [item.message, item.mend].filter(Boolean).join(" "));
    if (item.cite) text.append(" ", make("cite", "", item.cite));
    p.append(icon(kind === "sk-refusal" ? "no" : "warn"), text);
    return p;
  };
  const controls = (form, name) => [...form.elements].filter(c => c.name === name || c.name.startsWith(name + "."));
  const judge = (form, verdict, touched) => {
    const found = new Map(), whole = [], places = new Set(all(".sk-error", form).map(e => e.dataset.for));
    /* A row of a list that is one text ("/regions/1") speaks beside that text. */
    const placeOf = pointer => {
      let name = nameOf(pointer);
      while (name && !places.has(name)) name = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "";
      return name;
    };
    for (const [list, kind] of [[verdict.errors, "sk-refusal"], [verdict.warnings, "sk-warning"]])
      for (const item of list || []) {
        const name = placeOf(item.field);
        if (!name) whole.push([item, kind]);
        else if (!found.has(name)) found.set(name, [item, kind]);
      }
    for (const place of all(".sk-error", form)) {
      const name = place.dataset.for, hit = found.get(name);
      const isTouched = [...touched].some(t => t === name || t.startsWith(name + "."));
      const isBad = hit && hit[1] === "sk-refusal";
      if (!isTouched) continue;
      const said = hit ? [say(hit[0], hit[1] === "sk-warning" ? "sk-warning" : "")] : [];
      if (place.textContent.trim() !== said.map(p => p.textContent).join("").trim()) place.replaceChildren(...said);
      for (const c of controls(form, name))
        if (isBad) c.setAttribute("aria-invalid", "true");
        else c.removeAttribute("aria-invalid");
    }
    const box = one(".sk-verdict", form);
    const lines = whole.map(([item, kind]) => say(item, kind));
    if (!lines.length && !found.size && words.fine) {
      const p = make("p", "", "");
      p.append(icon("ok"), words.fine);
      lines.push(p);
    }
    if (box && box.textContent !== lines.map(l => l.textContent).join("")) box.replaceChildren(...lines);
  };
  const dryRun = form => {
    const touched = new Set();
    let timer = 0, running = null;
    const ask = async () => {
      const sent = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") sent.append(name, value);
      sent.set("_dry", "1"); /* a file is judged when it is sent */
      if (running) running.abort();
      running = new AbortController();
      try {
        const answer = await fetch(form.action, {
          method: "POST", body: sent, signal: running.signal, headers: { Accept: "application/json" },
        });
        if (answer.ok && (answer.headers.get("Content-Type") || "").includes("json"))
          judge(form, await answer.json(), touched);
      } catch { /* no connection or newer typing: the server judges again when it is sent */ }
    };
    const later = e => {
      if (e.target.name) touched.add(e.target.name);
      clearTimeout(timer);
      timer = setTimeout(ask, 400);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
  };
  const own = form => [...form.elements].filter(c => c.name && !c.name.startsWith("_") && !["hidden", "submit", "file"].includes(c.type));
  const typed = form => {
    const values = {};
    for (const c of own(form))
      if (c.type === "radio" || c.type === "checkbox") {
        if (c.checked) values[c.name] = c.value;
      } else if (c.value !== "") {
        values[c.name] = c.value;
      }
    return JSON.stringify(values);
  };
  const fill = (form, text) => {
    let values;
    try { values = JSON.parse(text); } catch { return; }
    for (const c of own(form))
      if (c.type === "radio" || c.type === "checkbox") c.checked = values[c.name] === c.value;
      else c.value = values[c.name] || "";
  };
  const SENT = "schakel.sent", USED = "schakel.used";
  const keep = form => {
    const key = "schakel.form." + form.dataset.keep, empty = typed(form), before = store(kept, key);
    const isRefused = !!one("#sk-summary");
    let timer = 0;
    if (before && before !== empty && !isRefused) {
      const note = make("p", "sk-kept", words.kept), drop = make("button", "", words.drop);
      drop.type = "button";
      drop.addEventListener("click", () => {
        store(kept, key, null);
        fill(form, empty);
        note.remove();
        one(".sk-input", form)?.focus();
      });
      note.append(drop);
      form.before(note);
      fill(form, before);
    }
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => store(kept, key, typed(form)), 250);
    });
    form.addEventListener("submit", () => {
      store(kept, key, typed(form));
      store(kept, SENT, key);
      store(kept, USED, form.elements._key?.value || "");
    });
  };
  /* Back to a form that was sent: its key is used up, a new copy of the page has a new one. */
  const renew = form => {
    const key = form.elements._key?.value, used = store(kept, USED);
    if (!key || key !== used) return false;
    store(kept, USED, null);
    location.reload();
    return true;
  };
  /* A receipt says that the act stands in the journal: only then what was kept may go. */
  const settle = () => {
    const sent = store(kept, SENT), receipt = one("#sk-receipt");
    if (sent && receipt) store(kept, sent, null);
    if (sent) store(kept, SENT, null);
    (receipt || one("#sk-summary"))?.focus();
  };
  /* Names for a reference field; the server finds the thing by its number or whole name. */
  const finder = input => {
    const list = input.list;
    let timer = 0;
    const ask = async () => {
      const kinds = input.dataset.find === "place" ? ["place", "region"] : [input.dataset.find]; /* a municipality is a place */
      const found = await Promise.all(kinds.map(kind => fetch(
        "/api/v1/things?" + new URLSearchParams({ type: kind, q: input.value.trim() }),
        { headers: { Accept: "application/json", "Accept-Language": lang } })
        .then(a => a.ok ? a.json() : { items: [] }).catch(() => ({ items: [] }))));
      list.replaceChildren(...found.flatMap(f => f.items || []).slice(0, 20).map(t => {
        const o = make("option");
        o.value = t.label || t.number;
        if (t.number && t.label) o.label = t.label + " (" + t.number + ")";
        return o;
      }));
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      if (input.value.trim().length > 1) timer = setTimeout(ask, 200);
    });
  };
  /* A long form opens with what it asks; what may stay empty, and does, waits in a fold. */
  const LONG = 20;
  const fold = form => {
    const fields = one(".sk-form-fields", form), rows = fields ? [...fields.children] : [];
    const isIdle = row => row.matches(".sk-field") && row.querySelector(":scope > label > .sk-optional, :scope > legend > .sk-optional") &&
      !one(".sk-error > *", row) && all("input, select, textarea", row).every(
        c => c.type === "radio" || c.type === "checkbox" ? !c.checked : c.type === "hidden" || c.value === "");
    const idle = rows.length > LONG ? rows.filter(isIdle) : [];
    if (idle.length < 4 || !words.rest) return;
    const details = make("details", "sk-fold");
    details.append(make("summary", "", words.rest), ...idle);
    fields.append(details);
  };
  /* Of a list's empty rows only the next one shows; typing in it brings the one after. */
  const unroll = list => {
    const rows = [...list.children].filter(e => e.matches(".sk-row"));
    const isFilled = row => all("input, select, textarea", row).some(c => c.value !== "") || !!one(".sk-error > *", row);
    const show = () => {
      const last = rows.map(isFilled).lastIndexOf(true);
      rows.forEach((row, i) => { row.hidden = i > last + 1; });
    };
    list.addEventListener("input", show);
    list.addEventListener("change", show);
    show();
  };
  const guard = form => {
    form.addEventListener("submit", e => {
      if (form.dataset.going) e.preventDefault(); /* twice pressed is once sent */
      form.dataset.going = "1";
      setTimeout(() => delete form.dataset.going, 8000);
    });
  };

  /* ---- offices: search in the list ---- */
  const offices = form => {
    const box = one(".sk-search", form), input = one("input[type=search]", form), told = one("#sk-office-found");
    if (!box || !input) return;
    const groups = all(".sk-group", form), first = told.textContent;
    const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const rows = all(".sk-offices > li", form).map(li => [li, " " + plain(li.textContent + " " + one("summary", li.closest("details")).textContent)]);
    if (rows.length < 8) {
      groups.forEach(g => { g.open = true; });
      return;
    }
    box.hidden = false;
    input.addEventListener("input", () => {
      const asked = plain(input.value).split(/\s+/).filter(Boolean);
      let n = 0;
      for (const [li, text] of rows) {
        li.hidden = !asked.every(w => text.includes(" " + w) || text.includes("-" + w) || text.includes("(" + w));
        n += !li.hidden;
      }
      for (const g of groups) {
        const has = all("li:not([hidden])", g).length > 0;
        g.hidden = !has;
        g.open = asked.length > 0 && has;
      }
      told.textContent = n ? first : told.dataset.none;
    });
    input.addEventListener("keydown", e => {
      const hits = rows.filter(([li]) => !li.hidden);
      if (e.key === "Enter") {
        e.preventDefault();
        if (hits.length === 1 && input.value.trim()) one("button", hits[0][0]).click();
      }
    });
    if (matchMedia("(pointer: fine)").matches) input.focus();
  };

  /* ---- tables: labels for the phone, rows under the keys ---- */
  const label = table => {
    const heads = all("thead th", table).map(th => th.textContent.trim());
    for (const row of all("tbody tr", table))
      [...row.cells].forEach((cell, i) => {
        if (cell.tagName === "TD" && heads[i] && !cell.dataset.label && cell.colSpan === 1 && i > 0) cell.dataset.label = heads[i];
      });
  };
  /* A day is said once, not beside each entry of it. */
  const days = list => all(".sk-timeline-day", list).reduce((before, day) => {
    day.hidden = day.textContent === before;
    return day.textContent;
  }, "");
  const step = by => {
    const rows = all("main table.sk-table tbody tr, main .sk-rows > li").filter(r => one("a[href]", r));
    const at = rows.findIndex(r => r.classList.contains("is-selected"));
    if (!rows.length) return;
    const to = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    rows.forEach(r => r.classList.remove("is-selected"));
    to.classList.add("is-selected");
    one("a[href]", to).focus();
    to.scrollIntoView({ block: "nearest" });
  };

  /* ---- keys ---- */
  const isNight = () => root.dataset.mode === "night" ||
    (root.dataset.mode !== "day" && matchMedia("(prefers-color-scheme: dark)").matches);
  const turn = () => {
    const to = isNight() ? "day" : "night", button = one(".sk-to-" + to);
    root.dataset.mode = to;
    if (!button) return;
    const sent = new URLSearchParams(new FormData(button.form));
    sent.set(button.name, button.value);
    fetch(button.form.action, { method: "POST", body: sent, redirect: "manual" }).catch(() => {});
  };
  const sections = { w: "werk", b: "beeld", a: "aanvragen", c: "capaciteit", f: "afspraken", l: "leren", j: "journaal" };
  const go = what => { const link = one(what); if (link) link.click(); };
  const help = () => { const d = one("#sk-keys"); if (d && !d.open) d.showModal(); };
  const press = {
    "?": help,
    m: turn,
    j: () => step(1),
    k: () => step(-1),
    d: () => go(".sk-next a[href], .sk-next button, main .sk-acts a[href]"),
    n: () => go("a[data-new], main a[href^='/aanvragen/nieuw']"),
    f: () => one("main form[method=get] .sk-input, main form[method=get] input, main form[method=get] select")?.focus(),
    "/": () => (one("input[type=search]:not([hidden])") || one("main form[method=get] input"))?.focus(),
    p: () => window.print(),
  };
  let isGoing = false;
  const key = e => {
    const at = e.target, k = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    if (k === "Escape") all("details[data-fold][open]").forEach(d => { d.open = false; one("summary", d).focus(); });
    if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || one("dialog[open]")) return;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    if (store(device, "schakel.keys") === "off" && k !== "?") return;
    if (isGoing && sections[k]) {
      isGoing = false;
      e.preventDefault();
      go("a[data-nav='" + sections[k] + "']");
      return;
    }
    isGoing = k === "g";
    if (isGoing) setTimeout(() => { isGoing = false; }, 1500);
    if (press[k]) {
      e.preventDefault();
      press[k]();
    }
  };
  const keys = () => {
    const off = one("#sk-keys-off"), hints = one("#sk-hints");
    doc.addEventListener("keydown", key);
    if (hints) hints.hidden = false;
    one("#sk-keys-open")?.addEventListener("click", help);
    if (off) {
      off.checked = store(device, "schakel.keys") === "off";
      off.addEventListener("change", () => store(device, "schakel.keys", off.checked ? "off" : null));
    }
    doc.addEventListener("click", e => all("details[data-fold][open]").forEach(d => { if (!d.contains(e.target)) d.open = false; }));
    window.addEventListener("beforeprint", () => all("main details:not([open])").forEach(d => { d.open = true; d.dataset.printed = "1"; }));
    window.addEventListener("afterprint", () => all("details[data-printed]").forEach(d => { d.open = false; delete d.dataset.printed; }));
  };

  window.addEventListener("pageshow", e => { if (e.persisted) location.reload(); });
  if (all("form[data-keep]").some(renew)) return;
  tick();
  setInterval(tick, 10000);
  all("form[data-dry]").forEach(dryRun);
  all("form[data-keep]").forEach(keep);
  all("form[data-dry]").forEach(fold); /* after keep: what stands again is not folded away */
  all(".sk-list").forEach(unroll);
  all("form[method=post]").forEach(guard);
  all("input[data-find]").forEach(finder);
  all("form[data-offices]").forEach(offices);
  all("table.sk-table").forEach(label);
  all(".sk-timeline").forEach(days);
  settle();
  keys();
  live();
})();
