// Live: a region marked data-live reloads within 2 s of somebody else's change of what it shows.
(function () {
  "use strict";
  var J = window.Jiedao;
  var meta = document.querySelector('meta[name="live-url"]');
  var url = meta && meta.content;

  // What a page asks by itself keeps nobody signed in.
  var BACKGROUND = { "X-Jiedao-Background": "1" };
  var POLL_MS = 2000, RETRIES_BEFORE_POLLING = 2;
  // Calm: a second after a change. Many at once (an import, a storm): every few seconds, or a
  // hundred open lists would ask the server for each of them.
  var QUIET_MS = 600, SPREAD_MS = 400, BUSY_MS = 5000, BUSY_CHANGES = 30, BUSY_WINDOW_MS = 10000;
  var seen = new Set();
  // What the page shows is as of this line of the history, where the page says so.
  var begun = document.querySelector("[data-live-since]");
  var source = null, polling = null, since = begun ? Number(begun.dataset.liveSince) : null, failures = 0;

  // "open", "polling", "closed" (no way to the server) or "ended" (nobody is signed in any more).
  function state(name) {
    document.dispatchEvent(new CustomEvent("jiedao:live", { detail: name }));
    document.querySelectorAll("[data-live-state]").forEach(function (mark) {
      mark.dataset.state = name;
      var words = mark.querySelector("span");
      if (words) words.textContent = name === "closed" || name === "ended" ? J.say("live_" + name) : "";
      mark.title = name === "polling" ? J.say("live_poll") : "";
    });
  }

  // A region's names: "case:12" is one record, "cases" every record of the kind "case".
  function concerned(region, names) {
    return region.dataset.live.split(/\s+/).some(function (name) { return names.has(name); });
  }
  function namesOf(change) { return [change.kind + ":" + change.record, change.kind + "s"]; }

  function typing(region) {
    var active = document.activeElement;
    if (active && region.contains(active) && active.matches("input:not([data-mark]), textarea, select")) return true;
    // A form that came back with faults is being mended, whether or not one has begun to type.
    if (Array.prototype.some.call(region.querySelectorAll("form[data-refused]"), function (form) { return form.offsetParent !== null; })) return true;
    return Array.prototype.some.call(region.querySelectorAll("textarea, input[type=text], input[type=file]"), function (field) {
      return field.offsetParent !== null && field.value !== field.defaultValue;
    });
  }

  var dirty = new Set(), timer = null;
  function mark(names) {
    names.forEach(function (name) { dirty.add(name); });
    if (!timer) timer = setTimeout(flush, pause());
  }
  var arrivals = [];
  function pause() {
    var now = Date.now();
    arrivals = arrivals.filter(function (at) { return now - at < BUSY_WINDOW_MS; });
    return (arrivals.length > BUSY_CHANGES ? BUSY_MS : QUIET_MS) + Math.random() * SPREAD_MS;
  }
  function flush() {
    timer = null;
    // A page nobody looks at waits; it catches up when it is looked at.
    if (document.visibilityState === "hidden" || !dirty.size) return;
    var names = dirty;
    dirty = new Set();
    document.querySelectorAll("[data-live]").forEach(function (region) {
      if (concerned(region, names)) refresh(region);
    });
  }
  document.addEventListener("visibilitychange", flush);

  // The region is cut by its id out of what its address gives.
  function fetchRegion(region) {
    var address = region.dataset.liveUrl || region.getAttribute("hx-get");
    if (!address) return;
    window.htmx.ajax("GET", address, { target: region, source: region, swap: "outerHTML", select: region.id ? "#" + region.id : undefined, headers: BACKGROUND });
  }
  function refresh(region, forced) {
    if (!forced && typing(region)) return offer(region);
    if (region.matches("[data-live-list]")) return refreshList(region);
    fetchRegion(region);
  }

  // Somebody is writing here: say so, and let them choose the moment.
  function offer(region) {
    if (region.querySelector("[data-live-offer]")) return;
    var note = J.element("div", "note note-amber");
    note.setAttribute("data-live-offer", "");
    note.setAttribute("role", "status");
    note.appendChild(J.element("span", "grow", J.say("changed_elsewhere")));
    var button = J.element("button", "btn btn-s", J.say("reload"));
    button.type = "button";
    button.addEventListener("click", function () { fetchRegion(region); });
    note.appendChild(button);
    region.prepend(note);
  }

  // A list: only rows that differ are exchanged, so focus, marks and place stay.
  function refreshList(region) {
    var body = region.querySelector("tbody");
    var size = body ? body.querySelectorAll("tr[data-row]").length : 0;
    var address = new URL(region.dataset.liveUrl, location.href);
    address.searchParams.set("at_least", Math.min(Math.max(size, 20), 200));
    fetch(address, { headers: { "HX-Request": "true", "HX-Target": "list-rows", "X-Jiedao-Background": "1" }, credentials: "same-origin" })
      .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : null; })
      .then(function (html) { if (html !== null) merge(region, body, html); })
      .catch(function () {});
  }
  function merge(region, body, html) {
    var template = document.createElement("template");
    template.innerHTML = "<table><tbody>" + html + "</tbody></table>";
    var fresh = Array.prototype.slice.call(template.content.querySelectorAll("tbody > tr"));
    if (!body || !fresh.length !== !body.children.length) {
      return fetchRegion(region);
    }
    var old = {};
    Array.prototype.forEach.call(body.children, function (row) { old[row.dataset.row || "more"] = row; });
    fresh.forEach(function (row, index) {
      var before = old[row.dataset.row || "more"];
      delete old[row.dataset.row || "more"];
      var kept = before && before.dataset.digest === row.dataset.digest && row.dataset.row ? before : adopt(before, row);
      if (body.children[index] !== kept) body.insertBefore(kept, body.children[index] || null);
    });
    Object.keys(old).forEach(function (key) { old[key].remove(); });
    if (J.countMarks) J.countMarks();
  }
  function adopt(before, row) {
    row = document.importNode(row, true);
    if (before) {
      ["aria-selected"].forEach(function (name) { if (before.hasAttribute(name)) row.setAttribute(name, before.getAttribute(name)); });
      if (before.classList.contains("current")) row.classList.add("current");
      var was = before.querySelector("input[data-mark]"), is = row.querySelector("input[data-mark]");
      if (was && is) is.checked = was.checked;
      before.remove();
    }
    if (row.dataset.row) row.classList.add("changed");
    window.htmx.process(row);
    J.scan(row);
    return row;
  }

  function take(change) {
    if (seen.has(change.id)) return;
    seen.add(change.id);
    if (seen.size > 2000) seen = new Set(Array.from(seen).slice(-1000));
    since = Math.max(since || 0, change.id);
    arrivals.push(Date.now());
    document.dispatchEvent(new CustomEvent("jiedao:change", { detail: change }));
    mark(namesOf(change));
  }
  // More was missed than is told one by one: whatever is shown is asked for anew.
  function everything() {
    document.dispatchEvent(new CustomEvent("jiedao:reload"));
    var names = new Set();
    document.querySelectorAll("[data-live]").forEach(function (region) {
      region.dataset.live.split(/\s+/).forEach(function (name) { names.add(name); });
    });
    mark(names);
  }
  // One's own act: what was typed has been taken in, so nothing holds the new state back.
  document.addEventListener("jiedao:refresh", function (event) {
    var names = new Set(event.detail.regions);
    document.querySelectorAll("[data-live]").forEach(function (region) {
      if (concerned(region, names)) refresh(region, true);
    });
  });

  var retry = null;
  function listen() {
    if (!window.EventSource) return poll();
    clearTimeout(retry);
    if (source) source.close();
    source = new EventSource(url + (since === null ? "" : "?since=" + since), { withCredentials: true });
    source.addEventListener("hello", function (event) {
      failures = 0;
      if (since === null) since = JSON.parse(event.data).last;
      stopPolling();
      state("open");
    });
    source.addEventListener("change", function (event) { take(JSON.parse(event.data)); });
    source.addEventListener("reload", everything);
    source.onerror = function () {
      failures += 1;
      state(polling ? "polling" : "closed");
      // A barred port fails at once and again: ask instead, and try the port now and then.
      if (failures >= RETRIES_BEFORE_POLLING || source.readyState === EventSource.CLOSED) {
        source.close();
        poll();
        retry = setTimeout(listen, 60000);
      }
    };
  }
  function poll() {
    if (polling) return;
    polling = setInterval(ask, POLL_MS);
    ask();
  }
  function stopPolling() { clearInterval(polling); polling = null; }
  function ask() {
    if (document.visibilityState === "hidden") return;
    fetch("/live/changes" + (since === null ? "" : "?since=" + since), { credentials: "same-origin" })
      .then(function (answer) {
        if (answer.status === 401) { stopPolling(); clearTimeout(retry); state("ended"); return null; }
        return answer.ok ? answer.json() : Promise.reject(answer.status);
      })
      .then(function (found) {
        if (!found) return;
        state("polling");
        found.changes.forEach(take);
        since = Math.max(since || 0, found.last);
        if (found.reload) everything();
      })
      .catch(function () { state("closed"); });
  }

  if (url) {
    listen();
    // The network says that it is gone or back before any request has found out.
    window.addEventListener("offline", function () { state("closed"); });
    window.addEventListener("online", function () { failures = 0; listen(); });
  }
  window.addEventListener("pagehide", function () { if (source) source.close(); });
})();
