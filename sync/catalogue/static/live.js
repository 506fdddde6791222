"use strict";
// Keeps an open page true: figures change when a till says so, and every line ages by the rules of freshness.py,
// also while the connection is lost. Without this script the page is as true as when it was loaded.
(() => {
  const MINUTE = 60_000, FRESH = 5 * MINUTE, RECENT = 60 * MINUTE, DATED = 24 * 60 * MINUTE, TICK = 10_000;
  const page = document.body.dataset, language = document.documentElement.lang, zone = page.zone;
  const heard = JSON.parse(page.heard), say = JSON.parse(page.said), news = document.getElementById("news");
  const lines = [...document.querySelectorAll("[data-line]")].map((element) => (
    { element, said: JSON.parse(element.dataset.line), product: element.dataset.number, shop: element.dataset.shop }));
  const beats = [...document.querySelectorAll("[data-beat]")].map((element) => (
    { element, shop: element.dataset.beat, at: element.dataset.at ? Number(element.dataset.at) : null }));
  let ahead = Number(page.now) - Date.now(); // how far the catalogue's clock is ahead of this one
  let since = page.since, source = null, hasTyped = false;

  const now = () => Date.now() + ahead;
  const dayOf = (at) => new Date(at).toLocaleDateString("en-CA", { timeZone: zone });
  const day = (at) => new Date(at).toLocaleDateString(language === "en" ? "en-GB" : language,
    { timeZone: zone, weekday: "long", day: "numeric", month: "long" });
  const hour = (at) => {
    const [hours, minutes] = new Date(at).toLocaleTimeString("en-GB", { timeZone: zone }).split(":");
    return page.hour.replace("{hour}", language === "fr" ? Number(hours) : hours).replace("{minute}", minutes);
  };

  function spoken(said, moment) {
    const forms = say[said.kind];
    if (said.kind === "unknown" || said.kind === "gone") return [forms.old, "unknown"];
    const age = moment - said.at_ms, when = dayOf(said.at_ms), count = (text) => text.replace("{count}", () => said.count);
    const fill = (text) => count(text).replace("{time}", hour(said.at_ms)).replace("{day}", day(said.at_ms));
    const near = when === dayOf(moment) ? "today" : "yesterday";
    if (said.closed_until_ms !== null && moment < said.closed_until_ms) {
      const isLongAgo = near === "yesterday" && when !== dayOf(moment - DATED);
      return [fill(forms[`closed_${isLongAgo ? "before" : near}`]), "closed"];
    }
    if (age < FRESH) return [count(forms.fresh), said.kind];
    if (age < RECENT) return [count(forms.recent).replace("{minutes}", Math.floor(age / MINUTE)), said.kind];
    if (age < DATED) return [fill(forms[`dated_${near}`]), "dated"];
    return [forms.old, "unknown"];
  }

  function heardAt(at, moment) {
    if (at === null) return heard.never;
    const age = Math.max(0, Math.floor((moment - at) / MINUTE));
    if (age < 1) return heard.now;
    if (age < 60) return heard.minutes.replace("{minutes}", age);
    return dayOf(at) === dayOf(moment) ? heard.today.replace("{time}", hour(at)) : heard.before.replace("{day}", day(at));
  }

  function write(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  function show() {
    const moment = now();
    for (const { element, said } of lines) {
      const [text, tone] = spoken(said, moment);
      write(element.querySelector("[data-text]"), text);
      element.dataset.tone = tone;
    }
    for (const { element, at } of beats) write(element, heardAt(at, moment));
  }

  function onLevel({ product, line: said, price }) {
    for (const line of lines.filter((line) => line.product === String(product))) {
      const isNews = line.said.kind !== said.kind || line.said.count !== said.count;
      line.said = said;
      const place = line.element.closest("[data-product]");
      for (const element of place.querySelectorAll("[data-price]")) write(element, price);
      if (isNews) tell(line);
    }
    show();
  }

  function tell(line) {
    const [text] = spoken(line.said, now());
    const said = { name: line.element.dataset.name, line: text };
    news.textContent = news.dataset.form.replace(/\{(name|line)\}/g, (_, blank) => said[blank]);
    line.element.classList.add("changed");
    setTimeout(() => line.element.classList.remove("changed"), 2000);
  }

  function onBeat({ shop, term, at_ms: at, closed_until_ms: until }) {
    for (const { said } of lines.filter((line) => line.shop === shop && line.said.term === term && at !== null)) {
      said.closed_until_ms = at >= said.at_ms ? until : null;
      said.at_ms = Math.max(said.at_ms, at);
    }
    for (const beat of beats.filter((beat) => beat.shop === shop)) beat.at = at;
    show();
  }

  function onGone({ product }) {
    for (const line of lines.filter((line) => line.product === String(product))) {
      line.said = { kind: "gone" };
    }
    show();
  }

  function listen() {
    if (source !== null || document.hidden || !(lines.length || beats.length)) return;
    const wanted = new URLSearchParams({ lang: language, form: page.events, since });
    for (const product of new Set(lines.map((line) => line.product))) wanted.append("product", product);
    for (const shop of new Set([...lines, ...beats].map((one) => one.shop))) wanted.append("beat", shop);
    source = new EventSource(`${page.live}/events?${wanted}`);
    const on = (name, take) => source.addEventListener(name, (event) => {
      if (event.lastEventId) since = event.lastEventId;
      take(JSON.parse(event.data));
    });
    on("hello", ({ now_ms: told }) => { ahead = Math.max(ahead, told - Date.now()); show(); });
    on("level", onLevel);
    on("beat", onBeat);
    on("gone", onGone);
    on("reset", beginAnew);
    source.onerror = () => {
      if (source !== null && source.readyState === EventSource.CLOSED) { stop(); setTimeout(listen, 5000 + 5000 * Math.random()); }
    };
  }

  function stop() {
    if (source !== null) source.close();
    source = null;
  }

  // What it missed is forgotten, or told in a form that it does not read: loaded anew, in a minute of its life at the
  // earliest, so that a catalogue that is just being renewed is not asked in circles. What somebody typed stays: such a
  // page hears nothing more, and its lines age.
  function beginAnew() {
    stop();
    setTimeout(() => { if (!hasTyped) location.reload(); }, Math.max(0, MINUTE - performance.now()));
  }

  // A hidden page lets its connection go: a browser has few of them for all its pages.
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); else { show(); listen(); } });
  document.addEventListener("input", () => { hasTyped = true; });
  window.addEventListener("pageshow", () => { show(); listen(); });
  setInterval(show, TICK);
  listen();
})();
