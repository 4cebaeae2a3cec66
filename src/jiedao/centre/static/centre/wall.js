// The wall: pages take turns, numbers renew themselves, and what is wrong is said on the screen.
(function () {
  "use strict";
  var J = window.Jiedao;
  var EVERY_MS = 30000, SLOW_MS = 10000;
  var room = document.querySelector("[data-wall]");
  var pages = Array.prototype.slice.call(room.querySelectorAll("[data-wall-page]"));
  var dots = Array.prototype.slice.call(room.querySelectorAll("[data-wall-dot]"));
  var said = room.querySelector("[data-wall-state]"), clock = room.querySelector("[data-wall-clock]");
  var panels = Array.prototype.slice.call(room.querySelectorAll("[data-panel]"));

  var at = 0;
  function show(next) {
    at = next % pages.length;
    pages.forEach(function (page, n) { page.hidden = n !== at; });
    dots.forEach(function (dot, n) { dot.classList.toggle("on", n === at); });
    window.dispatchEvent(new Event("resize"));
  }
  if (pages.length > 1) setInterval(function () { show(at + 1); }, Number(room.dataset.seconds) * 1000);
  show(0);
  // A control for whoever sets the wall up.
  document.addEventListener("keydown", function (event) {
    if (event.key === "ArrowRight") show(at + 1);
    if (event.key === "ArrowLeft") show(at + pages.length - 1);
  });

  function tick() {
    var now = new Date();
    clock.textContent = now.toLocaleString(document.documentElement.lang, { month: "long", day: "numeric", weekday: "long", hour: "2-digit", minute: "2-digit", timeZone: room.dataset.zone });
  }
  tick();
  setInterval(tick, 1000);

  var since = new Date();
  function state(words) { said.textContent = words; room.classList.toggle("is-lost", Boolean(words)); }
  function ask(some, heard) {
    var query = new URLSearchParams();
    // No answer older than the change one has heard of.
    if (heard) query.append("fresh", Math.max(0, Math.round(performance.now() - heard)));
    some.forEach(function (panel) {
      query.append("key", panel.dataset.panel);
      if (panel.dataset.tag) query.append("have", panel.dataset.panel + ":" + panel.dataset.tag);
    });
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, SLOW_MS);
    return fetch(room.dataset.panelsUrl + "?" + query, { credentials: "same-origin", signal: stop.signal, redirect: "manual" })
      .then(function (answer) {
        // A wall that was ended is sent to sign in: it says so, and shows nothing more.
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) { end(); return {}; }
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(function (found) {
        if (said.textContent !== room.dataset.ended) { since = new Date(); state(""); }
        some.forEach(function (panel) { take(panel, found[panel.dataset.panel]); });
      })
      .catch(function () {
        state(room.dataset.lost.replace("%s", since.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", timeZone: room.dataset.zone })));
      })
      .finally(function () { clearTimeout(timer); });
  }
  function end() {
    state(room.dataset.ended);
    room.querySelector(".wall-pages").textContent = "";
  }
  function take(panel, found) {
    if (!found) return;
    var body = panel.querySelector("[data-panel-body]");
    panel.dataset.tag = found.fault ? "" : found.tag;
    if (found.fault) body.textContent = found.fault; else body.innerHTML = found.html;
    J.scan(body);
  }
  panels.forEach(function (panel) { ask([panel]); });
  setInterval(function () { ask(panels); }, J.refreshing.about(EVERY_MS));

  document.addEventListener("jiedao:reload", function () { ask(panels, performance.now()); });

  J.refreshing.onChange(function (concerns, heard) {
    var some = panels.filter(function (panel) { return concerns(panel.dataset.kinds.split(" ")); });
    if (some.length) ask(some, heard);
  });
})();
