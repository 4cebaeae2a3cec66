// Forms: drafts that survive, one submission at a time, suggestions, counters.
(function () {
  "use strict";
  var J = window.Jiedao;

  // Drafts: what was typed stays in this browser until it is sent. Never passwords, files, or
  // what is marked data-no-draft (names, telephones).
  var KEEP_MS = 7 * 24 * 3600 * 1000;
  var PREFIX = "draft:";
  function draftKey(form) { return PREFIX + document.body.dataset.account + ":" + form.dataset.draft; }
  function fields(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && !/^(hidden|password|file|submit|button)$/.test(field.type) && !field.closest("[data-no-draft]");
    });
  }
  function store(key, value) {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value)); else localStorage.removeItem(key);
    } catch (error) { /* storage full or forbidden: the form works without */ }
  }
  function stored(key) {
    try {
      var value = JSON.parse(localStorage.getItem(key));
      return value && Date.now() - value.at < KEEP_MS ? value : null;
    } catch (error) { return null; }
  }
  function clock(at) {
    var date = new Date(at);
    return date.getHours() + ":" + String(date.getMinutes()).padStart(2, "0");
  }
  function collect(form) {
    var values = {};
    fields(form).forEach(function (field) {
      var choice = field.type === "checkbox" || field.type === "radio";
      var list = (values[field.name] = values[field.name] || []);
      if (!choice || field.checked) list.push(field.value);
    });
    return values;
  }
  function restore(form, values) {
    fields(form).forEach(function (field) {
      var list = values[field.name];
      if (!list) return;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = list.indexOf(field.value) >= 0;
        var folded = field.checked && field.closest("details.options-many");
        if (folded) folded.open = true;
      } else if (list.length) field.value = list.length > 1 ? list.shift() : list[0];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  function note(form, text, withDrop) {
    var place = form.querySelector("[data-draft-note]");
    if (!place) return;
    place.textContent = text + " ";
    if (!withDrop) return;
    var drop = J.element("button", "", J.say("draft_drop"));
    drop.type = "button";
    drop.addEventListener("click", function () {
      store(draftKey(form), null);
      form.reset();
      place.textContent = "";
    });
    place.appendChild(drop);
  }
  J.build("form[data-draft]", function (form) {
    var key = draftKey(form);
    var fresh = JSON.stringify(collect(form));
    var kept = form.hasAttribute("data-refused") ? null : stored(key);
    if (kept && JSON.stringify(kept.values) !== fresh) {
      restore(form, kept.values);
      note(form, J.say("draft_found", clock(kept.at)), true);
    }
    var timer = 0;
    function save() {
      timer = 0;
      var values = collect(form);
      store(key, JSON.stringify(values) === fresh ? null : { at: Date.now(), values: values });
      note(form, J.say("draft_saved", clock(Date.now())));
    }
    form.addEventListener("input", function (event) {
      if (!event.isTrusted && !event.detail) return;
      clearTimeout(timer);
      timer = setTimeout(save, 600);
    });
    form.addEventListener("submit", function () { clearTimeout(timer); timer = 0; form.jiedaoSent = key; });
    // Whoever leaves within the pause loses nothing either.
    window.addEventListener("pagehide", function () {
      if (timer && form.isConnected) { clearTimeout(timer); save(); }
    });
  });
  // Only an answer that took it in clears the draft: a refusal or a broken line leaves it.
  document.addEventListener("htmx:afterRequest", function (event) {
    // By its status: of an answer that leads elsewhere htmx does not say that it was successful.
    var form = event.target, status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (form.jiedaoSent && status >= 200 && status < 300) store(form.jiedaoSent, null);
  });
  // A form that the browser itself sends (it has no hx-post, or was sent before htmx was there)
  // is gone with its page; by now htmx has stopped the submission of those that it sends.
  document.addEventListener("submit", function (event) {
    event.target.jiedaoLeaves = !event.defaultPrevented;
  });
  window.addEventListener("pagehide", function () {
    document.querySelectorAll("form[data-draft]").forEach(function (form) {
      if (form.jiedaoSent && form.jiedaoLeaves) store(form.jiedaoSent, null);
    });
  });
  J.on("submit", "[data-clear-drafts]", function () {
    Object.keys(localStorage).forEach(function (key) { if (key.indexOf(PREFIX) === 0) store(key, null); });
  });

  // One press, one submission.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method === "get") return;
    if (form.jiedaoBusy && !form.hasAttribute("hx-post")) { event.preventDefault(); return; }
    form.jiedaoBusy = true;
    var button = event.submitter;
    if (button) button.setAttribute("aria-busy", "true");
    setTimeout(function () {
      // What htmx sends says itself when it is over.
      if (form.classList.contains("htmx-request")) return;
      form.jiedaoBusy = false;
      if (button) button.removeAttribute("aria-busy");
    }, 8000);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    J.each(event.target, "[aria-busy]", function (button) { button.removeAttribute("aria-busy"); });
    event.target.jiedaoBusy = false;
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
  });

  // A refused form: the first field at fault, or what is said on top, comes into view and is
  // where the keyboard goes on; not the top of the page.
  J.build("form[data-refused]", function (form) {
    var wrong = form.querySelector("[aria-invalid=true], [data-wrong]") || form.querySelector("[role=alert]");
    if (!wrong) return;
    if (wrong.matches("[role=alert]")) wrong.tabIndex = -1;
    wrong.focus({ preventScroll: true });
    var place = wrong.closest(".field") || wrong;
    place.scrollIntoView({ block: place.offsetHeight > window.innerHeight / 2 ? "start" : "center" });
  });

  // Characters left, shown only when few are.
  // A field that is only asked while another one says so; what stands in it stays in sight.
  J.build("[data-when]", function (field) {
    var form = field.closest("form"), wish = field.dataset.when.split("=");
    if (!form) return;
    function settle() {
      var said = new FormData(form).getAll(wish[0]).indexOf(wish[1]) >= 0;
      var own = field.querySelector("input, textarea, select");
      field.hidden = !said && !(own && own.value);
    }
    form.addEventListener("input", settle);
    form.addEventListener("change", settle);
    settle();
  });

  J.build("[data-count]", function (field) {
    var place = document.getElementById(field.getAttribute("data-count"));
    var most = Number(field.dataset.max);
    function show() {
      var length = Array.from(field.value).length;
      place.textContent = length > most * 0.8 ? (length > most ? J.say("too_long", length - most) : length + " / " + most) : "";
      place.classList.toggle("tone-text", length > most);
      place.classList.toggle("tone-red", length > most);
    }
    field.addEventListener("input", show);
    show();
  });

  // A long menu of options, narrowed by typing.
  J.build("[data-narrow]", function (input) {
    var menu = input.closest(".menu-body");
    input.addEventListener("input", function () {
      var words = input.value.trim().toLowerCase();
      menu.querySelectorAll("a").forEach(function (link) {
        link.hidden = Boolean(words) && link.textContent.toLowerCase().indexOf(words) < 0;
      });
    });
  });

  // Suggestions beneath a box: [{value, text, meta, lon, lat}] from data-suggest.
  J.build("[data-suggest]", function (input) {
    var list = document.getElementById(input.getAttribute("aria-controls"));
    var hidden = document.getElementById(input.dataset.value || "");
    var timer, asked = 0, current = -1, items = [];

    function show(found) {
      items = found;
      current = -1;
      list.textContent = "";
      found.forEach(function (item, index) {
        var option = J.element("div");
        option.setAttribute("role", "option");
        option.id = list.id + "-" + index;
        option.appendChild(J.element("span", "", item.text));
        if (item.meta) option.appendChild(J.element("span", "meta", item.meta));
        option.addEventListener("mousedown", function (event) { event.preventDefault(); take(item); });
        list.appendChild(option);
      });
      input.setAttribute("aria-expanded", String(found.length > 0));
    }
    function take(item) {
      input.value = item.text;
      if (hidden) hidden.value = item.value || "";
      show([]);
      input.dispatchEvent(new CustomEvent("taken", { bubbles: true, detail: item }));
      input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: true }));
      if (hidden) hidden.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function move(step) {
      if (!items.length) return;
      current = (current + step + items.length) % items.length;
      Array.prototype.forEach.call(list.children, function (option, index) {
        option.setAttribute("aria-selected", String(index === current));
      });
      input.setAttribute("aria-activedescendant", list.id + "-" + current);
      list.children[current].scrollIntoView({ block: "nearest" });
    }
    input.addEventListener("input", function (event) {
      if (event.detail === true || !event.isTrusted) return;
      if (hidden) hidden.value = "";
      clearTimeout(timer);
      timer = setTimeout(function () {
        var words = input.value.trim();
        if (!words) return show([]);
        var turn = (asked += 1);
        var url = input.dataset.suggest + (input.dataset.suggest.indexOf("?") < 0 ? "?" : "&") + "q=" + encodeURIComponent(words);
        fetch(url, { headers: { Accept: "application/json" } })
          .then(function (answer) { return answer.ok ? answer.json() : []; })
          .then(function (found) { if (turn === asked && document.activeElement === input) show(found); })
          .catch(function () { show([]); });
      }, 180);
    });
    input.addEventListener("keydown", function (event) {
      if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
      else if (event.key === "Enter" && current >= 0) { event.preventDefault(); take(items[current]); }
      else if (event.key === "Escape" && items.length) { event.stopPropagation(); show([]); }
    });
    input.addEventListener("blur", function () { setTimeout(function () { show([]); }, 120); });
  });
})();
