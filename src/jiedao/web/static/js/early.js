// Before the first paint: the reader's theme, where no choice was made that of the system.
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia && window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    if (!root.dataset.themeChoice) root.dataset.theme = dark && dark.matches ? "dark" : "light";
  }
  follow();
  if (dark && dark.addEventListener) dark.addEventListener("change", follow);
})();
