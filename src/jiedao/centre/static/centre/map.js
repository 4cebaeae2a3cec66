// The map of the command centre: layers by tile, clustered by the server, so that no more is drawn
// than one can see. A layer that fails or is slow says so in its line; the others do not wait.
(function () {
  "use strict";
  var J = window.Jiedao;
  var SLOW_MS = 10000, EVERY_MS = 60000, PAN_MS = 250;
  var MOST_DRAWN = 3000, MOST_SHAPES = 800, MOST_CELLS = 8, TILE_PX = 512, DEEPEST = 20, NEAR_ZOOM = 18.5, GRID_ZOOM = 15.5, BUILDING_ZOOM = 17.5;
  var KEY = "0KEY0", STEPS = 5, MOST_NAMED = 8;

  J.build("[data-centre-map]", function (box) {
    J.maps.stage(box, true).then(function (stage) { run(box, stage.ol, stage.map); }).catch(J.maps.failed(box));
  });

  function run(box, ol, map) {
    // "sight" is what is drawn of the points: circles that would lie upon each other are one.
    var points = new ol.source.Vector(), sight = new ol.source.Vector(), shapes = new ol.source.Vector(), shades = new ol.source.Vector();
    var format = new ol.format.GeoJSON({ featureProjection: "EPSG:3857" });
    var glyphs = {}, looks = J.marks.styles(ol, glyphs);
    var drawn = [
      new ol.layer.Vector({ source: shades, style: looks.shape, zIndex: 20 }),
      new ol.layer.Vector({ source: shapes, style: looks.shape, zIndex: 30, declutter: true }),
      new ol.layer.Vector({ source: sight, style: looks.point, zIndex: 40 }),
    ];
    drawn.forEach(function (one) { map.addLayer(one); });
    var layers = {};
    J.each(box, "[data-layer]", function (row) { layers[row.dataset.layer] = layerOf(row); });
    function layerOf(row) {
      var input = row.querySelector("input");
      return { key: row.dataset.layer, icon: row.dataset.icon || "", row: row, input: input, kinds: input.dataset.kinds.split(" "), shaped: "shaped" in row.dataset, alone: true, asked: {}, tiles: {}, shapes: {}, titles: {}, tones: {}, made: "" };
    }
    function titleOf(one) { return one.row.querySelector("label .clip").textContent; }
    function active() { return Object.keys(layers).map(function (key) { return layers[key]; }).filter(function (one) { return one.input.checked; }); }

    // Which tiles are in sight, and how finely they may be parted for all layers together.
    function plan() {
      var view = map.getView(), size = map.getSize();
      if (!size || !size[0] || !size[1]) return null;
      var z = Math.max(0, Math.min(Math.floor(view.getZoom()) - 1, DEEPEST)), n = Math.pow(2, z);
      var world = ol.proj.get("EPSG:3857").getExtent(), side = world[2] - world[0];
      var extent = view.calculateExtent(size);
      function column(x) { return Math.max(0, Math.min(n - 1, Math.floor((x - world[0]) / side * n))); }
      function line(y) { return Math.max(0, Math.min(n - 1, Math.floor((world[3] - y) / side * n))); }
      var tiles = [];
      for (var x = column(extent[0]); x <= column(extent[2]); x += 1) {
        for (var y = line(extent[3]); y <= line(extent[1]); y += 1) tiles.push(z + "/" + x + "/" + y);
      }
      // Areas have their share where there are some; the number of tiles is that of the worst place.
      var many = (Math.ceil(size[0] / TILE_PX) + 1) * (Math.ceil(size[1] / TILE_PX) + 1), on = active();
      var wide = on.filter(function (one) { return one.shaped; }).length, small = Math.max(1, on.length - wide);
      var cells = Math.floor(Math.sqrt((wide ? MOST_DRAWN - MOST_SHAPES : MOST_DRAWN) / small / many));
      cells = Math.max(1, Math.min(MOST_CELLS, cells));
      return { tiles: tiles, made: z + ":" + cells, cells: cells, most: Math.floor(MOST_SHAPES / Math.max(1, wide)) };
    }

    // Ask for what is missing; those that miss the same, and are known to be quick, together.
    function sync() {
      var asked = plan(), together = {};
      if (!asked) return;
      active().forEach(function (one) {
        if (one.made !== asked.made) { one.made = asked.made; one.asked = {}; }
        var missing = asked.tiles.filter(function (tile) { return !one.asked[tile]; });
        if (!missing.length) return;
        missing.forEach(function (tile) { one.asked[tile] = true; });
        var name = missing.join() + (one.alone ? one.key : "");
        (together[name] = together[name] || { tiles: missing, layers: [] }).layers.push(one);
      });
      Object.keys(together).forEach(function (name) { ask(together[name].layers, together[name].tiles, asked); });
    }
    function refresh(some) {
      some.forEach(function (one) { one.asked = {}; });
      sync();
    }
    function ask(some, tiles, asked) {
      var query = new URLSearchParams({ tiles: tiles.join(), cells: asked.cells, most: asked.most });
      some.forEach(function (one) { query.append("layer", one.key); one.row.setAttribute("aria-busy", "true"); });
      var stop = new AbortController();
      var timer = setTimeout(function () { stop.abort(); }, SLOW_MS);
      fetch(box.dataset.featuresUrl + "?" + query, { credentials: "same-origin", signal: stop.signal, headers: { "X-Jiedao-Background": "1" } })
        .then(function (answer) { return answer.ok && !answer.redirected ? answer.json() : Promise.reject(new Error(String(answer.status))); })
        .then(function (found) { some.forEach(function (one) { take(one, found[one.key] || {}, tiles, asked.made); }); })
        .catch(function (error) { some.forEach(function (one) { fault(one, tiles, error.name === "AbortError" ? box.dataset.slow : box.dataset.lost); }); })
        .finally(function () {
          clearTimeout(timer);
          some.forEach(function (one) { one.row.removeAttribute("aria-busy"); });
          tell();
        });
    }
    function take(one, found, tiles, made) {
      if (!one.input.checked || one.made !== made) return;
      if (found.fault) { fault(one, tiles, found.fault); return; }
      one.alone = Boolean(found.slow);
      if (one.drawn !== made) { clear(one); one.drawn = made; }
      one.tones = found.tones || {};
      Object.assign(one.titles, found.titles || {});
      Object.keys(found.tiles || {}).forEach(function (tile) { redraw(one, tile, found.tiles[tile]); });
      reshape(one, found.shapes || [], tiles.length === Object.keys(one.asked).length);
      say(one, found.faulty ? box.dataset.faulty.replace("%s", found.faulty) : found.full ? box.dataset.full : "");
    }
    function redraw(one, tile, numbers) {
      var same = numbers.join();
      if (one.tiles[tile] && one.tiles[tile].same === same) return;
      points.removeFeatures(one.tiles[tile] ? one.tiles[tile].features : []);
      var made = [];
      for (var i = 0; i < numbers.length; i += 5) {
        made.push(new ol.Feature({ geometry: new ol.geom.Point(ol.proj.fromLonLat([numbers[i], numbers[i + 1]])), count: numbers[i + 2], tone: J.maps.TONES[numbers[i + 3]], number: numbers[i + 4], layer: one.key }));
      }
      one.tiles[tile] = { same: same, features: made };
      points.addFeatures(made);
    }
    function reshape(one, found, all) {
      if (all) { shapes.removeFeatures(Object.keys(one.shapes).map(function (id) { return one.shapes[id]; })); one.shapes = {}; }
      found.forEach(function (shape) {
        if (one.shapes[shape.id]) return;
        try {
          var feature = format.readFeature(shape);
          feature.setId(undefined);
          feature.set("layer", one.key);
          one.shapes[shape.id] = feature;
          shapes.addFeature(feature);
        } catch (_error) { /* one that cannot be read must not take the others with it */ }
      });
    }
    function clear(one) {
      Object.keys(one.tiles).forEach(function (tile) { points.removeFeatures(one.tiles[tile].features); });
      shapes.removeFeatures(Object.keys(one.shapes).map(function (id) { return one.shapes[id]; }));
      one.tiles = {}; one.shapes = {}; one.titles = {};
    }
    function fault(one, tiles, sentence) {
      one.alone = true;
      tiles.forEach(function (tile) { delete one.asked[tile]; });
      say(one, sentence);
    }

    function join() {
      var view = map.getView(), near = view.getZoom() >= NEAR_ZOOM, unit = view.getResolution(), side = 2 * J.marks.mostRadius() * unit;
      var cells = {}, circles = [], single = [];
      function beside(at, count) {
        for (var x = -1; x <= 1; x += 1) for (var y = -1; y <= 1; y += 1) {
          var found = (cells[(Math.floor(at[0] / side) + x) + "," + (Math.floor(at[1] / side) + y)] || []).filter(function (one) {
            return Math.hypot(one.at[0] - at[0], one.at[1] - at[1]) < (J.marks.radius(one.count) + J.marks.radius(count)) * unit;
          })[0];
          if (found) return found;
        }
        return null;
      }
      points.getFeatures().slice().sort(function (one, other) { return other.get("count") - one.get("count"); }).forEach(function (feature) {
        var count = feature.get("count"), at = feature.getGeometry().getCoordinates();
        if (near || count < 2) { single.push(feature); return; }
        var other = beside(at, count);
        if (!other) {
          var made = { at: at, count: count, features: [feature] }, cell = Math.floor(at[0] / side) + "," + Math.floor(at[1] / side);
          (cells[cell] = cells[cell] || []).push(made);
          circles.push(made);
          return;
        }
        other.count += count;
        other.features.push(feature);
      });
      sight.clear(true);
      sight.addFeatures(circles.map(function (one) {
        if (one.features.length === 1) return one.features[0];
        var worst = J.maps.TONES.filter(function (tone) { return one.features.some(function (each) { return each.get("tone") === tone; }); })[0];
        return new ol.Feature({ geometry: new ol.geom.Point(one.at), count: one.count, tone: worst, number: 0 });
      }).concat(single));
    }

    // Legend and counts
    function say(one, sentence) {
      var said = one.row.querySelector("[data-layer-said]");
      said.textContent = sentence;
      said.hidden = !sentence;
    }
    function tell() {
      var on = active(), sums = {}, faulty = false;
      Object.keys(layers).forEach(function (key) {
        var one = layers[key], checked = one.input.checked, sum = 0;
        // Areas are coloured by what lies in them: the legend counts that once.
        if (checked) Object.keys(one.tones).forEach(function (tone) { sum += one.tones[tone]; if (!one.shaped) sums[tone] = (sums[tone] || 0) + one.tones[tone]; });
        one.row.querySelector("[data-layer-count]").textContent = checked && one.drawn ? sum.toLocaleString() : "";
        one.row.querySelector("[data-layer-list]").hidden = !(checked && sum);
        if (!checked) say(one, "");
        faulty = faulty || !one.row.querySelector("[data-layer-said]").hidden;
      });
      box.querySelector("[data-layers-on]").textContent = on.length;
      box.querySelector("[data-layers-fault]").hidden = !faulty;
      J.each(box, "[data-layers-group]", function (group) { group.querySelector("[data-group-on]").textContent = group.querySelectorAll("input:checked").length || ""; });
      legend(sums);
      join();
      box.dataset.drawn = points.getFeatures().length + shapes.getFeatures().length + shades.getFeatures().length;
    }
    var place = box.querySelector(".map-legend"), words = JSON.parse(place.dataset.legend), ends = null;
    function legend(sums) {
      place.textContent = "";
      var list = J.element("ul");
      J.maps.TONES.forEach(function (tone) {
        if (!sums[tone]) return;
        var line = J.element("li");
        line.appendChild(J.icon("tone-" + tone, "mark tone-" + tone));
        line.appendChild(J.element("span", "", words[tone]));
        line.appendChild(J.element("span", "count", sums[tone].toLocaleString()));
        list.appendChild(line);
      });
      active().filter(function (one) { return one.icon && Object.keys(one.tones).some(function (tone) { return one.tones[tone]; }); }).slice(0, MOST_NAMED).forEach(function (one) {
        var line = J.element("li", "legend-layer");
        line.appendChild(J.icon(one.icon));
        line.appendChild(J.element("span", "clip", titleOf(one)));
        list.appendChild(line);
      });
      if (list.children.length) place.appendChild(list);
      if (ends) place.appendChild(ramp());
      place.hidden = !place.children.length;
    }
    function ramp() {
      var made = J.element("div"), steps = J.element("div", "shade-steps"), span = J.element("div", "shade-ends");
      for (var i = 0; i < STEPS; i += 1) steps.appendChild(J.element("i"));
      span.appendChild(J.element("span", "num", ends.least));
      span.appendChild(J.element("span", "num", ends.most));
      [J.element("span", "", ends.title), steps, span].forEach(function (each) { made.appendChild(each); });
      return made;
    }

    // What is on is kept in this browser for whoever sits here.
    var store = "jiedao.centre.map." + box.dataset.account;
    var figure = box.querySelector("[data-shade]"), level = box.querySelector("[data-shade-level]");
    function kept() {
      try { return JSON.parse(localStorage.getItem(store)) || {}; } catch (_error) { return {}; }
    }
    function keep() {
      try { localStorage.setItem(store, JSON.stringify({ on: active().map(function (one) { return one.key; }), figure: figure && figure.value, level: level && level.value })); } catch (_error) { /* a browser that keeps nothing */ }
    }
    function choose(chosen) {
      Object.keys(layers).forEach(function (key) {
        var input = layers[key].input;
        input.checked = chosen.on ? chosen.on.indexOf(key) >= 0 : input.hasAttribute("data-shown");
        if (!input.checked) drop(layers[key]);
      });
      J.each(box, "[data-layers-group]", function (group) { group.open = Boolean(group.querySelector("input:checked")); });
      if (figure) {
        figure.value = chosen.figure || "";
        if (figure.selectedIndex < 0) figure.value = "";
        level.value = chosen.level || "community";
        shade();
      }
      sync();
      tell();
    }
    function drop(one) { clear(one); one.made = ""; one.drawn = ""; one.tones = {}; one.alone = true; }
    box.addEventListener("change", function (event) {
      if (event.target === figure || event.target === level) { keep(); shade(); return; }
      var row = event.target.closest("[data-layer]");
      if (!row) return;
      if (!event.target.checked) drop(layers[row.dataset.layer]);
      keep();
      sync();
      tell();
    });
    box.querySelector("[data-layers-restore]").addEventListener("click", function () { choose({}); keep(); });
    box.querySelector("[data-layers-search]").addEventListener("input", function (event) {
      var wanted = event.target.value.trim().toLowerCase();
      J.each(box, "[data-layer]", function (row) { row.hidden = Boolean(wanted) && row.dataset.words.toLowerCase().indexOf(wanted) < 0; });
      J.each(box, "[data-layers-group]", function (group) {
        group.hidden = !group.querySelector("[data-layer]:not([hidden])");
        group.open = wanted ? !group.hidden : Boolean(group.querySelector("input:checked"));
      });
    });

    // Areas by a figure: the darker the more.
    var turn = 0;
    function shade() {
      var mine = turn += 1, said = box.querySelector("[data-shade-said]");
      said.hidden = true;
      ends = null;
      if (!figure.value) { shades.clear(); tell(); return; }
      fetch(box.dataset.shadeUrl.replace(KEY, encodeURIComponent(figure.value)) + "?level=" + level.value, { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))); })
        .then(function (found) {
          if (mine !== turn) return;
          shades.clear();
          shades.addFeatures(format.readFeatures(found));
          var known = found.features.map(function (one) { return one.properties; }).filter(function (one) { return typeof one.value === "number"; });
          known.sort(function (a, b) { return a.value - b.value; });
          if (known.length) ends = { title: figure.selectedOptions[0].textContent, least: known[0].said, most: known[known.length - 1].said };
          else { said.textContent = box.dataset.unshaded; said.hidden = false; }
          tell();
        })
        .catch(function () {
          if (mine !== turn) return;
          shades.clear();
          said.textContent = box.dataset.lost;
          said.hidden = false;
          tell();
        });
    }

    // A click opens the record, or looks nearer; what cannot be parted is listed. On bare ground it
    // opens the portrait of what the eye sees there: a community, nearer a grid, then a building.
    function drill(url) { if (url) box.dispatchEvent(new CustomEvent("jiedao:drill", { bubbles: true, detail: url })); }
    function within(key, extent) {
      var at = ol.proj.transformExtent(extent, "EPSG:3857", "EPSG:4326");
      var world = [Math.max(at[0], -180), Math.max(at[1], -85), Math.min(at[2], 180), Math.min(at[3], 85)];
      drill(box.dataset.withinUrl.replace(KEY, key) + "?bbox=" + world.map(function (number) { return number.toFixed(7); }).join());
    }
    function here(coordinate, zoom) {
      var degrees = ol.proj.toLonLat(coordinate);
      var level = zoom >= BUILDING_ZOOM ? "building" : zoom >= GRID_ZOOM ? "grid" : "community";
      drill(box.dataset.hereUrl + "?lon=" + degrees[0].toFixed(6) + "&lat=" + degrees[1].toFixed(6) + "&level=" + level);
    }
    function at(pixel) { return map.forEachFeatureAtPixel(pixel, function (feature) { return feature; }, { layerFilter: function (one) { return drawn.indexOf(one) >= 0; }, hitTolerance: 6 }); }
    map.on("singleclick", function (event) {
      var feature = at(event.pixel), view = map.getView();
      tip.hidden = true;
      if (!feature) { here(event.coordinate, view.getZoom()); return; }
      var number = feature.get("number");
      if (number === undefined) { drill(feature.get("url")); return; }
      var there = feature.getGeometry().getCoordinates();
      if (number > 0) drill(box.dataset.pointUrl.replace(KEY, feature.get("layer")).replace(/0\/$/, number + "/"));
      else if (number < 0) within(feature.get("layer"), ol.extent.buffer(there.concat(there), 1));
      else if (view.getZoom() >= NEAR_ZOOM) within(feature.get("layer"), ol.extent.buffer(there.concat(there), view.getResolution() * TILE_PX / MOST_CELLS));
      else view.animate({ center: there, zoom: Math.min(view.getZoom() + 2, DEEPEST), duration: 200 });
    });
    box.addEventListener("click", function (event) {
      var button = event.target.closest("[data-layer-list]");
      if (button) within(button.closest("[data-layer]").dataset.layer, map.getView().calculateExtent());
    });
    var tip = J.element("div", "map-tip");
    tip.hidden = true;
    box.appendChild(tip);
    map.on("movestart", function () { tip.hidden = true; });
    map.getViewport().addEventListener("pointerleave", function () { tip.hidden = true; });
    map.on("pointermove", function (event) {
      if (event.dragging) { tip.hidden = true; return; }
      var feature = at(event.pixel);
      map.getTargetElement().style.cursor = feature ? "pointer" : "";
      tip.hidden = !feature;
      if (!feature) return;
      tip.textContent = named(feature);
      tip.style.left = event.pixel[0] + "px";
      tip.style.top = event.pixel[1] + "px";
    });
    function named(feature) {
      var one = layers[feature.get("layer")];
      var title = feature.get("title") || (one && one.titles[feature.get("number")]) || "";
      var layer = one ? titleOf(one) : "";
      if (feature.get("count") > 1) title = feature.get("count").toLocaleString();
      return [layer, title].filter(Boolean).join(" · ");
    }

    // Live: only layers whose kind changed; in a storm every few seconds.
    J.refreshing.onChange(function (concerns) {
      if (document.visibilityState !== "hidden") refresh(active().filter(function (one) { return concerns(one.kinds); }));
    });
    function everything() { if (document.visibilityState === "visible") refresh(active()); }
    setInterval(everything, J.refreshing.about(EVERY_MS));
    document.addEventListener("visibilitychange", everything);
    function restyle() {
      looks = J.marks.styles(ol, glyphs);
      drawn[0].setStyle(looks.shape);
      drawn[1].setStyle(looks.shape);
      drawn[2].setStyle(looks.point);
    }
    document.addEventListener("jiedao:theme", restyle);
    J.marks.glyphs(layers).then(function (found) { glyphs = found; restyle(); }).catch(function () { /* marks without icons */ });

    // What comes into sight while one moves is asked for on the way.
    var moving = null;
    map.getView().on("change", function () { if (!moving) moving = setTimeout(function () { moving = null; sync(); }, PAN_MS); });
    map.on("moveend", function () { sync(); join(); });
    map.on("change:size", function () { sync(); high(); });
    function high() { box.style.setProperty("--layers-high", Math.max(120, box.clientHeight - 64) + "px"); }
    high();
    choose(kept());
  }
})();
