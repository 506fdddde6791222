"use strict";
// Lets this site be kept on a telephone's home screen, and says without a network that there is none.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service-worker.js", { scope: "/", updateViaCache: "none" }).then(
    () => navigator.serviceWorker.ready,
  ).then(
    ({ active }) => active.postMessage({ language: document.documentElement.lang }),
  ).catch(() => { /* a browser that will not: the site is the same without */ });
}
