"use strict";
// Without a network: the favourites by their names. No figure is kept, so none is shown.
(() => {
  const place = document.querySelector("[data-names]");
  let held = {};
  try { held = JSON.parse(localStorage.getItem("favourites")) ?? {}; } catch { /* nothing is kept */ }
  const titles = Object.values(held).filter((title) => typeof title === "string");
  for (const title of titles) {
    const item = document.createElement("li");
    item.textContent = title;
    place.append(item);
  }
  document.querySelector("[data-favourites-offline]").hidden = titles.length === 0;
  window.addEventListener("online", () => location.reload());
})();
