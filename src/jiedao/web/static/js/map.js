// Maps: the town's own quiet base, tiles where the town has some, data on top, a pin to set.
(function () {
  "use strict";
  var J = window.Jiedao;
  var TONES = ["red", "amber", "green", "violet", "grey", "neutral"];
  var SHAPES = {
    green: '<circle cx="6" cy="6" r="4.5"/>',
    amber: '<path d="M6 .9 11.6 10.9H.4Z"/>',
    red: '<path d="M6 0 12 6 6 12 0 6Z"/>',
    violet: '<path d="M2 1h8v10H2z"/>',
    grey: '<circle cx="6" cy="6" r="3.6"/>',
    neutral: '<circle cx="6" cy="6" r="4.5"/>',
  };
  var CLUSTER_FROM = 150;
  var CHINA = [73, 18, 135, 54];

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }
  function markColour(tone) { return tone === "neutral" ? colour("brand") : colour(tone + "-mark"); }
  function mark(tone) {
    return '<g fill="' + (tone === "grey" ? colour("surface") : markColour(tone)) + '" stroke="' + (tone === "grey" ? markColour(tone) : colour("surface")) +
      '" stroke-width="' + (tone === "grey" ? 2 : 1.2) + '">' + SHAPES[tone] + "</g>";
  }
  function image(tone, size) {
    var svg = '<svg xmlns="http://www.w3.org/2000/svg" width="' + size + '" height="' + size + '" viewBox="-1.5 -1.5 15 15">' + mark(tone) + "</svg>";
    return "data:image/svg+xml," + encodeURIComponent(svg);
  }
  // On a wall, read from afar, what a map writes and marks is larger ("--map-scale").
  function scale() { return parseFloat(window.getComputedStyle(document.documentElement).getPropertyValue("--map-scale")) || 1; }
  function letters(pixels, weight) { return (weight || "normal") + " " + Math.round(pixels * scale()) + "px " + colour("font"); }
  var PIN = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="38" viewBox="0 0 30 38"><path d="M15 37C9 28 2 22 2 14a13 13 0 0 1 26 0c0 8-7 14-13 23Z" fill="COLOUR" stroke="#fff" stroke-width="1.6"/><circle cx="15" cy="14" r="4.6" fill="#fff"/></svg>';

  // How each layer of the base is drawn; the words are those of slots.BaseLayer.style.
  function baseStyles(ol) {
    var S = ol.style;
    function fill(name, line) {
      return new S.Style({ fill: new S.Fill({ color: colour(name) }), stroke: line ? new S.Stroke({ color: colour(line), width: 1 }) : undefined });
    }
    function line(name, width, dash) { return new S.Style({ stroke: new S.Stroke({ color: colour(name), width: width, lineDash: dash, lineCap: "round" }) }); }
    var text = new S.Text({ font: letters(12), fill: new S.Fill({ color: colour("map-label") }), stroke: new S.Stroke({ color: colour("map-halo"), width: 3 }), overflow: false });
    var labelled = new S.Style({ text: text });
    function withName(style, from) {
      return function (feature, resolution) {
        if (resolution > from || !feature.get("name")) return style;
        text.setText(feature.get("name"));
        return [style, labelled];
      };
    }
    var roadText = new S.Text({ font: letters(11), placement: "line", fill: new S.Fill({ color: colour("map-label") }), stroke: new S.Stroke({ color: colour("map-halo"), width: 3 }) });
    function road(feature, resolution) {
      var width = Math.max(1.2, Math.min((feature.get("width") || 8) / resolution, 14));
      var style = [line("map-road-line", width + 1.4), line("map-road", width)];
      style[1].setZIndex(1);
      if (feature.get("name") && resolution < 4) {
        roadText.setText(feature.get("name"));
        style[1].setText(roadText);
      }
      return style;
    }
    return {
      land: fill("map-land"), block: fill("map-block"), green: fill("map-green"), water: fill("map-water"),
      road: road, building: withName(fill("map-building"), 0.8), grid: withName(line("map-grid", 0.8), 4),
      community: withName(line("map-edge", 1.2, [6, 4]), 40), edge: line("map-edge", 2),
    };
  }

  function pointStyle(ol) {
    var kept = {};
    return function (feature) {
      var inner = feature.get("features");
      if (inner && inner.length > 1) return cluster(ol, inner);
      var one = inner ? inner[0] : feature;
      var tone = TONES.indexOf(one.get("tone")) < 0 ? "neutral" : one.get("tone");
      if (!/Point/.test(one.getGeometry().getType())) return area(ol, one, tone);
      return (kept[tone] = kept[tone] || new ol.style.Style({ image: new ol.style.Icon({ src: image(tone, 18) }) }));
    };
  }
  function cluster(ol, inner) {
    var worst = TONES.filter(function (tone) { return inner.some(function (one) { return one.get("tone") === tone; }); })[0] || "neutral";
    return new ol.style.Style({
      image: new ol.style.Circle({ radius: 10 + Math.min(Math.log2(inner.length) * 1.4, 10), fill: new ol.style.Fill({ color: colour("surface") }), stroke: new ol.style.Stroke({ color: markColour(worst), width: 2 }) }),
      text: new ol.style.Text({ text: String(inner.length), font: letters(11, "600"), fill: new ol.style.Fill({ color: colour("text") }) }),
    });
  }
  function area(ol, feature, tone) {
    var label = feature.get("label") || feature.get("name") || "";
    var quiet = Boolean(feature.get("quiet"));
    var shade = feature.get("shade");
    if (shade !== undefined) return shaded(ol, label, shade);
    return new ol.style.Style({
      fill: new ol.style.Fill({ color: quiet ? "#0000" : colour((tone === "neutral" ? "brand" : tone) + "-ground") + "80" }),
      stroke: new ol.style.Stroke({ color: quiet ? colour("map-grid") : markColour(tone), width: quiet ? 0.8 : 1.2 }),
      zIndex: quiet ? 0 : 1,
      text: new ol.style.Text({ text: String(label), font: letters(12), fill: new ol.style.Fill({ color: colour("text") }), stroke: new ol.style.Stroke({ color: colour("map-halo"), width: 3 }) }),
    });
  }

  function plainEdges(ol, map) {
    var edge = new ol.style.Style({ stroke: new ol.style.Stroke({ color: colour("map-edge"), width: 1.2, lineDash: [6, 4] }) });
    map.getLayers().forEach(function (one) { if (one.get("style") === "community") one.setStyle(edge); });
  }

  // A quantity: the darker the more, in one hue, since colour itself means state.
  var SHADES = ["14", "3d", "66", "8f", "b8"];
  function shaded(ol, label, step) {
    return new ol.style.Style({
      fill: new ol.style.Fill({ color: colour("brand") + SHADES[Math.max(0, Math.min(step, SHADES.length - 1))] }),
      stroke: new ol.style.Stroke({ color: colour("surface"), width: 1 }),
      text: new ol.style.Text({ text: String(label), font: letters(12), overflow: true, fill: new ol.style.Fill({ color: colour("text") }), stroke: new ol.style.Stroke({ color: colour("map-halo"), width: 3 }) }),
    });
  }

  function tileLayer(ol, tile) {
    if (tile.kind === "wmts") {
      var projection = ol.proj.get(tile.projection || "EPSG:3857");
      var size = ol.extent.getWidth(projection.getExtent()) / 256;
      var ids = Array.from({ length: 19 }, function (_, z) { return z; });
      return new ol.layer.Tile({ source: new ol.source.WMTS({
        url: tile.url, layer: tile.layer, matrixSet: tile.matrix_set || "w", format: tile.format || "tiles", style: tile.style || "default", projection: projection, attributions: tile.attribution,
        tileGrid: new ol.tilegrid.WMTS({ origin: ol.extent.getTopLeft(projection.getExtent()), resolutions: ids.map(function (z) { return size / Math.pow(2, z); }), matrixIds: ids }),
      }) });
    }
    return new ol.layer.Tile({ source: new ol.source.XYZ({ url: tile.url, maxZoom: tile.max_zoom || 18, attributions: tile.attribution }) });
  }
  // National projections (EPSG:4490 and the zones of CGCS2000) are not built in.
  function projections(ol, base) {
    var named = base.tiles.filter(function (tile) { return tile.projection && !ol.proj.get(tile.projection); });
    if (!named.length) return Promise.resolve();
    return J.load("proj4").then(function () {
      named.forEach(function (tile) { window.proj4.defs(tile.projection, tile.proj4 || "+proj=longlat +ellps=GRS80 +no_defs"); });
      ol.proj.proj4.register(window.proj4);
      named.forEach(function (tile) { ol.proj.get(tile.projection).setExtent(tile.extent || [-180, -90, 180, 90]); });
    });
  }

  function baseLayers(ol, base, still) {
    var layers = base.tiles.map(function (tile) { return tileLayer(ol, tile); });
    // With tiles beneath, only the office's own lines are drawn.
    var drawn = base.layers.filter(function (one) { return !layers.length || /^(grid|community|edge)$/.test(one.style); });
    if (still) return layers.concat(stillBase(ol, drawn));
    var styles = baseStyles(ol);
    return layers.concat(drawn.map(function (one) {
      return new ol.layer.Vector({
        source: new ol.source.Vector({ url: one.url, format: new ol.format.GeoJSON() }),
        style: styles[one.style] || styles.grid, minZoom: one.min_zoom, declutter: true, updateWhileAnimating: true,
        properties: { style: one.style, restyle: function () { var fresh = baseStyles(ol); return fresh[one.style] || fresh.grid; } },
      });
    }));
  }
  // The same in one layer, drawn once a tile: to move the map is to shift pictures.
  function stillBase(ol, drawn) {
    var found = new ol.source.Vector(), format = new ol.format.GeoJSON({ featureProjection: "EPSG:3857" });
    function style() {
      var styles = baseStyles(ol), whole = ol.extent.getWidth(ol.proj.get("EPSG:3857").getExtent()) / 256;
      return function (feature, resolution) {
        var index = feature.get("base"), one = drawn[index];
        if (resolution > whole / Math.pow(2, one.min_zoom || 0)) return null;
        var given = styles[one.style] || styles.grid;
        if (typeof given === "function") given = given(feature, resolution);
        [].concat(given).forEach(function (each, above) { each.setZIndex(index * 10 + above); });
        return given;
      };
    }
    var source = new ol.source.VectorTile({
      tileGrid: ol.tilegrid.createXYZ({ tileSize: 512, maxZoom: 20 }), url: "{z}/{x}/{y}",
      tileLoadFunction: function (tile) { tile.setLoader(function (extent) { tile.setFeatures(found.getFeaturesInExtent(extent)); }); },
    });
    Promise.all(drawn.map(function (one, index) {
      return fetch(one.url, { credentials: "same-origin" }).then(function (answer) { return answer.json(); }).then(function (read) {
        var features = format.readFeatures(read);
        features.forEach(function (feature) { feature.set("base", index); feature.setId(undefined); });
        found.addFeatures(features);
      }).catch(function () { /* one layer less */ });
    })).then(function () { source.refresh(); });
    return new ol.layer.VectorTile({ source: source, renderMode: "hybrid", declutter: true, style: style(), properties: { restyle: style } });
  }

  function features(ol, box) {
    var format = new ol.format.GeoJSON({ featureProjection: "EPSG:3857" });
    if (box.dataset.features) return Promise.resolve(format.readFeatures(J.json(box.dataset.features)));
    if (box.dataset.url) {
      return fetch(box.dataset.url, { credentials: "same-origin" }).then(function (answer) { return answer.json(); }).then(function (found) { return format.readFeatures(found); });
    }
    return Promise.resolve([]);
  }

  function legend(box, found) {
    var place = box.querySelector(".map-legend");
    if (!place || !found.length) return;
    var titles = place.dataset.legend ? JSON.parse(place.dataset.legend) : {};
    var list = J.element("ul");
    TONES.forEach(function (tone) {
      var number = found.filter(function (one) { return (one.get("tone") || "neutral") === tone; }).length;
      if (!number || !titles[tone]) return;
      var line = J.element("li");
      line.appendChild(J.icon("tone-" + tone, "mark tone-" + tone));
      line.appendChild(J.element("span", "", titles[tone]));
      line.appendChild(J.element("span", "count", number));
      list.appendChild(line);
    });
    place.textContent = "";
    place.appendChild(list);
    place.hidden = !list.children.length;
  }

  function open(feature) {
    var url = feature.get("url");
    if (!url) return;
    var panel = document.getElementById("panel");
    if (!panel || !window.htmx) { location.href = url; return; }
    panel.closest(".split").classList.add("has-panel");
    window.htmx.ajax("GET", url, { target: "#panel", swap: "innerHTML show:#panel:top" });
  }

  function answers(ol, map, box, layer) {
    var tip = J.element("div", "map-tip");
    tip.hidden = true;
    box.appendChild(tip);
    function at(event) {
      return map.forEachFeatureAtPixel(event.pixel, function (feature) { return feature; }, { layerFilter: function (one) { return one === layer; }, hitTolerance: 6 });
    }
    map.on("pointermove", function (event) {
      if (event.dragging) return;
      var feature = at(event);
      var inner = feature && feature.get("features");
      var one = inner ? (inner.length === 1 ? inner[0] : null) : feature;
      tip.hidden = !(one && one.get("title"));
      box.classList.toggle("map-points", Boolean(feature));
      map.getTargetElement().style.cursor = feature ? "pointer" : "";
      if (tip.hidden) return;
      tip.textContent = one.get("title");
      tip.style.left = event.pixel[0] + "px";
      tip.style.top = event.pixel[1] + "px";
    });
    map.on("singleclick", function (event) {
      var feature = at(event);
      var inner = feature && feature.get("features");
      if (!feature) return;
      if (inner && inner.length > 1) {
        var extent = ol.extent.createEmpty();
        inner.forEach(function (one) { ol.extent.extend(extent, one.getGeometry().getExtent()); });
        map.getView().fit(extent, { padding: [60, 60, 60, 60], maxZoom: 19, duration: 200 });
      } else open(inner ? inner[0] : feature);
    });
  }

  // A pin to set: by a click, by dragging, by an address taken from the suggestions, by position.
  function pin(ol, map, box) {
    var input = document.getElementById(box.dataset.pin);
    var words = document.getElementById(box.dataset.pin + "-words");
    var point = new ol.Feature();
    var source = new ol.source.Vector({ features: [point] });
    function style() {
      return new ol.style.Style({ image: new ol.style.Icon({ src: "data:image/svg+xml," + encodeURIComponent(PIN.replace("COLOUR", colour("brand"))), anchor: [0.5, 1] }) });
    }
    map.addLayer(new ol.layer.Vector({ source: source, style: style, zIndex: 50 }));
    var near = nearby(ol, map, box);
    function set(lon, lat, look) {
      point.setGeometry(new ol.geom.Point(ol.proj.fromLonLat([lon, lat])));
      tell(lon, lat);
      if (look) map.getView().animate({ center: ol.proj.fromLonLat([lon, lat]), zoom: Math.max(map.getView().getZoom(), 17), duration: 200 });
    }
    function tell(lon, lat) {
      input.value = lon.toFixed(6) + "," + lat.toFixed(6);
      if (words) words.textContent = J.say("pin_set", lat.toFixed(5) + ", " + lon.toFixed(5));
      if (words && near) near(lon, lat, words);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function moved(coordinate) {
      var place = ol.proj.toLonLat(coordinate);
      set(place[0], place[1]);
    }
    map.on("singleclick", function (event) { moved(event.coordinate); });
    var drag = new ol.interaction.Modify({ source: source, pixelTolerance: 24, style: new ol.style.Style() });
    drag.on("modifyend", function () { moved(point.getGeometry().getCoordinates()); });
    map.addInteraction(drag);
    if (input.value) {
      var start = input.value.split(",").map(Number);
      set(start[0], start[1]);
      map.getView().setCenter(ol.proj.fromLonLat(start));
      map.getView().setZoom(17);
    }
    var form = input.form || document;
    form.addEventListener("taken", function (event) {
      if (event.detail.lon !== undefined && event.detail.lon !== null) set(event.detail.lon, event.detail.lat, true);
    });
    J.each(form, "[data-locate]", function (button) {
      if (!navigator.geolocation || !window.isSecureContext) { button.hidden = true; return; }
      button.addEventListener("click", function () {
        navigator.geolocation.getCurrentPosition(
          function (found) { set(found.coords.longitude, found.coords.latitude, true); },
          function () { J.toast(J.say("pin_denied"), "amber"); }, { enableHighAccuracy: true, timeout: 8000 });
      });
    });
  }

  // The place that the pin belongs to: shown by its name, and how far the pin is from it.
  function nearby(ol, map, box) {
    if (!box.dataset.lon) return null;
    var place = [Number(box.dataset.lon), Number(box.dataset.lat)];
    var mark = new ol.Feature(new ol.geom.Point(ol.proj.fromLonLat(place)));
    function style() {
      return new ol.style.Style({
        image: new ol.style.Icon({ src: image("amber", 18) }),
        text: new ol.style.Text({ text: box.dataset.title, offsetY: 18, font: letters(12, "600"), fill: new ol.style.Fill({ color: colour("text") }), stroke: new ol.style.Stroke({ color: colour("map-halo"), width: 3 }) }),
      });
    }
    map.addLayer(new ol.layer.Vector({ source: new ol.source.Vector({ features: [mark] }), style: style, zIndex: 45 }));
    map.getView().setCenter(ol.proj.fromLonLat(place));
    map.getView().setZoom(17);
    return function (lon, lat, words) {
      var metres = Math.round(ol.sphere.getDistance(place, [lon, lat]));
      var far = metres > Number(box.dataset.far);
      words.textContent += " · " + J.say(far ? "pin_far" : "pin_away", metres);
      words.classList.toggle("pin-far", far);
    };
  }

  // The map with its base alone: {ol, map, base}. A screen that is moved about all day draws the
  // base as one picture (``still``).
  function stage(box, still) {
    var base;
    return Promise.all([J.load("ol"), J.load("olCss"), fetch(box.dataset.base, { credentials: "same-origin" }).then(function (answer) { return answer.json(); })])
      .then(function (loaded) { base = loaded[2]; return projections(window.ol, base); })
      .then(function () { return { ol: window.ol, map: begin(window.ol, box, base, still), base: base }; });
  }
  function failed(box) {
    return function () { box.querySelector(".map-hint").textContent = J.say("map_failed"); box.querySelector(".map-hint").hidden = false; };
  }
  function begin(ol, box, base, still) {
    var map = new ol.Map({
      target: box.querySelector(".map-canvas"),
      layers: baseLayers(ol, base, still),
      controls: [new ol.control.Zoom({ zoomInTipLabel: "+", zoomOutTipLabel: "−" }), new ol.control.ScaleLine(), new ol.control.Attribution({ collapsible: true })],
      // A page is scrolled over a small map; there Ctrl or two fingers move the map.
      interactions: ol.interaction.defaults.defaults({ onFocusOnly: !box.classList.contains("map-full") && !box.dataset.pin }),
      view: new ol.View({ center: [0, 0], zoom: 2, maxZoom: 20, constrainResolution: false }),
    });
    map.getView().fit(ol.proj.transformExtent(base.extent || CHINA, "EPSG:4326", "EPSG:3857"), { size: map.getSize() });
    document.addEventListener("jiedao:theme", function () {
      map.getLayers().forEach(function (one) { if (one.get("restyle")) one.setStyle(one.get("restyle")()); });
      map.render();
    });
    new ResizeObserver(function () { map.updateSize(); }).observe(box);
    box.jiedaoMap = map;
    map.once("rendercomplete", function () { box.dataset.ready = ""; });
    return map;
  }
  function build(box) {
    var staged;
    stage(box)
      .then(function (made) { staged = made; return features(made.ol, box); })
      .then(function (found) { draw(staged.ol, staged.map, box, found); })
      .catch(failed(box));
  }
  function draw(ol, map, box, found) {
    var editable = Boolean(box.dataset.pin);
    var data = new ol.source.Vector({ features: found });
    // Values and names of the base give way to one another; where areas carry their own name and
    // value, the base does not write the name again.
    var valued = found.some(function (one) { return one.get("shade") !== undefined; });
    if (valued && found.some(function (one) { return one.get("label"); })) plainEdges(ol, map);
    // Elsewhere its names stand above the shades.
    else if (valued) map.getLayers().forEach(function (one) { if (one.get("style") === "community") one.setZIndex(45); });
    var layer = new ol.layer.Vector({ source: found.length > CLUSTER_FROM ? new ol.source.Cluster({ source: data, distance: 34 }) : data, style: pointStyle(ol), zIndex: 40, declutter: valued });
    map.addLayer(layer);
    if (found.length) map.getView().fit(data.getExtent(), { padding: [36, 36, 36, 36], maxZoom: 17.5 });
    if (!editable) answers(ol, map, box, layer);
    legend(box, found);
    if (editable) pin(ol, map, box);
    // After the base has put on its own: listeners are called in their order.
    document.addEventListener("jiedao:theme", function () {
      if (layer.getDeclutter() && found.some(function (one) { return one.get("label"); })) plainEdges(ol, map);
      layer.setStyle(pointStyle(ol));
    });
  }
  J.maps = { TONES: TONES, stage: stage, failed: failed, colour: colour, markColour: markColour, mark: mark, image: image, area: area, scale: scale, letters: letters, shades: SHADES };

  J.build("[data-map]", function (box) {
    if (!window.IntersectionObserver) { build(box); return; }
    var watch = new IntersectionObserver(function (entries) {
      if (!entries.some(function (entry) { return entry.isIntersecting; })) return;
      watch.disconnect();
      build(box);
    }, { rootMargin: "200px" });
    watch.observe(box);
  });
})();
