// The dispatch desk: Enter sends the open row as suggested, the next one opens; another matter
// brings its own unit.
(function () {
  "use strict";
  var J = window.Jiedao;
  function panel() { return document.querySelector("#panel [data-desk]"); }
  function form() { var box = panel(); return box && box.querySelector(".desk-form form"); }
  // Not by form.elements.item: that is a method of the collection.
  function field(name) { var sheet = form(); return sheet && sheet.querySelector('[name="' + name + '"]'); }
  function selected() { return document.querySelector('[data-table] tr[aria-selected="true"]'); }

  // Before keys.js: an open row's Enter sends, it does not open the row again.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.target.closest && event.target.closest("input, textarea, select, a, button, summary")) return;
    var row = selected(), current = J.currentRow();
    if (!form() || !row || (current && current !== row)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form().requestSubmit();
  }, true);

  // In a one-line box Enter sends too, unless a suggestion is being chosen (forms.js takes that).
  var next = null;
  document.addEventListener("htmx:beforeRequest", function (event) {
    var box = panel();
    if (!box || !box.contains(event.target) || event.detail.requestConfig.verb !== "post") return;
    var row = selected();
    next = row && (row.nextElementSibling || row.previousElementSibling);
    if (next && !next.dataset.row) next = null;
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    var box = panel();
    if (!box || event.detail.requestConfig.verb !== "post" || !box.contains(event.target)) return;
    if (event.detail.xhr.status !== 204) return;
    var row = next && document.querySelector('[data-table] tr[data-row="' + next.dataset.row + '"]');
    next = null;
    if (row) J.openRow(row); else J.closePanel();
  });

  // A suggestion is taken with its number: as if it had been chosen in the box.
  J.on("click", "[data-take-item]", function (button) {
    var words = field("item_text"), value = field("item");
    if (!words || !value) return;
    words.value = button.dataset.text;
    value.value = button.dataset.takeItem;
    words.dispatchEvent(new CustomEvent("taken", { bubbles: true, detail: { value: value.value, text: words.value } }));
    value.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // What was wrong with the suggestion is asked when what it filled in is changed. Both the form
  // and what is in it are looked up every time: a refusal puts another form in its place.
  function said(name) { var one = field(name); return one ? one.value : ""; }
  function changed(box) {
    var first = box.dataset.suggested, unit = box.dataset.suggestedUnit, item = said("item");
    if (!first || !item) return false;
    return item !== first || Boolean(unit && said("unit") && said("unit") !== unit);
  }
  function settle() {
    var box = document.querySelector("#panel [data-suggested]"), own = field("unlike");
    if (!box) return;
    if (own) own.closest(".field").hidden = !changed(box) && !own.value;
    box.querySelectorAll("[data-take-item]").forEach(function (each) {
      each.setAttribute("aria-pressed", String(said("item") === each.dataset.takeItem));
    });
  }
  J.build("[data-suggested]", settle);
  J.build(".desk-form form", function (sheet) {
    ["input", "change", "taken", "routed"].forEach(function (name) { sheet.addEventListener(name, settle); });
    settle();
    // Refused for want of an item: in its box the numbers would be typed, not taken.
    var box = document.querySelector("#panel [data-suggested]");
    if (!sheet.hasAttribute("data-refused") || said("item") || !box || !box.querySelector("[data-take-item]")) return;
    box.tabIndex = -1;
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
  });

  // Another matter: who answers for it here.
  document.addEventListener("taken", function (event) {
    var box = panel();
    if (!box || !box.contains(event.target) || event.target.name !== "item_text") return;
    fetch("/cases/" + box.dataset.desk + "/route/?item=" + encodeURIComponent(event.detail.value), { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (found) {
        var sheet = form();
        if (!found || !sheet) return;
        var unit = sheet.elements.unit, words = sheet.elements.unit_text;
        if (unit && words) {
          unit.value = found.unit ? found.unit.value : "";
          words.value = found.unit ? found.unit.text : "";
        }
        sheet.dispatchEvent(new Event("routed"));
        sheet.querySelectorAll("input[name=co_units]").forEach(function (each) {
          each.checked = found.co_units.indexOf(Number(each.value)) >= 0;
        });
      });
  });
})();
