// The command centre: panels that ask for themselves and again when what they show has changed,
// and a drawer in which any number opens its records.
(function () {
  "use strict";
  var J = window.Jiedao, again = J.refreshing;
  var SLOW_MS = 10000, EVERY_MS = 60000, AGAIN_MS = 5000;

  J.build("[data-centre]", function (screen) {
    var panels = function () { return Array.prototype.slice.call(screen.querySelectorAll("[data-panel]")); };
    var body = function (panel) { return panel.querySelector("[data-panel-body]"); };
    var well = new Date(), ended = false;

    // One request for all that answer quickly; whoever was slow is asked alone. "heard" is when
    // the page heard of the change for which it asks: no answer may be older.
    function ask(some, heard) {
      if (!some.length || ended) return;
      var query = new URLSearchParams();
      some.forEach(function (panel) {
        query.append("key", panel.dataset.panel);
        if (panel.dataset.tag) query.append("have", panel.dataset.panel + ":" + panel.dataset.tag);
      });
      if (heard) query.append("fresh", Math.max(0, Math.round(performance.now() - heard)));
      var stop = new AbortController();
      var timer = setTimeout(function () { stop.abort(); }, SLOW_MS);
      return fetch(screen.dataset.panelsUrl + "?" + query, { credentials: "same-origin", signal: stop.signal, headers: { "X-Jiedao-Background": "1" } })
        .then(function (answer) {
          if (answer.redirected || answer.status === 401 || answer.status === 403) { end(); return null; }
          return answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)));
        })
        .then(function (found) {
          if (!found) return;
          lost(false);
          some.forEach(function (panel) { take(panel, found[panel.dataset.panel]); });
        })
        .catch(function (error) {
          if (error.name !== "AbortError") { lost(true); return; }
          // One of several is slow: each is asked alone, and only that one says so.
          some.forEach(function (panel) {
            panel.setAttribute("data-alone", "");
            if (some.length > 1) ask([panel]); else fault(panel, screen.dataset.slow);
          });
        })
        .finally(function () { clearTimeout(timer); });
    }
    function take(panel, found) {
      body(panel).removeAttribute("aria-busy");
      if (!found) return;
      panel.dataset.tag = found.tag;
      panel.toggleAttribute("data-alone", Boolean(found.slow));
      if (found.again) setTimeout(function () { ask([panel]); }, AGAIN_MS);
      if (found.fault) { fault(panel, found.fault); return; }
      panel.classList.remove("panel-fault");
      body(panel).innerHTML = found.html;
      window.htmx.process(body(panel));
      J.scan(body(panel));
      document.dispatchEvent(new CustomEvent("jiedao:panel", { detail: panel.dataset.panel }));
    }
    function fault(panel, sentence) {
      panel.classList.add("panel-fault");
      body(panel).removeAttribute("aria-busy");
      body(panel).textContent = "";
      body(panel).appendChild(J.element("p", "lines-none", sentence));
      panel.dataset.tag = "";
    }

    // What is shown may be old: the screen says so, and since when.
    function say(sentence) {
      var note = screen.querySelector(".centre-lost");
      note.firstElementChild.textContent = sentence.replace("%s", well.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
      note.hidden = !sentence;
      screen.classList.toggle("is-lost", Boolean(sentence));
      screen.classList.toggle("is-ended", ended);
    }
    function lost(is) {
      if (ended) return;
      if (!is) well = new Date();
      say(is ? screen.dataset.lost : "");
    }
    function end() { ended = true; say(screen.dataset.ended); }
    // A stream that ends is soon opened again; where there is no network it is said at once.
    var closing = null;
    document.addEventListener("jiedao:live", function (event) {
      clearTimeout(closing);
      if (event.detail === "ended") end();
      else if (event.detail === "closed") closing = setTimeout(function () { lost(true); }, navigator.onLine ? AGAIN_MS : 0);
      else if (screen.classList.contains("is-lost")) refresh(panels());
    });

    function refresh(some, heard) {
      if (document.visibilityState === "hidden") return;
      ask(some.filter(function (panel) { return !panel.hasAttribute("data-alone"); }), heard);
      some.filter(function (panel) { return panel.hasAttribute("data-alone"); }).forEach(function (panel) { ask([panel], heard); });
    }

    again.onChange(function (concerns, heard) {
      refresh(panels().filter(function (panel) { return concerns(panel.dataset.kinds.split(" ")); }), heard);
    });
    function all() { refresh(panels(), performance.now()); }
    document.addEventListener("jiedao:reload", function () { setTimeout(all, again.BUSY_MS * Math.random() / 2); });
    setInterval(function () { refresh(panels()); }, again.about(EVERY_MS));
    document.addEventListener("visibilitychange", function () { if (document.visibilityState === "visible") refresh(panels()); });
    // Nothing older than the page: what happened before it was made is not told to it again.
    var made = window.performance.getEntriesByType("navigation")[0];
    panels().forEach(function (panel) { ask([panel], made ? made.responseStart : 1); });

    // Drill: records open in the drawer, and one goes back the way one came.
    var trail = [], back = screen.querySelector("[data-drill-back]");
    function open(url) {
      screen.classList.add("has-panel");
      window.htmx.ajax("GET", url, { target: "#panel", swap: "innerHTML show:#panel:top" });
    }
    screen.addEventListener("click", function (event) {
      var link = event.target.closest("a[data-drill][href]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      drill(link.href, link.closest("#panel"));
    });
    screen.addEventListener("jiedao:drill", function (event) { drill(event.detail); });
    // What is opened out of the drawer's own list leads back to it.
    function drill(url, further) {
      if (!further || !trail.length) trail = [url];
      back.hidden = trail[0] === url;
      open(url);
    }
    screen.addEventListener("click", function (event) {
      if (event.target.closest("#panel tr[data-row]") && trail.length) back.hidden = false;
    }, true);
    back.addEventListener("click", function () { back.hidden = true; open(trail[0]); });

    J.on("click", "[data-as-table]", function (button) {
      var panel = button.closest("[data-panel]");
      var on = panel.toggleAttribute("data-table-shown");
      button.setAttribute("aria-pressed", String(on));
      var chart = body(panel).querySelector("[data-chart-table]");
      if (chart) { chart.click(); return; }
      if (!on) { panel.dataset.tag = ""; ask([panel]); return; }
      fetch(button.dataset.asTable, { credentials: "same-origin" })
        .then(function (answer) { return answer.text(); })
        .then(function (html) { body(panel).innerHTML = html; });
    });

    J.arranging(screen, ask);
  });
})();
