// What the map of the command centre marks: points by state, with their layer's icon where it has
// one; circles of many; areas and lines.
(function () {
  "use strict";
  var J = window.Jiedao;
  var MOST_RADIUS = 22, BADGE = 24, PLAIN = 18;

  // "--map-scale" is one for the whole page.
  var scale = 0;
  function scaled(pixels) { return (scale = scale || J.maps.scale()) * pixels; }

  // The drawings of the layers' icons, out of the sprite: {layer: svg}.
  function glyphs(layers) {
    var wanted = Object.keys(layers).filter(function (key) { return layers[key].icon; });
    if (!wanted.length) return Promise.resolve({});
    return fetch(J.assets().sprite).then(function (answer) { return answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status))); })
      .then(function (text) {
        var sprite = new DOMParser().parseFromString(text, "image/svg+xml"), found = {};
        wanted.forEach(function (key) {
          var symbol = sprite.getElementById(layers[key].icon);
          if (symbol) found[key] = symbol.innerHTML;
        });
        return found;
      });
  }

  // A badge in the colour of the state, its shape at the corner; colour alone would not be enough.
  function badge(tone, glyph) {
    var size = Math.round(scaled(BADGE)), colour = J.maps.markColour(tone), ground = J.maps.colour("surface");
    var corner = tone === "neutral" ? "" : '<svg x="13" y="0" width="11" height="11" viewBox="-1.5 -1.5 15 15">' + J.maps.mark(tone) + "</svg>";
    var svg = '<svg xmlns="http://www.w3.org/2000/svg" width="' + size + '" height="' + size + '" viewBox="0 0 24 24"><rect x="1.5" y="2.5" width="20" height="20" rx="5" fill="' + ground + '" stroke="' + colour + '" stroke-width="1.8"/>' +
      '<svg x="4.5" y="5.5" width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="' + J.maps.colour("text") + '" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">' + glyph + "</svg>" + corner + "</svg>";
    return "data:image/svg+xml," + encodeURIComponent(svg);
  }

  // One style for all that look alike: thousands of features share a few dozen.
  function styles(ol, drawings) {
    var kept = {};
    var text = J.maps.colour("text"), ground = J.maps.colour("surface");
    function single(tone, glyph) {
      return new ol.style.Style({ image: new ol.style.Icon({ src: glyph ? badge(tone, glyph) : J.maps.image(tone, Math.round(scaled(PLAIN))) }) });
    }
    function point(feature) {
      var tone = feature.get("tone") || "neutral", count = feature.get("count");
      var words = count > 1 ? short(count) : "", glyph = words ? "" : drawings[feature.get("layer")] || "";
      var name = words || glyph ? tone + (words || " " + feature.get("layer")) : tone;
      return (kept[name] = kept[name] || (words ? cluster(tone, words, count) : single(tone, glyph)));
    }
    function cluster(tone, words, count) {
      return new ol.style.Style({
        image: new ol.style.Circle({ radius: radius(count), fill: new ol.style.Fill({ color: ground }), stroke: new ol.style.Stroke({ color: J.maps.markColour(tone), width: 2 }) }),
        text: new ol.style.Text({ text: words, font: J.maps.letters(11, "600"), fill: new ol.style.Fill({ color: text }) }),
      });
    }
    function shape(feature) {
      var tone = J.maps.TONES.indexOf(feature.get("tone")) < 0 ? "neutral" : feature.get("tone");
      if (!/Line/.test(feature.getGeometry().getType())) return J.maps.area(ol, feature, tone);
      var name = "line " + tone;
      return (kept[name] = kept[name] || new ol.style.Style({ stroke: new ol.style.Stroke({ color: J.maps.markColour(tone), width: 3, lineCap: "round", lineJoin: "round" }) }));
    }
    return { point: point, shape: shape };
  }
  function radius(count) { return scaled(10 + Math.min(Math.log2(count) * 1.2, MOST_RADIUS - 10)); }
  function mostRadius() { return scaled(MOST_RADIUS); }
  function short(count) {
    return count < 1000 ? String(count) : count < 10000 ? (count / 1000).toFixed(1).replace(/\.0$/, "") + "k" : (count / 10000).toFixed(1).replace(/\.0$/, "") + J.say("wan");
  }

  J.marks = { glyphs: glyphs, styles: styles, radius: radius, mostRadius: mostRadius };
})();
