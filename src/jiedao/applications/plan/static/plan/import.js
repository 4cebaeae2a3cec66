// Working through what was found in a plan: fields save themselves, keys confirm and drop, and the
// text beside the list shows the place of the current row.
(function () {
  "use strict";
  var J = window.Jiedao;

  function form() { return document.getElementById("findings"); }
  function rows() { return Array.prototype.slice.call(document.querySelectorAll("#findings tr[data-row]")); }

  function show(row) {
    document.querySelectorAll(".plan-here").forEach(function (mark) { mark.classList.remove("plan-here"); });
    var marks = row ? document.querySelectorAll('.plan-text [data-of~="' + row.dataset.place + '"]') : [];
    if (!marks.length) return;
    marks.forEach(function (mark) { mark.classList.add("plan-here"); });
    marks[0].scrollIntoView({ block: "center" });
  }
  function point(row) {
    rows().forEach(function (each) { each.classList.toggle("current", each === row); });
    if (row) row.scrollIntoView({ block: "nearest" });
    show(row);
  }

  // A field that was changed is sent at once; a refusal is said, and the row is marked.
  document.addEventListener("change", function (event) {
    var input = event.target.closest && event.target.closest("#findings [data-name]");
    if (!input) return;
    var row = input.closest("tr");
    var values = {};
    values[input.dataset.name] = input.value;
    var token = form().querySelector("[name=csrfmiddlewaretoken]").value;
    values.csrfmiddlewaretoken = token;
    window.htmx.ajax("POST", row.dataset.finding, { source: row, target: row, swap: "none", values: values });
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var row = event.target.closest && event.target.closest("#findings tr[data-row]");
    if (row) row.classList.toggle("plan-wrong", event.detail.xhr.status >= 400);
  });

  // Buttons act on the marked rows, or on the current one.
  document.addEventListener("submit", function (event) {
    var sent = event.target.closest && event.target.closest("#findings");
    if (!sent || !window.htmx) return;
    event.preventDefault();
    var button = event.submitter;
    var current = document.querySelector("#findings tr.current");
    var ids = Array.prototype.map.call(sent.querySelectorAll("input[data-mark]:checked"), function (box) { return box.value; });
    if (!ids.length && current) ids = [current.dataset.open];
    var place = current ? rows().indexOf(current) : 0;
    var values = { ids: ids, act: button ? button.value : "confirm", csrfmiddlewaretoken: sent.querySelector("[name=csrfmiddlewaretoken]").value };
    ["unit", "ends_on"].forEach(function (name) {
      var input = sent.querySelector("[name=" + name + "]");
      if (input) values[name] = input.value;
    });
    window.htmx.ajax("POST", sent.getAttribute("action"), { source: sent, target: "#findings", swap: "outerHTML", values: values }).then(function () {
      var left = rows();
      // What is done stays in its place, so the next one is the row after it.
      var next = left.slice(place).filter(function (row) { return !row.classList.contains("plan-done"); })[0];
      point(next || left[left.length - 1]);
    });
  });

  document.addEventListener("click", function (event) {
    // A figure that may be meant is taken by a click, and saved as if its key had been typed.
    var take = event.target.closest && event.target.closest("[data-take]");
    if (take) {
      var field = take.closest("td").querySelector("[data-name=indicator]");
      field.value = take.dataset.take;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      take.closest(".plan-maybe").remove();
      field.focus();
      return;
    }
    var button = event.target.closest && event.target.closest("[data-mark-section]");
    if (button) {
      button.closest("tbody").querySelectorAll("input[data-mark]").forEach(function (box) { box.checked = true; });
      var unit = document.getElementById("many-unit");
      if (unit) unit.focus();
      return;
    }
    var row = event.target.closest && event.target.closest("#findings tr[data-row]");
    if (row) point(row);
    var mark = event.target.closest && event.target.closest(".plan-text mark[data-of]");
    if (!mark) return;
    var places = mark.dataset.of.split(" ");
    point(rows().filter(function (each) { return places.indexOf(each.dataset.place) >= 0; })[0]);
  });
  document.addEventListener("focusin", function (event) {
    var row = event.target.closest && event.target.closest("#findings tr[data-row]");
    if (row && !row.classList.contains("current")) point(row);
  });

  // After j and k (see table.js) the text follows; Enter goes into the row's first field.
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key === "Enter" && typing && typing.closest("#findings [data-name]")) {
      event.preventDefault();
      typing.blur();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    var current = document.querySelector("#findings tr.current");
    if (event.key === "j" || event.key === "k") show(current);
    if (event.key === "Enter" && current) {
      var first = current.querySelector("[data-name]");
      if (first) { event.preventDefault(); first.focus(); first.select(); }
    }
  });
})();
