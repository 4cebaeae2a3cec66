// The report's editor: paragraphs are written in place, figures are chips that cannot be typed into.
// Without this script the same paragraphs stand in text boxes, with references in braces.
(function () {
  "use strict";
  var form = document.querySelector("[data-report]");
  if (!form) return;
  document.documentElement.classList.add("rp-scripted");
  var hover = document.getElementById("rp-hover"), opened = document.getElementById("rp-open"), opener = null, last = null, dirty = false;

  function escaped(text) { return text.replace(/([\\{*#])/g, "\\$1"); }

  // What stands in a paragraph as it is stored.
  function written(node) {
    if (node.nodeType === Node.TEXT_NODE) return escaped(node.data.replace(/\u00a0/g, " "));
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    if (node.dataset.token) return node.dataset.token;
    if (node.tagName === "BR") return "\n";
    var inside = Array.prototype.map.call(node.childNodes, written).join("");
    if (node.hasAttribute("data-lead") && node.textContent) return "**" + inside + "**";
    return node.tagName === "DIV" ? "\n" + inside : inside;
  }

  function store(prose) {
    var text = Array.prototype.map.call(prose.childNodes, written).join("");
    var level = Number(prose.dataset.level);
    if (level) text = text.replace(/\s+/g, " ").trim() && "#".repeat(level) + " " + text.replace(/\s+/g, " ").trim();
    prose.previousElementSibling.value = text;
    dirty = true;
  }

  function wire(block) {
    var prose = block.querySelector(".rp-prose"), source = block.querySelector(".rp-source");
    source.hidden = true;
    prose.hidden = false;
    prose.addEventListener("input", function () { store(prose); });
    prose.addEventListener("focusin", function () { last = prose; });
    prose.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      split(block, prose);
    });
    // A number is taken away by the keys that take away; typing over it does nothing.
    prose.addEventListener("beforeinput", function (event) {
      var selection = window.getSelection(), range = selection.rangeCount && selection.getRangeAt(0);
      if (!range || event.inputType.indexOf("insert") !== 0) return;
      var inside = range.startContainer.parentElement.closest(".rp-chip");
      if (inside || range.cloneContents().querySelector(".rp-chip")) event.preventDefault();
    });
    // Only words are pasted: a number copied from elsewhere stays a number without a source.
    prose.addEventListener("paste", function (event) {
      event.preventDefault();
      put(document.createTextNode(event.clipboardData.getData("text/plain")), prose);
    });
    prose.addEventListener("drop", function (event) { event.preventDefault(); });
  }
  form.querySelectorAll("[data-block]").forEach(wire);

  // Enter begins a paragraph of its own with what stands behind the caret.
  function split(block, prose) {
    var range = window.getSelection().getRangeAt(0), next = block.cloneNode(true), fresh = next.querySelector(".rp-prose");
    next.querySelectorAll(".rp-number, .rp-faults").forEach(function (one) { one.remove(); });
    next.classList.remove("rp-doubtful");
    fresh.className = "rp-prose rp-level-0";
    fresh.dataset.level = "0";
    range.setEnd(prose, prose.childNodes.length);
    fresh.replaceChildren(range.extractContents());
    block.after(next);
    wire(next);
    store(prose);
    store(fresh);
    fresh.focus();
    window.getSelection().collapse(fresh, 0);
  }

  // Put a node at the caret of a paragraph, or at its end, and go on behind it.
  function put(node, prose) {
    var selection = window.getSelection(), range = selection.rangeCount ? selection.getRangeAt(0) : null;
    if (!range || !prose.contains(range.commonAncestorContainer)) {
      range = document.createRange();
      range.selectNodeContents(prose);
      range.collapse(false);
    }
    range.deleteContents();
    range.insertNode(node);
    range.setStartAfter(node);
    range.collapse(true);
    selection.removeAllRanges();
    selection.addRange(range);
    store(prose);
  }

  function chip(token, text) {
    var node = document.createElement("span");
    node.className = "rp-chip";
    node.contentEditable = "false";
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    node.setAttribute("aria-haspopup", "dialog");
    node.dataset.token = token;
    node.textContent = text;
    return node;
  }

  form.addEventListener("mousedown", function (event) {
    // The caret stays where it was while a figure is chosen.
    if (event.target.closest("[data-insert]")) event.preventDefault();
  });
  form.addEventListener("click", function (event) {
    var offer = event.target.closest("[data-insert]");
    if (!offer) return;
    var prose = last || form.querySelector(".rp-prose[data-level='0']");
    if (!prose || Number(prose.dataset.level)) return;
    put(chip(offer.dataset.insert, offer.dataset.text), prose);
    prose.focus();
  });

  // Where a number comes from: shown while one points at it; opened, with the way to its records,
  // by a click or by Enter, and closed by Escape or a click elsewhere.
  function card(token) {
    var found = null;
    form.querySelectorAll("[data-figure]").forEach(function (one) { if (one.dataset.figure === token) found = found || one; });
    if (!found) return null;
    var template = found.tagName === "TEMPLATE" ? found : found.querySelector("template");
    return template ? template.content.cloneNode(true) : found.querySelector(".rp-card").cloneNode(true);
  }
  function show(box, target) {
    var inside = card(target.dataset.token);
    if (!inside) return false;
    box.replaceChildren(inside);
    box.hidden = false;
    var at = target.getBoundingClientRect(), height = box.offsetHeight;
    var below = at.bottom + 6 + height < window.innerHeight;
    box.style.left = Math.max(8, Math.min(at.left, window.innerWidth - box.offsetWidth - 8)) + "px";
    box.style.top = (below ? at.bottom + 6 : Math.max(8, at.top - height - 6)) + "px";
    return true;
  }
  function chipOf(event) { return event.target.closest && event.target.closest(".rp-chip"); }
  ["mouseover", "focusin"].forEach(function (name) {
    form.addEventListener(name, function (event) {
      var target = chipOf(event);
      if (target && target !== opener) show(hover, target);
    });
  });
  ["mouseout", "focusout"].forEach(function (name) {
    form.addEventListener(name, function (event) { if (chipOf(event)) hover.hidden = true; });
  });
  function open(target) {
    hover.hidden = true;
    if (!show(opened, target)) return;
    if (opener) opener.setAttribute("aria-expanded", "false");
    opener = target;
    opener.setAttribute("aria-expanded", "true");
    (opened.querySelector("a") || opened).focus({ preventScroll: true });
  }
  function close(back) {
    if (!opener) return;
    var target = opener;
    opener = null;
    opened.hidden = true;
    target.setAttribute("aria-expanded", "false");
    if (back) target.focus({ preventScroll: true });
    hover.hidden = true;
  }
  form.addEventListener("click", function (event) {
    var target = chipOf(event);
    if (target) { if (target === opener) close(true); else open(target); }
  });
  document.addEventListener("click", function (event) {
    if (!chipOf(event) && !opened.contains(event.target)) close(false);
  });
  // Before a paragraph takes Enter for a new one.
  form.addEventListener("keydown", function (event) {
    var target = chipOf(event);
    if (!target || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    open(target);
  }, true);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    hover.hidden = true;
    close(true);
  });
  // It belongs to its number: when that moves away it goes.
  window.addEventListener("scroll", function (event) { if (!opened.contains(event.target)) close(false); }, true);

  form.addEventListener("submit", function () { dirty = false; });
  window.addEventListener("beforeunload", function (event) { if (dirty) event.preventDefault(); });
})();
