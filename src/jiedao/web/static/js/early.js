// Before the first paint: the reader's theme, where no choice was made that of the system.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    // A page for a dark room says so; a choice of the reader's own stands above it.
    if (!root.dataset.themeChoice) root.dataset.theme = root.dataset.themeDefault || (dark && dark.matches ? "dark" : "light");
  }
  follow();
  if (dark && dark.addEventListener) dark.addEventListener("change", follow);
})();
