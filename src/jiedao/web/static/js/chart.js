// Charts: quiet axes, direct labels, bars from zero, 万 and 亿; each has its table.
(function () {
  "use strict";
  var J = window.Jiedao;

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }

  J.figure = function (value) {
    if (value === null || value === undefined) return "—";
    var size = Math.abs(value);
    if (size >= 1e8) return +(value / 1e8).toFixed(2) + " " + J.say("yi");
    if (size >= 1e4) return +(value / 1e4).toFixed(1) + " " + J.say("wan");
    return Number(value).toLocaleString("en-US", { maximumFractionDigits: 2 });
  };

  // Series that are no state differ by lightness and dash, for colour means state.
  function look(series, index) {
    if (series.tone) return { colour: colour(series.tone + "-mark"), dash: "solid" };
    return { colour: [colour("brand"), colour("text-3"), colour("hair-strong"), colour("text")][index % 4], dash: ["solid", "dashed", "dotted"][index % 3] };
  }

  var ICONS = { green: "circle", amber: "triangle", red: "diamond", violet: "rect", grey: "emptyCircle" };

  function option(chart, width) {
    var text = colour("text-2"), hair = colour("hair"), font = colour("font");
    var bars = chart.kind !== "line";
    var single = chart.series.length === 1;
    var category = {
      type: "category", data: chart.labels, inverse: chart.horizontal, axisLine: { lineStyle: { color: colour("hair-strong") } }, axisTick: { show: false },
      axisLabel: { color: text, fontFamily: font, fontSize: 12, hideOverlap: true }, boundaryGap: bars,
    };
    if (!chart.horizontal && bars && chart.labels.length <= 12) {
      Object.assign(category.axisLabel, { interval: 0, hideOverlap: false, overflow: "break", width: (width - 56) / chart.labels.length - 4 });
    }
    var value = {
      type: "value", min: bars ? 0 : undefined, scale: !bars, splitNumber: 4, splitLine: { show: !(single && bars), lineStyle: { color: hair } },
      axisLabel: { show: !(single && bars), color: text, fontFamily: font, fontSize: 12, formatter: J.figure },
    };
    return {
      animation: false,
      textStyle: { fontFamily: font },
      grid: { left: 4, right: bars && chart.horizontal ? 56 : chart.kind === "line" ? 84 : 12, top: single ? 20 : 34, bottom: 4, containLabel: true },
      legend: single || chart.kind === "line" ? { show: false } : { top: 0, left: 0, itemWidth: 10, itemHeight: 10, itemGap: 16, textStyle: { color: text, fontFamily: font }, data: chart.series.map(function (series) { return { name: series.title, icon: ICONS[series.tone] || "rect" }; }) },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: bars ? "shadow" : "line", shadowStyle: { color: hair, opacity: 0.5 } }, backgroundColor: colour("surface"), borderColor: colour("hair-strong"), borderRadius: 4,
        textStyle: { color: colour("text"), fontSize: 12, fontFamily: font }, valueFormatter: function (number) { return J.figure(number) + (chart.unit ? " " + chart.unit : ""); },
      },
      xAxis: chart.horizontal ? value : category,
      yAxis: chart.horizontal ? category : value,
      series: chart.series.map(function (series, index) {
        var way = look(series, index);
        return {
          name: series.title, type: bars ? "bar" : "line", data: series.values, stack: chart.kind === "stacked" ? "all" : undefined, barMaxWidth: 28, barCategoryGap: "35%",
          itemStyle: { color: way.colour }, lineStyle: { color: way.colour, type: way.dash, width: 2 }, symbol: "circle", symbolSize: 5, showSymbol: chart.labels.length <= 16, cursor: chart.urls.length ? "pointer" : "default",
          label: { show: single && bars && chart.labels.length <= 16, position: chart.horizontal ? "right" : "top", color: colour("text"), fontFamily: font, fontSize: 12, formatter: function (point) { return J.figure(point.value); } },
          // A line is named where it ends, not in a legend beside it.
          endLabel: { show: chart.kind === "line" && !single, formatter: "{a}", color: colour("text-2"), fontFamily: font, fontSize: 12, distance: 6 },
          labelLayout: chart.kind === "line" ? { moveOverlap: "shiftY" } : undefined,
          emphasis: { focus: "none" },
        };
      }),
    };
  }

  J.build("[data-chart]", function (box) {
    var chart = J.json(box.dataset.chart);
    var canvas = box.querySelector(".chart-canvas");
    J.load("echarts").then(function () {
      var drawn = window.echarts.init(canvas, null, { renderer: "svg" });
      drawn.setOption(option(chart, canvas.clientWidth));
      drawn.on("click", function (event) {
        var url = chart.urls[event.dataIndex];
        if (url) location.href = url;
      });
      document.addEventListener("jiedao:theme", function () { drawn.setOption(option(chart, canvas.clientWidth), true); });
      new ResizeObserver(function () { drawn.resize(); }).observe(canvas);
      box.dataset.ready = "";
    });
  });
  J.on("click", "[data-chart-table]", function (button) {
    var box = button.closest("[data-chart]");
    var table = box.querySelector(".chart-table");
    table.hidden = !table.hidden;
    box.querySelector(".chart-canvas").hidden = !table.hidden;
    button.setAttribute("aria-pressed", String(!table.hidden));
  });
})();
