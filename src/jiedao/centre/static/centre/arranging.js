// Where the panels of the screen stand: as the post keeps them, or as they are declared, spread over
// what this screen has room for. A row is as high as a line or two needs, on every screen: a higher
// one shows more panels, not emptier ones.
(function () {
  "use strict";
  var J = window.Jiedao;
  var COLUMNS = 12, LEAST_ROWS = 12, ROW_REM = 3.25, LEAST_ROW = 52, GAP = 8, LEAST_HEIGHT = 4, AT_LAST = 100, PHONE = 760, VERY_WIDE = 3000;

  function number(item, name) { return Number(item.getAttribute("gs-" + name)); }
  function place(item, at) { Object.keys(at).forEach(function (name) { item.setAttribute("gs-" + name, String(at[name])); }); }
  function items(screen) { return Array.prototype.slice.call(screen.querySelectorAll(".grid-stack-item[gs-id]")); }
  function isMap(item) { return item.getAttribute("gs-id") === "map"; }

  // On a phone the map stands beneath what leads the screen, not before it.
  function stack(screen) {
    function line(item) { return number(item, "y") + (isMap(item) ? 0.5 : 0); }
    items(screen).sort(function (one, other) { return line(one) - line(other); })
      .forEach(function (item, n) { place(item, { x: 0, y: n * LEAST_ROWS }); });
  }

  // Lists grow, each in its measure; figures would only be emptier.
  function grows(panels, heights) {
    var found = 0, least = Infinity;
    panels.forEach(function (item, n) {
      var declared = number(item, "h"), share = heights[n] / declared + (declared < LEAST_HEIGHT ? AT_LAST : 0);
      if (share <= least) { least = share; found = n; }
    });
    return found;
  }

  // A column that nearly fits is made to fit, from its end; one that leaves room is made to fill it.
  function fitted(column, rows) {
    var heights = column.panels.map(function (item) { return number(item, "h"); });
    var over = column.height - rows;
    var spare = heights.reduce(function (sum, h) { return sum + Math.max(0, h - LEAST_HEIGHT); }, 0);
    for (var n = heights.length - 1; over > 0 && spare >= column.height - rows && n >= 0; n -= 1) {
      var less = Math.min(over, Math.max(0, heights[n] - LEAST_HEIGHT));
      heights[n] -= less;
      over -= less;
    }
    for (; over < 0; over += 1) heights[grows(column.panels, heights)] += 1;
    return heights;
  }

  // Columns of panels on both sides of the map, two on either where the screen is a wall's.
  function spread(screen, rows) {
    var wide = window.innerWidth >= VERY_WIDE, width = wide ? 2 : 3;
    var starts = wide ? [0, 2, 8, 10] : [0, 9];
    var columns = starts.map(function (x) { return { x: x, height: 0, panels: [] }; });
    items(screen).forEach(function (item) {
      if (isMap(item)) { place(item, { x: starts.length / 2 * width, y: 0, w: COLUMNS - starts.length * width, h: rows }); return; }
      var least = columns.reduce(function (one, other) { return other.height < one.height ? other : one; });
      least.panels.push(item);
      least.height += number(item, "h");
    });
    columns.forEach(function (column) {
      var y = 0, heights = fitted(column, rows);
      column.panels.forEach(function (item, n) {
        place(item, { x: column.x, y: y, w: width, h: heights[n] });
        y += heights[n];
      });
    });
  }

  function rowsOf(main) {
    var rem = parseFloat(window.getComputedStyle(main).fontSize);
    return Math.max(LEAST_ROWS, Math.floor((main.clientHeight - GAP) / Math.max(LEAST_ROW, ROW_REM * rem)));
  }

  J.arranging = function (screen, ask) {
    var main = screen.querySelector(".centre-main"), rows = rowsOf(main);
    if (window.innerWidth <= PHONE) stack(screen);
    else if (screen.hasAttribute("data-declared")) spread(screen, rows);
    var grid = window.GridStack.init({ column: COLUMNS, margin: GAP / 2, float: false, animate: false, staticGrid: true, handle: ".panel-head", columnOpts: { breakpoints: [{ w: PHONE, c: 1 }] } }, screen.querySelector("[data-grid]"));
    function fit() { grid.cellHeight(Math.max(LEAST_ROW, Math.floor((main.clientHeight - GAP) / rowsOf(main)))); }
    fit();
    new ResizeObserver(fit).observe(main);
    screen.dataset.ready = "";
    var tools = screen.querySelector("[data-arranging]");
    function set(on) {
      grid.setStatic(!on);
      screen.classList.toggle("is-arranging", on);
      screen.querySelector("[data-arrange]").hidden = on;
      tools.hidden = !on;
    }
    function send(layout) {
      return fetch(screen.dataset.layoutUrl, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"] }, body: JSON.stringify(layout) })
        .then(function (answer) { return answer.ok ? null : answer.text(); });
    }
    J.on("click", "[data-arrange]", function () { set(true); });
    J.on("click", "[data-keep]", function () {
      var layout = grid.save(false).map(function (one) { return { key: one.id, x: one.x || 0, y: one.y || 0, w: one.w || 1, h: one.h || 1 }; });
      send(layout).then(function (fault) { J.toast(fault ? J.say("failed") : screen.dataset.kept, fault ? "amber" : "green"); if (!fault) set(false); });
    });
    J.on("click", "[data-restore]", function () { send([]).then(function () { location.reload(); }); });
    J.on("click", "[data-remove]", function (button) { grid.removeWidget(button.closest(".grid-stack-item")); });
    J.on("input", "[data-others]", function (field) {
      var words = field.value.trim().toLowerCase();
      field.parentNode.querySelectorAll("[data-add]").forEach(function (button) { button.hidden = button.textContent.toLowerCase().indexOf(words) < 0; });
      field.parentNode.querySelectorAll(".menu-title").forEach(function (title) { title.hidden = Boolean(words); });
    });
    J.on("click", "[data-add]", function (button) {
      var made = screen.querySelector("[data-panel-template]").content.firstElementChild.cloneNode(true);
      var panel = made.querySelector(".panel");
      panel.dataset.panel = button.dataset.add;
      panel.dataset.kinds = button.dataset.kinds;
      panel.querySelector("h2").textContent = button.textContent;
      made.setAttribute("gs-id", button.dataset.add);
      screen.querySelector("[data-grid]").appendChild(made);
      grid.makeWidget(made, { id: button.dataset.add, w: Number(button.dataset.w), h: Number(button.dataset.h), autoPosition: true });
      button.remove();
      ask([panel]);
    });
  };
})();
