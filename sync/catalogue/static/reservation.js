"use strict";
// Keeps an open reservation true: asks every few seconds whether its revision is another, and puts the new words in
// place. Its address is a secret, so it is asked for at the pages themselves and never at the public live events.
// Without this script the browser loads the page again every half minute.
(() => {
  const EVERY = 5000;
  const news = document.getElementById("news");
  let place = document.querySelector("[data-reservation]");

  async function look() {
    if (document.hidden || !("open" in place.dataset)) return;
    try {
      const asked = `${place.dataset.state}?revision=${place.dataset.revision}`;
      const answer = await fetch(asked, { cache: "no-store", referrerPolicy: "no-referrer" });
      if (answer.status === 200) show(await answer.text());
    } catch { /* no line: the next turn asks again */ }
  }

  function show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-reservation]");
    if (fresh === null || fresh.dataset.revision === place.dataset.revision) return;
    const wasHere = place.contains(document.activeElement);
    place.replaceWith(fresh);
    place = fresh;
    const heading = place.querySelector("h1");
    if (wasHere) heading.focus();
    news.textContent = heading.textContent;
  }

  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
})();
