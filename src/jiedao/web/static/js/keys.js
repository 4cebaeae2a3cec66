// The keyboard: / searches, ? tells, Esc goes back, and what pages declare with data-key.
(function () {
  "use strict";
  var J = window.Jiedao;
  var FIELD = "input, textarea, select, [contenteditable]";
  var COMMON = [["/", "key_search"], ["j", "key_down"], ["k", "key_up"], ["Enter", "key_open"], ["x", "key_mark"], ["Esc", "key_back"], ["?", "key_help"]];

  function visible(element) { return element.offsetParent !== null || element.getClientRects().length > 0; }
  function words(element) { return element.dataset.keyTitle || element.textContent.trim() || element.title; }

  function tell() {
    var old = document.querySelector("dialog.shortcuts");
    if (old) old.remove();
    var dialog = J.element("dialog", "shortcuts");
    dialog.appendChild(J.element("h2", "", J.say("shortcuts")));
    var list = J.element("dl");
    function line(key, text) {
      var term = J.element("dt");
      term.appendChild(J.element("kbd", "", key));
      list.appendChild(term);
      list.appendChild(J.element("dd", "", text));
    }
    COMMON.forEach(function (pair) { line(pair[0], J.say(pair[1])); });
    document.querySelectorAll("[data-key]").forEach(function (element) {
      if (visible(element)) line(element.dataset.key, words(element));
    });
    dialog.appendChild(list);
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("close", function () { dialog.remove(); });
    document.body.appendChild(dialog);
    dialog.showModal();
  }
  J.on("click", "[data-shortcuts]", tell);

  // Esc: the menu, then the opened form, then the panel, then the page before.
  function back() {
    var menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; return true; }
    var opener = document.querySelector("[data-toggle][aria-expanded=true]");
    if (opener) { J.toggle(opener, false); opener.focus(); return true; }
    if (document.body.classList.contains("rail-open")) { document.querySelector("[data-rail-open]").click(); return true; }
    return Boolean(J.closePanel && J.closePanel());
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    var typing = event.target.closest && event.target.closest(FIELD);
    if (event.key === "Escape") {
      if (typing && !typing.closest(".sheet")) { typing.blur(); return; }
      if (back()) event.preventDefault();
      return;
    }
    if (typing && !/^(checkbox|radio)$/.test(typing.type)) return;
    if (event.key === "/") {
      var box = document.querySelector(".topbar-search input");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
      return;
    }
    if (event.key === "?") { event.preventDefault(); tell(); return; }
    if (J.tableKey && J.tableKey(event)) { event.preventDefault(); return; }
    var own = Array.prototype.filter.call(document.querySelectorAll("[data-key]"), function (element) {
      return element.dataset.key === event.key && visible(element);
    })[0];
    if (own) { event.preventDefault(); if (own.matches(FIELD)) own.focus(); else own.click(); }
  });

  // The findings of the search box: arrows walk, Enter opens.
  J.build("[data-search]", function (form) {
    var input = form.querySelector("input");
    input.addEventListener("keydown", function (event) {
      var links = form.querySelectorAll("#search-hits a");
      if (!links.length) return;
      if (event.key === "ArrowDown") { event.preventDefault(); links[0].focus(); }
      if (event.key === "Escape") document.getElementById("search-hits").textContent = "";
    });
    form.addEventListener("keydown", function (event) {
      if (event.target === input || !/^Arrow(Up|Down)$/.test(event.key)) return;
      var links = Array.prototype.slice.call(form.querySelectorAll("#search-hits a"));
      var next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      (links[next] || input).focus();
    });
    document.addEventListener("click", function (event) {
      if (!form.contains(event.target)) document.getElementById("search-hits").textContent = "";
    });
  });
})();
