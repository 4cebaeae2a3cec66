// When to ask again after changes. Calm: soon after one. A storm: every few seconds, however many
// changes there are. No two screens ask at the same moment, and what a storm's answer may lack is
// asked for once more when it is over.
(function () {
  "use strict";
  var CALM_MS = 250, BUSY_MS = 2000, BUSY_CHANGES = 30, WINDOW_MS = 10000, SHARED_MS = 1500;
  var SPREAD = 0.6;
  // About so long: by up to a third more or less.
  function about(milliseconds) { return milliseconds * (1 - SPREAD / 2 + SPREAD * Math.random()); }

  // act(concerns, heard): "concerns(kinds)" says whether one of these kinds has changed; no answer
  // may be older than "heard" (0 in a storm, where one of a moment ago will do).
  function onChange(act) {
    var dirty = new Map(), timer = null, arrivals = [];
    function busy() { return arrivals.length > BUSY_CHANGES; }
    function wait() { if (!timer) timer = setTimeout(flush, about(busy() ? BUSY_MS : CALM_MS)); }
    document.addEventListener("jiedao:change", function (event) {
      var now = performance.now();
      arrivals = arrivals.filter(function (at) { return now - at < WINDOW_MS; });
      arrivals.push(now);
      dirty.set(event.detail.kind, now);
      wait();
    });
    function flush() {
      timer = null;
      var kinds = dirty, now = performance.now(), storm = busy();
      dirty = new Map();
      arrivals = arrivals.filter(function (at) { return now - at < WINDOW_MS; });
      if (storm) kinds.forEach(function (at, kind) { if (now - at < SHARED_MS) dirty.set(kind, at); });
      act(function (wanted) { return wanted.some(function (kind) { return kinds.has(kind); }); }, storm ? 0 : Math.max.apply(null, Array.from(kinds.values())));
      if (dirty.size) wait();
    }
  }
  window.Jiedao.refreshing = { onChange: onChange, about: about, BUSY_MS: BUSY_MS };
})();
