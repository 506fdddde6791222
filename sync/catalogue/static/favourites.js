"use strict";
// Favourites, kept by this browser alone: a heart on articles and shops, and the page that lists them. A favourite is
// named as its address names it, "shop" or "shop/product". The list is never sent; its page asks how some of it stands.
(() => {
  const KEY = "favourites", MOST = 300, EVERY = 30_000;
  const NAME = /^[-\w]{1,80}(?:\/[0-9A-Za-z][0-9A-Za-z._:-]{0,63})?$/;
  const words = document.currentScript.dataset, page = document.querySelector("[data-favourites]");
  let turn = 0; // the newest question asked; an answer to an older one is of no account

  function read() {
    try {
      const held = JSON.parse(localStorage.getItem(KEY)) ?? {};
      if (typeof held !== "object" || Array.isArray(held)) return new Map();
      return new Map(Object.entries(held).filter(([name, title]) => NAME.test(name) && typeof title === "string"));
    } catch { return new Map(); } // nothing is kept, or what is kept is not ours
  }

  function write(list) {
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(list)));
      return true;
    } catch { return false; } // this browser keeps nothing
  }

  function isKept() {
    try { localStorage.setItem(`${KEY}-trial`, ""); localStorage.removeItem(`${KEY}-trial`); return true; } catch { return false; }
  }

  function nameOf(address) {
    const found = new URL(address, location.href).pathname.match(/^\/boutiques\/([^/]+)\/(?:articles\/([^/]+)\/)?$/);
    if (found === null) return null;
    const name = found.slice(1).filter(Boolean).map(decodeURIComponent).join("/");
    return NAME.test(name) ? name : null;
  }

  function pathOf(name) {
    const [shop, product] = name.split("/");
    return product === undefined ? `/boutiques/${shop}/` : `/boutiques/${shop}/articles/${encodeURIComponent(product)}/`;
  }

  const fill = (form, name) => form.replace("{name}", () => name);
  const titleIn = (place) => (place.querySelector(".card-name, .shop-name, h1")?.textContent ?? "").trim().slice(0, 200);

  function heart(name, title) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "heart";
    button.dataset.heart = name;
    button.setAttribute("aria-label", fill(words.words, title));
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    line.setAttribute("d", "M12 20.5S3.500 15.500 3.500 9.300A4.600 4.600 0 0 1 12 6.800a4.600 4.600 0 0 1 8.500 2.500c0 6.200-8.500 11.200-8.500 11.200Z");
    drawing.append(line);
    button.append(drawing);
    button.addEventListener("click", () => toggle(name, title));
    return button;
  }

  function toggle(name, title) {
    const list = read();
    if (!list.delete(name)) {
      if (list.size >= MOST) list.delete(list.keys().next().value);
      list.set(name, title);
    }
    write(list);
    show();
  }

  function show() {
    const list = read();
    for (const button of document.querySelectorAll("[data-heart]")) {
      button.setAttribute("aria-pressed", String(list.has(button.dataset.heart)));
    }
  }

  function adorn(root) {
    for (const link of root.querySelectorAll("li > a[href]")) {
      const place = link.parentElement, name = nameOf(link.href);
      const isCard = link.querySelector(".card-name, .shop-name") !== null;
      if (name === null || !isCard || place.querySelector("[data-heart]") !== null) continue;
      place.classList.add("has-heart");
      place.append(heart(name, titleIn(place)));
    }
  }

  function adornPage() {
    const name = nameOf(location.href), title = document.querySelector("main :not(.lost) > h1");
    if (name === null || title === null || document.querySelector("h1 ~ [data-heart]") !== null) return;
    title.parentElement.classList.add("has-heart", "large-heart");
    title.after(heart(name, title.textContent.trim().slice(0, 200)));
  }

  for (const place of document.querySelectorAll("[data-without]")) place.hidden = true;
  if (!isKept()) {
    for (const place of document.querySelectorAll("[data-unkept]")) place.hidden = false;
    return;
  }
  adorn(document);
  adornPage();
  show();
  window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) { show(); fillPage(); } });
  window.addEventListener("pageshow", show);
  if (page !== null) openPage();

  // The page of favourites.

  function part(name) { return page.querySelector(`[data-${name}]`); }

  function openPage() {
    page.hidden = false;
    offer();
    part("copy").addEventListener("click", copy);
    part("clear").addEventListener("click", () => { write(new Map()); closeAll(); fillPage(); document.querySelector("main").focus(); });
    part("link").addEventListener("focus", () => part("link").select());
    window.addEventListener("hashchange", offer);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) fillPage(); });
    document.addEventListener("click", (event) => { if (event.target.closest("[data-heart]") !== null) keepCount(); });
    setInterval(() => { if (!document.hidden) fillPage(); }, EVERY);
    fillPage();
  }

  function closeAll() {
    for (const details of page.querySelectorAll("details[open]")) details.open = false;
  }

  function keepCount() {
    const list = read();
    part("empty").hidden = list.size > 0 || part("kept").childElementCount > 0;
    part("keeping").hidden = list.size === 0;
    part("link").value = `${location.origin}${location.pathname}#liste=${[...list.keys()].join(",")}`;
  }

  // What an address offers is only taken in when somebody says so; then it leaves the address.
  function offer() {
    const names = offered(), known = read();
    const fresh = names.filter((name) => !known.has(name));
    part("offered").hidden = fresh.length === 0;
    if (names.length > 0 && fresh.length === 0) forgetOffer();
    if (fresh.length === 0) return;
    const said = part("offered-words");
    said.textContent = fresh.length === 1 ? said.dataset.one : said.dataset.many.replace("{count}", fresh.length);
    part("take").onclick = () => {
      const list = read();
      for (const name of fresh) if (list.size < MOST) list.set(name, name);
      write(list);
      forgetOffer();
      fillPage();
    };
    part("leave").onclick = forgetOffer;
    part("offered").focus();
  }

  function offered() {
    const found = location.hash.match(/^#liste=(.*)$/);
    if (found === null) return [];
    try {
      return [...new Set(decodeURIComponent(found[1]).split(",").filter((name) => NAME.test(name)))].slice(0, MOST);
    } catch { return []; } // the address was cut
  }

  function forgetOffer() {
    history.replaceState(null, "", location.pathname + location.search);
    part("offered").hidden = true;
    document.querySelector("main").focus();
  }

  async function copy() {
    const button = part("copy"), link = part("link");
    try { await navigator.clipboard.writeText(link.value); } catch { link.focus(); document.execCommand("copy"); }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  async function fillPage() {
    if (page === null) return;
    const mine = ++turn, names = [...read().keys()], atOnce = Number(page.dataset.atOnce);
    keepCount();
    const answers = [];
    try {
      for (let place = 0; place < names.length; place += atOnce) answers.push(await ask(names.slice(place, place + atOnce)));
    } catch {
      if (mine === turn) withoutNetwork(names);
      return;
    }
    if (mine === turn) showAnswers(names, answers);
  }

  async function ask(names) {
    const wanted = new URLSearchParams({ lang: document.documentElement.lang });
    for (const name of names) wanted.append("f", name);
    const answer = await fetch(`${page.dataset.state}?${wanted}`, { cache: "no-store", credentials: "omit" });
    if (!answer.ok) throw new Error(answer.status);
    return new DOMParser().parseFromString(await answer.text(), "text/html").body;
  }

  function showAnswers(names, answers) {
    const lists = { shops: document.createElement("ul"), cards: document.createElement("ul") };
    const titles = new Map();
    for (const [kind, list] of Object.entries(lists)) {
      list.className = kind;
      for (const answer of answers) list.append(...answer.querySelectorAll(`ul.${kind} > li`));
      for (const item of list.children) titles.set(nameOf(item.querySelector("a").getAttribute("href")), titleIn(item));
    }
    const focused = part("kept").contains(document.activeElement) ? document.activeElement : null;
    part("trouble").hidden = true;
    part("kept").replaceChildren(...Object.values(lists).filter((list) => list.childElementCount > 0));
    const list = read(), renamed = [...titles].filter(([name, title]) => list.has(name) && list.get(name) !== title);
    for (const [name, title] of renamed) list.set(name, title);
    if (renamed.length > 0) write(list);
    showGone(names.filter((name) => !titles.has(name)), list);
    adorn(page);
    show();
    keepCount();
    if (focused !== null) twinOf(focused)?.focus();
  }

  function twinOf(element) {
    const [kind, value] = "heart" in element.dataset ? ["data-heart", element.dataset.heart] : ["href", element.getAttribute("href")];
    return value === null ? null : part("kept").querySelector(`[${kind}="${CSS.escape(value)}"]`);
  }

  function showGone(names, list) {
    const items = names.map((name) => {
      const item = document.createElement("li"), said = document.createElement("span"), button = document.createElement("button");
      said.textContent = fill(words.gone, list.get(name));
      button.type = "button";
      button.className = "button";
      button.textContent = fill(words.remove, list.get(name));
      button.addEventListener("click", () => { const now = read(); now.delete(name); write(now); item.remove(); keepCount(); document.querySelector("main").focus(); });
      item.append(said, button);
      return item;
    });
    part("gone").replaceChildren(...items);
    part("gone").hidden = items.length === 0;
  }

  // A figure that cannot be asked for again is not left standing: names stay, levels go.
  function withoutNetwork(names) {
    const list = read(), items = document.createElement("ul");
    items.className = "names";
    for (const name of names) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = pathOf(name);
      link.textContent = list.get(name);
      item.append(link);
      items.append(item);
    }
    part("kept").replaceChildren(items);
    part("gone").hidden = true;
    part("trouble").hidden = names.length === 0;
  }
})();
