// Lists: the current row, marks, the panel beside them, and an address that always tells the truth.
(function () {
  "use strict";
  var J = window.Jiedao;

  function table() { return document.querySelector("[data-table]"); }
  function rows() { var t = table(); return t ? Array.prototype.slice.call(t.querySelectorAll("tr[data-row]")) : []; }
  function current() { return document.querySelector("[data-table] tr.current") || document.querySelector('[data-table] tr[aria-selected="true"]'); }
  function point(row) {
    document.querySelectorAll("[data-table] tr.current").forEach(function (each) { each.classList.remove("current"); });
    if (!row) return;
    row.classList.add("current");
    row.scrollIntoView({ block: "nearest" });
  }
  J.currentRow = current;

  // The panel
  var split = function () { return document.querySelector(".split"); };
  function address(open) {
    var url = new URL(location.href);
    if (open) url.searchParams.set("open", open); else url.searchParams.delete("open");
    url.searchParams.delete("after");
    return url.pathname + url.search;
  }
  function select(key) {
    document.querySelectorAll("[data-table] tr[data-row]").forEach(function (row) {
      if (key && row.dataset.open === key) row.setAttribute("aria-selected", "true"); else row.removeAttribute("aria-selected");
    });
  }
  var listTitle = document.title;
  J.openRow = function (row) {
    var link = row.querySelector("a.row-link");
    var box = split();
    if (!link) return;
    if (!box || !window.htmx) { location.href = link.href; return; }
    // Reading down a list must not fill the history: only the first opening is a step.
    var step = box.classList.contains("has-panel") ? "replaceState" : "pushState";
    // A screen that is no list would not know what to do with the address of a row.
    if (!box.hasAttribute("data-own-address")) history[step]({ htmx: true }, "", address(row.dataset.open));
    box.classList.add("has-panel");
    select(row.dataset.open);
    point(row);
    window.htmx.ajax("GET", link.getAttribute("href"), { target: "#panel", swap: "innerHTML show:#panel:top" });
  };
  J.closePanel = function () {
    var box = split();
    if (!box || !box.classList.contains("has-panel")) return false;
    var row = document.querySelector('[data-table] tr[aria-selected="true"]');
    box.classList.remove("has-panel");
    document.getElementById("panel").textContent = "";
    document.title = listTitle;
    history.replaceState({ htmx: true }, "", address(""));
    select("");
    point(row);
    return true;
  };
  J.on("click", "[data-panel-close]", function () { J.closePanel(); });

  document.addEventListener("click", function (event) {
    var row = event.target.closest && event.target.closest("[data-table] tr[data-row]");
    if (!row || event.defaultPrevented) return;
    var link = event.target.closest("a");
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (event.target.closest("button, input, label, summary") || (link && !link.matches(".row-link"))) return;
    if (!link && String(window.getSelection())) return;
    event.preventDefault();
    J.openRow(row);
  });

  // Marks and the bar of what may be done with them
  function bar() { return document.querySelector("[data-bulk]"); }
  function marked() { return document.querySelectorAll("[data-table] input[data-mark]:checked"); }
  function count() {
    var all = document.querySelector("[data-mark-all]");
    var number = marked().length;
    if (bar()) {
      bar().hidden = number === 0;
      var place = bar().querySelector("[data-bulk-count]");
      if (place) place.textContent = J.say("marked", number);
    }
    if (all) {
      all.checked = number > 0 && number === rows().length;
      all.indeterminate = number > 0 && number < rows().length;
    }
  }
  J.countMarks = count;
  var lastMark = null;
  document.addEventListener("click", function (event) {
    var box = event.target.closest && event.target.closest("input[data-mark]");
    if (!box) return;
    if (event.shiftKey && lastMark) {
      var boxes = Array.prototype.slice.call(document.querySelectorAll("input[data-mark]"));
      var ends = [boxes.indexOf(lastMark), boxes.indexOf(box)].sort(function (a, b) { return a - b; });
      boxes.slice(ends[0], ends[1] + 1).forEach(function (each) { each.checked = box.checked; });
    }
    lastMark = box;
    count();
  });
  J.on("change", "[data-mark-all]", function (all) {
    document.querySelectorAll("input[data-mark]").forEach(function (box) { box.checked = all.checked; });
    count();
  });
  J.on("click", "[data-mark-none]", function () {
    marked().forEach(function (box) { box.checked = false; });
    count();
  });
  // Bulk forms carry the marked rows.
  document.addEventListener("htmx:configRequest", function (event) {
    if (!event.detail.elt.closest("[data-bulk]")) return;
    event.detail.parameters.ids = Array.prototype.map.call(marked(), function (box) { return box.value; });
  });
  document.addEventListener("htmx:load", count);

  J.tableKey = function (event) {
    var list = rows();
    if (!list.length) return false;
    var at = list.indexOf(current());
    if (event.key === "j" || event.key === "k") {
      var next = list[event.key === "j" ? Math.min(at + 1, list.length - 1) : Math.max(at - 1, 0)];
      point(next);
      if (split() && split().classList.contains("has-panel")) J.openRow(next);
      return true;
    }
    if (at < 0) return false;
    if (event.key === "Enter" && !event.target.closest("a, button, summary")) { J.openRow(list[at]); return true; }
    if (event.key === "x") {
      var box = list[at].querySelector("input[data-mark]");
      if (box) { box.checked = !box.checked; count(); point(list[Math.min(at + 1, list.length - 1)]); return true; }
    }
    return false;
  };

  // A list that was asked for again keeps the row one stands on, the marks, and what is open.
  var kept = null;
  document.addEventListener("htmx:beforeSwap", function (event) {
    var target = event.detail.target;
    if (!target || !target.querySelector || !target.querySelector("[data-table]")) return;
    var row = current();
    kept = {
      row: row && row.dataset.row,
      marks: Array.prototype.map.call(marked(), function (box) { return box.value; }),
      top: (document.querySelector(".table-scroll") || {}).scrollTop || 0,
    };
  });
  document.addEventListener("htmx:afterSwap", function () {
    if (!kept || !table()) return;
    kept.marks.forEach(function (id) {
      var box = document.querySelector('input[data-mark][value="' + id + '"]');
      if (box) box.checked = true;
    });
    var row = kept.row && document.querySelector('[data-table] tr[data-row="' + kept.row + '"]');
    if (row) row.classList.add("current");
    var open = new URL(location.href).searchParams.get("open");
    if (open) select(open);
    kept = null;
    count();
  });
})();
