// The room's map: marks that every member sees at once, and drawing one.
(function () {
  "use strict";
  if (window.JiedaoIncident) return;
  window.JiedaoIncident = true;
  var J = window.Jiedao;

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }
  function toneColour(tone) { return tone === "neutral" ? colour("brand") : colour(tone + "-mark"); }

  function styles(ol) {
    return function (feature) {
      var tone = feature.get("tone") || "neutral", line = toneColour(tone);
      var point = feature.getGeometry().getType() === "Point";
      return new ol.style.Style({
        image: point ? new ol.style.RegularShape({ points: 4, radius: 9, fill: new ol.style.Fill({ color: line }), stroke: new ol.style.Stroke({ color: colour("surface"), width: 2 }) }) : undefined,
        fill: new ol.style.Fill({ color: line + "26" }),
        stroke: new ol.style.Stroke({ color: line, width: 3, lineDash: feature.get("sort") === "closure" ? [8, 6] : undefined }),
        text: new ol.style.Text({ text: feature.get("label") || "", overflow: true, offsetY: point ? 18 : 0, font: "600 12px " + colour("font"), fill: new ol.style.Fill({ color: colour("text") }), stroke: new ol.style.Stroke({ color: colour("map-halo"), width: 3 }) }),
      });
    };
  }

  function whenReady(box, act) {
    if (box.jiedaoMap) { act(box.jiedaoMap); return; }
    var watch = new MutationObserver(function () {
      if (!box.jiedaoMap) return;
      watch.disconnect();
      act(box.jiedaoMap);
    });
    watch.observe(box, { attributes: true, attributeFilter: ["data-ready"] });
  }

  J.build("[data-incident-map]", function (room) {
    var box = room.querySelector("[data-map]");
    if (box) whenReady(box, function (map) { begin(room, map); });
  });

  function begin(room, map) {
    var ol = window.ol, format = new ol.format.GeoJSON({ featureProjection: "EPSG:3857" });
    var source = new ol.source.Vector();
    map.addLayer(new ol.layer.Vector({ source: source, style: styles(ol), zIndex: 38 }));
    var name = "incident-map:" + room.dataset.record, fitted = false;

    function load() {
      return fetch(room.dataset.marksUrl, { credentials: "same-origin", headers: { "X-Jiedao-Background": "1" } })
        .then(function (answer) { return answer.ok && !answer.redirected ? answer.json() : Promise.reject(answer.status); })
        .then(function (found) {
          source.clear();
          source.addFeatures(format.readFeatures(found));
          room.dataset.marks = String(source.getFeatures().length);
          if (!fitted) look();
          fitted = true;
        })
        .catch(function () { /* What was drawn before stays; the next change asks again. */ });
    }
    // Around what is drawn and the incident itself: what is far away matters less.
    function look() {
      if (!source.getFeatures().length) return;
      map.getView().fit(source.getExtent(), { padding: [48, 48, 48, 48], maxZoom: 17 });
    }
    document.addEventListener("jiedao:change", function (event) {
      var change = event.detail;
      if (room.isConnected && change.kind === "incident" && String(change.record) === room.dataset.record && /marked$/.test(change.verb)) load();
    });
    document.addEventListener("jiedao:refresh", function (event) {
      if (room.isConnected && event.detail.regions.indexOf(name) >= 0) load();
    });
    load();
    if (room.querySelector("[data-draw]")) drawing(room, map, format);
    room.dataset.ready = "";
  }

  function drawing(room, map, format) {
    var ol = window.ol, draft = new ol.source.Vector();
    map.addLayer(new ol.layer.Vector({ source: draft, style: styles(ol), zIndex: 46 }));
    var form = room.querySelector("[data-mark-form]"), hint = room.querySelector("[data-draw-hint]");
    var tool = null, button = null;

    function stop() {
      if (tool) map.removeInteraction(tool);
      if (button) button.setAttribute("aria-pressed", "false");
      tool = button = null;
      hint.hidden = true;
    }
    function clear() { stop(); draft.clear(); form.hidden = true; form.reset(); }

    room.addEventListener("click", function (event) {
      if (event.target.closest("[data-mark-cancel]")) { clear(); return; }
      var pressed = event.target.closest("[data-draw]");
      if (!pressed) return;
      var same = pressed === button;
      clear();
      if (!same) start(pressed);
    });
    function start(pressed) {
      button = pressed;
      button.setAttribute("aria-pressed", "true");
      tool = new ol.interaction.Draw({ source: draft, type: button.dataset.shape });
      map.addInteraction(tool);
      hint.textContent = button.dataset.shape === "Point" ? room.dataset.hintPoint : room.dataset.hint;
      hint.hidden = false;
      tool.on("drawend", function (event) {
        var sort = button.dataset.draw;
        // After the event: OpenLayers still holds on to the sketch within it.
        setTimeout(function () {
          stop();
          form.elements.sort.value = sort;
          form.elements.geometry.value = JSON.stringify(format.writeGeometryObject(event.feature.getGeometry(), { dataProjection: "EPSG:4326", featureProjection: "EPSG:3857", decimals: 6 }));
          form.hidden = false;
          form.elements.title.focus();
        }, 0);
      });
    }
    document.addEventListener("keydown", function (event) { if (event.key === "Escape" && (tool || !form.hidden)) clear(); });
    form.addEventListener("htmx:afterRequest", function (event) { if (event.detail.successful) clear(); });
  }

  J.on("click", "[data-incident-close]", function (button) { button.closest(".sheet").remove(); });
})();
