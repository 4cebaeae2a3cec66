// What every page does: sentences, toasts, clocks that tick, preferences, openers, menus.
(function () {
  "use strict";

  var root = document.documentElement;
  var J = (window.Jiedao = window.Jiedao || {});

  function json(id) {
    var element = document.getElementById(id);
    return element ? JSON.parse(element.textContent) : {};
  }
  J.json = json;
  var strings = json("strings");

  // A sentence of strings.py in the reader's language, its %s filled in.
  J.say = function (key, value) {
    var text = strings[key] || key;
    return value === undefined ? text : text.replace("%s", value);
  };

  J.cookie = function (name, value) {
    document.cookie = name + "=" + value + ";path=/;max-age=31536000;samesite=lax";
  };

  J.element = function (tag, css, text) {
    var element = document.createElement(tag);
    if (css) element.className = css;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  J.icon = function (name, css) {
    var sprite = J.assets().sprite;
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    var use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", css || "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", sprite + "#" + name);
    svg.appendChild(use);
    return svg;
  };

  J.each = function (scope, selector, act) {
    if (scope.matches && scope.matches(selector)) act(scope);
    scope.querySelectorAll(selector).forEach(act);
  };

  // `act` runs for every element of the selector: now, and in all that htmx brings later.
  var builders = [];
  J.build = function (selector, act) {
    function once(element) {
      var built = (element.jiedaoBuilt = element.jiedaoBuilt || {});
      if (built[selector]) return;
      built[selector] = true;
      act(element);
    }
    builders.push(function (scope) { J.each(scope, selector, once); });
    J.each(document, selector, once);
  };
  J.scan = function (scope) { builders.forEach(function (build) { build(scope); }); };
  document.addEventListener("htmx:load", function (event) { J.scan(event.detail.elt); });

  // Libraries too large for every page are fetched when one is needed.
  var loads = {};
  J.assets = function () { return (J.assetList = J.assetList || json("assets")); };
  J.load = function (name) {
    loads[name] = loads[name] || new Promise(function (done, failed) {
      var url = J.assets()[name];
      var css = /\.css$/.test(url);
      var element = document.createElement(css ? "link" : "script");
      if (css) element.rel = "stylesheet";
      element[css ? "href" : "src"] = url;
      element.onload = done;
      element.onerror = failed;
      document.head.appendChild(element);
    });
    return loads[name];
  };

  // Toasts
  var TOAST_MS = 6000;
  function arm(toast) {
    var close = J.element("button");
    close.type = "button";
    close.setAttribute("aria-label", J.say("close"));
    close.appendChild(J.icon("x"));
    close.addEventListener("click", function () { toast.remove(); });
    toast.appendChild(close);
    // What went wrong stays until it is closed.
    if (!toast.classList.contains("tone-red")) setTimeout(function () { toast.remove(); }, TOAST_MS);
  }
  J.toast = function (text, tone) {
    var place = document.getElementById("toasts");
    if (!place) return;
    var toast = J.element("div", "toast tone-" + (tone || "green"));
    toast.appendChild(J.icon("tone-" + (tone || "green"), "mark tone-" + (tone || "green")));
    toast.appendChild(J.element("span", "", text));
    place.appendChild(toast);
    arm(toast);
    while (place.children.length > 4) place.firstElementChild.remove();
  };
  J.build("[data-toast]", arm);
  document.addEventListener("toast", function (event) { J.toast(event.detail.text, event.detail.tone); });
  document.addEventListener("htmx:sendError", function () { J.toast(J.say("offline"), "red"); });
  document.addEventListener("htmx:responseError", function (event) {
    if (!event.detail.xhr.getResponseHeader("HX-Trigger")) J.toast(J.say("failed"), "red");
  });

  var running = 0;
  document.addEventListener("htmx:beforeRequest", function () { running += 1; root.classList.add("busy"); });
  document.addEventListener("htmx:afterRequest", function () {
    running = Math.max(0, running - 1);
    if (!running) root.classList.remove("busy");
  });

  // Clocks: the same rules as formats.py, so that a page left open does not lie.
  function span(ms, hours) {
    var minutes = Math.floor(ms / 60000);
    if (minutes < 60) return J.say("minutes", Math.max(minutes, 1));
    if (minutes < hours * 60) return J.say("hours", Math.floor(minutes / 60));
    return J.say("days", Math.floor(minutes / 1440));
  }
  var TONES = ["green", "amber", "red"];
  function tick(element) {
    var now = Date.now() + (J.skew || 0);
    var due = Date.parse(element.dataset.clock);
    var warn = element.dataset.warn ? Date.parse(element.dataset.warn) : Infinity;
    var tone = now > due ? "red" : now >= warn ? "amber" : "green";
    var text = element.querySelector(".clock-text");
    var words = now > due ? J.say("over", span(now - due, 24)) : J.say("left", span(due - now, 48));
    // What counts in working time is said by the server; only that it has run out is told here.
    var said = "said" in element.dataset && now <= due;
    if (!said && text.textContent !== words) text.textContent = words;
    if (element.classList.contains("tone-" + tone)) return;
    TONES.forEach(function (each) { element.classList.toggle("tone-" + each, each === tone); });
    var mark = element.querySelector(".mark");
    TONES.forEach(function (each) { mark.classList.toggle("tone-" + each, each === tone); });
    var use = mark.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#tone-" + tone));
  }
  J.tick = function () { document.querySelectorAll("[data-clock]").forEach(tick); };
  // A simulated or badly set office computer must not shift the clocks: the page says what
  // time it was when it was made.
  var made = document.body.dataset.now;
  if (made) J.skew = Date.parse(made) - Date.now();
  setInterval(J.tick, 20000);

  // Preferences
  function on(type, selector, act) {
    document.addEventListener(type, function (event) {
      var found = event.target.closest && event.target.closest(selector);
      if (found) act(found, event);
    });
  }
  J.on = on;
  on("click", "[data-theme-next]", function () {
    var next = root.dataset.theme === "dark" ? "light" : "dark";
    root.dataset.theme = root.dataset.themeChoice = next;
    J.cookie("theme", next);
    document.dispatchEvent(new CustomEvent("jiedao:theme"));
  });
  on("click", "[data-rail-toggle]", function () {
    var narrow = root.dataset.rail === "narrow";
    if (narrow) delete root.dataset.rail; else root.dataset.rail = "narrow";
    J.cookie("rail", narrow ? "wide" : "narrow");
    window.dispatchEvent(new Event("resize"));
  });
  // Where one is stands in sight. Only the list moves: scrollIntoView would move the page as well.
  J.build(".rail-list", function (list) {
    var here = list.querySelector("[aria-current]");
    if (!here) return;
    var top = here.getBoundingClientRect().top - list.getBoundingClientRect().top;
    if (top < 0 || top + here.offsetHeight > list.clientHeight) {
      list.scrollTop += top - (list.clientHeight - here.offsetHeight) / 2;
    }
  });
  on("click", "[data-rail-open]", function () {
    var open = document.body.classList.toggle("rail-open");
    document.querySelectorAll(".rail-shade").forEach(function (shade) { shade.hidden = !open; });
  });

  // Openers
  J.toggle = function (button, open) {
    var sheet = document.querySelector(button.dataset.toggle);
    if (!sheet) return;
    var show = open === undefined ? sheet.hidden : open;
    sheet.hidden = !show;
    button.setAttribute("aria-expanded", String(show));
    if (!show) return;
    // One opened form at a time beside its neighbours.
    document.querySelectorAll("[data-toggle][aria-expanded=true]").forEach(function (other) {
      if (other !== button && other.dataset.group && other.dataset.group === button.dataset.group) J.toggle(other, false);
    });
    var field = sheet.querySelector("textarea, select, input:not([type=hidden])");
    if (field) field.focus();
    sheet.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
  };
  on("click", "[data-toggle]", function (button) { J.toggle(button); });
  on("click", "[data-toggle-close]", function (button) {
    var sheet = button.closest(".sheet");
    var opener = sheet && document.querySelector('[data-toggle="#' + sheet.id + '"]');
    if (opener) { J.toggle(opener, false); opener.focus(); }
  });

  // A menu closes when one looks elsewhere.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Paper is white, whatever the screen is.
  var onScreen;
  window.addEventListener("beforeprint", function () { onScreen = root.dataset.theme; root.dataset.theme = "light"; });
  window.addEventListener("afterprint", function () { root.dataset.theme = onScreen; });

  on("click", "[data-print]", function () { window.print(); });
  on("click", "[data-back]", function () { history.back(); });
  on("click", "[data-copy]", function (button) {
    if (!navigator.clipboard) return;
    navigator.clipboard.writeText(button.dataset.copy).then(function () { J.toast(J.say("copied")); });
  });
  on("change", "[data-submit-on-change]", function (form) { form.requestSubmit(); });
})();
