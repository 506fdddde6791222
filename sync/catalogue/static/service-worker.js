// Answers when the network does not: with one page that says so, in the language last read. Of everything else nothing
// is kept but files of the look, which have their content in their address: no figure is ever shown from memory.
// What comes before this file when it is served: VERSION, FILES and OFFLINE, an address for each language.

const CACHE = `comptoir-${VERSION}`, LANGUAGE = "/hors-ligne/langue";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...FILES, ...Object.values(OFFLINE)])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data?.language in OFFLINE) event.waitUntil(remember(event.data.language));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(withoutNetwork));
  else if (FILES.includes(address.pathname + address.search)) event.respondWith(kept(event.request));
});

async function forgetOthers() {
  const fresh = await caches.open(CACHE);
  for (const name of await caches.keys()) {
    if (name === CACHE) continue;
    const language = await (await caches.open(name)).match(LANGUAGE);
    if (language !== undefined) await fresh.put(LANGUAGE, language);
    await caches.delete(name);
  }
}

async function remember(language) {
  await (await caches.open(CACHE)).put(LANGUAGE, new Response(language));
}

async function kept(request) {
  return await (await caches.open(CACHE)).match(request.url) ?? fetch(request);
}

async function withoutNetwork() {
  const cache = await caches.open(CACHE);
  const language = await cache.match(LANGUAGE).then((answer) => answer?.text()) ?? Object.keys(OFFLINE)[0];
  return await cache.match(OFFLINE[language]) ?? Response.error();
}
